"""Why: an answer unfolded into the gates that each mandate passed and failed, and what would make it a yes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypedDict, cast

from mandate_registry.rules.plain_data import moment_of, money_of
from mandate_registry.services.checks.check_result import CheckResult
from mandate_registry.web.check.answer_texts import money
from mandate_registry.web.formatter import HOME, Formatter
from mandate_registry.web.language import chosen, lazy
from mandate_registry.web.language import gettext as _
from mandate_registry.web.terms import GATES, REASONS_OF_ONE_MANDATE

PEOPLE = {
    "position": lazy("somebody who is %(name)s"),
    "employee": lazy("%(name)s"),
    "category": lazy("somebody of the category %(name)s"),
    "unit": lazy("somebody of %(name)s"),
}


class ExplainedMandate(TypedDict):
    """What an answer tells of one mandate (`disclosure`)."""

    mandate: str
    decision_type: str
    gates: list[dict[str, Any]]
    would_be_yes_if: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class GateStep:
    """A gate in words; `reason` is empty for one that was passed."""

    says: str
    reason: str


@dataclass(frozen=True, slots=True)
class GateList:
    """One mandate with the gates up to the first that it failed, and sentences on what would make it a yes."""

    mandate: str
    passed: bool
    steps: list[GateStep]
    remedies: list[str]


@dataclass(frozen=True, slots=True)
class WhyNot:
    """The mandates about the decision, the furthest first, and the numbers of those about something else."""

    about: list[GateList]
    aside: list[str]


def explain(explanation: Sequence[ExplainedMandate] | None, decision_type: str, zone: str = HOME) -> WhyNot:
    """Unfold the answer about one leg; there is nothing in it for who is told no explanation."""
    found = [_unfolded(one, zone) for one in explanation or () if one["decision_type"] == decision_type]
    about = [one for one in found if one.steps[0].reason == ""]
    furthest_first = sorted(about, key=lambda one: -len(one.steps) - one.passed)
    return WhyNot(furthest_first, [one.mandate for one in found if one not in about])


def within_limit(result: CheckResult, write: Formatter) -> str | None:
    """Return up to which amount an answer that is a no for its amount alone would be a yes; None where none is told."""
    legs = [leg for leg in result.legs if leg["reason"]]
    if any(leg["reason"]["code"] != "amount_above_limit" for leg in legs):
        return None
    limits = [_largest(cast(list[ExplainedMandate], result.explanation or []), leg["decision_type"]) for leg in legs]
    known = [limit for limit in limits if limit]
    smallest = min(known, key=_value, default=None) if len(known) == len(legs) else None
    return _money(smallest, write) if smallest else None


def _largest(explanation: Sequence[ExplainedMandate], decision_type: str) -> Mapping[str, str] | None:
    """Return the largest amount within a limit among the mandates for a decision type."""
    about = [one for one in explanation if one["decision_type"] == decision_type]
    remedies = [remedy for one in about for remedy in one["would_be_yes_if"]]
    limits = [remedy["up_to"] for remedy in remedies if remedy["kind"] == "amount" and remedy["up_to"]]
    return max(limits, key=_value, default=None)


def _value(amount: Mapping[str, str]) -> Decimal:
    return money_of(amount).value


def _unfolded(one: ExplainedMandate, zone: str) -> GateList:
    steps = list(_steps(one["gates"]))
    remedies = [_sentence(remedy, zone) for remedy in one["would_be_yes_if"]]
    return GateList(one["mandate"], not steps[-1].reason, steps, remedies)


def _steps(gates: Sequence[Mapping[str, Any]]) -> Iterator[GateStep]:
    for gate in gates:
        yield GateStep(str(GATES[gate["gate"]]), str(REASONS_OF_ONE_MANDATE[gate["reason"]]) if gate["reason"] else "")
        if gate["reason"]:
            return


def _sentence(remedy: Mapping[str, Any], zone: str) -> str:
    """Return a sentence on one change, and whether something is left to confirm."""
    write = Formatter(chosen())
    said = _SAID[remedy["kind"]](remedy, write, zone)
    return (
        said
        if remedy["outcome"] == "authorised"
        else _("%(change)s; then a condition has to be confirmed", change=said)
    )


def _amount(remedy: Mapping[str, Any], write: Formatter, _zone: str) -> str:
    bounds = []
    if above := remedy["above"]:
        bounds.append(_("more than %(amount)s", amount=_money(above, write)))
    if up_to := remedy["up_to"]:
        bounds.append(_("up to and including %(amount)s", amount=_money(up_to, write)))
    return _("the amount were %(bounds)s", bounds=write.names(tuple(bounds)))


def _money(amount: Mapping[str, str], write: Formatter) -> str:
    return money(money_of(amount), write)


def _co_holder(remedy: Mapping[str, Any], write: Formatter, _zone: str) -> str:
    return _("%(people)s acted as well", people=write.names(tuple(_who(seat) for seat in remedy["seats"])))


def _who(seat: Mapping[str, str | None]) -> str:
    """Return who fills a seat: by name, otherwise by code."""
    written = str(seat["seat"])
    kind, _colon, code = written.rpartition("/")[2].partition("+")[0].partition(":")
    if kind not in PEOPLE:
        return _("anybody of the organisation")
    return str(PEOPLE[kind]) % {"name": seat["name"] or code}


def _moment(remedy: Mapping[str, Any], write: Formatter, zone: str) -> str:
    return _("it were %(moment)s or later", moment=write.moment(moment_of(remedy["since"]), zone))


def _confirmation(remedy: Mapping[str, Any], write: Formatter, _zone: str) -> str:
    texts = "; ".join(write.condition(condition["text"]).rstrip(".") for condition in remedy["conditions"])
    return _("it is confirmed: %(conditions)s", conditions=texts)


def _matter(remedy: Mapping[str, Any], write: Formatter, _zone: str) -> str:
    parts = []
    if remedy["case"]:
        parts.append(_("the case were %(case)s", case=remedy["case"]))
    if remedy["counterparty"]:
        parts.append(_("the other party were %(organisation)s", organisation=remedy["counterparty"]))
    if unit := remedy["unit"]:
        parts.append(_("it were a matter of %(unit)s", unit=unit["name"]))
    return write.names(tuple(parts))


def _approval(_remedy: Mapping[str, Any], _write: Formatter, _zone: str) -> str:
    return _("the mandate were approved")


def _consent(_remedy: Mapping[str, Any], _write: Formatter, _zone: str) -> str:
    return _("the holder and the holder's superior had consented")


_SAID = {
    "amount": _amount,
    "co_holder": _co_holder,
    "moment": _moment,
    "confirmation": _confirmation,
    "matter": _matter,
    "approval": _approval,
    "consent": _consent,
}
