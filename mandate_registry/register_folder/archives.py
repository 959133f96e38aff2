"""Opening an archive that a stranger made: nothing is parsed before all of it has been weighed."""

from __future__ import annotations

import lzma
import zlib
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from mandate_registry.register_folder.problems import unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from zipfile import ZipInfo

MOST_MEMBERS = 200
MOST_BYTES = 200_000_000
CHUNK = 1 << 16
DEEPEST = 2  # a folder and the file in it
ENCRYPTED = 0x1

BROKEN = (
    BadZipFile,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    zlib.error,
    lzma.LZMAError,
)
"""What zipfile raises, depending on where an archive is damaged."""


def open_archive(path: Path) -> ZipFile:
    """Open a zip of at most MOST_MEMBERS members and, decompressed, MOST_BYTES; InvalidRegister otherwise.

    Everything is decompressed once and thrown away: the sizes that an archive states are not to be trusted.
    """
    try:
        archive = ZipFile(path)
    except BROKEN as error:
        raise unreadable(path.name, "not_readable", f"is not a readable {path.suffix} file") from error
    try:
        _weigh(archive, path.name)
    except BaseException:
        archive.close()
        raise
    return archive


def chunks(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield what is left of a stream, a chunk at a time."""
    while chunk := stream.read(CHUNK):
        yield chunk


def _weigh(archive: ZipFile, name: str) -> None:
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise unreadable(name, "too_large", f"holds more than {MOST_MEMBERS} files")
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise unreadable(name, "not_readable", "is encrypted")
    weight = 0
    try:
        for member in members:
            with archive.open(member) as stream:
                for chunk in chunks(stream):
                    weight += len(chunk)
                    if weight > MOST_BYTES:
                        raise unreadable(name, "too_large", f"decompresses to more than {MOST_BYTES // 10**6} MB")
    except BROKEN as error:
        raise unreadable(name, "not_readable", "is damaged") from error


def files_in(archive: ZipFile, name: str) -> dict[str, ZipInfo]:
    """Give the files by name; they lie at the top, or all in one folder, or InvalidRegister is raised."""
    found: dict[str, ZipInfo] = {}
    folders = set()
    for member in archive.infolist():
        path = PurePosixPath(member.filename)
        if member.is_dir() or path.parts[0] == "__MACOSX":  # a shadow folder that macOS adds
            continue
        folders.add(path.parent)
        if len(folders) > 1 or len(path.parts) > DEEPEST or path.parts[0] in {"/", ".."}:
            raise unreadable(name, "not_readable", "has files in more than one folder")
        if path.name in found:
            raise unreadable(name, "duplicate", f"holds {path.name} twice")
        found[path.name] = member
    return found
