"""The words of an import: what tables and columns are called, and what is wrong with a file."""

from __future__ import annotations

from typing import Any

from mandate_registry.field_words import FIELD_WORDS
from mandate_registry.register_folder.amounts.limits import AMOUNTS
from mandate_registry.register_folder.column_help import EXPLANATIONS
from mandate_registry.register_folder.column_notation import Notation
from mandate_registry.register_folder.problems import CellError
from mandate_registry.register_folder.sheet.read_as import SheetReading
from mandate_registry.web.field_labels import later
from mandate_registry.web.language import chosen, lazy
from mandate_registry.web.terms import TABLES

PARTS = ("employees", "appointments", "positions", "units")
STAFF = lazy("Staff: who works here, in which position and unit")
IMPORTED = (
    *("employees", "appointments", "positions", "units", "absences", "deputyships", "mandates", "decision_types"),
    *("instruments", "bodies"),
)
"""The tables that a file may hold, as one who has a list of something looks for them."""
KINDS = [("staff", STAFF), *((table, TABLES[table]) for table in IMPORTED)]

SHARED = ("valid_from", "valid_until", "vat", "decision_types", "legal_basis", "max_amount")
"""The columns that say the same in every table."""


def _asked(table: str, *, shared: bool) -> dict[str, Any]:
    """Return what the columns of a table say, those that say the same in every table or the others."""
    told = ((name, words.asked) for name, words in FIELD_WORDS[table].items() if (name in SHARED) is shared)
    return {name: later(asked) for name, asked in told if asked}


COLUMNS: dict[str, dict[str, Any]] = {table: _asked(table, shared=False) for table in FIELD_WORDS} | {
    "": _asked("mandates", shared=True)
    | {
        "rows": lazy("Whether its row is read, such as a status"),
        "name.given": lazy("The given name"),
        "name.prefix": lazy("The prefix of the family name (van, de, …)"),
        "name.family": lazy("The family name"),
    },
    "staff": {
        "number": lazy("The staff number"),
        "name": lazy("The full name"),
        "email": lazy("The e-mail address at work"),
        "employed_from": lazy("The first day of employment"),
        "employed_until": lazy("The last day of employment"),
        "position": lazy("The title of the position"),
        "position_code": lazy("The code of the position"),
        "unit": lazy("The name of the unit"),
        "unit_code": lazy("The code of the unit"),
        "valid_from": lazy("The first day in the position"),
        "valid_until": lazy("The last day in the position"),
    },
    "mandates": _asked("mandates", shared=False)
    | {
        "row_limit": lazy("Up to which amount, for each mark of the row"),
        "function_limit": lazy("Up to which amount, for each mark of the function"),
    },
}
"""What each column of the register says, by table; those of any table under an empty name."""


def column(table: str, name: str) -> str:
    """Return the label of a column of the register."""
    return str(COLUMNS[table].get(name) or COLUMNS[""][name])


WITHOUT_HEADING = lazy("Column %(number)s, without a heading")
CHOOSE = lazy("Choose what it is used for")
UNUSED = lazy("Not used")
A_FUNCTION = lazy("A function: marks or amounts below it say what it may decide")
UNANSWERED = lazy("Say what this column is used for, or that it is not used.")
USED_TWICE = lazy("Two columns are used for this. Choose one.")
TWICE = lazy("Choose a column or a fixed value, not both.")
NO_KEY = lazy("Say where this comes from. Without it nobody knows what a row is about.")

