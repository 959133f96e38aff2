"""Findings about what mandates reach: which types, which matters, until when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from mandate_registry.rules.decision.gates import KIND_FOR
from mandate_registry.rules.facts import EVERY_TYPE, DecisionType, Kind, Mandate, Nature
from mandate_registry.rules.findings.findings import Finding, FindingCode, Severity, about
from mandate_registry.rules.findings.review import Review
from mandate_registry.rules.notation import Reservation
from mandate_registry.rules.sentences import KINDS, Called, Sentence, make_sentence

SOON, VERY_SOON = timedelta(days=60), timedelta(days=14)
DISPOSITION = ("beschikking", "disposition")
"""Words by which a text speaks of acts of disposition."""


def type_not_covered(review: Review) -> Iterator[Finding]:
    """Find mandates that list a decision type which they can never cover (Awb 10:1, 10:12)."""
    for mandate in review.living:
        listed = (review.directory.decision_type(code, review.at) for code in mandate.decision_types)
        reasons = {fact.code: _why_not_covered(mandate, fact) for fact in listed if fact}
        barred = {code: reason for code, reason in reasons.items() if reason}
        if barred:
            sentences = tuple(barred.values())
            detail = make_sentence(
                "Mandate %(number)s cannot cover what it lists: %(told)s.", number=mandate.number, told=sentences
            )
            entries = about([mandate], *(("decision_types", code) for code in barred))
            yield Finding(FindingCode.TYPE_NOT_COVERED, Severity.ERROR, "Awb 10:1, 10:12", entries, detail)


def _why_not_covered(mandate: Mandate, fact: DecisionType) -> Sentence | None:
    code = Called("decision_types", fact.code)
    if fact.components:
        return make_sentence("%(code)s is a composite, of which only the components are mandated", code=code)
    if fact.nature is None:
        return None
    if fact.body not in (None, mandate.on_behalf_of):
        body, own = Called("bodies", fact.body), Called("bodies", mandate.on_behalf_of)
        return make_sentence("%(code)s is a power of %(whose)s, not of %(own)s", code=code, whose=body, own=own)
    kind = KIND_FOR[fact.nature]
    return (
        None
        if kind in mandate.kinds
        else make_sentence("%(code)s needs the kind %(kind)s", code=code, kind=Called(KINDS, kind))
    )


def disposition_unstated(review: Review) -> Iterator[Finding]:
    """Find general powers of attorney that do not say whether they reach acts of disposition (BW 3:62).

    Those of one instrument are one finding, as one sentence in it mends them all.
    """
    bodies = _bodies_with_private_acts(review)
    silent: dict[str, list[Mandate]] = defaultdict(list)
    for mandate in review.living:
        general = any({mandate.on_behalf_of, None} & bodies[code] for code in mandate.decision_types if code in bodies)
        if general and Kind.POWER_OF_ATTORNEY in mandate.kinds and not _speaks_of_disposition(mandate):
            silent[mandate.instrument or ""].append(mandate)
    for reference, mandates in silent.items():
        detail = make_sentence(
            "General powers of attorney that do not say whether they reach acts of disposition: %(count)s.",
            count=len(mandates),
        )
        entries = about(mandates, *([("instruments", reference)] if reference else []))
        yield Finding(FindingCode.DISPOSITION_UNSTATED, Severity.WARNING, "BW 3:62", entries, detail)


def _speaks_of_disposition(mandate: Mandate) -> bool:
    texts = " ".join((*mandate.conditions, mandate.instructions, mandate.legal_basis)).casefold()
    return any(word in texts for word in DISPOSITION)


def _bodies_with_private_acts(review: Review) -> dict[str, set[str | None]]:
    """Return the bodies whose acts are below `*` and each heading with private acts (None: of any body)."""
    found: dict[str, set[str | None]] = defaultdict(set)
    for fact in review.directory.decision_types(review.at):
        if fact.nature is Nature.PRIVATE_ACT:
            for code in (EVERY_TYPE, *review.lineage(fact.code) - {fact.code}):
                found[code].add(fact.body)
    return found


def own_counterparty(review: Review) -> Iterator[Finding]:
    """Find mandates to another organisation for dealings with that organisation itself (BW 3:68)."""
    for mandate in review.living:
        own = {seat.organisation for seat in mandate.seats} & set(mandate.counterparties)
        for organisation in own:
            detail = make_sentence(
                "The holder of mandate %(number)s may deal with the holder's own organisation, %(organisation)s.",
                number=mandate.number,
                organisation=organisation,
            )
            yield Finding(FindingCode.OWN_COUNTERPARTY, Severity.WARNING, "BW 3:68", about([mandate]), detail)


def reservation_unreachable(review: Review) -> Iterator[Finding]:
    """Find reservations that hold back nothing: of a type not covered, or from above the mandate's own maximum."""
    for mandate in review.living:
        for held in mandate.reservations:
            if why := _why_unreachable(review, mandate, held):
                detail = make_sentence(
                    "Mandate %(number)s holds back %(held)s, %(why)s.", number=mandate.number, held=held, why=why
                )
                entries = about([mandate], ("decision_types", held.code))
                yield Finding(FindingCode.RESERVATION_UNREACHABLE, Severity.NOTICE, "", entries, detail)


def _why_unreachable(review: Review, mandate: Mandate, held: Reservation) -> Sentence | None:
    if not any(_touches(review, mandate, part) for part in review.directory.parts(held.code, review.at)):
        return make_sentence("which it does not cover anyway")
    limit = mandate.max_amount
    if limit is None or held.threshold is None or held.threshold <= limit:
        return None
    return make_sentence("which lies above its own maximum of %(limit)s", limit=f"{limit:.2f}")


def _touches(review: Review, mandate: Mandate, code: str) -> bool:
    """Return whether the mandate lists the type, one above it or one below it."""
    listed = mandate.decision_types
    above = review.lineage(code)
    return EVERY_TYPE in listed or any(one in above or code in review.lineage(one) for one in listed)


def expires_soon(review: Review) -> Iterator[Finding]:
    """Find mandates that end within 60 days (a notice) or within 14 (a warning), and are not carried on."""
    for mandate in review.living:
        until = mandate.valid.until
        if until is None or until - review.at > SOON or _goes_on(review, mandate, until):
            continue
        severity = Severity.WARNING if until - review.at <= VERY_SOON else Severity.NOTICE
        detail = make_sentence("Mandate %(number)s ends at %(until)s.", number=mandate.number, until=until)
        yield Finding(FindingCode.EXPIRES_SOON, severity, "", about([mandate]), detail)


def _goes_on(review: Review, mandate: Mandate, until: datetime) -> bool:
    following = review.register.mandates.one(mandate.number, until)
    return following is not None and until in following.valid
