"""Exporting and importing again changes nothing."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast
from zipfile import ZipFile

import pytest
from hypothesis import given

from mandate_registry.register_folder import (
    RegisterFolder,
    read_register,
    write_folder,
    write_workbook,
    write_zip,
)
from mandate_registry.register_folder.columns import TABLES
from mandate_registry.rules.facts import Absence, Mandate
from mandate_registry.rules.periods import Period
from tests.register_folder.strategies import registers
from tests.register_folder.support import REGISTERS, folder
from tests.support.properties import part

FORMS = ["folder", "zip", "xlsx"]


def write(register: RegisterFolder, target: Path, form: str) -> tuple[Path, list[bytes]]:
    """Write a register in one of the forms; give where it lies and its bytes."""
    if form == "folder":
        (target / "folder" / "checks.yaml").unlink(missing_ok=True)  # of the example before: it is left alone
        write_folder(register, target / "folder")
        return target / "folder", [file.read_bytes() for file in sorted((target / "folder").iterdir())]
    stream = io.BytesIO()
    (write_zip if form == "zip" else write_workbook)(register, stream)
    path = target / f"register.{form}"
    path.write_bytes(stream.getvalue())
    return path, [stream.getvalue()]


def check_round_trip(register: RegisterFolder, target: Path, form: str) -> None:
    path, first = write(register, target, form)
    again = read_register(path)
    assert again == (replace(register, expectations=None) if form == "xlsx" else register)
    assert write(again, target, form)[1] == first


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("path", REGISTERS, ids=lambda path: path.name)
def test_a_register_of_the_demonstration_survives(path: Path, form: str, tmp_path: Path) -> None:
    check_round_trip(read_register(path), tmp_path, form)


def test_there_are_seven_registers_to_look_at() -> None:
    real = ["cvdm-2015", "ez-2015", "kvk-2015", "rws-2013"]
    assert [path.name for path in REGISTERS] == [*real, "duinrand", "small", "wierdenland"]


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_any_register_survives(form: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    target = tmp_path_factory.mktemp(form)

    @part(4)
    @given(registers())
    def survives(register: RegisterFolder) -> None:
        check_round_trip(register, target, form)

    survives()


def test_every_table_is_there_in_the_order_in_which_they_refer_to_each_other(tmp_path: Path) -> None:
    assert list(read_register(folder(tmp_path)).tables) == [table.name for table in TABLES]


def test_a_moment_within_a_day_is_written_as_the_day_on_which_it_is_still_true(tmp_path: Path) -> None:
    since = datetime(2024, 7, 1, 12, 30, tzinfo=UTC)
    until = datetime(2024, 7, 5, 12, 30, tzinfo=UTC)
    register = read_register(folder(tmp_path))
    absence = Absence(employee="W-1", valid=Period(since, until))
    write_folder(replace(register, tables=register.tables | {"absences": [absence]}), tmp_path)
    assert (tmp_path / "absences.csv").read_text(encoding="utf-8").splitlines()[1] == "W-1,2024-07-01,2024-07-05"


def test_a_semicolon_between_blanks_in_a_condition_loses_the_first_blank(tmp_path: Path) -> None:
    register = read_register(folder(tmp_path))
    mandate = replace(cast("Mandate", register.tables["mandates"][0]), conditions=("eerst dit ; dan dat",))
    write_folder(replace(register, tables=register.tables | {"mandates": [mandate]}), tmp_path)
    again = read_register(tmp_path).tables["mandates"][0]
    assert again == replace(mandate, conditions=("eerst dit; dan dat",))


def test_a_text_that_no_spreadsheet_can_hold_is_refused_not_cut(tmp_path: Path) -> None:
    register = read_register(folder(tmp_path))
    long = replace(register, organisation=replace(register.organisation, name="a" * 32_768))
    with pytest.raises(ValueError, match="organisation, row 2"):
        write_workbook(long, io.BytesIO())


def test_a_workbook_does_not_say_when_it_was_made(tmp_path: Path) -> None:
    path, _ = write(read_register(folder(tmp_path)), tmp_path, "xlsx")
    with ZipFile(path) as parts:
        assert set(re.findall(rb"\d{4}-\d\d-\d\dT", parts.read("docProps/core.xml"))) == {b"2000-01-01T"}


def test_an_exported_file_is_plain_csv(tmp_path: Path) -> None:
    write_folder(read_register(folder(tmp_path)), tmp_path)
    written = (tmp_path / "mandates.csv").read_bytes()
    assert written.splitlines()[1] == (b"M-1,mandate,college,anyone,contract,,,,EUR,excl,,,,,,0,,,,,,,,,partners,")
    assert b"\r" not in written
