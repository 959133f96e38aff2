"""The demo registers: of which organisations they are, and an installation that has both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mandate_registry.config import ROOT
from mandate_registry.register_folder.reading import read_register
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.changing.importing import import_register

if TYPE_CHECKING:
    from mandate_registry.services.installation import Installation

WIERDENLAND, DUINRAND = "00000009100000000001", "00000009100000000002"


def load(installation: Installation) -> None:
    """Import both registers."""
    for name in ("wierdenland", "duinrand"):
        import_register(COMMAND_LINE, installation, read_register(ROOT / "data/sample" / name), recorded_at="adopted")
