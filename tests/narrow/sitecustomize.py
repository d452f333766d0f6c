"""For programs that a test starts while its own system is narrow: theirs is too."""

import narrowed  # noqa: F401
