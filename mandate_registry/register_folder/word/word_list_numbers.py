"""The numbers that a word processor shows before paragraphs: it counts them, as they stand nowhere in the file."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from mandate_registry.register_folder.problems import unreadable
from mandate_registry.register_folder.word.word_styles import OFF, value

MAX_LEVELS = 65_536
"""So many lists, and levels of lists, may a document have."""
LARGEST = 780
"""So high are lists counted: thirty times through the alphabet."""
MAX_LENGTH = 100
BULLET = "bullet"
SUFFIXES = {"nothing": "", "space": " ", "tab": " "}
OF_LEVELS = {"start", "numFmt", "lvlText", "suff", "lvlRestart", "isLgl", "pStyle"}
PLACE = re.compile(r"%([1-9])")
ROMAN = {1000: "m", 900: "cm", 500: "d", 400: "cd", 100: "c", 90: "xc", 50: "l", 40: "xl", 10: "x", 9: "ix", 5: "v"}
ROMAN |= {4: "iv", 1: "i"}


class Level(NamedTuple):
    """A level of a list: where it begins, how it is written, and after which level it begins again (0: none)."""

    start: int
    kind: str
    text: str
    suffix: str
    restart: int | None
    is_legal: bool
    style: str

    @classmethod
    def of(cls, said: Mapping[str, str]) -> Level:
        """Read the properties of a level."""
        restart = said.get("lvlRestart", "")
        return cls(
            start=_number(said.get("start")) or 0,
            kind=said.get("numFmt", "decimal"),
            text=said.get("lvlText", ""),
            suffix=SUFFIXES.get(said.get("suff", "tab"), " "),
            restart=_number(restart),
            is_legal=said.get("isLgl", "0") not in OFF,
            style=said.get("pStyle", ""),
        )


class WordNumbering:
    """Takes the lists of a document, and counts their paragraphs as they come.

    `owners` are lists as they are defined (`a0`) and as they are used (`n1`), where these have levels of their own.
    """

    def __init__(self, file: str) -> None:
        self.file, self.owner, self.place = file, "", 0
        self.level: dict[str, str] | None = None
        self.levels: dict[tuple[str, int], Level] = {}
        self.abstracts: dict[str, str] = {}
        self.starts: dict[tuple[str, int], int] = {}
        self.links: dict[str, str] = {}
        self.linked: dict[str, str] = {}
        self.counts: dict[str, dict[int, int]] = defaultdict(dict)
        self.begun: set[tuple[str, int]] = set()
        self.doubted: set[str] = set()
        self.places: dict[tuple[str, str], int | None] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Handle the start of an element."""
        said = value(attributes)
        if name in {"abstractNum", "num"}:
            self.owner = f"{name[0]}{value(attributes, 'abstractNumId' if name[0] == 'a' else 'numId')}"
        elif name in {"lvl", "lvlOverride"}:
            self.place = _number(value(attributes, "ilvl")) or 0
            self.level = {} if name == "lvl" else None
        elif name == "abstractNumId":
            self.abstracts[self.owner] = f"a{said}"
        elif name == "startOverride":
            self.starts[self.owner, self.place] = _number(said) or 0
        elif name == "numStyleLink":
            self.links[self.owner] = said or ""
        elif name == "styleLink":
            self.linked[said or ""] = self.owner
        elif self.level is not None and name in OF_LEVELS:
            self.level.setdefault(name, said or ("1" if name == "isLgl" and said is None else ""))

    def end(self, name: str) -> None:
        """Handle the end of an element."""
        if name == "lvl" and self.level is not None:
            self.levels[self.owner, self.place] = Level.of(self.level)
            self.level = None
        if len(self.levels) + len(self.abstracts) > MAX_LEVELS:
            raise unreadable(self.file, "too_large", f"has more than {MAX_LEVELS:,} lists")

    def data(self, data: str) -> None:
        """Leave out text: lists have none."""

    def place_of(self, number: str, style: str) -> int | None:
        """Return the level of a list that a style is for; all lists are taken."""
        if (number, style) not in self.places:
            owner = self._owner(number)
            found = (place for place in range(9) if self._level(number, owner, place).style == style)
            self.places[number, style] = next(found, None)
        return self.places[number, style]

    def doubt(self, number: str) -> None:
        """Note that paragraphs of a list may be shown or not, so that nobody knows how far it counts."""
        self.doubted.add(self._owner(number))

    def shown(self, number: str, place: int) -> str | None:
        """Count a paragraph of a list; return what stands before it, BULLET for a sign, None where that is not sure."""
        owner = self._owner(number)
        if (owner, place) not in self.levels and (f"n{number}", place) not in self.levels:
            return None
        self._count(number, owner, place)
        level = self._level(number, owner, place)
        if level.kind == BULLET:
            return BULLET
        if owner in self.doubted or len(level.text) > MAX_LENGTH:
            return None
        parts = {one: self._part(number, owner, level, int(one) - 1) for one in set(PLACE.findall(level.text))}
        if None in parts.values():
            return None
        text = PLACE.sub(lambda found: str(parts[found[1]]), level.text)
        return f"{text}{level.suffix}" if text else ""

    def _count(self, number: str, owner: str, place: int) -> None:
        counts, start = self.counts[owner], self.starts.get((f"n{number}", place))
        begins = start is not None and (number, place) not in self.begun
        self.begun.add((number, place))
        if begins or place not in counts:
            counts[place] = self._level(number, owner, place).start if start is None else start
        else:
            counts[place] += 1
        for deeper in [one for one in counts if one > place]:
            restart = self._level(number, owner, deeper).restart
            if restart is None or place < restart:
                del counts[deeper]

    def _part(self, number: str, owner: str, level: Level, place: int) -> str | None:
        """Return how far a level is counted, as it is written; None of one that has not begun."""
        count = self.counts[owner].get(place)
        if count is None:
            return None
        return written(count, "decimal" if level.is_legal else self._level(number, owner, place).kind)

    def _owner(self, number: str) -> str:
        owner = self.abstracts.get(f"n{number}", "")
        return self.linked.get(self.links[owner], "") if owner in self.links else owner

    def _level(self, number: str, owner: str, place: int) -> Level:
        return self.levels.get((f"n{number}", place)) or self.levels.get((owner, place)) or NO_LEVEL


@lru_cache(maxsize=8192)
def written(count: int, kind: str) -> str | None:
    """Return how a number is written in a list of a kind; None of another kind, or of too high a number."""
    if not 0 <= count <= LARGEST or (count == 0 and not kind.startswith("decimal")):
        return None
    match kind:
        case "decimal":
            return str(count)
        case "decimalZero":
            return f"{count:02}"
        case "lowerLetter" | "upperLetter":
            text = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        case "lowerRoman" | "upperRoman":
            text = _roman(count)
        case _:
            return None
    return text.upper() if kind.startswith("upper") else text


def _roman(count: int) -> str:
    text = ""
    for number, letters in ROMAN.items():
        times, count = divmod(count, number)
        text += letters * times
    return text


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < len(str(MAX_LEVELS)) else None


NO_LEVEL = Level.of({})
