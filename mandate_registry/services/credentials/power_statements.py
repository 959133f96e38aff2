"""The powers of an employee in the words of a credential, and whether words that were said are still so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from mandate_registry.rules.decision.candidates import seat_names
from mandate_registry.rules.decision.case import Register
from mandate_registry.rules.decision.turning_points import turning_points
from mandate_registry.rules.facts import DecisionType, Disclosure, Instrument
from mandate_registry.rules.moments import day_of, last_day_before
from mandate_registry.rules.powers.powers import Ground, Limit, grounds, power
from mandate_registry.rules.questions import Named, Question
from mandate_registry.services.register.loader import Loader

OWN_POWER = "own_power"
SIDE = "publication"
"""What a credential tells of a leg that may change and leave what it says as true as it was."""


@dataclass(frozen=True, slots=True)
class PowerHolder:
    """An employee as a register sees him at a moment; `instruments` are by reference."""

    register: Register
    instruments: Mapping[str, Instrument]
    number: str
    at: datetime

    @property
    def name(self) -> str | None:
        """Return his name; None when he does not work here."""
        return self.register.directory.name_of(self.number, self.at)

    @property
    def position(self) -> str | None:
        """Return the titles of the positions that he holds; None when he holds none."""
        directory = self.register.directory
        held = (directory.position(code, self.at) for code in directory.positions_of(self.number, self.at))
        return ", ".join(fact.title for fact in held if fact) or None

    def says(self, code: str) -> dict[str, Any] | None:
        """Return what the employee may decide of one type, as claims; None if nothing."""
        found = power(self.register, self._question(code))
        if found is None:
            return None
        return {
            "decisionType": _type(found.decision_type),
            "acting": _acting(jointly=found.jointly),
            "legs": [self._leg(ground) for ground in found.legs],
        }

    def still_holds(self, said: Mapping[str, Any]) -> bool:
        """Return whether what was said of a type is so.

        Each leg as it was, though there may be wider grounds by now.
        """
        code = said["decisionType"]["code"]
        fact = self.register.directory.decision_type(code, self.at)
        legs = [[self._leg(ground) for ground in found] for found in grounds(self.register, self._question(code))]
        return (
            fact is not None
            and _type(fact) == said["decisionType"]
            and len(legs) == len(said["legs"])
            and all(_core(leg) in map(_core, found) for leg, found in zip(said["legs"], legs, strict=True))
        )

    def moments(self) -> list[datetime]:
        """Return the moments to come at which what is said of him may change by itself, in order."""
        return turning_points(self.register, self._question(""))

    def later(self, at: datetime) -> PowerHolder:
        """Return him at a moment to come, as far as it is known now."""
        return replace(self, at=at)

    def _question(self, code: str) -> Question:
        named = (Named(number=self.number),)
        oin = self.register.directory.oin
        return Question(organisation=oin, employees=named, decision_type=code, at=self.at, known_at=self.at)

    def _leg(self, ground: Ground) -> dict[str, Any]:
        """Return the claims of one leg, without what is not stated."""
        body = self.register.directory.body(ground.body, self.at) if ground.body else None
        said = {
            "decisionType": ground.decision_type,
            "kind": ground.kind.value if ground.kind else OWN_POWER,
            "onBehalfOf": body and {"code": body.code, "name": body.name},
            "acting": _acting(jointly=ground.jointly),
            "conditions": list(ground.conditions),
            "isLimited": bool(ground.limits),
            "limits": [_limit(limit) for limit in ground.limits],
            **self._period(ground),
            **self._source(ground),
        }
        return {name: value for name, value in said.items() if value is not None}

    def _period(self, ground: Ground) -> dict[str, str | None]:
        zone = ZoneInfo(self.register.directory.time_zone(self.at))
        since, until = ground.period.since, ground.period.until
        return {
            "validFrom": day_of(since, zone).isoformat() if since else None,
            "validUntil": last_day_before(until, zone).isoformat() if until else None,
        }

    def _source(self, ground: Ground) -> dict[str, Any]:
        """Name the mandate and where it was published, where a partner may be told."""
        mandate = ground.mandate
        if mandate is None or mandate.disclosure is Disclosure.INTERNAL:
            return {}
        instrument = self.instruments.get(mandate.instrument or "")
        return {
            "mandate": mandate.number,
            "instrument": instrument and {"reference": instrument.reference, "title": instrument.title},
            SIDE: instrument and _publication(instrument),
        }


def power_holder(loader: Loader, oin: str, number: str, at: datetime) -> PowerHolder:
    """Load an employee, with all that could concern him: InvalidInput when the organisation has no register here."""
    register = loader.for_people(oin, [Named(number=number)])
    return PowerHolder(register, _instruments(loader, oin), number, at)


def power_holders(loader: Loader, oin: str, numbers: set[str], at: datetime) -> Iterator[PowerHolder]:
    """Load many employees of one organisation at once."""
    whole, instruments = loader.whole(oin), _instruments(loader, oin)
    for number in sorted(numbers):
        names = seat_names(whole.directory, whole.others, [Named(number=number)])
        yield PowerHolder(replace(whole, mandates=whole.mandates.naming(names)), instruments, number, at)


def _instruments(loader: Loader, oin: str) -> dict[str, Instrument]:
    return {fact.reference: fact for fact in loader.facts(oin, "instruments")}


def _type(fact: DecisionType) -> dict[str, str]:
    english = {"titleEn": fact.title_en} if fact.title_en else {}
    return {"code": fact.code, "titleNl": fact.title_nl} | english


def _acting(*, jointly: bool) -> str:
    return "jointly" if jointly else "alone"


def _limit(limit: Limit) -> dict[str, str]:
    amounts = {"aboveAmount": limit.above, "belowAmount": limit.below, "maxAmount": limit.maximum}
    stated = {name: f"{amount:.2f}" for name, amount in amounts.items() if amount is not None}
    return stated | {"currency": limit.currency, "vat": limit.vat.value}


def _publication(instrument: Instrument) -> dict[str, str] | None:
    publication = {"publishedAs": instrument.published_as, "url": instrument.publication_url}
    return {name: text for name, text in publication.items() if text} or None


def _core(leg: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in leg.items() if name != SIDE}
