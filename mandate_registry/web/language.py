"""In which language a page is shown, and how days, times and amounts are written in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from flask import request

from mandate_registry.rules.facts import Vat
from mandate_registry.services.answering.presenting import Verdict
from mandate_registry.web.words import MONTHS, WORDS

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from mandate_registry.rules.facts import DecisionType
    from mandate_registry.rules.powers import Limit
    from mandate_registry.services.answering.presenting import ShownDecision

OTHER = {"nl": "en", "en": "nl"}
EURO = "EUR"
NO_BREAK = "\N{NO-BREAK SPACE}"


def chosen() -> dict[str, Any]:
    """Give a template the language that was asked for, by `lang` or else by Accept-Language, with its words."""
    asked = request.args.get("lang", "")
    lang = asked if asked in OTHER else request.accept_languages.best_match(OTHER) or "nl"
    return {"lang": lang, "other": OTHER[lang], "words": WORDS[lang], "write": Writing(lang)}


class Writing:
    """How values are written in a language."""

    def __init__(self, lang: str) -> None:
        """Keep the language."""
        self._lang = lang
        self._words = WORDS[lang]

    def day(self, moment: datetime, zone: str) -> str:
        """Write the day of a moment, on one line: 23 november 2026."""
        local = moment.astimezone(ZoneInfo(zone))
        return NO_BREAK.join((str(local.day), MONTHS[self._lang][local.month - 1], str(local.year)))

    def clock(self, moment: datetime, zone: str, form: str = "%H:%M:%S") -> str:
        """Write the time of a moment."""
        return moment.astimezone(ZoneInfo(zone)).strftime(form)

    def title(self, fact: DecisionType) -> str:
        """Write the title of a decision type; in Dutch where it has no English one."""
        return (fact.title_en or fact.title_nl) if self._lang == "en" else fact.title_nl

    def names(self, names: tuple[str, ...]) -> str:
        """Write names one after another."""
        *first, last = names
        return f"{', '.join(first)} {self._words['and']} {last}" if first else last

    def verdict(self, shown: ShownDecision) -> str:
        """Write whether something may be decided; a plain yes is one without a limit."""
        is_limited = shown.depends_on_amount and shown.verdict is Verdict.YES
        return self._words["yes_limited" if is_limited else shown.verdict.value]

    def limit(self, limit: Limit) -> str:
        """Write from which amount to which, with its VAT basis."""
        bounds = {"above": limit.above, "below": limit.below, "up_to": limit.maximum}
        parts = [
            self._words[side].format(amount=self._amount(value, limit.currency))
            for side, value in bounds.items()
            if value is not None
        ]
        vat = "" if limit.vat is Vat.NONE else f" {self._words[limit.vat.value]}"
        return f" {self._words['and']} ".join(parts) + vat

    def _amount(self, value: Decimal, currency: str) -> str:
        text = f"{value:,.2f}".removesuffix(".00")
        if self._lang == "nl":
            text = text.translate(str.maketrans(",.", ".,"))
        sign = "€" if currency == EURO else currency
        return f"{sign}{text}" if self._lang == "en" and currency == EURO else f"{sign}{NO_BREAK}{text}"
