"""Adds what the member did, does or will do, as a letter says it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Empty for letters entered before, and for letters that tell of no act."""
    op.add_column("letters", sa.Column("acts", sa.Text, nullable=False, server_default=""))
