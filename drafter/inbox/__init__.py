"""The post: reads messages, finds their writers and topics, groups campaigns and sorts messages into piles.

May import: drafting, formats, letter, register, sources, facts, office, english, engines, extras, files.
"""
