"""The letter: its tree, the request for it, and how it is composed. The only room that knows Jinja.

May import: sources, facts, decisions, office, english, files.
"""
