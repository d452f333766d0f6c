"""Many letters at once: lists of people, distinct texts, and the files, made here or by an engine.

May import: inbox, drafting, formats, letter, sources, facts, english, engines, files.
"""
