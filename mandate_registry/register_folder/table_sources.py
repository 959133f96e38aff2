"""Where the tables come from: a folder of CSV files, a zip of them, or a workbook."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO
from zipfile import ZipFile

from mandate_registry.register_folder.archives import MAX_LINES, files_in, open_archive, too_many_lines
from mandate_registry.register_folder.problems import unreadable
from mandate_registry.register_folder.text.delimited_text import MAX_LINE_LENGTH, csv_rows
from mandate_registry.register_folder.text.encodings import encoding_of
from mandate_registry.register_folder.workbook.workbooks import open_workbook
from mandate_registry.register_folder.workbook_rows import rows_of

MAX_BYTES = 50_000_000
"""So large may a CSV file of a register be."""


@dataclass(frozen=True, slots=True)
class TableSource:
    """One table as it lies there.

    `file` is its name for people. `rows()` yields every row from the first on; it raises InvalidRegister
    where the file cannot be read further. `dutch` and `escaped` are as in `cell_types.Dialect`.
    """

    file: str
    rows: Callable[[], Iterator[list[str]]]
    dutch: bool = False
    escaped: bool = False


@contextmanager
def open_sheets(path: Path) -> Iterator[dict[str, TableSource]]:
    """Open a register and return its sheets by table name; InvalidRegister if it is none of the three."""
    with ExitStack() as stack:
        if path.is_dir():
            yield _folder_sheets(path)
        elif not path.exists():
            raise unreadable(path.name, "missing_file", "does not exist")
        elif path.suffix.lower() == ".zip":
            archive = stack.enter_context(open_archive(path))
            yield _zip_sheets(archive, path.name)
        elif path.suffix.lower() == ".xlsx":
            workbook = stack.enter_context(open_workbook(path))
            yield {name: TableSource(name, partial(rows_of, workbook, name)) for name in workbook.names}
        else:
            raise unreadable(path.name, "not_readable", "is not a folder, a .zip or an .xlsx file")


def read_beside(path: Path, name: str, most: int) -> bytes | None:
    """Return what a register that has been opened holds beside its tables, at most so many bytes; None without it."""
    try:
        if path.is_dir():
            with (path / name).open("rb") as file:
                return file.read(most)
        if path.suffix.lower() == ".zip":
            with ZipFile(path) as archive:
                member = files_in(archive, path.name).get(name)
                return archive.open(member).read(most) if member else None
    except FileNotFoundError:
        return None
    except OSError as error:
        raise unreadable(name, "not_readable", "cannot be opened") from error
    return None


def _folder_sheets(path: Path) -> dict[str, TableSource]:
    try:
        files = [file for file in sorted(path.iterdir()) if file.suffix.lower() == ".csv"]
    except OSError as error:
        raise unreadable(path.name, "not_readable", "cannot be opened") from error
    return {file.stem: _csv_sheet(file.name, partial(_open_file, file)) for file in files}


def _open_file(file: Path) -> IO[bytes]:
    return file.open("rb")


def _zip_sheets(archive: ZipFile, name: str) -> dict[str, TableSource]:
    files = {file: member for file, member in files_in(archive, name).items() if file.lower().endswith(".csv")}
    for file, member in files.items():
        _must_be_bearable(member.file_size, file)
    return {file[:-4]: _csv_sheet(file, partial(archive.open, member)) for file, member in sorted(files.items())}


def _csv_sheet(file: str, opened: Callable[[], IO[bytes]]) -> TableSource:
    try:
        with opened() as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise unreadable(file, "not_readable", "cannot be opened") from error
    _must_be_bearable(len(content), file)
    if max(content.count(b"\n"), content.count(b"\r")) > MAX_LINES:
        raise too_many_lines(file)
    encoding = encoding_of(content, file)
    separator = ";" if ";" in _first_line(content, encoding) else ","
    rows = partial(_csv_rows, opened, encoding, separator, file)
    return TableSource(file, rows, dutch=separator == ";", escaped=True)


def _must_be_bearable(length: int, file: str) -> None:
    if length > MAX_BYTES:
        raise unreadable(file, "too_large", f"is larger than {MAX_BYTES // 10**6} MB")


def _first_line(content: bytes, encoding: str) -> str:
    with io.TextIOWrapper(io.BytesIO(content), encoding, newline="") as text:
        return text.readline(MAX_LINE_LENGTH)


def _csv_rows(opened: Callable[[], IO[bytes]], encoding: str, separator: str, file: str) -> Iterator[list[str]]:
    with opened() as stream, io.TextIOWrapper(stream, encoding, newline="") as text:
        yield from csv_rows(text, separator, file)
