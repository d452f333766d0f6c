"""The review of a letter that came back, sentence by sentence: findings, the sign-off sheet, the final copy.

May import: catalogue, workspace, rules, formats, letter, register, sources, facts, office, english, files.
"""
