"""Headings: decision types without a nature, which group others and about which nobody can be asked."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from mandate_registry.rules.directory import Directory
from mandate_registry.rules.facts import DecisionType


def empty_headings(types: Collection[DecisionType]) -> set[str]:
    """Return the codes of the headings with no decision type below them."""
    parents = {fact.parent for fact in types}
    return {fact.code for fact in types if fact.is_heading and fact.code not in parents}


def headings_asked(directory: Directory, code: str, at: datetime) -> tuple[str, ...]:
    """Return the headings for which a question about a decision type cannot be judged: itself, or components of it."""
    found = (directory.decision_type(part, at) for part in directory.parts(code, at))
    return tuple(fact.code for fact in found if fact and fact.is_heading)
