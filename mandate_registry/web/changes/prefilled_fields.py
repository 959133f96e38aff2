"""What the address fills in of a form: the person or the position from whose sheet it was opened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

from flask import request

from mandate_registry.errors import NotFound
from mandate_registry.services.register import entries
from mandate_registry.view_context import call

FIELDS: Mapping[str, Mapping[str, Callable[[Any], str]]] = {
    "employee": {"employees": lambda fact: fact.number},
    "position": {"positions": lambda fact: fact.code},
    "for": {"employees": lambda fact: f"employee:{fact.number}", "positions": lambda fact: f"position:{fact.code}"},
}
"""By field that an address may fill in: of which tables it names an entry, and how the field names it."""


def filled_in(asked: Iterable[str], oin: str) -> dict[str, str]:
    """Return with what these fields of a form begin, by the ids of entries in the address: no number stands in one.

    Anything else in the address is left aside. NotFound when the register of this organisation has no such entry.
    """
    given = {name: request.args.get(name) for name in asked if name in FIELDS}
    return {name: _named(name, identity, oin) for name, identity in given.items() if identity}


def _named(name: str, asked: str, oin: str) -> str:
    with suppress(ValueError):
        identity = UUID(asked)
        for table, write in FIELDS[name].items():
            with suppress(NotFound):
                stored = call(entries.get, table, identity)
                if stored.organisation == oin:
                    return write(stored.entry.fact)
    raise NotFound("There is no such entry in this register.")
