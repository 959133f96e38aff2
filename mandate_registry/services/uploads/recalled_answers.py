"""The answers about a list that was imported: kept for the next one with the same headings, for a year and a bit."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select

from mandate_registry.register_folder.sheet.plan import Plan
from mandate_registry.register_folder.sheet.recalled_answers import answers_to_keep
from mandate_registry.services.callers import Caller
from mandate_registry.services.installation import Installation, now
from mandate_registry.services.permissions import Right
from models import import_answers

RETENTION = timedelta(days=400)
"""A list that comes once a year still finds its answers."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """What was answered about the last list with the same headings, and when that was imported."""

    plan: Plan
    made_at: datetime


def remember(connection: Connection, organisation: str, layout: str, plan: Plan) -> None:
    """Save the answers about an imported list, replacing those for the same headings."""
    its = (import_answers.c.organisation == organisation) & (import_answers.c.layout == layout)
    connection.execute(delete(import_answers).where(its | (import_answers.c.made_at <= now() - RETENTION)))
    text = json.dumps(asdict(answers_to_keep(plan)))
    values = {"organisation": organisation, "layout": layout, "plan": text, "made_at": now()}
    connection.execute(insert(import_answers).values(values))


def recall(caller: Caller, installation: Installation, organisation: str, layout: str) -> Recalled | None:
    """Return what was answered about the last list with these headings (their digest); None when there was none."""
    caller.must(Right.KEEP, organisation)
    its = (import_answers.c.organisation == organisation, import_answers.c.layout == layout)
    with installation.reading() as connection:
        wanted = select(import_answers).where(*its, import_answers.c.made_at > now() - RETENTION)
        row = connection.execute(wanted).one_or_none()
    return Recalled(Plan.of(json.loads(row.plan)), row.made_at) if row else None
