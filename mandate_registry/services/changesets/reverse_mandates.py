"""The mandates for everything (`*`) of a register: what is new falls under them, unless they hold it back."""

from __future__ import annotations

from mandate_registry.rules.facts import EVERY_TYPE, Mandate
from mandate_registry.rules.mandates import by_number
from mandate_registry.services.callers import Caller
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Right
from mandate_registry.services.register.loader import Loader


def for_everything(caller: Caller, installation: Installation, organisation: str) -> list[str]:
    """Return the numbers of the mandates for everything, in order; also of those that are over, as days are past."""
    caller.must(Right.KEEP, organisation)
    with installation.reading() as connection:
        loader = Loader(connection, None, installation.remembered)
        loader.look_at([organisation])
        found: list[Mandate] = loader.facts(organisation, "mandates")
    return sorted({one.number for one in found if one.approved and EVERY_TYPE in one.decision_types}, key=by_number)
