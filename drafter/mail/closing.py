"""A letter's lines told apart: what stands above its greeting, its body, and what it ends with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from drafter.mail.addresses import ends_with_postcode, is_phone, is_place
from drafter.mail.patterns import any_of
from drafter.mail.people import is_organisation, organisation_of, role_of, signed_by

_KIND: Final = r"(?:kind(?:est)?|best|warm(?:est)?|good|every|all good|fond(?:est)?)"
_TIME: Final = r"for (?:reading|listening|your (?:time|help|attention|consideration))[\w ]{0,25}"
_THANKS: Final = rf"(?: (?:again|in (?:advance|anticipation)|so much|very much|{_TIME}))?"
_CLOSING_WORDS: Final = any_of(
    rf"""yours(?: \w+){{0,2}}|(?:my |our |all )?(?:very |most |the )?{_KIND} (?:regards|wishes|blessings?)|
    all the best|best|regards|rgds|k\.?r|b\.?r|brgds|kind rgds|sincerely(?: yours)?|faithfully|
    respectfully(?: yours)?|cordially|love|cheers|god bless(?: you)?|take care|
    (?:many |with |much )?thanks{_THANKS}|thank ?you{_THANKS}|thanking you[\w ]{{0,60}}|
    (?:in )?(?:solidarity|hope|anticipation|friendship|admiration|peace)|signed|i (?:remain|am)[\w ,]{{0,45}}|
    love and (?:thanks|best wishes)|namaste|fraternally|kindly reply|hoping (?:to|for)[\w ]{{0,30}}|
    looking forward[\w ]{{0,40}}"""
)
_CLOSING: Final = re.compile(rf"(?:(?:with|and|wishing you)\s+)?{_CLOSING_WORDS}\s*[,.!\-\u2013]*\s*", re.IGNORECASE)
_BRIEFLY: Final = any_of(
    rf"{_KIND} (?:regards|wishes)|regards|rgds|(?:many )?thanks|thank you|cheers|"
    "yours (?:sincerely|faithfully|truly|ever)"
)
_CLOSES_IN: Final = re.compile(rf"{_BRIEFLY}[\s,.!:\-\u2013]+(?P<rest>\S.{{1,110}})", re.IGNORECASE)
_LEADS_ON: Final = re.compile(
    r".{0,90},?\s*\bI (?:am|remain)\b[\w ,]{0,20}[,.]?\s*|thanking you .{0,70}[,.]?\s*", re.IGNORECASE
)
_HELLO: Final = any_of(
    """(?:my )?dear(?:est)?|hello|hi|hey|hiya|good (?:morning|afternoon|evening|day)|respected|to|fao|attn|greetings"""
)
_GREETING: Final = re.compile(
    rf"{_HELLO}\b[^.?!]{{0,80}}[,:;.!\-\u2013]?\s*|(?:sir|madam|sirs|dear|ms|mrs|miss|mr|dr)\b[^.?!]{{0,40}}[,:]\s*",
    re.IGNORECASE,
)
_GREETS: Final = ("dear", "hi ", "hi,", "hello", "respected", "good morning", "good afternoon", "good evening")
_POSTSCRIPT: Final = re.compile(r"\s*p\.?\s?p?\.?\s?s\b\.?\s*[:.\-\u2013]*\s*(?=\S)", re.IGNORECASE)
# A sentence that ends, and the next: a capital, and then words in small letters.
_SENTENCE: Final = re.compile(
    r"[a-z0-9)\"'\u201d\u2019]{2}[.?!][\"'\u201d\u2019)]*\s+[\"'\u201c(]?(?:[A-Z][a-z'\u2019]*|I)\s+[a-z]"
)
_TAIL: Final = re.compile(r"(?:.*?[.?!][\"'\u201d\u2019)]*\s+)(?P<tail>\S[^?!]{2,130})\Z", re.DOTALL)
_LONGEST: Final = 110
_MOST_LINES: Final = 16


@dataclass(frozen=True)
class Letter:
    """A letter's lines told apart; blank ones stay."""

    head: tuple[str, ...]
    body: tuple[str, ...]
    tail: tuple[str, ...]


def told_apart(lines: Sequence[str], member: frozenset[str]) -> Letter:
    """The parts of a letter. ``member`` are the words of the name of whoever is written to, in small letters."""
    greeting = _greeting(lines, member)
    head = list(lines[:greeting]) if greeting is not None else []
    rest = list(lines[greeting:]) if greeting is not None else list(lines)
    if greeting is not None:
        rest[0] = _after_greeting(rest[0])
    rest, postscript = _without_postscript(rest)
    body, tail = _ending(rest)
    return Letter(
        tuple(head), (*body, *postscript), tuple(line for line in tail if not re.fullmatch(r"\s*[-_*=~]{2,}\s*", line))
    )


def _greeting(lines: Sequence[str], member: frozenset[str]) -> int | None:
    """Where the greeting stands: alone on its line, or before a comma and the first sentence."""
    for at, line in enumerate(lines[:30]):
        said = line.strip()
        if not said:
            continue
        match = _GREETING.match(said)
        if match and (match.end() == len(said) or said.lower().startswith(_GREETS)):
            return at
        named = re.match(r"([^,:\-\u2013!]{2,40}?)\s*(?:[,:!]|\s[-\u2013]|$)", said)
        if named and {word.casefold().strip(".") for word in named[1].split()} <= member:
            return at
        if len(said) > 90 or _SENTENCE.search(said):
            return None
    return None


