"""A spreadsheet of somebody else becomes rows of one table; all else stays as it was."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mandate_registry.register_folder import InvalidRegister, RegisterFolder, read_register
from mandate_registry.register_folder.column_notation import Notation
from mandate_registry.register_folder.sheet.merge import Merged, merge
from mandate_registry.register_folder.sheet.plan import Plan
from mandate_registry.register_folder.sheet.plan_guess import guess_plan
from mandate_registry.register_folder.spreadsheets import RawCell, is_register, read_sheets
from mandate_registry.rules.moments import day_of
from tests.register_folder.support import DATA, archive, small_sheets, workbook

ZONE = ZoneInfo("Europe/Amsterdam")


@pytest.fixture(scope="module")
def register() -> RegisterFolder:
    return read_register(DATA / "sample/wierdenland")


def merged(register: RegisterFolder, text: str, **changed: Any) -> Merged:
    sheets = read_sheets(text.encode(), "hr.csv")
    plan = replace(guess_plan(sheets, "hr.csv"), **{"later": ("instrument",), **changed})
    return merge(register, sheets["hr"], plan)


def said(result: Merged) -> list[tuple[int | None, str, str, str]]:
    return [(one.row, one.heading, one.code, one.value) for one in result.errors]


def rows(of: Merged | RegisterFolder, table: str) -> list[Any]:
    return list((of if isinstance(of, RegisterFolder) else of.register).tables[table])


def fact(result: Merged | RegisterFolder, table: str, key: str) -> Any:
    return next(one for one in rows(result, table) if key in (getattr(one, "number", ""), getattr(one, "code", "")))


PERSONNEL = "Personeelsnummer;Naam;Datum in dienst\nW-001;Hendrikje TOLSMA;1-1-2024\nW-900;Aad Nieuw;1 maart 2026\n"


def test_a_row_changes_what_it_states_and_keeps_the_rest(register: RegisterFolder) -> None:
    result = merged(register, PERSONNEL)
    assert said(result) == []
    changed, new = fact(result, "employees", "W-001"), fact(result, "employees", "W-900")
    assert (changed.name, changed.email) == ("Hendrikje TOLSMA", fact(register, "employees", "W-001").email)
    assert day_of(new.valid.since, ZONE) == date(2026, 3, 1)
    assert result.notations["employed_from"] is Notation.DAY_FIRST


def test_a_table_leaves_the_others_and_the_rows_that_it_does_not_list_alone(register: RegisterFolder) -> None:
    result = merged(register, PERSONNEL)
    others = {name: facts for name, facts in result.register.tables.items() if name != "employees"}
    assert others == {name: facts for name, facts in register.tables.items() if name != "employees"}
    listed = {one.number for one in rows(result, "employees")}
    assert listed == {one.number for one in rows(register, "employees")} | {"W-900"}


def test_a_list_that_is_complete_leaves_out_who_it_does_not_list(register: RegisterFolder) -> None:
    result = merged(register, PERSONNEL, is_complete=True)
    assert [one.number for one in rows(result, "employees")] == ["W-001", "W-900"]
    assert said(result) == []  # what refers to the others does not break: an import ends them


def test_an_empty_cell_takes_away_and_a_column_that_is_not_there_does_not(register: RegisterFolder) -> None:
    result = merged(register, "Personeelsnummer;E-mail\nW-001;\n")
    assert fact(result, "employees", "W-001") == replace(fact(register, "employees", "W-001"), email="")


@pytest.mark.parametrize(
    ("period", "replaces", "more"),
    [("1-1-2020;31-12-2020", False, 1), ("1-6-2024;31-12-9999", False, 1), ("1-6-2024;31-12-9999", True, 0)],
)
def test_a_period_beside_the_known_one_is_added_and_a_later_one_follows_or_replaces_it(
    register: RegisterFolder, *, period: str, replaces: bool, more: int
) -> None:
    known = rows(register, "appointments")[0]
    text = f"Personeelsnummer;Functie;Begindatum;Einddatum t/m\n{known.employee};{known.position};{period}\n"
    result = merged(register, text, replaces=replaces)
    assert said(result) == []
    assert len(rows(result, "appointments")) == len(rows(register, "appointments")) + more


def test_names_are_taken_for_what_they_name(register: RegisterFolder) -> None:
    position = rows(register, "positions")[1]
    result = merged(register, f"Personeelsnummer;Functie\nW-001;{position.title}\n")
    assert said(result) == []
    added = [one for one in rows(result, "appointments") if one not in rows(register, "appointments")]
    assert [(one.employee, one.position) for one in added] == [("W-001", position.code)]


def test_a_fixed_value_stands_in_every_row(register: RegisterFolder) -> None:
    text = "Functie\nBeheerder A\n"
    plan = Plan("hr", "positions", {"code": 0, "title": 0}, {"unit": "bestuur"})
    found = fact(merge(register, read_sheets(text.encode(), "hr.csv")["hr"], plan), "positions", "beheerder-a")
    assert (found.title, found.unit) == ("Beheerder A", "bestuur")


WRONG = [
    ("Personeelsnummer;Naam\nW-900;\n", (2, "Naam", "required", "")),
    ("Personeelsnummer;E-mail\nW-900;x@example.org\n", (2, "", "new_lacks", "")),
    ("Personeelsnummer;In dienst\nW-001;morgen\n", (2, "In dienst", "not_a_day", "morgen")),
    ("Persnr;In dienst;Uit dienst per\nW-001;1-1-2026;1-1-25\n", (2, "Uit dienst per", "not_a_day", "1-1-25")),
    ("Persnr;In dienst;Tot en met\nW-001;1-1-2026;1-1-2025\n", (2, "Tot en met", "last_day_before_first", "1-1-2025")),
    ("Personeelsnummer;Naam\nW-001;A\nW-001;B\n", (3, "Personeelsnummer", "duplicate", "W-001")),
    ("Personeelsnummer;Functie\nW-001;Tovenaar\n", (2, "Functie", "unknown_name", "Tovenaar")),
    ("Personeelsnummer;Functie\nW-999;burgemeester\n", (2, "Personeelsnummer", "unknown_code", "W-999")),
    ("Mandaatnummer;Max bedrag\nWL-1.1;veel\n", (2, "Max bedrag", "not_an_amount", "veel")),
    ("Mandaatnummer;Gemandateerde\nWL-1.1;Niemand Niks\n", (2, "Gemandateerde", "not_a_holder", "Niemand Niks")),
    ("Bevoegdheidscode;Aard;Mandateerbaar\ncontract;;misschien\n", (2, "Mandateerbaar", "not_yes_or_no", "misschien")),
    ("Bevoegdheidscode;Aard\ncontract;raar\n", (2, "Aard", "invalid_value", "raar")),
    ("Lijst van personeel\n\nPersnr;In dienst\nW-001;32-1-2026\n", (4, "In dienst", "not_a_day", "32-1-2026")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "error"), WRONG)
def test_what_is_wrong_is_said_of_the_row_and_the_heading_of_the_file(
    register: RegisterFolder, text: str, error: tuple[int, str, str, str]
) -> None:
    assert said(merged(register, text)) == [error]


def test_what_breaks_elsewhere_is_named(register: RegisterFolder) -> None:
    parents = {one.parent for one in rows(register, "mandates") if one.parent}
    kept = next(one for one in rows(register, "mandates") if one.parent in parents)
    result = merged(register, f"Mandaatnummer;Instructies\n{kept.number};x\n", is_complete=True)
    assert [(one.row, one.code, one.value) for one in result.errors] == [(2, "unknown_code", "")]


def test_amounts_and_words_of_mandates_are_understood(register: RegisterFolder) -> None:
    number = next(one.number for one in rows(register, "mandates") if one.max_amount)
    text = f"Mandaatnummer;Soort;Max bedrag;BTW\n{number};mandaat, volmacht;€ 50.000,00;incl. btw\n"
    result = merged(register, text)
    found = fact(result, "mandates", number)
    assert said(result) == []
    assert (found.kinds, str(found.max_amount), found.vat) == (("mandate", "power_of_attorney"), "50000.00", "incl")


def test_a_workbook_gives_days_and_numbers_as_they_are_meant(register: RegisterFolder, tmp_path: Path) -> None:
    number = next(one.number for one in rows(register, "mandates") if one.max_amount)
    cells = [["Mandaatnummer", "Max bedrag", "Geldig vanaf"], [number, 12.345, date(2024, 7, 1)]]
    file = workbook(tmp_path / "book.xlsx", {"Blad1": cells, "Leeg": []})
    sheets = read_sheets(file.read_bytes(), "book.xlsx")
    assert list(sheets) == ["Blad1"]
    assert sheets["Blad1"].rows == [(2, [number, "12.345", "2024-07-01"])]
    assert sheets["Blad1"].typed == {
        (2, 1): RawCell("12.3450", is_shown=True),
        (2, 2): RawCell("2024-07-01", is_shown=False),
    }
    plan = replace(guess_plan(sheets, "book.xlsx"), fixed={"vat": "excl", "currency": "EUR"})
    assert said(merge(register, sheets["Blad1"], plan)) == [(2, "Max bedrag", "not_an_amount", "12.345")]


def test_a_register_is_known_from_a_spreadsheet(tmp_path: Path) -> None:
    own = workbook(tmp_path / "own.xlsx", small_sheets()).read_bytes()
    other = workbook(tmp_path / "other.xlsx", {"Blad1": [["a", "b"]]}).read_bytes()
    assert is_register(own, "own.xlsx")
    assert is_register(archive({}), "own.zip")
    assert not is_register(other, "other.xlsx")
    assert not is_register(b"a;b\n", "other.csv")


LARGE = io.StringIO()
csv.writer(LARGE, delimiter=";").writerows([["a", "b"]] * 50_002)
BAD = [
    (b"PK\x03\x04 no", "x.xlsx", "not_readable"),
    (b"\xff\xfea\x00b", "x.csv", "not_readable"),
    (b"", "x.csv", "empty"),
    (b"a;b\n", "x.pdf", "not_readable"),
    (b";".join([b"a"] * 201), "x.csv", "too_large"),
    (LARGE.getvalue().encode(), "x.csv", "too_large"),
]


@pytest.mark.parametrize(("content", "name", "code"), BAD, ids=[one[2] + one[1] + str(len(one[0])) for one in BAD])
def test_what_cannot_be_read_is_said_to_be_so(content: bytes, name: str, code: str) -> None:
    with pytest.raises(InvalidRegister) as refused:
        read_sheets(content, name)
    assert [error.code for error in refused.value.errors] == [code]
