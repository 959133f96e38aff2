"""A register, a partner who asked it, and what it was told."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from mandate_registry.evidence.private_keys import PrivateKeys
from mandate_registry.services.installation import Installation
from tests.api.client import Api
from tests.api.mandate_events import SMALL_REGISTER, Desk
from tests.api.receipts.receipt_questions import QUESTION
from tests.support.templates import Template


@pytest.fixture(scope="module")
def template() -> Template:
    return SMALL_REGISTER


@pytest.fixture
def installation(app: Flask, tmp_path: Path) -> Installation:
    """Return the installation, with a file of keys that no other test adds to."""
    found: Installation = app.extensions["mandate_registry"]
    own = shutil.copy(str(found.settings.signing_keys), tmp_path / "own-keys.json")
    found = replace(found, private_keys=PrivateKeys.of(Path(own)))
    app.extensions["mandate_registry"] = found
    return found


@pytest.fixture
def desk(app: Flask) -> Desk:
    """Return a register in which Sanne (K-001) may decide on contracts, by the mandate with number 1."""
    desk = Desk(app)
    desk.grant()
    return desk


@pytest.fixture
def told(desk: Desk, partner: Api) -> dict[str, Any]:  # noqa: ARG001 - the register is there
    """Return what a partner was told, with its receipt."""
    return dict(partner.post("/checks", QUESTION).json)
