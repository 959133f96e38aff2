"""Reads files with secrets, which only the service may read."""

from __future__ import annotations

import os
from pathlib import Path
from stat import S_IRWXG, S_IRWXO

from mandate_registry.errors import Unsafe

ANYBODY_ELSE = S_IRWXG | S_IRWXO


def read_secret(file: Path) -> str:
    """Read the one line of a file that only its owner reads; Unsafe when it is another's to read too, or not there."""
    try:
        with file.open(encoding="utf-8") as stream:
            _must_be_private(file, os.fstat(stream.fileno()))
            return stream.readline().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Unsafe(f"{file} cannot be read: {_reason(error)}") from error


def must_be_private(file: Path) -> None:
    """Refuse a file that anybody but its owner may use; Unsafe too when there is none. A link is what it leads to."""
    try:
        _must_be_private(file, file.stat())
    except OSError as error:
        raise Unsafe(f"{file} cannot be read: {_reason(error)}") from error


def _must_be_private(file: Path, found: os.stat_result) -> None:
    if found.st_mode & ANYBODY_ELSE:
        raise Unsafe(f"{file} is open to others than its owner: run chmod 600 {file}")


def _reason(error: OSError | UnicodeDecodeError) -> str:
    return "it is no text" if isinstance(error, UnicodeDecodeError) else str(error.strerror)
