"""The one question, whether they may decide this: its form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Response, request

from mandate_registry.errors import FieldError
from mandate_registry.rules.check_requests import EmployeeRef
from mandate_registry.rules.plain_data import to_plain
from mandate_registry.services.checks.answer_check import check
from mandate_registry.services.checks.kept_answers import AnswerView, read_answer
from mandate_registry.services.checks.query_targets import QueryTarget, list_query_targets
from mandate_registry.view_context import call
from mandate_registry.web import language, typed_names
from mandate_registry.web.check.answer_texts import called
from mandate_registry.web.context import caller, see_other
from mandate_registry.web.formatter import Formatter
from mandate_registry.web.forms import Form
from mandate_registry.web.terms import BASES
from schemas.questions import CheckIn

CURRENCIES = [(code, code) for code in ("EUR", "USD", "GBP", "CHF")]
AMOUNT = {"currency": "EUR", "vat": "excl"}


def ask() -> Response:
    """Ask, and lead to the answer; or show the form, as it begins or as it was filled in."""
    offered = call(list_query_targets)
    form = Form(None if request.method == "POST" else beginning(offered))
    if form.is_sent and (identity := _asked(form, offered)):
        return see_other("check.answer", identity=identity)
    types = typed_names.offered_types(offered, form.value("organisation"))
    fitting = typed_names.find_types(form.value("decisionType"), types) if form.is_sent else []
    write = Formatter(language.chosen())
    return form.page(
        "check/ask.html",
        offered=offered,
        organisations=[("", ""), *((one.oin, one.name) for one in offered)],
        types=typed_names.offered_types(offered, ""),
        units=sorted({unit.name for one in offered for unit in one.units}, key=str.casefold),
        fitting=[(fact.code, write.title(fact)) for fact in fitting] if len(fitting) > 1 else [],
        currencies=CURRENCIES,
        bases=list(BASES.items()),
    )


def beginning(offered: Sequence[QueryTarget]) -> dict[str, Any]:
    """Return with what a form begins: an earlier question, or the organisation that is likely meant.

    That is one's own where it may be asked, else the only one.
    """
    if again := request.args.get("again", type=UUID):
        return _again(call(read_answer, again))
    signed_in = caller()
    home = signed_in.organisation if signed_in else None
    first = chosen(offered, home or "") or (offered[0] if len(offered) == 1 else None)
    begin: dict[str, Any] = {"amount": AMOUNT, "organisation": first.oin if first else None}
    if first and first.as_partner:
        begin["counterparty"] = home
    if first and first.alone:
        begin["employees"] = [{"name": first.alone}]
    return begin


def chosen(offered: Sequence[QueryTarget], oin: str) -> QueryTarget | None:
    """Return the organisation that was chosen, if it is one that may be asked."""
    return next((one for one in offered if one.oin == oin), None)


def moment(form: Form, zone: str) -> str | None:
    """Return the moment of a day and a time in a time zone, as the wire has it; None for now."""
    day, clock = form.value("at.day"), form.value("at.clock")
    if not day and not clock:
        return None
    try:
        local = datetime.combine(date.fromisoformat(day), time.fromisoformat(clock or "12:00"), ZoneInfo(zone))
    except ValueError:
        form.errors.append(FieldError("at.day", "invalid_value", "is no day"))
        return None
    return local.isoformat()


def amount(form: Form) -> dict[str, Any]:
    """Return the amount to load instead, where none was filled in: a currency alone is no amount."""
    return {} if form.value("amount.value") else {"amount": None}


def _asked(form: Form, offered: Sequence[QueryTarget]) -> UUID | None:
    """Ask what stands in a form; returns the id of the answer, or None when the form has to be mended."""
    organisation = chosen(offered, form.value("organisation"))
    asked = amount(form) | {
        "employees": [typed_names.typed_reference(text) for text in typed_names.people(form)],
        "decisionType": _type(form, offered),
        "at": moment(form, organisation.time_zone if organisation else "UTC"),
        "receipt": True,
        "unit": typed_names.unit(form, "unit", organisation.units if organisation else ()),
        "counterparty": typed_names.party(form, "counterparty"),
        "about": typed_names.mentioned(form, "about.name") if form.value("about.name") else None,
        "primaryDecisionBy": [
            typed_names.mentioned(form, name) for name, _text in form.filled("primaryDecisionBy.name")
        ],
    }
    found = None
    with form.errors_of(CheckIn):
        question = form.load(CheckIn, **asked)
        if form.is_good:
            own = organisation is not None and not organisation.as_partner
            found = call(check, typed_names.with_either_names(question) if own else question).id
    form.errors = typed_names.in_boxes(form.errors)
    return found


def _type(form: Form, offered: Sequence[QueryTarget]) -> str:
    """Return the code of the decision type that was typed; what fits none or several is an error."""
    typed = form.value("decisionType")
    fitting = typed_names.find_types(typed, typed_names.offered_types(offered, form.value("organisation")))
    if len(fitting) == 1:
        return fitting[0].code
    if typed:
        form.errors.append(typed_names.decision_type_error("decisionType", fitting))
    else:
        form.errors.append(FieldError("decisionType", "required", "is required"))
    return typed


def _again(shown: AnswerView) -> dict[str, Any]:
    """Return an earlier question as a form; whom a code named is left open, for it is kept nowhere."""
    asked = shown.request
    fact = shown.types.get(asked.decision_type)
    return {
        "organisation": asked.organisation,
        "employees": [{"name": called(one)} for one in shown.result.employees if not one["code"]],
        "decisionType": fact.title_nl if fact else asked.decision_type,
        "amount": to_plain(asked.amount or AMOUNT),
        "purpose": asked.purpose,
        "case": asked.case,
        "counterparty": asked.counterparty.written
        if isinstance(asked.counterparty, EmployeeRef)
        else asked.counterparty,
        "unit": shown.unit,
        "about": _mentioned(asked.about) if asked.about else None,
        "primaryDecisionBy": [_mentioned(ref) for ref in asked.primary_decision_by],
    }


def _mentioned(ref: EmployeeRef) -> dict[str, str | None]:
    """Name somebody as he was asked about; who was named by an id or elsewhere, as no form can, is left open."""
    return {} if ref.organisation else {"name": ref.name or ref.number}
