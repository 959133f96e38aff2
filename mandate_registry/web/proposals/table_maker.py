"""What a plan adds to one table: its columns, what is the same for all rows, and what stands out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from mandate_registry.rules.facts import Vat
from mandate_registry.rules.findings.remarks import LIMIT_NOT_ASKED
from mandate_registry.services.changesets.plan_view import ChangeView
from mandate_registry.services.changesets.planned_change import PlannedChange
from mandate_registry.web.field_labels import LABELS
from mandate_registry.web.language import lazy
from mandate_registry.web.proposals.plan_rows import USUAL
from mandate_registry.web.short_tables import HEADINGS, LONG, WITHOUT_VAT, Alike, Together, alike, together
from mandate_registry.web.terms import BASES, TABLES

Row = Mapping[str, Any]
Toned = tuple[str, str]
"""What stands out, and the tone in which it is shown."""

MIN_COUNT = 3
"""So many rows have at least to say the same, for it to be said once."""
MAJORITY = 3 / 5
"""A larger part of the rows than this says the same, where it is said once for all that say nothing else."""
COLUMNS: dict[str, tuple[str, ...]] = {
    "mandates": ("seats", "decision_types", "max_amount"),
    "decision_types": ("body", "nature", "valid_from"),
    "positions": ("unit", "valid_from"),
    "units": ("parent", "valid_from"),
    "employees": ("email", "valid_from", "valid_until"),
    "appointments": ("valid_from", "valid_until"),
    "instruments": ("adopted_by", "adopted_on", "in_force_from"),
}
"""Which fields have a column of their own, by table; the others stand beneath their row."""
IN_THE_TITLE = ("code", "reference", "title", "title_nl", "name", "number", "employee", "position")
"""Fields that the name of an entry says."""
OF_THE_ROW = ("seats", "decision_types", "max_amount", "conditions", "instructions", "email")
"""Fields that are said of each row, also where all say the same."""
COUNTED = {"position_shared": lazy("%(count)s people hold it"), "position_vacant": lazy("nobody holds it")}
"""What is said in short of what stands out in a field, by its code."""
IN_A_CELL = (*COUNTED, "no_limit")
"""What is said in short of what stands out, in the cell of its field."""
NO_LIMIT = lazy("no limit")
MISSING = "–"


class Source(Protocol):
    """The file that a plan came from."""

    def row(self, change: PlannedChange) -> int:
        """Return the number of the row that tells of a change; 0 where none does."""

    def beside(self, seen: ChangeView, name: str, text: str) -> str:
        """Return what the file says of a field, where that is put otherwise than what is told of it."""


@dataclass(frozen=True, slots=True)
class TableCell:
    """What is to be recorded of a field, what the file says of it where that differs, and what stands out."""

    label: str
    text: str
    source: str = ""
    remarks: tuple[Toned, ...] = ()


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: its number in the file (0: of none), a cell for each column, and what stands beneath it."""

    title: str
    row: int
    cells: list[TableCell]
    beneath: list[TableCell]
    remarks: list[Toned]


@dataclass(frozen=True, slots=True)
class PlanTable:
    """What is added to a table; `of_all` holds for all rows, `of_most` for those that say nothing else.

    A long one is told in `short` first, with what needs a look in its rows (`alarms`).
    """

    table: str
    title: str
    columns: list[str]
    of_all: list[tuple[str, str]]
    of_most: list[tuple[str, str]]
    remarks: list[Toned]
    entries: list[TableRow] = field(default_factory=list)
    short: list[Together] = field(default_factory=list)
    alarms: list[Alike] = field(default_factory=list)
    headings: tuple[Any, ...] = ()

    @property
    def has_sources(self) -> bool:
        """Return True if something is to be recorded otherwise than the file says it."""
        return any(cell.source for one in self.entries for cell in (*one.cells, *one.beneath))

    @property
    def says_more(self) -> bool:
        """Return True if something stands beneath a row."""
        return any(one.beneath or one.remarks for one in self.entries)


