"""From the tables of `tests/cases` to facts and questions. A row has the columns of the register folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from mandate_registry.register_folder.cell_types import Dialect
from mandate_registry.register_folder.columns import TABLES
from mandate_registry.rules.facts import Mandate, Vat
from mandate_registry.rules.periods import Period
from mandate_registry.rules.questions import Money, Named, Question
from mandate_registry.yaml_text import LOADER
from tests.rules.register_tables import World

CASES = Path(__file__).parents[1] / "cases"
TOWN = "town.yaml"
ZONE = ZoneInfo("Europe/Amsterdam")
HABITS = Dialect(ZONE)
STATUS = ("approved", "suspended", "revoked_at")
"""Columns that only these cases have: the register folder records no status, the API does."""

Rows = Mapping[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class CaseOfTheTable:
    """One line of a table of cases: what it shows, the register, the question, and what is expected."""

    id: str
    world: World
    question: Question
    line: Mapping[str, Any]


@cache
def read_cases() -> tuple[CaseOfTheTable, ...]:
    """Return every case of every table; a case may add rows of its own to the register."""
    return tuple(_cases())


def _cases() -> Iterator[CaseOfTheTable]:
    for path in sorted(CASES.glob("*.yaml")):
        if path.name != TOWN:
            table = load(path)
            for line in table["cases"]:
                case = {**table["usual"], **line}
                world = world_of(table, case)
                yield CaseOfTheTable(f"{path.stem}: {case['it']}", world, question_of(world, case), case)


class _Texts(LOADER):  # type: ignore[misc,valid-type]  # (one of two classes of PyYAML)
    """Reads every word as text: no date, no yes, no number is guessed."""


_Texts.yaml_implicit_resolvers = {}


@cache
def load(path: Path) -> dict[str, Any]:
    """Read a table; every word in it is text."""
    loaded: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), _Texts)  # noqa: S506 - a safe loader
    return loaded


def world_of(table: Mapping[str, Any], case: Mapping[str, Any]) -> World:
    """Return the town with the rows of a table of cases, and those of one case."""
    town = load(CASES / TOWN)
    others = table.get("others", {}).get(case.get("others"), None)
    return World(
        town["organisation"]["oin"],
        _tables(town, table.get("register", {}), case.get("with", {})),
        {others["oin"]: _tables(others)} if others else {},
    )


def _tables(*registers: Rows) -> dict[str, tuple[Any, ...]]:
    """Read the rows of these registers, one after another in each table."""
    return {
        table.name: tuple(_fact(table, row) for register in registers for row in register.get(table.name, []))
        for table in TABLES
    }


def _fact(table: Any, row: Mapping[str, str]) -> Any:
    values: dict[str, Any] = {}
    for column in table.columns:
        if column.name in row:
            values |= column.read(row[column.name], HABITS)
    unknown = row.keys() - {column.name for column in table.columns} - set(STATUS)
    assert not unknown, f"{unknown} in {row}"
    fact = table.build(values)
    return _with_status(fact, row) if isinstance(fact, Mandate) else fact


def _with_status(mandate: Mandate, row: Mapping[str, str]) -> Mandate:
    first, _, last = row.get("suspended", "").partition(" / ")
    return replace(
        mandate,
        approved=row.get("approved") != "no",
        suspensions=(Period(_day(first), _day(last) + timedelta(days=1) if last else None),) if first else (),
        revoked_at=datetime.fromisoformat(row["revoked_at"]) if "revoked_at" in row else None,
    )


def _day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def question_of(world: World, case: Mapping[str, Any]) -> Question:
    at = datetime.fromisoformat(case["at"])
    amount = Decimal(case["amount"]) if case.get("amount") else None
    return Question(
        organisation=world.oin,
        employees=tuple(named(text) for text in listed(case["employees"])),
        decision_type=case["decision_type"],
        at=at,
        known_at=at,
        amount=None if amount is None else Money(amount, case.get("currency", "EUR"), Vat(case.get("vat", "excl"))),
        case=case.get("case"),
        counterparty=named(case["party"]) if "party" in case else case.get("counterparty"),
        unit=case.get("unit"),
        about=named(case["about"]) if "about" in case else None,
        confirmed_conditions=_confirmed(case.get("confirmed_conditions", ())),
        primary_decision_by=tuple(named(text) for text in listed(case.get("primary_decision_by", []))),
    )


def listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def named(text: str) -> Named:
    """Read how a case names an employee: a number, a full name, or OIN/number."""
    organisation, slash, number = text.rpartition("/")
    return Named(number=number, organisation=organisation) if slash else Named(number=text, name=text)


def _confirmed(said: Any) -> frozenset[str] | None:
    """Read which conditions are confirmed: `all` (None), or the ids and texts of some."""
    return None if said == "all" else frozenset(said)
