"""Four eyes: who had a hand in a change of mandates does not approve it, whichever key or role that person uses.

`HANDS` and `OTHERS` are to be read as a table: somebody has a hand in a change, and then this one approves it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from mandate_registry.errors import Forbidden, NotFound
from mandate_registry.register_folder.reader import read_register
from mandate_registry.register_folder.writer import write_folder
from mandate_registry.rules.lifecycle.lifecycle import Event
from mandate_registry.services.callers import Caller
from mandate_registry.services.changesets import proposal_changes, proposals
from mandate_registry.services.changesets.drafts import EventDetails
from mandate_registry.services.changesets.early_refusals import Precondition
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Role
from mandate_registry.services.transfer.export import export_register
from mandate_registry.services.transfer.register_import import import_register
from models import changes
from tests.services.town import ANY, APPROVER, HR, OIN, Town, somebody

pytestmark = pytest.mark.either_database

READER = somebody(Role.ADMINISTRATOR, "Ria")
HANNA = somebody(Role.HR, "Hanna", key=1)

ROLES = {
    "the key with which she proposed": HANNA,
    "a second key of hers": somebody(Role.HR, "Hanna", key=2),
    "a key of hers that approves": somebody(Role.APPROVER, "Hanna", key=3),
    "a key of hers that administers": somebody(Role.ADMINISTRATOR, "Hanna", key=4),
    "somebody else of hr": somebody(Role.HR, "Henk", key=5),
    "a partner": somebody(Role.PARTNER, "Piet", key=6),
    "an approver of another organisation": Caller((Role.APPROVER,), "00000009000000000002", person="Bea"),
    "an approver": APPROVER,
    "an administrator": somebody(Role.ADMINISTRATOR, "Ada", key=7),
}
MAY = {"an approver", "an administrator"}  # all others may not
MAY_WITHOUT_FOUR_EYES = {*MAY, "a key of hers that approves", "a key of hers that administers"}

Proposing = Callable[[Town, Caller, Path], UUID]
"""Proposes something, and returns the changeset that waits for approval."""


def a_grant(town: Town, by: Caller, _: Path) -> UUID:
    mandate = town.draft(by)
    town.does(by, Event.SUBMISSION, mandate)
    return changeset_of(town, mandate)


def an_amendment(town: Town, by: Caller, _: Path) -> UUID:
    mandate = town.granted()
    town.amends(by, mandate, max_amount=None)
    return changeset_of(town, mandate)


def a_resumption(town: Town, by: Caller, _: Path) -> UUID:
    mandate = town.granted()
    town.does(HR, Event.SUSPENSION, mandate)
    town.does(by, Event.RESUMPTION, mandate)
    return changeset_of(town, mandate)


def a_whole_changeset(town: Town, by: Caller, _: Path) -> UUID:
    changeset = proposal_changes.draft_changeset(
        by, town.installation, OIN, {"title": "Reorganisation"}
    ).kept.changeset.id
    town.draft(by, "M-7", changeset)
    town.draft(by, "M-8", changeset)
    decide(town, by, changeset, Event.SUBMISSION)
    return changeset


def an_import(town: Town, by: Caller, folder: Path) -> UUID:
    mandate = town.granted()
    write_folder(export_register(READER, town.installation, OIN), folder)
    file = folder / "mandates.csv"
    file.write_text(file.read_text().replace("100.00", "900.00"))
    preview = import_register(by, town.installation, read_register(folder))
    assert preview.changeset
    assert town.reads(mandate).entry.fact.max_amount == 100
    return preview.changeset


PROPOSALS: list[Proposing] = [
    a_grant,
    an_amendment,
    a_resumption,
    a_whole_changeset,
    an_import,
]


def changeset_of(town: Town, mandate: UUID) -> UUID:
    standing = town.reads(mandate).standing
    assert standing
    assert standing.changeset
    return standing.changeset


def decide(town: Town, by: Caller, changeset: UUID, event: Event, when: Precondition = ANY) -> proposals.Proposal:
    return proposal_changes.decide_on(by, town.installation, changeset, when, event, EventDetails())


def is_approved_by(town: Town, by: Caller, changeset: UUID) -> bool:
    """Return whether somebody may approve a changeset. It is then approved; otherwise it waits as before."""
    before = proposals.get_changeset(READER, town.installation, changeset)
    try:
        decide(town, by, changeset, Event.APPROVAL)
    except (Forbidden, NotFound):  # another organisation's changeset is none at all
        assert proposals.get_changeset(READER, town.installation, changeset) == before
        return False
    assert proposals.get_changeset(READER, town.installation, changeset).kept.changeset.state == "approved"
    return True


@pytest.mark.each_database
@pytest.mark.parametrize("proposal", PROPOSALS, ids=lambda one: one.__name__)
def test_who_proposes_something_does_not_approve_it(
    installation: Installation, proposal: object, tmp_path: Path
) -> None:
    assert callable(proposal)
    town = Town.founded(installation)
    changeset = proposal(town, HANNA, tmp_path)
    found = {name: is_approved_by(town, caller, changeset) for name, caller in list(ROLES.items())[:-2]}
    assert found == dict.fromkeys(found, False)
    assert is_approved_by(town, APPROVER, changeset)


@pytest.mark.parametrize("who", ROLES)
@pytest.mark.parametrize("four_eyes", [True, False], ids=["with four eyes", "without"])
def test_who_may_approve_what_she_proposed(installation: Installation, who: str, four_eyes: bool) -> None:  # noqa: FBT001 - a column of the table
    town = Town.founded(installation, four_eyes=four_eyes)
    changeset = a_grant(town, HANNA, Path())
    may = MAY if four_eyes else MAY_WITHOUT_FOUR_EYES
    assert is_approved_by(town, ROLES[who], changeset) == (who in may)


# Other hands than the proposer's: each does a little to a changeset that Hanna began.


def who_only_edited_the_draft(town: Town, by: Caller) -> UUID:
    mandate = town.draft(HANNA)
    town.edits(by, mandate, max_amount=None)
    town.does(HANNA, Event.SUBMISSION, mandate)
    return changeset_of(town, mandate)


def who_only_edited_the_title(town: Town, by: Caller) -> UUID:
    mandate = town.draft(HANNA)
    changeset = changeset_of(town, mandate)
    proposal_changes.edit_changeset(by, town.installation, changeset, ANY, {"title": "Otherwise"})
    decide(town, HANNA, changeset, Event.SUBMISSION)
    return changeset


def who_only_added_a_step(town: Town, by: Caller) -> UUID:
    mandate = town.granted()
    changeset = proposal_changes.draft_changeset(
        HANNA, town.installation, OIN, {"title": "Reorganisation"}
    ).kept.changeset.id
    town.draft(HANNA, "M-7", changeset)
    town.does(by, Event.REVOCATION, mandate, changeset=changeset)
    decide(town, HANNA, changeset, Event.SUBMISSION)
    return changeset


def who_only_submitted_it(town: Town, by: Caller) -> UUID:
    mandate = town.draft(HANNA)
    town.does(by, Event.SUBMISSION, mandate)
    return changeset_of(town, mandate)


def who_submitted_it_again_after_a_rejection(town: Town, by: Caller) -> UUID:
    changeset = a_grant(town, HANNA, Path())
    decide(town, APPROVER, changeset, Event.REJECTION)
    decide(town, by, changeset, Event.SUBMISSION)
    return changeset


HANDS = [
    who_only_edited_the_draft,
    who_only_edited_the_title,
    who_only_added_a_step,
    who_only_submitted_it,
    who_submitted_it_again_after_a_rejection,
]


@pytest.mark.parametrize("hand", HANDS, ids=lambda one: one.__name__)
def test_whoever_had_a_hand_in_it_does_not_approve_it(
    installation: Installation, hand: Callable[[Town, Caller], UUID]
) -> None:
    town, administrator = Town.founded(installation), somebody(Role.ADMINISTRATOR, "Ada", key=8)
    changeset = hand(town, administrator)
    assert not is_approved_by(town, administrator, changeset)
    assert not is_approved_by(town, somebody(Role.APPROVER, "Ada", key=9), changeset), "her other key"
    assert is_approved_by(town, APPROVER, changeset), "who rejected it before had no hand in it"


def test_a_key_of_nobody_in_particular_does_not_approve_what_it_proposed(installation: Installation) -> None:
    town, key = Town.founded(installation), replace(somebody(Role.ADMINISTRATOR, "", key=1), person=None)
    changeset = a_grant(town, key, Path())
    assert not is_approved_by(town, key, changeset)


def test_without_four_eyes_who_approves_is_kept_all_the_same(installation: Installation) -> None:
    town, administrator = Town.founded(installation, four_eyes=False), somebody(Role.ADMINISTRATOR, "Ada")
    assert is_approved_by(town, administrator, a_grant(town, administrator, Path()))
    with installation.reading() as connection:
        kept = connection.execute(select(changes.c.actor, changes.c.act).order_by(changes.c.version)).all()
    assert [tuple(one) for one in kept[-3:]] == [
        ("Ada", "add to mandates"),
        ("Ada", "submission"),
        ("Ada", "approval of changeset"),
    ]


def test_only_an_administrator_switches_four_eyes(installation: Installation) -> None:
    town = Town.founded(installation)
    for caller in (HR, APPROVER, somebody(Role.PARTNER, "Piet")):
        with pytest.raises(Forbidden):
            town.switch_four_eyes(caller, on=False)
    changeset = a_grant(town, READER, Path())
    assert not is_approved_by(town, READER, changeset)
    town.switch_four_eyes(READER, on=False)
    assert is_approved_by(town, READER, changeset)


def test_an_approver_never_writes(installation: Installation) -> None:
    town = Town.founded(installation)
    mandate, draft = town.granted(), town.draft(number="M-2")
    for event in (Event.SUSPENSION, Event.RESUMPTION, Event.REVOCATION, Event.CONSENT, Event.AMENDMENT):
        with pytest.raises(Forbidden):
            town.does(APPROVER, event, mandate)
    for event in (Event.SUBMISSION, Event.WITHDRAWAL, Event.PUBLICATION):
        with pytest.raises(Forbidden):
            town.does(APPROVER, event, draft)
    with pytest.raises(Forbidden):
        town.edits(APPROVER, draft, max_amount=None)
    with pytest.raises(Forbidden):
        town.draft(APPROVER, "M-3")
    with pytest.raises(Forbidden):
        proposal_changes.draft_changeset(APPROVER, installation, OIN, {"title": "x"})


@pytest.mark.parametrize("caller", [HR, somebody(Role.PARTNER, "Piet")], ids=["hr", "a partner"])
def test_neither_hr_nor_a_partner_decides(installation: Installation, caller: Caller) -> None:
    town = Town.founded(installation, four_eyes=False)
    mandate = town.draft()
    town.does(HR, Event.SUBMISSION, mandate)
    for event in (Event.APPROVAL, Event.REJECTION):
        with pytest.raises(Forbidden):
            town.does(caller, event, mandate)