def _after_greeting(line: str) -> str:
    """What stands on the greeting's own line behind it."""
    said = line.strip()
    match = re.match(r"[^,:\-\u2013]{2,50}(?:[,:]|\s?[-\u2013]\s)\s*(?=\S)", said)
    if match and len(said) - match.end() > 12:
        return said[match.end() :]
    if len(said) <= 60 and not re.search(r"[.?!]\s+\S", said):
        return ""
    return re.sub(
        r"^(?:dear|hi|hello|good \w+)\s+(?:mp|sir|madam|(?:mrs|ms|miss|mr|dr)\s+\w+|\w+(?= [A-Z]))?\s*",
        "",
        said,
        flags=re.IGNORECASE,
    )


def _without_postscript(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines without what was added behind the signature, and that."""
    at = next((at for at in range(len(lines) - 1, 0, -1) if _POSTSCRIPT.match(lines[at])), None)
    if at is None:
        return lines, []
    end = at + 1
    while end < len(lines) and lines[end].strip():
        end += 1
    kept = [*lines[:at], *lines[end:]]
    said = [_POSTSCRIPT.sub("", lines[at], count=1), *lines[at + 1 : end]]
    return kept, ["", *said]


def _ending(lines: list[str]) -> tuple[list[str], list[str]]:
    """The body, and what it ends with: from the last closing words on, else the lines at the end that are a
    signature by their form.
    """
    filled = [at for at, line in enumerate(lines) if line.strip()]
    for at in reversed(filled):
        after = [line for line in lines[at + 1 :] if line.strip()]
        if len(after) > _MOST_LINES or any(len(line) > _LONGEST + 40 or _SENTENCE.search(line) for line in after):
            break
        rest = _closes(lines[at], after)
        if rest is not None:
            body = lines[:at]
            while body and (not body[-1].strip() or _CLOSING.fullmatch(body[-1].strip()) or _leads_on(body[-1])):
                body.pop()
            return body, [*rest, *lines[at + 1 :]]
    start = len(lines)
    for at in reversed(filled[-_MOST_LINES:]):
        if not _is_of_signature(lines[at]):
            break
        start = at
    if start < len(lines):
        return lines[:start], lines[start:]
    return _inline_ending(lines, filled)


def _leads_on(line: str) -> bool:
    said = line.strip()
    return len(said.split()) <= 14 and bool(_LEADS_ON.fullmatch(said))


def _closes(line: str, after: list[str]) -> list[str] | None:
    """What follows closing words on their own line, nothing or a name; ``None`` where a line does not close."""
    said = line.strip()
    if len(said) > _LONGEST:
        return None
    if _CLOSING.fullmatch(said):
        return []
    match = _CLOSES_IN.fullmatch(said)
    if match:
        rest = match["rest"].strip()
        first = re.split(r",|\s(?=\d)", rest)[0]
        if signed_by(first) and not _SENTENCE.search(rest):
            return [rest]
    # Closing words of whatever kind: a few words and a comma, and then somebody's name.
    words = said.split()
    short = said.endswith(",") and len(words) <= 6 and not any(map(str.isdigit, said)) and not is_place(said)
    if short and after and signed_by(re.split(r"[,(|]", after[0])[0]) and not signed_by(said):
        return []
    return None


def _inline_ending(lines: list[str], filled: list[int]) -> tuple[list[str], list[str]]:
    """A name and an address that stand on the last line of the text itself."""
    if not filled:
        return lines, []
    last = lines[filled[-1]].strip()
    # The last sentence may end within the name: "Mrs I. Kettleborough".
    for at in [match.end() for match in re.finditer(r"[.?!][\"'\u201d\u2019)]*\s+", last)]:
        tail = last[at:]
        if len(tail) <= _LONGEST + 20 and signed_by(tail.split(",")[0]) and ("," in tail or ends_with_postcode(tail)):
            return [*lines[: filled[-1]], last[:at].rstrip()], [tail]
    return lines, []


def _is_of_signature(line: str) -> bool:
    said = re.sub(r"\s+x{1,4}$", "", line.strip())
    if len(said) > _LONGEST or _SENTENCE.search(said):
        return False
    first = re.split(r"[,|]", said)[0]
    ends = said.endswith((".", "?", "!"))
    return bool(
        is_place(said)
        or (ends_with_postcode(said) and len(said.split()) <= 16 and not re.search(r"[a-z]{2}[.?!]\s", said))
        or is_phone(said)
        or (signed_by(said) and not (ends and len(said.split()) < 2))
        or (signed_by(first) and len(said.split()) <= 14 and not ends)
        or role_of(said)
        or organisation_of(said)
        or (is_organisation(said) and not ends)
        or re.fullmatch(r"\(.{3,60}\)", said)
        or re.fullmatch(r"(?:\w+:\s*)?(?:\S+@\S+\.\S+|(?:https?://|www\.)\S+)", said)
    )
