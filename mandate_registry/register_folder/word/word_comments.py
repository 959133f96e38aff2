"""The comments at the text of a document of a word processor."""

from __future__ import annotations

from collections.abc import Mapping

from mandate_registry.register_folder.problems import unreadable
from mandate_registry.register_folder.word.word_styles import value

MAX_TEXT = 5_000_000
"""So many signs may stand in all comments together."""


class WordComments:
    """Takes the comments of a document."""

    def __init__(self, file: str) -> None:
        self.file, self.length = file, 0
        self.texts: dict[str, list[str]] = {}
        self.lines: list[str] = []
        self.is_text = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Handle the start of an element."""
        if name == "comment":
            self.lines = self.texts.setdefault(value(attributes, "id") or "", [])
        self.is_text = name == "t"

    def end(self, name: str) -> None:
        """Handle the end of an element."""
        self.is_text = False
        if name == "p":
            self.lines.append("\n")

    def data(self, data: str) -> None:
        """Handle text."""
        if self.is_text:
            self.length += len(data)
            self.lines.append(data)
        if self.length > MAX_TEXT:
            raise unreadable(self.file, "too_large", f"has comments of more than {MAX_TEXT:,} signs")

    def text(self, identity: str | None) -> str:
        """Return the text of a comment; "?" of one that the file does not hold."""
        return "".join(self.texts.get(identity or "", [])).strip() or "?"
