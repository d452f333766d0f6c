"""The letter: its tree, the request for it, and how it is composed."""
