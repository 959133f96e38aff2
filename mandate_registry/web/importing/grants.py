"""What new mandates need beside what a file says: the decision (besluit) that grants them, their body and kinds."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from mandate_registry.register_folder.mentions import mentioned
from mandate_registry.web.language import lazy
from mandate_registry.web.words import KIND_NAMES
from schemas.pages.uploads import LATER

if TYPE_CHECKING:
    from mandate_registry.register_folder.plan import Plan
    from mandate_registry.register_folder.spreadsheets import Laid
    from mandate_registry.services.changing.uploading import Upload
    from mandate_registry.web.names import Names


AS_ITS_TYPE_SAYS = lazy("As its decision type says")
CHOOSE = lazy("Choose the decision")
TOLD_LATER = lazy("None: it is told later")
GRANTED_BY = lazy("Granted by")


def of_powers(name: str, names: Names) -> list[tuple[str, str]]:
    """Return the bodies of a register, or the kinds of mandates."""
    return (
        names.options("bodies") if name == "on_behalf_of" else [(kind, str(text)) for kind, text in KIND_NAMES.items()]
    )


def instruments(names: Names) -> list[tuple[str, str]]:
    """Return the decisions of a register to choose from; that it is told later is a choice as well."""
    found = [(code, f"{title} ({code})") for code, title in names.options("instruments")]
    return [("", str(CHOOSE)), *found, (LATER, str(TOLD_LATER))]


def instrument_of(upload: Upload, plan: Plan, laid: Laid, names: Names) -> str:
    """Return the decision that was chosen, or else the only one that the title, the sheet or the file names."""
    chosen = LATER if "instrument" in plan.later else plan.fixed.get("instrument")
    texts = (*laid.above, laid.name, PurePath(upload.name).stem)
    return chosen or mentioned(texts, names.facts("instruments").values()) or ""
