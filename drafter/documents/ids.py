"""Ids for new sources, proposed from what a reader would call the document."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping

_LONGEST = 40  # letters; an id may have 60, but is typed by people
_SMALL = frozenset("a an and for in of on or the to".split())


def propose_id(details: Mapping[str, str], taken: Collection[str]) -> str:
    """An id that no source has: ``wq-124049``, ``cbp-8190``, ``dhsc-accountable-care-organisations``."""
    number = _slug(details.get("number", ""))
    if number and details.get("type") == "parliamentary-answer":
        wanted = f"wq-{number}"
    elif number and not number.isdigit():
        wanted = number
    else:
        maker = details.get("publisher") or details.get("author") or ""
        wanted = "-".join(part for part in (_initials(maker), _slug(details.get("title", ""))) if part)
    wanted = _shortened(wanted) or "document"
    names = (wanted, *(f"{wanted}-{again}" for again in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def _slug(text: str) -> str:
    ascii_ = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", ascii_.replace("'", "")))


def _initials(name: str) -> str:
    """Of a long name its initials, as the office would call it; a short one whole."""
    words = [word for word in _slug(name).split("-") if word]
    if len(words) < 3:
        return "-".join(words)
    return "".join(word[0] for word in words if word not in _SMALL)


def _shortened(slug: str) -> str:
    while len(slug) > _LONGEST and "-" in slug:
        slug = slug.rpartition("-")[0]
    return slug[:_LONGEST]
