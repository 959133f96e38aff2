"""The notes at the cells of a workbook, old ones and those of a conversation: they may say what no cell says."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from posixpath import basename, dirname, join, normpath

from mandate_registry.register_folder.archives import MAX_MEMBERS
from mandate_registry.register_folder.grid.grids import SizeBudget
from mandate_registry.register_folder.problems import unreadable
from mandate_registry.register_folder.workbook.workbook_texts import Rich, Text

CONVERSATION, NOTE = "threadedComment", "comment"
KINDS = ("comments", CONVERSATION)
"""How the kinds of relations end with which a sheet names its notes."""
PLACE = re.compile(r"\$?[A-Za-z]{1,3}\$?([1-9][0-9]{0,6})(?::.*)?")
MAX_NOTES = 20_000
MAX_LENGTH = 32_767  # as the text of a cell


def relations_of(part: str) -> str:
    """Return the part of a workbook that tells to which others a part is related."""
    return f"{dirname(part)}/_rels/{basename(part)}.rels"


class Related:
    """Takes the relations of a sheet; `found` are the parts with its notes, as `Workbook.members` names them."""

    def __init__(self, file: str, sheet: str) -> None:
        self.file, self.folder = file, f"/{dirname(sheet)}"
        self.found: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Handle the start of an element."""
        if name != "Relationship" or attributes.get("Type", "").rpartition("/")[2] not in KINDS:
            return
        self.found.append(normpath(join(self.folder, attributes.get("Target", ""))).lstrip("/").lower())
        if len(self.found) > MAX_MEMBERS:
            raise unreadable(self.file, "too_large", f"has a sheet with more than {MAX_MEMBERS} parts")

    def end(self, _name: str) -> None:
        """Leave out where an element ends."""

    def data(self, data: str) -> None:
        """Leave out text."""


class Notes:
    """Takes the notes of a sheet; `found` has them by row (from 1).

    A conversation is kept a second time as a note, for older programs: of a cell that has one that note is left out.
    """

    def __init__(self, file: str, budget: SizeBudget) -> None:
        self.file, self.budget = file, budget
        self.notes: dict[str, list[str]] = defaultdict(list)
        self.conversations: dict[str, list[str]] = defaultdict(list)
        self.text: Text | None = None
        self.kind = self.place = ""
        self.count = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Handle the start of an element."""
        if name in {NOTE, CONVERSATION}:
            self.count += 1
            if self.count > MAX_NOTES:
                raise unreadable(self.file, "too_large", f"has more than {MAX_NOTES:,} notes")
            self.kind, self.place = name, attributes.get("ref", "")
        elif name == "text":
            self.text = Text()
            self.text.is_text = self.kind == CONVERSATION
        elif self.text:
            self.budget.count_beside()
            self.text.start(name, attributes)

    def end(self, name: str) -> None:
        """Handle the end of an element."""
        if name == "text" and self.text:
            self._take(self.text.whole())
            self.text = None
        elif self.text:
            self.text.end(name)

    def data(self, data: str) -> None:
        """Handle text."""
        if self.text:
            self.text.data(data)

    def _take(self, said: str | Rich) -> None:
        text = (said if isinstance(said, str) else "".join(part for part, _ in said)).strip()
        if len(text) > MAX_LENGTH:
            raise unreadable(self.file, "too_large", f"has a note of more than {MAX_LENGTH:,} signs")
        self.budget.read(len(text))
        by_place = self.conversations if self.kind == CONVERSATION else self.notes
        by_place[self.place].append(text)

    @property
    def found(self) -> list[tuple[int, str]]:
        """The notes with something in them, each with its row (from 1)."""
        whole = self.notes | self.conversations
        return [(self._row(place), text) for place, texts in whole.items() for text in texts if text]

    def _row(self, place: str) -> int:
        found = PLACE.fullmatch(place)
        if found is None:
            raise unreadable(self.file, "not_readable", "has a note without a place")
        return int(found[1])
