"""Which decision a file names in its title: by its reference, its title, the day or the body that adopted it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from mandate_registry.register_folder.column_notation import Notation, as_day
from mandate_registry.register_folder.names.name_keys import known_as
from mandate_registry.rules.facts import Body, Instrument

SHORTEST = 4
"""A name with fewer signs may be a part of anything."""
DAY = r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}|[0-9]{1,2} [a-z]+ [0-9]{4}"
DAYS = re.compile(DAY)
IN_FORCE = re.compile(
    r"(?:in werking(?: getreden| tredend)?|geldig|geldend|ingaande?|ingangsdatum|met ingang|in force|effective)"
    rf"(?: van| op| per| vanaf| met ingang van| from| on| as of)?:? ({DAY})"
)
"""A day with what says that a decision is in force from it."""


def mentioned(texts: Iterable[str], instruments: Iterable[Instrument]) -> str | None:
    """Return the reference of the only decision that these texts name; None where they name none, or several."""
    texts = list(texts)
    said = [f" {known_as(text)} " for text in texts]
    days = {day for text in texts for day in _days(text)}
    found = {one.reference for one in instruments if _is_named(one, said) or str(one.adopted_on) in days}
    return found.pop() if len(found) == 1 else None


def adopted(texts: Iterable[str], bodies: Iterable[Body]) -> tuple[str, str] | None:
    """Return the name of the only body that these texts name, and the only day; None unless there is one of each.

    A day from which the decision is in force is not the one on which it was adopted.
    """
    texts = [IN_FORCE.sub(" ", text.casefold()) for text in texts]
    days = {day for text in texts for day in _days(text)}
    named = bodies_named(" | ".join(f" {known_as(text)} " for text in texts), list(bodies))
    return (named.pop(), days.pop()) if len(named) == len(days) == 1 else None


def in_force_from(texts: Iterable[str]) -> str:
    """Return the only day of which these texts say that something is in force from it; "" where there is none."""
    found = {as_day(day, Notation.DAY_FIRST) or "" for text in texts for day in IN_FORCE.findall(text.casefold())}
    return found.pop() if len(found) == 1 else ""


def bodies_named(said: str, bodies: list[Body]) -> set[str]:
    """Return the names of the bodies that a text names: whole, longest first, by their code or by their first word."""
    found = set()
    first = Counter(known_as(one.name).partition(" ")[0] for one in bodies)
    names = [(known_as(one.name), one.name) for one in bodies]
    short = [(known_as(one.code), one.name) for one in bodies]
    words = [(word, one.name) for one in bodies if first[word := known_as(one.name).partition(" ")[0]] == 1]
    for word, name in (*sorted(names, key=lambda one: -len(one[0])), *short, *words):
        if word and f" {word} " in said:
            said = said.replace(f" {word} ", " | ")
            found.add(name)
    return found


def _is_named(instrument: Instrument, said: Iterable[str]) -> bool:
    names = [name for text in (instrument.reference, instrument.title) if len(name := known_as(text)) >= SHORTEST]
    return any(f" {name} " in text for name in names for text in said)


def _days(text: str) -> Iterator[str]:
    for found in DAYS.findall(text.casefold()):
        if day := as_day(found, Notation.DAY_FIRST):
            yield day
