"""Findings about who can still call: keys in use of people who do not work here any more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from mandate_registry.rules.findings.findings import Finding, FindingCode, KeyInUse, Severity
from mandate_registry.rules.findings.review import Review
from mandate_registry.rules.sentences import Called, make_sentence


def key_of_leaver(review: Review) -> Iterator[Finding]:
    """Find employees who have left, and whose keys were neither revoked nor have expired."""
    found: dict[str, list[KeyInUse]] = defaultdict(list)
    for key in review.keys:
        if review.directory.has_left(key.person, review.at):
            found[key.person].append(key)
    for person, keys in found.items():
        detail = make_sentence(
            "Employee %(number)s has left, and is still the person of %(keys)s.",
            number=Called("employees", person),
            keys=", ".join(f"{key.id} ({key.label})" for key in keys),
        )
        yield Finding(FindingCode.KEY_OF_LEAVER, Severity.ERROR, "", (("employees", person),), detail)
