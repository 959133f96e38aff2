"""An installation on each kind of database, and the registers to load into it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mandate_registry import bootstrap
from mandate_registry.config import ROOT
from mandate_registry.services.installation import Installation


@pytest.fixture
def installation(database: str) -> Iterator[Installation]:
    opened = bootstrap.build(database)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def wierdenland(tmp_path: Path) -> Path:
    """Give a copy of the sample register, to change at will."""
    folder = tmp_path / "wierdenland"
    folder.mkdir()
    for file in (ROOT / "data/sample/wierdenland").iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    return folder
