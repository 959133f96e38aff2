"""What an answer says, in words: the same on a page and on paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mandate_registry.rules.questions import Money
from mandate_registry.services.checks.check_result import CheckResult
from mandate_registry.services.checks.kept_answers import AnswerView
from mandate_registry.web.formatter import Formatter
from mandate_registry.web.language import chosen
from mandate_registry.web.language import gettext as _
from mandate_registry.web.terms import HEADINGS, OUTCOMES, REASONS, advice

Reason = Mapping[str, Any] | None
"""Why an answer, or a leg, is no plain yes; None for a yes."""


RESTING = ("authorised", "conditional")
"""The outcomes that rest on conditions: of a no they are beside the point."""


@dataclass(frozen=True, slots=True)
class LegText:
    """The answer about one leg of a composite: its title, its verdict with a tone, on whose behalf, and why not."""

    title: str
    tone: str
    verdict: str
    body: str | None
    why: str | None


@dataclass(frozen=True, slots=True)
class AnswerText:
    """An answer as it is read: the verdict first, then on what it rests. `tone` is good, partly, bad or plain."""

    organisation: str
    tone: str
    headline: str
    lead: str
    advice: str | None
    facts: list[tuple[str, str]]
    parts: list[LegText]
    conditions: list[str]
    signature: list[str]
    checked: str
    moment: datetime
    identity: str


def answer_text(shown: AnswerView, write: Formatter) -> AnswerText:
    """Put an answer into words."""
    result = shown.result
    reason, asked_at = code_of(result.reason), result.evaluated_at
    return AnswerText(
        organisation=shown.organisation,
        tone=tone(result.outcome, result.reason),
        headline=_headline(result, write),
        lead=_lead(shown, reason, write),
        advice=str(advice(reason)) % {"organisation": shown.organisation} if reason else None,
        facts=list(_facts(shown, write)),
        parts=[_part(leg, shown, write) for leg in result.legs] if len(result.legs) > 1 else [],
        conditions=conditions(result, write),
        signature=(result.signature_line or {}).get(chosen(), "").splitlines(),
        checked=f"{write.day(asked_at, shown.time_zone)}, {write.clock(asked_at, shown.time_zone)}",
        moment=asked_at,
        identity=str(result.id),
    )


def conditions(result: CheckResult, write: Formatter) -> list[str]:
    """Return the conditions that an answer rests on; of one that is confirmed, that only who asked said so."""
    if result.outcome not in RESTING:
        return []
    texts = ((write.condition(one["text"]), one["stated_by_asker"]) for one in result.conditions)
    return [_("%(condition)s (stated by the asker)", condition=text) if stated else text for text, stated in texts]


def tone(outcome: str, reason: Reason) -> str:
    """Return the tone of an answer or of a leg: good, partly, bad or plain."""
    if outcome == "not_authorised":
        return "partly" if code_of(reason) == "co_holder_required" else "bad"
    return {"authorised": "good", "conditional": "partly"}.get(outcome, "plain")


def verdict(outcome: str, reason: Reason) -> str:
    """Return the verdict on an answer or a leg in a few words."""
    if code_of(reason) == "co_holder_required":
        return _("Only together with somebody else")
    return str(OUTCOMES[outcome])


def short_text(result: CheckResult) -> str:
    """Return an answer in few words: the verdict, or what has to be stated first."""
    if result.outcome == "indeterminate":
        return str(advice(code_of(result.reason) or "input_required", "short"))
    return verdict(result.outcome, result.reason)


def called(employee: Mapping[str, str | None]) -> str:
    """Return how an answer calls somebody: by name, else as he was asked about."""
    found = (employee.get(way) for way in ("name", "number", "code", "id"))
    return next((text for text in found if text), "?")


def reason_text(reason: Reason) -> str | None:
    """Return why an answer or a leg is not a plain yes; None if it is."""
    code = code_of(reason)
    return str(REASONS[code]) if code else None


def code_of(reason: Reason) -> str | None:
    """Return the code by which a reason is put into words."""
    return (reason["code"] if reason["code"] in REASONS else "no_mandate") if reason else None


def _headline(result: CheckResult, write: Formatter) -> str:
    names = tuple(called(one) for one in result.employees)
    who, outcome = write.names(names), result.outcome
    if outcome == "authorised":
        if len(names) > 1:
            return _("Yes, %(who)s may decide this together", who=who)
        return _("Yes, %(who)s may decide this", who=who)
    if outcome == "conditional":
        return _("Yes, if you confirm a condition")
    if outcome == "indeterminate":
        return _("This cannot be said as it was asked")
    if code_of(result.reason) == "co_holder_required":
        return _("Not alone: %(who)s may decide this only together with somebody else", who=who)
    return _("No, not according to the register")


def _lead(shown: AnswerView, reason: str | None, write: Formatter) -> str:
    known = shown.types.get(shown.result.decision_type)
    if reason == "decision_type_unknown" and known:
        return str(HEADINGS["itself" if known.is_heading else "part"])
    if reason:
        return str(REASONS[reason])
    if shown.result.forecast:
        return _(
            "The register expected this at %(known)s. What was recorded later is not in it: ask again before you rely"
            " on it.",
            known=write.moment(shown.result.known_at, shown.time_zone),
        )
    if shown.result.differs_from_then and shown.result.is_of_then:
        return _(
            "The register said so by what it knew at %(known)s. By what it knows now it says otherwise about that"
            " moment: do not rely on it.",
            known=write.moment(shown.result.known_at, shown.time_zone),
        )
    return _("%(organisation)s says so. You may rely on it at the moment below.", organisation=shown.organisation)


def _facts(shown: AnswerView, write: Formatter) -> Iterator[tuple[str, str]]:
    result, asked = shown.result, shown.request
    yield _("Who"), write.names(tuple(_in_full(one) for one in result.employees))
    fact = shown.types.get(result.decision_type)
    yield _("What"), write.title(fact) if fact else result.decision_type
    if asked.amount:
        yield _("Amount"), money(asked.amount, write)
    if bodies := tuple(dict.fromkeys(leg["on_behalf_of"]["name"] for leg in result.legs if leg["on_behalf_of"])):
        yield _("On behalf of"), f"{write.names(bodies)}, {shown.organisation}"
    yield from circumstances(shown, write)
    yield from _times(shown, write)
    if asked.purpose:
        yield _("Asked for"), asked.purpose


def money(amount: Money, write: Formatter) -> str:
    """Write an amount with its VAT basis."""
    return " ".join(part for part in (write.amount(amount.value, amount.currency), write.vat(amount.vat)) if part)


def circumstances(shown: AnswerView, write: Formatter) -> Iterator[tuple[str, str]]:
    """Yield label and text of the other circumstances of a question."""
    asked = shown.request
    if shown.counterparty:
        yield _("With"), shown.counterparty
    if asked.case:
        yield _("Case"), asked.case
    if shown.unit:
        yield _("Matter of"), shown.unit
    if asked.about:
        yield _("About the employee"), asked.about.written
    if asked.primary_decision_by:
        yield _("First decided by"), write.names(tuple(ref.written for ref in asked.primary_decision_by))


def asked_at(shown: AnswerView, write: Formatter) -> Iterator[tuple[str, str]]:
    """Yield label and text of the moment asked about, unless it was the moment of asking."""
    if shown.result.at != shown.result.evaluated_at:
        yield _("At the moment"), write.moment(shown.result.at, shown.time_zone)
    if shown.result.forecast:
        yield _("As expected at"), write.moment(shown.result.known_at, shown.time_zone)
    elif shown.result.is_of_then:
        yield _("As known at"), write.moment(shown.result.known_at, shown.time_zone)


def _times(shown: AnswerView, write: Formatter) -> Iterator[tuple[str, str]]:
    """Yield label and text of the moment asked about, and of how long a yes holds."""
    yield from asked_at(shown, write)
    result, zone = shown.result, shown.time_zone
    if result.outcome == "authorised":
        ends = write.moment(result.stable_until, zone) if result.stable_until else _("no end is known")
        yield _("Holds until"), ends


def _in_full(employee: Mapping[str, str | None]) -> str:
    name, number = employee.get("name"), employee.get("number")
    return f"{name} ({number})" if name and number and name != number else called(employee)


def _part(leg: Mapping[str, Any], shown: AnswerView, write: Formatter) -> LegText:
    fact = shown.types.get(leg["decision_type"])
    title = write.title(fact) if fact else leg["decision_type"]
    body = leg["on_behalf_of"]["name"] if leg["on_behalf_of"] else None
    outcome, reason = leg["outcome"], leg["reason"]
    return LegText(title, tone(outcome, reason), verdict(outcome, reason), body, reason_text(reason))
