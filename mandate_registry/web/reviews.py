"""What stands in the way of an approval, in words: expected checks that turn, and who may approve how much."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for

from mandate_registry.services.changing.titles import NOUNS
from mandate_registry.web import ways
from mandate_registry.web.language import gettext as _
from mandate_registry.web.titles import NOUNS as WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mandate_registry.services.changing.reviewing import Approver, Review, Turned

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
        "parts": [(one.number, _who(one)) for one in review.approvers if _may_part(one, review.total)],
    }


def _may_part(one: Approver, total: int) -> bool:
    return not one.has_hand and 0 < len(one.blocked) < total


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


def _who(one: Approver) -> str:
    return f"{one.name} ({one.number})" if one.name else one.number


def _entries(found: Sequence[tuple[str, str]]) -> str:
    """Name entries: mandates by their number, all else with what it is."""
    named = [key if table == "mandates" else f"{WORDS[NOUNS[table][0]]} {key}" for table, key in found[:MOST]]
    left = len(found) - len(named)
    return ", ".join(named) + (" " + _("and %(number)s more", number=left) if left else "")
