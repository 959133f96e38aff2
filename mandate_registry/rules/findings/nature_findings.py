"""Findings about headings: decision types without a nature where one that can be asked about is needed."""

from __future__ import annotations

from collections.abc import Iterator

from mandate_registry.rules.facts import Deputyship, Mandate
from mandate_registry.rules.findings.findings import Finding, FindingCode, Severity, about
from mandate_registry.rules.findings.headings import empty_headings
from mandate_registry.rules.findings.review import Review
from mandate_registry.rules.sentences import Called, Sentence, make_sentence


def nature_missing(review: Review) -> Iterator[Finding]:
    """Find headings with nothing below them, and headings where a decision type is needed that can be asked about."""
    types = review.directory.decision_types(review.at)
    empty = empty_headings(types)
    reached = {above for fact in types if not fact.is_heading for above in review.lineage(fact.code)}
    for code in (fact.code for fact in types if fact.is_heading):
        mandates = [] if code in reached else _mandates(review, code)
        deputyships = [] if code in reached else _deputyships(review, code)
        composites = [fact.code for fact in types if code in fact.components]
        asked = [one.name for one in review.expected if one.decision_type == code]
        if code in empty or mandates or deputyships or composites or asked:
            entries = (
                *about(mandates),
                *(("deputyships", one.number) for one in deputyships),
                *(("decision_types", one) for one in (code, *composites)),
            )
            sentence = _sentence(code, _places(len(mandates), len(deputyships), composites, asked))
            yield Finding(FindingCode.NATURE_MISSING, Severity.WARNING, "", entries, sentence)


def _mandates(review: Review, code: str) -> list[Mandate]:
    return [mandate for mandate in review.living if code in mandate.decision_types]


def _deputyships(review: Review, code: str) -> list[Deputyship]:
    found = (one for one in review.directory.deputyships() if not one.valid.is_over(review.at))
    return sorted((one for one in found if code in one.decision_types), key=lambda one: one.number)


def _places(mandates: int, deputyships: int, composites: list[str], asked: list[str]) -> Iterator[Sentence]:
    """Yield where a heading stands."""
    if mandates:
        yield make_sentence("mandates: %(count)s", count=mandates)
    if deputyships:
        yield make_sentence("deputyships: %(count)s", count=deputyships)
    if composites:
        yield make_sentence(
            "components of %(codes)s", codes=tuple(Called("decision_types", code) for code in composites)
        )
    if asked:
        yield make_sentence("expected checks: %(names)s", names=", ".join(asked))


def _sentence(code: str, places: Iterator[Sentence]) -> Sentence:
    if found := tuple(places):
        return make_sentence(
            "%(code)s is a heading: nobody can be asked about it; set its nature. It stands in: %(places)s.",
            code=Called("decision_types", code),
            places=found,
        )
    return make_sentence(
        "%(code)s is a heading: nobody can be asked about it; set its nature.", code=Called("decision_types", code)
    )
