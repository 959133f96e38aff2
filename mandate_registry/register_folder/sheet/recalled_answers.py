"""What is kept of the answers about a sheet, and suggested for the next one with the same headings.

Nothing is kept of columns that say who somebody is, and of single cells and rows. Words that become conditions, and
remarks, may name a person: what was answered is kept of them, by a digest of the words, and no word of theirs.
What is suggested is no answer: whoever brings in the next sheet gives it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mandate_registry.register_folder.amounts.limits import AMOUNTS, BOUNDED, READ_BESIDE
from mandate_registry.register_folder.sheet.plan import Plan, word_of
from mandate_registry.register_folder.spreadsheets import SheetLayout

IMPERSONAL = {
    *(*AMOUNTS, *BOUNDED, *READ_BESIDE, "kinds", "on_behalf_of", "decision_types", "except", "nature", "body"),
    *("sub_mandating", "within", "disclosure", "mandatable", "amount_required", "category"),
}
"""The columns of which words and texts are kept: in none of them stands who somebody is."""
ANEW: dict[str, Any] = {
    "mended": {},
    "dropped": (),
    "marked": {},
    "is_complete": False,
    "replaces": False,
    "added": {},
    "doubles": "",
    "new_units": "",
    "by_type": {},
    "later": (),
    "disclosure": "",
    "since": "",
    "granting": {},
    "new_types": "",
    "requires_amount": False,
}
"""What is asked anew of each list."""


def layout_of(laid: SheetLayout) -> str:
    """Return a digest of the headings of a sheet."""
    return hashlib.sha256(json.dumps([word_of(heading) for heading in laid.headings]).encode()).hexdigest()


def digest_of(word: str) -> str:
    """Return what is kept of a word that may name a person: enough to know it again, where it stands once more."""
    return f"sha256:{hashlib.sha256(word.encode()).hexdigest()}"


def answers_to_keep(plan: Plan) -> Plan:
    """Return what is kept of a plan.

    Whether a list is complete, and whether its days correct the register, is asked anew each time; so is what becomes
    of rows that are hidden or struck through, what is new in the register, and what new mandates get beside the file.
    """
    words: dict[str, Any] = {
        "meanings": {name: _meanings(plan, name) for name in plan.meanings if name in IMPERSONAL},
        "conditions": {name: list(map(digest_of, found)) for name, found in plan.conditions.items()},
        "remarks": {name: _by_digest(uses) for name, uses in plan.remarks.items()},
    }
    fixed = {name: text for name, text in plan.fixed.items() if name in IMPERSONAL}
    return replace(plan, sheet="", fixed=fixed, **words, **ANEW)


def _meanings(plan: Plan, column: str) -> dict[str, str | None]:
    """Return what words stand for; those of conditions by their digests."""
    kept = plan.conditions.get(column, ())
    return {digest_of(word) if word in kept else word: meant for word, meant in plan.meanings[column].items()}


def _by_digest(told: Mapping[str, str]) -> dict[str, str]:
    return {digest_of(word): use for word, use in told.items()}


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
        remarks={
            column: _beside(plan.remarks.get(column, {}), kept.remarks.get(column, {}))
            for column in {**kept.remarks, **plan.remarks}
        },
    )


def _beside(own: Mapping[str, Any], kept: Mapping[str, Any]) -> dict[str, Any]:
    return {**kept, **own}
