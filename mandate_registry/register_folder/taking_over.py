"""What is kept of the answers about a sheet, and suggested for the next one with the same headings.

Nothing is kept of columns that say who somebody is, of single cells and rows, and of words that become conditions:
these may name a person. What is suggested is no answer: whoever brings in the next sheet gives it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mandate_registry.register_folder.limits import AMOUNTS, BOUNDED, TOLD
from mandate_registry.register_folder.plan import word_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mandate_registry.register_folder.plan import Plan
    from mandate_registry.register_folder.spreadsheets import Laid

IMPERSONAL = {
    *(*AMOUNTS, *BOUNDED, *TOLD, "kinds", "on_behalf_of", "decision_types", "except", "nature", "body"),
    *("sub_mandating", "within", "disclosure", "mandatable", "amount_required", "category"),
}
"""The columns of which words and texts are kept: in none of them stands who somebody is."""
ANEW: dict[str, Any] = {
    "mended": {},
    "dropped": (),
    "conditions": {},
    "marked": {},
    "is_complete": False,
    "replaces": False,
    "added": {},
    "doubles": "",
    "new_units": "",
    "by_type": {},
    "later": (),
    "disclosure": "",
    "remarks": {},
    "since": "",
    "granting": {},
}
"""What is asked anew of each list."""


def layout_of(laid: Laid) -> str:
    """Return a digest of the headings of a sheet."""
    return hashlib.sha256(json.dumps([word_of(heading) for heading in laid.headings]).encode()).hexdigest()


def kept_of(plan: Plan) -> Plan:
    """Return what is kept of a plan.

    Whether a list is complete, and whether its days correct the register, is asked anew each time; so is what becomes
    of rows that are hidden or struck through, what is new in the register, and what new mandates get beside the file.
    """
    meanings = {name: words for name, words in plan.meanings.items() if name in IMPERSONAL}
    fixed = {name: text for name, text in plan.fixed.items() if name in IMPERSONAL}
    return replace(plan, sheet="", meanings=meanings, fixed=fixed, **ANEW)


def with_columns(plan: Plan, kept: Plan) -> Plan:
    """Return a plan with what the columns were used for before, and what was the same in every row."""
    columns: dict[str, Any] = {"columns": kept.columns, "functions": kept.functions, "unused": kept.unused}
    return replace(plan, fixed=_beside(plan.fixed, kept.fixed), **columns)


def with_answers(plan: Plan, kept: Plan) -> Plan:
    """Return a plan with the answers of before, where it has none of its own."""
    return replace(
        plan,
        fixed=_beside(plan.fixed, kept.fixed),
        bounds=_beside(plan.bounds, kept.bounds),
        multiples=_beside(plan.multiples, kept.multiples),
        chosen=_beside(plan.chosen, kept.chosen),
        vat_by=_beside(plan.vat_by, kept.vat_by),
        rubrics=plan.rubrics or kept.rubrics,
        limits=plan.limits or kept.limits,
        notation=plan.notation or kept.notation,
        numbers=plan.numbers or kept.numbers,
    )


def _beside(own: Mapping[str, Any], kept: Mapping[str, Any]) -> dict[str, Any]:
    return {**kept, **own}
