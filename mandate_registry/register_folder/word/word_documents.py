"""The tables of a .docx: its elements are told to the reader of pages, with what Word shows beside its texts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from mandate_registry.register_folder.archives import open_archive
from mandate_registry.register_folder.grid.grids import Grid
from mandate_registry.register_folder.page.page_looks import BOLD, HIDDEN, RAISED, STRUCK
from mandate_registry.register_folder.page.page_reader import PageReader
from mandate_registry.register_folder.page.page_tables import BEFORE, MERGE
from mandate_registry.register_folder.problems import unreadable
from mandate_registry.register_folder.word.word_comments import WordComments
from mandate_registry.register_folder.word.word_list_numbers import BULLET, WordNumbering
from mandate_registry.register_folder.word.word_paragraphs import WordParagraphs
from mandate_registry.register_folder.word.word_styles import LOOKS, OFF, WordStyles, look_of, value
from mandate_registry.register_folder.workbook.xml_events import Elements, parse_events

MAX_BYTES = 100_000_000  # of which pictures are the most
MAX_ELEMENTS = 800_000
"""So many have all parts that are read together, those that are of no use among them."""
MAX_USED = 160_000
"""So many may tell of what is shown: those of a document with 5,000 paragraphs beside 15,000 cells."""
DOCUMENT, STYLES, COMMENTS = "word/document.xml", "word/styles.xml", "word/comments.xml"
LISTS = "word/numbering.xml"
BLOCKS = {"tbl": "table", "tr": "tr"}
SIGNS = {"tab": " ", "noBreakHyphen": "-", "ptab": " "}
PICTURES = {"drawing": "picture", "pict": "picture", "object": "object", "oMath": "formula", "ddList": "choice"}
SKIPPED = {"Fallback", "oMath", "instrText"}
"""Elements whose text is shown in another way, or not at all."""
GONE = {"del", "moveFrom"}
MARKED = {"rPr", "trPr"}
"""Elements in which one of these marks what they are the properties of, and holds no text itself."""
NOTES = {"footnoteReference", "endnoteReference"}
OF_NUMBERS = {BOLD, STRUCK}
"""The looks of the beginning of a paragraph that its number has as well."""
ELSEWHERE = {"altChunk", "subDoc"}
"""What stands for another document, which Word shows at its place."""
USED = {
    *("tbl", "tr", "tc", "p", "r", "t", "delText", "pPr", "pStyle", "numId", "ilvl", "rStyle", "vertAlign", "position"),
    *("gridSpan", "vMerge", "hMerge", "gridBefore", "hidden", "cellDel", "br", "cr", "sym", "commentReference"),
    *("checkBox", "checked", "default", *SIGNS, *PICTURES, *SKIPPED, *GONE, *NOTES, *LOOKS, *ELSEWHERE),
}
"""The elements that tell of what is shown."""
TICKED, UNTICKED = "\u2612", "\u2610"


def read_document(path: Path) -> list[Grid]:
    """Read the tables of a .docx; raise InvalidRegister when it cannot be read."""
    with open_archive(path, MAX_BYTES, MAX_ELEMENTS) as archive:
        names = archive.namelist()
        if DOCUMENT not in names:
            raise unreadable(path.name, "not_readable", "is not a readable .docx file")
        styles, comments, lists = WordStyles(path.name), WordComments(path.name), WordNumbering(path.name)
        document = _Document(path.name, styles, comments, WordParagraphs(styles, lists))
        elements = Elements(path.name, MAX_ELEMENTS)
        for name, target in ((STYLES, styles), (COMMENTS, comments), (LISTS, lists), (DOCUMENT, document)):
            if name in names:
                with archive.open(name) as stream:
                    parse_events(stream, target, elements)
    return document.page.tables_found()


class _Document:
    """Takes the elements of a document.

    A cell begins with its first paragraph: what it spans is told after its own beginning. Text that a tracked change
    takes away is shown struck, also that of a row or a cell; `deleted` are the depths of these.
    """

    def __init__(self, file: str, styles: WordStyles, comments: WordComments, paragraphs: WordParagraphs) -> None:
        self.page, self.styles, self.comments, self.numbers = PageReader(file), styles, comments, paragraphs
        self.within: list[str] = []
        self.cell: dict[str, str] | None = None
        self.before = self.skipped = self.gone = self.used = 0
        self.deleted: list[int] = []
        self.level, self.number, self.is_bulleted = 0, "", False
        self.paragraph: dict[str, bool] = {}
        self.run: dict[str, bool] = {}
        self.box: str | None = None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Handle the start of an element."""
        self.within.append(name)
        if name not in USED:
            return
        self._count()
        parent = self.within[-2] if len(self.within) > 1 else ""
        if name in ELSEWHERE:
            detail = "holds another document within it: open it in Word and save it anew, with the text of both"
            raise unreadable(self.page.file, "not_readable", detail)
        if name in PICTURES:
            self._show_odd(PICTURES[name])
        self.skipped += name in SKIPPED
        self.gone += name in GONE and parent not in MARKED
        if parent in {"pPr", "numPr", "rPr"}:
            self.numbers.note(self.within, value(attributes))
        if parent in {"tcPr", "trPr", "pPr", "rPr"}:
            self._note_property(parent, name, attributes)
        elif not self.skipped:
            self._begin(name, attributes)

    def end(self, name: str) -> None:
        """Handle the end of an element."""
        self.within.pop()
        if name not in USED:
            return
        self.skipped -= name in SKIPPED
        self.gone -= name in GONE and self.within[-1] not in MARKED
        if self.deleted and len(self.within) < self.deleted[-1]:
            self.deleted.pop()
        if name == "checkBox":
            self._say(self.box or UNTICKED)
        elif name == "pPr" and self.within[-1:] == ["p"] and not self.skipped:
            self._begin_number()
        elif name == "p":
            self._end_paragraph()
        elif name == "tc":
            self._begin_cell()
            self.page.end("td")
        elif name in BLOCKS:
            self.page.end(BLOCKS[name])

    def data(self, data: str) -> None:
        """Handle text."""
        if not self.skipped and self.within and self.within[-1] in {"t", "delText"}:
            self._say(data)

    def _count(self) -> None:
        self.used += 1
        if self.used > MAX_USED:
            detail = f"has more than {MAX_USED:,} parts of text: leave out what is not of its tables, or divide it"
            raise unreadable(self.page.file, "too_large", detail)

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in BLOCKS:
            self._begin_cell()
            self.before = 0
            self.page.start(BLOCKS[name], {})
        elif name == "tc":
            self.cell = {BEFORE: str(self.before)} if self.before else {}
            self.before = 0
        elif name == "p":
            self._begin_cell()
            self.level, self.number, self.is_bulleted, self.paragraph, self.run = 0, "", False, {}, {}
            self.numbers.begin()
            self.page.start("p", {})
        elif name == "r":
            self.run = dict(self.paragraph)
        else:
            self._show(name, attributes)

    def _show(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in SIGNS and self.within[-2:-1] == ["r"]:
            self._say(SIGNS[name])
        elif name in {"br", "cr"}:
            self.page.start("br", {})
        elif name == "sym":
            self._show_odd(f"symbol {value(attributes, 'font') or ''} {value(attributes, 'char') or ''}")
        elif name in NOTES:
            self._say(value(attributes, "id") or "*", RAISED)
        elif name == "commentReference":
            self.page.annotate(self.comments.text(value(attributes, "id")))
        elif name == "checkBox":
            self.box = None
        elif name == "checked" or (name == "default" and self.box is None and "checkBox" in self.within):
            self.box = UNTICKED if value(attributes) in OFF else TICKED

    def _note_property(self, parent: str, name: str, attributes: Mapping[str, str]) -> None:
        said = value(attributes)
        if name == "hMerge":
            detail = "has cells merged in the way of Word 97: save it anew in a later Word"
            raise unreadable(self.page.file, "not_readable", detail)
        if name == "cellDel" or (parent == "trPr" and name == "del"):
            self.deleted.append(len(self.within) - 2)
        elif parent == "tcPr" and self.cell is not None:
            self.cell |= {"gridSpan": {"colspan": said or "1"}, "vMerge": {MERGE: said or "continue"}}.get(name, {})
        elif parent == "trPr" and name == "hidden" and said not in OFF:
            self.page.hide_row()
        elif name == "gridBefore":
            self.before = int(said) if said and said.isdecimal() else 0
        elif name == "pStyle" and self.within[-3:-1] == ["p", "pPr"]:
            self.level, self.paragraph = self.styles.level(said), self.styles.of(said)
        elif parent == "rPr" and self.within[-3:-2] == ["r"]:
            self._note_look(name, attributes)

    def _note_look(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "rStyle":
            self.run |= self.styles.of(value(attributes))
        elif found := look_of(name, attributes):
            if found[0] == STRUCK and not found[1]:
                return  # one of `strike` and `dstrike` says nothing of the other
            self.run[found[0]] = found[1]

    def _begin_cell(self) -> None:
        if self.cell is not None:
            self.page.start("td", self.cell)
            self.cell = None

    def _end_paragraph(self) -> None:
        if self.is_bulleted and self.page.is_blank:
            self._show_odd(BULLET)
        if self.page.is_in_cell:
            self._say_number()
        self.page.end(f"h{self.level}" if self.level else "p")

    def _begin_number(self) -> None:
        """Add the number shown before a paragraph; if it is uncertain, its cell has no value."""
        number = self.numbers.shown()
        if number is None:
            self._show_odd("number")
        self.is_bulleted = number == BULLET
        self.number = "" if self.is_bulleted else number or ""

    def _say_number(self, *looks: str) -> None:
        number, self.number = self.number, ""
        if number:
            self.page.say(number, looks)

    def _say(self, text: str, *looks: str) -> None:
        worn = [look for look, is_on in self.run.items() if is_on]
        gone = [STRUCK] * (self.gone > 0 or bool(self.deleted))
        self._say_number(*(look for look in (*worn, *gone) if look in OF_NUMBERS))
        if HIDDEN in worn and self.page.is_in_cell and text.strip():
            self.page.annotate(f"[{HIDDEN}: {text.strip()}]")
        self.page.say(text, [*worn, *looks, *gone])

    def _show_odd(self, text: str) -> None:
        self._begin_cell()
        if not self.skipped:
            self._say_number()
            self.page.show_odd(text)
