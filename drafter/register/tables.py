"""The tables. What is typed otherwise in the two databases, or could hold a time zone, is text."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, MetaData, Table, Text

VERSION_TABLE = "register_version"
# The newest of the migrations; a test holds it to them. So that opening a register need not import Alembic.
NEWEST = "0003"

metadata = MetaData()

letters = Table(
    "letters",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("approved_at", Text, nullable=False),
    Column("approved_by", Text, nullable=False),
    Column("letter_date", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("topics", Text, nullable=False),
    Column("position", Text, nullable=False),
    Column("length", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("sha256", Text, nullable=False, unique=True),
    Column("constituent", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("name_seal", Text, nullable=False),
    Column("warnings", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("corrects", Integer, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("letterhead", Text, nullable=False, server_default=""),
    Column("seen", Text, nullable=False, server_default=""),
    Column("acts", Text, nullable=False, server_default=""),
    Index("letters_by_date", "letter_date"),
    Index("letters_by_reference", "reference"),
    Index("letters_by_constituent", "constituent"),
    Index("letters_by_corrected", "corrects"),
    sqlite_strict=True,
)

# A fact in the words that letters relied on, kept once however many did.
fact_versions = Table(
    "fact_versions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("fact", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("statement", Text, nullable=False),
    Column("hash", Text, nullable=False, unique=True),
    Index("fact_versions_by_fact", "fact"),
    sqlite_strict=True,
)

letter_facts = Table(
    "letter_facts",
    metadata,
    Column("letter", Integer, ForeignKey("letters.number"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("version", Integer, ForeignKey("fact_versions.id"), nullable=False),
    Column("held", Integer, CheckConstraint("held in (0, 1)"), nullable=False),
    Index("letter_facts_by_version", "version", "letter"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

exceptions = Table(
    "exceptions",
    metadata,
    Column("letter", Integer, ForeignKey("letters.number"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("rule", Text, nullable=False),
    Column("because", Text, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

meta = Table(
    "meta",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
