"""Word: letters written, printed, and read back. Imports the letter, and of the formats what all share."""
