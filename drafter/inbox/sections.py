"""Tells a letter's lines apart: its greeting, its body, its close, and what is added below."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from drafter.english.addresses import ends_abroad, ends_with_postcode, is_phone, is_place, is_reached
from drafter.english.lists import lists
from drafter.english.people import is_organisation, organisation_of, role_of, signed_by
from drafter.english.sentences import ENDS
from drafter.frozen import dataclass

# Sentences and signatures: what reads as a sentence, and what as a line of a signature.

_LETTERS: Final = lists("letters")
LONGEST: Final = 110  # letters of a line of a signature
# The end of a sentence and the beginning of the next: a capital, and then words in lower case.
SENTENCE: Final = re.compile(
    r"[a-z0-9)\"'\u201d\u2019]{2}[.?!][\"'\u201d\u2019)]*\s+[\"'\u201c(]?(?:[A-Z][a-z'\u2019]*|I)\s+[a-z]"
)
_KISSES: Final = re.compile(r"\s+x{1,4}\Z", re.IGNORECASE)
_TALKS: Final = _LETTERS.words("only in sentences")
_OF_ONESELF: Final = re.compile(r"(?:i|we) (?:\w+ )?live\b|(?:my|our) (?:\w+ )?address is\b", re.IGNORECASE)
_OWN: Final = _LETTERS.words("of oneself")
_DANGLES: Final = re.compile(r"\b(?:the|an?|to|of|and|or|my|our|your|their|with|for|by|from|that|is|are|was|will)\Z")
_LINKS: Final = _LETTERS.words("small words of names")


def reads_on(lines: Sequence[str]) -> bool:
    """Whether neighbouring lines read as a sentence: enough words, a full stop at the end, and mostly lower case."""
    said = " ".join(line.strip() for line in lines)
    words = said.split()
    if len(words) < 5 or not ENDS.search(said) or any(map(is_phone, lines)):
        return False
    small = sum(word[:1].islower() for word in words)
    return 2 * small > len(words) and any(word.casefold().strip(",.?!:;") in _TALKS for word in words)


def is_of_signature(line: str) -> bool:
    """Whether a line's own form shows that it belongs to a signature."""
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
    """Whether a text has a word that occurs only in sentences."""
    return any(word.casefold().strip(",.?!:;") in _TALKS for word in text.split())


def tells(line: str) -> bool:
    """Whether a line tells something about the writer, wherever it stands: "Please ring me, I may lose my house"."""
    words = [word.casefold().strip("*-,.?!:;()\"'") for word in line.split()]
    words = [word for word in words if word]
    small = sum(word[:1].islower() for word in line.split())
    return len(words) > 3 and (small > 3 or 2 * small > len(words)) and any(word in _OWN for word in words)


def talks(line: str) -> bool:
    """Whether a line is part of a sentence: enough words, mostly in lower case, and one that occurs only in
    sentences.
    """
    words = line.split()
    small = sum(word[:1].islower() for word in words)
    return len(words) > 4 and 2 * small > len(words) and says(line)


def goes_on_from(line: str, above: str) -> bool:
    """Whether a line ends a sentence begun on the line above: a program or the writer broke the line."""
    before = above.rstrip()
    if _DANGLES.search(before) and len(before.split()) > 2 and not (ends_with_postcode(line) or is_place(line)):
        return True  # no line of a signature, and no sentence, ends with "the"
    return (
        len(before) > 30
        and not ENDS.search(before)
        and before[-1:] not in ",:;-"
        and talks(before)
        and not (ends_with_postcode(line) or is_place(line))
        and bool(ENDS.search(line.rstrip()) or line.strip()[:1].islower())
    )


def is_name_and_more(said: str) -> bool:
    """Whether a line is a name, a comma, and then words that only signatures have."""
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


# Greetings: where a letter's greeting stands, and what follows it on its line.

_HELLO: Final = _LETTERS.pattern("greets the member")
_GREETING: Final = re.compile(
    rf"{_HELLO}\b[^.?!]{{0,80}}[,:;.!\-\u2013]?\s*|(?:sir|madam|sirs|dear|ms|mrs|miss|mr|dr)\b[^.?!]{{0,40}}[,:]\s*",
    re.IGNORECASE,
)
_GREETS: Final = re.compile(rf"{_LETTERS.pattern('greets at once')}\b[ ,]", re.IGNORECASE)
_FIRST_LINES: Final = 30
_ABOVE: Final = 12  # lines between the name in an inside address and the greeting


