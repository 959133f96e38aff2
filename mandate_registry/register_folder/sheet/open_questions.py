"""What a sheet leaves open: its owner answers it before anything is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import NamedTuple

from mandate_registry.register_folder import cell_types
from mandate_registry.register_folder.amounts.amount_words import amount_among
from mandate_registry.register_folder.amounts.function_headings import bound_of_function
from mandate_registry.register_folder.amounts.limits import AMOUNTS, BOUNDED, is_amount, read_limit, stated_values
from mandate_registry.register_folder.amounts.multiples import multiples_above
from mandate_registry.register_folder.amounts.vat_by_type import type_of
from mandate_registry.register_folder.column_notation import Notation, is_no_end, notation_of_days, order_of
from mandate_registry.register_folder.grid.sheet_layout import Mark
from mandate_registry.register_folder.matrix.matrix import cell_at, columns_of_marks, heading_of, origin, width_of
from mandate_registry.register_folder.sheet.heading_match import ROWS
from mandate_registry.register_folder.sheet.plan import BY_NAME, HIDDEN_COLUMNS, LOOK, OF_TYPES, Plan, read_for, word_of
from mandate_registry.register_folder.sheet.row_selection import (
    is_rubric,
    limit_rows,
    marks_asked,
    selected,
    values_of_rows,
    with_corrections,
)
from mandate_registry.register_folder.spreadsheets import SheetLayout


class Topic(StrEnum):
    """What is asked."""

    COLUMN = "column"
    ROWS = "rows"
    RUBRICS = "rubrics"
    LIMITS = "limits"
    MARKED = "marked"
    NUMBERS = "numbers"
    BY_TYPE = "by_type"
    INSTRUMENT = "instrument"
    NATURE = "nature"
    VAT = "vat"
    CURRENCY = "currency"
    MULTIPLE = "multiple"
    BOUND = "bound"
    NOTATION = "notation"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, of which column of the file (`place`) or of the register (`column`), with examples of the file."""

    asks: Topic
    place: int | None = None
    column: str = ""
    values: tuple[str, ...] = ()


def questions(laid: SheetLayout, plan: Plan) -> list[Question]:
    """Return what is still to be answered of a sheet, of the whole of it."""
    found = [*columns_to_tell(laid, plan), *_of_rows(laid, plan)]
    read = selected(laid, plan)
    amounts = (*_of_amounts(read, plan), *_of_multiples(read, plan))
    return [*found, *_of_keys(read, plan), *amounts, *_of_bounds(read, plan), *_of_days(read, plan)]


def columns_to_tell(laid: SheetLayout, plan: Plan) -> Iterator[Question]:
    """Yield the columns with something in them that are used for nothing, and not said to be unused.

    The functions of a matrix are used if its further columns are.
    """
    width = len(laid.headings)
    is_matrix = all(plan.columns.get(name) == place for name, place in columns_of_marks(width).items())
    for place in range(width):
        is_used = is_matrix if place in plan.functions else plan.use_of(place) is not None
        if not is_used and (laid.headings[place] or laid.sample(place)):
            yield Question(Topic.COLUMN, place, values=tuple(laid.sample(place)))


def _of_rows(laid: SheetLayout, plan: Plan) -> Iterator[Question]:
    values = values_of_rows(laid, plan)
    if any(value not in plan.chosen for value in values):
        yield Question(Topic.ROWS, plan.columns[ROWS], values=tuple(values))
    for mark in sorted(marks_asked(laid, plan) - plan.marked.keys()):
        yield Question(Topic.MARKED, column=mark, values=_marked(laid, mark))
    if (hidden := hidden_columns(laid, plan)) and not plan.marked.get(HIDDEN_COLUMNS):
        yield Question(Topic.MARKED, column=HIDDEN_COLUMNS, values=tuple(_column(laid, place) for place in hidden))
    if laid.has_look_elsewhere and not plan.marked.get(LOOK):
        yield Question(Topic.MARKED, column=LOOK)
    mended = with_corrections(laid, plan)
    rubrics = _rows(mended, lambda row, texts: row not in plan.dropped and is_rubric(mended, plan, texts))
    if rubrics and not plan.rubrics:
        yield Question(Topic.RUBRICS, values=rubrics)
    if (limits := limit_rows(laid, plan)) and not plan.limits:
        yield Question(Topic.LIMITS, values=_rows(mended, lambda row, _: row in limits))


def hidden_columns(laid: SheetLayout, plan: Plan) -> list[int]:
    """Return the hidden columns of a sheet that are used."""
    return [place for place in sorted(laid.hidden) if plan.use_of(place)]


def _column(laid: SheetLayout, place: int) -> str:
    return f"{laid.headings[place] or place + 1}: {' · '.join(laid.sample(place))}"


