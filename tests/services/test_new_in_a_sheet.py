"""What is new in a sheet of mandates waits with them: nothing of it is there before somebody else approves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mandate_registry.rules import facts
from mandate_registry.services.installation import Installation
from mandate_registry.services.uploads.proposal_renewal import renew
from tests.services.import_town import ANY, HR, Veldwijk

pytestmark = pytest.mark.either_database

ROW = "9.1;mandaat;college;Inkoper;Subsidie weigeren;1000"
CELLS = {"code": "sub.refuse", "title_nl": "Subsidie weigeren", "body": "college", "nature": "decision"}
ADDED: dict[str, Any] = {"added": {"decision_types": {"subsidie weigeren": CELLS}}, "bounds": {"max_amount": "within"}}
YES, NO = "authorised", "not_authorised"


@pytest.fixture
def town(installation: Installation, tmp_path: Path) -> Veldwijk:
    return Veldwijk.founded(installation, tmp_path / "veldwijk")


def types(town: Veldwijk) -> list[str]:
    return [one.code for one in town.says["decision_types"]]


def test_types_and_mandates_wait_in_one_proposal(town: Veldwijk) -> None:
    changeset = town.sends(ROW, **ADDED)
    assert "sub.refuse" not in types(town)
    town.decides(changeset)
    assert "sub.refuse" in types(town)
    outcomes = [town.asks("E2", "sub.refuse", amount) for amount in ("1000.00", "1000.01")]
    assert outcomes == [YES, NO]
    assert town.asks("E3", "sub.refuse", "1.00") == NO


def test_made_again_it_names_what_the_register_has_by_then(town: Veldwijk) -> None:
    changeset = town.sends(ROW, **ADDED)
    fact = facts.DecisionType(
        code="subsidy.no", title_nl="Subsidie weigeren", body="college", nature=facts.Nature.DECISION
    )
    town.adds("decision_types", fact)
    renew(HR, town.installation, changeset, ANY)
    town.decides(changeset)
    assert (types(town).count("subsidy.no"), "sub.refuse" in types(town)) == (1, False)
    assert [one.decision_types for one in town.says["mandates"] if one.number == "9.1"] == [("subsidy.no",)]
