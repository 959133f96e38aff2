"""How Alembic reaches the database: through the connection that `bootstrap.upgrade` hands over."""

from __future__ import annotations

from alembic import context

from models import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
