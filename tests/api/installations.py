"""Installations to ask: their settings, whom they let ask, and one with the demo registers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask
from limits import parse

from api.app import create_app
from mandate_registry import bootstrap
from mandate_registry.config import Settings
from mandate_registry.rules.facts import EVERY_TYPE, Agreement, Organisation
from mandate_registry.services.callers import COMMAND_LINE
from mandate_registry.services.changesets.entry_changes import Draft, create
from mandate_registry.services.installation import Installation
from tests.api.small_register import HERE, THERE, organisation
from tests.support import sqlite
from tests.support.demo import DUINRAND, WIERDENLAND
from tests.support.settings import settings_of
from tests.support.templates import BOTH_SAMPLES, MIGRATED, Template, opened


def hurried(url: str) -> Settings:
    """Return settings for tests, which ask fast: what a partner may try is limited as ever."""
    return settings_of(url, requests=parse("100000/second"), questions=parse("1000000/minute"))


_applications: list[Flask] = []


def application(installation: Installation) -> Flask:
    """Return the application, made once in a process, that serves this installation from now on and no other."""
    if not _applications:
        _applications.append(create_app(installation))
    (app,) = _applications
    app.config["MAX_CONTENT_LENGTH"] = installation.settings.max_body
    app.extensions["mandate_registry"] = installation
    return app


def agree(installation: Installation, asked: str, partner: str, **terms: Any) -> None:
    """Record an agreement: `partner` may ask `asked` about every decision type. `terms` replace its other fields."""
    fields: dict[str, Any] = {"number": f"A-{partner}", "partner": partner, "decision_types": (EVERY_TYPE,)} | terms
    create(COMMAND_LINE, installation, "agreements", Draft(asked, Agreement(**fields)))


def load_demo(folder: Path) -> Installation:
    """Open an installation in the folder with both demo registers; each lets the other ask."""
    return bootstrap.build(hurried(sqlite.database(folder, DEMO)))


def _agree_both_ways(url: str) -> None:
    with opened(url) as installation:
        agree(installation, WIERDENLAND, DUINRAND)
        agree(installation, DUINRAND, WIERDENLAND)


def _add_organisations(url: str) -> None:
    with opened(url) as installation:
        for oin in (HERE, THERE):
            values = organisation(oin)
            fact = Organisation(oin=oin, name=values["name"], kind=values["kind"], time_zone=values["timeZone"])
            create(COMMAND_LINE, installation, "organisations", Draft(oin, fact))


DEMO = Template("demo", _agree_both_ways, BOTH_SAMPLES)
TWO_ORGANISATIONS = Template("two-organisations", _add_organisations, MIGRATED)
"""HERE and THERE, whose registers are empty: neither lets the other ask."""
