"""The fields of a fact, as its class defines them (`facts`): wire, columns, tables and forms follow from these.

The annotation of a field says its kind of value, whether there may be several or none, and what is special about it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import MISSING, dataclass
from dataclasses import fields as declared
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from mandate_registry.rules import facts
from mandate_registry.rules.facts import Fact
from mandate_registry.rules.values import Bounds, Called, Refers, Special, ValueKind

FACTS: dict[str, type[facts.Fact]] = {
    "organisations": facts.Organisation,
    "bodies": facts.Body,
    "units": facts.Unit,
    "positions": facts.Position,
    "decision_types": facts.DecisionType,
    "employees": facts.Employee,
    "appointments": facts.Appointment,
    "absences": facts.Absence,
    "deputyships": facts.Deputyship,
    "instruments": facts.Instrument,
    "mandates": facts.Mandate,
    "agreements": facts.Agreement,
}
"""The classes of facts by table, in the order in which the tables build on each other."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a fact: `kind` is a kind of value, the bounds of a number, a list of words (StrEnum) or bool.

    `called` is its name outside of Python, in the folder as it is, in JSON in camelCase. With `many` it is a tuple of
    such values, with `optional` it may be None. It may name entries of the table that it `refers` to.
    """

    name: str
    kind: ValueKind | Bounds | type
    called: str
    default: Any
    many: bool = False
    optional: bool = False
    refers: str = ""
    special: frozenset[Special] = frozenset()

    @property
    def required(self) -> bool:
        """Return True if a fact cannot be without it."""
        return self.default is MISSING


def fields_of(fact: type[Fact]) -> tuple[Field, ...]:
    """Return the fields of a class of facts in their order, all but the period in which it is valid."""
    hints = get_type_hints(fact, include_extras=True)
    return tuple(_field(one.name, hints[one.name], one.default) for one in declared(fact) if one.name != "valid")


def stated(fact: type[Fact]) -> tuple[Field, ...]:
    """Return the fields that somebody states, each by itself."""
    return tuple(one for one in fields_of(fact) if not one.special & {Special.OF_EVENTS, Special.OF_CONSENTS})


def personal(fact: type[Fact]) -> tuple[str, ...]:
    """Return the names of the fields that tell who somebody is, in alphabetical order."""
    return tuple(sorted(one.name for one in fields_of(fact) if Special.PERSONAL in one.special))


def _field(name: str, hint: Any, default: Any) -> Field:
    hint, marks = _unwrapped(hint)
    if optional := NoneType in get_args(hint):
        hint, marks = _unwrapped(next(one for one in get_args(hint) if one is not NoneType), marks)
    if many := get_origin(hint) is tuple and not any(isinstance(one, ValueKind) for one in marks):
        hint, marks = _unwrapped(get_args(hint)[0], marks)
    kind = next((one for one in marks if isinstance(one, ValueKind | Bounds)), hint)
    called = next((one.name for one in marks if isinstance(one, Called)), name)
    special = frozenset(one for one in marks if isinstance(one, Special))
    refers = next((one.table for one in marks if isinstance(one, Refers)), "")
    return Field(name, kind, called, default, many, optional, refers, special)


def _unwrapped(hint: Any, marks: Iterable[Any] = ()) -> tuple[Any, tuple[Any, ...]]:
    """Return a type without its annotations, and those beside the ones that were found before."""
    found = getattr(hint, "__metadata__", ())
    return (hint.__origin__ if found else hint), (*marks, *found)
