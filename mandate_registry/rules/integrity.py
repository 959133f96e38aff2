"""What a register must satisfy as a whole: known codes, no circles, no duplicates, no period that runs backward.

Only what cannot be recorded at all is a flaw. A mandate that oversteps its parent is none: the check takes the
intersection, and register health reports it (`check.md`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from mandate_registry.rules.facts import EVERY_TYPE, OWN_FIELDS, Fact
from mandate_registry.rules.fields import FACTS, fields_of
from mandate_registry.rules.notation import Reservation, Seat
from mandate_registry.rules.periods import Period

Reference = tuple[str, str, str]

KEYS: dict[str, tuple[str, ...]] = {
    "organisations": ("oin",),
    "bodies": ("code",),
    "units": ("code",),
    "positions": ("code",),
    "decision_types": ("code",),
    "employees": ("number",),
    "appointments": ("employee", "position"),
    "absences": ("employee",),
    "deputyships": ("number",),
    "instruments": ("reference",),
    "mandates": ("number",),
    "agreements": ("number",),
}
"""What identifies a fact within its table, in the order in which the tables build on each other."""

DATED_KEYS = {"appointments", "absences", "employees"}
"""Tables that may hold the same key for several periods."""

APART = {"mandates", "employees"}
"""Tables in which no two periods of the same key overlap."""

CIRCULAR = {
    "units": ("parent",),
    "decision_types": ("parent", "components"),
    "mandates": ("parent",),
}
"""Fields that refer to their own table, along which no circle may run."""


_KEY_FIELDS = {table: tuple(map(attrgetter, names)) for table, names in KEYS.items()}
_REFERRING = {table: tuple(one for one in fields_of(fact) if one.refers) for table, fact in FACTS.items()}
_NO_CODES = {EVERY_TYPE, *OWN_FIELDS}
"""What may stand where codes do, and names no entry."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a fact cannot be recorded; `index` is its place in the table, `field` the fact's field."""

    table: str
    index: int
    field: str
    code: str
    detail: str


def flaws(tables: Mapping[str, Sequence[Fact]], also_known: Mapping[str, set[str]] | None = None) -> list[Flaw]:
    """Find every flaw of a whole register.

    `tables` has a sequence of facts for each key of KEYS; `also_known` names codes to be taken as known, by table.
    """
    known: dict[str, set[Any]] = {table: {key_of(table, fact)[0] for fact in tables.get(table, ())} for table in KEYS}
    positions: Sequence[Any] = tables.get("positions", ())
    known["categories"] = {position.category for position in positions}
    for table, codes in (also_known or {}).items():
        known[table] |= codes
    return [
        flaw
        for table in KEYS
        for found in (_unknown(table, tables, known), _repeated(table, tables), _backward(table, tables))
        for flaw in found
    ] + [flaw for table in CIRCULAR for flaw in circles(table, tables.get(table, ()))]


def key_of(table: str, fact: Any) -> tuple[str, ...]:
    """Return the values that identify `fact` within `table`."""
    return tuple([get(fact) for get in _KEY_FIELDS[table]])


def references(table: str, fact: Any) -> Iterator[Reference]:
    """Yield (field, table referred to, code) for every code of the own register that `fact` mentions."""
    for one in _REFERRING[table]:
        value = getattr(fact, one.name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Seat):
                yield from _seat(one.name, item)
            elif item and item not in _NO_CODES:
                yield one.name, one.refers, item.code if isinstance(item, Reservation) else item


def _unknown(table: str, tables: Mapping[str, Sequence[Fact]], known: Mapping[str, set[Any]]) -> Iterator[Flaw]:
    for index, fact in enumerate(tables.get(table, ())):
        for field, target, code in references(table, fact):
            if code not in known[target]:
                yield Flaw(table, index, field, "unknown_code", unknown_code(target, code))


def unknown_code(target: str, code: str) -> str:
    """Return the message that the table `target` has no `code`."""
    return f"{code!r} is not among the {target.replace('_', ' ')}"


def _repeated(table: str, tables: Mapping[str, Sequence[Fact]]) -> Iterator[Flaw]:
    seen: dict[tuple[str, ...], list[Period]] = defaultdict(list)
    for index, fact in enumerate(tables.get(table, ())):
        key = key_of(table, fact)
        if any(clash(table, fact.valid, other) for other in seen[key]):
            yield Flaw(table, index, KEYS[table][0], "duplicate", repeated(table, key))
        seen[key].append(fact.valid)


def repeated(table: str, key: tuple[str, ...]) -> str:
    """Return the message about a key that a table has twice."""
    if table == "employees":
        return f"{' / '.join(key)} is employed twice at one time: employments of one number do not overlap"
    return f"{' / '.join(key)} stands here twice"


def clash(table: str, period: Period, other: Period) -> bool:
    """Return whether a table cannot hold the same key for both periods."""
    if table in APART:
        return period.meets(other)
    return table not in DATED_KEYS or period.since == other.since


def _backward(table: str, tables: Mapping[str, Sequence[Fact]]) -> Iterator[Flaw]:
    for index, fact in enumerate(tables.get(table, ())):
        if fact.valid.is_backward:
            yield Flaw(table, index, "valid", "last_day_before_first", "the last day is before the first")


def circles(table: str, facts: Sequence[Fact]) -> Iterator[Flaw]:
    """Yield every fact of a table that lies on a circle or leads into one."""
    for field in CIRCULAR.get(table, ()):
        edges: dict[str, set[str]] = defaultdict(set)
        for fact in facts:
            if codes := _codes(getattr(fact, field)):
                edges[key_of(table, fact)[0]].update(codes)
        caught = in_circles(edges)
        for index, fact in enumerate(facts):
            code = key_of(table, fact)[0]
            if code in caught:
                yield Flaw(table, index, field, "circle", f"{code!r} is above or part of itself")


def _codes(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value or ()


def in_circles(edges: Mapping[str, Collection[str]]) -> set[str]:
    """Return the nodes that lie on a circle or lead into one: what is left when the loose ends are taken away."""
    waiting = {code: sum(target in edges for target in targets) for code, targets in edges.items()}
    leading: dict[str, list[str]] = {}
    for code, targets in edges.items():
        for target in targets:
            leading.setdefault(target, []).append(code)
    loose = [code for code, count in waiting.items() if not count]
    while loose:
        for code in leading.get(loose.pop(), ()):
            waiting[code] -= 1
            if not waiting[code]:
                loose.append(code)
    return {code for code, count in waiting.items() if count}


def _seat(field: str, seat: Seat) -> Iterator[Reference]:
    if seat.organisation:
        return
    targets = {"position": "positions", "employee": "employees", "category": "categories", "unit": "units"}
    yield from ((field, target, code) for kind, target in targets.items() if (code := getattr(seat, kind)))
