"""English as letters have it: names, addresses, salutations and their words.

May import: files.
"""