def greeting_in(lines: Sequence[str], member: frozenset[str]) -> int | None:
    """Where the greeting stands: alone on its line, or before a comma and the first sentence. ``member`` are the words
    of the member's name, in lower case.

    A line that only names the member may belong to the inside address, so a greeting that follows it is preferred.
    """
    named: int | None = None
    for at, line in enumerate(lines[:_FIRST_LINES]):
        said = line.strip()
        if not said:
            continue
        if named is not None and at - named > _ABOVE:
            break
        if at and (talks(lines[at - 1]) or talks(said)) and not lines[at - 1].rstrip().endswith((".", "!", "?")):
            break  # a sentence that a program broke: "... I do not like my daughter / to walk home"
        if said[:3].casefold() == "to " and ENDS.search(said) and says(said):
            break  # "To my mind it must stay."
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
    """Whether a line begins with the member's name, followed by a comma or the line's end."""
    named = re.match(r"([^,:\-\u2013!]{2,40}?)\s*(?:[,:!]|\s[-\u2013]|$)", said)
    return named is not None and {word.casefold().strip(".") for word in named[1].split()} <= member


def after_greeting(line: str) -> str:
    """What follows the greeting on its line."""
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


# Postscripts: what people add below their signature, with "PS" or without.

_POSTSCRIPT: Final = re.compile(r"\s*p\.?\s?p?\.?\s?s\b\.?\s*[:.\-\u2013]*\s*(?=\S)", re.IGNORECASE)
_MARKS: Final = 10  # postscripts; with more of them, they are the letter itself
_MOST: Final = 3  # paragraphs below a signature


def without_postscripts(lines: Sequence[str], closes: Callable[[str], bool]) -> tuple[list[str], list[str]]:
    """The lines without the postscripts, and the postscripts. ``closes`` tells whether a line is closing words."""
    kept, said = _marked(list(lines))
    kept, below = _below(kept, closes)
    return kept, [*below, *said]


def _marked(lines: list[str]) -> tuple[list[str], list[str]]:
    """The postscripts that begin with "PS", in order."""
    said: list[str] = []
    for _ in range(_MARKS):
        at = next((at for at in range(len(lines) - 1, 0, -1) if _POSTSCRIPT.match(lines[at])), None)
        if at is None:
            break
        end = at + 1
        while end < len(lines) and lines[end].strip() and not is_of_signature(lines[end]):
            end += 1
        said = ["", _POSTSCRIPT.sub("", lines[at], count=1), *lines[at + 1 : end], *said]
        lines = [*lines[:at], *lines[end:]]
    return lines, said


def _below(lines: list[str], closes: Callable[[str], bool]) -> tuple[list[str], list[str]]:
    """The paragraphs that stand below closing words and a name."""
    said: list[str] = []
    kept = list(lines)
    for _ in range(_MOST):
        while kept and not kept[-1].strip():
            kept.pop()
        start = len(kept)
        while start > 0 and kept[start - 1].strip():
            start -= 1
        block = kept[start:]
        if not block or not reads_on(block) or any(map(is_of_signature, block)):
            break
        said = ["", *block, *said]
        kept = kept[:start]
    else:
        return list(lines), []  # so many are no postscript: what looks like closing words above them is none
    return (kept, said) if said and _is_signed(kept, closes) else (list(lines), [])


def _is_signed(lines: Sequence[str], closes: Callable[[str], bool]) -> bool:
    """Whether lines end with closing words, a name, and nothing beyond what goes with a name."""
    filled = [line.strip() for line in lines if line.strip()][-8:]
    for at, line in enumerate(filled[:-1]):
        if closes(line) and signed_by(filled[at + 1].split(",")[0]):
            return all(map(is_of_signature, filled[at + 1 :]))
    # Without closing words: a name, with an address and its postcode below it.
    block: list[str] = []
    for line in reversed([line.strip() for line in lines]):
        if not line and block:
            break
        block = [line, *block] if line else block
    return 1 < len(block) < 8 and ends_with_postcode(block[-1]) and signed_by(block[0].split(",")[0]) is not None


# Letters: what stands above the greeting, the body, and the ending.

# "I remain, Sir, your obedient servant", and not "I am very worried".
_REMAINS: Final = _LETTERS.either("remains")
_CLOSING_WORDS: Final = _LETTERS.pattern("closes")
_CLOSING: Final = re.compile(rf"(?:(?:with|and|wishing you)\s+)?{_CLOSING_WORDS}[^\w?]*", re.IGNORECASE)
_BRIEFLY: Final = _LETTERS.pattern("closes briefly")
_CLOSES_IN: Final = re.compile(rf"{_BRIEFLY}[\s,.!:\-\u2013]+(?P<rest>\S.{{1,110}})", re.IGNORECASE)
_LEADS_ON: Final = re.compile(
    rf".{{0,90}}\b(?:{_REMAINS}[,.]?|i (?:remain|am),)\s*|thanking you .{{0,70}}[,.]?\s*", re.IGNORECASE
)
# The same closing words at the end of the text's last line, before a name.
_CLOSED: Final = re.compile(rf"(?<=[.?!])\s+{_BRIEFLY}[\s,.!:\-\u2013]*\Z", re.IGNORECASE)
_MOST_LINES: Final = 16
_LAST_WORDS: Final = 200  # letters before a name in which closing words may stand, including space around them


