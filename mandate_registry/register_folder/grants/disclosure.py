"""To whom new mandates may be named, of a list that does not tell: as its owner answered, once for the file."""

from __future__ import annotations

from typing import Any

from mandate_registry.register_folder.sheet.plan import Plan
from mandate_registry.rules.facts import Disclosure


def asks_disclosure(plan: Plan) -> bool:
    """Return True if a list of mandates does not tell to whom they may be named."""
    return plan.table == "mandates" and not plan.says("disclosure")


def disclosed(plan: Plan) -> dict[str, Any]:
    """Return what a new mandate says of it, by the answer of the list's owner."""
    return {"disclosure": Disclosure(plan.disclosure)} if asks_disclosure(plan) and plan.disclosure else {}


def undisclosed(plan: Plan) -> dict[str, Any]:
    """Return what a mandate says of it that is held against a row that does not tell."""
    return {"disclosure": Disclosure.PARTNERS} if asks_disclosure(plan) else {}
