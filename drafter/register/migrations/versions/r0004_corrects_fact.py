"""Adds which fact of the earlier letter a correction tells of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Empty for letters that correct nothing, and for corrections entered before."""
    op.add_column("letters", sa.Column("corrects_fact", sa.Text, nullable=False, server_default=""))
