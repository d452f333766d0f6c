"""The fact base: what may be said, who says it, and from when until when.

May import: english, files.
"""
