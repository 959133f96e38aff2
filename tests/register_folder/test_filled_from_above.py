"""An empty cell gets what stands right above it in rows that are read, and nothing across a gap."""

from __future__ import annotations

from mandate_registry.register_folder.sheet.filled_from_above import filled_from_above
from mandate_registry.register_folder.sheet.plan import Plan
from tests.register_folder.sheets import laid_of

LIST = (
    "Nummer;Bevoegdheid;Grens\nK.1;Gunnen;1\nK.2;;2\nK.3;;3\nK.4;idem;4\nK.5;;5\n"
    "K.6;Weigeren;6\nK.7;vervallen;7\nK.8;;8\nK.9;Kappen;9\n;;\nK.10;;10\n"
)


def test_it_is_filled_row_by_row_and_not_from_what_is_no_value_or_not_read() -> None:
    laid = laid_of(LIST)
    plan = Plan("", "mandates", {"number": 0, "decision_types": 1}, marked={"lapsed": False})
    assert filled_from_above(laid, plan, "decision_types") == {"3:1": "Gunnen", "4:1": "Gunnen"}
    assert filled_from_above(laid, Plan("", "mandates", plan.columns, functions=(1,)), "decision_types") == {}
    assert filled_from_above(laid, plan, "holder") == {}
