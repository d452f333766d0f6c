"""Adds a hash of a letter's letterhead, and the digest of what the review showed when the letter was approved."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Both are empty for letters entered before."""
    for name in ("letterhead", "seen"):
        op.add_column("letters", sa.Column(name, sa.Text, nullable=False, server_default=""))
