"""A row that says itself that it is no longer valid is asked about in each kind of file, and is no condition."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mandate_registry.register_folder import RegisterFolder
from mandate_registry.register_folder.grid.sheet_layout import Mark
from mandate_registry.register_folder.sheet.lapsed_rows import says_lapsed
from mandate_registry.register_folder.sheet.merge import merge
from mandate_registry.register_folder.sheet.open_questions import Topic, questions
from mandate_registry.register_folder.spreadsheets import read_sheets
from tests.register_folder.sheets import LIST, ROW, added, planned

LAPSED = (
    *("VERVALLEN", "Vervallen!", "Vervallen per 1-1-2025", "per 1 januari 2026 vervallen", "vervallen d.d. 1-1-2025"),
    *("m.i.v. 01-01-2025 ingetrokken", "Ingetrokken bij besluit van 3 mei 2024", "n.v.t. meer", "Beëindigd"),
    *("niet meer van kracht", "Niet langer geldig", "Vergunning verlenen (vervallen)", "Intern; opgeheven"),
    *("Dit mandaat is vervallen", "vervalt per 1-1-2027", "01-01-2025 vervallen", "No longer in force"),
    *("withdrawn on 3 May 2025", "this mandate has been revoked"),
)
VALID = (
    *("Vervallen verklaren van een vergunning", "Intrekken van een besluit", "n.v.t.", "vervalt bij ontslag"),
    *("Beslissen op ingetrokken aanvragen", "Buitengewone uitgaven", "niet meer dan 5.000", "geen", ""),
)


def test_it_is_told_by_words_that_say_it_of_the_row_and_not_by_what_a_decision_is_about() -> None:
    assert [text for text in LAPSED if not says_lapsed(text)] == []
    assert [text for text in VALID if says_lapsed(text)] == []


@pytest.mark.parametrize(("ending", "between"), [("csv", ";"), ("tsv", "\t"), ("md", " | ")])
def test_a_row_with_such_a_word_in_any_column_is_asked_about_and_not_read_unless_somebody_says_so(
    small_register: RegisterFolder, ending: str, between: str
) -> None:
    lines = [f"{LIST};Bijzonderheden", f"{ROW};na overleg", f"{ROW.replace('X-1', 'X-2')};VERVALLEN"]
    rows = [between.join(line.split(";")) for line in lines]
    text = "".join(f"| {row} |\n" for row in (rows[0], between.join("---" for _ in range(6)), *rows[1:]))
    content = text if ending == "md" else "".join(f"{row}\n" for row in rows)
    laid = next(iter(read_sheets(content.encode(), f"lijst.{ending}").values()))
    last = max(row for row, _ in laid.rows)
    assert laid.marks == {last: frozenset({Mark.LAPSED})}
    plan = planned(laid, "mandates")
    plan = replace(plan, columns={**plan.columns, "conditions": 5}, unused=())
    asked = [one for one in questions(laid, plan) if one.asks is Topic.MARKED]
    assert [(one.column, one.values) for one in asked] == [
        ("lapsed", (f"{last}: X-2 · mandaat · college · Inkoper · buy.award · VERVALLEN",))
    ]
    for is_read, numbers in ((True, ["X-1", "X-2"]), (False, ["X-1"])):
        result = merge(small_register, laid, replace(plan, marked={"lapsed": is_read}))
        assert [one.number for one in added(small_register, result, "mandates")] == numbers
