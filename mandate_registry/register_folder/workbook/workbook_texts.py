"""Texts of a workbook of which parts may look different, and how its cells look."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from mandate_registry.register_folder.grid.grids import SizeBudget
from mandate_registry.register_folder.grid.text_runs import PLAIN, Looks, TextLook
from mandate_registry.register_folder.problems import unreadable
from mandate_registry.register_folder.workbook.format_codes import BUILT_IN, OTHER, bearable, is_date

MAX_STYLES = 65_536  # a spreadsheet itself allows no more
MAX_FORMATS = 1000  # a spreadsheet itself allows about 250
MAX_TEXTS = 1_000_000
OF_A_TEXT = 4
"""So many elements of a file has a text that a cell shows: its own two, and those of the cell."""
OFF = {"0", "false"}
RAISED = {"superscript": TextLook.SUPERSCRIPT, "subscript": TextLook.SUBSCRIPT}

Rich = tuple[tuple[str, Looks | None], ...]
"""The parts of a text; one without a look of its own looks as its cell does."""


class Text:
    """Takes the elements of one text (`si` or `is`)."""

    def __init__(self) -> None:
        self.parts: list[tuple[str, Looks | None]] = []
        self.looks: Looks | None = None
        self.is_text = False
        self.spoken = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Handle the start of an element."""
        if name == "t":
            self.is_text = not self.spoken
        elif name == "r":
            self.looks = None
        elif name == "rPr":
            self.looks = PLAIN
        elif name == "rPh":
            self.spoken += 1
        elif self.looks is not None:
            self.looks |= looks_of(name, attributes)

    def end(self, name: str) -> None:
        """Handle the end of an element."""
        if name == "t":
            self.is_text = False
        elif name == "rPh":
            self.spoken -= 1
        elif name == "r":
            self.looks = None

    def data(self, data: str) -> None:
        """Handle text."""
        if self.is_text:
            self.parts.append((data, self.looks))

    def whole(self) -> str | Rich:
        """Return the text, of one whose parts have looks of their own its parts."""
        if all(looks is None for _, looks in self.parts):
            return decoded("".join(text for text, _ in self.parts))
        return tuple((decoded(text), looks) for text, looks in self.parts)


class Texts:
    """Takes the texts that cells share."""

    def __init__(self, file: str, budget: SizeBudget, most_elements: int) -> None:
        self.file, self.budget, self.found = file, budget, list[str | Rich]()
        self.most = min(MAX_TEXTS, most_elements // OF_A_TEXT)
        self.text: Text | None = None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Handle the start of an element."""
        if name == "si":
            self.text = Text()
        elif self.text:
            if name != "t" or self.text.parts:
                self.budget.count_beside()
            self.text.start(name, attributes)

    def end(self, name: str) -> None:
        """Handle the end of an element."""
        if name == "si" and self.text:
            self.found.append(self.text.whole())
            self.text = None
            if len(self.found) > self.most:
                raise unreadable(self.file, "too_large", f"has more than {self.most:,} texts: divide it")
        elif self.text:
            self.text.end(name)

    def data(self, data: str) -> None:
        """Handle text."""
        if self.text:
            self.text.data(data)


class Style(NamedTuple):
    """How a cell looks: its number format, whether that is one of dates, and its font."""

    code: str = ""
    is_date: bool = False
    looks: Looks = PLAIN


class Styles:
    """Takes the styles of cells."""

    def __init__(self, file: str) -> None:
        self.file, self.within = file, list[str]()
        self.fonts, self.found = list[Looks](), list[Style]()
        self.codes = {str(number): code for number, code in BUILT_IN.items()} | {"0": ""}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Handle the start of an element."""
        if name == "numFmt" and self.within[-1:] == ["numFmts"]:
            self.codes[attributes.get("numFmtId", "")] = bearable(attributes.get("formatCode", ""))
        elif name == "font" and self.within[-1:] == ["fonts"]:
            self.fonts.append(PLAIN)
        elif name == "strike" and self.within[-2:] == ["fonts", "font"]:
            self.fonts[-1] |= looks_of(name, attributes)
        elif name == "xf" and self.within[-1:] == ["cellXfs"]:
            self.found.append(self._style(attributes))
        self.within.append(name)
        if max(len(self.fonts), len(self.found)) > MAX_STYLES:
            raise unreadable(self.file, "too_large", f"has more than {MAX_STYLES:,} styles of cells")
        if len(self.codes) > MAX_FORMATS:
            raise unreadable(self.file, "too_large", f"has more than {MAX_FORMATS:,} number formats")

    def end(self, _name: str) -> None:
        """Handle the end of an element."""
        self.within.pop()

    def data(self, data: str) -> None:
        """Leave out what stands between styles."""

    def _style(self, attributes: Mapping[str, str]) -> Style:
        font = attributes.get("fontId", "0")
        place = int(font) if font.isdecimal() else 0
        code = self.codes.get(attributes.get("numFmtId", "0"), OTHER)
        return Style(code, is_date(code), self.fonts[place] if place < len(self.fonts) else PLAIN)


def looks_of(name: str, attributes: Mapping[str, str]) -> Looks:
    """Return the look that a property of a font tells."""
    value = attributes.get("val", "1")
    if name == "strike":
        return frozenset([TextLook.STRUCK] * (value not in OFF))
    raised = RAISED.get(value) if name == "vertAlign" else None
    return frozenset([raised]) if raised else PLAIN


ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def decoded(text: str) -> str:
    """Return a text with the characters that it writes by their number, as `_x000D_`."""
    if "_x" not in text:
        return text
    parts = ESCAPED.split(text)
    parts[1::2] = map(_character, parts[1::2])
    return "".join(parts)


@lru_cache(maxsize=1024)
def _character(number: str) -> str:
    return chr(int(number, 16))
