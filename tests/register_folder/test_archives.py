"""Archives and workbooks from strangers."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZipExtFile, ZipFile

import pytest

from mandate_registry.register_folder import InvalidRegister, archives, read_register, reader, table_sources
from mandate_registry.rules.facts import Mandate
from tests.register_folder.support import (
    MANDATES,
    SMALL,
    archive,
    errors,
    folder,
    sentences,
    small_sheets,
    workbook,
)

pytestmark = pytest.mark.slow


def zipped(path: Path, members: dict[str, str]) -> Path:
    (path / "register.zip").write_bytes(archive(members))
    return path / "register.zip"


def altered(path: Path, part: str, old: bytes, new: bytes, name: str | None = None) -> Path:
    """Rewrite one part of a workbook; `name` gives it another name."""
    target = path.with_name("altered.xlsx")
    with ZipFile(path) as source, ZipFile(target, "w", ZIP_DEFLATED) as copy:
        for member in source.namelist():
            content = source.read(member)
            if member == part:
                assert old in content
                content, member = content.replace(old, new), name or member  # noqa: PLW2901 - the altered part
            copy.writestr(member, content)
    return target


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return a list of how many bytes may be decompressed at a time, in whatever way a member of an archive is read."""
    counted: list[float] = []
    for name in ("read", "read1"):
        read = getattr(ZipExtFile, name)

        def count(self: ZipExtFile, most: int | None = None, read: Callable[..., bytes] = read) -> bytes:
            counted.append(math.inf if most is None or most < 0 else most)
            return read(self, most)

        monkeypatch.setattr(ZipExtFile, name, count)
    return counted


@pytest.mark.parametrize("prefix", ["", "register/"])
def test_the_files_lie_at_the_top_or_in_one_folder(prefix: str, tmp_path: Path) -> None:
    members = {f"{prefix}{name}": content for name, content in SMALL.items()}
    shadow = {f"{prefix}README.md": "", "__MACOSX/._mandates.csv": "\x00"}
    path = zipped(tmp_path, members | shadow)
    (tmp_path / "folder").mkdir()
    assert read_register(path) == read_register(folder(tmp_path / "folder"))


@pytest.mark.parametrize("name", ["a/b/bodies.csv", "other/bodies.csv", "../bodies.csv", "/bodies.csv"])
def test_files_elsewhere_are_refused(name: str, tmp_path: Path) -> None:
    assert sentences(zipped(tmp_path, SMALL | {name: ""})) == ["register.zip: has files in more than one folder"]


def test_the_errors_of_a_zip_name_its_files(tmp_path: Path) -> None:
    path = zipped(tmp_path, SMALL | {"bodies.csv": "code,name\ncollege,\n"})
    assert sentences(path) == ["bodies.csv, row 2, column name: must be filled in"]


