"""The first register."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Letters, what they rely on, and the chain's head. Written out here, since this step must never change."""
    op.create_table(
        "letters",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        *_texts("approved_at approved_by letter_date reference subject topics position length kind"),
        sa.Column("sha256", sa.Text, nullable=False, unique=True),
        *_texts("constituent name name_seal warnings version"),
        sa.Column("corrects", sa.Integer, nullable=False),
        *_texts("previous hash"),
        sqlite_strict=True,
    )
    op.create_index("letters_by_date", "letters", ["letter_date"])
    op.create_index("letters_by_reference", "letters", ["reference"])
    op.create_index("letters_by_constituent", "letters", ["constituent"])
    op.create_index("letters_by_corrected", "letters", ["corrects"])
    op.create_table(
        "fact_versions",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        *_texts("fact fingerprint statement"),
        sa.Column("hash", sa.Text, nullable=False, unique=True),
        sqlite_strict=True,
    )
    op.create_index("fact_versions_by_fact", "fact_versions", ["fact"])
    op.create_table(
        "letter_facts",
        sa.Column("letter", sa.Integer, sa.ForeignKey("letters.number"), primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True),
        sa.Column("version", sa.Integer, sa.ForeignKey("fact_versions.id"), nullable=False),
        sa.Column("held", sa.Integer, sa.CheckConstraint("held in (0, 1)"), nullable=False),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("letter_facts_by_version", "letter_facts", ["version", "letter"])
    op.create_table(
        "exceptions",
        sa.Column("letter", sa.Integer, sa.ForeignKey("letters.number"), primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True),
        *_texts("rule because"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "meta",
        sa.Column("name", sa.Text, primary_key=True),
        *_texts("value"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _texts(names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names.split()]
