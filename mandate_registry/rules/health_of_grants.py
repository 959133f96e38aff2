"""Findings about how mandates were granted: by whom, below what, in which form."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mandate_registry.rules.facts import Kind
from mandate_registry.rules.findings import Finding, FindingCode, Severity, about
from mandate_registry.rules.review import is_living

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from mandate_registry.rules.facts import Mandate
    from mandate_registry.rules.integrity import Flaw
    from mandate_registry.rules.review import Review


def not_mandatable(review: Review) -> Iterator[Finding]:
    """Find mandates that list a power which the law keeps with the body (Awb 10:3)."""
    for mandate, flaws in review.flawed("not_mandatable"):
        detail = f"In mandate {mandate.number}, {_told(flaws)}."
        yield Finding(FindingCode.NOT_MANDATABLE, Severity.ERROR, "Awb 10:3", about([mandate]), detail)


def sub_mandate_not_permitted(review: Review) -> Iterator[Finding]:
    """Find sub-mandates that a mandate above them does not allow (Awb 10:9)."""
    for mandate, flaws in review.flawed("sub_mandate_not_permitted"):
        detail = f"Of mandate {mandate.number}: {_told(flaws)}."
        yield Finding(FindingCode.SUB_MANDATE_NOT_PERMITTED, Severity.ERROR, "Awb 10:9", about([mandate]), detail)


def wider_than_parent(review: Review) -> Iterator[Finding]:
    """Find sub-mandates that reach further than their parent; a check takes what both cover (Awb 10:9)."""
    for mandate, flaws in review.flawed("wider_than_parent"):
        fields = ", ".join(flaw.field for flaw in flaws)
        detail = f"Mandate {mandate.number} reaches further than mandate {mandate.parent}, its parent, in: {fields}."
        yield Finding(FindingCode.WIDER_THAN_PARENT, Severity.WARNING, "Awb 10:9", about([mandate]), detail)


def _told(flaws: Sequence[Flaw]) -> str:
    """Write what flaws say, without the article at their end: a finding has its own."""
    return "; ".join(flaw.detail.partition(" (")[0] for flaw in flaws)


def parent_not_in_force(review: Review) -> Iterator[Finding]:
    """Find living mandates below one that has ended, was never approved, or is missing (Awb 10:9)."""
    for mandate in review.living:
        parents, whole = review.parents(mandate)
        ended = next(((parent, why) for parent in parents if (why := _why_ended(parent, review.at))), None)
        if ended or not whole:
            above, why = (f"mandate {ended[0].number}", ended[1]) if ended else ("a mandate", "the register lacks")
            detail = f"Mandate {mandate.number} rests on {above}, which {why}."
            entries = (*about([mandate]), *about([ended[0]] if ended else []))
            yield Finding(FindingCode.PARENT_NOT_IN_FORCE, Severity.ERROR, "Awb 10:9", entries, detail)


def _why_ended(mandate: Mandate, at: datetime) -> str:
    """Say why a mandate is not in force and will not be by itself, in words; nothing when it is or may be."""
    states = (
        ("has not been approved", not mandate.approved),
        ("has ended", mandate.valid.is_over(at)),
        ("has been revoked", not is_living(mandate, at)),
        ("is suspended without an end", any(at in period and not period.until for period in mandate.suspensions)),
    )
    return next((why for why, applies in states if applies), "")


def consent_missing(review: Review) -> Iterator[Finding]:
    """Find holders of another organisation for whom not both consents are recorded (Awb 10:4)."""
    for mandate in review.living:
        consents = {"the holder": mandate.holder_consent, "the holder's superior": mandate.superior_consent}
        missing = [who for who, given in consents.items() if given is None]
        if missing and mandate.is_external:
            detail = f"Mandate {mandate.number} lacks the consent of {' and of '.join(missing)}."
            yield Finding(FindingCode.CONSENT_MISSING, Severity.ERROR, "Awb 10:4", about([mandate]), detail)


def instrument_missing(review: Review) -> Iterator[Finding]:
    """Find mandates that must be in writing, general ones and those to others, without an instrument (Awb 10:5)."""
    for mandate in review.living:
        must_be_written = not mandate.cases or mandate.is_external
        if must_be_written and not mandate.instrument and mandate.kinds != (Kind.SIGNING,):
            why = "it is general" if not mandate.cases else "its holder is of another organisation"
            detail = f"Mandate {mandate.number} names no instrument, and must be in writing: {why}."
            yield Finding(FindingCode.INSTRUMENT_MISSING, Severity.ERROR, "Awb 10:5", about([mandate]), detail)


def instrument_unpublished(review: Review) -> Iterator[Finding]:
    """Find instruments on which living mandates rest, without a place of publication (Awb 3:42)."""
    resting = Counter(mandate.instrument for mandate in review.living)
    for instrument in review.instruments:
        reference = instrument.reference
        if resting[reference] and not (instrument.published_as or instrument.publication_url):
            detail = f"Where {reference} was published is not recorded; mandates that rest on it: {resting[reference]}."
            entries = (("instruments", reference),)
            yield Finding(FindingCode.INSTRUMENT_UNPUBLISHED, Severity.WARNING, "Awb 3:42", entries, detail)
