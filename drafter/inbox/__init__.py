"""The post: messages read, writers told from what is quoted, topics recognised, campaigns grouped, piles made.

May import: drafting, formats, letter, sources, facts, office, english, engines, files.
"""