def _marked(laid: SheetLayout, mark: str) -> tuple[str, ...]:
    rows = _rows(laid, lambda row, _: mark in laid.marks.get(row, ()))
    return tuple(_with_notes(laid, one) for one in rows) if mark == Mark.NOTED else rows


def _with_notes(laid: SheetLayout, row: str) -> str:
    number, _, texts = row.partition(":")
    return f"{number}: {' '.join(f'“{text}”' for text in laid.notes[int(number)])} –{texts}"


def _rows(laid: SheetLayout, is_meant: Callable[[int, Sequence[str]], bool]) -> tuple[str, ...]:
    """Return the rows that are meant, each as its number and what stands in it."""
    return tuple(f"{row}: {' · '.join(filter(None, texts))}" for row, texts in laid.rows if is_meant(row, texts))


def _of_keys(laid: SheetLayout, plan: Plan) -> Iterator[Question]:
    """Yield what has to be told of entries that the file says nothing of: numbers, powers and what types are."""
    if plan.table == "mandates" and not plan.numbers and (not plan.says("number") or _lacks_numbers(laid, plan)):
        yield Question(Topic.NUMBERS, column="number")
    if plan.table == "decision_types" and not plan.says("nature"):
        yield Question(Topic.NATURE, column="nature")
    if plan.table == "mandates":
        yield from _of_grants(laid, plan)


def _of_grants(laid: SheetLayout, plan: Plan) -> Iterator[Question]:
    """Yield whether decision types tell what cells do not, and by which decision new mandates are granted."""
    for name in OF_TYPES:
        place = plan.columns.get(name)
        if place is not None and name not in plan.by_type and not _is_full(laid, plan, name):
            yield Question(Topic.BY_TYPE, place, name, tuple(dict.fromkeys(filter(None, laid.column(place)))))
    if asks_instrument(plan) and not plan.says("instrument") and "instrument" not in plan.later:
        yield Question(Topic.INSTRUMENT, column="instrument")


def asks_instrument(plan: Plan) -> bool:
    """Return True if the rows may be mandates that the register has not, and no column says what granted them."""
    may_grant = plan.table == "mandates" and plan.says("holder") and plan.says("decision_types")
    return may_grant and "instrument" not in plan.columns


def _is_full(laid: SheetLayout, plan: Plan, name: str) -> bool:
    """Return True if each row says something in a column, or is not read for what it says there."""
    meanings = plan.meanings.get(name, {})
    words = (word_of(text) for text in laid.column(plan.columns[name]))
    return all(meanings.get(word, word) != "" for word in words)


def _lacks_numbers(laid: SheetLayout, plan: Plan) -> bool:
    """Return True if rows of a list have no number, where others have one; the rows of a matrix need one."""
    is_told = plan.functions or "number" not in plan.columns or plan.meanings.get("number", {}).get("", "") != ""
    return not is_told and not all(laid.column(plan.columns["number"]))


def _of_amounts(laid: SheetLayout, plan: Plan) -> Iterator[Question]:
    """Yield whether the amounts are with VAT, and in which currency, unless each of them tells."""
    amounts = list(_amounts(laid, plan))
    known = {column.name for column in BY_NAME[plan.table].columns}
    for asks in (Topic.VAT, Topic.CURRENCY):
        untold = [one for one in amounts if asks not in one.told]
        if asks is Topic.VAT:
            untold = [one for one in untold if word_of(one.about) not in plan.vat_by]
        if asks in known and untold and not (asks in plan.columns or plan.fixed.get(asks)):
            yield Question(asks, column=asks, values=tuple(dict.fromkeys(one.text for one in untold)))


def types_with_amounts(laid: SheetLayout, plan: Plan) -> dict[str, list[str]]:
    """Return the amounts that do not tell whether they are with VAT by decision type; none where there is one type.

    Amounts among words are some too: they may become limits once somebody says what the words stand for.
    """
    found: dict[str, dict[str, list[str]]] = {}
    read = selected(laid, plan)
    for column, one in ((name, cell) for name in AMOUNTS for cell in cells_of(read, plan, name)):
        is_limit = is_amount(one.meant) or amount_among(column, one.meant)
        if one.about and is_limit and Topic.VAT not in one.told:
            found.setdefault(word_of(one.about), {}).setdefault(one.about, []).append(one.text)
    types = {next(iter(texts)): list(dict.fromkeys(chain(*texts.values()))) for texts in found.values()}
    return types if len(types) > 1 else {}


class _Amount(NamedTuple):
    """An amount, what tells its basis and its currency, and the decision type of its row."""

    text: str
    told: Mapping[str, str]
    about: str = ""


