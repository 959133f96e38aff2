"""Whom a caller may ask, and about what: for who chooses on a page instead of writing codes."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from mandate_registry.rules.facts import DecisionType, Unit
from mandate_registry.services.callers import Caller
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Right
from mandate_registry.services.register.loader import Loader
from models import registers


@dataclass(frozen=True, slots=True)
class QueryTarget:
    """An organisation that a caller may ask today, and the decision types that he may ask about, by title.

    `own`: he is told in full, as one of its own. `alone` is the number of the employee who may ask about himself only.
    Otherwise he asks as a partner, and says for what purpose; then the types are those agreed with him. A heading is
    never among them, since nothing can be asked about one. `units` are told to who reads the register, and to nobody
    else: how an organisation is built is no partner's business.
    """

    oin: str
    name: str
    time_zone: str
    own: bool
    alone: str | None
    decision_types: tuple[DecisionType, ...]
    units: tuple[Unit, ...] = ()

    @property
    def as_partner(self) -> bool:
        """Return True if it is asked as a partner asks."""
        return not (self.own or self.alone)


def list_query_targets(caller: Caller, installation: Installation) -> list[QueryTarget]:
    """Return the organisations with a register here that the caller may ask; his own comes last, for others are asked.

    A check of what is listed is admitted, and one of anything else refused (`services.checks.access_basis.authorise`).
    """
    with installation.reading() as connection:
        oins = connection.scalars(select(registers.c.oin).order_by(registers.c.id)).all()
        loader = Loader(connection, None, installation.remembered)
        found = [one for oin in oins if (one := _target(caller, loader, oin))]
    return sorted(found, key=lambda one: one.oin == caller.organisation)


def _target(caller: Caller, loader: Loader, oin: str) -> QueryTarget | None:
    directory, at = loader.directory(oin), loader.moment(oin)
    types = [fact for fact in directory.decision_types(at) if not fact.is_heading]
    own, alone = caller.may(Right.ASK, oin), caller.may_for_self(Right.ASK, oin)
    if not own and not alone:
        if not caller.may_as_partner(Right.ASK, oin):
            return None
        agreed = loader.agreed(oin, caller.organisation or "")
        types = [fact for fact in types if agreed.about(fact.code)]
        if not agreed:
            return None
    by_title = tuple(sorted(types, key=lambda fact: fact.title_nl.casefold()))
    person = caller.person if alone else None
    units = tuple(directory.units(at)) if caller.may(Right.READ, oin) else ()
    return QueryTarget(oin, directory.name(at), directory.time_zone(at), own, person, by_title, units)
