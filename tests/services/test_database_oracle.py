"""The answer through the database is the answer of the pure rules over all facts: the slow, obvious oracle."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings

from mandate_registry.rules.decision import decide
from mandate_registry.rules.facts import Organisation
from mandate_registry.rules.questions import Question
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.installation import Installation, now
from mandate_registry.services.loading import Loader
from mandate_registry.services.recording import open_register
from tests.rules.strategies import ELSEWHERE, THERE, questions, registers
from tests.rules.world import Tables, World

numbers = count(1)


@pytest.fixture(scope="module")
def peopled(shared_installation: Installation) -> Installation:
    """Give an installation in which the other organisation has its register; each example is one of its own."""
    _write(shared_installation, THERE, ELSEWHERE[THERE])
    return shared_installation


def _write(installation: Installation, oin: str, tables: Tables) -> None:
    with installation.writing() as connection:
        opened = open_register(connection, oin)
        list(opened.add("organisations", [(uuid4(), Organisation(oin=oin, name=oin))]))
        for table, facts in tables.items():
            list(opened.add(table, [(uuid4(), fact) for fact in facts]))
        opened.record(COMMAND_LINE, "import")


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(world=registers(), question=questions)
def test_the_database_gives_the_answer_of_the_rules(peopled: Installation, world: World, question: Question) -> None:
    oin = f"{next(numbers):020d}"
    deputyships = (replace(fact, number=f"P-{place}") for place, fact in enumerate(world.tables["deputyships"]))
    world = replace(world, oin=oin, others=ELSEWHERE).having("deputyships", *deputyships)
    question = replace(question, organisation=oin)
    _write(peopled, oin, world.tables)
    with peopled.reading() as connection:
        register = Loader(connection, now(), peopled.remembered).for_people(oin, question.everybody)
        answer = decide(register, question, explain=True)
    assert answer == world.ask(question, explain=True)
