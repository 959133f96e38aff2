"""What the remarks of a list may be, in the words of the page, and what is suggested for each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from mandate_registry.errors import FieldError, InvalidInput
from mandate_registry.register_folder.sheet.likely_remarks import holders_apart, likely_remark, number_in
from mandate_registry.register_folder.sheet.plan import Plan, word_of
from mandate_registry.register_folder.sheet.recalled_answers import digest_of
from mandate_registry.register_folder.sheet.row_remarks import BODY, COLUMNS, DISCLOSURE, WITH, remarks
from mandate_registry.register_folder.spreadsheets import SheetLayout
from mandate_registry.web.imports import question_texts as words
from mandate_registry.web.language import lazy
from mandate_registry.web.register_names import RegisterNames
from mandate_registry.web.terms import DISCLOSURE_CHOICES

IN_NAME_OF = lazy("On behalf of: %(body)s")
TOGETHER_WITH = lazy("Together with %(number)s: both holders decide this together")
NAMED_TO = lazy("To whom it may be named: %(whom)s")
BY_WORDS = lazy("Suggested, because their words say so.")
BESIDE: dict[str, Any] = {
    BODY: lazy("“%(word)s” says on behalf of whom"),
    WITH: lazy("“%(word)s” says with whom it is decided"),
    DISCLOSURE: lazy("“%(word)s” says to whom it may be named"),
}
"""What is told of such a remark afterwards, by the beginning of its use."""


class RemarkGroup(NamedTuple):
    """The remarks that are, or are suggested to be, the same: what that is called, why, and the remarks."""

    title: str
    why: str
    remarks: list[ShownRemark]


class ShownRemark(NamedTuple):
    """A remark: its place in the form, its column and rows, what it is or is suggested to be, and what it may be.

    `likely` is what its words say; "" where they say nothing else than its column.
    """

    at: int
    column: str
    word: str
    use: str
    rows: list[int]
    options: list[tuple[str, str]]
    likely: str


def shown_remarks(laid: SheetLayout, plan: Plan, names: RegisterNames) -> list[ShownRemark]:
    """Return the remarks of a list of mandates, column by column; until somebody says otherwise as their words say."""
    found = [
        (column, text, rows)
        for column in (COLUMNS if plan.table == "mandates" else ())
        for text, rows in remarks(laid, plan, column).items()
    ]
    return [_shown(laid, plan, names, at, one) for at, one in enumerate(found)]


def asked_disclosure(laid: SheetLayout, plan: Plan, names: RegisterNames) -> dict[str, Any]:
    """Return what is asked of a list that does not tell to whom its mandates may be named.

    The remarks of rows that tell it are pointed at: they say something of the other rows as well.
    """
    told = [one for one in shown_remarks(laid, plan, names) if one.use.startswith(DISCLOSURE)]
    rows = (str(words.ROW_SAYS) % {"row": ", ".join(map(str, one.rows[:5])), "text": one.word} for one in told)
    return {
        "asks": "disclosure",
        "field": "disclosure",
        "text": words.OF_NEW,
        "options": list(DISCLOSURE_CHOICES.items()),
        "values": [" ".join((str(words.UNLESS_SAID), *rows))],
        "more": 0,
    }


def remark_groups(shown: Iterable[ShownRemark]) -> list[RemarkGroup]:
    """Return remarks by what they are, so that one look is enough: first those whose words say it."""
    found: dict[tuple[bool, str], list[ShownRemark]] = {}
    for one in shown:
        found.setdefault((one.use != one.likely, one.use), []).append(one)
    return [
        RemarkGroup(dict(group[0].options).get(use, use), "" if is_of_column else str(BY_WORDS), group)
        for (is_of_column, use), group in sorted(found.items(), key=lambda one: one[0][0])
    ]


def _shown(
    laid: SheetLayout, plan: Plan, names: RegisterNames, at: int, found: tuple[str, str, list[int]]
) -> ShownRemark:
    column, text, rows = found
    others = holders_apart(laid, plan, rows) if number_in(text) else []
    likely = likely_remark(text, names.facts("bodies").values(), others)
    uses = plan.remarks.get(column, {})
    use = (
        uses.get(word_of(text)) or _recalled(uses.get(digest_of(word_of(text)), ""), names, likely) or likely or column
    )
    joint = dict.fromkeys(one for one in (likely, use) if one.startswith(WITH))
    return ShownRemark(at, column, text, use, rows, _options(names, joint), likely)


def _recalled(use: str, names: RegisterNames, likely: str) -> str:
    """Return what a remark was in the last list; "" where it cannot be that in this one."""
    return use if use in dict(_options(names, [likely] if likely.startswith(WITH) else [])) else ""


def _options(names: RegisterNames, joint: Iterable[str]) -> list[tuple[str, str]]:
    own = [(use, str(text)) for use, text in words.REMARKS.items()]
    together = [(one, str(TOGETHER_WITH) % {"number": one.removeprefix(WITH)}) for one in joint]
    bodies = [(f"{BODY}{code}", str(IN_NAME_OF) % {"body": name}) for code, name in names.options("bodies")]
    named = [(f"{DISCLOSURE}{one}", str(NAMED_TO) % {"whom": text}) for one, text in DISCLOSURE_CHOICES.items()]
    return [*own, *together, *bodies, *named]


def used(said: Iterable[dict[str, Any]], shown: Iterable[ShownRemark]) -> dict[str, dict[str, str]]:
    """Return by column and word what remarks are by a form; InvalidInput when one is what it cannot be.

    What its column is used for is kept only where its words say otherwise.
    """
    known = {(one.column, word_of(one.word)): one for one in shown}
    uses: dict[str, dict[str, str]] = {}
    for at, one in enumerate(said):
        column, word, use = str(one["column"]), word_of(one["word"]), str(one["use"])
        remark = known.get((column, word))
        if use not in words.REMARKS and (remark is None or use not in dict(remark.options)):
            raise InvalidInput(FieldError(f"remarks.{at}.use", "invalid_value", ""))
        if use != column or (remark and remark.likely):
            uses.setdefault(column, {})[word] = use
    return uses


def told_of_remark(use: str, word: str, otherwise: dict[str, Any]) -> str:
    """Return what is told of a remark by its use."""
    text = next((text for beginning, text in BESIDE.items() if use.startswith(beginning)), None)
    return str(text if text is not None else otherwise[use]) % {"word": word}
