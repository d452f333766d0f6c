"""Many letters at once: whom they are to, their distinct texts, and the files, made here or by an engine."""
