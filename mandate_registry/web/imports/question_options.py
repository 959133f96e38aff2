"""How the questions about a sheet are asked on the page: their fields, and what may be answered to each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from mandate_registry.register_folder.amounts.bounds import days_by_bound
from mandate_registry.register_folder.amounts.conflicting_days import days_that_tell
from mandate_registry.register_folder.amounts.limits import AMOUNTS, read_limit
from mandate_registry.register_folder.column_notation import (
    Notation,
    as_amount,
    as_day,
    notation_of_amounts,
    notation_of_days,
)
from mandate_registry.register_folder.grid.sheet_layout import Mark
from mandate_registry.register_folder.sheet.open_questions import Question, Topic
from mandate_registry.register_folder.sheet.plan import HIDDEN_COLUMNS, LOOK, Bound, Multiple, Plan
from mandate_registry.register_folder.sheet.row_selection import selected, values_of_rows
from mandate_registry.register_folder.spreadsheets import SheetLayout
from mandate_registry.web.formatter import Formatter
from mandate_registry.web.forms import Form
from mandate_registry.web.imports import question_texts as words
from mandate_registry.web.imports.day_answers import each_day
from mandate_registry.web.imports.grant_source import instruments
from mandate_registry.web.language import chosen
from mandate_registry.web.register_names import RegisterNames
from schemas.pages.upload_forms import Read

GROUPS = {
    **dict.fromkeys((Topic.VAT, Topic.CURRENCY, Topic.NATURE, Topic.INSTRUMENT), "fixed"),
    Topic.BY_TYPE: "byType",
    Topic.BOUND: "bounds",
    Topic.MULTIPLE: "multiples",
    Topic.MARKED: "marked",
}
"""Where in the form a question about a column is answered."""
SHOWN_EXAMPLES = 8
"""So many rows are shown as examples."""
MAX_NOTED = 200
"""So many rows are shown with the notes at them."""
LISTED = (Mark.NOTED, Mark.LAPSED)
"""The marks of which each row is shown, with what it says."""


OF_ROWS = (Topic.ROWS, Topic.MARKED, Topic.RUBRICS, Topic.LIMITS)
"""The questions about which rows are read: what else is asked depends on their answers."""


def with_row_answers(plan: Plan, laid: SheetLayout, form: Form) -> Plan:
    """Return a plan with what a form says of which rows are read."""
    marks = {mark: form.value(f"marked.{mark}") for mark in (*Mark, HIDDEN_COLUMNS, LOOK)}
    chosen = {value: form.value(f"chosen.{name}") for name, value in enumerate_values(values_of_rows(laid, plan))}
    return replace(
        plan,
        rubrics=form.value("rubrics"),
        limits=form.value("limits"),
        marked={mark: said == Read.READ for mark, said in marks.items() if said},
        chosen={value: said == Read.READ for value, said in chosen.items() if said},
    )


def questions_to_ask(of_rows: Iterable[Question], others: Iterable[Question]) -> list[Question]:
    """Return what is asked: which rows are read, and what is open in those that are by what is answered so far."""
    rows = [one for one in of_rows if one.asks in OF_ROWS]
    return [*rows, *(one for one in others if one.asks not in OF_ROWS)]


def unanswered_fields(question: Question, plan: Plan) -> list[str]:
    """Return the fields of the form that a question still needs: of rows each value that is not answered."""
    if question.asks is not Topic.ROWS:
        return [field_of(question)]
    values = enumerate_values(list(question.values))
    return [f"chosen.{name}" for name, value in values if value not in plan.chosen]


def labels_of(question: Question) -> Iterator[tuple[str, str]]:
    """Yield the fields of a question with what they ask."""
    if question.asks is not Topic.ROWS:
        yield field_of(question), words.question(question.asks, question.column)
        return
    for name, value in enumerate_values(list(question.values)):
        yield f"chosen.{name}", value or str(words.EMPTY)


def field_of(question: Question) -> str:
    """Return the field of the form that answers a question."""
    if question.asks is Topic.ROWS:
        return "chosen"
    group = GROUPS.get(question.asks)
    return f"{group}.{question.column}" if group else str(question.asks)


def question_view(question: Question, laid: SheetLayout, plan: Plan, names: RegisterNames) -> dict[str, Any]:
    """Return a question as the page asks it."""
    return {
        "asks": question.asks,
        "column": question.column,
        "field": field_of(question),
        "text": words.question(question.asks, question.column),
        "heading": _heading(laid, question),
        "options": instruments(names) if question.asks is Topic.INSTRUMENT else _options(question, laid, plan),
        "warning": _warning(question, laid, plan),
        "values": question.values[:SHOWN_EXAMPLES],
        "noted": question.values[:MAX_NOTED] if question.column in LISTED else (),
        "more": max(len(question.values) - SHOWN_EXAMPLES, 0),
    }


def _warning(question: Question, laid: SheetLayout, plan: Plan) -> str:
    """Return what is to be looked at before a question about days is answered; "" where nothing is."""
    if question.asks is Topic.NOTATION:
        told = days_that_tell(selected(laid, plan), plan)
        rows = [str(words.DAY_TELLS[one]) % {"row": row, "day": text} for one, (row, text) in sorted(told.items())]
        return " ".join((*rows, str(words.ONE_NOTATION))) if Notation.MONTH_FIRST in told else ""
    return str(words.DAYS_CONTRADICT) if len(_days_told(question, plan)) > 1 else ""


def _heading(laid: SheetLayout, question: Question) -> str:
    return "" if question.place is None else laid.headings[question.place]


def _options_of_marks(question: Question) -> tuple[tuple[str, Any], ...]:
    return words.OF_MARKS.get(question.column, words.OPTIONS[Topic.MARKED])


def _options(question: Question, laid: SheetLayout, plan: Plan) -> list[tuple[str, str]]:
    """Return what may be answered, with an example of the file worked out where that helps."""
    if question.asks is Topic.BOUND:
        return _of_amounts(question) if question.column in AMOUNTS else _of_days(question, plan)
    if question.asks is Topic.MULTIPLE:
        return [(one, _written_amount(question.values[0], Decimal(one))) for one in Multiple]
    if question.asks is Topic.NOTATION:
        return [(one, _first(question.values[0], one)) for one in (Notation.DAY_FIRST, Notation.MONTH_FIRST)]
    if question.asks is Topic.ROWS:
        return list(enumerate_values(values_of_rows(laid, plan)))
    options = _options_of_marks(question) if question.asks is Topic.MARKED else words.OPTIONS.get(question.asks, ())
    return [(value, str(text)) for value, text in options]


def _first(text: str, notation: Notation) -> str:
    """Return what comes first, with a day of the file worked out where it can be read so."""
    day, comes_first = _as_date(text, notation), str(words.COMES_FIRST[notation])
    return str(words.WORKED_OUT) % {"first": comes_first, "text": text, "day": _written(day)} if day else comes_first


def enumerate_values(values: list[str]) -> list[tuple[str, str]]:
    """Return the values of a column by the names of their fields: `v0`, `v1` and so on."""
    return [(f"v{place}", value) for place, value in enumerate(values)]


def _of_days(question: Question, plan: Plan) -> list[tuple[str, str]]:
    notation = _notation(question, plan)
    told = _days_told(question, plan)
    first = next((found for text in question.values if (found := _as_date(text, notation))), None)
    days = list(told.values()) if len(told) > 1 else [first]
    lasts = {Bound.WITHIN: days, Bound.BEYOND: [day and day - timedelta(days=1) for day in days]}
    of_all = [
        (str(bound), str(words.LAST_DAY_IS) % {"day": " / ".join(map(_written, last))}) for bound, last in lasts.items()
    ]
    return [*of_all, *each_day(question.values, notation)]


def _notation(question: Question, plan: Plan) -> Notation:
    return Notation(plan.notation or notation_of_days(question.values))


def _days_told(question: Question, plan: Plan) -> dict[Bound, date]:
    """Return by bound a day that tells it; of a question about something else none."""
    is_of_days = question.asks is Topic.BOUND and question.column not in AMOUNTS
    return days_by_bound(question.values, _notation(question, plan)) if is_of_days else {}


def _as_date(text: str, notation: Notation) -> date | None:
    return date.fromisoformat(day) if (day := as_day(text, notation)) else None


def _written(day: date | None) -> str:
    return Formatter(chosen()).date(day) if day else "–"


def _of_amounts(question: Question) -> list[tuple[str, str]]:
    written = _written_amount(question.values[0])
    texts = words.ABOVE_BOUNDS if question.column == "above_amount" else words.MAX_BOUNDS
    return [(bound, str(texts[bound]) % {"amount": written}) for bound in (Bound.WITHIN, Bound.BEYOND)]


def _written_amount(text: str, factor: Decimal = Decimal(1)) -> str:
    """Return the amount of a cell as the pages write amounts, or as it stands there where it is none."""
    told = read_limit(text).amount
    amount = as_amount(told, notation_of_amounts([told]))
    return Formatter(chosen()).amount(Decimal(amount) * factor) if amount else told
