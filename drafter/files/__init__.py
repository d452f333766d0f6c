"""Files: their content is checked as it is read, and they are written whole.

May import: nothing but problems.
"""
