"""Looking facts up by their code, at a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from mandate_registry.rules.facts import Fact

    T = TypeVar("T", bound=Fact)


def fact_at(index: dict[str, list[T]], key: str, at: datetime) -> T | None:
    """Return the fact of a code that is valid at a moment, None when there is none."""
    return next((fact for fact in index.get(key, ()) if at in fact.valid), None)


def lineage(index: dict[str, list[Any]], code: str, at: datetime) -> Iterator[str]:
    """Yield a code and the codes of all above it, at a moment; nothing when it is unknown then."""
    seen: set[str] = set()
    fact = fact_at(index, code, at)
    while fact and fact.code not in seen:
        seen.add(fact.code)
        yield fact.code
        fact = fact_at(index, fact.parent, at) if fact.parent else None


def lineage_ever(index: dict[str, list[Any]], codes: Iterable[str]) -> set[str]:
    """Return codes with those of all that are, were or will be above them."""
    found: set[str] = set()
    waiting = list(codes)
    while waiting:
        code = waiting.pop()
        if code not in found:
            found.add(code)
            waiting.extend(fact.parent for fact in index.get(code, ()) if fact.parent)
    return found


def same_name(name: str) -> str:
    """Write a name so that spacing and capitals do not tell people apart."""
    return " ".join(name.split()).casefold()
