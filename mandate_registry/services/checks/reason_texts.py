"""What reasons mean, in words."""

from __future__ import annotations

from collections.abc import Sequence

from mandate_registry.terms import in_english, terms

ADVICE = in_english("advice", "text")


def _in_words(reason: str, advice: str) -> str:
    """Return what a reason means; and the advice, where another question would do and nobody else need be asked."""
    return reason if "%(organisation)s" in advice else f"{reason} {advice}"


REASON_TEXTS = {
    code: _in_words(text, ADVICE[terms("reasons")[code].values["advice_code"]])
    for code, text in in_english("reasons", "text").items()
}
"""By reason code, those that a partner is told among them (`check.md`, Who sees what)."""


def of_headings(codes: Sequence[str]) -> str:
    """Return that a question is about these headings, or a composite of them, and how that is mended."""
    return in_english("headings", "text")["named"] % {"codes": ", ".join(codes)}
