"""What reads as a sentence, and what as a line of a signature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from drafter.mail.addresses import ends_with_postcode, is_phone, is_place, is_reached
from drafter.mail.people import is_organisation, organisation_of, role_of, signed_by

LONGEST: Final = 110  # letters of a line of a signature
# A sentence that ends, and the next: a capital, and then words in small letters.
SENTENCE: Final = re.compile(
    r"[a-z0-9)\"'\u201d\u2019]{2}[.?!][\"'\u201d\u2019)]*\s+[\"'\u201c(]?(?:[A-Z][a-z'\u2019]*|I)\s+[a-z]"
)
ENDS: Final = re.compile(r"[.?!][\"'\u201d\u2019)]*\Z")
_KISSES: Final = re.compile(r"\s+x{1,4}\Z", re.IGNORECASE)
_TALKS: Final = frozenset(
    """i i'm i've i'd i'll we we're we've you you're it it's he she they is are was were am be been has have had do does
    did don't can can't could will won't would should may might must please think feel hope want
    wonder no not""".split()
)
_OF_ONESELF: Final = re.compile(r"(?:i|we) (?:\w+ )?live\b|(?:my|our) (?:\w+ )?address is\b", re.IGNORECASE)
_OWN: Final = frozenset(
    "i i'm i've i'd i'll i\u2019m i\u2019ve i\u2019d i\u2019ll me my mine we we're we've us".split()
)
_LINKS: Final = frozenset("of and the for in on at by to &".split())


def reads_on(lines: Sequence[str]) -> bool:
    """Whether some lines that stand together are what somebody says: words enough, a full stop at the end, and most of
    it in small letters.
    """
    said = " ".join(line.strip() for line in lines)
    words = said.split()
    if len(words) < 5 or not ENDS.search(said) or any(map(is_phone, lines)):
        return False
    small = sum(word[:1].islower() for word in words)
    return 2 * small > len(words) and any(word.casefold().strip(",.?!:;") in _TALKS for word in words)


def is_of_signature(line: str) -> bool:
    """Whether a line is one of a signature by its own form."""
    said = _KISSES.sub("", line.strip())
    if len(said) > LONGEST or SENTENCE.search(said):
        return False
    ends = said.endswith((".", "?", "!"))
    return bool(
        is_place(said)
        or (
            ends_with_postcode(said)
            and len(said.split()) <= 16
            and not re.search(r"[a-z]{2}[.?!]\s", said)
            and not _OF_ONESELF.match(said)
        )
        or is_phone(said)
        or is_reached(said)
        or (signed_by(said) and not (ends and len(said.split()) < 2))
        or (is_name_and_more(said) and not ends)
        or role_of(said)
        or (role_of(said.partition(",")[0]) and not ends)
        or organisation_of(said)
        or (is_organisation(said) and not ends)
        or re.fullmatch(r"\(.{3,60}\)", said)
        or re.fullmatch(r"(?:\w+:\s*)?(?:\S+@\S+\.\S+|(?:https?://|www\.)\S+)", said)
    )


def says(text: str) -> bool:
    """Whether a text has a word that only sentences have."""
    return any(word.casefold().strip(",.?!:;") in _TALKS for word in text.split())


def tells(line: str) -> bool:
    """Whether a line is what somebody says of themselves, wherever it stands: "Please ring me, I may lose my house"."""
    words = [word.casefold().strip("*-,.?!:;()\"'") for word in line.split()]
    words = [word for word in words if word]
    small = sum(word[:1].islower() for word in line.split())
    return len(words) > 3 and (small > 3 or 2 * small > len(words)) and any(word in _OWN for word in words)


def talks(line: str) -> bool:
    """Whether a line is of what somebody says: words enough, most of them small, and one that only sentences have."""
    words = line.split()
    small = sum(word[:1].islower() for word in words)
    return len(words) > 4 and 2 * small > len(words) and says(line)


def goes_on_from(line: str, above: str) -> bool:
    """Whether a line ends a sentence that the line above it began: a program broke it, or the writer did."""
    before = above.rstrip()
    return (
        len(before) > 30
        and not ENDS.search(before)
        and before[-1:] not in ",:;-"
        and talks(before)
        and not (ends_with_postcode(line) or is_place(line))
        and bool(ENDS.search(line.rstrip()) or line.strip()[:1].islower())
    )


def is_name_and_more(said: str) -> bool:
    """Whether a line is a name, and behind a comma what signatures have there and sentences have not."""
    first, *behind = (part.strip() for part in re.split(r"[,|]", said, maxsplit=1))
    rest = "".join(behind)
    words = rest.split()
    if not behind or len(words) > 12 or not signed_by(first):
        return False
    if is_place(rest) or ends_with_postcode(rest) or role_of(rest) or is_organisation(rest):
        return True
    if any(word.casefold().strip(",.?!:;") in _TALKS for word in words):
        return False
    large = sum(not word[:1].islower() for word in words if word not in _LINKS)
    count = sum(word not in _LINKS for word in words)
    return 2 * large >= count or (len(first.split()) > 1 and len(words) <= 5)
