"""Whose register a page is about, and what organisations are called."""

from __future__ import annotations

from typing import Any

from flask import g, request

from mandate_registry.errors import Forbidden, NotFound
from mandate_registry.rules.facts import Organisation
from mandate_registry.services.pagination import Slice
from mandate_registry.services.permissions import Right
from mandate_registry.services.register.entries import list_entries
from mandate_registry.services.register.organisation_names import names_of
from mandate_registry.view_context import call
from mandate_registry.web.context import caller

MAX_ORGANISATIONS = 1000


def own_registers(right: Right) -> list[Organisation]:
    """Return the organisations whose registers a right of the caller reaches."""
    signed_in = caller()
    reaches_all = signed_in is not None and signed_in.may_anywhere(right)
    wanted = {} if signed_in is None or reaches_all else {"organisation": signed_in.organisation}
    found: list[Any] = [
        one.entry.fact for one in call(list_entries, "organisations", Slice(wanted, MAX_ORGANISATIONS)).items
    ]
    return [one for one in found if signed_in and signed_in.may(right, one.oin)]


def register_choices(right: Right) -> list[tuple[str, str]]:
    """Return the same with their names, to choose from; none where there is no choice."""
    found = own_registers(right)
    return [(one.oin, one.name) for one in found] if len(found) > 1 else []


def nearest(right: Right) -> Organisation:
    """Return one's own organisation, or the first that there is; Forbidden when there is none."""
    signed_in = caller()
    found = sorted(own_registers(right), key=lambda one: signed_in is None or one.oin != signed_in.organisation)
    if not found:
        raise Forbidden("There is no register here for this caller.")
    return found[0]


def home(right: Right) -> Organisation:
    """Return the organisation that the address names, or else the nearest.

    NotFound when that is none of the caller's.
    """
    asked = request.args.get("organisation")
    if not asked:
        return nearest(right)
    for one in own_registers(right):
        if one.oin == asked:
            return one
    raise NotFound("There is no such register.")


def named(oin: str) -> str:
    """Return the name and OIN of an organisation, looked up once for each page; without a register here, its OIN."""
    known: dict[str, str] = g.setdefault("organisations", {})
    if oin not in known:
        name = call(names_of, [oin]).get(oin)
        known[oin] = f"{name} ({oin})" if name else oin
    return known[oin]
