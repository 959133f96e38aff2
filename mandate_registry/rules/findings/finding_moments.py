"""When findings change though nothing is recorded: a fact begins or ends, or a mandate comes to end soon."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import chain

from mandate_registry.rules.decision.case import Register
from mandate_registry.rules.facts import Fact, Mandate
from mandate_registry.rules.findings.reach_findings import SOON, VERY_SOON


def finding_moments(register: Register) -> list[datetime]:
    """Return the moments at which anything that is found may change by itself, in order."""
    directories = (register.directory, *register.others.values())
    tables = (facts for directory in directories for facts in directory.tables.values())
    facts: Iterator[Fact] = chain(chain.from_iterable(tables), register.mandates)
    return sorted({moment for fact in facts for moment in _moments(fact)})


def _moments(fact: Fact) -> Iterator[datetime]:
    yield from fact.changes()
    if isinstance(fact, Mandate) and fact.valid.until:
        yield from (fact.valid.until - ahead for ahead in (SOON, VERY_SOON))
