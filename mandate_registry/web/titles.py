"""What proposals are called, in the language of a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mandate_registry.services.changing.titles import BETWEEN
from mandate_registry.web.language import lazy

if TYPE_CHECKING:
    from mandate_registry.services.registers.changesets import Changeset

NOUNS = {
    "mandate": lazy("mandate"),
    "mandates": lazy("mandates"),
    "organisation": lazy("organisation"),
    "organisations": lazy("organisations"),
    "body": lazy("body"),
    "bodies": lazy("bodies"),
    "unit": lazy("unit"),
    "units": lazy("units"),
    "position": lazy("position"),
    "positions": lazy("positions"),
    "decision type": lazy("decision type"),
    "decision types": lazy("decision types"),
    "employee": lazy("employee"),
    "employees": lazy("employees"),
    "appointment": lazy("appointment"),
    "appointments": lazy("appointments"),
    "absence": lazy("absence"),
    "absences": lazy("absences"),
    "deputyship": lazy("deputyship"),
    "deputyships": lazy("deputyships"),
    "instrument": lazy("instrument"),
    "instruments": lazy("instruments"),
    "agreement": lazy("agreement"),
    "agreements": lazy("agreements"),
    "expected check": lazy("expected check"),
    "expected checks": lazy("expected checks"),
}
"""What entries are called in titles (`services.changing.titles`)."""
COUNTED = re.compile(r"(\d+) ([a-z ]+)")


def title_of(changeset: Changeset) -> str:
    """Return the title of a changeset; what an import counts in it is said in the language of the page."""
    name, between, counts = changeset.title.rpartition(BETWEEN)
    if not changeset.is_import or not between:
        return changeset.title
    return name + between + COUNTED.sub(lambda found: f"{found[1]} {NOUNS.get(found[2], found[2])}", counts)
