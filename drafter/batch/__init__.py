"""Many letters at once: lists of people, distinct texts, and the files. They are made here or by an engine.

May import: inbox, drafting, review, workspace, formats, letter, register, sources, facts, office, english, engines,
extras, files.
"""
