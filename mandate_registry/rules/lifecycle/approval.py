"""What gives power, so that somebody else approves it; what only takes away counts at once (`check.md`, Approval).

Mandates have steps of their own (`lifecycle`). This is about everything else that decides who may do what: which
position a body is, who stands in for whom, to which family a position belongs, and what decision types mean.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from mandate_registry.rules import values
from mandate_registry.rules.facts import Appointment, DecisionType, Deputyship, Employee, Fact, Trigger
from mandate_registry.rules.fields import FACTS, stated
from mandate_registry.rules.integrity import KEYS
from mandate_registry.rules.lapses import gives_back
from mandate_registry.rules.lookup import same_name
from mandate_registry.rules.periods import Period, merged, without

_DESCRIBES = (values.NAME, values.TEXT, values.LINE, values.ADDRESS)
"""The kinds of value that only describe an entry."""
GIVES_POWER = {
    table: tuple(one.name for one in stated(FACTS[table]) if one.kind not in _DESCRIBES and one.name not in KEYS[table])
    for table in ("bodies", "units", "positions", "decision_types")
}
"""By table, the fields of which a change may give somebody power: all but its key that do not only describe."""
_MAY_NARROW = ("trigger", "decision_types", "max_amount", "vat")
_STAYS = tuple(one.name for one in stated(Deputyship) if one.name not in (*KEYS["deputyships"], *_MAY_NARROW))
"""What a deputyship that gives no more than before says as before."""

A_DAY = timedelta(days=1)
_WORKS_WITHIN = {
    Trigger.ALWAYS: set(Trigger),
    Trigger.ABSENCE_OR_VACANCY: {Trigger.ABSENCE_OR_VACANCY, Trigger.ABSENCE, Trigger.VACANCY},
    Trigger.ABSENCE: {Trigger.ABSENCE},
    Trigger.VACANCY: {Trigger.VACANCY},
}
"""By trigger, those that work at no other time."""


@dataclass(frozen=True, slots=True)
class Need:
    """Why a change waits for approval: the field that says so, and a sentence."""

    field: str
    why: str


@dataclass(frozen=True, slots=True)
class Maker:
    """Who makes a change, at which moment: `people` are the employee numbers that may be his.

    Days before `earliest` are long past. `anyone`: there is a mandate that everybody who works here has.
    """

    people: frozenset[str]
    moment: datetime
    earliest: datetime
    anyone: bool = False


GUARDS = Need("outcome", "It guards answers: somebody else agrees that it is expected no longer, or otherwise.")
"""Why an expected check is not ended or changed by one person."""
OF_AN_EXPECTATION = ("id", "why")
"""What an expected check says beside its question and its answer."""


def need(table: str, before: Fact | None, after: Any, by: Maker) -> Need | None:
    """Return why a change of an entry waits for approval, None if it counts at once.

    `before` is None for a new entry; where the register said something else under the same key, it is that: a former
    employment, a decision type that was withdrawn. What HR records of others counts at once, but not of himself, and
    not for days long past.
    """
    match table:
        case "deputyships":
            return _of_deputyship(before, after)
        case "appointments":
            return _of_appointment(before, after, by)
        case "employees":
            return _of_employee(before, after, by)
        case "absences":
            return _of_long_ago(_added(before, after), by.earliest)
        case "expected_checks":
            return GUARDS if weakens(before, after) else None
        case _:
            return _of_fields(table, before, after)


def need_to_withdraw(table: str, before: Any) -> Need | None:
    """Return why an entry is not withdrawn at once: it guards answers, or a stop that it bears would be lifted."""
    if table == "expected_checks":
        return GUARDS
    stopped = isinstance(before, Employee) and before.suspensions
    return Need("suspensions", "Somebody who is stopped could act again.") if stopped else None


def need_to_employ(before: Iterable[Period], after: Iterable[Period], moment: datetime) -> Need | None:
    """Return why other employments of a person wait for approval: what lapsed when he left would come back."""
    if gives_back(merged(before), merged(after), moment):
        return Need("valid_until", "What lapsed when the person left would come back.")
    return None


def need_to_add_type(after: DecisionType, everything: Collection[str]) -> Need | None:
    """Return why a new decision type waits for approval: somebody could decide on it at once.

    `everything` are the bodies of which somebody decides on every type: he is the body, or has a mandate for `*` on
    its behalf. A composite is decided on by its components. Nobody decides on a heading itself.
    """
    if after.components:
        return Need("components", "Who has mandates for its components could decide on it.")
    if after.nature is None:
        return None
    if after.parent is not None:
        return Need("parent", "Who has a mandate for what is above it could decide on it.")
    if after.body in everything or (after.body is None and everything):
        return Need("body", "Who decides on everything of this body could decide on it.")
    return None


def weakens(before: Any, after: Any) -> bool:
    """Return True if an answer is expected no longer (`after` is None) or otherwise, whatever else is said of it."""
    if before is None or after is None:
        return before is not None
    said = (one.name for one in fields(before) if one.name not in OF_AN_EXPECTATION)
    return any(getattr(before, name) != getattr(after, name) for name in said)


def forbidden(table: str, before: Any, after: Any) -> Need | None:
    """Return why no approval makes this correction possible: a body that meets is not one person by a correction."""
    if table == "bodies" and before.position is None and after.position is not None:
        return Need("position", "a body that meets does not become a body of one person: add one with its own code")
    return None


def _of_fields(table: str, before: Fact | None, after: Any) -> Need | None:
    """Judge by fields; of what is new only a body of one person has power by itself (but see `need_to_add_type`)."""
    if before is None:
        alone = table == "bodies" and after.position is not None
        return Need("position", "The holder of this position would have the power of the body.") if alone else None
    changed = [name for name in GIVES_POWER.get(table, ()) if getattr(before, name) != getattr(after, name)]
    return Need(changed[0], "This decides who may take decisions.") if changed else None


def _of_deputyship(before: Any, after: Deputyship) -> Need | None:
    if before is not None and _is_narrower(before, after):
        return None
    return Need("deputy", "A deputy has the power of the one he stands in for.")


def _is_narrower(before: Deputyship, after: Deputyship) -> bool:
    """Return True if a deputyship gives nothing that it did not give before."""
    return (
        all(getattr(before, name) == getattr(after, name) for name in _STAYS)
        and after.trigger in _WORKS_WITHIN[before.trigger]
        and _lists_no_more(before.decision_types, after.decision_types)
        and _is_capped_no_higher(before, after)
        and before.valid.covers(after.valid)
        and not (_names_a_person(before) and before.valid.since != after.valid.since)
    )


def _names_a_person(fact: Deputyship) -> bool:
    """Return True if a deputyship lapses when somebody leaves: one that begins later may have come back."""
    return bool(fact.principal.employee or fact.deputy.employee)


def _lists_no_more(before: Iterable[str], after: Iterable[str]) -> bool:
    """Return True if the types listed are among those of before; none listed is all."""
    return not set(before) or (bool(set(after)) and set(after) <= set(before))


def _is_capped_no_higher(before: Deputyship, after: Deputyship) -> bool:
    if before.max_amount is None:
        return True
    return after.max_amount is not None and after.max_amount <= before.max_amount and after.vat is before.vat


def _of_appointment(before: Any, after: Appointment, by: Maker) -> Need | None:
    added = [after.valid] if before and _begins_later(before, after) else _added(before, after)
    if added and after.employee in by.people:
        return Need("employee", "You would appoint yourself.")
    return _of_long_ago(added, by.earliest)


def _begins_later(before: Appointment, after: Appointment) -> bool:
    """Return True if an appointment comes to begin later: it may have lapsed, and would be a new one."""
    return after.valid.since is not None and (before.valid.since is None or before.valid.since < after.valid.since)


def _of_long_ago(added: Iterable[Period], earliest: datetime) -> Need | None:
    if any(period.since is None or period.since < earliest for period in added):
        return Need("valid_from", "It would count for days that are long past.")
    return None


def _of_employee(before: Any, after: Employee, by: Maker) -> Need | None:
    """Judge employment: nobody brings himself back, a stop is not lifted, and no time that is past is filled.

    Who left had lost what named him, and filling the time between two employments would give it back. Whoever is new
    had nothing, but what everybody has.
    """
    added = _added(before, after)
    if before is None:
        return _of_long_ago(added, by.earliest) if by.anyone else None
    if any(list(without(stop, after.suspensions)) for stop in before.suspensions):
        return Need("suspensions", "Somebody who is stopped could act again.")
    if before.name and after.name and same_name(before.name) != same_name(after.name):
        return Need("name", "Partners ask by name: who has this name could decide what the person may.")
    if after.number in by.people and added:
        return Need("valid_until", "You would extend your own employment.")
    has_left = before.valid.is_over(by.moment)
    return _of_long_ago(added, by.moment - A_DAY if has_left else by.earliest)


def _added(before: Fact | None, after: Fact) -> list[Period]:
    """Return the periods in which a fact comes to hold."""
    return list(without(after.valid, [before.valid] if before else []))