def _amounts(laid: SheetLayout, plan: Plan) -> Iterator[_Amount]:
    """Yield the amounts of a sheet, and what they, their words and their heading tell."""
    for name in AMOUNTS:
        for one in cells_of(laid, plan, name):
            if is_amount(one.meant):
                yield _Amount(one.text, one.told, one.about)
        if name not in plan.columns and is_amount(fixed := plan.fixed.get(name, "")):
            yield _Amount(fixed, stated_values(fixed))


def _of_multiples(laid: SheetLayout, plan: Plan) -> Iterator[Question]:
    """Yield the columns with amounts of which the sheet tells that they are in thousands or millions."""
    for name in AMOUNTS:
        cells = [one for one in cells_of(laid, plan, name) if not one.is_typed and is_amount(one.meant)]
        found = [one.text for one in cells if multiples_above(laid, one.heading)]
        if found and name not in plan.multiples:
            yield Question(Topic.MULTIPLE, _place(laid, plan, name), name, tuple(dict.fromkeys(found)))


def _of_bounds(laid: SheetLayout, plan: Plan) -> Iterator[Question]:
    """Yield the days and amounts of which nothing tells whether they are themselves within."""
    for name in BOUNDED:
        found = cells_of(laid, plan, name)
        if name in AMOUNTS:
            untold = [one.meant for one in found if is_amount(one.meant) and not _has_bound(laid, plan, name, one)]
        else:
            untold = [one.meant for one in found if _has_digits(one.meant) and not is_no_end(one.meant)]
        if untold and name not in plan.bounds:
            yield Question(Topic.BOUND, _place(laid, plan, name), name, tuple(dict.fromkeys(untold)))


def _has_bound(laid: SheetLayout, plan: Plan, name: str, cell: QuestionCell) -> bool:
    """Return True if an amount or the heading of its function tells whether it is itself within."""
    is_of_function = _place(laid, plan, name) is None
    return bool(read_limit(cell.meant).bound or (is_of_function and bound_of_function(cell.heading)))


def _place(laid: SheetLayout, plan: Plan, name: str) -> int | None:
    """Return where a column stands in the file; None of what stands below functions."""
    place = plan.columns[name]
    return place if place < width_of(laid, plan) else None


def _has_digits(text: str) -> bool:
    return any(map(str.isdigit, text))


def _of_days(laid: SheetLayout, plan: Plan) -> Iterator[Question]:
    """Yield whether the day or the month comes first, where no day of the file tells, or only one, or two do."""
    texts = texts_of_days(laid, plan)
    if not plan.notation and notation_of_days(texts) in (Notation.OPEN, Notation.TWO):
        found = dict.fromkeys(text for text in texts if "/" in text)
        yield Question(Topic.NOTATION, values=tuple(sorted(found, key=lambda one: order_of(one) is not Notation.OPEN)))


def texts_of_days(laid: SheetLayout, plan: Plan) -> list[str]:
    """Return all days of a sheet that are written as text."""
    return [one.meant for one in days_of(laid, plan)]


def days_of(laid: SheetLayout, plan: Plan) -> Iterator[QuestionCell]:
    """Yield the cells with a day that are written as text."""
    names = [column.name for column in BY_NAME[plan.table].columns if column.cell in cell_types.DAYS]
    return (one for name in names for one in cells_of(laid, plan, name) if not one.is_stored)


class QuestionCell(NamedTuple):
    """What stands in a cell, what is read for it, and whether somebody typed that, or it is stored otherwise.

    `about` is the decision type of its row, `at` its row and its place in the file.
    """

    text: str
    meant: str
    heading: str
    is_typed: bool
    is_stored: bool
    about: str
    at: tuple[int, int] | None

    @property
    def told(self) -> dict[str, str]:
        """What the cell, its word and its heading tell of basis and currency."""
        return {**stated_values(self.heading), **stated_values(self.text), **stated_values(self.meant)}


def cells_of(laid: SheetLayout, plan: Plan, column: str) -> Iterator[QuestionCell]:
    """Yield what stands in a column of a sheet as it is read, but for empty cells and rows that are not read."""
    place, meanings = plan.columns.get(column), plan.meanings.get(column, {})
    if place is None:
        return
    kept = plan.conditions.get(column, ()) if column in AMOUNTS else ()
    meanings = dict.fromkeys(kept) | {**meanings}
    for row, texts in laid.rows:
        text = cell_at(texts, place)
        meant = read_for(plan, column, meanings[word] or "") if (word := word_of(text)) in meanings else text
        if text and meant:
            cell = origin(laid, plan, place, row, texts)
            is_mended = cell is not None and f"{cell[0]}:{cell[1]}" in plan.mended
            heading = heading_of(laid, plan, place, texts)
            is_typed = is_mended or (word in meanings and word not in kept)
            yield QuestionCell(text, meant, heading, is_typed, cell in laid.typed, type_of(plan, texts), cell)
