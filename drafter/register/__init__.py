"""The register of approved letters: a row for each, chained to the one before, in SQLite or on a PostgreSQL server."""
