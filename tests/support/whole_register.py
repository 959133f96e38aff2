"""The public register read whole, mandate by mandate, with nothing but the rules: what pages and files are held to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import select

from mandate_registry.rules.decision.gates import not_in_force
from mandate_registry.rules.directory import Directory
from mandate_registry.rules.facts import Disclosure, Mandate
from mandate_registry.services.installation import Installation
from mandate_registry.services.register.loader import Loader
from models import registers


def published(installation: Installation, oin: str, at: datetime) -> tuple[Directory, list[Mandate]]:
    """Return what an organisation published that is in force at a moment, in the order of the register."""
    with installation.reading() as connection:
        version = connection.scalar(select(registers.c.version).where(registers.c.oin == oin))
        assert version
        register = Loader(connection, None).whole(oin)
    own = [fact for fact in register.mandates if fact.disclosure is Disclosure.PUBLIC and at in fact.valid]
    return register.directory, [fact for fact in own if _holds(register.mandates, fact, at)]


def _holds(known: Any, fact: Mandate, at: datetime) -> bool:
    parents, whole = known.chain(fact, at)
    return whole and not any(not_in_force(one, at) for one in (fact, *parents))


def by_holder(directory: Directory, found: Iterable[Mandate], at: datetime) -> Iterator[tuple[str, str]]:
    """Yield the title of each holder with the number of each mandate, as they follow one another on pages."""
    places = [
        (_told(directory, seat, at), place, fact.number) for place, fact in enumerate(found) for seat in fact.seats
    ]
    for (_, title), _, number in sorted(set(places)):
        yield title, number


def _told(directory: Directory, seat: Any, at: datetime) -> tuple[tuple[str, ...], str]:
    kinds = {"position": seat.position, "category": seat.category, "unit": seat.unit}
    kind, code = next(((kind, code) for kind, code in kinds.items() if code), (None, None))
    kind = kind or ("employee" if seat.employee else "anyone")
    fact: Any = None
    if code and not seat.organisation and kind != "category":
        fact = directory.position(code, at) if kind == "position" else directory.unit(code, at)
    title = getattr(fact, "title", None) or getattr(fact, "name", None) or code or kind
    return (title.casefold(), seat.organisation or "", kind, code or ""), title
