"""The styles that letters use, by their names: their ids in a letterhead, and those that it lacks."""

from __future__ import annotations

from typing import Any, Final

from drafter.formats.docx.form import W
from drafter.problems import Problem, Where, nearest

_W: Final = f"{{{W}}}"
_VAL: Final = f"{_W}val"
STYLES = (
    "Normal", "Header", "Inside Address", "Date", "Reference Line", "Salutation", "Subject Line", "Body Text",
    "Heading 2", "Closing", "Signature", "Small Print", "footnote reference", "footnote text", "Emphasis", "Hyperlink",
    "Footer",
)  # fmt: skip

_OF_CHARACTERS = frozenset(("footnote reference", "Emphasis", "Hyperlink"))


def style_ids(styles: Any) -> dict[str, str]:
    """The ids of the styles in a styles part (of either XML library), by their names in small letters."""
    found: dict[str, str] = {}
    kinds = {name.lower(): "character" if name in _OF_CHARACTERS else "paragraph" for name in STYLES}
    for style in styles.findall(f"{_W}style"):
        named = style.find(f"{_W}name")
        # Word always writes the names of its own styles in English, but upper and lower case vary.
        name = "" if named is None else str(named.get(_VAL, "")).lower()
        if style.get(f"{_W}type") == kinds.get(name, "") and style.get(f"{_W}styleId"):
            found.setdefault(name, str(style.get(f"{_W}styleId")))
    return found


def missing_styles(styles: Any, where: Where) -> list[Problem]:
    """One error for each style that letters use and the letterhead lacks."""
    have = style_ids(styles)
    every = [str(name.get(_VAL, "")) for name in styles.iter(f"{_W}name")]
    problems = []
    for name in STYLES:
        if name.lower() not in have:
            kind = "character" if name in _OF_CHARACTERS else "paragraph"
            others = [other for other in every if other not in STYLES]
            hint = nearest(name, others) or f"in Word, add a {kind} style of exactly this name"
            if name.lower() in (other.lower() for other in every):
                hint = "it has a style of this name for something else; in Word, give that one another name"
            problems.append(Problem(where, "missing-style", f"lacks the {kind} style '{name}'", hint))
    return problems
