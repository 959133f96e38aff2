"""Installations to ask: their settings, whom they let ask, and one with the demo registers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from limits import parse

from mandate_registry import bootstrap
from mandate_registry.config import Settings
from mandate_registry.rules.facts import EVERY_TYPE, Agreement
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.changing.writing import Draft, create
from mandate_registry.services.installation import Installation
from tests.support import demo, sqlite
from tests.support.demo import DUINRAND, WIERDENLAND
from tests.support.settings import settings_of


def hurried(url: str) -> Settings:
    """Give settings for tests, which ask fast: what a partner may try is limited as ever."""
    return settings_of(url, requests=parse("100000/second"), questions=parse("1000000/minute"))


def agree(installation: Installation, asked: str, partner: str, **terms: Any) -> None:
    """Let a partner ask an organisation about everything by name, unless the terms say otherwise."""
    fields: dict[str, Any] = {"number": f"A-{partner}", "partner": partner, "decision_types": (EVERY_TYPE,)} | terms
    create(COMMAND_LINE, installation, "agreements", Draft(asked, Agreement(**fields)))


def load_demo(folder: Path) -> Installation:
    """Load both demo registers into a database in the folder; each lets the other ask."""
    installation = bootstrap.build(hurried(sqlite.database(folder)))
    demo.load(installation)
    agree(installation, WIERDENLAND, DUINRAND)
    agree(installation, DUINRAND, WIERDENLAND)
    return installation
