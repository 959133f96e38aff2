"""Templates: every column with its note, and read back as what they are."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZipFile

import pytest

from mandate_registry.register_folder.column_help import EXPLANATIONS
from mandate_registry.register_folder.columns import ORGANISATION, TABLES
from mandate_registry.register_folder.problems import InvalidRegister
from mandate_registry.register_folder.reader import read_packed, read_register
from mandate_registry.register_folder.sheet.plan_guess import guess_plan
from mandate_registry.register_folder.spreadsheets import is_register, read_sheets
from mandate_registry.register_folder.templates import (
    HEADINGS,
    read_example,
    write_empty_folder,
    write_list,
    write_template,
)

EXAMPLE = read_example()
ALL = (ORGANISATION, *TABLES)


def template(language: str = "nl", *, example: bool = False) -> bytes:
    stream = io.BytesIO()
    write_template(stream, language, EXAMPLE if example else None)
    return stream.getvalue()


def test_every_column_has_its_explanation_and_nothing_else_has() -> None:
    assert {table.name: [column.name for column in table.columns] for table in ALL} == {
        name: list(columns) for name, columns in EXPLANATIONS.items()
    }


@pytest.mark.parametrize(("language", "words"), [("nl", "Het personeelsnummer"), ("en", "The staff number")])
def test_the_notes_are_in_the_language_asked_for(language: str, words: str) -> None:
    with ZipFile(io.BytesIO(template(language))) as archive:
        notes = [archive.read(name).decode() for name in archive.namelist() if "comments" in name]
    assert sum(one.count("<comment ") for one in notes) == sum(len(table.columns) for table in ALL)
    assert any(words in one for one in notes)


def test_an_empty_template_has_all_sheets_and_lacks_only_its_organisation(tmp_path: Path) -> None:
    assert is_register(template(), "register.xlsx")
    sheets = read_sheets(template(), "register.xlsx")
    assert {name: list(sheet.headings) for name, sheet in sheets.items()} == {
        table.name: [column.name for column in table.columns] for table in ALL
    }
    write_empty_folder(tmp_path / "register")
    (tmp_path / "register.xlsx").write_bytes(template())
    for name in ("register", "register.xlsx"):
        with pytest.raises(InvalidRegister) as raised:
            read_register(tmp_path / name)
        assert [one.code for one in raised.value.errors] == ["not_one_row"]


def test_the_example_as_a_workbook_says_what_its_folder_says() -> None:
    read = read_packed(template(example=True), ".xlsx")
    assert (read.organisation, read.tables) == (EXAMPLE.organisation, EXAMPLE.tables)
    assert template(example=True) == template(example=True)


@pytest.mark.parametrize("table", HEADINGS)
def test_a_list_is_recognised_with_every_column(table: str) -> None:
    stream = io.BytesIO()
    write_list(stream, table, ["x"] * len(HEADINGS[table]), [["1"] * len(HEADINGS[table])])
    for name in ("list.xlsx", f"{table}.xlsx"):
        plan = guess_plan(read_sheets(stream.getvalue(), name), name)
        assert (plan.table, plan.columns) == (table, {column: at for at, column in enumerate(HEADINGS[table])})
