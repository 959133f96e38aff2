"""Which consents a mandate for somebody elsewhere needs: those that the law asks, and no other (`check.md`)."""

from __future__ import annotations

from datetime import datetime

from mandate_registry.rules.facts import Kind, Mandate


def consents_of(mandate: Mandate) -> tuple[datetime | None, ...]:
    """Return the consents that the law asks, given or not: for decisions only (Awb 10:4; 10:12 asks none of outsiders).

    One where there is no superior, and none where a statute provides for the mandate.
    """
    if not mandate.is_external or Kind.MANDATE not in mandate.kinds or mandate.consent_statute:
        return ()
    return (mandate.holder_consent,) if mandate.no_superior else (mandate.holder_consent, mandate.superior_consent)


def asks_consent_of(mandate: Mandate, giver: str) -> bool:
    """Return True if the law asks the consent of the holder, or of the superior."""
    return bool(consents_of(mandate)) and not (giver == "superior" and mandate.no_superior)


def lacks_consent(mandate: Mandate, at: datetime) -> bool:
    """Return True if a consent that the law asks has not been given by a moment."""
    return not all(given is not None and given <= at for given in consents_of(mandate))
