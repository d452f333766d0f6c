"""What the member did, does or will do, as a letter says it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Empty for letters that were entered before, and for those that tell of nothing done."""
    op.add_column("letters", sa.Column("acts", sa.Text, nullable=False, server_default=""))
