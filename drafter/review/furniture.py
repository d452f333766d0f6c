"""What stands around a letter's text: a closed grammar of lines, which the final copy keeps.

A line that begins like one of these and says something else is wrong, not furniture.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final, NamedTuple

from drafter.documents.quotations import fold
from drafter.factbase.edtf import parse_day
from drafter.letter.returned import Block
from drafter.office import Office
from drafter.review.everyday import VERBS

_MOST_WORDS = 12  # of a line
_WARM = "(?:(?:best|kind|kindest|warm|warmest|good|sincere|deepest|many) )?(?:good )?"
_WISHES = "(?:wish|wishes|regards|thanks|sympathy|gratitude|respect)"
_CLOSE: Final = re.compile(
    r"(?:(?:i am|i remain),? )?yours(?:,| aye| ever| as ever| in (?:friendship|sympathy|solidarity)"
    r"|(?: very| most)? (?:sincerely|faithfully|truly|respectfully|gratefully))?[,.!]?"
    rf"|(?:with )?(?:(?:my|our) )?(?:(?:very|all|every|much) )?{_WARM}{_WISHES}(?:,? and {_WARM}{_WISHES})?"
    r"(?: to you(?: and your family| both)?)?[,.!]?"
    r"|(?:all the best|best|cheers|thank you|sincerely(?: yours)?|faithfully|in sympathy)[,.!]?",
    re.IGNORECASE,
)
_BEGINS_CLOSE: Final = re.compile(
    r"yours\b(?! (?:is|are|was|were)\b)|with (?:\w+ ){0,3}(?:regards|wishes)\b", re.IGNORECASE
)
_POST = "post|hand|fax|first[- ]class post|second[- ]class post|recorded delivery|special delivery|air ?mail|courier"
_ABOVE: Final = re.compile(
    r"(?:strictly )?(?:private|personal|confidential|private (?:and|&) confidential|personal (?:and|&) confidential"
    r"|in (?:strict )?confidence|urgent)[.!]?"
    rf"|(?:sent )?by (?:e-?mail|{_POST})(?: and (?:by )?(?:e-?mail|{_POST}))?(?: only)?(?:[ :\u2013-]+\S+@\S+)?[.]?",
    re.IGNORECASE,
)
_SIGNED: Final = re.compile(
    r"(?:dictated by (?P<who>.+?),? (?:and|but) )?signed (?:in (?:his|her|their|the member's) absence"
    r"|on (?:his|her|their) behalf|electronically)(?: by (?P<by>.+))?[.]?"
    r"|p\.? ?p\.?:?(?: (?P<pp>.+))?|(?:for and )?on behalf of (?P<behalf>.+)",
    re.IGNORECASE,
)
_ENCLOSED: Final = re.compile(
    r"enc(?:s|l|ls|losures?|losed)?\b\.?(?:\s*[:\u2013-]\s*|\s+)?(?P<what>.*)", re.IGNORECASE | re.DOTALL
)
_COPIED: Final = re.compile(r"(?:c\.?c\.?|bcc|copy to|copied to)\b\.?\s*[:\u2013-]?\s*(?P<whom>.*)", re.IGNORECASE)
_POSTSCRIPT: Final = re.compile(r"\s*P\.? ?(?:P\.? ?)?S\.?(?:\s*[:\u2013-])?\s+(?=\S)")
_COUNT = re.compile(r"\(?(?:\d|one|two|three|four|as (?:stated|above|mentioned))?\)?[.]?", re.IGNORECASE)
_REFERENCE: Final = re.compile(
    r"(?:our |my |(?P<theirs>your ))?ref(?:erence)?\b\.?\s*[:.]?\s*(?P<which>\S.{0,120})", re.IGNORECASE
)
_MARK: Final = re.compile(r"(?=\S*[A-Z0-9])[A-Za-z0-9]+(?:[/.\-\u2013_:][A-Za-z0-9]+)*")
_RE: Final = re.compile(r"^\s*(?:re|subject|ref)\s*:\s*", re.IGNORECASE)
_NUMBERS = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4}|\d{2})")


class Odd(NamedTuple):
    """What is wrong with a line that begins as furniture does."""

    message: str
    hint: str = ""
    asks: bool = False  # whether it may be right, so that a person is asked


def closes(line: str) -> bool:
    """Whether a line is one of the ways in which people close a letter."""
    return bool(_CLOSE.fullmatch(fold(line)))


def seems_to_close(line: str) -> bool:
    """Whether a line begins as closes do, whatever it says then."""
    return len(line.split()) <= _MOST_WORDS and bool(_BEGINS_CLOSE.match(line.strip()))


def stands_above(line: str) -> bool:
    """Whether a line may stand over the address: 'By email', 'Private and confidential'."""
    return bool(_ABOVE.fullmatch(fold(line).strip()))


def signs_for(line: str) -> Odd | bool:
    """Whether a line says who signed in whose place; an ``Odd`` where it begins so and says more."""
    found = _SIGNED.fullmatch(fold(line).strip())
    if found is None:
        return False
    names = [name for name in found.groupdict().values() if name]
    if all(map(_is_name, names)):
        return True
    return Odd("the line of who signed says more than a name", "write 'pp' and the name")


def stands_below(line: str, office: Office) -> Odd | bool:
    """Whether a line may stand below the signature: 'Enc.', 'cc'; an ``Odd`` where it begins so and says more."""
    said = fold(line).strip()
    copied = _COPIED.fullmatch(said)
    if copied is not None:
        names = [name for name in re.split(r"[,;]| and ", copied["whom"]) if name.strip()]
        if names and all(map(_is_name, names)):
            return True
        return Odd("the line of copies says more than names", "write 'cc' and the names")
    enclosed = _ENCLOSED.fullmatch(said)
    if enclosed is None:
        return False
    what = enclosed["what"].strip(" ().")
    if _COUNT.fullmatch(what):
        return True
    known = {fold(one).casefold() for one in office.enclosures}
    named = [one.strip(" .").casefold() for one in re.split(r"[,;\n]|\band\b", what)]
    if what.casefold() in known or all(name in known for name in named):
        return True
    if len(what.split()) <= _MOST_WORDS and not says_something(what):
        return Odd(
            f"encloses '{what}', which office.yaml does not know",
            "name it among 'enclosures' in office.yaml",
            asks=True,
        )
    return Odd("the line of enclosures says more than what is enclosed", "move it into the letter, or take it out")


def begins_postscript(block: Block) -> bool:
    """Whether a paragraph is a postscript."""
    return bool(_POSTSCRIPT.match(block.text))


def without_label(block: Block) -> Block:
    """A postscript without its 'P.S.': its sentences, each in its place."""
    match = _POSTSCRIPT.match(block.text)
    if match is None:
        return block
    cut = match.end()
    first = next(place for place in reversed(block.places) if place[0] <= cut)
    by_column = first[2] + cut - first[0]
    # In a Word file the column is the number of the sentence, and stays.
    begun = (0, first[1], by_column if any(place[0] for place in block.places) or first[2] > 1 else first[2])
    places = (begun, *((at - cut, line, column) for at, line, column in block.places if at > cut))
    marks = tuple(m._replace(start=max(0, m.start - cut), end=m.end - cut) for m in block.marks if m.end > cut)
    calls = tuple(call._replace(at=call.at - cut) for call in block.calls if call.at > cut)
    return Block(block.text[cut:], block.style, places, marks, calls)


def without_re(text: str) -> str:
    """A subject line without its 'Re:'."""
    return _RE.sub("", text)


def reference_in(line: str) -> str | Odd | None:
    """The reference that a line gives; ``None`` where it is no such line."""
    found = _REFERENCE.fullmatch(line.strip())
    if found is None:
        return None
    marks = found["which"].split()
    if len(marks) <= 4 and all(map(_MARK.fullmatch, marks)) and any(c.isdigit() for c in found["which"]):
        return " ".join(marks)
    return Odd("the reference says more than a reference", "write its letters and figures, and nothing else")


def is_theirs(line: str) -> bool:
    """Whether a line gives the reader's own reference, 'Your ref: 12/AB', which is none of the office's."""
    found = _REFERENCE.fullmatch(line.strip())
    return found is not None and found["theirs"] is not None


def day_of(line: str) -> tuple[date | None, date | None]:
    """The day that a line gives, and the other one that it could be: figures read day first, as in Britain."""
    day = parse_day(line)
    found = _NUMBERS.fullmatch(line.strip())
    if day is not None or found is None:
        return day, None
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    year += 2000 if year < 100 else 0
    british, other = _day(year, second, first), _day(year, first, second)
    return (british, other if other != british else None) if british else (other, None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _is_name(text: str) -> bool:
    """Whether a text is a person's or a body's name: a few words, none of which says anything."""
    words = text.strip(" .").split()
    small = frozenset(("of", "the", "and", "&", "for", "de", "la", "van", "von", "mp", "le", "du"))
    return (
        0 < len(words) <= _MOST_WORDS
        and all(word[:1].isupper() or word.casefold().strip("().,") in small for word in words)
        and not says_something(text)
    )


def says_something(text: str) -> bool:
    """Whether a line holds a finite verb, so that it says that something is so."""
    return any(word in VERBS for word in re.findall(r"[a-z']+", fold(text).casefold()))
