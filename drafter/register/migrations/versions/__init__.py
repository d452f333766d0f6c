"""The migration steps, one to a file."""
