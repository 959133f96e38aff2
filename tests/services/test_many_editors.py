"""Fifty people edit one mandate at once, each as they read it: one does, the others are told to read it again."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

import pytest
from sqlalchemy import func, select

from mandate_registry.errors import Stale
from mandate_registry.rules.lifecycle.lifecycle import Event
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Role
from mandate_registry.services.register.entries import EntryView, get
from mandate_registry.services.register.points_in_time import PointInTime
from models import TABLES, changes, events
from tests.services.concurrency import at_once
from tests.services.town import HR, Town, as_read, somebody

pytestmark = pytest.mark.slow

EDITORS = 50
ROUNDS = 3


def test_one_of_many_editors_wins_and_none_overwrites_another(installation: Installation) -> None:
    town = Town.founded(installation)
    mandate, won = town.draft(), []
    for turn in range(ROUNDS):
        read = town.reads(mandate)
        found = at_once(
            *(
                partial(
                    town.edits,
                    somebody(Role.HR, f"editor {number}"),
                    mandate,
                    as_read(read),
                    max_amount=Decimal(1000 * turn + number + 1),
                )
                for number in range(EDITORS)
            )
        )
        (winner,) = [one for one in found if isinstance(one, EntryView)]
        assert sum(isinstance(one, Stale) for one in found) == EDITORS - 1, found
        assert town.reads(mandate) == winner
        won.append(winner)
    assert len({stored.tag for stored in won}) == ROUNDS
    _must_be_told_for_ever(town, won)


def _must_be_told_for_ever(town: Town, won: list[EntryView]) -> None:
    """Read back each state that the mandate was in, and who brought it about."""
    for stored in won:
        back = get(HR, town.installation, "mandates", stored.entry.id, PointInTime(known_at=stored.recorded_at))
        assert back.entry == stored.entry
    rows = TABLES["mandates"]
    with town.installation.reading() as connection:
        actors = connection.scalars(select(changes.c.actor).where(changes.c.act == "correct mandates")).all()
        edits = connection.scalar(select(func.count()).where(events.c.event == Event.EDIT.value))
        kept = connection.scalar(select(func.count()).select_from(rows))
    amounts = [int(stored.entry.fact.max_amount) % 1000 - 1 for stored in won]
    assert actors == [f"editor {number}" for number in amounts]
    assert edits == ROUNDS
    assert kept == ROUNDS + 1


def test_one_of_many_amendments_is_proposed_and_the_others_must_read_again(installation: Installation) -> None:
    town = Town.founded(installation)
    mandate = town.granted()
    read = as_read(town.reads(mandate))
    found = at_once(*(partial(town.amends, HR, mandate, read, max_amount=Decimal(n + 1)) for n in range(EDITORS)))
    assert sum(isinstance(one, EntryView) for one in found) == 1
    assert sum(isinstance(one, Stale) for one in found) == EDITORS - 1, found
