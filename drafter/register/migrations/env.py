"""Alembic runs this: the migration steps, in the transaction of the given connection."""

from __future__ import annotations

from alembic import context

from drafter.register.rows import VERSION_TABLE, metadata

context.configure(
    connection=context.config.attributes["connection"], version_table=VERSION_TABLE, target_metadata=metadata
)
with context.begin_transaction():
    context.run_migrations()
