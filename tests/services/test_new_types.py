"""A new decision type on which somebody could decide at once waits for approval, however it comes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mandate_registry.register_folder.reader import RegisterFolder
from mandate_registry.rules.facts import DecisionType, Nature
from mandate_registry.rules.lifecycle.lifecycle import Event
from mandate_registry.services.changesets.entry_changes import Draft, create
from mandate_registry.services.changesets.entry_proposals import WaitingChange
from mandate_registry.services.installation import Installation
from mandate_registry.services.transfer.export import export_register
from mandate_registry.services.transfer.register_import import import_register
from tests.services.waiting_proposals import HR, SECRETARY, decided, founded, mandate
from tests.support.demo import WIERDENLAND

pytestmark = pytest.mark.either_database

OF_COUNCIL = DecisionType(code="new", title_nl="Nieuw", body="raad", nature=Nature.DECISION)
POWERFUL: dict[str, dict[str, Any]] = {
    "a composite": {"nature": None, "body": None, "components": ("cooperation.decide", "cooperation.represent")},
    "of a body of one person": {"body": "burgemeester"},
    "of a body with a mandate for everything": {"body": "college"},
    "below another": {"parent": "permit"},
}


@pytest.fixture
def town(installation: Installation) -> Installation:
    return founded(installation)


def said(town: Installation) -> RegisterFolder:
    return export_register(HR, town, WIERDENLAND)


def with_type(register: RegisterFolder, fact: DecisionType) -> RegisterFolder:
    others = [one for one in register.tables["decision_types"] if getattr(one, "code", "") != fact.code]
    return replace(register, tables=register.tables | {"decision_types": [*others, fact]})


@pytest.mark.parametrize("values", POWERFUL.values(), ids=POWERFUL)
def test_it_waits_by_itself_and_in_a_folder(town: Installation, values: dict[str, Any]) -> None:
    fact = replace(OF_COUNCIL, **values)
    assert import_register(HR, town, with_type(said(town), fact), dry_run=True).waits
    assert isinstance(create(HR, town, "decision_types", Draft(WIERDENLAND, fact)), WaitingChange)


def test_one_that_nobody_could_decide_on_counts_at_once(town: Installation) -> None:
    assert not isinstance(create(HR, town, "decision_types", Draft(WIERDENLAND, OF_COUNCIL)), WaitingChange)


def test_one_that_was_withdrawn_is_judged_as_new_when_it_comes_again(town: Installation) -> None:
    before = said(town)
    import_register(HR, town, with_type(before, OF_COUNCIL))
    import_register(HR, town, before)
    granted = mandate(before, "X-9", "griffier", on_behalf_of="raad", decision_types=("*",))
    tables = before.tables | {"mandates": [*before.tables["mandates"], granted]}
    changeset = import_register(HR, town, replace(before, tables=tables)).changeset
    assert changeset
    assert decided(town, SECRETARY, changeset, Event.APPROVAL) == "approved"
    assert isinstance(create(HR, town, "decision_types", Draft(WIERDENLAND, OF_COUNCIL)), WaitingChange)
