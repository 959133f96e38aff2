"""What becomes of whether somebody may decide, in words: the outcome with its reason, and the ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from mandate_registry.rules.impact.power_differences import PowerState, Way
from mandate_registry.services.expected_checks.evaluation import EvaluatedAnswer
from mandate_registry.web.language import gettext as _
from mandate_registry.web.register_names import RegisterNames
from mandate_registry.web.terms import MAY, REASONS


def turned(before: EvaluatedAnswer, after: EvaluatedAnswer) -> tuple[str, str]:
    """Return an answer before and after; where the outcome stays, with the reason and the mandate of each."""
    if before.outcome != after.outcome:
        return str(MAY[before.outcome]), str(MAY[after.outcome])
    if before == after:  # of a composite, whose legs name the mandates
        return _in_full(before), _("%(outcome)s, by another mandate", outcome=MAY[after.outcome])
    if before.reason == after.reason and before.mandate and after.mandate:
        values = {"outcome": MAY[after.outcome], "after": after.mandate, "before": before.mandate}
        return _in_full(before), _("%(outcome)s, by another mandate: %(after)s instead of %(before)s", **values)
    return _in_full(before), _in_full(after)


def _in_full(verdict: EvaluatedAnswer) -> str:
    mandate = [_("mandate %(number)s", number=verdict.mandate)] if verdict.mandate else []
    return _with(verdict.outcome, *_reason(verdict.reason), *mandate)


def _with(outcome: str, *details: str) -> str:
    return f"{MAY[outcome]} ({'; '.join(details)})" if details else str(MAY[outcome])


def _reason(code: str | None) -> list[str]:
    return [str(REASONS[code]).rstrip(".")] if code else []


def change(before: PowerState, after: PowerState, names: RegisterNames) -> str:
    """Return what becomes of a state: the ways that end, those that stay beside them, and those that come."""
    if not (before.ways or after.ways):
        return _no_way(before, after)
    if not after.ways:
        return _("may no longer decide")
    gone, come = before.beside(after), after.beside(before)
    stay = [way for way in after.ways if way not in come] if gone else []
    values = _WayTexts(names, has_bodies=len({way.bodies for way in (*before.ways, *after.ways)}) > 1)
    parts = [values.ended(gone)] if gone else []
    parts += [_("still: %(way)s", way=values.stated(stay))] if stay else []
    parts += [_("from then on: %(way)s", way=values.stated(come))] if come else []
    return "; ".join(parts)


def _no_way(before: PowerState, after: PowerState) -> str:
    if before.outcome != after.outcome:
        return f"{MAY[before.outcome]} → {MAY[after.outcome]}"
    return " → ".join(_with(state.outcome, *_reason(state.reason)) for state in (before, after))


class _WayTexts:
    def __init__(self, names: RegisterNames, *, has_bodies: bool) -> None:
        self._names = names
        self._has_bodies = has_bodies

    def ended(self, ways: Iterable[Way]) -> str:
        """Return the ways that end, where others stay or come."""
        return self._each(ways, _("may no longer decide"), _("may no longer decide without anything further"))

    def stated(self, ways: Iterable[Way]) -> str:
        """Return ways."""
        return self._each(ways, str(MAY["authorised"]), str(MAY["authorised"]))

    def _each(self, ways: Iterable[Way], words: str, plain: str) -> str:
        """Return ways, each once, in these words; `plain` is for one that asks for nothing."""
        details = (", ".join(self._details(way)) for way in ways)
        return _(" or ").join(dict.fromkeys(f"{words} {one}" if one else plain for one in details))

    def _details(self, way: Way) -> list[str]:
        parts = []
        if self._has_bodies:
            bodies = _(" and ").join(self._names.title("bodies", code) for code in way.bodies)
            parts.append(_("on behalf of %(body)s", body=bodies))
        if way.seats:
            parts.append(_("together with %(seats)s", seats=_(" and ").join(self._seats(way))))
        if way.conditions:
            texts = "; ".join(self._names.condition(text).rstrip(".") for text in way.conditions)
            parts.append(_("on the condition: %(conditions)s", conditions=texts))
        return parts

    def _seats(self, way: Way) -> Iterable[str]:
        counted = Counter(map(self._names.seat, way.seats))
        return (seat if times == 1 else f"{times} × {seat}" for seat, times in counted.items())
