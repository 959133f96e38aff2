"""The text of a cell out of parts that look different: what is struck or raised is not read as if it were not."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from itertools import groupby, islice
from typing import NamedTuple

from mandate_registry.register_folder.laid import Typed
from mandate_registry.register_folder.problems import InvalidRegister, unreadable

ORDINALS = {"e", "de", "ste", "st", "nd", "rd", "th"}
"""What is raised after a number and belongs to it, as in `2e`."""


class Look(StrEnum):
    """How a part of a cell looks."""

    STRUCK = "struck"
    SUPERSCRIPT = "superscript"
    SUBSCRIPT = "subscript"


Looks = frozenset[Look]
Run = tuple[str, Looks]
PLAIN: Looks = frozenset()
FEWEST = 2
"""So many runs look different at least."""
MOST = 1000
"""So many parts that look different has a cell at most."""
TOLD = 40
"""So many signs of a cell tell which it is."""


class Shown(NamedTuple):
    """What a cell shows: its text, whether all of it is struck, and whether only a part of it looks different."""

    text: str
    is_struck: bool = False
    is_odd: bool = False

    @property
    def typed(self) -> Typed | None:
        """What the cell is stored as: of an odd one a text that no column takes for a value."""
        return Typed(self.text, is_shown=False) if self.is_odd else None


def joined(runs: Iterable[Run], file: str) -> Shown:
    """Return what a cell of several parts shows; raise InvalidRegister if it has too many.

    A part that is struck, raised or lowered beside others stands between brackets with its look before it:
    `€ 500 [superscript: 1]`. No amount, day or name is written so: the cell is refused until its text is typed.
    """
    all_runs = list(runs)
    if len(all_runs) < FEWEST:
        text, looks = all_runs[0] if all_runs else ("", PLAIN)
        return Shown(text, bool(text.strip()) and Look.STRUCK in looks)
    merged = [("".join(text for text, _ in same), looks) for looks, same in groupby(all_runs, lambda run: run[1])]
    if len(merged) > MOST:
        raise too_many_parts(file, (text for text, _ in merged))
    filled = [looks for text, looks in merged if text.strip()]
    everywhere = frozenset.intersection(*filled) if filled else PLAIN
    return _written([(text, looks - everywhere) for text, looks in merged])._replace(
        is_struck=Look.STRUCK in everywhere
    )


def _written(parts: Iterable[Run]) -> Shown:
    """Return a cell out of its parts, each with the looks that others do not have."""
    texts: list[str] = []
    is_odd = False
    for part, looks in parts:
        own = sorted(looks)
        if not own or not part.strip() or (own == [Look.SUPERSCRIPT] and _is_ordinal(texts, part)):
            texts.extend([part] * bool(part))
        else:
            _strip_end(texts)
            texts.append(f" [{' '.join(own)}: {part.strip()}]{_blank_after(part)}")
            is_odd = True
    text = "".join(texts)
    return Shown(text.lstrip(" ") if is_odd else text, is_odd=is_odd)


def _strip_end(texts: list[str]) -> None:
    """Take away the blanks at the end of texts that follow each other."""
    while texts and not texts[-1].rstrip(" "):
        texts.pop()
    if texts:
        texts[-1] = texts[-1].rstrip(" ")


def too_many_parts(file: str, texts: Iterable[str]) -> InvalidRegister:
    """Refuse a file with a cell of too many parts; the first of them tell which cell it is."""
    begin = "".join(islice(texts, TOLD))[:TOLD]
    return unreadable(file, "too_large", f"has a cell with more than {MOST:,} parts that look different: {begin!r}")


def struck(text: str) -> Typed:
    """Return how a struck cell of a row that is not struck as a whole is written: no column takes it for a value."""
    return Typed(f"[{Look.STRUCK}: {text}]", is_shown=False)


def _is_ordinal(before: list[str], part: str) -> bool:
    return bool(before) and before[-1][-1].isdigit() and part.strip().casefold() in ORDINALS


def _blank_after(part: str) -> str:
    return part[len(part.rstrip()) :]
