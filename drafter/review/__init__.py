"""A letter that came back, held against the facts by the sentence: findings, the sign-off sheet, the final copy.

May import: catalogue, workspace, rules, formats, letter, register, sources, facts, office, english, files.
"""
