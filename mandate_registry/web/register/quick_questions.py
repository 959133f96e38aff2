"""What the register answers in a detail view: what somebody may decide now, or who may decide something."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from flask import url_for

from mandate_registry.rules.answers import Reason
from mandate_registry.rules.check_requests import CheckRequest, EmployeeRef
from mandate_registry.services.checks.authority_search import Authority, SearchPage, search_page
from mandate_registry.view_context import call
from mandate_registry.web.formatter import Formatter
from mandate_registry.web.language import chosen
from mandate_registry.web.language import gettext as _
from mandate_registry.web.register.displayed_names import Link
from mandate_registry.web.register.view_query import RegisterView
from mandate_registry.web.terms import OUTCOMES, PROVISOS


class Answered(NamedTuple):
    """The first answers, each as a row of a table, and whether there are more."""

    rows: list[list[Any]]
    has_more: bool


SHOWN = 100
"""How many answers a page shows; the API has them all."""


def what_may(fact: Any, here: RegisterView) -> Answered:
    """Ask what an employee may decide now: of each decision type the answer, the proviso and the mandates."""
    request = CheckRequest(
        organisation=here.organisation, employees=(EmployeeRef(number=fact.number),), decision_type=""
    )
    return _answered(request, lambda one: here.names.decision_type(one.decision_type))


def who_may(fact: Any, here: RegisterView) -> Answered:
    """Ask who may decide something now: of each the answer, the proviso and the mandates."""
    request = CheckRequest(organisation=here.organisation, employees=(), decision_type=fact.code)
    return _answered(request, lambda one: _who(one, here))


def _answered(request: CheckRequest, name: Callable[[Authority], str]) -> Answered:
    found, write = call(search_page, request, SearchPage(SHOWN)), Formatter(chosen())
    rows = [[name(one), *_answer(one, write)] for one in found.items]
    return Answered(rows, has_more=found.next_after is not None)


ASKS = {"employees": what_may, "decision_types": who_may}
"""By table, what is asked from a detail view."""


def _who(one: Authority, here: RegisterView) -> str:
    number, elsewhere = one.employee["number"] or "", one.employee["organisation"]
    if elsewhere:
        return _("%(seat)s of organisation %(oin)s", seat=number, oin=elsewhere)
    return here.names.person(number)


def _answer(one: Authority, write: Formatter) -> list[Any]:
    codes = [Reason(code) for reason in one.reasons if (code := reason["code"]) in list(Reason)]
    said = next((PROVISOS[code] for code in codes if code in PROVISOS), OUTCOMES[one.outcome])
    if Reason.AMOUNT_REQUIRED in codes:  # on which mandate, and on which conditions, depends on it too
        return [str(said), None, None]
    conditions = [write.condition(str(condition["text"])) for condition in one.conditions]
    return [str(said), conditions, _mandates(one)]


def _mandates(one: Authority) -> list[Link]:
    """Return the mandates on which an answer rests, of a composite those of its legs."""
    legs: list[Any] = one.legs
    found = [one.mandate, *(leg["mandate"] for leg in legs)]
    links = {each["number"]: url_for("desk.mandate", identity=each["id"]) for each in found if each}
    return [Link(number, href) for number, href in links.items()]
