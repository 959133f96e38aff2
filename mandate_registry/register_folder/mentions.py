"""Which decision a file names in its title: by its reference, its title or the day on which it was adopted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mandate_registry.register_folder.naming import known_as
from mandate_registry.register_folder.notations import Notation, as_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mandate_registry.rules.facts import Instrument

SHORTEST = 4
"""A name with fewer signs may be a part of anything."""
DAYS = re.compile(r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}|[0-9]{1,2} [a-z]+ [0-9]{4}")


def mentioned(texts: Iterable[str], instruments: Iterable[Instrument]) -> str | None:
    """Return the reference of the only decision that these texts name; None where they name none, or several."""
    texts = list(texts)
    said = [f" {known_as(text)} " for text in texts]
    days = {day for text in texts for day in _days(text)}
    found = {one.reference for one in instruments if _is_named(one, said) or str(one.adopted_on) in days}
    return found.pop() if len(found) == 1 else None


def _is_named(instrument: Instrument, said: Iterable[str]) -> bool:
    names = [name for text in (instrument.reference, instrument.title) if len(name := known_as(text)) >= SHORTEST]
    return any(f" {name} " in text for name in names for text in said)


def _days(text: str) -> Iterator[str]:
    for found in DAYS.findall(text.casefold()):
        if day := as_day(found, Notation.DAY_FIRST):
            yield day
