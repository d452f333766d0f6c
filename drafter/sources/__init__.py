"""Source documents: their text read from files, the texts that are kept, and quotations found in them.

May import: facts, english, extras, files.
"""