@dataclass(frozen=True)
class MessageSections:
    """The parts of a letter, as lines. Blank lines stay."""

    head: tuple[str, ...]
    body: tuple[str, ...]
    tail: tuple[str, ...]


def split_letter(lines: Sequence[str], member: frozenset[str]) -> MessageSections:
    """The parts of a letter. ``member`` are the words of the member's name, in lower case."""
    greeting = greeting_in(lines, member)
    head = list(lines[:greeting]) if greeting is not None else []
    rest = list(lines[greeting:]) if greeting is not None else list(lines)
    if greeting is not None:
        rest[0] = after_greeting(rest[0])
    rest, postscript = without_postscripts(rest, _is_closing)
    rest, below = _at_mark(rest)
    body, tail = _ending(rest)
    if below and not tail and not _is_named(below):
        body, below = [*rest, *below], []
    tail = [*tail, "", *below] if below else tail
    if not any(map(str.strip, (*body, *postscript))):
        body, tail = _all_that_is_said(lines, greeting, tail)
    return MessageSections(
        tuple(head), (*body, *postscript), tuple(line for line in tail if not re.fullmatch(r"\s*[-_*=~]{2,}\s*", line))
    )


def _all_that_is_said(lines: Sequence[str], greeting: int | None, tail: list[str]) -> tuple[list[str], list[str]]:
    """The body and the ending of a letter that seemed to have no body: "Thank you very much." and a name; "FYI"."""
    own = [line for line in (lines if greeting is None else lines[greeting + 1 :]) if line.strip()]
    thanks = [
        line for line in own if _CLOSING.fullmatch(line.strip()) and len(line.split()) > 1 and "than" in line.lower()
    ]
    if thanks:
        return thanks[:1], tail
    signs = any(is_place(line) or ends_with_postcode(line) for line in own)
    whole = next((signed for line in own[:2] if (signed := signed_by(line.split(",")[0]))), None)
    if signs and not signed_by(own[0].split(",")[0]) and not any(map(_CLOSING.fullmatch, own)):
        return own, tail  # only an address: the writer was asked for it
    if signs or (whole is not None and len(whole.names[0].split()) > 1) or any(map(_CLOSING.fullmatch, own)):
        return [], tail
    return (own, []) if own else (list(lines[: 1 if greeting == 0 else 0]), tail)


