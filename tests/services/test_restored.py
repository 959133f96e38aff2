"""A database that is restored while the service runs counts its versions again: nothing of before is taken for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from mandate_registry.errors import Forbidden, Stale
from mandate_registry.register_folder.expectations import Expectation
from mandate_registry.rules.answers import Outcome
from mandate_registry.rules.facts import Agreement, Disclosure
from mandate_registry.rules.lifecycle.lifecycle import Event
from mandate_registry.services.callers import COMMAND_LINE, Caller
from mandate_registry.services.changesets import proposal_changes
from mandate_registry.services.changesets.drafts import EventDetails
from mandate_registry.services.changesets.entry_changes import Correction
from mandate_registry.services.changesets.person_suspension import stop
from mandate_registry.services.checks.answer_check import check
from mandate_registry.services.checks.check_result import CheckResult
from mandate_registry.services.expected_checks import expectations
from mandate_registry.services.idempotency.reply_validity import must_be_current
from mandate_registry.services.installation import Installation
from mandate_registry.services.pagination import Slice
from mandate_registry.services.permissions import Role
from mandate_registry.services.public_register.public_list import read_page
from mandate_registry.services.public_register.published_mandates import list_published
from mandate_registry.services.register.entries import get
from mandate_registry.services.register.register_writer import current, open_register
from mandate_registry.services.reply_basis import ReplyBasis, noting
from models import TABLES
from tests.services.town import ANY, APPROVER, HR, OIN, ORGANISATION, QUESTION, Town, as_read
from tests.support import entries, postgres, sqlite

THIRD = "00000009000000000077"
PARTNER = Caller((Role.PARTNER,), THIRD, "key 3")
ASKED = replace(QUESTION, purpose="a test")
EXPECTED = Expectation(
    id="kim",
    employees=("e1",),
    decision_type="permit",
    at=datetime(2026, 6, 1, tzinfo=UTC),
    outcome=Outcome.AUTHORISED,
)


@pytest.fixture
def town(installation: Installation) -> Town:
    """Return a town with a mandate that is published, and a partner."""
    town = Town.founded(installation)
    mandate = town.granted()
    town.amends(HR, mandate, disclosure=Disclosure.PUBLIC)
    town.does(APPROVER, Event.APPROVAL, mandate)
    agreement = Agreement(number="1", partner=THIRD, decision_types=("*",))
    with installation.writing() as connection:
        register = open_register(connection, OIN)
        register.put("agreements", uuid4(), agreement)
        register.record(COMMAND_LINE, "agree")
    return town


@pytest.fixture
def restore(town: Town, database: str) -> Iterator[Callable[[], None]]:
    """Make a backup, and return what restores it."""
    town.installation.close()
    with (sqlite if database.startswith("sqlite") else postgres).backup(database) as restored:
        yield restored
        town.installation.close()


def mandate_of(town: Town) -> UUID:
    with town.installation.reading() as connection:
        rows = TABLES["mandates"]
        identity: UUID = connection.scalars(select(rows.c.id).distinct()).one()
        return identity


def renamed(town: Town) -> None:
    entries.correct(town.installation, "organisations", ORGANISATION, Correction({"name": "Old Town"}), HR)


def stopped(town: Town) -> None:
    with town.installation.reading() as connection:
        (identity,) = connection.scalars(select(TABLES["employees"].c.id))
    stop(HR, town.installation, identity, ANY, EventDetails(reason="x"), None)


def revoked(town: Town) -> None:
    town.does(HR, Event.REVOCATION, mandate_of(town), details=EventDetails(reason="x"))


def agreed_no_longer(town: Town) -> None:
    with town.installation.writing() as connection:
        register = open_register(connection, OIN)
        register.close("agreements", current(connection, register.id, "agreements"))
        register.record(COMMAND_LINE, "end an agreement")


def ask(town: Town) -> CheckResult:
    return check(PARTNER, town.installation, ASKED)


def published(town: Town) -> tuple[str, str, str]:
    """Return the states of what is published in two ways, and what the town is called there."""
    state, _ = list_published(town.installation, Slice({"organisation": OIN}))
    shown, page = read_page(town.installation, OIN)
    assert page
    return state, shown, page.name


def test_no_change_is_missed_after_a_restore(town: Town, restore: Callable[[], None]) -> None:
    """Each is the same version of the register as an innocent change was, which the backup does not have."""
    for change, reason in [(stopped, "person_suspended"), (revoked, "revoked"), (agreed_no_longer, None)]:
        renamed(town)
        assert ask(town).outcome == "authorised"
        before, basis = published(town), ReplyBasis()
        with noting(basis):
            check(HR, town.installation, QUESTION)
        restore()
        change(town)
        if reason is None:
            with pytest.raises(Forbidden):
                ask(town)
        else:
            assert ask(town).outcome == "not_authorised"
            (told,) = check(HR, town.installation, QUESTION).reasons
            assert told["code"] == reason
        after = published(town)
        assert (before[2], after[2]) == ("Old Town", "Town")
        assert not {*before} & {*after}
        with town.installation.reading() as connection, pytest.raises(Exception, match="not given again"):
            must_be_current(connection, basis)
        restore()
        assert ask(town).outcome == "authorised"


def test_what_was_seen_of_another_history_is_not_changed(town: Town, restore: Callable[[], None]) -> None:
    """A tag has the number of a version that came again, with something else in it."""
    opened, mandate = town.installation, mandate_of(town)

    def suspended(reason: str) -> list[str]:
        town.does(HR, Event.SUSPENSION, mandate, details=EventDetails(reason=reason))
        kept = expectations.add_expected_check(HR, opened, OIN, replace(EXPECTED, why=reason))
        drafted = proposal_changes.draft_changeset(HR, opened, OIN, {"title": reason, "instrument": None, "reason": ""})
        renamed(town)
        home = get(HR, opened, "organisations", ORGANISATION)
        return [town.reads(mandate).tag, kept.tag, drafted.tag, home.tag]

    seen, stored = suspended("one"), town.reads(mandate)
    restore()
    there = suspended("another")
    assert [one.partition("-")[0] for one in seen] == [one.partition("-")[0] for one in there]
    assert not {*seen} & {*there}
    with pytest.raises(Stale):
        town.does(HR, Event.REVOCATION, mandate, as_read(stored), details=EventDetails(reason="x"))
