"""The words of what is asked of a sheet, and of what may be answered."""

from __future__ import annotations

from typing import Any

from mandate_registry.web.language import lazy

OPTIONS: dict[str, tuple[tuple[str, Any], ...]] = {
    "vat": (
        ("incl", lazy("Including VAT")),
        ("excl", lazy("Excluding VAT")),
        ("none", lazy("There is no VAT on these amounts")),
    ),
    "nature": (
        ("decision", lazy("Decisions under public law")),
        ("private_act", lazy("Acts under private law, such as contracts")),
        ("factual_act", lazy("Factual acts")),
        ("signing", lazy("Signing alone")),
        ("heading", lazy("Headings: nobody is asked about them")),
    ),
    "rubrics": (
        ("skip", lazy("They are headings or totals of the list: do not read them")),
        ("read", lazy("They are rows as the others: read them")),
    ),
    "limits": (
        ("each", lazy("They hold the limit of each function, for all its marks")),
        ("rows", lazy("They are rows as the others: read them")),
    ),
    "by_type": (
        ("type", lazy("As its decision type says")),
        ("none", lazy("No: what is missing is filled in here")),
    ),
    "marked": (("read", lazy("Read these rows as the others")), ("skip", lazy("Do not read these rows"))),
}
"""What may be answered to a question about a sheet."""
OF_MARKS: dict[str, tuple[tuple[str, Any], ...]] = {
    "columns": (("read", lazy("Use these columns as the others")), ("skip", lazy("Do not use these columns"))),
    "noted": (
        ("read", lazy("Read these rows as they stand: the notes change nothing")),
        ("skip", lazy("Do not read these rows")),
    ),
    "lapsed": (
        ("skip", lazy("They are no longer valid: do not read these rows")),
        ("read", lazy("They are still valid: read these rows, and what is said there is a remark as the others")),
    ),
    "look": (("read", lazy("I looked at the page in a browser: nothing in its tables is struck through or hidden")),),
}
"""What may be answered about one mark of a sheet, where that is not what others are answered."""
QUESTIONS: dict[str, Any] = {
    "rows": lazy("Which rows are read?"),
    "rubrics": lazy(
        "Some rows look like headings or totals: one cell alone, the headings again, or a sum. What are they?"
    ),
    "hidden": lazy("Some rows are hidden in the file. Are they read?"),
    "columns": lazy("Some columns that are used are hidden in the file. Are they meant?"),
    "struck": lazy("Some rows are struck through. Are they read?"),
    "lapsed": lazy("Some rows say themselves that they are no longer valid. Are they read?"),
    "noted": lazy("Some cells have notes, which are not read. Are their rows read?"),
    "look": lazy("How this page looks is not in the file, so that struck or hidden text cannot be seen."),
    "numbers": lazy("Rows have no number. What do the numbers begin with that are made?"),
    "kinds": lazy("Some rows do not say what they grant. What counts for a new mandate?"),
    "on_behalf_of": lazy("Some rows do not say on behalf of which body. What counts for a new mandate?"),
    "instrument": lazy("By which decision (besluit) are these mandates granted?"),
    "nature": lazy("What are these decision types?"),
    "vat": lazy("Are the amounts with VAT?"),
    "currency": lazy("In which currency are the amounts?"),
    "employed_until": lazy("Which is the last day of employment?"),
    "valid_until": lazy("Which is the last day on which it holds?"),
    **dict.fromkeys(("max_amount", "row_limit", "function_limit"), lazy("Is the amount itself within the limit?")),
    "limits": lazy("Some rows have amounts below the functions, and no decision type. What are they?"),
    "above_amount": lazy("Where does the mandate begin?"),
    "notation": lazy("Which day is meant?"),
}
MULTIPLE = lazy("The file says that amounts are in thousands or millions. Which amount is meant?")
"""What is asked, by what it is about."""
NEW_TYPES = lazy("Who may decide what is new?")
HELD_BACK = (
    ("held", lazy("Only whom the list names: older mandates for everything hold it back (suggested)")),
    ("covered", lazy("Also everybody who has one of these mandates for everything")),
)
"""Whether new decision types fall under the mandates for everything that the register has."""
TOLD_OF_NEW: dict[str, Any] = {
    "held": lazy("Whom the list names: older mandates for everything hold it back"),
    "covered": lazy("Whom the list names, and everybody who has an older mandate for everything"),
}
OF_NEW = lazy("Who may know of the new mandates?")
UNLESS_SAID = lazy("Your file does not say it of all. What a row says of itself, it keeps.")
ROW_SAYS = lazy("Row %(row)s says “%(text)s”: what does that mean for the others?")
EACH_DAY = lazy("each day as it seems meant: %(lasts)s is a last day; %(firsts)s")
DAYS_CONTRADICT = lazy(
    "The days do not say the same: some are the last of a month, others the first. One answer counts for all of them: "
    "look at both days of each answer. Where one does not fit, type the right day at its row."
)
DAY_TELLS: dict[str, Any] = {
    "day_first": lazy("Row %(row)s says %(day)s: there the day comes first."),
    "month_first": lazy("Row %(row)s says %(day)s: there only the month can come first."),
}
ONE_NOTATION = lazy(
    "All dates of the file are read in one way. What you answer counts for every date that may be read in two ways; a "
    "date that does not fit it is asked about at its row."
)
COMES_FIRST: dict[str, Any] = {"day_first": lazy("the day comes first"), "month_first": lazy("the month comes first")}
WORKED_OUT = lazy("%(first)s: %(text)s is %(day)s")
REMARKS: dict[str, Any] = {
    "conditions": lazy("A condition"),
    "instructions": lazy("An instruction, for inside only"),
    "unused": lazy("Not used"),
}
"""What a remark may be."""
COMES_NEW = lazy("%(title)s, which comes into the register with this list")
BY_TYPE = lazy("by decision type, as suggested")
EMPTY = lazy("(empty)")
LAST_DAY_IS = lazy("last day: %(day)s")
MAX_BOUNDS = {
    "within": lazy("up to and including %(amount)s"),
    "beyond": lazy("less than %(amount)s"),
}
ABOVE_BOUNDS = {
    "within": lazy("from %(amount)s, that amount included"),
    "beyond": lazy("more than %(amount)s"),
}


def question(asks: str, column: str) -> str:
    """Return what is asked."""
    return str(MULTIPLE if asks == "multiple" else QUESTIONS.get(column) or QUESTIONS[asks])
