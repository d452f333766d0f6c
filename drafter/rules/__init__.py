"""The rules that facts and templates are held to; ``catalogue`` has them all, and is imported where all are wanted."""
