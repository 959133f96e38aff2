"""A proposal of which nobody may approve all is split: each part stands by itself and has its own four eyes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from mandate_registry.errors import Conflict, Forbidden, Stale
from mandate_registry.register_folder.sheet.plan import Plan
from mandate_registry.register_folder.sheet.read_as import SheetReading
from mandate_registry.rules.facts import DecisionType, Nature
from mandate_registry.rules.lifecycle.lifecycle import Event
from mandate_registry.rules.lifecycle.reserved_types import holding_back
from mandate_registry.services.approval.approval_review import reviewed
from mandate_registry.services.approval.proposal_split import split
from mandate_registry.services.changesets import proposals
from mandate_registry.services.changesets.changeset_impact import impact
from mandate_registry.services.changesets.early_refusals import Precondition
from mandate_registry.services.changesets.file_readings import reading_of_changeset, save_reading
from mandate_registry.services.changesets.plans import read_plan
from mandate_registry.services.installation import Installation
from mandate_registry.services.transfer.export import export_register
from mandate_registry.services.transfer.register_import import import_register
from tests.services.waiting_proposals import ANY, HR, SECRETARY, SUPERVISOR, decided, founded, mandate, numbers, waiting
from tests.support.demo import WIERDENLAND

pytestmark = [pytest.mark.either_database, pytest.mark.slow]

OF_SECRETARY: tuple[str, str, dict[str, Any]] = ("X-1", "gemeentesecretaris", {})
OF_SUPERVISOR: tuple[str, str, dict[str, Any]] = ("X-2", "toezichthouder", {})
OF_BUYER: tuple[str, str, dict[str, Any]] = ("X-3", "inkoper", {})
BELOW_SECRETARY: tuple[str, str, dict[str, Any]] = ("X-4", "inkoper", {"parent": "X-1"})


@pytest.fixture
def town(installation: Installation) -> Installation:
    return founded(installation)


def parts(town: Installation, changeset: UUID, approver: str = "W-004") -> tuple[Any, Any]:
    return split(HR, town, changeset, ANY, approver)


def named(town: Installation, proposal: Any) -> list[str]:
    with town.reading() as connection:
        return [one.key for one in read_plan(connection, proposal.kept.changeset.id)]


def approved(town: Installation, by: Any, proposal: Any) -> str:
    return decided(town, by, proposal.kept.changeset.id, Event.APPROVAL)


def test_what_two_approvers_gain_by_is_approved_in_two_parts_by_each_other(town: Installation) -> None:
    changeset = waiting(town, OF_SECRETARY, OF_SUPERVISOR, OF_BUYER)
    for by in (SECRETARY, SUPERVISOR):
        with pytest.raises(Forbidden):
            decided(town, by, changeset, Event.APPROVAL)
    first, rest = parts(town, changeset)
    assert (named(town, first), named(town, rest)) == (["X-2", "X-3"], ["X-1"])
    assert approved(town, SECRETARY, first) == approved(town, SUPERVISOR, rest) == "approved"
    assert numbers(town) >= {"X-1", "X-2", "X-3"}


def test_a_proposal_that_was_split_is_withdrawn_and_says_so(town: Installation) -> None:
    changeset, reading = waiting(town, OF_SECRETARY, OF_BUYER), SheetReading(Plan("x", "mandates"))
    with town.writing() as connection:
        save_reading(connection, changeset, reading)
    for part in parts(town, changeset):
        assert reading_of_changeset(HR, town, part.kept.changeset.id) == reading
    assert proposals.get_changeset(HR, town, changeset).kept.changeset.state == "withdrawn"
    with pytest.raises(Conflict):
        decided(town, SUPERVISOR, changeset, Event.APPROVAL)


def wished(town: Installation, **otherwise: Any) -> UUID:
    """Propose two mandates for a reason, in a folder that also says something else."""
    register = export_register(HR, town, WIERDENLAND)
    added = [mandate(register, number, position, **said) for number, position, said in (OF_SECRETARY, OF_BUYER)]
    folder = replace(
        register, tables=register.tables | {"mandates": [*register.tables["mandates"], *added]}, **otherwise
    )
    changeset = import_register(HR, town, folder, reason="Zij vertrekt naar Duinrand.").changeset
    assert changeset
    return changeset


def test_both_parts_say_why_the_whole_was_proposed(town: Installation) -> None:
    for part in parts(town, wished(town)):
        assert part.kept.changeset.reason.startswith("Zij vertrekt naar Duinrand.\nPart of a proposal that was split")


def test_what_guards_an_answer_is_not_split_from_what_turns_it(town: Installation) -> None:
    expected = export_register(HR, town, WIERDENLAND).expectations or ()
    changeset = wished(town, expectations=[one for one in expected if one.id != "story-she-may-conclude"])
    with pytest.raises(Conflict, match="is not split"):
        parts(town, changeset)
    _, review = reviewed(HR, town, changeset)
    assert not any(one.may_part for one in review.approvers)


def test_nobody_approves_a_part_by_which_he_gains_or_in_which_he_has_a_hand(town: Installation) -> None:
    first, rest = parts(town, waiting(town, OF_SECRETARY, OF_BUYER))
    with pytest.raises(Forbidden):
        approved(town, SECRETARY, rest)
    for part in (first, rest):
        assert part.kept.changeset.proposers == ("W-025",)
        assert part.kept.changeset.state == "submitted"


def test_whoever_splits_has_a_hand_in_both_parts_beside_those_who_had_one(town: Installation) -> None:
    colleague = replace(HR, person="W-030")
    first, rest = split(colleague, town, waiting(town, OF_SECRETARY, OF_BUYER), ANY, "W-004")
    assert first.kept.changeset.proposers == rest.kept.changeset.proposers == ("W-025", "W-030")


def test_an_approver_does_not_split(town: Installation) -> None:
    changeset = waiting(town, OF_SECRETARY, OF_BUYER)
    with pytest.raises(Forbidden):
        split(SECRETARY, town, changeset, ANY, "W-004")
    assert proposals.get_changeset(HR, town, changeset).kept.changeset.state == "submitted"


def test_what_rests_on_an_entry_in_the_way_goes_with_it(town: Installation) -> None:
    first, rest = parts(town, waiting(town, OF_SECRETARY, OF_SUPERVISOR, BELOW_SECRETARY))
    assert (named(town, first), named(town, rest)) == (["X-2"], ["X-1", "X-4"])
    assert approved(town, SUPERVISOR, rest) == "approved"  # it stands by itself


def test_where_all_hang_together_the_rest_waits_for_the_first_part(town: Installation) -> None:
    first, rest = parts(town, waiting(town, OF_BUYER, ("X-5", "gemeentesecretaris", {"parent": "X-3"})))
    assert (named(town, first), named(town, rest)) == (["X-3"], ["X-5"])
    with pytest.raises(Conflict):
        approved(town, SUPERVISOR, rest)
    assert approved(town, SECRETARY, first) == "approved"
    assert approved(town, SUPERVISOR, rest) == "approved"


@pytest.mark.parametrize("mandates", [(OF_SECRETARY,), (OF_BUYER,)], ids=["nothing", "all"])
def test_what_somebody_may_approve_wholly_or_not_at_all_is_not_split(town: Installation, mandates: Any) -> None:
    changeset = waiting(town, *mandates)
    with pytest.raises(Conflict):
        parts(town, changeset)
    assert proposals.get_changeset(HR, town, changeset).kept.changeset.state == "submitted"


def test_what_is_decided_or_was_not_looked_at_is_not_split(town: Installation) -> None:
    changeset = waiting(town, OF_SECRETARY, OF_BUYER)
    with pytest.raises(Stale):
        split(HR, town, changeset, Precondition(frozenset({"1-1"})), "W-004")
    decided(town, SECRETARY, changeset, Event.REJECTION)
    with pytest.raises(Conflict):
        parts(town, changeset)


def test_a_review_names_for_each_approver_the_entries_by_which_he_gains(town: Installation) -> None:
    changeset = waiting(town, OF_SECRETARY, OF_SUPERVISOR, OF_BUYER)
    _, review = reviewed(SECRETARY, town, changeset)
    found = {one.number: one for one in review.approvers}
    assert review.total == 3
    assert found["W-004"].blocked == (("mandates", "X-1"),)
    assert not found["W-004"].may_all
    _, after = reviewed(SECRETARY, town, parts(town, changeset)[0].kept.changeset.id)
    assert [(one.number, one.may_all) for one in after.approvers] == [("W-004", True)]


def test_a_new_type_is_not_split_from_the_mandates_that_hold_it_back(town: Installation) -> None:
    register = export_register(HR, town, WIERDENLAND)
    new = [
        DecisionType(code=code, title_nl=code, body="college", nature=Nature.DECISION)
        for code in ("new.one", "new.two")
    ]
    own = mandate(register, "X-1", "gemeentesecretaris", decision_types=("new.one",), reservations=())
    had: list[Any] = register.tables["mandates"]
    held = holding_back([*had, own, mandate(register, "X-3", "inkoper")], new, [one.number for one in had])
    assert held.times == len(new) * 6
    tables: dict[str, Any] = {"decision_types": [*register.tables["decision_types"], *new], "mandates": held.mandates}
    changeset = import_register(HR, town, replace(register, tables=register.tables | tables)).changeset
    assert changeset
    first, rest = parts(town, changeset)
    assert named(town, first) == ["X-3"]
    assert {"new.one", "new.two", "X-1", "WL-1.1", "WL-2.1"} <= {*named(town, rest)}
    gains = {
        (one.employee, one.difference.decision_type) for one in impact(HR, town, rest.kept.changeset.id).differences
    }
    assert {code for _, code in gains} == {"new.one"}
