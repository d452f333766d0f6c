"""The fact base: what may be said, on whose word, from when until when.

May import: english, files.
"""
