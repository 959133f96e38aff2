"""One cell of somebody else's spreadsheet as the register folder writes it: names become codes, words its own."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from mandate_registry.register_folder import cell_types, column_notation
from mandate_registry.register_folder.amounts.limits import currency_of, read_limit
from mandate_registry.register_folder.column_notation import Notation
from mandate_registry.register_folder.columns import TABLES, Column, Table
from mandate_registry.register_folder.names.name_keys import known_as
from mandate_registry.register_folder.sheet.empty_cells import is_nobody
from mandate_registry.register_folder.sheet.heading_match import folded
from mandate_registry.register_folder.sheet.plan import Bound, Multiple
from mandate_registry.rules.lookup import same_name
from mandate_registry.rules.notation import CODE, parse_seats

A_CENT, A_DAY = Decimal("0.01"), timedelta(days=1)
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
        **dict.fromkeys(("rubriek", "kop", "heading"), ""),
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
}
"""What the words of a closed list are in Dutch, by column."""
SHOWN_NUMBER = re.compile(r"[0-9][0-9.,\s'’]*")
YES = {"ja", "j", "yes", "y", "true", "waar", "x", "1"}
NO = {"nee", "n", "no", "false", "onwaar", "0"}
ITEMS = re.compile(r"[;\n]")
KINDS = re.compile(r"[;,/\n]| en | and ")
NAMED = {"name", "title", "title_nl", "title_en"}
"""The fields by which people know an entry."""


class MissingValue(ValueError):
    """A cell does not tell what its column needs; `code` says what that is."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class CodesByName:
    """By what the entries of a register are known: their codes, and the codes of each folded name, by table."""

    codes: Mapping[str, set[str]] = field(default_factory=dict)
    named: Mapping[str, Mapping[str, set[str]]] = field(default_factory=dict)

    @classmethod
    def of(cls, tables: Mapping[str, Sequence[Any]]) -> CodesByName:
        """Return the names of these facts, by table."""
        codes = {table.name: {getattr(fact, table.key) for fact in tables.get(table.name, ())} for table in TABLES}
        named: dict[str, dict[str, set[str]]] = {table.name: defaultdict(set) for table in TABLES}
        for table in TABLES:
            for fact in tables.get(table.name, ()):
                for name in NAMED & set(fact.__slots__):
                    if known := _called(table.name, getattr(fact, name) or ""):
                        named[table.name][known].add(getattr(fact, table.key))
        return cls(codes, named)

    def by_code_alone(self, table: str) -> CodesByName:
        """Return them without the names of the entries of a table."""
        return replace(self, named={**self.named, table: {}})

    def also(self, called: Mapping[str, Mapping[str, str]]) -> CodesByName:
        """Return them with further names for codes, by table and name."""
        named = {
            table: {**known, **{name: known.get(name, set()) | {code} for name, code in called.get(table, {}).items()}}
            for table, known in self.named.items()
        }
        return replace(self, named=named)

    def code(self, table: str, text: str) -> str | None:
        """Return the code of what has this code or this name; None when nothing has. MissingValue when two have it."""
        name = _called(table, text)
        found = (self.named.get(table, {}).get(name, set()) if name else set()) | (
            {text} & self.codes.get(table, set())
        )
        if len(found) > 1:
            raise MissingValue("two_of_that_name")
        return next(iter(found), None)

    def is_free(self, table: str, text: str) -> bool:
        """Return True if nothing in a table has this code or this name."""
        try:
            return self.code(table, text) is None
        except MissingValue:
            return False


def _called(table: str, name: str) -> str:
    """Return a name as it is compared: that of a person as a check does, which leaves no letter or accent out."""
    return same_name(name) if table == "employees" else known_as(name)


