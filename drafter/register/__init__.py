"""The register of approved letters: a row for each, chained to the one before, in SQLite or PostgreSQL.

May import: facts, office, english, files.
"""
