"""What files are made of, read with distrust and written whole: YAML, Word, pages. Imports only ``problems``."""
