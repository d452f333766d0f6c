"""The register of approved letters: one row for each, chained to the row before, in SQLite or PostgreSQL.

May import: facts, office, english, extras, files.
"""
