"""Of any sheet and any plan: nothing is dropped in silence, no amount is misread, and a second time changes nothing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandate_registry.register_folder import RegisterFolder
from mandate_registry.register_folder.grid.sheet_layout import Mark, SheetLayout
from mandate_registry.register_folder.names.translation import CodesByName
from mandate_registry.register_folder.sheet.heading_match import uses_of
from mandate_registry.register_folder.sheet.mapped_table import read_mapped
from mandate_registry.register_folder.sheet.merge import merge
from mandate_registry.register_folder.sheet.open_questions import Topic, questions
from mandate_registry.register_folder.sheet.plan import BY_NAME, OF_TYPES, Bound, Plan, Rubrics
from tests.register_folder.sheets import EXCL, ZONE, facts_of, limit

pytestmark = pytest.mark.slow

CELLS = st.sampled_from(
    [
        *("", "", "X", "-", "ja", "5.000", "tot € 5.000", "> 5.000", "E1", "E9", "Inkoper", "college", "mandaat"),
        *("buy.small", "1-1-2026", "3/4/2026", "31-12-9999", "onbeperkt", "Team Zorg", "A", "T", "besluit"),
    ]
)
WIDTH = 5


@st.composite
def sheets(draw: st.DrawFn) -> SheetLayout:
    rows = draw(st.lists(st.lists(CELLS, min_size=1, max_size=WIDTH).filter(any), min_size=1, max_size=4))
    headings = draw(st.lists(st.sampled_from(["", "Naam", "Bedrag", "Tot", "Functie"]), min_size=WIDTH, max_size=WIDTH))
    numbered = list(enumerate(rows, start=2))
    struck = draw(st.sets(st.sampled_from([number for number, _ in numbered])))
    return SheetLayout("x", tuple(headings), numbered, marks={number: frozenset({Mark.STRUCK}) for number in struck})


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    table = draw(st.sampled_from(["employees", "appointments", "mandates", "units", "decision_types", "staff"]))
    uses = st.sampled_from(uses_of(BY_NAME[table]))
    places = st.integers(0, WIDTH - 1)
    yes_or_no = st.booleans()
    return Plan(
        "x",
        table,
        columns=draw(st.dictionaries(uses, places, max_size=WIDTH)),
        fixed=draw(
            st.dictionaries(st.sampled_from(["vat", "currency", "kinds", "number"]), st.just("excl"), max_size=1)
        ),
        unused=tuple(draw(st.sets(places))),
        chosen=draw(st.dictionaries(CELLS, yes_or_no)),
        bounds=draw(st.dictionaries(st.sampled_from(["max_amount", "valid_until"]), st.sampled_from(list(Bound)))),
        meanings={name: draw(st.dictionaries(st.just("x"), st.sampled_from(["", None]))) for name in ("max_amount",)},
        dropped=tuple(draw(st.sets(st.integers(2, 5), max_size=1))),
        rubrics=draw(st.sampled_from(["", *Rubrics])),
        marked=draw(st.dictionaries(st.just("struck"), yes_or_no)),
        numbers=draw(st.sampled_from(["", "M-"])),
        disclosure=draw(st.sampled_from(["", "partners"])),
        by_type=draw(st.dictionaries(st.sampled_from(OF_TYPES), yes_or_no)),
        later=draw(st.sampled_from([(), ("instrument",)])),
    )


@given(laid=sheets(), plan=plans())
def test_every_column_with_something_in_it_is_used_or_unused_or_asked_about(laid: SheetLayout, plan: Plan) -> None:
    asked = {one.place for one in questions(laid, plan) if one.asks is Topic.COLUMN}
    filled = {place for place in range(WIDTH) if any(place < len(cells) and cells[place] for _, cells in laid.rows)}
    assert filled <= asked | set(_used(plan).values()) | set(plan.unused)


def _used(plan: Plan) -> dict[str, int]:
    """Return the columns that are read: parts of a name only where no column has the whole."""
    return {
        name: place
        for name, place in plan.columns.items()
        if "name" not in plan.columns or not name.startswith("name.")
    }


@given(laid=sheets(), plan=plans())
def test_every_row_is_read_or_named_by_an_error_or_not_to_be_read(
    small_register: RegisterFolder, laid: SheetLayout, plan: Plan
) -> None:
    names = CodesByName.of(small_register.tables)
    mapped = read_mapped(laid, plan, names, ZONE)
    if plan.missing_keys:
        assert {one.code for one in mapped.errors} == {"no_key"}
        return
    told = {row for row, _ in mapped.rows} | {one.row for one in mapped.errors}
    for row, cells in laid.rows:
        assert row in told or _is_left_out(plan, laid, row, cells) or _says_the_same(plan, cells, laid)


def _is_left_out(plan: Plan, laid: SheetLayout, row: int, cells: list[str]) -> bool:
    """Read the plan anew: whether it says that a row is not read."""
    place = plan.columns.get("rows")
    status = cells[place] if place is not None and place < len(cells) else ""
    return (
        row in plan.dropped
        or (row in laid.marks and not plan.marked.get("struck", True))
        or (place is not None and not plan.chosen.get(status, True))
        or (plan.rubrics == "skip" and sum(map(bool, cells)) == 1)
        or any(cell.casefold() == "x" and plan.meanings["max_amount"].get("x", "") is None for cell in cells)
    )


def _says_the_same(plan: Plan, cells: list[str], laid: SheetLayout) -> bool:
    """Return True if another row says the same in what is read."""

    def read(other: list[str]) -> list[Any]:
        wide = [*other, *[""] * WIDTH]
        return [wide[place] for name, place in sorted(_used(plan).items()) if name != "rows"]

    return sum(read(other) == read(cells) for _, other in laid.rows) > 1


@given(laid=sheets(), plan=plans())
def test_an_open_question_changes_nothing(small_register: RegisterFolder, laid: SheetLayout, plan: Plan) -> None:
    if questions(laid, plan):
        result = merge(small_register, laid, plan)
        assert result.errors
        assert result.register is small_register


@given(laid=sheets(), plan=plans())
def test_what_is_merged_once_changes_nothing_the_second_time(
    small_register: RegisterFolder, laid: SheetLayout, plan: Plan
) -> None:
    plan = _answered(laid, plan)
    assert not questions(laid, plan)
    once = merge(small_register, laid, plan)
    if not once.errors:
        again = merge(once.register, laid, plan)
        assert not again.errors
        assert again.register.tables == once.register.tables


def _answered(laid: SheetLayout, plan: Plan) -> Plan:
    """Answer all that a plan leaves open."""
    columns = dict(plan.columns)
    if "name" in columns:
        columns = {name: place for name, place in columns.items() if not name.startswith("name.")}
    place = columns.get("rows", WIDTH)
    return replace(
        plan,
        columns=columns,
        fixed={**plan.fixed, **EXCL} | {"nature": "decision", "kinds": "mandate", "on_behalf_of": "college"},
        unused=tuple(range(WIDTH)),
        chosen={"": True} | dict.fromkeys(laid.column(place), True),
        bounds=dict.fromkeys(("max_amount", "above_amount", "valid_until", "employed_until"), Bound.WITHIN),
        rubrics=plan.rubrics or Rubrics.READ,
        marked={"struck": True},
        notation="day_first",
        numbers="M-",
        disclosure=plan.disclosure or "internal",
        by_type=dict.fromkeys(OF_TYPES, True) | dict(plan.by_type),
        later=("instrument",),
        since=plan.since or "none",
    )


WORDS = {"": 0, "t/m ": 0, "tot en met ": 0, "max. ": 0, "≤ ": 0, "tot ": 1, "< ": 1, "minder dan ": 1, "onder ": 1}
AROUND = st.tuples(
    st.sampled_from(["", "€ ", "EUR ", "€"]),
    st.sampled_from(["", ",-", " euro", ",-- euro"]),
    st.sampled_from(["", " excl. btw", " (excl. btw)", " exclusief btw"]),
)


def _written(cents: int, mark: str) -> str:
    whole, rest = divmod(cents, 100)
    return f"{whole:,}".replace(",", mark) + (f",{rest:02}" if rest else "")


@given(st.integers(2, 10**11), st.sampled_from(["", ".", " "]), st.sampled_from(sorted(WORDS)), AROUND)
def test_an_amount_is_the_same_limit_however_it_is_written(
    small_register: RegisterFolder, cents: int, mark: str, word: str, around: tuple[str, str, str]
) -> None:
    before, after, basis = around
    after = "" if cents % 100 and after.startswith(",") else after
    cell = f"{word}{before}{_written(cents, mark)}{after}{basis}"
    found = limit(small_register, "Maximumbedrag", cell, fixed=EXCL)
    assert found.max_amount == Decimal(cents - WORDS[word]) / 100, cell
    assert (found.vat, found.currency) == ("excl", "EUR")


@given(st.text(alphabet="0123456789.,- €$xktotm%/", min_size=1, max_size=14))
def test_no_text_is_read_as_more_than_its_digits_say(small_register: RegisterFolder, cell: str) -> None:
    if ";" in cell or not cell.strip():
        return
    found = limit(small_register, "Maximumbedrag", cell, fixed=EXCL)
    if not isinstance(found, list) and found.max_amount is not None:
        digits = "".join(filter(str.isdigit, cell))
        assert found.max_amount <= Decimal(digits)
        assert sum(mark in cell for mark in "%/xk") - cell.count("t/m") <= 0


LISTED = st.lists(
    st.tuples(
        st.sampled_from(["E1", "E2", "E8", "E9"]),
        st.sampled_from(["Aad Nieuw", "Bea Oud"]),
        st.sampled_from(["Inkoper", "Adviseur", "Controller"]),
        st.sampled_from(["Team Inkoop", "Team Zorg"]),
        st.sampled_from(["1-1-2019", "1-1-2020", "1-7-2027"]),
    ),
    min_size=1,
    max_size=4,
)


@given(rows=LISTED, replaces=st.booleans(), is_complete=st.booleans())
def test_a_list_of_staff_twice_changes_nothing_the_second_time(
    small_register: RegisterFolder, rows: list[tuple[str, ...]], *, replaces: bool, is_complete: bool
) -> None:
    headings = ("number", "name", "position", "unit", "valid_from")
    laid = SheetLayout("x", headings, [(number, list(row)) for number, row in enumerate(rows, start=2)])
    plan = Plan("x", "staff", {name: place for place, name in enumerate(headings)}, replaces=replaces)
    plan = replace(plan, is_complete=is_complete)
    once = merge(small_register, laid, plan)
    if not once.errors:
        again = merge(once.register, laid, plan)
        assert not again.errors
        assert again.register.tables == once.register.tables
        assert {row[0] for row in rows} <= {one.number for one in facts_of(once.register, "employees")}
