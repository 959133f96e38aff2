"""A search is held to what a check is held to."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from mandate_registry.errors import InvalidInput
from mandate_registry.register_folder.reader import read_register
from mandate_registry.rules.check_requests import CheckRequest, EmployeeRef
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.checks.authority_search import search
from mandate_registry.services.installation import Installation, now
from mandate_registry.services.transfer.register_import import import_register

pytestmark = pytest.mark.either_database

OIN = "00000009100000000001"


@pytest.mark.parametrize("employees", [(), (EmployeeRef(number="W-012"),)], ids=["who may", "what may"])
def test_nobody_searches_what_will_be_known(
    installation: Installation, wierdenland: Path, employees: tuple[EmployeeRef, ...]
) -> None:
    import_register(COMMAND_LINE, installation, read_register(wierdenland))
    request = CheckRequest(
        organisation=OIN,
        employees=employees,
        decision_type="information.woo",
        known_at=now() + timedelta(days=1),
    )
    with pytest.raises(InvalidInput, match="knownAt"):
        search(COMMAND_LINE, installation, request)
