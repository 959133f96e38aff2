"""A kept question and its answer, as OpenID AuthZEN 1.0 writes them.

Whoever acts is the subject, the decision type the action, the organisation or one of its cases the resource. Employees
are written as they were asked about: by number, name, id or masked code, after OIN and slash when they are of another
organisation.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mandate_registry.rules.moments import rfc3339

EMPLOYEE = "employee"


def evaluation(asked: Mapping[str, Any], purpose: str | None, moment: datetime) -> dict[str, Any]:
    """Write the question of a check; what it left out is `moment`, at which it was answered."""
    return {"subject": _subject(asked, "coHolders")} | _what(asked, purpose, moment)


def subject_search(asked: Mapping[str, Any], purpose: str | None, moment: datetime) -> dict[str, Any]:
    """Write the search for who may take a decision."""
    return {"subject": {"type": EMPLOYEE}} | _what(asked, purpose, moment)


def action_search(asked: Mapping[str, Any], purpose: str | None, moment: datetime) -> dict[str, Any]:
    """Write the search for what employees may decide, each of them alone; it has no action for its amount to be in."""
    properties = _money(asked) | _conditions(asked) | _circumstances(asked)
    return {
        "subject": _subject(asked, "others"),
        "resource": _resource(asked, properties),
        "context": _context(asked, purpose, moment),
    }


def decision(identity: str, outcome: str, answer: Mapping[str, Any] | None) -> dict[str, Any]:
    """Write an answer as it was told: `reason_admin` what one's own was told, `reason_user` what a partner was.

    Without an answer it is the refusal to give one.
    """
    answer = answer or {"decision": False, "reasons": []}
    reasons = {reason["code"]: reason["text"] for reason in answer["reasons"]}
    side = "reason_user" if answer.get("explanation") is None else "reason_admin"
    context = {"id": identity, "outcome": outcome, side: reasons, "stableUntil": answer.get("stable_until")}
    return {"decision": answer["decision"], "context": _stated(context)}


def _what(asked: Mapping[str, Any], purpose: str | None, moment: datetime) -> dict[str, Any]:
    action = {"name": asked["decision_type"], "properties": _money(asked) | _conditions(asked)}
    return {
        "action": _stated(action),
        "resource": _resource(asked, _circumstances(asked)),
        "context": _context(asked, purpose, moment),
    }


def _subject(asked: Mapping[str, Any], others: str) -> dict[str, Any]:
    first, *rest = map(_written, asked["employees"])
    primary = [_written(ref) for ref in asked.get("primary_decision_by", ())]
    return _stated({"type": EMPLOYEE, "id": first, "properties": _stated({others: rest, "primaryDecisionBy": primary})})


def _resource(asked: Mapping[str, Any], properties: dict[str, Any]) -> dict[str, Any]:
    organisation, case = asked["organisation"], asked.get("case")
    if case:
        return {"type": "case", "id": case, "properties": {"organisation": organisation} | properties}
    return _stated({"type": "organisation", "id": organisation, "properties": properties})


def _context(asked: Mapping[str, Any], purpose: str | None, moment: datetime) -> dict[str, Any]:
    stated = {"time": asked.get("at"), "knownAt": asked.get("known_at"), "purpose": purpose}
    return {"time": rfc3339(moment), "knownAt": rfc3339(moment)} | _stated(stated)


def _money(asked: Mapping[str, Any]) -> dict[str, Any]:
    amount = asked.get("amount")
    return {"amount": amount["value"], "currency": amount["currency"], "vat": amount["vat"]} if amount else {}


def _conditions(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Write the conditions that were confirmed; null is all of them."""
    confirmed = asked.get("confirmed_conditions", [])
    return _stated({"confirmedConditions": "all" if confirmed is None else confirmed})


def _circumstances(asked: Mapping[str, Any]) -> dict[str, Any]:
    about = asked.get("about")
    party = asked.get("counterparty")
    named = {
        "counterparty": _written(party) if isinstance(party, dict) else party,
        "unit": asked.get("unit"),
        "about": _written(about) if about else None,
    }
    return _stated(named)


def _written(ref: Mapping[str, str | None]) -> str:
    prefix = f"{ref['organisation']}/" if ref.get("organisation") else ""
    return f"{prefix}{ref.get('number') or ref.get('name') or ref.get('id') or ref.get('code')}"


def _stated(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is not stated; false and zero are."""
    return {name: value for name, value in fields.items() if value is not None and value not in ("", [], {})}
