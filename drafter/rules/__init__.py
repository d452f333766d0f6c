"""The rules that facts and templates are held to, each a function whose docstring is its manual.

May import: catalogue, letter, sources, facts, office, english, files.
"""