HIDDEN_SHEET = lazy("%(name)s (hidden in the file)")
DAYS_BOUND: dict[str, Any] = {
    "within": lazy("the day in the file is the last on which it holds, unless the cell says otherwise"),
    "beyond": lazy("the day in the file is the first on which it holds no longer, unless the cell says otherwise"),
}
AMOUNTS_BOUND: dict[str, Any] = {
    "within": lazy("an amount in the file may itself be decided on, unless the cell says otherwise (such as “below”)"),
    "beyond": lazy("an amount in the file may itself not be decided on, unless the cell says otherwise"),
}
MULTIPLES: dict[str, Any] = {
    "1": lazy("as it stands in the file"),
    "1000": lazy("in thousands"),
    "1000000": lazy("in millions"),
}
FIRST_DAY_OF_NEW = lazy("First day of new mandates of which the file tells none")
FUNCTION_LIMITS = lazy("Rows with the limit of each function")
LEFT_OUT = lazy("Columns that are not used")
OTHER_SHEETS = lazy("Sheets or tables that are not read, with how many rows they have")
UNASKED = lazy("Columns with so many different remarks that each is read as what its column is used for")
SAID_BEFORE = lazy("Rows that say the same as one before: read once")
NOT_READ: dict[str, Any] = {
    "dropped": lazy("Rows that are not read: left out on the page"),
    "hidden": lazy("Rows that are not read: hidden in the file"),
    "struck": lazy("Rows that are not read: struck through in the file"),
    "noted": lazy("Rows that are not read: with a note in the file"),
    "lapsed": lazy("Rows that are not read: they say themselves that they are no longer valid"),
    "rubric": lazy("Rows that are not read: rubrics, repeated headings and totals"),
    "chosen": lazy("Rows that are not read: left out by the column that tells which count"),
    "word": lazy("Rows that are not read: left out by a word in them"),
}
READ_ALL_THE_SAME: dict[str, Any] = {
    "hidden": lazy("Rows that are hidden in the file, and read all the same"),
    "struck": lazy("Rows that are struck through in the file, and read all the same"),
    "noted": lazy("Rows with a note in the file, read as the others"),
    "lapsed": lazy("Rows that say themselves that they are no longer valid, and read all the same"),
}
MENDED = lazy("Row %(row)s, %(heading)s")
EMPTY_CELL = lazy("empty")
IS_CONDITION = lazy("“%(word)s” is kept as a condition")
LIMIT_TOO = lazy("“%(word)s” is kept as a condition, and its amount is the limit")
NO_LIMIT_OF = lazy("“%(word)s” is kept as a condition, with no amount limit")
REMARKS: dict[str, Any] = {
    "conditions": lazy("“%(word)s” is a condition"),
    "instructions": lazy("“%(word)s” is an instruction, for inside only"),
    "unused": lazy("“%(word)s” is not used"),
}
"""What is told of a remark that is not what its column is used for."""
VAT_OF = lazy("VAT on the amounts of %(word)s")
VAT_OF_OTHERS = lazy("VAT on all other amounts that do not tell it")
STANDS_FOR = lazy("%(word)s stands for")
NOTHING = lazy("nothing is filled in")
NOTHING_IN: dict[str, Any] = {
    **dict.fromkeys(("max_amount", "row_limit", "function_limit"), lazy("no limit: any amount")),
    "above_amount": lazy("no lower limit"),
    "valid_from": lazy("no first day"),
    **dict.fromkeys(("valid_until", "employed_until"), lazy("no last day")),
    "conditions": lazy("no condition"),
    "instructions": lazy("no instruction"),
    "except": lazy("nothing is held back"),
    "within": lazy("in every unit"),
    "sub_mandating": lazy("may not be passed on"),
}
"""What an empty cell says, by column; `NOTHING` in all others."""
LEVELS: dict[str, Any] = {"0": lazy("may not be passed on"), "1": lazy("may be passed on once")}
"""What a number says of passing on."""
TOGETHER = lazy("those of a row who have it decide together")
TOGETHER_UP_TO = lazy("those of a row who have it decide together: %(limit)s")
NOT_READ_ROW = lazy("a row that is not read")
LEFT_EMPTY = lazy("Not the same, or not told")
CHOOSE_UNIT = lazy("Choose")
NO_UNIT = lazy("None: they stand at the top")
OF_NO_UNIT = lazy("It belongs to no unit")
THE_SAME_AS = lazy("The same as “%(title)s”, which the register has")
SAME_AS_ANOTHER = lazy("The same as another of the register, which I name beside this")
NO_SUCH = lazy("Nothing in the register is called so, or two are. Choose one of the list.")
TWO_ANSWERS = lazy("Something of the register is named here, and another answer is chosen. Keep one of them.")
IS_NEW = {
    "decision_types": lazy("A new decision type"),
    "positions": lazy("A new position"),
}
TYPES_FROM = lazy("From which day the new decision types are there")
OF_ALL = {
    "body": lazy("Whose decision: the same for all"),
    "nature": lazy("What kind of act: the same for all"),
    "unit": lazy("Which unit: the same for all"),
}
UNTOLD = lazy("Choose one for all, or say it of each.")
LOOKS_ALIKE = lazy("Say what this is: something in the register or in the list may be the same.")
LOOKS_LIKE = lazy("Answer this one by itself, because it looks like something that is there: %(names)s")
BY_HAND = lazy("Answer this one by itself: what it stands for is nowhere told, and nothing is suggested.")
NOT_NEW = lazy("Do not add it: ask me again")
FILES: dict[str, Any] = {
    "not_readable": lazy("This file cannot be read. Save it as .xlsx or as .csv (UTF-8), and send it again."),
    "too_large": lazy("This file holds too much. Leave out what is not needed, or divide it."),
    "empty": lazy("This file is empty. Choose another."),
    "invalid_value": lazy("A formula in this workbook has no result, or failed. Mend it, and send it again."),
}

NOTATIONS: dict[Notation, Any] = {
    Notation.DAY_FIRST: lazy("the day first, as in 31-12-2026"),
    Notation.MONTH_FIRST: lazy("the month first, as in 12/31/2026"),
    Notation.COMMA: lazy("a comma before the cents, as in 50.000,00"),
    Notation.POINT: lazy("a point before the cents, as in 50,000.00"),
}


def explained(table: str, name: str) -> str:
    """Return what a column may contain, as the template explains it; empty if it does not."""
    tables = PARTS if table == "staff" else (table,)
    said = next((EXPLANATIONS[one][name] for one in tables if name in EXPLANATIONS.get(one, {})), None)
    return "" if said is None else str(getattr(said, chosen()))


def of_file(error: CellError) -> str:
    """Return what is wrong with a whole file, in words."""
    return of_unreadable(error.code)


def of_unreadable(code: str) -> str:
    """Return what is wrong with a whole file, by its code."""
    return str(FILES.get(code, FILES["not_readable"]))


def notations(reading: SheetReading) -> list[tuple[str, str]]:
    """Return how each ambiguous column of the file was read: its label and the notation."""
    plan = reading.plan
    read = [(name, str(NOTATIONS[how])) for name, how in reading.notations.items() if how in NOTATIONS]
    read += [(name, str(MULTIPLES[multiple])) for name, multiple in plan.multiples.items()]
    bounds = {name: AMOUNTS_BOUND if name in AMOUNTS else DAYS_BOUND for name in plan.bounds}
    read += [(name, str(bounds[name][bound])) for name, bound in plan.bounds.items()]
    told: dict[str, list[str]] = {}
    for name, text in read:
        if name in plan.columns:
            told.setdefault(column(plan.table, name), []).append(text)
    return [(what, "; ".join(dict.fromkeys(texts))) for what, texts in told.items()]
