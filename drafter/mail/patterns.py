"""Long lists of what people write, as patterns that can be read."""

from __future__ import annotations

import re
from typing import Final

_BROKEN: Final = re.compile(r" *\n *")


def any_of(words: str) -> str:
    """One of these, which are parted by bars; each is a pattern, and lines may be broken at a bar."""
    return f"(?:{_BROKEN.sub('', words.strip())})"
