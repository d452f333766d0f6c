"""How a register of an older version becomes one of this: Alembic's scripts, run by ``drafter.register.database``."""
