"""Reply letters for a member of Parliament's office, every claim in them cited."""

__version__ = "0.1.0"
