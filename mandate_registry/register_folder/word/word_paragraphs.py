"""What stands before the paragraphs of a document: the list and the level of each, by itself or by its style."""

from __future__ import annotations

from collections.abc import Sequence

from mandate_registry.register_folder.word.word_list_numbers import WordNumbering
from mandate_registry.register_folder.word.word_styles import OFF, WordStyles

NO_LIST = {"", "0"}
PASSING = {"del", "moveFrom", "vanish"}
"""Properties of the end of a paragraph that is shown to some readers and not to others."""


class WordParagraphs:
    """Is told of the properties of one paragraph after the other."""

    def __init__(self, styles: WordStyles, lists: WordNumbering) -> None:
        self.styles, self.lists = styles, lists
        self.begin()

    def begin(self) -> None:
        """Start a paragraph."""
        self.style: str | None = None
        self.list: str | None = None
        self.place: str | None = None
        self.is_passing = False

    def note(self, within: Sequence[str], said: str | None) -> None:
        """Read a property of the innermost element; properties of a former state are skipped."""
        name = within[-1]
        if within[-3:-1] == ["p", "pPr"] and name == "pStyle":
            self.style = said
        elif within[-4:-1] == ["p", "pPr", "numPr"] and name in {"numId", "ilvl"}:
            self.list, self.place = (said, self.place) if name == "numId" else (self.list, said)
        elif within[-4:-1] == ["p", "pPr", "rPr"] and name in PASSING and said not in OFF:
            self.is_passing = True

    def shown(self) -> str | None:
        """Return what stands before the paragraph, "" of one in no list; see `WordNumbering.shown`."""
        number, place = self._list()
        if number in NO_LIST:
            return ""
        if self.is_passing:
            self.lists.doubt(number)
        return None if place is None else self.lists.shown(number, place)

    def _list(self) -> tuple[str, int | None]:
        """Return the list of the paragraph and its level; None where that is not told."""
        number, numbering, style = self.styles.list_of(self.style)
        if self.list is not None:
            number = self.list
        place = numbering if self.place is None else self.place
        if place is None and self.list is None and style:
            return number, self.lists.place_of(number, style) or 0
        place = place or "0"
        return number, int(place) if place in "012345678" else None
