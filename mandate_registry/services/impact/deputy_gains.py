"""What somebody gains as a deputy alone: it is compared again without anybody who stands in for another."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from mandate_registry.rules.decision.case import Register
from mandate_registry.rules.directory import Directory
from mandate_registry.rules.impact.impact import Comparison
from mandate_registry.rules.impact.views import View
from mandate_registry.rules.notation import Seat
from mandate_registry.rules.questions import Person

DEPUTYSHIPS = "deputyships"


def gained_as_deputy(people: Collection[Person], gained: Collection[str], compared: Comparison) -> frozenset[str]:
    """Return of the decision types that these people gain those that they gain as deputies alone."""
    alone = Comparison(
        _without(compared.before), _without(compared.after), _others(compared.gone), _others(compared.come)
    )
    return frozenset(gained) - {code for one in people for code in alone.gained_by(one)}


def principals_of(people: Collection[Person], register: Register) -> list[Seat]:
    """Return for whom these people stand in, each once."""
    view, facts = View(register), register.directory.tables.get(DEPUTYSHIPS, ())
    found = dict.fromkeys(fact.principal for fact in facts)
    return [seat for seat in found if not view.deputies(seat).isdisjoint(people)]


def _without(register: Register) -> Register:
    tables = {**register.directory.tables, DEPUTYSHIPS: []}
    return replace(register, directory=Directory(register.directory.oin, tables))


def _others(side: Mapping[str, Sequence[Any]]) -> dict[str, Sequence[Any]]:
    return {table: facts for table, facts in side.items() if table != DEPUTYSHIPS}
