"""One cell of somebody else's spreadsheet as the register folder writes it: names become codes, words its own."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mandate_registry.register_folder import cells, notations
from mandate_registry.register_folder.columns import TABLES
from mandate_registry.register_folder.headings import folded
from mandate_registry.register_folder.notations import Notation
from mandate_registry.rules.notation import CODE, parse_seats

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mandate_registry.register_folder.columns import Column, Table

DAYS = (cells.DAY, cells.FIRST_DAY, cells.LAST_DAY)
REFERS_TO = {
    "employee": "employees",
    "position": "positions",
    "unit": "units",
    "body": "bodies",
    "on_behalf_of": "bodies",
    "instrument": "instruments",
    "decision_types": "decision_types",
    "components": "decision_types",
}
"""The table whose codes stand in a column of this name, of whatever table."""
OF_ITS_OWN = {"units": "units", "decision_types": "decision_types"}
"""The table whose codes stand in the column `parent`."""
SAID: dict[str, dict[str, str]] = {
    "kinds": {
        "mandaat": "mandate",
        "volmacht": "power_of_attorney",
        "machtiging": "authorisation",
        "ondertekeningsmandaat": "signing",
        "ondertekening": "signing",
    },
    "vat": {
        **dict.fromkeys(("incl btw", "inclusief", "inclusief btw", "including vat", "including"), "incl"),
        **dict.fromkeys(("excl btw", "exclusief", "exclusief btw", "excluding vat", "excluding"), "excl"),
        **dict.fromkeys(("geen", "geen btw", "nvt", "n v t"), "none"),
    },
    "nature": {
        "besluit": "decision",
        "privaatrechtelijk": "private_act",
        "privaatrechtelijke rechtshandeling": "private_act",
        "feitelijk": "factual_act",
        "feitelijke handeling": "factual_act",
        "ondertekening": "signing",
    },
    "disclosure": {
        **dict.fromkeys(("openbaar", "ja"), "public"),
        **dict.fromkeys(("intern", "nee"), "internal"),
        "partners": "partners",
    },
    "trigger": {
        "afwezigheid": "absence",
        "vacature": "vacancy",
        "afwezigheid of vacature": "absence_or_vacancy",
    },
    "currency": {"euro": "EUR", "": "EUR"},
}
"""What the words of a closed list are in Dutch, by column."""
YES = {"ja", "j", "yes", "y", "true", "waar", "x", "1"}
NO = {"nee", "n", "no", "false", "onwaar", "0"}
ITEMS = re.compile(r"[;\n]")
KINDS = re.compile(r"[;,/\n]| en | and ")
NAMED = {"name", "title", "title_nl", "title_en"}
"""The fields by which people know an entry."""


class Untold(ValueError):
    """A cell does not tell what its column needs; `code` says what that is."""

    def __init__(self, code: str) -> None:
        """Keep the code."""
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Names:
    """By what the entries of a register are known: their codes, and the codes of each folded name, by table."""

    codes: Mapping[str, set[str]] = field(default_factory=dict)
    named: Mapping[str, Mapping[str, set[str]]] = field(default_factory=dict)

    @classmethod
    def of(cls, tables: Mapping[str, Sequence[Any]]) -> Names:
        """Take those of these facts, by table."""
        codes = {table.name: {getattr(fact, table.key) for fact in tables.get(table.name, ())} for table in TABLES}
        named: dict[str, dict[str, set[str]]] = {table.name: defaultdict(set) for table in TABLES}
        for table in TABLES:
            for fact in tables.get(table.name, ()):
                for name in NAMED & set(fact.__slots__):
                    named[table.name][folded(getattr(fact, name) or "")].add(getattr(fact, table.key))
        return cls(codes, named)

    def code(self, table: str, text: str) -> str | None:
        """Give the code of what has this code or this name; None when nothing has. Untold when two have the name."""
        if text in self.codes.get(table, ()):
            return text
        found = self.named.get(table, {}).get(folded(text), set())
        if len(found) > 1:
            raise Untold("two_of_that_name")
        return next(iter(found), None)


@dataclass(frozen=True, slots=True)
class Translation:
    """How the cells of a column are written anew: of which table, in which notation, among which names."""

    table: Table
    column: Column
    notation: Notation
    names: Names

    @classmethod
    def of(cls, table: Table, column: Column, texts: Sequence[str], names: Names) -> Translation:
        """Find how a column is written by all that stands in it."""
        notation = Notation.NONE
        if column.cell in DAYS:
            notation = notations.notation_of_days(texts)
        elif column.cell is cells.AMOUNT:
            notation = notations.notation_of_amounts(texts)
        return cls(table, column, notation, names)

    def write(self, text: str) -> str:
        """Write a cell that is not empty as the register folder does; Untold when it says nothing that is understood.

        What the folder's own reading will refuse is left as it stands.
        """
        cell, name = self.column.cell, self.column.name
        if cell in DAYS:
            return self._day(text)
        if cell is cells.AMOUNT:
            return _told(notations.as_amount(text, self.notation), "not_an_amount")
        if cell is cells.YES_OR_NO:
            return _told(_yes_or_no(text), "not_yes_or_no")
        if cell in (cells.SEATS, cells.PRINCIPAL):
            return self._seat(text)
        return self._said(text) if name in SAID else self._reference(text)

    def _day(self, text: str) -> str:
        if self.column.cell is cells.LAST_DAY and notations.is_no_end(text):
            return ""
        return _told(notations.as_day(text, self.notation), "not_a_day")

    def _said(self, text: str) -> str:
        said = SAID[self.column.name]
        return " ; ".join(said.get(folded(part), part.strip()) for part in KINDS.split(text))

    def _seat(self, text: str) -> str:
        try:
            parse_seats(text)
        except ValueError:
            for kind, table in (("position", "positions"), ("employee", "employees")):
                if code := self.names.code(table, text):
                    return f"{kind}:{code}"
            raise Untold("not_a_holder") from None
        return text

    def _reference(self, text: str) -> str:
        name = self.column.name
        if name == "code":
            return self.names.code(self.table.name, text) or _as_code(text)
        target = REFERS_TO.get(name) or (OF_ITS_OWN.get(self.table.name) if name == "parent" else None)
        if target is None or text == "*":
            return text
        is_list = self.column.cell in (cells.CODES, cells.TYPES)
        return " ; ".join(self._code(target, part.strip()) for part in (ITEMS.split(text) if is_list else [text]))

    def _code(self, target: str, text: str) -> str:
        code = self.names.code(target, text)
        if code is None and target not in ("employees", "instruments") and not CODE.fullmatch(text):
            raise Untold("unknown_name")
        return code or text


def _told(text: str | None, code: str) -> str:
    if text is None:
        raise Untold(code)
    return text


def _yes_or_no(text: str) -> str | None:
    word = folded(text)
    return "yes" if word in YES else "no" if word in NO else None


def _as_code(text: str) -> str:
    """Make a code of a name: `Inkoper A` is `inkoper-a`."""
    return text if CODE.fullmatch(text) else _told(folded(text).replace(" ", "-") or None, "not_a_code")