@dataclass(frozen=True, slots=True)
class Translation:
    """How the cells of a column are written anew: of which table, in which notation, among which names.

    `bound` tells whether its days or amounts are themselves within what they bound, `multiple` in what its amounts are,
    `has_codes` that the codes of its entries stand in a column of their own, rather than being made of their names,
    `knows_all` that `*` stands for all decision types.
    """

    table: Table
    column: Column
    notation: Notation
    names: CodesByName
    bound: Bound | None = None
    multiple: Multiple = Multiple.ONE
    has_codes: bool = False
    knows_all: bool = True

    @classmethod
    def of(
        cls, table: Table, column: Column, texts: Sequence[str], names: CodesByName, days: Notation, bound: Bound | None
    ) -> Translation:
        """Find how a column is written by all that stands in it; `days` is how the days of the file are."""
        notation = Notation.NONE
        if column.cell in cell_types.DAYS:
            notation = days
        elif column.cell is cell_types.AMOUNT:
            notation = column_notation.notation_of_amounts(read_limit(text).amount for text in texts)
        return cls(table, column, notation, names, bound)

    def write(self, text: str, exact: str | None = None) -> tuple[str, Mapping[str, str]]:
        """Write a cell that is not empty as the register folder does, and what it says of other columns.

        `exact` is what the cell is stored as. MissingValue when it says nothing that is understood. What the
        folder's own reading will refuse is left as it stands.
        """
        cell, name = self.column.cell, self.column.name
        if cell is cell_types.AMOUNT:
            return self._amount(text, exact)
        text = text if exact is None else exact
        if cell in cell_types.DAYS:
            return self._day(text), {}
        if cell in (cell_types.YES_OR_NO, cell_types.ONLY_YES):
            return _required(_yes_or_no(text), "not_yes_or_no"), {}
        if cell in (cell_types.SEATS, cell_types.PRINCIPAL):
            return self._seat(text), {}
        if cell is cell_types.CURRENCY:
            return currency_of(text) or text, {}
        return self._said(text) if name in SAID else self._reference(text), {}

    def _amount(self, text: str, exact: str | None) -> tuple[str, Mapping[str, str]]:
        limit = read_limit(text)
        if limit.side not in ("", self.column.name):
            raise MissingValue("contradicts")
        amount = self._multiplied(_required(self._number(limit.amount, exact), "not_an_amount"))
        bound = _required(limit.bound or self.bound, "bound_unknown")
        is_above = self.column.name == "above_amount"
        if (bound == Bound.WITHIN) is not is_above:
            return amount, limit.beside
        less = Decimal(amount) - A_CENT
        if less < 0:
            return _required("" if is_above else None, "not_an_amount"), limit.beside
        return f"{less:.2f}", limit.beside

    def _multiplied(self, amount: str) -> str:
        """Return an amount that is in thousands or millions as it is; one as large as those was meant otherwise."""
        if self.multiple == Multiple.ONE:
            return amount
        factor = Decimal(self.multiple)
        if Decimal(amount) >= factor:
            raise MissingValue("contradicts")
        return f"{Decimal(amount) * factor:f}"

    def _number(self, text: str, exact: str | None) -> str | None:
        """Return the number in a cell; what it is stored as counts, where the cell shows a number and no more."""
        if exact is None:
            return column_notation.as_amount(text, self.notation)
        return column_notation.as_amount(exact, Notation.POINT) if SHOWN_NUMBER.fullmatch(text) else None

    def _day(self, text: str) -> str:
        if self.column.cell is cell_types.LAST_DAY and column_notation.is_no_end(text):
            return ""
        is_of_day_first = self.notation is Notation.MONTH_FIRST and column_notation.order_of(text) is Notation.DAY_FIRST
        if is_of_day_first or (self.notation is Notation.TWO and "/" in text):
            raise MissingValue("two_notations")
        day = _required(column_notation.as_day(text, self.notation), "not_a_day")
        is_before = self.column.cell is cell_types.LAST_DAY and self.bound == Bound.BEYOND
        return (date.fromisoformat(day) - A_DAY).isoformat() if is_before else day

    def _said(self, text: str) -> str:
        said = SAID[self.column.name]
        return " ; ".join(said.get(known_as(part), part.strip()) for part in KINDS.split(text))

    def _seat(self, text: str) -> str:
        try:
            parse_seats(text)
        except ValueError:
            kinds = {"position": "positions", "employee": "employees"}
            found = [f"{kind}:{code}" for kind, table in kinds.items() if (code := self.names.code(table, text))]
            if len(found) > 1:
                raise MissingValue("two_of_that_name") from None
            return _required(found[0] if found else None, "not_a_holder")
        return text

    def _reference(self, text: str) -> str:
        name = self.column.name
        if name == "code":
            return self.names.code(self.table.name, text) or self._new_code(text)
        target = REFERS_TO.get(name) or (OF_ITS_OWN.get(self.table.name) if name == "parent" else None)
        if target is None or (text == "*" and self.knows_all):
            return text
        is_list = self.column.cell in (cell_types.CODES, cell_types.TYPES)
        return " ; ".join(self._code(target, part.strip()) for part in (ITEMS.split(text) if is_list else [text]))

    def _new_code(self, text: str) -> str:
        """Return a code made of a name: `Inkoper A` is `inkoper-a`; MissingValue when something else has it.

        What stands in a column of codes is the same code however it is written: `ZRG` is `zrg`.
        """
        if is_nobody(text):
            raise MissingValue("not_a_code")
        code = text if CODE.fullmatch(text) else _required(folded(text).replace(" ", "-") or None, "not_a_code")
        if code in self.names.codes.get(self.table.name, ()) and not self.has_codes:
            raise MissingValue("two_of_that_name")
        return code

    def _code(self, target: str, text: str) -> str:
        code = self.names.code(target, text)
        if code is None and target not in ("employees", "instruments") and not CODE.fullmatch(text):
            raise MissingValue("unknown_name")
        return code or text


def _required(text: str | None, code: str) -> str:
    if text is None:
        raise MissingValue(code)
    return text


def _yes_or_no(text: str) -> str | None:
    word = known_as(text)
    return "yes" if word in YES else "no" if word in NO else None
