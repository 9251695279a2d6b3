"""The titles of speed tests, and in which unit each tool writes a speed.

Certain: speedtest-cli's and the Ookla CLI's header lines, and Ookla's open tiles. M-Lab's results have the titles that
a query gave them; those here are the ones most queries use.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from techplan.sources.titles import Aliases, normal_titles


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool's titles: all of ``needs`` are there, ``speed`` holds the download in ``to_mbps`` of a Mbps."""

    name: str
    needs: tuple[str, ...]
    speed: tuple[str, ...]
    to_mbps: Decimal
    unit: str


TOOLS: Final = (
    Tool("Ookla CLI", ("idle latency", "download bytes", "download"), ("download",), Decimal("0.000008"),
         "bytes per second"),
    Tool("Ookla open tiles", ("quadkey", "avg_d_kbps"), ("avg_d_kbps",), Decimal("0.001"), "kbit/s"),
    Tool("speedtest-cli", ("Sponsor", "Ping", "Download"), ("Download",), Decimal("0.000001"), "bit/s"),
    Tool("M-Lab", ("a.MeanThroughputMbps",), ("a.MeanThroughputMbps",), Decimal(1), "Mbit/s"),
    Tool("M-Lab", ("MeanThroughputMbps",), ("MeanThroughputMbps",), Decimal(1), "Mbit/s"),
)  # fmt: skip

PLACE: Final[Aliases] = {
    "school": ("school", "school code", "building", "site", "location", "quadkey"),
    "day": ("measured_on", "date", "test_date", "Timestamp", "a.TestTime", "TestTime", "time", "datetime"),
}
"""Where a logger or a query has put the school and the day."""

PERSONS: Final = normal_titles(
    ("IP Address", "client.IP", "client.Network.CIDR", "Share", "share url", "client.Geo.Latitude",
     "client.Geo.Longitude")
)  # fmt: skip
"""Columns that may say who or where somebody is; never kept."""

KNOWN: Final = (
    normal_titles(title for tool in TOOLS for title in (*tool.needs, *tool.speed))
    | normal_titles(title for titles in PLACE.values() for title in titles)
    | normal_titles(("Server ID", "Server Name", "Distance", "Upload", "upload bytes", "packet loss", "idle jitter",
                     "tile", "avg_u_kbps", "avg_lat_ms", "tests", "devices"))
    | PERSONS
)  # fmt: skip
