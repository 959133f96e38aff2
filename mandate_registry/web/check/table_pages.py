"""Several people and several decisions at once: what those at a table may decide, alone or together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from uuid import UUID

from flask import Response, request

from mandate_registry.errors import FieldError, NotFound
from mandate_registry.rules.check_requests import TableRequest
from mandate_registry.services.checks.check_tables import check_table
from mandate_registry.services.checks.kept_answers import AnswerView, read_answers_together
from mandate_registry.services.checks.query_targets import QueryTarget, list_query_targets
from mandate_registry.view_context import call
from mandate_registry.web import language, typed_names
from mandate_registry.web.check.answer_texts import asked_at, called, circumstances, conditions, money, short_text, tone
from mandate_registry.web.check.gate_explanation import within_limit
from mandate_registry.web.check.question_form import CURRENCIES, amount, beginning, chosen, moment
from mandate_registry.web.context import page, see_other
from mandate_registry.web.formatter import Formatter
from mandate_registry.web.forms import Form
from mandate_registry.web.language import gettext as _
from mandate_registry.web.terms import BASES
from schemas.questions import TableIn

SEATS = range(5)


@dataclass(frozen=True, slots=True)
class AnswerCell:
    """What an answer comes down to, `beside` it the condition or limit on which it hangs, and which one it is."""

    tone: str
    text: str
    beside: str
    identity: UUID


@dataclass(frozen=True, slots=True)
class AnswerGrid:
    """The answers about one organisation: a row for each decision type, a column for each person and for all.

    `asked` is what all its questions have in common.
    """

    organisation: str
    asked: list[tuple[str, str]]
    columns: list[str]
    rows: list[tuple[str, list[AnswerCell]]]


def table() -> Response:
    """Ask for a whole table, and lead to the answers; or show the form."""
    offered = call(list_query_targets)
    if not offered:
        return see_other("check.ask")
    form = Form(None if request.method == "POST" else beginning(offered))
    if form.is_sent and (identity := _asked(form, offered)):
        return see_other("check.grid", identity=identity)
    return form.page(
        "check/table.html",
        seats=SEATS,
        offered=offered,
        organisations=[(one.oin, one.name) for one in offered],
        types=typed_names.offered_types(offered, ""),
        currencies=CURRENCIES,
        bases=list(BASES.items()),
    )


def grid(identity: UUID) -> Response:
    """Show the answers for a table, by the first of them."""
    found = call(read_answers_together, identity)
    grids = [_grid(list(one)) for _oin, one in groupby(found, lambda shown: shown.result.organisation)]
    if identity != found[0].result.id:
        raise NotFound("There is no such table.")
    return page("check/grid.html", grids=grids)


def _asked_about(shown: AnswerView, write: Formatter) -> Iterator[tuple[str, str]]:
    asked = shown.request
    if asked.amount:
        yield _("Amount"), money(asked.amount, write)
    yield from circumstances(shown, write)
    yield from asked_at(shown, write)
    if asked.purpose:
        yield _("Asked for"), asked.purpose


def _grid(answers: Sequence[AnswerView]) -> AnswerGrid:
    write = Formatter(language.chosen())
    by_type = [list(one) for _code, one in groupby(answers, lambda shown: shown.result.decision_type)]
    columns = [_who(shown) for shown in by_type[0]]
    asked = list(_asked_about(answers[0], write))
    return AnswerGrid(
        answers[0].organisation, asked, columns, [(_title(row[0], write), _cells(row)) for row in by_type]
    )


def _who(shown: AnswerView) -> str:
    people = shown.result.employees
    return called(people[0]) if len(people) == 1 else _("Together")


def _title(shown: AnswerView, write: Formatter) -> str:
    code = shown.result.decision_type
    return write.title(shown.types[code]) if code in shown.types else code


def _cells(row: Iterable[AnswerView]) -> list[AnswerCell]:
    return [_cell(shown) for shown in row]


def _cell(shown: AnswerView) -> AnswerCell:
    result = shown.result
    return AnswerCell(tone(result.outcome, result.reason), short_text(result), _beside(shown), result.id)


def _beside(shown: AnswerView) -> str:
    """Return the condition of a yes, or the limit up to which it would be one; no limit for a partner."""
    result, write = shown.result, Formatter(language.chosen())
    if rests_on := conditions(result, write):
        return "; ".join(text.rstrip(".") for text in rests_on)
    if any(one["code"] in ("amount_above_limit", "limit_exceeded") for one in result.reasons):
        limit = within_limit(result, write)
        return (
            _("Only up to and including %(amount)s", amount=limit) if limit else _("Outside the limits of the amount")
        )
    return ""


def _asked(form: Form, offered: Sequence[QueryTarget]) -> UUID | None:
    """Ask what stands in a form; returns the id of the first answer, or None when the form has to be mended."""
    seats = [place for place in SEATS if form.value(f"employees.{place}.name")]
    first = chosen(offered, form.value(f"employees.{seats[0]}.organisation")) if seats else None
    asked = amount(form) | {
        "employees": [_seated(form, place) for place in seats],
        "decisionTypes": [_type(form, offered, place) for place in SEATS if form.value(f"decisionTypes.{place}")],
        "at": moment(form, first.time_zone if first else "UTC"),
        "counterparty": typed_names.party(form, "counterparty"),
        "receipt": True,
    }
    found = None
    with form.errors_of(TableIn):
        question = form.load(TableIn, **asked)
        if form.is_good:
            found = call(check_table, _by_either(question, offered))[0].alone[0].id
    form.errors = typed_names.in_boxes(_at_place(error, seats) for error in form.errors)
    return found


def _seated(form: Form, place: int) -> dict[str, str]:
    return typed_names.typed_reference(form.value(f"employees.{place}.name")) | {
        "organisation": form.value(f"employees.{place}.organisation")
    }


def _type(form: Form, offered: Sequence[QueryTarget], place: int) -> str:
    field = f"decisionTypes.{place}"
    fitting = typed_names.find_types(form.value(field), typed_names.offered_types(offered, ""))
    if len(fitting) == 1:
        return fitting[0].code
    form.errors.append(typed_names.decision_type_error(field, fitting))
    return form.value(field)


def _by_either(question: TableRequest, offered: Sequence[QueryTarget]) -> TableRequest:
    """Return the request in which own employees are also found by numbers without a digit."""
    own = {one.oin for one in offered if not one.as_partner}
    employees = (typed_names.as_either_name(ref) if ref.organisation in own else ref for ref in question.employees)
    return replace(question, employees=tuple(employees))


def _at_place(error: FieldError, seats: Sequence[int]) -> FieldError:
    """Return an error with the row of the form that it is about; empty rows are not counted."""
    head, _dot, rest = error.field.partition(".")
    place, _dot, field = rest.partition(".")
    if head == "decisionTypes" and not rest:
        return replace(error, field="decisionTypes.0")
    if head != "employees" or not place.isdigit() or int(place) >= len(seats):
        return error
    return replace(error, field=f"employees.{seats[int(place)]}.{field}")
