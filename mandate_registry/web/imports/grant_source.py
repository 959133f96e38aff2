"""What new mandates need beside what a file says: the decision (besluit) that grants them, their body and kinds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from mandate_registry.errors import FieldError, InvalidInput
from mandate_registry.register_folder.grants.granted_by import NEEDED, is_reference_taken
from mandate_registry.register_folder.names.named_decisions import adopted, in_force_from, mentioned
from mandate_registry.register_folder.names.translation import CodesByName as Known
from mandate_registry.register_folder.sheet.likely_answers import (
    likely_first_day,
    likely_read,
    likely_reference,
    title_above,
)
from mandate_registry.register_folder.sheet.plan import Plan
from mandate_registry.register_folder.spreadsheets import SheetLayout
from mandate_registry.services.uploads.uploads import Upload
from mandate_registry.web.language import lazy
from mandate_registry.web.register_names import RegisterNames
from mandate_registry.web.terms import KIND_NAMES
from schemas.pages.upload_forms import ANEW, LATER

AS_ITS_TYPE_SAYS = lazy("As its decision type says")
CHOOSE = lazy("Choose the decision")
IS_NEW = lazy("A decision that is not in the register yet: say below which")
WORKS_FROM = lazy("%(title)s, in force from %(day)s")
TOLD_LATER = lazy("None: it is told later")
GRANTED_BY = lazy("Granted by")
COMES_WITH = lazy("%(title)s (%(reference)s), which comes into the register with the mandates")
FIELDS = {
    "reference": "reference",
    "title": "title",
    "adopted_by": "adoptedBy",
    "adopted_on": "adoptedOn",
    "in_force_from": "inForceFrom",
}
"""How a form names what is told of a decision, by the columns of the register."""
LABELS = {
    "granting.reference": lazy("Reference"),
    "granting.title": lazy("Title"),
    "granting.adoptedBy": lazy("Adopted by"),
    "granting.adoptedOn": lazy("Adopted on"),
    "granting.inForceFrom": lazy("In force from"),
}


def of_powers(name: str, names: RegisterNames) -> list[tuple[str, str]]:
    """Return the bodies of a register, or the kinds of mandates."""
    return (
        names.options("bodies") if name == "on_behalf_of" else [(kind, str(text)) for kind, text in KIND_NAMES.items()]
    )


def instruments(names: RegisterNames) -> list[tuple[str, str]]:
    """Return the decisions of a register to choose from; another one, and that it is told later, are choices as well.

    Each says from which day it is in force, if it does.
    """
    found = [(code, _dated(f"{title} ({code})", code, names)) for code, title in names.options("instruments")]
    return [("", str(CHOOSE)), *found, (ANEW, str(IS_NEW)), (LATER, str(TOLD_LATER))]


def _dated(text: str, code: str, names: RegisterNames) -> str:
    day = names.facts("instruments")[code].works_from
    return str(WORKS_FROM) % {"title": text, "day": names.write.date(day)} if day else text


def instrument_of(upload: Upload, plan: Plan, laid: SheetLayout, names: RegisterNames) -> str:
    """Return the decision that was chosen, or else the only one that the title, the sheet or the file names."""
    chosen = LATER if "instrument" in plan.later else ANEW if plan.granting else plan.fixed.get("instrument")
    texts = (*laid.above, laid.name, PurePath(upload.name).stem)
    return chosen or mentioned(texts, names.facts("instruments").values()) or ""


def grant_fields(plan: Plan, laid: SheetLayout, names: RegisterNames) -> dict[str, str]:
    """Return what is told of a decision that comes with a list, as the form says it.

    Before anything is, that is what the lines above the list and its rows tell of it.
    """
    told = plan.granting or grant_above_list(laid, plan, names)
    return {FIELDS[name]: text for name, text in told.items() if text}


def grant_above_list(laid: SheetLayout, plan: Plan, names: RegisterNames) -> dict[str, str]:
    """Return what stands above a list of the decision that it is of; nothing unless there is one body and one day.

    The day from which it is in force is the one that stands there, or else the first day that most rows have.
    """
    above = adopted(laid.above, names.facts("bodies").values())
    if not above:
        return {}
    day = in_force_from(laid.above) or likely_first_day(laid, likely_read(laid, plan))
    told = {"title": title_above(laid.above), "in_force_from": day}
    reference = likely_reference(told["title"], told["in_force_from"] or above[1])
    known = Known.of({"instruments": list(names.facts("instruments").values())})
    own = {} if is_reference_taken(reference, known) else {"reference": reference}
    return own | told | {"adopted_by": above[0], "adopted_on": above[1]}


def grant_values(said: Mapping[str, Any], names: RegisterNames) -> dict[str, str]:
    """Return what a form tells of a decision that comes with a list; InvalidInput names what lacks, or is taken."""
    told = {name: str(said.get(name) or "") for name in FIELDS}
    known = Known.of({"instruments": list(names.facts("instruments").values())})
    lacking = [FieldError(f"granting.{name}", "required", "") for name in NEEDED if not told[name]]
    taken = [
        FieldError(f"granting.{name}", "duplicate", "")
        for name in NEEDED
        if told[name] and is_reference_taken(told[name], known)
    ]
    if lacking or taken:
        raise InvalidInput(*lacking, *taken)
    return told