def _at_mark(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines above a program's signature mark, "-- " (RFC 3676), and those below it; all lines where there is no
    mark.
    """
    at = next((at for at in range(len(lines) - 1, 0, -1) if lines[at].strip() == "--"), None)
    below = lines[at + 1 :] if at is not None else []
    filled = [line for line in below if line.strip()]
    if at is None or not 0 < len(filled) <= _MOST_LINES or not any(map(str.strip, lines[:at])):
        return lines, []
    if reads_on(filled) or any(map(talks, filled[:-1])) or reads_on(filled[:1]):
        return lines, []  # here the mark is the writer's own rule: the text goes on below it
    return lines[:at], below


def _is_named(lines: Sequence[str]) -> bool:
    """Whether the first lines below a mark name somebody, or say how to reach somebody."""
    return any(signed_by(line.split(",")[0]) or is_of_signature(line) for line in lines[:4] if line.strip())


def _ending(lines: list[str]) -> tuple[list[str], list[str]]:
    """The body and the ending. The ending begins at the last closing words; without these, it is the last lines that
    have the form of a signature.
    """
    filled = [at for at, line in enumerate(lines) if line.strip()]
    for at in reversed(filled):
        after = [line for line in lines[at + 1 :] if line.strip()]
        if len(after) > _MOST_LINES or any(len(line) > LONGEST + 40 or SENTENCE.search(line) for line in after):
            break
        rest = _closes(lines[at], after)
        if rest is not None and not (after and not rest and _goes_on_below(after)):
            body = lines[:at]
            while body and (not body[-1].strip() or _CLOSING.fullmatch(body[-1].strip()) or _leads_on(body[-1])):
                body.pop()
            return (body if any(map(str.strip, body)) else lines[:at]), [*rest, *lines[at + 1 :]]
    start = _unclosed(lines, filled)
    if start < len(lines):
        return lines[:start], lines[start:]
    return _inline_ending(lines, filled)


def _goes_on_below(after: list[str]) -> bool:
    """Whether the text goes on below seeming closing words: "Many thanks", and then one more point."""
    return talks(after[0]) and (ENDS.search(after[0]) is not None or len(after[0]) > 60)


def _unclosed(lines: list[str], filled: list[int]) -> int:
    """Where a signature without closing words begins: at the last lines that have the form of one, or at a last
    paragraph that begins with a name and ends like a signature.
    """
    start = len(lines)
    for at in reversed(filled[-_MOST_LINES:]):
        in_block = _is_above_postcode(lines, at) or (at == filled[-1] and _is_country(lines[at]))
        if not (is_of_signature(lines[at]) or in_block) or goes_on_from(lines[at], lines[at - 1] if at else ""):
            break
        if lines[at].islower() and start == len(lines) and signed_by(lines[at]):  # "still no answer" is not a name
            break
        start = at
    if start == len(lines):
        return start
    start = _after_others(lines, start)
    first = start
    while first > 0 and lines[first - 1].strip():
        first -= 1
    whole = [line.strip() for line in lines[first:start]]
    if whole and signed_by(whole[0]) and all(len(line.split()) <= 4 and line[:1].isupper() for line in whole):
        return first  # "The Bothy", between a name and a road
    if whole and whole[-1].endswith(('"', "\u201d", "\u2019")):
        return len(lines)  # the name belongs to a quotation
    return start


def _is_country(line: str) -> bool:
    """Whether a line is a country abroad, and nothing else."""
    return "," not in line and ends_abroad(line)


def _is_above_postcode(lines: list[str], at: int) -> bool:
    """Whether a postcode or a country below shows that a line belongs to an address: a town, or who lives there."""
    said = lines[at].strip()
    if not (said[:1].isupper() or said[:1].isdigit()) or len(said.split()) > 5 or ENDS.search(said):
        return False
    below = []
    for line in lines[at + 1 : at + 5]:
        if not line.strip():
            break
        below.append(line)
        if ends_with_postcode(line) or ends_abroad(line):
            return all(len(each.split()) <= 8 for each in below)
    return False


def _after_others(lines: list[str], start: int) -> int:
    """Where a signature begins, if the first address belongs to somebody whom a line before it names."""
    above = start
    while above > 0 and lines[above - 1].strip():
        above -= 1
    before = [next((line.strip() for line in reversed(lines[:at]) if line.strip()), "") for at in (start, above)]
    blocks = [at for at in range(start, len(lines)) if lines[at].strip() and (at == start or not lines[at - 1].strip())]
    return blocks[-1] if any(line.endswith(":") for line in before) and len(blocks) > 1 else start


def _leads_on(line: str) -> bool:
    said = line.strip()
    return len(said.split()) <= 14 and bool(_LEADS_ON.fullmatch(said))


def _closes(line: str, after: list[str]) -> list[str] | None:
    """What follows closing words on their line, a name or nothing; ``None`` where the line has no closing words."""
    said = line.strip()
    if len(said) > LONGEST:
        return None
    if _CLOSING.fullmatch(said):
        return []
    match = _CLOSES_IN.fullmatch(said)
    if match:
        rest = match["rest"].strip()
        first = re.split(r",|\s(?=\d)", rest)[0]
        if signed_by(first) and not SENTENCE.search(rest) and (rest == first or is_of_signature(rest)):
            return [rest]
    # Other closing words: a few words and a comma, and then a name.
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
    # The last sentence may seem to end within the name: "Mrs I. Kettleborough". A line may have thousands of sentences,
    # so only its end is searched.
    first = max(0, len(last) - LONGEST - 20)
    for match in re.finditer(r"[.?!][\"'\u201d\u2019)]*\s+", last[max(0, first - _LAST_WORDS) :]):
        at = match.end() + max(0, first - _LAST_WORDS)
        if at < first:
            continue
        tail, before = last[at:], max(0, at - _LAST_WORDS)
        placed = "," in tail or ends_with_postcode(tail) or _KISSES.search(tail)
        closed = _CLOSED.search(last[before:at])
        if signed_by(_KISSES.sub("", tail.split(",")[0])) and (placed or closed):
            return [*lines[: filled[-1]], last[: before + closed.start() if closed else at].rstrip()], [tail]
    return lines, []


def _is_closing(line: str) -> bool:
    return _CLOSING.fullmatch(line) is not None
