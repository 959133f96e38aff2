"""The step of an import that asks what the sheet leaves open: its rows, amounts, days and words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from mandate_registry.errors import FieldError, InvalidInput
from mandate_registry.register_folder.limits import AMOUNTS, read_limit
from mandate_registry.register_folder.notations import Notation, as_amount, as_day, notation_of_amounts
from mandate_registry.register_folder.plan import HIDDEN_COLUMNS, Bound, Multiple
from mandate_registry.register_folder.questions import Asks, Question, hidden_columns, questions
from mandate_registry.register_folder.selecting import values_of_rows
from mandate_registry.services.changing.uploading import plan_upload
from mandate_registry.web.context import call, see_other
from mandate_registry.web.forms import Form
from mandate_registry.web.importing import question_words as words
from mandate_registry.web.importing.pages import imports, spreadsheet
from mandate_registry.web.language import chosen
from mandate_registry.web.writing import Writing
from schemas.pages.uploads import Read, answers_form

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Response

    from mandate_registry.register_folder.plan import Plan
    from mandate_registry.register_folder.spreadsheets import Laid

FIXED = ("vat", "currency", "nature")
SHOWN = 8
"""So many rows are shown as examples."""


@imports.route("/<uuid:identity>/answers", methods=["GET", "POST"])
def answers(identity: UUID) -> Response:
    """Ask what the sheet leaves open; nothing is read before all of it is answered."""
    upload, plan, sheets = spreadsheet(identity)
    laid = sheets[plan.sheet]
    asked = questions(laid, unanswered(plan))
    if any(one.asks is Asks.COLUMN for one in asked):
        return see_other("imports.columns", identity=identity)
    form = Form(_said(plan, laid))
    if form.is_sent:
        with form.errors_of():
            said = form.load(answers_form(len(values_of_rows(laid, plan))))
            call(plan_upload, identity, _answered(plan, laid, said))
            return see_other("imports.check", identity=identity)
    if not asked:
        return see_other("imports.check", identity=identity)
    shown = [_asked(one, laid, plan) for one in asked]
    return form.page("importing/answers.html", upload=upload, asked=shown, follows=_follows(plan))


def unanswered(plan: Plan) -> Plan:
    """Return a plan without its answers, but for those about its columns."""
    fixed = {name: text for name, text in plan.fixed.items() if name not in FIXED}
    empty: dict[str, Any] = {"bounds": {}, "multiples": {}, "chosen": {}, "marked": {}}
    return replace(plan, fixed=fixed, rubrics="", limits="", notation="", numbers="", **empty)


def _said(plan: Plan, laid: Laid) -> dict[str, Any]:
    """Return the answers of a plan as the form says them."""
    values = values_of_rows(laid, plan)
    return {
        "fixed": {name: plan.fixed[name] for name in FIXED if name in plan.fixed},
        "bounds": dict(plan.bounds),
        "multiples": dict(plan.multiples),
        "chosen": {
            f"v{place}": _read(is_read=plan.chosen[one]) for place, one in enumerate(values) if one in plan.chosen
        },
        "marked": {mark: _read(is_read=is_read) for mark, is_read in plan.marked.items()},
        "rubrics": plan.rubrics,
        "limits": plan.limits,
        "notation": plan.notation,
        "numbers": plan.numbers,
        "replaces": plan.replaces,
    }


def _read(*, is_read: bool) -> str:
    return Read.READ if is_read else Read.SKIP


def _answered(plan: Plan, laid: Laid, said: dict[str, Any]) -> Plan:
    """Return the plan with the answers of a form; InvalidInput names what is still open."""
    values = values_of_rows(laid, plan)
    fixed = {name: text for name, text in plan.fixed.items() if name not in FIXED} | said["fixed"]
    made = replace(
        plan,
        fixed={name: text for name, text in fixed.items() if text},
        bounds={name: str(bound) for name, bound in said["bounds"].items()},
        multiples={name: str(multiple) for name, multiple in said["multiples"].items()},
        chosen={values[int(name[1:])]: one == Read.READ for name, one in said["chosen"].items()},
        marked={mark: one == Read.READ for mark, one in said["marked"].items()},
        rubrics=str(said["rubrics"] or ""),
        limits=str(said["limits"] or ""),
        notation=str(said["notation"] or ""),
        numbers=said["numbers"] or "",
        replaces=said["replaces"],
    )
    if made.marked.get(HIDDEN_COLUMNS) is False:
        made = made.without(hidden_columns(laid, made))
    if left := questions(laid, made):
        raise InvalidInput(*(FieldError(field_of(one), "required", "") for one in left))
    return made


def field_of(question: Question) -> str:
    """Return the field of the form that answers a question."""
    match question.asks:
        case Asks.VAT | Asks.CURRENCY | Asks.NATURE:
            return f"fixed.{question.column}"
        case Asks.BOUND:
            return f"bounds.{question.column}"
        case Asks.MULTIPLE:
            return f"multiples.{question.column}"
        case Asks.MARKED:
            return f"marked.{question.column}"
        case Asks.ROWS:
            return "chosen"
    return str(question.asks)


def _asked(question: Question, laid: Laid, plan: Plan) -> dict[str, Any]:
    """Return a question as the page asks it."""
    return {
        "asks": question.asks,
        "field": field_of(question),
        "text": words.question(question.asks, question.column),
        "heading": _heading(laid, question),
        "options": _options(question, laid, plan),
        "values": question.values[:SHOWN],
        "more": max(len(question.values) - SHOWN, 0),
    }


def _heading(laid: Laid, question: Question) -> str:
    return "" if question.place is None else laid.headings[question.place]


def _options_of_marks(question: Question) -> tuple[tuple[str, Any], ...]:
    return words.OF_COLUMNS if question.column == HIDDEN_COLUMNS else words.OPTIONS[Asks.MARKED]


def _options(question: Question, laid: Laid, plan: Plan) -> list[tuple[str, str]]:
    """Return what may be answered, with an example of the file worked out where that helps."""
    if question.asks is Asks.BOUND:
        return _of_amounts(question) if question.column in AMOUNTS else _of_days(question, plan)
    if question.asks is Asks.MULTIPLE:
        return [(one, _written_amount(question.values[0], Decimal(one))) for one in Multiple]
    if question.asks is Asks.NOTATION:
        return [
            (one, _written(_as_date(question.values[0], one))) for one in (Notation.DAY_FIRST, Notation.MONTH_FIRST)
        ]
    if question.asks is Asks.ROWS:
        return list(enumerate_values(values_of_rows(laid, plan)))
    options = _options_of_marks(question) if question.asks is Asks.MARKED else words.OPTIONS.get(question.asks, ())
    return [(value, str(text)) for value, text in options]


def enumerate_values(values: list[str]) -> list[tuple[str, str]]:
    """Return the values of a column by the names of their fields: `v0`, `v1` and so on."""
    return [(f"v{place}", value) for place, value in enumerate(values)]


def _of_days(question: Question, plan: Plan) -> list[tuple[str, str]]:
    notation = Notation(plan.notation or Notation.DAY_FIRST)
    day = next((found for text in question.values if (found := _as_date(text, notation))), None)
    lasts = {Bound.WITHIN: day, Bound.BEYOND: day and day - timedelta(days=1)}
    return [(bound, str(words.LAST_DAY_IS) % {"day": _written(last)}) for bound, last in lasts.items()]


def _as_date(text: str, notation: Notation) -> date | None:
    return date.fromisoformat(day) if (day := as_day(text, notation)) else None


def _written(day: date | None) -> str:
    return Writing(chosen()).date(day) if day else "–"


def _of_amounts(question: Question) -> list[tuple[str, str]]:
    written = _written_amount(question.values[0])
    texts = words.ABOVE_BOUNDS if question.column == "above_amount" else words.MAX_BOUNDS
    return [(bound, str(texts[bound]) % {"amount": written}) for bound in (Bound.WITHIN, Bound.BEYOND)]


def _written_amount(text: str, factor: Decimal = Decimal(1)) -> str:
    """Return the amount of a cell as the pages write amounts, or as it stands there where it is none."""
    told = read_limit(text).amount
    amount = as_amount(told, notation_of_amounts([told]))
    return Writing(chosen()).amount(Decimal(amount) * factor) if amount else told


def _follows(plan: Plan) -> bool:
    """Return True if the sheet tells first days of what may have several stretches."""
    return plan.table in ("appointments", "mandates", "absences", "staff", "employees") and any(
        name in plan.columns for name in ("valid_from", "employed_from")
    )
