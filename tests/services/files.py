"""Files that wait in a town, and who sent them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from mandate_registry.config import ROOT
from mandate_registry.register_folder import read_register
from mandate_registry.services.callers import COMMAND_LINE, Caller
from mandate_registry.services.installation import Installation
from mandate_registry.services.permissions import Role
from mandate_registry.services.transfer.export import export_register
from mandate_registry.services.transfer.register_import import import_register
from mandate_registry.services.uploads import job_runner
from mandate_registry.services.uploads.upload_import import preview_import
from mandate_registry.services.uploads.uploads import save_upload
from tests.support.demo import WIERDENLAND
from tests.support.progress import ended
from tests.support.waiting import PATIENCE

HR = Caller((Role.HR,), WIERDENLAND, person="Hiltje")
STAFF = b"Personeelsnummer;Naam;Datum in dienst\nW-001;Hendrikje TOLSMA;1-1-2024\nW-900;Aad Nieuw;1-3-2096\n"


def fill(installation: Installation) -> None:
    import_register(COMMAND_LINE, installation, read_register(ROOT / "data/sample/wierdenland"))


def waited_for(installation: Installation) -> Iterator[Installation]:
    """Fill an installation with a town in which whoever asks waits for jobs."""
    fill(installation)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(job_runner, "WAIT_SECONDS", PATIENCE)
        yield installation
        ended(installation)


def sent(town: Installation, content: bytes = STAFF, name: str = "personeel.csv") -> Any:
    return save_upload(HR, town, WIERDENLAND, name, content).id


def employees(town: Installation) -> list[Any]:
    return list(export_register(HR, town, WIERDENLAND).tables["employees"])


def mark(town: Installation, upload: Any) -> str:
    return preview_import(HR, town, upload).mark
