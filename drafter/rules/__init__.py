"""The rules for facts and templates. Each is a function whose docstring is its manual.

May import: catalogue, letter, sources, facts, office, english, files.
"""
