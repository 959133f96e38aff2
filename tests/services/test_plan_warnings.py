"""What should not be overlooked of a plan: what a mandate leaves open, and in what it reaches too far."""

from __future__ import annotations

from pathlib import Path

import pytest

from mandate_registry.services.approval.shown_plan import show_changes, show_preview
from mandate_registry.services.installation import Installation
from mandate_registry.services.pagination import Slice
from mandate_registry.services.transfer.register_import import import_register
from tests.services.import_town import FOLDER, HR, Veldwijk, written

pytestmark = pytest.mark.either_database

TYPES = "".join(
    f"{line},{'yes' if line.startswith('buy.') else 'amount_required' if line.startswith('code') else ''}\n"
    for line in FOLDER["decision_types.csv"].splitlines()
)
"""Those of Veldwijk, of which buying needs an amount."""
HEAD = "number,kinds,on_behalf_of,holder,decision_types,valid_from,valid_until,max_amount,sub_mandating,parent,"
HEAD += "conditions\n"
FOUNDED = [
    "1.1,mandate,college,position:inkoper,buy.award,2025-01-01,,50000.00,1,,",
    "2.1,mandate,college,position:jurist,obj.decide,2025-01-01,,,,,",
]
BELOW = "Z-1,mandate,college,position:controller,buy.award,2026-01-01,2030-12-31,60000.00,,1.1,"
BOUNDED = "Z-1,mandate,college,position:controller,buy.small,2026-01-01,2030-12-31,10.00,,,"


@pytest.fixture
def veldwijk(installation: Installation, tmp_path: Path) -> Veldwijk:
    town = Veldwijk.founded(installation, tmp_path / "register")
    appointments = FOLDER["appointments.csv"] + "E1,jurist,2020-01-01\n"
    town.decides(town.imports(written(tmp_path / "register", appointments=appointments, decision_types=TYPES)))
    return town


CASES: list[tuple[str, list[str], dict[str, list[str]]]] = [
    ("all is said", [*FOUNDED, BOUNDED], {"Z-1": []}),
    ("no limit", [*FOUNDED, BOUNDED.replace("10.00", "")], {"Z-1": ["no_limit"]}),
    ("no end", [*FOUNDED, BOUNDED.replace("2030-12-31", "")], {"Z-1": ["no_end"]}),
    (
        "a limit that needs no amount",
        [*FOUNDED, BOUNDED.replace("buy.small", "obj.decide")],
        {"Z-1": ["limit_not_asked"]},
    ),
    ("a limit on everything", [*FOUNDED, BOUNDED.replace("buy.small", "*")], {"Z-1": ["limit_not_asked"]}),
    ("a limit on a heading", [*FOUNDED, BOUNDED.replace("buy.small", "buy")], {"Z-1": []}),
    ("nobody", [*FOUNDED, BOUNDED.replace("controller", "griffier")], {"Z-1": ["position_vacant"]}),
    ("two people", [*FOUNDED, BOUNDED.replace("controller", "jurist")], {"Z-1": ["position_shared"]}),
    (
        "wider than its parent",
        [*FOUNDED, BELOW],
        {"Z-1": ["wider_than_parent"]},
    ),
    ("of what was open before nothing is said", [FOUNDED[0], f"{FOUNDED[1]}Vooraf overleggen."], {"2.1": []}),
    ("a limit that goes", [FOUNDED[0].replace("50000.00", ""), FOUNDED[1]], {"1.1": ["no_limit"]}),
    (
        "above it stands what comes with it",
        [FOUNDED[0].replace("50000.00", "70000.00"), FOUNDED[1], BELOW],
        {"1.1": [], "Z-1": []},
    ),
    ("what ends is past warning", FOUNDED[:1], {"2.1": []}),
]


@pytest.mark.parametrize(("rows", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_it_is_said_of_what_comes_to_be_so(
    veldwijk: Veldwijk, tmp_path: Path, rows: list[str], expected: dict[str, list[str]]
) -> None:
    appointments = FOLDER["appointments.csv"] + "E1,jurist,2020-01-01\n"
    folder = written(
        tmp_path / "other", mandates=HEAD + "\n".join(rows) + "\n", appointments=appointments, decision_types=TYPES
    )
    before = show_preview(
        veldwijk.installation, import_register(HR, veldwijk.installation, folder, dry_run=True), Slice()
    )
    shown = show_changes(HR, veldwijk.installation, veldwijk.imports(folder), Slice())
    for one in (before, shown):
        assert {seen.change.key: [found.code for found in seen.warnings] for seen in one.page.items} == expected
        counted = [code for codes in expected.values() for code in codes]
        assert one.summary.warnings == {code: counted.count(code) for code in counted}


def test_who_comes_with_the_plan_holds_his_position(veldwijk: Veldwijk, tmp_path: Path) -> None:
    appointments = FOLDER["appointments.csv"] + "E1,jurist,2020-01-01\nE1,griffier,2020-01-01\n"
    mandates = HEAD + "\n".join([*FOUNDED, BOUNDED.replace("controller", "griffier")]) + "\n"
    changeset = veldwijk.imports(
        written(tmp_path / "other", mandates=mandates, appointments=appointments, decision_types=TYPES)
    )
    items = show_changes(HR, veldwijk.installation, changeset, Slice({"table": "mandates"})).page.items
    assert [(seen.change.key, seen.warnings) for seen in items] == [("Z-1", ())]
