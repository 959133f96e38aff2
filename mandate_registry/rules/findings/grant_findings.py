"""Findings about how mandates were granted: by whom, below what, in which form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from mandate_registry.rules.decision.consents import consents_of
from mandate_registry.rules.facts import Kind, Mandate
from mandate_registry.rules.findings.findings import Finding, FindingCode, Severity, about
from mandate_registry.rules.findings.review import Review, is_living
from mandate_registry.rules.lifecycle.grant_limits import Overreach
from mandate_registry.rules.sentences import COLUMNS, Called, Sentence, make_sentence


def not_mandatable(review: Review) -> Iterator[Finding]:
    """Find mandates that list a power which the law keeps with the body (Awb 10:3)."""
    for mandate, flaws in review.flawed("not_mandatable"):
        detail = make_sentence("In mandate %(number)s, %(told)s.", number=mandate.number, told=_sentences(flaws))
        yield Finding(FindingCode.NOT_MANDATABLE, Severity.ERROR, "Awb 10:3", about([mandate]), detail)


def sub_mandate_not_permitted(review: Review) -> Iterator[Finding]:
    """Find sub-mandates that a mandate above them does not allow (Awb 10:9)."""
    for mandate, flaws in review.flawed("sub_mandate_not_permitted"):
        detail = make_sentence("Of mandate %(number)s: %(told)s.", number=mandate.number, told=_sentences(flaws))
        yield Finding(FindingCode.SUB_MANDATE_NOT_PERMITTED, Severity.ERROR, "Awb 10:9", about([mandate]), detail)


def wider_than_parent(review: Review) -> Iterator[Finding]:
    """Find sub-mandates that reach further than a parent; a check takes what both cover (Awb 10:9)."""
    for mandate, flaws in review.flawed("wider_than_parent"):
        fields = tuple(
            make_sentence("%(field)s (%(told)s)", field=Called(COLUMNS, flaw.column), told=flaw.sentence)
            for flaw in flaws
        )
        detail = make_sentence(
            "Mandate %(number)s reaches further than what is above it, in: %(told)s.",
            number=mandate.number,
            told=fields,
        )
        yield Finding(FindingCode.WIDER_THAN_PARENT, Severity.WARNING, "Awb 10:9", about([mandate]), detail)


def _sentences(flaws: Sequence[Overreach]) -> tuple[Sentence, ...]:
    return tuple(flaw.sentence for flaw in flaws)


def parent_not_in_force(review: Review) -> Iterator[Finding]:
    """Find living mandates below one that has ended, was never approved, or is missing (Awb 10:9)."""
    for mandate in review.living:
        parents, whole = review.parents(mandate)
        ended = next(((parent, why) for parent in parents if (why := _why_ended(parent, review.at))), None)
        if ended or not whole:
            why = ended[1] if ended else make_sentence("a mandate, which the register lacks")
            detail = make_sentence("Mandate %(number)s rests on %(why)s.", number=mandate.number, why=why)
            entries = (*about([mandate]), *about([ended[0]] if ended else []))
            yield Finding(FindingCode.PARENT_NOT_IN_FORCE, Severity.ERROR, "Awb 10:9", entries, detail)


def _why_ended(mandate: Mandate, at: datetime) -> Sentence | None:
    """Return why a mandate is not in force and will not be by itself; None if it is or may be."""
    number = mandate.number
    stays_suspended = any(at in period and not period.until for period in mandate.suspensions)
    states = (
        (make_sentence("mandate %(number)s, which has not been approved", number=number), not mandate.approved),
        (make_sentence("mandate %(number)s, which has ended", number=number), mandate.valid.is_over(at)),
        (make_sentence("mandate %(number)s, which has been revoked", number=number), not is_living(mandate, at)),
        (make_sentence("mandate %(number)s, which is suspended without an end", number=number), stays_suspended),
    )
    return next((why for why, applies in states if applies), None)


def consent_missing(review: Review) -> Iterator[Finding]:
    """Find holders of another organisation without a consent that the law asks (Awb 10:4)."""
    for mandate in review.living:
        detail = _lacking_consent(mandate)
        if detail:
            yield Finding(FindingCode.CONSENT_MISSING, Severity.ERROR, "Awb 10:4", about([mandate]), detail)


def _lacking_consent(mandate: Mandate) -> Sentence | None:
    number = mandate.number
    if None not in consents_of(mandate):
        return None
    if mandate.holder_consent:
        return make_sentence("Mandate %(number)s lacks the consent of the holder's superior.", number=number)
    if mandate.superior_consent or mandate.no_superior:
        return make_sentence("Mandate %(number)s lacks the consent of the holder.", number=number)
    return make_sentence(
        "Mandate %(number)s lacks the consent of the holder and of the holder's superior.", number=number
    )


def instrument_missing(review: Review) -> Iterator[Finding]:
    """Find mandates that must be in writing, general ones and those to others, without an instrument (Awb 10:5)."""
    for mandate in review.living:
        must_be_written = not mandate.cases or mandate.is_external
        if must_be_written and not mandate.instrument and mandate.kinds != (Kind.SIGNING,):
            why = (
                make_sentence("its holder is of another organisation")
                if mandate.cases
                else make_sentence("it is general")
            )
            fields = make_sentence(
                "Mandate %(number)s names no instrument, and must be in writing: %(why)s.",
                number=mandate.number,
                why=why,
            )
            yield Finding(FindingCode.INSTRUMENT_MISSING, Severity.ERROR, "Awb 10:5", about([mandate]), fields)


def instrument_unpublished(review: Review) -> Iterator[Finding]:
    """Find instruments on which living mandates rest, without a place of publication (Awb 3:42)."""
    resting = Counter(mandate.instrument for mandate in review.living)
    for instrument in review.instruments:
        reference = instrument.reference
        if resting[reference] and not (instrument.published_as or instrument.publication_url):
            detail = make_sentence(
                "Where %(reference)s was published is not recorded; mandates that rest on it: %(count)s.",
                reference=reference,
                count=resting[reference],
            )
            entries = (("instruments", reference),)
            yield Finding(FindingCode.INSTRUMENT_UNPUBLISHED, Severity.WARNING, "Awb 3:42", entries, detail)
