"""What is in files, read with distrust and written whole.

May import: nothing but problems.
"""