class TableMaker:
    """Makes the table of what the rows of a plan add to one table of the register."""

    def __init__(self, table: str, rows: Sequence[Row], source: Source | None) -> None:
        """Sort what is told of each row by field."""
        names = {str(label): name for name, label in LABELS[table].items()}
        self._labels = {name: label for label, name in names.items()}
        self._table, self._rows, self._source = table, rows, source
        self._texts = [with_basis({names[str(one.label)]: one.after for one in row["changes"]}) for row in rows]
        self._same = self._said_by_most()
        remarks = Counter(remark for row in rows for remark in _remarks(row))
        self._remarks_of_all = [one for one, count in remarks.items() if MIN_COUNT <= count == len(rows)]
        texts = {name for one in self._texts for name in one}
        self._columns = [name for name in COLUMNS[table] if name in texts and name not in self._same]

    def _said_by_most(self) -> dict[str, tuple[str, int]]:
        """Return by field what more than a part of the rows say, and how many do."""
        found = {}
        for name in dict.fromkeys(name for one in self._texts for name in one):
            if name in (*OF_THE_ROW, *IN_THE_TITLE):
                continue
            text, count = Counter(one[name] for one in self._texts if name in one).most_common(1)[0]
            if count >= MIN_COUNT and count > MAJORITY * len(self._rows):
                found[name] = (text, count)
        return found

    def made(self) -> PlanTable:
        """Return the table."""
        said = [(self._labels[name], text, count == len(self._rows)) for name, (text, count) in self._same.items()]
        entries = [self._entry(row, texts) for row, texts in zip(self._rows, self._texts, strict=True)]
        is_long = len(entries) > LONG
        return PlanTable(
            self._table,
            str(TABLES[self._table]),
            [self._labels[name] for name in self._columns],
            [(label, text) for label, text, is_of_all in said if is_of_all],
            [(label, text) for label, text, is_of_all in said if not is_of_all],
            [(remark[2], _tone(remark[0])) for remark in self._remarks_of_all if remark[0] != "no_limit"],
            entries,
            self._in_short(entries) if is_long else [],
            alike((one.title, text) for one in entries for text, tone in one.remarks if tone == "bad")
            if is_long
            else [],
            HEADINGS.get(self._table, ()),
        )

    def _in_short(self, entries: Sequence[TableRow]) -> list[Together]:
        rows = ((one.title, texts, tuple(_alarms(one))) for one, texts in zip(entries, self._texts, strict=True))
        return together(self._table, rows)

    def _entry(self, row: Row, texts: Mapping[str, str]) -> TableRow:
        left = [remark for remark in _remarks(row) if remark not in self._remarks_of_all or remark[0] == "no_limit"]
        title = row["title"]
        in_title = {name for name in IN_THE_TITLE if texts.get(name, "") in title}
        beneath = [name for name in (*texts, *self._same) if name not in (*self._columns, *in_title)]
        return TableRow(
            title,
            self._source.row(row["seen"].change) if self._source else 0,
            [self._cell(name, row, texts, left) for name in self._columns],
            [
                self._cell(name, row, texts, [])
                for name in dict.fromkeys(beneath)
                if name not in self._same or texts.get(name, "") != self._same[name][0]
            ],
            [(text, _tone(code)) for code, of, text in left if not (of in self._columns and code in IN_A_CELL)],
        )

    def _cell(
        self, name: str, row: Row, texts: Mapping[str, str], remarks: Sequence[tuple[str, str, str]]
    ) -> TableCell:
        counted = [code for code, of, _text in remarks if of == name and code in COUNTED]
        short = tuple((self._short(row, code), _tone(code)) for code in counted)
        is_open = any(code == "no_limit" for code, of, _text in remarks if of == name)
        text = texts.get(name, MISSING)
        source = self._source.beside(row["seen"], name, text) if self._source else ""
        if is_open:
            return TableCell(self._labels[name], "", source, ((str(NO_LIMIT), tone_of_none(source)), *short))
        return TableCell(self._labels[name], text, source, tuple(dict.fromkeys(short)))

    def _short(self, row: Row, code: str) -> str:
        values = dict(next(one.sentence.values for one in row["seen"].warnings if one.code == code))
        return str(COUNTED[code]) % values


def with_basis(texts: dict[str, str]) -> dict[str, str]:
    """Return what is told of an entry with the VAT basis beside its limit."""
    if "max_amount" not in texts or "vat" not in texts:
        return texts
    vat = texts.pop("vat")
    vat = str(WITHOUT_VAT) if vat == str(BASES[Vat.NONE]) else vat
    return texts | {"max_amount": f"{texts['max_amount']} {vat}"}


def _alarms(entry: TableRow) -> Iterator[str]:
    """Yield what needs a look in the cells of a row, with what the file says there."""
    for cell in entry.cells:
        source = f": “{cell.source}”" if cell.source else ""
        yield from (f"{text}{source}" for text, tone in cell.remarks if tone == "bad")


def _tone(code: str) -> str:
    """Return the tone of what stands out, by its code."""
    return "partly" if code in USUAL else "bad"


def tone_of_none(source: str) -> str:
    """Return the tone of no limit: plain where a word of the file says so, bad where a number stands there."""
    if not source:
        return _tone("no_limit")
    return "bad" if any(sign.isdigit() for sign in source) else "plain"


def _remarks(row: Row) -> Iterator[tuple[str, str, str]]:
    """Yield what stands out in an entry, but for what is told by decision type: its code, its field, and the text."""
    for found, text in zip(row["seen"].warnings, row["warnings"], strict=True):
        if found.code != LIMIT_NOT_ASKED:
            yield found.code, found.field, text
