"""The step of an import that asks what the sheet leaves open: its rows, amounts, days and words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from mandate_registry.errors import FieldError, InvalidInput
from mandate_registry.register_folder.bounds import days_by_bound
from mandate_registry.register_folder.disclosing import asks_disclosure
from mandate_registry.register_folder.first_days import asks_since
from mandate_registry.register_folder.laid import Mark
from mandate_registry.register_folder.limits import AMOUNTS, is_currency, read_limit
from mandate_registry.register_folder.notations import (
    Notation,
    as_amount,
    as_day,
    notation_of_amounts,
    notation_of_days,
)
from mandate_registry.register_folder.plan import HIDDEN_COLUMNS, Bound, Multiple
from mandate_registry.register_folder.questions import Asks, Question, asks_instrument, hidden_columns, questions
from mandate_registry.register_folder.selecting import values_of_rows
from mandate_registry.rules.facts import Disclosure
from mandate_registry.services.changing.uploading import plan_upload
from mandate_registry.web.context import call, see_other
from mandate_registry.web.forms import Form
from mandate_registry.web.importing import question_words as words
from mandate_registry.web.importing.answers_by_value import answered_by_value, asked_by_value, said_by_value
from mandate_registry.web.importing.grants import LABELS, granting_said, granting_told, instrument_of, instruments
from mandate_registry.web.importing.pages import imports, spreadsheet
from mandate_registry.web.importing.recalled import suggested_answers
from mandate_registry.web.importing.since import ASKED, QUESTION, since_said, since_told
from mandate_registry.web.language import chosen
from mandate_registry.web.names import Names
from mandate_registry.web.words import DISCLOSURES
from mandate_registry.web.writing import Writing
from schemas.pages.uploads import ANEW, LATER, ByType, Read, answers_form

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from flask import Response

    from mandate_registry.register_folder.plan import Plan
    from mandate_registry.register_folder.spreadsheets import Laid
    from mandate_registry.services.changing.uploading import Upload

FIXED = ("vat", "currency", "nature")
GROUPS = {
    **dict.fromkeys((Asks.VAT, Asks.CURRENCY, Asks.NATURE, Asks.INSTRUMENT), "fixed"),
    Asks.BY_TYPE: "byType",
    Asks.BOUND: "bounds",
    Asks.MULTIPLE: "multiples",
    Asks.MARKED: "marked",
}
"""Where in the form a question about a column is answered."""
SHOWN = 8
"""So many rows are shown as examples."""
DISCLOSURE = {
    "asks": "disclosure",
    "field": "disclosure",
    "text": words.OF_NEW,
    "options": list(DISCLOSURES.items()),
    "values": [words.UNLESS_SAID],
    "more": 0,
}
"""What is asked of a list that does not tell to whom its mandates may be named."""
MOST_NOTED = 200
"""So many rows are shown with the notes at them."""


@imports.route("/<uuid:identity>/answers", methods=["GET", "POST"])
def answers(identity: UUID) -> Response:
    """Ask what the sheet leaves open; nothing is read before all of it is answered."""
    upload, plan, sheets = spreadsheet(identity)
    laid = sheets[plan.sheet]
    asked = questions(laid, unanswered(plan))
    if any(one.asks is Asks.COLUMN for one in asked):
        return see_other("imports.columns", identity=identity)
    names = Names(upload.organisation)
    suggested, recalled = suggested_answers(upload, plan, laid)
    form = Form(_said(suggested, laid) | _of_new(upload, suggested, laid, names))
    if form.is_sent:
        with form.errors_of():
            said = form.load(answers_form(len(values_of_rows(laid, plan))))
            call(plan_upload, identity, _answered(plan, laid, said, names))
            return see_other("imports.check", identity=identity)
    shown = [_asked(one, laid, plan, names) for one in asked]
    shown += [ASKED] * asks_since(plan, laid) + [DISCLOSURE] * asks_disclosure(plan)
    beside = asked_by_value(laid, plan, asked)
    if not shown and not beside["remarks"]:
        return see_other("imports.check", identity=identity)
    labels = {field: text for one in asked for field, text in _labels(one)} | LABELS | {"since": QUESTION}
    told = {"asked": shown, "labels": labels, "follows": _follows(plan), "recalled": recalled, "uses": words.REMARKS}
    told["bodies"] = sorted(name for _, name in names.options("bodies"))
    return form.page("importing/answers.html", upload=upload, **told, **beside)


def unanswered(plan: Plan) -> Plan:
    """Return a plan without its answers, but for those about its columns."""
    empty: dict[str, Any] = {"bounds": {}, "multiples": {}, "chosen": {}, "marked": {}, "later": (), "vat_by": {}}
    by_type = {name: told for name, told in plan.by_type.items() if name not in plan.columns}
    return replace(plan, fixed=_kept(plan), by_type=by_type, rubrics="", limits="", notation="", numbers="", **empty)


def _kept(plan: Plan) -> dict[str, str]:
    """Return what stands in every row that is not asked here."""
    asked = (*FIXED, "instrument") if asks_instrument(plan) else FIXED
    return {name: text for name, text in plan.fixed.items() if name not in asked}


def _of_new(upload: Upload, plan: Plan, laid: Laid, names: Names) -> dict[str, Any]:
    """Return what new mandates get beside the file, as the form says it: which decision grants them, and from when."""
    instrument, granting = instrument_of(upload, plan, laid, names), granting_said(plan, laid, names)
    fixed = {name: plan.fixed[name] for name in FIXED if name in plan.fixed}
    return {"fixed": fixed | {"instrument": instrument}, "granting": granting} | since_said(
        plan, instrument, granting, names
    )


def _said(plan: Plan, laid: Laid) -> dict[str, Any]:
    """Return the answers of a plan as the form says them."""
    values = values_of_rows(laid, plan)
    return {
        "byType": {name: ByType.TYPE if told else ByType.NONE for name, told in plan.by_type.items()},
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
        "disclosure": plan.disclosure or Disclosure.PARTNERS,
        "replaces": "true" if plan.replaces else "false",
        **said_by_value(laid, plan),
    }


def _read(*, is_read: bool) -> str:
    return Read.READ if is_read else Read.SKIP


def _answered(plan: Plan, laid: Laid, said: dict[str, Any], names: Names) -> Plan:
    """Return the plan with the answers of a form; InvalidInput names what is still open."""
    values = values_of_rows(laid, plan)
    fixed = _kept(plan) | said["fixed"]
    is_later = fixed.get("instrument") == LATER
    granting = granting_told(said["granting"], names) if fixed.get("instrument") == ANEW else {}
    fixed |= {"instrument": granting["reference"]} if granting else {}
    by_type = {name: one == ByType.TYPE for name, one in said["by_type"].items()}
    made = replace(
        plan,
        fixed={name: text for name, text in fixed.items() if text and text != LATER},
        later=("instrument",) if is_later else (),
        by_type={**unanswered(plan).by_type, **by_type},
        bounds={name: str(bound) for name, bound in said["bounds"].items()},
        multiples={name: str(multiple) for name, multiple in said["multiples"].items()},
        chosen={values[int(name[1:])]: one == Read.READ for name, one in said["chosen"].items()},
        marked={mark: one == Read.READ for mark, one in said["marked"].items()},
        rubrics=str(said["rubrics"] or ""),
        limits=str(said["limits"] or ""),
        notation=str(said["notation"] or ""),
        numbers=said["numbers"] or "",
        disclosure=str(said["disclosure"] or ""),
        replaces=said["replaces"],
        **answered_by_value(plan, said),
        granting=granting,
    )
    if made.marked.get(HIDDEN_COLUMNS) is False:
        made = made.without(hidden_columns(laid, made))
    if not is_currency(made.fixed.get("currency", "EUR")):
        raise InvalidInput(FieldError("fixed.currency", "invalid_value", ""))
    if left := questions(laid, made):
        raise InvalidInput(*(FieldError(name, "required", "") for one in left for name in _unanswered(one, made)))
    return replace(made, since=since_told(said, made, names)) if asks_since(made, laid) else made


def _unanswered(question: Question, plan: Plan) -> list[str]:
    """Return the fields of the form that a question still needs: of rows each value that is not answered."""
    if question.asks is not Asks.ROWS:
        return [field_of(question)]
    values = enumerate_values(list(question.values))
    return [f"chosen.{name}" for name, value in values if value not in plan.chosen]


def _labels(question: Question) -> Iterator[tuple[str, str]]:
    """Yield the fields of a question with what they ask."""
    if question.asks is not Asks.ROWS:
        yield field_of(question), words.question(question.asks, question.column)
        return
    for name, value in enumerate_values(list(question.values)):
        yield f"chosen.{name}", value or str(words.EMPTY)


def field_of(question: Question) -> str:
    """Return the field of the form that answers a question."""
    if question.asks is Asks.ROWS:
        return "chosen"
    group = GROUPS.get(question.asks)
    return f"{group}.{question.column}" if group else str(question.asks)


def _asked(question: Question, laid: Laid, plan: Plan, names: Names) -> dict[str, Any]:
    """Return a question as the page asks it."""
    return {
        "asks": question.asks,
        "column": question.column,
        "field": field_of(question),
        "text": words.question(question.asks, question.column),
        "heading": _heading(laid, question),
        "options": instruments(names) if question.asks is Asks.INSTRUMENT else _options(question, laid, plan),
        "warning": str(words.DAYS_CONTRADICT) if len(_days_told(question, plan)) > 1 else "",
        "values": question.values[:SHOWN],
        "noted": question.values[:MOST_NOTED] if question.column == Mark.NOTED else (),
        "more": max(len(question.values) - SHOWN, 0),
    }


def _heading(laid: Laid, question: Question) -> str:
    return "" if question.place is None else laid.headings[question.place]


def _options_of_marks(question: Question) -> tuple[tuple[str, Any], ...]:
    return words.OF_MARKS.get(question.column, words.OPTIONS[Asks.MARKED])


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
    notation = _notation(question, plan)
    told = _days_told(question, plan)
    first = next((found for text in question.values if (found := _as_date(text, notation))), None)
    days = list(told.values()) if len(told) > 1 else [first]
    lasts = {Bound.WITHIN: days, Bound.BEYOND: [day and day - timedelta(days=1) for day in days]}
    return [(bound, str(words.LAST_DAY_IS) % {"day": " / ".join(map(_written, last))}) for bound, last in lasts.items()]


def _notation(question: Question, plan: Plan) -> Notation:
    return Notation(plan.notation or notation_of_days(question.values))


def _days_told(question: Question, plan: Plan) -> dict[Bound, date]:
    """Return by bound a day that tells it; of a question about something else none."""
    is_of_days = question.asks is Asks.BOUND and question.column not in AMOUNTS
    return days_by_bound(question.values, _notation(question, plan)) if is_of_days else {}


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
