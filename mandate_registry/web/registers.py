"""Whose register a page is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import request

from mandate_registry.errors import NotFound
from mandate_registry.services.pages import Slice
from mandate_registry.services.registers.entries import list_entries
from mandate_registry.web.context import call, caller

if TYPE_CHECKING:
    from mandate_registry.rules.facts import Organisation
    from mandate_registry.services.permissions import Right

MOST = 200


def homes(right: Right) -> list[Organisation]:
    """Give the organisations whose registers a right of the caller reaches, his own first."""
    signed_in = caller()
    found: list[Any] = [one.entry.fact for one in call(list_entries, "organisations", Slice(limit=MOST)).items]
    reached = [one for one in found if signed_in and signed_in.may(right, one.oin)]
    return sorted(reached, key=lambda one: signed_in is None or one.oin != signed_in.organisation)


def home(right: Right) -> Organisation:
    """Give the organisation that the address names, or else the first; NotFound when that is none of the caller's."""
    found = homes(right)
    asked = request.args.get("organisation") or (found[0].oin if found else "")
    for one in found:
        if one.oin == asked:
            return one
    raise NotFound("There is no such register.")
