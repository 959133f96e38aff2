"""The answers that an organisation expects: kept with the register, brought and taken along by its folder."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from mandate_registry.errors import Conflict, Forbidden, InvalidInput, NotFound, Stale
from mandate_registry.register_folder.expectations import Expectation
from mandate_registry.register_folder.problems import InvalidRegister
from mandate_registry.register_folder.reader import read_register
from mandate_registry.rules.answers import Outcome, Reason
from mandate_registry.rules.lifecycle.lifecycle import Event
from mandate_registry.services.callers import COMMAND_LINE, Caller
from mandate_registry.services.changesets.drafts import EventDetails
from mandate_registry.services.changesets.early_refusals import Precondition
from mandate_registry.services.changesets.proposal_changes import decide_on
from mandate_registry.services.expected_checks.expectations import (
    add_expected_check,
    delete_expected_check,
    get_expected,
    list_expected,
    update_expected_check,
)
from mandate_registry.services.expected_checks.expected_check import ExpectedCheck
from mandate_registry.services.expected_checks.folder_verification import verify
from mandate_registry.services.installation import Installation
from mandate_registry.services.pagination import Slice
from mandate_registry.services.permissions import Role
from mandate_registry.services.transfer.export import export_register
from mandate_registry.services.transfer.import_preview import Preview
from mandate_registry.services.transfer.register_import import import_register

pytestmark = pytest.mark.either_database

OIN = "00000009100000000001"
ANY = Precondition()
MAY = Expectation(
    id="tender",
    employees=("W-012",),
    decision_type="cooperation.conclude",
    at=datetime(2026, 9, 15, tzinfo=UTC),
    outcome=Outcome.NOT_AUTHORISED,
    reason=Reason.AMOUNT_REQUIRED,
)


def load(
    installation: Installation, folder: Path, caller: Caller = COMMAND_LINE, *, dry_run: bool = False, reason: str = ""
) -> Preview:
    return import_register(caller, installation, read_register(folder), dry_run=dry_run, reason=reason)


def kept(installation: Installation) -> list[str]:
    page = list_expected(COMMAND_LINE, installation, Slice({"organisation": OIN}, limit=1000))
    return [one.expectation.id for one in page.items]


def test_an_import_brings_what_is_expected_and_an_export_takes_it_along(
    installation: Installation, wierdenland: Path
) -> None:
    preview = load(installation, wierdenland)
    assert len(preview.tables["expected_checks"]["added"]) == len(kept(installation)) == 103
    assert export_register(COMMAND_LINE, installation, OIN).expectations == read_register(wierdenland).expectations
    assert load(installation, wierdenland).is_empty


def test_a_dry_run_shows_what_would_be_expected(installation: Installation, wierdenland: Path) -> None:
    load(installation, wierdenland)
    checks = wierdenland / "checks.yaml"
    first, second, *rest = checks.read_text().split("- id: ")[1:]
    items = ["new" + first, re.sub("outcome: .*", "outcome: indeterminate\n  reason: amount_required", second), *rest]
    checks.write_text("".join(f"- id: {item}" for item in items))
    preview = load(installation, wierdenland, dry_run=True)
    changes = preview.tables["expected_checks"]
    assert [len(names) for names in changes.values()] == [1, 1, 1]
    assert len(kept(installation)) == 103


def test_a_folder_that_does_not_say_leaves_what_is_expected_alone(
    installation: Installation, wierdenland: Path
) -> None:
    load(installation, wierdenland)
    (wierdenland / "checks.yaml").unlink()
    assert load(installation, wierdenland).is_empty
    (wierdenland / "checks.yaml").write_text("")
    proposed = load(installation, wierdenland, HR, reason="Alles wordt opnieuw opgezet.")
    assert len(proposed.tables["expected_checks"]["ended"]) == 103
    assert proposed.changeset
    decide_on(APPROVER, installation, proposed.changeset, ANY, Event.APPROVAL, EventDetails())
    assert kept(installation) == []
    assert export_register(COMMAND_LINE, installation, OIN).expectations is None


def test_a_wrong_file_is_wrong_in_an_import_too(installation: Installation, wierdenland: Path) -> None:
    (wierdenland / "checks.yaml").write_text("- id: 012\n")
    with pytest.raises(InvalidRegister, match=r"checks\.yaml, line 1, column id: '012' is not a text"):
        load(installation, wierdenland)


HR, APPROVER = (Caller((role,), OIN, person=role.value) for role in (Role.HR, Role.APPROVER))


def propose(installation: Installation, folder: Path) -> UUID:
    """Propose to raise the limit of a mandate and to expect nothing any more."""
    mandates = folder / "mandates.csv"
    mandates.write_text(mandates.read_text().replace("2500.00", "3000.00"))
    (folder / "checks.yaml").write_text("")
    preview = load(installation, folder, HR, reason="Vervallen.")
    assert preview.changeset
    return preview.changeset


def test_a_proposed_import_is_carried_out_when_somebody_else_approves(
    installation: Installation, wierdenland: Path
) -> None:
    load(installation, wierdenland)
    changeset = propose(installation, wierdenland)
    assert len(kept(installation)) == 103
    assert not load(installation, wierdenland, HR, dry_run=True).is_empty
    with pytest.raises(Forbidden):
        decide_on(HR, installation, changeset, ANY, Event.APPROVAL, EventDetails())
    decide_on(APPROVER, installation, changeset, ANY, Event.APPROVAL, EventDetails())
    assert kept(installation) == []
    assert load(installation, wierdenland, HR).is_empty


def test_an_answer_that_is_expected_since_an_import_was_proposed_is_expected_still(
    installation: Installation, wierdenland: Path
) -> None:
    load(installation, wierdenland)
    changeset = propose(installation, wierdenland)
    add_expected_check(HR, installation, OIN, MAY)
    assert len(kept(installation)) == 104
    decide_on(APPROVER, installation, changeset, ANY, Event.APPROVAL, EventDetails())
    assert kept(installation) == ["tender"]


def test_an_import_that_breaks_what_is_expected_is_not_approved(installation: Installation, wierdenland: Path) -> None:
    load(installation, wierdenland)
    mandates = wierdenland / "mandates.csv"
    mandates.write_text(re.sub(r"^(WL-4\.1,.*,)100000\.00", r"\g<1>70000.00", mandates.read_text(), flags=re.MULTILINE))
    changeset = load(installation, wierdenland, HR).changeset
    assert changeset
    with pytest.raises(Conflict, match="Answers that are expected would change"):
        decide_on(APPROVER, installation, changeset, ANY, Event.APPROVAL, EventDetails())


def test_the_register_is_asked_what_it_keeps(installation: Installation, wierdenland: Path) -> None:
    import_register(COMMAND_LINE, installation, read_register(wierdenland), recorded_at="adopted")
    assert verify(HR, installation, OIN).total == 103
    add_expected_check(HR, installation, OIN, replace(MAY, reason=Reason.REVOKED))
    report = verify(HR, installation, OIN)
    assert (report.total, [one.id for one in report.differences]) == (104, ["tender"])
    with pytest.raises(InvalidInput):
        verify(COMMAND_LINE, installation, "00000009100000000009")


def test_what_is_expected_changes_and_ends_only_in_the_state_that_was_seen(
    installation: Installation, wierdenland: Path
) -> None:
    load(installation, wierdenland)
    first = add_expected_check(HR, installation, OIN, MAY)
    second = update_expected_check(HR, installation, first.id, Precondition(frozenset({first.tag})), {"why": "art. 3"})
    assert isinstance(second, ExpectedCheck)
    assert (second.expectation.why, second.id) == ("art. 3", first.id)
    for change in (
        lambda seen: update_expected_check(HR, installation, first.id, seen, {"why": ""}),
        lambda seen: delete_expected_check(HR, installation, first.id, seen, "Vervallen."),
    ):
        with pytest.raises(Stale):
            change(Precondition(frozenset({first.tag})))
    waits = delete_expected_check(HR, installation, first.id, Precondition(frozenset({second.tag})), "Vervallen.")
    assert waits
    decide_on(APPROVER, installation, waits.changeset, ANY, Event.APPROVAL, EventDetails())
    with pytest.raises(NotFound):
        get_expected(HR, installation, first.id)


def test_what_changes_nothing_is_not_recorded(installation: Installation, wierdenland: Path) -> None:
    load(installation, wierdenland)
    first = add_expected_check(HR, installation, OIN, MAY)
    assert update_expected_check(HR, installation, first.id, ANY, {"id": "tender"}) == first


def test_a_name_stands_in_a_register_once(installation: Installation, wierdenland: Path) -> None:
    load(installation, wierdenland)
    add_expected_check(HR, installation, OIN, MAY)
    other = add_expected_check(HR, installation, OIN, replace(MAY, id="other"))
    with pytest.raises(Conflict):
        add_expected_check(HR, installation, OIN, MAY)
    with pytest.raises(Conflict):
        update_expected_check(HR, installation, other.id, ANY, {"id": "tender"})


def test_every_outcome_but_a_yes_has_its_reason(installation: Installation, wierdenland: Path) -> None:
    load(installation, wierdenland)
    with pytest.raises(InvalidInput):
        add_expected_check(HR, installation, OIN, replace(MAY, reason=None))
    one = add_expected_check(HR, installation, OIN, replace(MAY, reason=None, outcome=Outcome.AUTHORISED))
    with pytest.raises(InvalidInput):
        update_expected_check(HR, installation, one.id, ANY, {"outcome": Outcome.CONDITIONAL})


def test_only_who_keeps_the_register_says_what_is_expected(installation: Installation, wierdenland: Path) -> None:
    load(installation, wierdenland)
    one = add_expected_check(HR, installation, OIN, MAY)
    assert get_expected(APPROVER, installation, one.id) == one
    for act in (
        lambda: add_expected_check(APPROVER, installation, OIN, MAY),
        lambda: delete_expected_check(APPROVER, installation, one.id, ANY, "Vervallen."),
    ):
        with pytest.raises(Forbidden):
            act()
    with pytest.raises(Forbidden):
        list_expected(Caller((Role.PARTNER,), OIN), installation, Slice())
    with pytest.raises(NotFound):
        get_expected(Caller((Role.HR,), "00000009100000000002"), installation, one.id)
