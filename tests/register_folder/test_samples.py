"""Lists as municipalities and others have them: each cell arrives as its owner sees it."""

from __future__ import annotations

from pathlib import Path

import pytest

from mandate_registry.register_folder import RegisterFolder, read_register
from mandate_registry.register_folder.spreadsheets import Mark, RawCell
from mandate_registry.rules.facts import Mandate
from tests.register_folder.sample_files import FILES, cells, sample

HIDDEN, STRUCK = frozenset({Mark.HIDDEN}), frozenset({Mark.STRUCK})


@pytest.mark.parametrize("limit", [2, 3, 4])
def test_a_merged_limit_holds_for_each_of_its_mandates(limit: int) -> None:
    found = sample("16-merged-limit.xlsx")
    assert dict(found.rows)[limit][5] == "€ 25000"
    assert found.typed[limit, 5] == RawCell("25000", is_shown=False)


def test_a_merged_limit_holds_in_the_workbook_of_a_register() -> None:
    register: RegisterFolder = read_register(FILES / "18-register-workbook-merged-limit.xlsx")
    mandates = [one for one in register.tables["mandates"] if isinstance(one, Mandate)]
    assert [(one.number, str(one.max_amount)) for one in mandates] == [
        ("1.1", "50000.00"),
        ("2.1", "50000.00"),
        ("3.1", "50000.00"),
    ]


def test_leading_zeros_that_a_format_shows_are_kept() -> None:
    found = sample("09-leading-zeros-by-format.xlsx")
    assert found.rows == [(2, ["000123", "Test Een", "2024-01-01"])]
    assert found.typed == {(2, 0): RawCell("123", is_shown=True), (2, 2): RawCell("2024-01-01", is_shown=False)}


def test_a_day_in_place_of_a_number_is_known() -> None:
    found = sample("15-date-as-mandate-number.xlsx")
    assert found.typed == {(2, 0): RawCell("2026-03-01", is_shown=False), (2, 6): RawCell("2026-01-01", is_shown=False)}


def test_hidden_and_struck_rows_are_marked() -> None:
    assert sample("17-hidden-and-struck-rows.xlsx").marks == {2: HIDDEN, 3: STRUCK}


def test_an_old_workbook_is_read_as_it_shows_itself() -> None:
    found = sample("old-list.xls")
    assert found.above == ("Mandaatlijst",)
    assert cells(found) == [
        ["Nummer", "Limiet", "Vanaf", "Naam"],
        ["000123", "25000.5", "2026-12-01", "Renée Zoë"],
        ["1.1", "25000.5", "", "Hidden"],
        ["[struck: M-3]", "1000", "", "[struck: Struck]"],
    ]
    assert found.marks == {5: HIDDEN, 6: STRUCK}
    assert found.typed == {
        (4, 0): RawCell("123", is_shown=True),
        (4, 1): RawCell("25000.50", is_shown=True),
        (4, 2): RawCell("2026-12-01", is_shown=False),
        (5, 0): RawCell("1.10", is_shown=True),
        (5, 1): RawCell("25000.50", is_shown=True),
        (6, 0): RawCell("[struck: M-3]", is_shown=False),
        (6, 3): RawCell("[struck: Struck]", is_shown=False),
    }


@pytest.mark.parametrize(
    ("name", "above", "headings", "first"),
    [
        ("01-us-dates-two-columns.csv", 0, 4, "E91|Test Een|10/25/2019|3/4/2027"),
        (
            "03-unmapped-limits.csv",
            0,
            10,
            "X-2|mandaat|college|Inkoper|buy.award|25.000|100.000|Controller|RS-1|1-1-2026",
        ),
        ("05-heading-usd.csv", 0, 7, "V-2|mandate|college|Controller|buy.award|50,000|2026-01-01"),
        ("06-until-is-not-last-day.csv", 0, 4, "E92|Test Per|1-1-2024|1-7-2026"),
        ("07-new-start-date-of-an-appointment.csv", 0, 4, "E2|Inkoper|1-7-2027|"),
        ("08-equals-quote-number.csv", 0, 3, "000123|Test Een|1-1-2024"),
        ("10-status-terminated.csv", 0, 4, "000000001|Aaa|20240101|A"),
        ("11-units-out-of-employee-list.csv", 0, 3, "1|Aa|Team Zorg"),
        ("12-tab-separated.csv", 0, 3, "000123|Aa|1-1-2024"),
        ("13-mac-roman.csv", 0, 3, "E95|Renée Zoë|1-1-2024"),
        ("14-words-in-amounts.csv", 0, 7, "X-1|mandaat|college|Inkoper|buy.award|onbeperkt|1-1-2026"),
        ("19-own-list.xlsx", 1, 6, "K.1|Een subsidie verlenen|Subsidieadviseur|0|€ 25.000,-|Binnen de begroting"),
        ("hr-cobol.csv", 0, 6, "000000001|Aaa|Bee|100001|20240101|A"),
        ("mandaatmatrix.csv", 1, 7, "1|FINANCIEN|||||"),
        ("nl-export.csv", 0, 9, "000123|Berg|van den|Anna|Inkoper|Team Inkoop|01-01-2020|31-12-9999|0,89"),
        ("noorg-limits.csv", 0, 4, "Board|Unlimited|>$10M|>$5M"),
        ("raci-matrix.csv", 0, 5, "Sign vendor contract (<$2k)|R/A|I|I|"),
        ("rgd-2013.csv", 0, 5, "Afdelingshoofd/clusterhoofd|Werken|€ 5.000.000|niet toegestaan|eigen werkterrein"),
    ],
)
def test_a_sample_is_laid_out(name: str, above: int, headings: int, first: str) -> None:
    found = sample(name)
    assert (len(found.above), len(found.headings)) == (above, headings)
    assert all(found.headings)
    assert "|".join(found.rows[0][1]) == first
    assert (found.typed, found.marks) == ({}, {})


@pytest.mark.parametrize(
    ("name", "nameless"), [("uk-organogram-junior.csv", [0]), ("uk-organogram-senior.csv", [0, 16])]
)
def test_a_column_without_a_heading_is_seen(name: str, nameless: list[int]) -> None:
    found = sample(name)
    assert [place for place, heading in enumerate(found.headings) if not heading] == nameless
    assert len(found.headings) == len(found.rows[0][1])


def test_every_sample_is_looked_at() -> None:
    looked_at = Path(__file__).read_text(encoding="utf-8")
    others = {"old-failed-formula.xls", "old-uncomputed-formula.xls"}
    assert [file.name for file in FILES.iterdir() if file.name not in looked_at] == []
    assert others <= {file.name for file in FILES.iterdir()}
