"""Opening an archive that a stranger made: nothing is parsed before all of it has been weighed."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from mandate_registry.register_folder.problems import InvalidRegister, unreadable

MAX_MEMBERS = 200
MAX_BYTES = 100_000_000
MAX_LINES = 250_000
"""So many lines may the CSV files of a register have together, and so many rows its tables."""
CHUNK = 1 << 16
MAX_DEPTH = 2  # a folder and the file in it
ENCRYPTED = 0x1
METHODS = {ZIP_STORED, ZIP_DEFLATED}
"""The methods of packing that are unpacked a chunk at a time; what others hold comes at once, whatever its size."""

BROKEN = (
    BadZipFile,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    zlib.error,
)
"""What zipfile raises, depending on where an archive is damaged."""


def open_archive(path: Path, most_bytes: int | None = None, most_elements: int | None = None) -> ZipFile:
    """Open a zip of at most MAX_MEMBERS members and, decompressed, so many bytes; InvalidRegister otherwise.

    `most_bytes` is MAX_BYTES when left out. An archive that states more is refused at once; what states less is
    decompressed once and thrown away: the sizes that an archive states are not to be trusted. Its CSV files have at
    most MAX_LINES lines together, a part of XML so many elements as `most_elements` says.
    """
    try:
        archive = ZipFile(path)
    except BROKEN as error:
        raise unreadable(path.name, "not_readable", f"is not a readable {path.suffix} file") from error
    try:
        _weigh(archive, path.name, MAX_BYTES if most_bytes is None else most_bytes, most_elements)
    except BaseException:
        archive.close()
        raise
    return archive


def chunks(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield what is left of a stream, a chunk at a time."""
    while chunk := stream.read(CHUNK):
        yield chunk


def _weigh(archive: ZipFile, name: str, most_bytes: int, most_elements: int | None) -> None:
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise unreadable(name, "too_large", f"holds more than {MAX_MEMBERS} files")
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise unreadable(name, "not_readable", "is encrypted")
    if any(member.compress_type not in METHODS for member in members):
        raise unreadable(name, "not_readable", "is packed by another method than the usual one (deflate): pack it anew")
    scale = _SizeLimits(name, most_bytes, most_elements)
    scale.check_total(sum(member.file_size for member in members))
    try:
        for member in members:
            with archive.open(member) as stream:
                scale.put(member.filename.lower(), stream)
    except BROKEN as error:
        raise unreadable(name, "not_readable", "is damaged") from error


@dataclass(slots=True)
class _SizeLimits:
    """Weighs the members of an archive: their bytes, the lines of CSV files together, the elements of each part."""

    file: str
    most_bytes: int
    most_elements: int | None
    weight: int = 0
    lines: int = 0

    def put(self, member: str, stream: IO[bytes]) -> None:
        """Weigh a member, at most a chunk more than may be."""
        elements = lines = 0
        for chunk in chunks(stream):
            self.add(len(chunk))
            elements += chunk.count(b"<") - chunk.count(b"</")
            if self.most_elements is not None and elements > self.most_elements:
                raise too_many_elements(self.file, self.most_elements)
            lines += max(chunk.count(b"\n"), chunk.count(b"\r"))
            if member.endswith(".csv") and self.lines + lines > MAX_LINES:
                raise too_many_lines(self.file)
        self.lines += lines if member.endswith(".csv") else 0

    def add(self, weight: int) -> None:
        """Add bytes."""
        self.weight += weight
        self.check_total(self.weight)

    def check_total(self, weight: int) -> None:
        """Refuse so many bytes in all, if they are too many; raise InvalidRegister."""
        if weight > self.most_bytes:
            detail = f"decompresses to more than {self.most_bytes // 10**6} MB"
            raise unreadable(self.file, "too_large", detail)


def too_many_elements(file: str, most: int) -> InvalidRegister:
    """Refuse a file of which the parts that are read have too many elements."""
    return unreadable(file, "too_large", f"has more than {most:,} elements: divide it")


def too_many_lines(file: str) -> InvalidRegister:
    """Refuse a register whose tables are too long."""
    return unreadable(file, "too_large", f"has more than {MAX_LINES:,} lines")


def files_in(archive: ZipFile, name: str) -> dict[str, ZipInfo]:
    """Return the files by name; they lie at the top, or all in one folder, or InvalidRegister is raised."""
    found: dict[str, ZipInfo] = {}
    folders = set()
    for member in archive.infolist():
        path = PurePosixPath(member.filename)
        if member.is_dir() or path.parts[0] == "__MACOSX":  # a shadow folder that macOS adds
            continue
        folders.add(path.parent)
        if len(folders) > 1 or len(path.parts) > MAX_DEPTH or path.parts[0] in {"/", ".."}:
            raise unreadable(name, "not_readable", "has files in more than one folder")
        if path.name in found:
            raise unreadable(name, "duplicate", f"holds {path.name} twice")
        found[path.name] = member
    return found
