"""Word: letters written, printed, and read back. May import the letter, and the common modules of the formats."""
