"""What is suggested on the page that asks what a sheet leaves open: what the file says itself, for somebody to send."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, NamedTuple

from mandate_registry.register_folder.names.named_decisions import adopted, in_force_from
from mandate_registry.register_folder.sheet.likely_answers import MADE, likely_currency, likely_read, likely_unread
from mandate_registry.register_folder.sheet.open_questions import Topic
from mandate_registry.register_folder.sheet.plan import Plan, Rubrics
from mandate_registry.register_folder.spreadsheets import SheetLayout
from mandate_registry.web.formatter import Formatter
from mandate_registry.web.imports.grant_source import grant_above_list
from mandate_registry.web.language import chosen, lazy
from mandate_registry.web.register_names import RegisterNames
from schemas.pages.upload_forms import Read

FROM_FILE = lazy("Suggested from your file: %(text)s")
VOID = lazy("row %(rows)s says itself that it counts no more")
RUBRICS = lazy(
    "in each of these rows one cell is filled, the headings stand again, or it begins with a word for totals"
)
CURRENCY = lazy("other amounts say %(code)s")
NUMBERS = lazy("Suggested: %(first)s, %(second)s, … You may choose another beginning.")
ABOVE = lazy("“%(text)s” stands above the list")
REFERENCE = lazy("Suggested: %(reference)s. Change it if the decision has a reference of its own.")
MAX_ROWS = lazy("%(day)s is the first day of most rows")


class SuggestedAnswers(NamedTuple):
    """What is suggested by group and field of the form, and by field why."""

    values: dict[str, Any]
    notes: dict[str, str]


def suggestions_from_file(
    asks: Collection[Topic], laid: SheetLayout, plan: Plan, names: RegisterNames
) -> SuggestedAnswers:
    """Return what is suggested of what a sheet leaves open, as far as that is asked."""
    values, notes = _of_rows(asks, laid)
    if Topic.NUMBERS in asks:
        values["numbers"], notes["numbers"] = MADE, str(NUMBERS) % {"first": f"{MADE}1", "second": f"{MADE}2"}
    if Topic.CURRENCY in asks and (code := likely_currency(laid, likely_read(laid, plan))):
        values["fixed"] = {"currency": code}
        notes["fixed.currency"] = _from_file(str(CURRENCY) % {"code": code})
    return SuggestedAnswers(values, notes | (_of_granting(laid, plan, names) if Topic.INSTRUMENT in asks else {}))


def _of_rows(asks: Collection[Topic], laid: SheetLayout) -> SuggestedAnswers:
    """Return which rows are likely not read: the headings of a list, and rows that say that they count no more."""
    void = likely_unread(laid) if Topic.MARKED in asks else {}
    values: dict[str, Any] = {"marked": dict.fromkeys(void, Read.SKIP.value)}
    notes = {
        f"marked.{mark}": _from_file(str(VOID) % {"rows": ", ".join(map(str, rows))}) for mark, rows in void.items()
    }
    if Topic.RUBRICS in asks:
        values["rubrics"], notes["rubrics"] = Rubrics.SKIP.value, _from_file(str(RUBRICS))
    return SuggestedAnswers(values, notes)


def names_new_decision(laid: SheetLayout, names: RegisterNames) -> bool:
    """Return True if a body and a day stand above a list: it is of a decision."""
    return adopted(laid.above, names.facts("bodies").values()) is not None


def _of_granting(laid: SheetLayout, plan: Plan, names: RegisterNames) -> dict[str, str]:
    """Return why a decision is suggested that the register has not, and its first day."""
    if plan.granting or not names_new_decision(laid, names):
        return {}
    notes = {"fixed.instrument": _from_file(str(ABOVE) % {"text": " · ".join(laid.above)})}
    told = grant_above_list(laid, plan, names)
    if reference := told.get("reference"):
        notes["granting.reference"] = str(REFERENCE) % {"reference": reference}
    if day := told["in_force_from"]:
        written = Formatter(chosen()).date(date.fromisoformat(day))
        why = "" if in_force_from(laid.above) else str(MAX_ROWS) % {"day": written}
        notes |= {"granting.inForceFrom": _from_file(why)} if why else {}
    return notes


def merged(said: Mapping[str, Any], suggested: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is said, and where nothing is what is suggested."""
    found = dict(said)
    for name, value in suggested.items():
        own = found.get(name)
        if isinstance(value, dict):
            found[name] = merged(own or {}, value)
        elif not own:
            found[name] = value
    return found


def _from_file(text: str) -> str:
    return str(FROM_FILE) % {"text": text}
