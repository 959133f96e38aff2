"""What gave somebody power without an approval, for approvers to look at."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request, url_for

from mandate_registry.rules.integrity import key_of, references
from mandate_registry.services.approval.unapproved_gains import Gain, look_up_to, unapproved_gains
from mandate_registry.services.permissions import Right
from mandate_registry.view_context import call
from mandate_registry.web.chosen_register import home, register_choices
from mandate_registry.web.context import may, page, see_other
from mandate_registry.web.forms import Form
from mandate_registry.web.proposals.effect_texts import lines_of
from mandate_registry.web.register_names import RegisterNames
from mandate_registry.web.terms import ENTRIES
from schemas.gains import LookIn
from schemas.load import load
from schemas.pages.worklist_queries import GainsQuery

PAGE_SIZE = 20
PEOPLE = {"employees", "positions"}
"""Whom what was recorded is about, by name."""

gains = Blueprint("gains", __name__, url_prefix="/desk/gains")


@gains.get("")
def listed() -> Response:
    """Show the changes that the caller has not looked at yet."""
    at = home(Right.READ)
    after = load(GainsQuery, {"after": request.args["after"]} if request.args.get("after") else {})["after"]
    found = call(unapproved_gains, at.oin, PAGE_SIZE, after)
    names = RegisterNames(at.oin)
    return page(
        "worklists/gains.html",
        home=at,
        homes=register_choices(Right.READ),
        gains=[_shown(one, names) for one in found.items],
        last=found.items[-1].version if found.items else None,
        further=found.next_after and url_for("gains.listed", organisation=at.oin, after=found.next_after),
        may_look=may(Right.APPROVE),
    )


@gains.post("")
def look() -> Response:
    """Remember up to where the caller has looked."""
    values = Form().load(LookIn)
    call(look_up_to, values["organisation"], values["version"])
    return see_other("gains.listed", organisation=values["organisation"])


def _shown(gain: Gain, names: RegisterNames) -> dict[str, Any]:
    return {
        "when": names.write.moment(gain.entered_at),
        "actor": gain.actor,
        "is_first": gain.is_first,
        "entries": [_named(table, fact, names) for table, fact in gain.entries],
        "lines": lines_of(gain.gains, names),
    }


def _named(table: str, fact: Any, names: RegisterNames) -> str:
    """Return what was recorded: what it is called, and whom or what it is about."""
    about = [names.title(target, code) for _, target, code in references(table, fact) if target in PEOPLE]
    return f"{ENTRIES[table]}: {', '.join(dict.fromkeys(about)) or ' / '.join(key_of(table, fact))}"
