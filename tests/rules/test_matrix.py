"""Every cell of the authority matrix says what checks would, and an empty one nothing that they would not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from mandate_registry.config import ROOT
from mandate_registry.register_folder.reader import read_register
from mandate_registry.rules.answers import Outcome, Reason
from mandate_registry.rules.decision.case import Register
from mandate_registry.rules.decision.decision import decide
from mandate_registry.rules.directory import Directory
from mandate_registry.rules.mandates import Mandates
from mandate_registry.rules.powers.matrix import CellState, Matrix, MatrixEntry, matrix
from mandate_registry.rules.questions import CENT, Money, Named, Question
from tests.rules.register_tables import World
from tests.rules.strategies import DAYS, registers
from tests.support.properties import part

AT = datetime(2026, 11, 23, 13, tzinfo=UTC)
HUGE = Decimal(10_000_000_000)


def filled(register: Register, at: datetime) -> Matrix:
    directory = register.directory
    return matrix(register, at, directory.positions(at), directory.decision_types(at))


def with_one_in(register: Register, position: str) -> Register:
    """Return the register of an organisation in which one person works, in this position."""
    return replace(register, directory=register.directory.staffed([("N-1", position)]))


def asked(register: Register, code: str, at: datetime, amount: Money | None) -> Question:
    return Question(
        organisation=register.directory.oin,
        employees=(Named(number="N-1"),),
        decision_type=code,
        at=at,
        known_at=at,
        amount=amount,
    )


def within(entry: MatrixEntry) -> Iterator[Money]:
    """Yield amounts that lie within an entry which is bounded on no more than one basis, at its edges."""
    for limit in entry.limits:
        if limit.above is not None:
            yield Money(limit.above + CENT, limit.currency, limit.vat)
        tops = [bound for bound in (limit.maximum, limit.below and limit.below - CENT) if bound is not None]
        yield Money(min(tops, default=HUGE), limit.currency, limit.vat)
    if not entry.limits:
        yield Money(HUGE)


def beyond(entries: tuple[MatrixEntry, ...]) -> Iterator[Money]:
    """Yield the first amount beyond the only entry of a cell."""
    if len(entries) == 1 and len(entries[0].limits) == 1 and entries[0].limits[0].top < HUGE:
        limit = entries[0].limits[0]
        top = limit.top if limit.below == limit.top else limit.top + CENT
        yield Money(top, limit.currency, limit.vat)


TOLD: dict[CellState, set[Reason | None]] = {
    CellState.ALONE: {None},
    CellState.CONDITIONAL: {None, Reason.CONDITION_UNCONFIRMED},
    CellState.TOGETHER: {None, Reason.CONDITION_UNCONFIRMED, Reason.CO_HOLDER_REQUIRED},
}
"""What a check may say where a cell says this: there may be wider grounds as well."""


def must_be_what_checks_say(register: Register, at: datetime) -> int:
    """Hold every cell against checks, and return how many entries were looked at."""
    found = filled(register, at)
    for position in register.directory.positions(at):
        staffed = with_one_in(register, position.code)
        for fact in register.directory.decision_types(at):
            entries = found.cells.get((position.code, fact.code), ())
            sure = [entry for entry in entries if entry.state in TOLD and len(entry.limits) < 2]
            for entry, amount in [(one, amount) for one in sure for amount in within(one)]:
                answer = decide(staffed, asked(register, fact.code, at, amount), look_ahead=False)
                assert answer.reason in TOLD[entry.state], (position.code, fact.code, entry, amount)
            amounts = [Money(CENT)] if not entries or entries[0].state not in TOLD else beyond(entries)
            for amount in amounts:
                answer = decide(staffed, asked(register, fact.code, at, amount), look_ahead=False)
                assert answer.outcome is not Outcome.AUTHORISED, (position.code, fact.code, amount)
    return sum(map(len, found.cells.values()))


def sample(name: str) -> Register:
    read = read_register(ROOT / "data/sample" / name)
    tables: Any = {"organisations": (read.organisation,), **read.tables}
    return Register(Directory(read.organisation.oin, tables), Mandates(tables["mandates"]), {})


@pytest.mark.slow
@pytest.mark.parametrize(("name", "least"), [("wierdenland", 1000), ("duinrand", 10)])
def test_every_cell_of_a_register_says_what_checks_say(name: str, least: int) -> None:
    assert must_be_what_checks_say(sample(name), AT) > least


def test_a_mandate_whose_limits_leave_no_amount_is_worth_nothing() -> None:
    register = sample("duinrand")
    emptied = [replace(one, above_amount=CENT, max_amount=CENT) for one in register.mandates.seen_at(AT)]
    found = filled(replace(register, mandates=Mandates(emptied)), AT)
    by_mandate = {entry.state for entries in found.cells.values() for entry in entries if entry.mandates}
    assert by_mandate <= {CellState.RESERVED, CellState.RESTRICTED}


@given(registers())
@part(2)
def test_every_cell_of_any_register_says_what_checks_say(world: World) -> None:
    must_be_what_checks_say(world.register(), DAYS[2])


def test_who_works_there_makes_no_difference() -> None:
    register = sample("duinrand")
    nobody = replace(register, directory=register.directory.staffed([]))
    assert filled(register, AT).cells
    assert filled(register, AT) == filled(nobody, AT)


@given(registers())
def test_parts_of_a_matrix_are_the_rows_of_the_whole(world: World) -> None:
    register, at = world.register(), DAYS[1]
    positions, types = register.directory.positions(at), register.directory.decision_types(at)
    whole = matrix(register, at, positions, types)
    parts, rest = [], positions
    while rest:
        parts.append(matrix(register, at, rest, types, most=2))
        following = parts[-1].following
        rest = rest[rest.index(following) :] if following else []
    assert [fact for one in parts for fact in one.positions] == list(whole.positions)
    assert {place: cell for one in parts for place, cell in one.cells.items()} == whole.cells
    assert all(len(one.positions) == 2 for one in parts[:-1])
