"""What stands in the way of an approval, in words: expected checks that turn, and who may approve how much."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for

from mandate_registry.rules.impact.turn_causes import Share
from mandate_registry.rules.notation import parse_seat
from mandate_registry.services.approval.barred_approvers import BarredApprover
from mandate_registry.services.approval.review import Approver, Review, TurnedExpectation
from mandate_registry.services.permissions import Right
from mandate_registry.web.context import may
from mandate_registry.web.language import gettext as _
from mandate_registry.web.language import lazy
from mandate_registry.web.proposals import way_texts
from mandate_registry.web.proposals.entry_names import entry_named
from mandate_registry.web.proposals.guarded_questions import matter_of, question_of, reason_of
from mandate_registry.web.register_names import RegisterNames

MAX_APPROVERS = 20
"""How many entries are named by which an expected check turns."""
MAX_BLOCKED = 5
"""How many are named that somebody may not approve: a button splits these off."""
MAX_GAINED = 3
"""How many decision types are named about which somebody may decide more."""
BY = {
    Share.ALL: lazy("By: %(entries)s"),
    Share.ANY: lazy("By any one of these: %(entries)s"),
    Share.PERHAPS: lazy("Perhaps by: %(entries)s"),
}
"""What is said of the entries by which an expected check turns."""


def review_text(review: Review, names: RegisterNames | None = None) -> dict[str, Any]:
    """Return what a template shows of a review; entries and people are called by their names where these are given."""
    return {
        "four_eyes": review.four_eyes,
        "turned": [_turned(one, names) for one in sorted(review.turned, key=lambda one: not one.breaks)],
        "breaks": bool(review.breaking),
        "approvers": [
            {"text": _approver(one, review.total, names), "tone": "good" if one.may_all else "bad"}
            for one in review.approvers
        ],
        "nobody": bool(review.approvers) and not any(one.may_all for one in review.approvers),
        "parts": [(one.number, _who(one)) for one in review.approvers if one.may_part],
        "by_new_types": any(table == "decision_types" for one in review.approvers for table, _ in one.blocked),
        "may_manage": may(Right.ADMINISTER),
        "own": titles_of(review.own, names) if names and review.own else "",
    }


def reason_of_turned(review: Review, names: RegisterNames | None = None) -> str:
    """Return a reason for the expected checks that turn, made of what turns them; "" where that is not known."""
    causes = dict.fromkeys(cause for one in review.breaking for cause in one.causes)
    return _("This follows from: %(entries)s.", entries=_entries(list(causes), names)) if causes else ""


def barred_text(barred: Sequence[BarredApprover], names: RegisterNames) -> dict[str, Any]:
    """Return what a template shows of who would gain by new decision types; `nobody`: of which bodies all would."""
    of_all = frozenset.intersection(*(one.bodies for one in barred)) if barred else frozenset()
    with_bodies = ((one, _bodies(one.bodies, names)) for one in barred if one.bodies)
    text = _("%(who)s would be able to decide more by new decision types of: %(bodies)s.")
    return {
        "approvers": [text % {"who": _who(one), "bodies": bodies} for one, bodies in with_bodies],
        "nobody": _bodies(of_all, names),
        "may_manage": may(Right.ADMINISTER),
    }


def _bodies(codes: frozenset[str], names: RegisterNames) -> str:
    return ", ".join(sorted(names.title("bodies", code) for code in codes))


def _turned(one: TurnedExpectation, names: RegisterNames | None) -> dict[str, Any]:
    before, after = way_texts.turned(one.before, one.after)
    return {
        "name": one.name,
        "title": question_of(one, names),
        "matter": matter_of(one, names),
        "why": one.why,
        "reason": "" if one.before.outcome == one.after.outcome else reason_of(one),
        "check": one.check,
        "href": url_for("expected.end", identity=one.check) if one.check else None,
        "before": before,
        "after": after,
        "breaks": one.breaks,
        "by": str(BY[one.share]) % {"entries": _entries(one.causes, names)} if one.causes else "",
    }


def _approver(one: Approver, total: int, names: RegisterNames | None) -> str:
    if one.has_hand:
        return _("%(who)s had a hand in it, and does not approve it.", who=_who(one))
    if not one.blocked:
        return _("%(who)s may approve all of it.", who=_who(one))
    text = _(
        "%(who)s may not approve %(count)s of %(total)s entries, because this person would be able to decide more by"
        " them: %(entries)s.",
        who=_who(one),
        count=len(one.blocked),
        total=total,
        entries=_entries(one.blocked, names, MAX_BLOCKED),
    )
    return " ".join(part for part in (text, _gained(one, names)) if part)


def _gained(one: Approver, names: RegisterNames | None) -> str:
    """Return about what somebody may decide more, and as whose deputy where it is all as a deputy."""
    if names is None or not one.gained:
        return ""
    values = {"who": one.name or one.number, "what": titles_of(one.gained, names)}
    if not one.deputy_of:
        return _("%(who)s gains: %(what)s.", **values)
    whom = _(" and ").join(names.seat(parse_seat(seat)) for seat in one.deputy_of)
    return _("%(who)s gains as the deputy of %(whom)s: %(what)s.", whom=whom, **values)


def titles_of(codes: Sequence[str], names: RegisterNames) -> str:
    """Return the titles of the first decision types, and how many more there are."""
    titles = sorted(names.title("decision_types", code) for code in codes)
    left = len(titles) - MAX_GAINED
    return "; ".join(titles[:MAX_GAINED]) + (" " + _("and %(number)s more", number=left) if left > 0 else "")


def _who(one: Approver | BarredApprover) -> str:
    return f"{one.name} ({one.number})" if one.name else one.number


def _entries(found: Sequence[tuple[str, str]], names: RegisterNames | None, most: int = MAX_APPROVERS) -> str:
    """Name the first entries, and say how many more there are."""
    named = [entry_named(table, key, names) for table, key in found[:most]]
    left = len(found) - len(named)
    return ", ".join(named) + (" " + _("and %(number)s more", number=left) if left else "")
