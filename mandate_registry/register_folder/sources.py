"""Where the tables come from: a folder of CSV files, a zip of them, or a workbook."""

from __future__ import annotations

import csv
import io
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import IO, TYPE_CHECKING
from zipfile import ZipFile

from mandate_registry.register_folder.archives import CHUNK, files_in, open_archive
from mandate_registry.register_folder.problems import CellError, InvalidRegister, unreadable
from mandate_registry.register_folder.workbooks import exact_text_of, open_workbook, rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LONGEST_LINE = 1 << 20
TITLE_LINES = 5
"""So many lines of somebody else's file are looked at for the mark between its cells: a title may stand above them."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table as it lies there.

    `file` is its name for people. `rows()` yields every row from the first on; it raises InvalidRegister
    where the file cannot be read further. `dutch` and `escaped` are as in `cells.Habits`.
    """

    file: str
    rows: Callable[[], Iterator[list[str]]]
    dutch: bool = False
    escaped: bool = False


@contextmanager
def open_sheets(path: Path) -> Iterator[dict[str, Sheet]]:
    """Open a register and give its sheets by table name; InvalidRegister if it is none of the three."""
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
            yield {name: Sheet(name, partial(rows_of, workbook, name)) for name in workbook.sheet_names}
        else:
            raise unreadable(path.name, "not_readable", "is not a folder, a .zip or an .xlsx file")


@contextmanager
def open_spreadsheet(path: Path) -> Iterator[dict[str, Sheet]]:
    """Open any .csv or .xlsx and give its sheets by name, that of a .csv by its own; InvalidRegister if it is none."""
    ending = path.suffix.lower()
    if ending == ".csv":
        yield {path.stem: _csv_sheet(path.name, partial(_open_file, path), first_lines=TITLE_LINES)}
    elif ending == ".xlsx":
        with open_workbook(path) as workbook:
            rows = partial(rows_of, workbook, write=exact_text_of)
            yield {name: Sheet(name, partial(rows, sheet=name)) for name in workbook.sheet_names}
    else:
        raise unreadable(path.name, "not_readable", "is not a .csv or an .xlsx file")


def beside(path: Path, name: str, most: int) -> bytes | None:
    """Give what a register that has been opened holds beside its tables, at most so many bytes; None without it."""
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


def _folder_sheets(path: Path) -> dict[str, Sheet]:
    try:
        files = [file for file in sorted(path.iterdir()) if file.suffix.lower() == ".csv"]
    except OSError as error:
        raise unreadable(path.name, "not_readable", "cannot be opened") from error
    return {file.stem: _csv_sheet(file.name, partial(_open_file, file)) for file in files}


def _open_file(file: Path) -> IO[bytes]:
    return file.open("rb")


def _zip_sheets(archive: ZipFile, name: str) -> dict[str, Sheet]:
    files = {file: member for file, member in files_in(archive, name).items() if file.lower().endswith(".csv")}
    return {file[:-4]: _csv_sheet(file, partial(archive.open, member)) for file, member in sorted(files.items())}


def _csv_sheet(file: str, opened: Callable[[], IO[bytes]], first_lines: int = 1) -> Sheet:
    try:
        encoding = _encoding(opened, file)
        with opened() as stream:
            start = b"".join(stream.readline(LONGEST_LINE) for _ in range(first_lines))
            separator = ";" if b";" in start else ","
    except OSError as error:
        raise unreadable(file, "not_readable", "cannot be opened") from error
    rows = partial(_csv_rows, opened, encoding, separator, file)
    return Sheet(file, rows, dutch=separator == ";", escaped=True)


def _encoding(opened: Callable[[], IO[bytes]], file: str) -> str:
    """Tell UTF-8 from the Windows-1252 of a spreadsheet, by trying all of it."""
    for encoding in ("utf-8-sig", "cp1252"):
        with opened() as stream:
            if _decodes(stream, encoding):
                return encoding
    raise unreadable(file, "not_readable", "is neither UTF-8 nor Windows-1252 text: save it as CSV UTF-8")


def _decodes(stream: IO[bytes], encoding: str) -> bool:
    with io.TextIOWrapper(stream, encoding, newline="") as text:
        try:
            start = text.read(2)
            while text.read(CHUNK):
                pass
        except UnicodeDecodeError:
            return False
    return start not in {"\xff\xfe", "\xfe\xff"}  # the mark of UTF-16, which Windows-1252 takes for letters


def _csv_rows(opened: Callable[[], IO[bytes]], encoding: str, separator: str, file: str) -> Iterator[list[str]]:
    row = 0
    with opened() as stream, io.TextIOWrapper(stream, encoding, newline="") as text:
        try:
            for cells in csv.reader(_lines(text), delimiter=separator, strict=True):
                row += 1
                yield cells
        except csv.Error as error:
            detail = f"cannot be read from here on: {error}"
            raise InvalidRegister([CellError(file, row + 1, None, "not_readable", detail)]) from error


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    """Yield lines of a bearable length: a file of nothing but separators would fill the memory as one row."""
    while line := text.readline(LONGEST_LINE):
        if len(line) >= LONGEST_LINE:
            raise csv.Error("a line is too long")
        yield line
