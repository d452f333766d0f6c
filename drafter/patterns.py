"""Patterns that are compiled when they are first used. A command uses half of those that its modules hold."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

__all__ = ["late_pattern"]

if TYPE_CHECKING:
    from re import compile as late_pattern
else:

    class late_pattern:
        """What ``re.compile`` makes of the same arguments, made once any of it is asked for."""

        def __init__(self, text: str, flags: int = 0) -> None:
            self._given = text, flags

        @cached_property
        def _made(self) -> re.Pattern[str]:
            return re.compile(*self._given)

        def __getattr__(self, name: str) -> Any:
            found = getattr(self._made, name)
            setattr(self, name, found)  # so that this is asked once for each name
            return found
