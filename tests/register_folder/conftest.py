"""The register that sheets are merged into."""

from __future__ import annotations

import pytest

from mandate_registry.register_folder import RegisterFolder
from tests.register_folder.sheets import veldwijk


@pytest.fixture(scope="session")
def small_register(tmp_path_factory: pytest.TempPathFactory) -> RegisterFolder:
    return veldwijk(tmp_path_factory.mktemp("veldwijk"))
