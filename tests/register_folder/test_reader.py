"""What is read, what is forgiven, and what is refused: with the file, the row and the column."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from mandate_registry.register_folder import RegisterFolder, read_register
from mandate_registry.register_folder.problems import MAX_ERRORS
from mandate_registry.rules.facts import Employee, Instrument, Mandate
from mandate_registry.rules.periods import ALWAYS
from tests.register_folder.support import (
    BODIES,
    MANDATE,
    MANDATES,
    ORGANISATION,
    errors,
    folder,
    sentences,
    with_column,
)

OIN_EXPECTED = "an OIN of 20 digits (in a spreadsheet: format the cell as text, or digits are lost)"
DUTCH = MANDATES.replace(",", ";")
DUTCH_ROW = MANDATE.replace(",", ";")


def mandate(register: RegisterFolder) -> Mandate:
    found = register.tables["mandates"][0]
    assert isinstance(found, Mandate)
    return found


def test_an_empty_cell_is_what_the_fact_says_by_itself(tmp_path: Path) -> None:
    found = mandate(read_register(folder(tmp_path)))
    assert (found.currency, found.vat, found.sub_mandating, found.max_amount) == ("EUR", "excl", 0, None)
    assert found.valid == ALWAYS


def test_a_last_day_ends_at_midnight_after_it_also_when_the_clock_changes(tmp_path: Path) -> None:
    content = f"{MANDATES},valid_from,valid_until\n{MANDATE},2024-03-31,2024-10-27\n"
    valid = mandate(read_register(folder(tmp_path, {"mandates.csv": content}))).valid
    assert valid.since == datetime(2024, 3, 30, 23, tzinfo=UTC)
    assert valid.until == datetime(2024, 10, 27, 23, tzinfo=UTC)


def test_days_begin_where_the_organisation_is(tmp_path: Path) -> None:
    organisation = "oin,name,time_zone\n00000009000000000001,Gemeente Saba,America/Kralendijk\n"
    employees = "number,name,employed_from\nW-1,Ann,2024-01-01\n"
    register = read_register(folder(tmp_path, {"organisation.csv": organisation, "employees.csv": employees}))
    found = register.tables["employees"][0]
    assert isinstance(found, Employee)
    assert found.valid.since == datetime(2024, 1, 1, 4, tzinfo=UTC)


def test_consents_are_instants(tmp_path: Path) -> None:
    content = with_column("consents", "superior:2026-02-15 ; holder:2026-02-01")
    found = mandate(read_register(folder(tmp_path, {"mandates.csv": content})))
    assert found.holder_consent == datetime(2026, 1, 31, 23, tzinfo=UTC)
    assert found.superior_consent == datetime(2026, 2, 14, 23, tzinfo=UTC)
    assert (found.no_superior, found.consent_statute) == (False, None)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("holder:2026-02-01 ; superior:none", (True, None, True)),
        ("superior:none", (True, None, False)),
        ("statute:Wvr art. 39: lid 1", (False, "Wvr art. 39: lid 1", False)),
        ("holder:2026-02-01 ; statute:BWBR0027466", (False, "BWBR0027466", True)),
    ],
)
def test_a_consent_may_be_waived(cell: str, said: tuple[bool, str | None, bool], tmp_path: Path) -> None:
    found = mandate(read_register(folder(tmp_path, {"mandates.csv": with_column("consents", cell)})))
    assert (found.no_superior, found.consent_statute, found.holder_consent is not None) == said
    assert found.superior_consent is None


def test_a_dutch_spreadsheet_is_read(tmp_path: Path) -> None:
    content = (
        f"{DUTCH};except;max_amount;valid_from;instructions\r\n{DUTCH_ROW};contract>=20000,5;50000,00;1-7-2024;Één\r\n"
    )
    instruments = "reference;title;adopted_on\r\nB-1;Besluit;01-07-2024\r\n"
    files: dict[str, str | bytes | None] = {"mandates.csv": content.encode("cp1252"), "instruments.csv": instruments}
    register = read_register(folder(tmp_path, files))
    found = mandate(register)
    assert (found.max_amount, found.instructions) == (Decimal("50000.00"), "Één")
    assert found.reservations[0].threshold == Decimal("20000.50")
    assert found.valid.since == datetime(2024, 6, 30, 22, tzinfo=UTC)
    instrument = register.tables["instruments"][0]
    assert isinstance(instrument, Instrument)
    assert instrument.adopted_on == date(2024, 7, 1)


def test_a_byte_order_mark_blank_rows_and_columns_in_another_order_do_no_harm(tmp_path: Path) -> None:
    content = "\ufeffname,code\n,\n\n  ,\nCollege,college\n".encode()
    register = read_register(folder(tmp_path, {"bodies.csv": content, "README.md": "", "checks.yaml": ""}))
    assert len(register.tables["bodies"]) == 1
    assert register.row("bodies", 0) == 5


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("'=SUM(A1)", "=SUM(A1)"),
        ("''=SUM(A1)", "'=SUM(A1)"),
        ("'-5", "-5"),
        ("-5", "-5"),
        ("'t Hooft", "'t Hooft"),
        ("'", "'"),
        ("een\r\ntwee", "een\ntwee"),
    ],
)
def test_the_quote_before_a_formula_is_taken_away_and_no_other(cell: str, value: str, tmp_path: Path) -> None:
    register = read_register(folder(tmp_path, {"mandates.csv": with_column("instructions", cell)}))
    assert mandate(register).instructions == value


def test_a_condition_may_hold_a_semicolon(tmp_path: Path) -> None:
    content = with_column("conditions", "Na advies; schriftelijk. ; Binnen de begroting.")
    register = read_register(folder(tmp_path, {"mandates.csv": content}))
    assert mandate(register).conditions == ("Na advies; schriftelijk.", "Binnen de begroting.")


@pytest.mark.parametrize(
    ("column", "cell", "detail"),
    [
        ("max_amount", "5.000,00", "'5.000,00' is not an amount such as 50000.00"),
        ("max_amount", "50000,00", "'50000,00' is not an amount such as 50000.00"),
        ("max_amount", "-1", "'-1' is not an amount such as 50000.00"),
        ("max_amount", "1e5", "'1e5' is not an amount such as 50000.00"),
        ("valid_from", "1-7-2024", "'1-7-2024' is not a date such as 2024-07-01"),
        ("valid_from", "2024-02-30", "'2024-02-30' is not a date such as 2024-07-01"),
        ("valid_until", "9999-12-31", "'9999-12-31' is not a date such as 2024-07-01"),
        ("vat", "21%", "'21%' is none of incl, excl, none"),
        ("currency", "euro", "'euro' is not a currency such as EUR"),
        ("cases", "Z-1 ; ; Z-2", "'Z-1 ; ; Z-2' has an empty item"),
        ("cases", ";", "';' has an empty item"),
        ("conditions", "a ; ", "'a ;' has an empty item"),
        ("within", "own_street", "'own_street' is not a code: lower-case letters and digits, joined by - and ."),
        ("consents", "holder:2026-02-01 ; holder:2026-02-02", None),
        ("consents", "partner:2026-02-01", None),
        ("consents", "superior:none ; superior:2026-02-01", None),
        ("consents", "holder:none", None),
        ("consents", "statute:", None),
        ("counterparties", "123", None),
        ("sub_mandating", "-1", "'-1' is not a whole number"),
        ("except", "contract>20", None),
        ("disclosure", "secret", "'secret' is none of public, partners, internal"),
        ("instructions", "a\x00b", "holds the control character U+0000"),
        ("instructions", "a\x1bb", "holds the control character U+001B"),
    ],
)
def test_a_wrong_cell_is_named(column: str, cell: str, detail: str | None, tmp_path: Path) -> None:
    (found,) = errors(folder(tmp_path, {"mandates.csv": with_column(column, cell)}))
    assert (found.file, found.row, found.column, found.code) == ("mandates.csv", 2, column, "invalid_value")
    assert detail in {None, found.detail}


def test_thousands_are_refused_in_a_dutch_spreadsheet_too(tmp_path: Path) -> None:
    content = f"{DUTCH};max_amount\n{DUTCH_ROW};5.000,00\n"
    assert sentences(folder(tmp_path, {"mandates.csv": content})) == [
        "mandates.csv, row 2, column max_amount: '5.000,00' is not an amount such as 50000.00"
    ]


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"mandates.csv": None}, "mandates.csv: is missing"),
        ({"organisation.csv": None}, "organisation.csv: is missing"),
        ({"organisation.csv": ""}, "organisation.csv, row 1, column oin: is missing from the header"),
        ({"organisation.csv": "oin,name\n"}, "organisation.csv: must hold exactly one organisation"),
        (
            {"organisation.csv": f"{ORGANISATION}00000009000000000002,B\n"},
            "organisation.csv: must hold exactly one organisation",
        ),
        (
            {"organisation.csv": "oin,name,time_zone\n00000009000000000001,A,Europe/Utrecht\n"},
            "organisation.csv, row 2, column time_zone: 'Europe/Utrecht' is not a time zone such as Europe/Amsterdam",
        ),
        (
            {"organisation.csv": "oin,name\n9000000000001,A\n"},
            f"organisation.csv, row 2, column oin: '9000000000001' is not {OIN_EXPECTED}",
        ),
        ({"mandate.csv": "number\n"}, "mandate.csv: is not a file of a register"),
        ({"bodies.csv": "code,naam\ncollege,C\n"}, "bodies.csv, row 1, column naam: is not a column of this file"),
        ({"bodies.csv": "code\ncollege\n"}, "bodies.csv, row 1, column name: is missing from the header"),
        (
            {"bodies.csv": "code,name,name\ncollege,C,D\n"},
            "bodies.csv, row 1, column name: stands in the header twice",
        ),
        ({"bodies.csv": "code,name\ncollege, \n"}, "bodies.csv, row 2, column name: must be filled in"),
        ({"bodies.csv": "code,name\ncollege,C,\n"}, "bodies.csv, row 2: has 3 cells under a header of 2"),
        ({"bodies.csv": "code,name,\ncollege,C,x\n"}, "bodies.csv, row 2: 'x' stands in a column without a name"),
        (
            {"bodies.csv": 'code,name\ncollege,C\nraad,"D\n'},
            "bodies.csv, row 3: cannot be read from here on: unexpected end of data",
        ),
        (
            {"bodies.csv": f"code,name\ncollege,{'C' * 200_000}\n"},
            "bodies.csv, row 2: cannot be read from here on: field larger than field limit (131072)",
        ),
        (
            {"bodies.csv": f"code,name\ncollege,C{',' * 2_000_000}\n"},
            "bodies.csv, row 2: cannot be read from here on: a line is too long",
        ),
        (
            {"bodies.csv": b"code,name\ncollege,\x81\n"},
            "bodies.csv: does not tell in which encoding its letters are: save it as CSV UTF-8",
        ),
    ],
)
def test_a_wrong_file_is_named(files: dict[str, str | bytes | None], sentence: str, tmp_path: Path) -> None:
    assert sentences(folder(tmp_path, files))[0] == sentence


@pytest.mark.parametrize("name", ["nothing", "register.csv", "folder/nothing.zip"])
def test_what_is_no_register_at_all_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "register.csv").touch()
    assert errors(tmp_path / name)[0].code in {"missing_file", "not_readable"}


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    files: dict[str, str | bytes | None] = {
        "bodies.csv": "code,name\ncollege,\n",
        "units.csv": "code,name,parent\na,A,b\nb,B,a\n",
        "mandates.csv": f"{MANDATES},max_amount,valid_from,valid_until\n{MANDATE},x,,\n"
        f"{MANDATE},,2024-01-02,2024-01-01\nM-2,lease,,nobody,unknown,,,\nM-3,mandate,raad,anyone,unknown,,,\n",
    }
    found = {(error.file, error.row, error.column, error.code) for error in errors(folder(tmp_path, files))}
    assert found == {
        ("bodies.csv", 2, "name", "required"),
        ("units.csv", 2, "parent", "circle"),
        ("units.csv", 3, "parent", "circle"),
        ("mandates.csv", 2, "max_amount", "invalid_value"),
        ("mandates.csv", 3, "valid_until", "last_day_before_first"),
        ("mandates.csv", 4, "kinds", "invalid_value"),
        ("mandates.csv", 4, "holder", "invalid_value"),
        ("mandates.csv", 4, "on_behalf_of", "required"),
        ("mandates.csv", 5, "on_behalf_of", "unknown_code"),
        ("mandates.csv", 5, "decision_types", "unknown_code"),
    }


def test_the_columns_have_their_own_names_for_what_the_rules_call_otherwise(tmp_path: Path) -> None:
    deputies = "number,for,deputy\nP-1,position:jurist,position:inkoper\n"
    content = with_column("except", "lease", row="M-1,mandate,college,unit:wijken,contract")
    found = errors(folder(tmp_path, {"deputyships.csv": deputies, "mandates.csv": content}))
    assert {error.column for error in found} == {"for", "deputy", "holder", "except"}


def test_what_stands_in_a_wrong_row_is_not_unknown_elsewhere(tmp_path: Path) -> None:
    positions = "code,title,unit,category\nchef,,wijken,chefs\n"
    units = "code,name\nwijken,\n"
    content = f"{MANDATES}\nM-1,mandate,college,position:chef & category:chefs & unit:wijken,contract\n"
    found = errors(folder(tmp_path, {"positions.csv": positions, "units.csv": units, "mandates.csv": content}))
    assert {error.code for error in found} == {"required"}


def test_a_misspelt_file_is_one_error_not_one_for_every_code_in_it(tmp_path: Path) -> None:
    files: dict[str, str | bytes | None] = {"bodies.csv": None, "body.csv": BODIES}
    assert sentences(folder(tmp_path, files)) == ["body.csv: is not a file of a register"]


def test_a_long_cell_is_not_repeated_in_full(tmp_path: Path) -> None:
    (found,) = errors(folder(tmp_path, {"mandates.csv": with_column("max_amount", "9" * 5000)}))
    assert found.detail == f"'{'9' * 80}…' is not an amount such as 50000.00"


def test_reading_stops_when_nobody_would_read_further(tmp_path: Path) -> None:
    rows = "raad,\n" * (2 * MAX_ERRORS)
    assert len(errors(folder(tmp_path, {"bodies.csv": f"code,name\n{rows}"}))) == MAX_ERRORS


def test_progress_is_told(tmp_path: Path) -> None:
    rows = "".join(f"b{number},Body\n" for number in range(2500))
    told: list[int] = []
    read_register(folder(tmp_path, {"bodies.csv": f"{BODIES}{rows}"}), told.append)
    assert told == [1000, 2000, 2508]
