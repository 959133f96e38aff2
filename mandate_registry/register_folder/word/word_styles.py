"""How the runs and the paragraphs of a document of a word processor look."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mandate_registry.register_folder.page.page_looks import BOLD, HIDDEN, LOWERED, RAISED, STRUCK
from mandate_registry.register_folder.problems import unreadable

OFF = {"0", "false", "off", "none"}
LOOKS = {"strike": STRUCK, "dstrike": STRUCK, "vanish": HIDDEN, "b": BOLD}
SCRIPTS = {"superscript": RAISED, "subscript": LOWERED}
HEADING = re.compile(r"(?:heading|kop) ?([1-6])", re.IGNORECASE)
MAX_STYLES = 10_000
"""So many styles may a document have; a word processor itself allows about 4,000."""
MAX_BASES = 20
"""So many styles does a style build on at most."""


def value(attributes: Mapping[str, str], name: str = "val") -> str | None:
    """Return an attribute, in whichever namespace it is."""
    for key, one in attributes.items():
        if key.endswith(name) and key.rpartition(" ")[2] == name:
            return one
    return None


def look_of(name: str, attributes: Mapping[str, str]) -> tuple[str, bool] | None:
    """Return the look that a property of a run is about, and whether it has it; None of another property."""
    said = value(attributes)
    if name in LOOKS:
        return LOOKS[name], said not in OFF
    if name == "vertAlign" and said in SCRIPTS:
        return SCRIPTS[said], True
    if name == "position" and said and said.strip("-0"):
        return (LOWERED if said.startswith("-") else RAISED), True
    return None


class WordStyles:
    """Takes the styles of a document."""

    def __init__(self, file: str) -> None:
        self.file, self.count = file, 0
        self.looks: dict[str, dict[str, bool]] = {}
        self.levels: dict[str, int] = {}
        self.bases: dict[str, str] = {}
        self.lists: dict[str, str] = {}
        self.places: dict[str, str] = {}
        self.style = ""
        self.known: dict[str, dict[str, bool]] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Handle the start of an element."""
        if name == "style":
            self.count += 1
            if self.count > MAX_STYLES:
                raise unreadable(self.file, "too_large", f"has more than {MAX_STYLES:,} styles")
            self.style = value(attributes, "styleId") or ""
        elif name == "name" and (found := HEADING.fullmatch(value(attributes) or "")):
            self.levels[self.style] = int(found[1])
        elif name == "basedOn":
            self.bases[self.style] = value(attributes) or ""
        elif name == "numId":
            self.lists[self.style] = value(attributes) or ""
        elif name == "ilvl":
            self.places[self.style] = value(attributes) or ""
        elif (found_look := look_of(name, attributes)) and found_look[0] != BOLD:
            self.looks.setdefault(self.style, {})[found_look[0]] = found_look[1]

    def end(self, _name: str) -> None:
        """Leave out where an element ends: a style ends where the next begins."""

    def data(self, data: str) -> None:
        """Leave out text: styles have none."""

    def of(self, style: str | None) -> dict[str, bool]:
        """Return the looks that a style gives, with those of the styles that it builds on; all styles are taken."""
        if style and style not in self.known:
            self.known[style] = self._looks_of(style)
        return dict(self.known[style]) if style else {}

    def _looks_of(self, style: str | None) -> dict[str, bool]:
        found: dict[str, bool] = {}
        for _ in range(MAX_BASES):
            if not style:
                break
            found = self.looks.get(style, {}) | found
            style = self.bases.get(style)
        return found

    def list_of(self, style: str | None) -> tuple[str, str | None, str]:
        """Return the list of the paragraphs of a style, their level where it is told, and the style that tells."""
        for _ in range(MAX_BASES):
            if not style or style in self.lists:
                break
            style = self.bases.get(style)
        return (self.lists.get(style, ""), self.places.get(style), style) if style else ("", None, "")

    def level(self, style: str | None) -> int:
        """Return the level of a heading that a style is for; 0 of another style."""
        return self.levels.get(style or "", 0)
