"""The letter: its tree, the request for it, and how it is composed. No other room knows Jinja.

May import: sources, facts, decisions, office, english, files.
"""
