"""The text of a cell out of parts that look different: what is struck or raised is not read as if it were not."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from itertools import groupby, islice
from typing import NamedTuple

from mandate_registry.register_folder.grid.sheet_layout import RawCell
from mandate_registry.register_folder.problems import InvalidRegister, unreadable

ORDINALS = {"e", "de", "ste", "st", "nd", "rd", "th"}
"""What is raised after a number and belongs to it, as in `2e`."""


class TextLook(StrEnum):
    """How a part of a cell looks."""

    STRUCK = "struck"
    SUPERSCRIPT = "superscript"
    SUBSCRIPT = "subscript"


Looks = frozenset[TextLook]
Run = tuple[str, Looks]
PLAIN: Looks = frozenset()
MIN_COUNT = 2
"""So many runs look different at least."""
MAX_RUNS = 1000
"""So many parts that look different has a cell at most."""
SHOWN_CHARACTERS = 40
"""So many signs of a cell tell which it is."""


class ShownText(NamedTuple):
    """What a cell shows: its text, whether all of it is struck, and whether only a part of it looks different."""

    text: str
    is_struck: bool = False
    is_odd: bool = False

    @property
    def typed(self) -> RawCell | None:
        """What the cell is stored as: of an odd one a text that no column takes for a value."""
        return RawCell(self.text, is_shown=False) if self.is_odd else None


def joined(runs: Iterable[Run], file: str) -> ShownText:
    """Return what a cell of several parts shows; raise InvalidRegister if it has too many.

    A part that is struck, raised or lowered beside others stands between brackets with its look before it:
    `€ 500 [superscript: 1]`. No amount, day or name is written so: the cell is refused until its text is typed.
    """
    all_runs = list(runs)
    if len(all_runs) < MIN_COUNT:
        text, looks = all_runs[0] if all_runs else ("", PLAIN)
        return ShownText(text, bool(text.strip()) and TextLook.STRUCK in looks)
    merged = [("".join(text for text, _ in same), looks) for looks, same in groupby(all_runs, lambda run: run[1])]
    if len(merged) > MAX_RUNS:
        raise too_many_parts(file, (text for text, _ in merged))
    filled = [looks for text, looks in merged if text.strip()]
    everywhere = frozenset.intersection(*filled) if filled else PLAIN
    return _written([(text, looks - everywhere) for text, looks in merged])._replace(
        is_struck=TextLook.STRUCK in everywhere
    )


def _written(parts: Iterable[Run]) -> ShownText:
    """Return a cell out of its parts, each with the looks that others do not have."""
    texts: list[str] = []
    is_odd = False
    for part, looks in parts:
        own = sorted(looks)
        if not own or not part.strip() or (own == [TextLook.SUPERSCRIPT] and _is_ordinal(texts, part)):
            texts.extend([part] * bool(part))
        else:
            _strip_end(texts)
            texts.append(f" [{' '.join(own)}: {part.strip()}]{_blank_after(part)}")
            is_odd = True
    text = "".join(texts)
    return ShownText(text.lstrip(" ") if is_odd else text, is_odd=is_odd)


def _strip_end(texts: list[str]) -> None:
    """Strip the blanks at the end of consecutive texts."""
    while texts and not texts[-1].rstrip(" "):
        texts.pop()
    if texts:
        texts[-1] = texts[-1].rstrip(" ")


def too_many_parts(file: str, texts: Iterable[str]) -> InvalidRegister:
    """Refuse a file with a cell of too many parts; the first of them tell which cell it is."""
    begin = "".join(islice(texts, SHOWN_CHARACTERS))[:SHOWN_CHARACTERS]
    return unreadable(file, "too_large", f"has a cell with more than {MAX_RUNS:,} parts that look different: {begin!r}")


def struck(text: str) -> RawCell:
    """Return how a struck cell of a row that is not struck as a whole is written: no column takes it for a value."""
    return RawCell(f"[{TextLook.STRUCK}: {text}]", is_shown=False)


def _is_ordinal(before: list[str], part: str) -> bool:
    return bool(before) and before[-1][-1].isdigit() and part.strip().casefold() in ORDINALS


def _blank_after(part: str) -> str:
    return part[len(part.rstrip()) :]
