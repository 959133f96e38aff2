"""What stands in the way of an approval, in words: expected checks that turn, and who may approve how much."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for

from mandate_registry.services.changing.titles import NOUNS
from mandate_registry.services.permissions import Right
from mandate_registry.web import ways
from mandate_registry.web.context import may
from mandate_registry.web.language import gettext as _
from mandate_registry.web.titles import NOUNS as WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mandate_registry.services.changing.barring import Barred
    from mandate_registry.services.changing.reviewing import Approver, Review, Turned
    from mandate_registry.web.names import Names

MOST = 20
"""How many entries are named of those that are in the way."""


def review_told(review: Review) -> dict[str, Any]:
    """Return what a template shows of a review."""
    return {
        "four_eyes": review.four_eyes,
        "turned": [_turned(one) for one in sorted(review.turned, key=lambda one: not one.breaks)],
        "breaks": bool(review.breaking),
        "approvers": [
            {"text": _approver(one, review.total), "tone": "good" if one.may_all else "bad"} for one in review.approvers
        ],
        "nobody": bool(review.approvers) and not any(one.may_all for one in review.approvers),
        "parts": [(one.number, _who(one)) for one in review.approvers if one.may_part],
        "by_new_types": any(table == "decision_types" for one in review.approvers for table, _ in one.blocked),
        "may_manage": may(Right.ADMINISTER),
    }


def barred_told(barred: Sequence[Barred], names: Names) -> dict[str, Any]:
    """Return what a template shows of who would gain by new decision types; `nobody`: of which bodies all would."""
    of_all = frozenset.intersection(*(one.bodies for one in barred)) if barred else frozenset()
    told = ((one, _bodies(one.bodies, names)) for one in barred if one.bodies)
    text = _("%(who)s would be able to decide more by new decision types of: %(bodies)s.")
    return {
        "approvers": [text % {"who": _who(one), "bodies": bodies} for one, bodies in told],
        "nobody": _bodies(of_all, names),
        "may_manage": may(Right.ADMINISTER),
    }


def _bodies(codes: frozenset[str], names: Names) -> str:
    return ", ".join(sorted(names.title("bodies", code) for code in codes))


def _turned(one: Turned) -> dict[str, Any]:
    before, after = ways.turned(one.before, one.after)
    return {
        "name": one.name,
        "href": url_for("expected.end", identity=one.check) if one.check else None,
        "before": before,
        "after": after,
        "breaks": one.breaks,
        "causes": _entries(one.causes),
    }


def _approver(one: Approver, total: int) -> str:
    if one.has_hand:
        return _("%(who)s had a hand in it, and does not approve it.", who=_who(one))
    if not one.blocked:
        return _("%(who)s may approve all of it.", who=_who(one))
    return _(
        "%(who)s may not approve %(count)s of %(total)s entries, because this person would be able to decide more by"
        " them: %(entries)s.",
        who=_who(one),
        count=len(one.blocked),
        total=total,
        entries=_entries(one.blocked),
    )


def _who(one: Approver | Barred) -> str:
    return f"{one.name} ({one.number})" if one.name else one.number


def _entries(found: Sequence[tuple[str, str]]) -> str:
    """Name entries: mandates by their number, all else with what it is."""
    named = [key if table == "mandates" else f"{WORDS[NOUNS[table][0]]} {key}" for table, key in found[:MOST]]
    left = len(found) - len(named)
    return ", ".join(named) + (" " + _("and %(number)s more", number=left) if left else "")
