"""Files in a ZIP archive, as a console sends its report."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from typing import Final

from techplan.book.problem import Problem, SourceError
from techplan.book.reading.workbook import is_workbook
from techplan.sources.source import File

LARGEST: Final = 1 << 30
"""An archive whose files unpack to more bytes than this is refused."""

_DAMAGED: Final = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, ValueError, OSError, NotImplementedError, RuntimeError, EOFError,
    KeyError, struct.error,
)  # fmt: skip
"""All that Python's zip reader raises for an archive that is damaged or locked."""


def is_archive(data: bytes) -> bool:
    """Whether bytes are a ZIP archive that is no Excel workbook."""
    return data.startswith(b"PK\x03\x04") and not is_workbook(data)


def files_in(data: bytes, file: str, ending: str) -> list[File]:
    """The archive's files with that ending, in order of their names.

    Raises SourceError where the archive is damaged, locked or unpacks to more than ``LARGEST`` bytes.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            wanted = [
                one
                for one in archive.infolist()
                if one.filename.casefold().endswith(ending) and not _hidden(one.filename)
            ]
            if sum(one.file_size for one in wanted) > LARGEST:
                raise _unusable(file, "The archive unpacks to more than a gigabyte.", "Unpack it, and import its file.")
            return sorted((one.filename, _read(archive, one)) for one in wanted)
    except _DAMAGED as error:
        what = f"The archive cannot be unpacked ({error})."
        raise _unusable(file, what, "Download it again, or unpack it and import the file in it.") from error


def _read(archive: zipfile.ZipFile, one: zipfile.ZipInfo) -> bytes:
    """One file, of which no more is unpacked than the archive says it holds."""
    with archive.open(one) as content:
        return content.read(one.file_size)


def _hidden(name: str) -> bool:
    """What a Mac adds to an archive is none of its files."""
    return name.startswith("__MACOSX/") or name.rsplit("/", 1)[-1].startswith(".")


def _unusable(file: str, what: str, remedy: str) -> SourceError:
    problem = Problem(severity="error", file=file, rule="readable file", what=what, remedy=remedy)
    return SourceError(str(problem), [problem])
