"""Reading an XLSX workbook: its cells are told one by one; what is too large or gives no value is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from posixpath import join, normpath
from zipfile import ZipFile

from mandate_registry.register_folder.archives import MAX_MEMBERS, open_archive
from mandate_registry.register_folder.grid.grids import SizeBudget
from mandate_registry.register_folder.grid.text_runs import ShownText, joined
from mandate_registry.register_folder.problems import InvalidRegister, unreadable
from mandate_registry.register_folder.workbook.workbook_notes import Notes, Related, relations_of
from mandate_registry.register_folder.workbook.workbook_sheets import SheetReader, WorkbookCell
from mandate_registry.register_folder.workbook.workbook_texts import Rich, Style, Styles, Texts
from mandate_registry.register_folder.workbook.xml_events import Elements, Target, parse_events

MAX_CELLS = 2_000_000
"""So many cells may all sheets of a workbook have, and so large may the grid of one be, however sparse it is."""
MAX_BYTES = 150_000_000
MAX_ELEMENTS = 7_000_000
"""So many has a sheet, and so many all parts that are read together."""
MAX_OF_OUTLINE = 100_000
"""So many elements has the part that names the sheets: that of a file which was copied for years, 50,000 names."""
WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
MAX_OF_STYLES = 300_000
STYLES, TEXTS = "styles", "sharedStrings"
"""How the kinds of relations end with which a workbook names its styles, and the texts that cells share."""


@contextmanager
def open_workbook(path: Path, most_elements: int = MAX_ELEMENTS) -> Iterator[Workbook]:
    """Open a workbook; raise InvalidRegister when it is none, or too large to read."""
    with open_archive(path, MAX_BYTES, most_elements) as archive:
        yield Workbook(archive, path.name, most_elements)


class Workbook:
    """A workbook; `names` are those of its sheets."""

    def __init__(self, archive: ZipFile, file: str, most_elements: int = MAX_ELEMENTS) -> None:
        self.archive, self.file = archive, file
        self.elements = Elements(file, most_elements)
        self.members = {name.lower(): name for name in archive.namelist()}
        self.budget = SizeBudget(file, MAX_CELLS)
        self.noted: set[str] = set()
        self.outline, relations = _Outline(file), _Relations()
        outline = Elements(file, MAX_OF_OUTLINE)
        self._tell(WORKBOOK, self.outline, outline)
        self._tell(RELATIONS, relations, outline)
        self.parts = {name: _place(relations.found.get(one, "")) for name, one in self.outline.sheets}
        self.kinds = {kind: _place(place) for kind, place in relations.kinds.items()}
        if len(set(self.parts.values())) < len(self.outline.sheets):
            raise unreadable(file, "not_readable", "has two sheets of one name, or in one place")

    @property
    def names(self) -> list[str]:
        """The names of the sheets, in their order."""
        return list(self.parts)

    @cached_property
    def texts(self) -> list[str | Rich]:
        """The texts that cells share."""
        target = Texts(self.file, self.budget, self.elements.most)
        if TEXTS in self.kinds:
            self._tell(self.kinds[TEXTS], target)
        return target.found

    @cached_property
    def styles(self) -> list[Style]:
        """How cells look, by the number of the style."""
        target = Styles(self.file)
        if STYLES in self.kinds:
            self._tell(self.kinds[STYLES], target, Elements(self.file, MAX_OF_STYLES))
        return target.found

    def read(self, name: str, take: Callable[[WorkbookCell], None]) -> SheetReader:
        """Call `take` with each cell of a sheet that holds something, in the order of the file.

        Returns the reader, which knows the merged ranges and what is hidden. Raises InvalidRegister when the sheet is
        damaged or too large, or has a formula without a result.
        """
        part, is_late = self.parts[name], self.outline.from_1904
        reader = SheetReader(self.file, part, self.texts, self.styles, self.budget, take, from_1904=is_late)
        self._tell(part, reader)
        return reader

    def notes(self, name: str) -> list[tuple[int, str]]:
        """Return the notes at the cells of a sheet, each with its row (from 1)."""
        part, notes = self.parts[name], Notes(self.file, self.budget)
        related = Related(self.file, part)
        if relations_of(part) in self.members:
            self._tell(relations_of(part), related)
        for one in dict.fromkeys(related.found):
            if one in self.noted:
                raise unreadable(self.file, "not_readable", "has notes that belong to two sheets")
            self.noted.add(one)
            self._tell(one, notes)
        return notes.found

    def _tell(self, part: str, target: Target, elements: Elements | None = None) -> None:
        if part not in self.members:
            raise _no_workbook(self.file)
        with self.archive.open(self.members[part]) as stream:
            parse_events(stream, target, elements or self.elements)


class _Outline:
    """Takes the sheets of a workbook, each with the name of its relation."""

    def __init__(self, file: str) -> None:
        self.file, self.sheets, self.from_1904 = file, list[tuple[str, str]](), False
        self.hidden: set[str] = set()

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            identity = next((value for key, value in attributes.items() if key.endswith(" id")), "")
            self.sheets.append((attributes.get("name", ""), identity))
            if attributes.get("state", "visible") != "visible":
                self.hidden.add(attributes.get("name", ""))
            if len(self.sheets) > MAX_MEMBERS:
                raise unreadable(self.file, "too_large", f"has more than {MAX_MEMBERS} sheets")
        elif name == "workbookPr":
            self.from_1904 = attributes.get("date1904", "0") not in {"0", "false"}

    def end(self, name: str) -> None:
        pass

    def data(self, data: str) -> None:
        pass


class _Relations:
    """Takes the places of the parts of a workbook."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self.kinds: dict[str, str] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship":
            self.found[attributes.get("Id", "")] = attributes.get("Target", "")
            self.kinds[attributes.get("Type", "").rpartition("/")[2]] = attributes.get("Target", "")

    def end(self, name: str) -> None:
        pass

    def data(self, data: str) -> None:
        pass


def shown_text(text: str | Rich, style: Style, file: str) -> ShownText:
    """Return what a text shows in a cell of a style."""
    parts: Rich = ((text, None),) if isinstance(text, str) else text
    return joined(((part, style.looks if looks is None else looks) for part, looks in parts), file)


def _place(target: str) -> str:
    """Return the place of a part, as the names of `members` are written."""
    return normpath(join("/xl", target)).lstrip("/").lower()


def _no_workbook(file: str) -> InvalidRegister:
    return unreadable(file, "not_readable", "is not a readable workbook")
