"""Files put in place whole: written aside first, then moved; if anything fails, all is as it was."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path


def place_files(folder: Path, files: Mapping[str, bytes], stale: Collection[str] = ()) -> None:
    """Writes files (relative name to bytes) into a folder and removes stale ones; other files there are left alone.

    Everything is first written into a temporary folder on the same disk: beside the folder where it is new, which is
    then moved into place as one; inside it where it exists, whose files are then exchanged one by one, each whole, and
    put back if one of them cannot be. Files that would not change are not touched. Raises OSError.
    """
    folder = folder.resolve()
    aside = _room_aside(folder)
    try:
        new = aside / "new"
        new.mkdir()
        changed = {name: data for name, data in files.items() if not _holds(folder / name, data)}
        for name, data in changed.items():
            _write(new / name, data)
        if folder.exists():
            _exchange(folder, new, aside / "old", changed, stale)
        else:
            new.rename(folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _room_aside(folder: Path) -> Path:
    """A temporary folder on the same disk. Raises OSError that names the folder asked for, not the temporary one."""
    try:
        if folder.exists():
            return Path(tempfile.mkdtemp(prefix=".techplan-", dir=folder))
        folder.parent.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except FileExistsError as error:  # a file stands where a folder above this one is needed
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), error.filename) from error
    except OSError as error:
        error.filename = str(folder)
        raise


def _holds(file: Path, data: bytes) -> bool:
    return file.is_file() and file.stat().st_size == len(data) and file.read_bytes() == data


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


def _exchange(folder: Path, new: Path, old: Path, changed: Collection[str], stale: Collection[str]) -> None:
    """Moves new files in and old ones out, remembering each move so that it can be undone."""
    moved: list[tuple[Path, Path]] = []

    def move(source: Path, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(source, target)  # noqa: PTH105  so named because it overwrites on every system
        moved.append((source, target))

    try:
        for name in [*stale, *changed]:
            if (folder / name).exists():
                move(folder / name, old / name)
        for name in changed:
            move(new / name, folder / name)
    except BaseException:  # an interruption as well as a full disk
        for source, target in reversed(moved):
            os.replace(target, source)  # noqa: PTH105  as above
        raise
