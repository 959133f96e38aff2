"""A heading where a decision type is needed is told: at its import, by the check, and among what is found."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from mandate_registry.register_folder.expectations import Expectation
from mandate_registry.rules.answers import Outcome, Reason
from mandate_registry.rules.check_requests import CheckRequest, EmployeeRef
from mandate_registry.rules.facts import EVERY_TYPE, Agreement
from mandate_registry.services.approval.shown_plan import show_changes, show_preview
from mandate_registry.services.callers import COMMAND_LINE, Caller
from mandate_registry.services.changesets.entry_changes import Draft, create
from mandate_registry.services.checks.answer_check import check
from mandate_registry.services.expected_checks.expectations import add_expected_check
from mandate_registry.services.findings.register_health import register_health
from mandate_registry.services.installation import Installation
from mandate_registry.services.pagination import Slice
from mandate_registry.services.permissions import Role
from mandate_registry.services.transfer.register_import import import_register
from tests.services.import_town import FOLDER, HR, OIN, Veldwijk, written

pytestmark = pytest.mark.either_database

TYPES = FOLDER["decision_types.csv"]
PARTNER = "00000009111111111103"
NATURE = "is a heading: nobody can be asked about it; set its nature"


@pytest.fixture
def veldwijk(installation: Installation, tmp_path: Path) -> Veldwijk:
    return Veldwijk.founded(installation, tmp_path / "register")


CASES = [
    ("a new one with nothing below it", TYPES + "park,Parkeren,,,\n", {"park": ["no_nature"]}),
    ("a new one with a nature", TYPES + "park,Parkeren,,,decision\n", {"park": []}),
    ("a new one with another below it", TYPES + "park,P,,,\npark.x,X,park,,decision\n", {"park": [], "park.x": []}),
    ("one that loses its nature", TYPES.replace("Kleine inkoop,buy,college,decision", "Klein,buy,,"), {"buy.small": 1}),
    ("one that gets a nature", TYPES.replace("buy,Inkoop,,,", "buy,Inkoop,,,decision"), {"buy": []}),
]


@pytest.mark.parametrize(("types", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_plan_tells_which_headings_have_nothing_below_them(
    veldwijk: Veldwijk, tmp_path: Path, types: str, expected: dict[str, list[str] | int]
) -> None:
    wanted = {code: ["no_nature"] if found == 1 else found for code, found in expected.items()}
    folder = written(tmp_path / "other", decision_types=types)
    preview = import_register(HR, veldwijk.installation, folder, dry_run=True)
    before = show_preview(veldwijk.installation, preview, Slice())
    proposed = import_register(HR, veldwijk.installation, folder)
    told = [before]
    if proposed.changeset:
        told.append(show_changes(HR, veldwijk.installation, proposed.changeset, Slice()))
    for shown in told:
        assert {one.change.key: [found.code for found in one.warnings] for one in shown.page.items} == wanted
        assert {str(found.sentence) for one in shown.page.items for found in one.warnings} <= {NATURE}
    leaves = tuple(code for code, found in wanted.items() if found)
    assert (preview.headings, proposed.headings) == (leaves, leaves)


def test_the_check_says_that_it_is_a_heading_and_how_to_mend_it(veldwijk: Veldwijk) -> None:
    agreed = Agreement(number="A-1", partner=PARTNER, decision_types=(EVERY_TYPE,), basis="a letter")
    create(COMMAND_LINE, veldwijk.installation, "agreements", Draft(OIN, agreed))

    def reason(code: str, caller: Caller = HR) -> dict[str, str | None]:
        asked = (EmployeeRef(number="E2"),)
        request = CheckRequest(organisation=OIN, employees=asked, decision_type=code, purpose="to know")
        (found,) = check(caller, veldwijk.installation, request).reasons
        return found

    heading = reason("buy")
    assert heading["code"] == "decision_type_unknown"
    assert "Nobody can be asked about a heading: buy." in str(heading["text"])
    assert "set its `nature`" in str(heading["text"])
    unknown = reason("juggling")
    assert (unknown["code"], unknown["text"]) == (
        "decision_type_unknown",
        "The register does not know this decision type.",
    )
    partner = Caller((Role.PARTNER,), PARTNER, "a partner")
    assert reason("buy", partner) == reason("juggling", partner)


def test_the_check_names_the_component_that_is_a_heading(installation: Installation, tmp_path: Path) -> None:
    head, *rows = TYPES.splitlines()
    types = "\n".join([f"{head},components", *(f"{row}," for row in rows), "both,Beide,,,,obj.decide ; buy"]) + "\n"
    import_register(COMMAND_LINE, installation, written(tmp_path / "register", decision_types=types))
    request = CheckRequest(organisation=OIN, employees=(EmployeeRef(number="E2"),), decision_type="both")
    (reason,) = check(HR, installation, request).reasons
    assert "Nobody can be asked about a heading: buy." in str(reason["text"])


def test_health_finds_a_heading_that_an_expected_check_asks_about(veldwijk: Veldwijk) -> None:
    def found() -> list[str]:
        health = register_health(HR, veldwijk.installation, OIN)
        return [str(one.detail) for one in health if one.code == "nature_missing"]

    at = datetime(2026, 6, 1, tzinfo=UTC)
    unanswerable = Expectation(
        id="none", employees=("E2",), decision_type="buy", at=at, outcome=Outcome.INDETERMINATE,
        reason=Reason.DECISION_TYPE_UNKNOWN,
    )  # fmt: skip
    add_expected_check(HR, veldwijk.installation, OIN, unanswerable)
    assert found() == []
    wished = Expectation(id="may-buy", employees=("E2",), decision_type="buy", at=at, outcome=Outcome.AUTHORISED)
    add_expected_check(HR, veldwijk.installation, OIN, wished)
    (told,) = found()
    assert told.endswith("It stands in: expected checks: may-buy.")
