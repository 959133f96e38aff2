"""The question from which day the new mandates of a list hold, in the words of the page, and its answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from mandate_registry.errors import FieldError, InvalidInput
from mandate_registry.register_folder.grants.first_days import FirstDayRule
from mandate_registry.register_folder.sheet.likely_answers import likely_first_day
from mandate_registry.register_folder.sheet.plan import Plan
from mandate_registry.register_folder.spreadsheets import SheetLayout
from mandate_registry.web.formatter import Formatter
from mandate_registry.web.language import chosen, lazy
from mandate_registry.web.register_names import RegisterNames
from schemas.pages.upload_forms import ANEW, From

QUESTION = lazy("From which day do the new mandates hold?")
HINT = lazy("Your file does not say it of all. The mandates that the register has already keep their own first day.")
OPTIONS = {
    From.INSTRUMENT: lazy("From the day on which the decision (besluit) is in force that grants them"),
    From.DAY: lazy("From this day:"),
    From.NONE: lazy("They have no first day: they hold since ever"),
}
NO_DAY = lazy("No day is known from which that decision is in force. Type the day, or choose otherwise.")
SINCE_EVER = lazy("none: since ever")
AS_DECIDED = lazy("the day on which the decision is in force that grants them")
ASKED = {
    "asks": "since",
    "field": "since",
    "text": QUESTION,
    "options": [(str(one), text) for one, text in OPTIONS.items()],
    "values": [HINT],
    "more": 0,
}
"""What is asked of a list that does not tell it."""


def first_day_fields(plan: Plan, instrument: str, granting: Mapping[str, str], names: RegisterNames) -> dict[str, str]:
    """Return the answer of a plan as the form says it; before there is one, as the decision says if it tells a day."""
    if not plan.since:
        return {"since": From.INSTRUMENT} if _works_from(instrument, granting.get("inForceFrom", ""), names) else {}
    is_day = plan.since not in tuple(map(str, FirstDayRule))
    return {"since": From.DAY, "sinceDay": plan.since} if is_day else {"since": plan.since}


def first_day_plan(said: Mapping[str, Any], plan: Plan, names: RegisterNames) -> str:
    """Return what a form answers, as a plan keeps it; InvalidInput when it is no answer, or the decision tells no day.

    Where a column of the file says which decision grants a mandate, each row tells.
    """
    answer, day = said["since"], said["since_day"]
    if answer is None or (answer == From.DAY and day is None):
        raise InvalidInput(FieldError("since" if answer is None else "sinceDay", "required", ""))
    instrument = ANEW if plan.granting else plan.fixed.get("instrument", "")
    is_of_rows = "instrument" in plan.columns
    of_granting = plan.granting.get("in_force_from", "")
    if answer == From.INSTRUMENT and not is_of_rows and not _works_from(instrument, of_granting, names):
        raise InvalidInput(FieldError("since", "untold", str(NO_DAY)))
    return day.isoformat() if answer == From.DAY else str(answer)


def first_day_text(plan: Plan) -> str:
    """Return from which day new mandates hold, in words."""
    day = plan.granting.get("in_force_from", "") if plan.since == FirstDayRule.INSTRUMENT else plan.since
    if plan.since == FirstDayRule.NONE:
        return str(SINCE_EVER)
    return Formatter(chosen()).date(date.fromisoformat(day)) if day else str(AS_DECIDED)


def first_day_of_types(plan: Plan, laid: SheetLayout, names: RegisterNames) -> str:
    """Return the first day of the new decision types of a list: as it was told, or else as the decision or list begins.

    It is suggested, so that no mandate that is there already covers them before; "" where nothing tells a day.
    """
    told = [cells["valid_from"] for cells in plan.added.get("decision_types", {}).values() if "valid_from" in cells]
    if told:
        return told[0]
    known = names.facts("instruments").get(plan.fixed.get("instrument", ""))
    decided = plan.granting.get("in_force_from") or (known and known.works_from)
    since = plan.since if plan.since not in ("", *map(str, FirstDayRule)) else ""
    return str(decided or since or likely_first_day(laid, plan))


def _works_from(instrument: str, of_new: str, names: RegisterNames) -> bool:
    """Return True if a decision tells from which day it is in force."""
    if instrument == ANEW:
        return bool(of_new)
    known = names.facts("instruments").get(instrument)
    return known is not None and known.works_from is not None
