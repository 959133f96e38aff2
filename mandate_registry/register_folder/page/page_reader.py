"""The tables of a web page, one sheet for each, with the headings that stand above them.

A document in Markdown is made into a web page first (`page/page_files.py`); one of a word processor is told to the same
reader (`word/word_documents.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from lxml import etree

from mandate_registry.register_folder.grid.grids import Grid, SizeBudget
from mandate_registry.register_folder.grid.text_runs import PLAIN, TextLook
from mandate_registry.register_folder.page.page_looks import BOLD as IS_BOLD
from mandate_registry.register_folder.page.page_looks import HIDDEN, SILENT, StyleSheet, is_style_sheet
from mandate_registry.register_folder.page.page_tables import PageTable, Words
from mandate_registry.register_folder.problems import unreadable

if TYPE_CHECKING:
    from lxml.etree import ParserTarget


MAX_CELLS = 100_000
MAX_TABLES = 500
MAX_ELEMENTS = 200_000
MAX_TEXTS = 500_000
MAX_DEPTH = 100
"""So deep may elements stand within one another."""
MAX_NAME_LENGTH = 100
CHUNK = 1 << 16

HEADINGS = {f"h{level}": level for level in range(1, 7)}
BOLD = 7
"""The level of a bold paragraph that stands for a heading."""
BLOCKS = {"p", "div", "li", "ul", "ol", "dt", "dd", "section", "article", "blockquote", "pre", *HEADINGS}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
GROUPS = {"thead", "tbody", "tfoot"}
PICTURES = {"img", "svg", "canvas", "object", "embed", "video", "iframe", "meter", "progress", "math"}
"""Elements that show what is no text."""
FIELDS = {"input", "select"}
TYPED = {"text", "number", "date", "month", "week", "time", "datetime-local", "email", "tel", "url", "search"}
"""The kinds of input that show what was typed into them."""
TICKS = {"checkbox", "radio"}


def read_page(text: str, file: str) -> list[Grid]:
    """Read the tables of a web page; raise InvalidRegister when it is too large or too deep."""
    reader = PageReader(file)
    parser = etree.HTMLParser(target=cast("ParserTarget", reader), no_network=True, huge_tree=False)
    for start in range(0, len(text), CHUNK):
        parser.feed(text[start : start + CHUNK])
    if text.strip():
        parser.close()
    return reader.tables_found()


class PageReader:
    """Is told of the elements of a page, one after the other; a table within a table is one of its own."""

    def __init__(self, file: str) -> None:
        self.file, self.budget = file, SizeBudget(file, MAX_CELLS)
        self.elements = self.texts = 0
        self.tag = ""
        self.found: list[PageTable] = []
        self.tables: list[PageTable] = []
        self.above: list[tuple[int, str]] = []
        self.line = Words(self.file)
        self.bold = 0
        self.within: Counter[str] = Counter()
        self.looks: list[frozenset[str]] = []
        self.worn = PLAIN
        self.sheet, self.styles = StyleSheet(file), list[str]()

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Handle the start of an element."""
        if tag in BLOCKS or tag == "br":
            self._break(is_block=tag in BLOCKS)
        if tag in PICTURES or tag in FIELDS:
            self._show(tag, attributes)
        if tag == "link" and is_style_sheet(attributes):
            self.sheet.is_elsewhere = True
        if tag in VOID:
            return
        self._enter(tag, attributes)
        if tag == "table":
            if len(self.found) == MAX_TABLES:
                raise unreadable(self.file, "too_large", f"has more than {MAX_TABLES} tables: divide it")
            self.tables.append(PageTable(self.budget, tuple(text for _, text in self.above)))
            self.found.append(self.tables[-1])
        elif self.tables:
            self._start_in(self.tables[-1], tag, attributes)

    def end(self, tag: str) -> None:
        """Handle the end of an element."""
        if tag in VOID:
            return
        if tag == "table" and self.tables:
            self._close_table()
        elif self.tables and tag in {"td", "th"}:
            self.tables[-1].end_cell()
        elif self.tables and tag == "tr":
            self.tables[-1].end_row()
        elif self.tables and tag in GROUPS:
            self.tables[-1].begin_group()
        elif tag == "style":
            self.sheet.read("".join(self.styles))
            self.styles.clear()
        if tag in HEADINGS or tag == "p":
            self._note_heading(tag)
        if tag in BLOCKS:
            self._break(is_block=True)
        self._leave()

    def data(self, data: str) -> None:
        """Handle text that is shown."""
        self.texts += 1
        if self.texts > MAX_TEXTS:
            raise unreadable(self.file, "too_large", f"has more than {MAX_TEXTS:,} texts: divide it")
        if self.tag == "style":
            self.styles.append(data)
        if not self._is_shown():
            return
        self.budget.read(len(data))
        self.line.add(data)
        self.bold += len(data.strip()) if self.within[IS_BOLD] else 0
        if self.tables and self.tables[-1].words:
            self.tables[-1].words.add(data, self.worn)

    def comment(self, _text: str) -> None:
        """Leave a comment out."""

    def close(self) -> None:
        """Close what the page leaves open."""
        while self.tables:
            self._close_table()

    def tables_found(self) -> list[Grid]:
        """Return the tables that hold something."""
        for table in self.found:
            table.grid.has_look_elsewhere = self.sheet.is_elsewhere
        return _named([table for table in self.found if any(map(any, table.grid.rows))])

    def say(self, data: str, looks: Sequence[str]) -> None:
        """Handle text with this look."""
        self._wear(looks, 1)
        self.data(data)
        self._wear(looks, -1)

    def annotate(self, text: str) -> None:
        """Add a note to the current row of a table; text outside tables is ignored."""
        if self.tables and (rows := len(self.tables[-1].grid.rows)):
            self.budget.read(len(text))
            self.tables[-1].grid.annotate(rows, text)

    def hide_row(self) -> None:
        """Note that the present row of a table is hidden."""
        if self.tables and (rows := len(self.tables[-1].grid.rows)):
            self.tables[-1].grid.hide(rows)

    def show_odd(self, text: str) -> None:
        """Handle a placeholder in a cell for something that is no text."""
        if self.tables and self.tables[-1].words and self._is_shown():
            self.tables[-1].words.add_odd(text)

    @property
    def is_blank(self) -> bool:
        """Whether a cell is open in which nothing stands."""
        return self.is_in_cell and not cast("Words", self.tables[-1].words).shown

    @property
    def is_in_cell(self) -> bool:
        """Whether a cell is open."""
        return bool(self.tables) and self.tables[-1].words is not None

    def _is_shown(self) -> bool:
        hidden = self.tables[-1].hidden if self.tables else 0
        return not self.within[SILENT] and self.within[HIDDEN] <= hidden

    def _enter(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.tag = tag
        self.looks.append(self.sheet.of(tag, attributes))
        if len(self.looks) > MAX_DEPTH:
            raise unreadable(self.file, "too_large", f"has elements more than {MAX_DEPTH} deep within one another")
        self.elements += 1
        if self.elements > MAX_ELEMENTS:
            raise unreadable(self.file, "too_large", f"has more than {MAX_ELEMENTS:,} elements: divide it")
        self._wear(self.looks[-1], 1)

    def _leave(self) -> None:
        self.tag = ""
        if self.looks:
            self._wear(self.looks.pop(), -1)

    def _wear(self, looks: Iterable[str], times: int) -> None:
        """Count looks that begin or end."""
        for look in looks:
            self.within[look] += times
            self.worn = frozenset(one for one in TextLook if self.within[one])

    def _show(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Show what is no text of the page: what is filled in, a box that is ticked or not, or that there is more."""
        words = self.tables[-1].words if self.tables else None
        kind = attributes.get("type", "text").lower() if tag == "input" else tag
        if words is None or kind == HIDDEN or not self._is_shown() or HIDDEN in self.sheet.of(tag, attributes):
            return
        if kind in TICKS:
            words.add("\u2612" if "checked" in attributes else "\u2610")
        elif tag == "input" and kind in TYPED and attributes.get("value"):
            words.add(attributes["value"])
        elif tag != "input" or kind not in TYPED or "placeholder" in attributes:
            words.add_odd(f"{kind} {attributes.get('alt') or attributes.get('value', '')}".strip())

    def _start_in(self, table: PageTable, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "tr":
            table.begin_row(self.within[HIDDEN])
        elif tag in GROUPS:
            table.begin_group()
        elif tag in {"td", "th"}:
            table.begin_cell(attributes, self.within[HIDDEN])
        elif tag == "caption":
            table.words = table.caption = Words(self.file)

    def _close_table(self) -> None:
        table = self.tables.pop()
        table.end_row()
        table.grid.finish(table.ranges, self.file)
        self.line, self.bold = Words(self.file), 0

    def _break(self, *, is_block: bool) -> None:
        """Start a new line, and after a block element a new paragraph."""
        if self.tables and self.tables[-1].words:
            self.tables[-1].words.break_line()
        if is_block:
            self.line, self.bold = Words(self.file), 0
        else:
            self.line.break_line()

    def _note_heading(self, tag: str) -> None:
        """Note a heading, or a bold paragraph outside of tables, in the place of those that it ends."""
        is_bold = not self.tables and self.line.shown == self.bold
        level = HEADINGS.get(tag, BOLD if is_bold else 0)
        if level and (text := self.line.text):
            self.above = [*((one, above) for one, above in self.above if one < level), (level, text)]


def _named(tables: list[PageTable]) -> list[Grid]:
    """Return the grids of tables, each with what stands above it and under a name that no other has."""
    names: set[str] = set()
    for number, table in enumerate(tables, start=1):
        caption = (table.caption.text,) if table.caption and table.caption.shown else ()
        table.grid.above = (*table.above, *caption)
        table.grid.name = _free(table.grid.above[-1] if table.grid.above else f"Table {number}", names)
        names.add(table.grid.name)
    return [table.grid for table in tables]


def _free(name: str, names: set[str]) -> str:
    name = " ".join(name.split())[:MAX_NAME_LENGTH]
    others = (f"{name} ({number})" for number in range(2, len(names) + 2))
    return next(one for one in (name, *others) if one not in names)
