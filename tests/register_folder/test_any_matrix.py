"""Of any matrix: every mark is a mandate or an error, and no mandate goes beyond a limit that stands there."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from mandate_registry.register_folder import RegisterFolder
from mandate_registry.register_folder.grid.sheet_layout import SheetLayout
from mandate_registry.register_folder.sheet.merge import merge
from mandate_registry.register_folder.sheet.open_questions import questions
from mandate_registry.register_folder.sheet.plan import Bound, FunctionLimits, Multiple, Plan, Rubrics
from mandate_registry.register_folder.sheet.plan_guess import with_marks
from tests.register_folder.sheets import EXCL, added

AMOUNTS = {"5.000": 5000, "t/m € 5.000": 5000, "7.000": 7000}
HEADINGS = {"Inkoper": None, "Controller": None, "Teamleider (max. € 5.000)": 5000}
MEANINGS = {
    "max_amount": {"x": ""},
    "holder": {"teamleider (max. € 5.000)": "Teamleider"},
}
MARKS = st.sampled_from(["x", "", "x", "x", "x", "5.000"])
LIMITS = st.sampled_from(["", "", "", "", "5.000", "t/m € 5.000", "7.000"])
TYPES = ("buy.award", "buy.small", "obj.decide")


@settings(max_examples=150)
@given(
    rows=st.lists(st.tuples(LIMITS, MARKS, MARKS, MARKS), min_size=1, max_size=3),
    limits=st.tuples(LIMITS, LIMITS, LIMITS),
)
def test_no_mandate_of_a_matrix_goes_beyond_what_limits_it(
    small_register: RegisterFolder, rows: list[tuple[str, ...]], limits: tuple[str, ...]
) -> None:
    cells = [(number, [f"M{number}", TYPES[number - 3], *row]) for number, row in enumerate(rows, start=3)]
    laid = SheetLayout("x", ("Nr", "Bevoegdheid", "Maximumbedrag", *HEADINGS), [(2, ["", "", "", *limits]), *cells])
    columns = with_marks({"number": 0, "decision_types": 1, "max_amount": 2}, len(laid.headings))
    plan = Plan(
        "x",
        "mandates",
        columns,
        functions=(3, 4, 5),
        meanings=MEANINGS,
        rubrics=Rubrics.SKIP,
        disclosure="partners",
        since="none",
    )
    plan = replace(plan, fixed=EXCL | {"kinds": "mandate", "on_behalf_of": "college"}, limits=FunctionLimits.EACH)
    plan = replace(plan, later=("instrument",))
    bounds = dict.fromkeys(("max_amount", "row_limit", "function_limit"), Bound.WITHIN)
    plan = replace(plan, bounds=bounds, multiples=dict.fromkeys(bounds, Multiple.ONE))
    assert questions(laid, plan) == []
    result = merge(small_register, laid, plan)
    told = [_told(row, limits, place) for row in rows for place in range(3) if row[place + 1]]
    if result.errors:
        assert any(len(amounts) > 1 for amounts in told) or any(_is_double(limits, place) for place in range(3))
        return
    found = [one.max_amount for one in added(small_register, result, "mandates")]
    assert found == [Decimal(min(amounts)) if amounts else None for amounts in told]


def _told(row: tuple[str, ...], limits: tuple[str, ...], place: int) -> set[int]:
    """Return the different limits that a mark has."""
    own = {AMOUNTS[text] for text in (row[0], row[place + 1], limits[place]) if text in AMOUNTS}
    return own | {amount for amount in [list(HEADINGS.values())[place]] if amount}


def _is_double(limits: tuple[str, ...], place: int) -> bool:
    """Return True if a function has a limit in its heading and another in a row."""
    return bool(limits[place] and list(HEADINGS.values())[place])
