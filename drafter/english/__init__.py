"""The English of letters: names, addresses, salutations and their words.

May import: files.
"""
