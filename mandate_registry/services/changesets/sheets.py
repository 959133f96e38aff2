"""The sheets of a file that waits: they are read once, and stay at hand until another file is read."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from functools import partial
from zipfile import BadZipFile, ZipFile

from mandate_registry.register_folder.grid.sheet_layout import SheetLayout
from mandate_registry.register_folder.spreadsheets import read_sheets
from mandate_registry.services.installation import Installation

IN_MEMORY = 20
"""About how many bytes the sheets of a file take in memory for each byte of the file, which may be packed."""
LARGE = 4_000_000
"""A file of more bytes, unpacked, is read in a job: about half a second for each of these."""


def is_large(content: bytes) -> bool:
    """Return True if reading a file may take longer than a page should."""
    try:
        with ZipFile(io.BytesIO(content)) as packed:
            return sum(one.file_size for one in packed.infolist()) > LARGE
    except (BadZipFile, ValueError, NotImplementedError):
        return len(content) > LARGE


def sheets_of(installation: Installation, content: bytes, name: str) -> Mapping[str, SheetLayout]:
    """Return the sheets of a file. Raise InvalidRegister as `read_sheets`."""
    version = hashlib.sha256(content).hexdigest(), name
    read, size = partial(read_sheets, content, name), len(content) * IN_MEMORY
    return installation.remembered.get(("sheets",), version, read, size_of=lambda _: size)


def forget_sheets(installation: Installation) -> None:
    """Have the sheets of a file at hand no longer: they may take much memory."""
    installation.remembered.get(("sheets",), None, dict)
