"""Findings about who adopted what a mandate rests on: another body than the one on whose behalf it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from mandate_registry.rules.facts import Body
from mandate_registry.rules.findings.findings import Finding, FindingCode, Severity, about
from mandate_registry.rules.findings.review import Review
from mandate_registry.rules.sentences import Called, make_sentence

SHORT = ("b en w", "burgemeester en wethouders")
"""How the college is called for short, and what that stands for."""


def adopted_by_another(review: Review) -> Iterator[Finding]:
    """Find mandates on behalf of another body than adopted their instrument, where that names its body (Awb 10:3).

    A sub-mandate is granted by who holds the mandate above it, and is left out.
    """
    bodies = review.directory.bodies(review.at)
    adopters = {one.reference: (one.adopted_by, bodies_named(one.adopted_by, bodies)) for one in review.instruments}
    for mandate in review.living:
        adopter, named = adopters.get(mandate.instrument or "", ("", frozenset()))
        if named and not mandate.parent and mandate.on_behalf_of not in named:
            detail = make_sentence(
                "Mandate %(number)s is on behalf of %(body)s; it rests on %(reference)s, which was adopted by %(who)s.",
                number=mandate.number,
                body=Called("bodies", mandate.on_behalf_of),
                reference=mandate.instrument,
                who=adopter,
            )
            entries = about([mandate], ("instruments", mandate.instrument or ""))
            yield Finding(FindingCode.ADOPTED_BY_ANOTHER, Severity.WARNING, "Awb 10:3", entries, detail)


def bodies_named(text: str, bodies: Iterable[Body]) -> frozenset[str]:
    """Return the codes of the bodies that a text names: the longest name first, and each word of it for one body."""
    said = f" {_words(text)} ".replace(f" {SHORT[0]} ", f" {SHORT[1]} ")
    found = set()
    names = [(name, body.code) for body in bodies for name in _names(body)]
    for name, code in sorted(names, key=lambda one: -len(one[0])):
        if f" {name} " in said:
            said = said.replace(f" {name} ", " | ")
            found.add(code)
    return frozenset(found)


def _names(body: Body) -> set[str]:
    """Return by what a body is called: its name, what stands after "van" in that, and its code."""
    name = _words(body.name)
    behind = name.partition(" van ")[2]
    return {one for one in (name, behind if " " in behind else "", _words(body.code)) if one}


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold().replace("&", " en ")))
