"""How days, times, amounts and names are written in a language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from mandate_registry.rules.decision.scope import NOT_ABOUT_ONESELF, ONE_OF_UNITS, OWN_INTEREST_WORDS, OWN_WORDS
from mandate_registry.rules.facts import OWN_STAFF, OWN_UNIT, DecisionType, Vat
from mandate_registry.rules.moments import last_day_before
from mandate_registry.rules.periods import Period
from mandate_registry.rules.powers.powers import Limit
from mandate_registry.services.cards.card_view import CardVerdict, DecisionView
from mandate_registry.web.language import gettext as _
from mandate_registry.web.language import lazy
from mandate_registry.web.terms import BASES, CARD_VERDICTS

LOCALES = {"nl": "nl_NL", "en": "en_GB"}
NO_BREAK = "\N{NO-BREAK SPACE}"
HOME = "Europe/Amsterdam"
EURO = "EUR"

CONDITIONS = {
    OWN_WORDS[OWN_UNIT]: lazy("The matter belongs to the holder's own unit."),
    OWN_WORDS[OWN_STAFF]: lazy("The decision is about an employee of the holder's own unit, and not about the holder."),
    OWN_INTEREST_WORDS: lazy(
        "It is about or with one of those who act, and no personal interest bears on the decision (Awb 2:4, BW 3:68)."
    ),
    NOT_ABOUT_ONESELF: lazy("The decision is not about one of those who act."),
}


class Formatter:
    """How values are written in a language."""

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._locale = LOCALES[lang]

    def date(self, day: date) -> str:
        """Write a day, on one line: 23 november 2026."""
        return format_date(day, "d MMMM yyyy", self._locale).replace(" ", NO_BREAK)

    def day(self, moment: datetime, zone: str = HOME) -> str:
        """Write the day of a moment."""
        return self.date(moment.astimezone(ZoneInfo(zone)).date())

    def last_day(self, until: datetime, zone: str = HOME) -> str:
        """Write the last day of a period that excludes `until`."""
        return self.date(last_day_before(until, ZoneInfo(zone)))

    def clock(self, moment: datetime, zone: str = HOME, form: str = "%H:%M:%S") -> str:
        """Write the time of a moment."""
        return moment.astimezone(ZoneInfo(zone)).strftime(form)

    def moment(self, moment: datetime, zone: str = HOME) -> str:
        """Write a moment: 23 november 2026 om 14:32."""
        return _("%(day)s at %(clock)s", day=self.day(moment, zone), clock=self.clock(moment, zone, "%H:%M"))

    def second(self, moment: datetime, zone: str = HOME) -> str:
        """Write a moment to the second, where several come one after the other: 23 november 2026 om 14:32:05."""
        return _("%(day)s at %(clock)s", day=self.day(moment, zone), clock=self.clock(moment, zone, "%H:%M:%S"))

    def stopped(self, period: Period, zone: str = HOME) -> str:
        """Write for how long something is stopped; of a bound at midnight the day says enough."""
        since = self.bound(period.since, zone) if period.since else _("its beginning")
        if period.until is None:
            return _("from %(since)s, until resumed", since=since)
        if _is_midnight(period.until, zone):
            return _("from %(since)s up to and including %(day)s", since=since, day=self.last_day(period.until, zone))
        return _("from %(since)s until %(until)s", since=since, until=self.moment(period.until, zone))

    def bound(self, moment: datetime, zone: str = HOME) -> str:
        """Write from when something is so: of midnight the day says enough."""
        return self.day(moment, zone) if _is_midnight(moment, zone) else self.moment(moment, zone)

    def title(self, fact: DecisionType) -> str:
        """Write the title of a decision type; in Dutch where it has no English one."""
        return (fact.title_en or fact.title_nl) if self._lang == "en" else fact.title_nl

    def names(self, names: tuple[str, ...]) -> str:
        """Write names one after another."""
        *first, last = names
        return _("%(first)s and %(last)s", first=", ".join(first), last=last) if first else last

    def verdict(self, shown: DecisionView) -> str:
        """Write whether something may be decided; a plain yes is one without a limit."""
        is_limited = shown.depends_on_amount and shown.verdict is CardVerdict.YES
        return _("Yes, up to a limit") if is_limited else str(CARD_VERDICTS[shown.verdict])

    def limit(self, limit: Limit) -> str:
        """Write from which amount to which, with its VAT basis; of two that bind from above, the one that does."""
        parts = []
        if limit.above is not None:
            parts.append(_("more than %(amount)s", amount=self.amount(limit.above, limit.currency)))
        if limit.below is not None and limit.below == limit.top:
            parts.append(_("less than %(amount)s", amount=self.amount(limit.below, limit.currency)))
        elif limit.maximum is not None:
            parts.append(_("up to and including %(amount)s", amount=self.amount(limit.maximum, limit.currency)))
        return " ".join(part for part in (self.names(tuple(parts)), self.vat(limit.vat)) if part)

    def condition(self, text: str, unit: Callable[[str], str] = str) -> str:
        """Write a condition: what the rules say of themselves in this language, what people wrote as they wrote it.

        `unit` is how a unit is called, by its code.
        """
        if text.startswith(ONE_OF_UNITS):
            codes = text.removeprefix(ONE_OF_UNITS).removesuffix(".").split(", ")
            units = ", ".join(map(unit, codes))
            return _("The matter belongs to one of these units: %(units)s.", units=units)
        return str(CONDITIONS.get(text, text))

    def vat(self, basis: Vat) -> str:
        """Write a VAT basis; nothing for none."""
        return "" if basis is Vat.NONE else str(BASES[basis])

    def number(self, value: int) -> str:
        """Write a whole number: 1.200."""
        return format_decimal(value, locale=self._locale)

    def amount(self, value: Decimal, currency: str = EURO) -> str:
        """Write an amount; cents only where there are any."""
        text = format_currency(value, currency, locale=self._locale)
        return text.removesuffix(",00").removesuffix(".00").replace(" ", NO_BREAK)


def _is_midnight(moment: datetime, zone: str) -> bool:
    return moment.astimezone(ZoneInfo(zone)).time() == time()
