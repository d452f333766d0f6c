"""Where a letter's greeting stands, and what stands on its line behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from drafter.mail.patterns import any_of
from drafter.mail.prose import SENTENCE, says, talks

_HELLO: Final = any_of(
    """(?:my )?dear(?:est)?|hello|hi|hey|hiya|(?:good )?(?:morning|afternoon|evening)|good day|respected|
    (?:to|fao|attn)(?=\\s*:|\\s+(?:the|ms|mrs|mr|miss|dr|my|whom|(?-i:[A-Z])))|greetings|annwyl|bonjour"""
)
_GREETING: Final = re.compile(
    rf"{_HELLO}\b[^.?!]{{0,80}}[,:;.!\-\u2013]?\s*|(?:sir|madam|sirs|dear|ms|mrs|miss|mr|dr)\b[^.?!]{{0,40}}[,:]\s*",
    re.IGNORECASE,
)
_GREETS: Final = re.compile(
    any_of("dear|hi|hiya|hey|hello|respected|(?:good )?(?:morning|afternoon|evening)|annwyl|bonjour") + r"\b[ ,]",
    re.IGNORECASE,
)
_MOST_LINES: Final = 30
_ABOVE: Final = 12  # lines of an inside address between whom it names and the greeting


def greeting_in(lines: Sequence[str], member: frozenset[str]) -> int | None:
    """Where the greeting stands: alone on its line, or before a comma and the first sentence. ``member`` are the words
    of the name of whoever is written to, in small letters.

    A line that names the member may be of the inside address: a greeting that follows is the better one.
    """
    named: int | None = None
    for at, line in enumerate(lines[:_MOST_LINES]):
        said = line.strip()
        if not said:
            continue
        if named is not None and at - named > _ABOVE:
            break
        if at and (talks(lines[at - 1]) or talks(said)) and not lines[at - 1].rstrip().endswith((".", "!", "?")):
            break  # a sentence that a program broke: "... I do not like my daughter / to walk home"
        if _GREETS.match(f"{said} ") and (named is None or _GREETING.fullmatch(said)):
            return at
        if named is None and (_is_greeting(said) or _names(said, member)):
            named = at
            if _GREETING.fullmatch(said) is None and len(said) > 90:
                break
        elif len(said) > 90 or SENTENCE.search(said):
            break
    return named


def greets(line: str) -> bool:
    """Whether a line is a greeting by its own words: "Dear Ms Hill,"."""
    said = line.strip()
    return bool(_GREETS.match(f"{said} ")) and _GREETING.fullmatch(said) is not None


def _is_greeting(said: str) -> bool:
    return _GREETING.fullmatch(said) is not None


def _names(said: str, member: frozenset[str]) -> bool:
    """Whether a line begins with the member's name, and a comma or its end follows."""
    named = re.match(r"([^,:\-\u2013!]{2,40}?)\s*(?:[,:!]|\s[-\u2013]|$)", said)
    return named is not None and {word.casefold().strip(".") for word in named[1].split()} <= member


def after_greeting(line: str) -> str:
    """What stands on the greeting's own line behind it."""
    said = line.strip()
    match = re.match(r"(?P<greeted>[^,:\-\u2013]{2,50})(?:[,:]|\s?[-\u2013]\s)\s*(?=\S)", said)
    if match and (len(match["greeted"].split()) > 7 or says(match["greeted"])):  # "Hi it can happen to anyone, as ..."
        return re.sub(r"^(?:hi|hello|hey|hiya)\s+", "", said, flags=re.IGNORECASE)
    if match and len(said) - match.end() > 12 and not _is_greeting(said[match.end() :]):
        return said[match.end() :]
    if len(said) <= 60 and not re.search(r"[.?!]\s+\S", said):
        return ""
    return re.sub(
        r"^(?:dear|hi|hello|good \w+)\s+(?:mp|sir|madam|(?:mrs|ms|miss|mr|dr)\s+\w+|\w+(?= [A-Z]))?\s*",
        "",
        said,
        flags=re.IGNORECASE,
    )