@pytest.mark.parametrize("ending", ["zip", "xlsx"])
def test_too_many_files_are_refused(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"register.{ending}"
    path.write_bytes(archive({f"{number}.txt": "" for number in range(archives.MAX_MEMBERS + 1)}))
    assert errors(path)[0].code == "too_large"


@pytest.mark.parametrize("ending", ["zip", "xlsx"])
def test_a_bomb_is_refused_whatever_size_it_states(ending: str, tmp_path: Path, asked: list[float]) -> None:
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as target:
        with target.open("mandates.csv", "w", force_zip64=True) as member:
            for _ in range(21):
                member.write(bytes(10_000_000))
        target.getinfo("mandates.csv").file_size = 1000
    path = tmp_path / f"register.{ending}"
    path.write_bytes(stream.getvalue())
    assert errors(path)[0].code in {"too_large", "not_readable"}
    assert 0 < sum(asked) <= archives.MAX_BYTES + archives.CHUNK


def test_honest_sizes_are_weighed_all_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_BYTES", 1_000_000)
    half = "a" * 600_000
    path = zipped(tmp_path, {"a.txt": half, "b.txt": half})
    assert sentences(path) == ["register.zip: decompresses to more than 1 MB"]


def test_a_table_of_too_many_lines_is_refused_in_a_zip_and_in_a_folder(tmp_path: Path) -> None:
    long = SMALL | {"mandates.csv": "number,kinds\n" * (archives.MAX_LINES + 1)}
    assert sentences(zipped(tmp_path, long)) == ["register.zip: has more than 250,000 lines"]
    (tmp_path / "folder").mkdir()
    told = sentences(folder(tmp_path / "folder", {"mandates.csv": long["mandates.csv"]}))
    assert told == ["mandates.csv: has more than 250,000 lines"]


def test_the_lines_of_all_tables_are_counted_together(tmp_path: Path) -> None:
    units = {f"{table}.csv": "code,name\n" + "\n" * 130_000 for table in ("units", "sources")}
    assert sentences(zipped(tmp_path, SMALL | units)) == ["register.zip: has more than 250,000 lines"]


@pytest.mark.parametrize("ending", ["", "xlsx"])
def test_the_rows_of_all_tables_are_counted_together(
    ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "MAX_LINES", 7)
    path = workbook(tmp_path / "register.xlsx", small_sheets()) if ending else folder(tmp_path)
    found = errors(path)[0]
    assert (found.code, found.detail) == ("too_large", "has, with the tables before it, more than 7 rows")


@pytest.mark.parametrize("ending", ["zip", "xlsx"])
@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x05\x06" + bytes(18), b"number;kinds\r\n" * 50])
def test_a_file_that_is_not_what_it_says_is_refused(ending: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / f"register.{ending}"
    path.write_bytes(content)
    assert {error.code for error in errors(path)} <= {"not_readable", "missing_file"}


@pytest.mark.parametrize("ending", ["zip", "xlsx"])
def test_a_damaged_archive_is_refused_wherever_the_damage_is(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"register.{ending}"
    good = workbook(tmp_path / "good.xlsx", small_sheets()).read_bytes()
    for place in range(0, len(good), 97):
        path.write_bytes(good[:place] + bytes([good[place] ^ 0xFF]) + good[place + 1 :])
        try:
            read_register(path)
        except Exception as error:  # noqa: BLE001 - only the kind of the error is of interest
            assert type(error).__name__ == "InvalidRegister"  # noqa: PT017 - most damage, not all, is found


def test_an_encrypted_archive_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"mandates.csv": "number"})
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    assert sentences(path) == ["register.zip: is encrypted"]


def test_typed_cells_are_read_as_the_format_writes_them(tmp_path: Path) -> None:
    sheets = small_sheets() | {
        "mandates": [
            [*MANDATES.split(","), "max_amount", "valid_from", "instructions"],
            [1, "mandate", "college", "anyone", "contract", 50000.0, datetime(2024, 7, 1), True],  # noqa: DTZ001 - a cell knows no zone
            [2, "mandate", "college", "anyone", "contract", 50000.5, None, 1.25],
        ],
        "Blad1": [],
    }
    register = read_register(workbook(tmp_path / "register.xlsx", sheets))
    first, second = register.tables["mandates"]
    assert isinstance(first, Mandate)
    assert isinstance(second, Mandate)
    assert (first.number, str(first.max_amount), first.instructions) == ("1", "50000.00", "yes")
    assert first.valid.since == datetime(2024, 6, 30, 22, tzinfo=UTC)
    assert (second.number, str(second.max_amount), second.instructions) == ("2", "50000.50", "1.25")


def test_an_oin_that_became_a_number_is_refused(tmp_path: Path) -> None:
    sheets = small_sheets() | {"organisation": [["oin", "name"], [9000000000001.0, "A"]]}
    (found,) = errors(workbook(tmp_path / "register.xlsx", sheets))
    assert (found.file, found.row, found.column) == ("organisation", 2, "oin")
    assert "format the cell as text" in found.detail


@pytest.mark.parametrize("sheets", [{"Notes": [["a"]]}, {"mandate": [["number"]]}])
def test_an_unknown_sheet_is_an_error(sheets: dict[str, list[list[object]]], tmp_path: Path) -> None:
    (found,) = errors(workbook(tmp_path / "register.xlsx", small_sheets() | sheets))
    assert found.code == "unknown_file"


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (b'<c r="XFD1048576"', "too_large"),
        (b'<c r="A2"/>' * 2_000_001 + b'<c r="A2"', "too_large"),
        (b'<c foo="r=\'A1\'" r="XFD1048576"', "too_large"),
        (b'<x:c xmlns:x="y" r="xfd1048576"><x:v>1</x:v></x:c><c r="A2"', "too_large"),
        (b'<c r="&#88;FD1048576"', "too_large"),
        (b'<c foo="r=\'A1\'" r="&#88;FD1048576"', "too_large"),
        (b'<c r="A1"', "not_readable"),
        (b'<c r="A\xc2\xb2"', "not_readable"),
        (b'<c r="A0"', "not_readable"),
        (b"<c", "not_readable"),
    ],
)
def test_a_cell_in_the_last_corner_is_refused_before_a_grid_is_laid(new: bytes, code: str, tmp_path: Path) -> None:
    good = workbook(tmp_path / "good.xlsx", small_sheets())
    assert errors(altered(good, SHEET, b'<c r="A2"', new))[0].code == code


def test_a_sheet_under_a_false_name_is_refused(tmp_path: Path) -> None:
    good = workbook(tmp_path / "good.xlsx", small_sheets())
    path = altered(good, SHEET, b'<c r="A2"', b'<c r="XFD1048576"', name="xl/media/a.png")
    assert sentences(path) == ["altered.xlsx: is not a readable workbook"]


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
        b'<c r="A2"><f>B1*2</f><v></v></c>',
        b'<c r="A2"><f>B1*2</f><v/></c>',
        b'<c r="A2"><f>B1*2</f></c>',
    ],
)
def test_a_formula_that_gives_nothing_is_not_an_empty_cell(cell: bytes, tmp_path: Path) -> None:
    good = workbook(tmp_path / "good.xlsx", small_sheets())
    with ZipFile(good) as source:
        old = re.search(rb'<c r="A2".*?</c>', source.read(SHEET))
    assert old
    (found,) = errors(altered(good, SHEET, old[0], cell))
    assert "A2" in found.detail
    assert found.code == "invalid_value"


@pytest.mark.parametrize("method", [ZIP_BZIP2, ZIP_LZMA])
def test_what_would_be_unpacked_at_once_is_refused_before_it_is(
    method: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ZipExtFile, "read", None)
    with ZipFile(tmp_path / "a.zip", "w", method) as target:
        target.writestr("mandates.csv", "a" * 1000)
    with pytest.raises(InvalidRegister, match="is packed by another method than the usual one"):
        read_register(tmp_path / "a.zip")


def test_a_file_of_a_zip_that_is_too_large_is_refused_before_it_is_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_sources, "MAX_BYTES", 900)
    monkeypatch.setattr(table_sources, "encoding_of", None)
    with pytest.raises(InvalidRegister, match=r"mandates\.csv: is larger than"):
        read_register(zipped(tmp_path, {"mandates.csv": "a" * 1000}))
