"""A made-up later release: it knows one revision more, which adds a column to every table of what registers say."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mandate_registry import bootstrap
from mandate_registry.log.commitments import KNOWN

REVISION = '''"""A column more."""

import sqlalchemy as sa
from alembic import op

revision = "{later}"
down_revision = "{newest}"


def upgrade():
    for table in {tables}:
        op.add_column(table, sa.Column("{column}", sa.Text()))
'''


def install(monkeypatch: pytest.MonkeyPatch, folder: Path) -> str:
    """Be the release after the present one until the end of the test; return the name of the column that it adds."""
    newest = bootstrap.NEWEST
    later = f"{int(newest) + 1:04}"
    column = f"added_at_{later}"
    migrations = Path(shutil.copytree(bootstrap.MIGRATIONS, folder / f"migrations-{later}"))
    text = REVISION.format(later=later, newest=newest, tables=sorted(KNOWN), column=column)
    (migrations / "versions" / f"{later}_made_up.py").write_text(text, encoding="utf-8")
    monkeypatch.setattr(bootstrap, "MIGRATIONS", migrations)
    monkeypatch.setattr(bootstrap, "NEWEST", later)
    return column
