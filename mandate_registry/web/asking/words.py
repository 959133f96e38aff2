"""What an answer says, in words: the same on a page and on paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mandate_registry.rules.moments import is_of_then
from mandate_registry.rules.questions import Money
from mandate_registry.services.answering.answers import ShownAnswer
from mandate_registry.web.language import chosen
from mandate_registry.web.language import gettext as _
from mandate_registry.web.terms import HEADINGS, OUTCOMES, REASONS, advice
from mandate_registry.web.writing import Writing

Told = Mapping[str, Any]


RESTING = ("authorised", "conditional")
"""The outcomes that rest on conditions: of a no they are beside the point."""


@dataclass(frozen=True, slots=True)
class Part:
    """The answer about one leg of a composite: its title, its verdict with a tone, on whose behalf, and why not."""

    title: str
    tone: str
    verdict: str
    body: str | None
    why: str | None


@dataclass(frozen=True, slots=True)
class Letter:
    """An answer as it is read: the verdict first, then on what it rests. `tone` is good, partly, bad or plain."""

    organisation: str
    tone: str
    headline: str
    lead: str
    advice: str | None
    facts: list[tuple[str, str]]
    parts: list[Part]
    conditions: list[str]
    signature: list[str]
    checked: str
    moment: datetime
    identity: str


def letter_of(shown: ShownAnswer, write: Writing) -> Letter:
    """Put an answer into words."""
    told = shown.told
    asked_at = datetime.fromisoformat(told["evaluated_at"])
    reason = _reason(told)
    return Letter(
        organisation=shown.organisation,
        tone=tone(told),
        headline=_headline(told, write),
        lead=_lead(shown, reason, write),
        advice=str(advice(reason)) % {"organisation": shown.organisation} if reason else None,
        facts=list(_facts(shown, write)),
        parts=[_part(leg, shown, write) for leg in told["legs"]] if len(told["legs"]) > 1 else [],
        conditions=conditions(told, write),
        signature=(told.get("signature_line") or {}).get(chosen(), "").splitlines(),
        checked=f"{write.day(asked_at, shown.time_zone)}, {write.clock(asked_at, shown.time_zone)}",
        moment=asked_at,
        identity=told["id"],
    )


def conditions(told: Told, write: Writing) -> list[str]:
    """Return the conditions that an answer rests on; of one that is confirmed, that only who asked said so."""
    if told["outcome"] not in RESTING:
        return []
    texts = ((write.condition(one["text"]), one.get("stated_by_asker")) for one in told["conditions"])
    return [_("%(condition)s (stated by the asker)", condition=text) if stated else text for text, stated in texts]


def tone(told: Told) -> str:
    """Give the tone of an answer or of a leg."""
    if told["outcome"] == "not_authorised":
        return "partly" if _reason(told) == "co_holder_required" else "bad"
    return {"authorised": "good", "conditional": "partly"}.get(told["outcome"], "plain")


def verdict(told: Told) -> str:
    """Give the verdict on an answer or a leg in a few words."""
    if _reason(told) == "co_holder_required":
        return _("Only together with somebody else")
    return str(OUTCOMES[told["outcome"]])


def shortly(told: Told) -> str:
    """Say what an answer comes down to where there is little room: the verdict, or what has to be stated first."""
    if told["outcome"] == "indeterminate":
        return str(advice(_reason(told) or "input_required", "short"))
    return verdict(told)


def called(employee: Mapping[str, str | None]) -> str:
    """Give how an answer calls somebody: by name, else as he was asked about."""
    found = (employee.get(way) for way in ("name", "number", "code", "id"))
    return next((text for text in found if text), "?")


def why(told: Told) -> str | None:
    """Say why an answer or a leg is no plain yes."""
    reason = _reason(told)
    return str(REASONS[reason]) if reason else None


def _reason(told: Told) -> str | None:
    """Give the code of the reason of an answer, or of a leg."""
    found = [told["reason"]] if told.get("reason") else told.get("reasons") or []
    return next((one["code"] if one["code"] in REASONS else "no_mandate" for one in found), None)


def _headline(told: Told, write: Writing) -> str:
    names = tuple(called(one) for one in told["employees"])
    who, outcome = write.names(names), told["outcome"]
    if outcome == "authorised":
        if len(names) > 1:
            return _("Yes, %(who)s may decide this together", who=who)
        return _("Yes, %(who)s may decide this", who=who)
    if outcome == "conditional":
        return _("Yes, if you confirm a condition")
    if outcome == "indeterminate":
        return _("This cannot be said as it was asked")
    if _reason(told) == "co_holder_required":
        return _("Not alone: %(who)s may decide this only together with somebody else", who=who)
    return _("No, not according to the register")


def _lead(shown: ShownAnswer, reason: str | None, write: Writing) -> str:
    known = shown.types.get(shown.told["decision_type"])
    if reason == "decision_type_unknown" and known:
        return str(HEADINGS["itself" if known.is_heading else "part"])
    if reason:
        return str(REASONS[reason])
    if shown.told["forecast"]:
        return _(
            "The register expected this at %(known)s. What was recorded later is not in it: ask again before you rely"
            " on it.",
            known=write.moment(datetime.fromisoformat(shown.told["known_at"]), shown.time_zone),
        )
    if shown.told["differs_from_then"] and is_of_then(shown.told["known_at"], shown.told["evaluated_at"]):
        return _(
            "The register said so by what it knew at %(known)s. By what it knows now it says otherwise about that"
            " moment: do not rely on it.",
            known=write.moment(datetime.fromisoformat(shown.told["known_at"]), shown.time_zone),
        )
    return _("%(organisation)s says so. You may rely on it at the moment below.", organisation=shown.organisation)


def _facts(shown: ShownAnswer, write: Writing) -> Iterator[tuple[str, str]]:
    told, asked = shown.told, shown.request
    yield _("Who"), write.names(tuple(_in_full(one) for one in told["employees"]))
    fact = shown.types.get(told["decision_type"])
    yield _("What"), write.title(fact) if fact else told["decision_type"]
    if asked.amount:
        yield _("Amount"), money(asked.amount, write)
    if bodies := tuple(dict.fromkeys(leg["on_behalf_of"]["name"] for leg in told["legs"] if leg["on_behalf_of"])):
        yield _("On behalf of"), f"{write.names(bodies)}, {shown.organisation}"
    yield from circumstances(shown, write)
    yield from _times(shown, write)
    if asked.purpose:
        yield _("Asked for"), asked.purpose


def money(amount: Money, write: Writing) -> str:
    """Write an amount with its VAT basis."""
    return " ".join(part for part in (write.amount(amount.value, amount.currency), write.vat(amount.vat)) if part)


def circumstances(shown: ShownAnswer, write: Writing) -> Iterator[tuple[str, str]]:
    """Tell what was asked beside who, what and how much."""
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


def asked_at(shown: ShownAnswer, write: Writing) -> Iterator[tuple[str, str]]:
    """Tell about which moment was asked, unless it was that moment."""
    at, then = (datetime.fromisoformat(shown.told[name]) for name in ("at", "evaluated_at"))
    if at != then:
        yield _("At the moment"), write.moment(at, shown.time_zone)
    if shown.told["forecast"]:
        yield _("As expected at"), write.moment(datetime.fromisoformat(shown.told["known_at"]), shown.time_zone)
    elif is_of_then(shown.told["known_at"], shown.told["evaluated_at"]):
        yield _("As known at"), write.moment(datetime.fromisoformat(shown.told["known_at"]), shown.time_zone)


def _times(shown: ShownAnswer, write: Writing) -> Iterator[tuple[str, str]]:
    """Tell about which moment was asked, and until when a yes can be relied on."""
    yield from asked_at(shown, write)
    told, zone = shown.told, shown.time_zone
    if told["outcome"] == "authorised":
        until = told["stable_until"]
        ends = write.moment(datetime.fromisoformat(until), zone) if until else _("no end is known")
        yield _("Holds until"), ends


def _in_full(employee: Mapping[str, str | None]) -> str:
    name, number = employee.get("name"), employee.get("number")
    return f"{name} ({number})" if name and number and name != number else called(employee)


def _part(leg: Told, shown: ShownAnswer, write: Writing) -> Part:
    fact = shown.types.get(leg["decision_type"])
    title = write.title(fact) if fact else leg["decision_type"]
    body = leg["on_behalf_of"]["name"] if leg["on_behalf_of"] else None
    return Part(title, tone(leg), verdict(leg), body, why(leg))
