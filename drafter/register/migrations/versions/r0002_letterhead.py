"""What the paper of a letter said, by a hash, and the digest of what was seen when it was approved."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Both are empty for letters that were entered before."""
    for name in ("letterhead", "seen"):
        op.add_column("letters", sa.Column(name, sa.Text, nullable=False, server_default=""))
