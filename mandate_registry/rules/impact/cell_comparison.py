"""Comparing two cells: the ranges of amounts and the matters of which a check says something else after a change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import product

from mandate_registry.rules.directory import Directory
from mandate_registry.rules.impact.cells import Cell
from mandate_registry.rules.impact.power_differences import ANY, NONE, Among, Amounts, PowerState, Scope
from mandate_registry.rules.impact.ranges import Strip, joined, merged, strips
from mandate_registry.rules.impact.tried import Matter

Changed = tuple[PowerState, PowerState]
ScopedChange = tuple[Scope, Changed]
Choice = tuple[Among, str | None]


def compare(before: Cell, after: Cell, moved: Iterable[str] = ()) -> list[ScopedChange]:
    """Return of which questions a check says something else, with what it says before and after.

    `moved` are the employees (numbers) of whom it may differ what a decision about them is.
    """
    groups = _alike(before, after, moved)
    return _compare(before, after, groups) if groups or before.key != after.key else []


def _alike(before: Cell, after: Cell, moved: Iterable[str]) -> list[list[str]]:
    """Return the employees who moved, those together about whom the same is said before, and the same after."""
    same = before.key == after.key
    alike: dict[Hashable, list[str]] = defaultdict(list)
    for number in sorted(moved):
        then, now = before.place_of(number), after.place_of(number)
        if then != now or not same:
            alike[then, now].append(number)
    return list(alike.values())


def _compare(before: Cell, after: Cell, groups: Iterable[Sequence[str]]) -> list[ScopedChange]:
    axes = [
        list(_units(before, after)),
        list(_abouts(before, after, groups)),
        list(_named("counterparties", before, after)),
        list(_named("cases", before, after)),
    ]
    bounds = {bound for cell in (before, after) for leg in cell.legs for bound in leg.bounds()}
    amounts = list(strips(bounds))
    rows: list[ScopedChange] = []
    for choices in product(*axes):
        matter = Matter(*(value for _, value in choices))
        scope = Scope(Amounts(), *(among for among, _ in choices))
        for strip in amounts:
            for found, changed in _along(strip, before, after, matter):
                rows.append((scope._replace(amounts=found), changed))
    return merged(rows)  # type: ignore[return-value]  # (what is told is handed back as it was given)


def _along(strip: Strip, before: Cell, after: Cell, matter: Matter) -> Iterator[tuple[Amounts, Changed]]:
    """Yield the ranges of a strip of which the answer changes, each as long as it changes in the same way."""
    last: tuple[Amounts, Changed] | None = None
    for stretch, then, now in zip(strip, before.along(strip, matter), after.along(strip, matter), strict=True):
        changed = None if then == now else (before.state(then), after.state(now))
        if last and last[1] == changed:
            last = joined(last[0], stretch.amounts), last[1]
            continue
        if last:
            yield last
        last = (stretch.amounts, changed) if changed and changed[0] != changed[1] else None
    if last:
        yield last


def _named(field: str, before: Cell, after: Cell) -> Iterator[Choice]:
    """Yield the cases or counterparties that a mandate names, and any other or none."""
    mandates = (mandate for cell in (before, after) for mandate in cell.mandates)
    values = {value for mandate in mandates for value in getattr(mandate, field)}
    if field == "counterparties" and before.outside and (before.keeps_off_oneself or after.keeps_off_oneself):
        values.add(before.outside)
    named = sorted(values)
    if not named:
        yield ANY, None
        return
    yield from ((Among((value,)), value) for value in named)
    yield Among(tuple(named), excluded=True, or_none=True), None


def _units(before: Cell, after: Cell) -> Iterator[Choice]:
    """Yield the units that lie in the same fields of mandates, all other units, and a question that names none."""
    if not (before.is_bound or after.is_bound):
        yield ANY, None
        return
    fields = before.fields() | after.fields()
    trees = [_places(cell, fields) for cell in (before, after)]
    alike: dict[tuple[frozenset[str], ...], list[str]] = defaultdict(list)
    for code in sorted({code for tree in trees for code in tree}):
        alike[tuple(tree.get(code, frozenset()) for tree in trees)].append(code)
    outside = alike.pop((frozenset(), frozenset()), [])
    yield NONE, None
    yield from ((Among(tuple(codes)), codes[0]) for codes in alike.values())
    inside = tuple(sorted(code for codes in alike.values() for code in codes))
    yield Among(inside, excluded=True), outside[0] if outside else _NO_UNIT


def _abouts(before: Cell, after: Cell, groups: Iterable[Sequence[str]]) -> Iterator[Choice]:
    """Yield each group of employees who moved, who acts where a mandate is never about him, and nobody in particular.

    Of a question about anybody else the units and the conditions say what is told.
    """
    me = before.oneself if before.keeps_off_oneself or after.keeps_off_oneself else None
    if before.is_bound or after.is_bound:
        yield NONE, None
        yield from ((Among(tuple(group)), group[0]) for group in groups if me not in group)
    else:
        yield (ANY if me is None else Among((me,), excluded=True, or_none=True)), None
    if me is not None:
        yield Among((me,)), me


_NO_UNIT = "-"
"""Stands for a unit that the register does not know: no code is written so."""


def _places(cell: Cell, fields: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return for each unit of the moment in which of the fields it lies."""
    directory: Directory = cell.register.directory
    wanted, at = set(fields), cell.question.at
    return {
        fact.code: frozenset(wanted.intersection(directory.units_above(fact.code, at))) for fact in directory.units(at)
    }
