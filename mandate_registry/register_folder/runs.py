"""The text of a cell out of parts that look different: what is struck or raised is not read as if it were not."""

from __future__ import annotations

from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from mandate_registry.register_folder.laid import Typed

if TYPE_CHECKING:
    from collections.abc import Iterable

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


class Shown(NamedTuple):
    """What a cell shows: its text, whether all of it is struck, and whether only a part of it looks different."""

    text: str
    is_struck: bool = False
    is_odd: bool = False

    @property
    def typed(self) -> Typed | None:
        """What the cell is stored as: of an odd one a text that no column takes for a value."""
        return Typed(self.text, is_shown=False) if self.is_odd else None


def joined(runs: Iterable[Run]) -> Shown:
    """Return what a cell of several parts shows.

    A part that is struck, raised or lowered beside others stands between brackets with its look before it:
    `€ 500 [superscript: 1]`. No amount, day or name is written so: the cell is refused until its text is typed.
    """
    all_runs = list(runs)
    if len(all_runs) < FEWEST:
        text, looks = all_runs[0] if all_runs else ("", PLAIN)
        return Shown(text, bool(text.strip()) and Look.STRUCK in looks)
    merged = [("".join(text for text, _ in same), looks) for looks, same in groupby(all_runs, lambda run: run[1])]
    filled = [looks for text, looks in merged if text.strip()]
    everywhere = frozenset.intersection(*filled) if filled else PLAIN
    text, is_odd = "", False
    for part, looks in merged:
        own = sorted(looks - everywhere)
        if not own or not part.strip() or (own == [Look.SUPERSCRIPT] and _is_ordinal(text, part)):
            text += part
        else:
            text = f"{text.rstrip(' ')} [{' '.join(own)}: {part.strip()}]{_blank_after(part)}".lstrip(" ")
            is_odd = True
    return Shown(text, Look.STRUCK in everywhere, is_odd)


def struck(text: str) -> Typed:
    """Return how a struck cell of a row that is not struck as a whole is written: no column takes it for a value."""
    return Typed(f"[{Look.STRUCK}: {text}]", is_shown=False)


def _is_ordinal(before: str, part: str) -> bool:
    return before[-1:].isdigit() and part.strip().casefold() in ORDINALS


def _blank_after(part: str) -> str:
    return part[len(part.rstrip()) :]
