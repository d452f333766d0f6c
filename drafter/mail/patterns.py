"""Long lists of what people write, as patterns that can be read."""

from __future__ import annotations


def any_of(words: str) -> str:
    """One of these, which are parted by bars; each is a pattern, and lines may be broken at a bar."""
    return f"(?:{'|'.join(' '.join(part.split()) for part in words.split('|'))})"
