"""Turns a register of an older version into one of this version: Alembic's scripts, run by
``drafter.register.database``.
"""
