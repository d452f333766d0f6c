"""Source documents: text out of a file, the texts that are kept, and quotations found in them.

May import: facts, english, files.
"""
