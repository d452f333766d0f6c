"""Which part of a letter each paragraph is, by style or by words, and the lines around the text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Final

from drafter.english.lists import lists
from drafter.english.messages import listed
from drafter.english.salutations import CLOSE, GREETS
from drafter.facts.edtf import MONTHS, calendar_day, day_in_words, parse_day
from drafter.frozen import NamedTuple, dataclass
from drafter.letter.recipient import Unusable, correspondent
from drafter.letter.record import reader_of
from drafter.letter.returned import Block
from drafter.office import Office
from drafter.patterns import late_pattern
from drafter.problems import Problem, Severity, Where
from drafter.sources.quotations import fold_quotation

# Furniture: the lines around a letter's text. They follow a closed grammar, and the final copy keeps them.
#
# A line that begins like one of these but says something else is an error, not furniture.

_MOST_OF_LINE = 12  # words of a line
_CLOSE: Final = late_pattern(rf"(?:{CLOSE})[,.!]?", re.IGNORECASE)
_BEGINS_CLOSE: Final = late_pattern(
    r"yours\b(?! (?:is|are|was|were)\b)|with (?:\w+ ){0,3}(?:regards|wishes)\b", re.IGNORECASE
)
_POST = "post|hand|fax|first[- ]class post|second[- ]class post|recorded delivery|special delivery|air ?mail|courier"
_ABOVE: Final = late_pattern(
    r"(?:strictly )?(?:private|personal|confidential|private (?:and|&) confidential|personal (?:and|&) confidential"
    r"|in (?:strict )?confidence|urgent)[.!]?"
    rf"|(?:sent )?by (?:e-?mail|{_POST})(?: and (?:by )?(?:e-?mail|{_POST}))?(?: only)?(?:[ :\u2013-]+\S+@\S+)?[.]?",
    re.IGNORECASE,
)
_SIGNED: Final = late_pattern(
    r"(?:dictated by (?P<who>.+?),? (?:and|but) )?signed (?:in (?:his|her|their|the member's) absence"
    r"|on (?:his|her|their) behalf|electronically)(?: by (?P<by>.+))?[.]?"
    r"|p\.? ?p\.?:?(?: (?P<pp>.+))?|(?:for and )?on behalf of (?P<behalf>.+)",
    re.IGNORECASE,
)
_ENCLOSED: Final = late_pattern(
    r"enc(?:s|l|ls|losures?|losed)?\b\.?(?:\s*[:\u2013-]\s*|\s+)?(?P<what>.*)", re.IGNORECASE | re.DOTALL
)
_COPIED: Final = late_pattern(r"(?:c\.?c\.?|bcc|copy to|copied to)\b\.?\s*[:\u2013-]?\s*(?P<whom>.*)", re.IGNORECASE)
_POSTSCRIPT: Final = late_pattern(r"\s*P\.? ?(?:P\.? ?)?S\.?(?:\s*[:\u2013-])?\s+(?=\S)")
_COUNT = late_pattern(r"\(?(?:\d|one|two|three|four|as (?:stated|above|mentioned))?\)?[.]?", re.IGNORECASE)
_REFERENCE: Final = late_pattern(
    r"(?:our |my |(?P<theirs>your ))?ref(?:erence)?\b\.?\s*[:.]?\s*(?P<which>\S.{0,120})", re.IGNORECASE
)
_MARK: Final = late_pattern(r"(?=\S*[A-Z0-9])[A-Za-z0-9]+(?:[/.\-\u2013_:][A-Za-z0-9]+)*")
_RE: Final = late_pattern(r"^\s*(?:re|subject|ref)\s*:\s*", re.IGNORECASE)
_NUMBERS = late_pattern(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4}|\d{2})")


class OddLine(NamedTuple):
    """What is wrong with a line that begins like furniture."""

    message: str
    hint: str = ""
    rule: str = "odd-furniture"


def closes_letter(line: str) -> bool:
    """Whether a line is one of the usual closes of a letter."""
    return bool(_CLOSE.fullmatch(fold_quotation(line)))


def seems_to_close(line: str) -> bool:
    """Whether a line begins as closes do, whatever follows."""
    return len(line.split()) <= _MOST_OF_LINE and bool(_BEGINS_CLOSE.match(line.strip()))


def stands_above(line: str) -> bool:
    """Whether a line may stand over the address: 'By email', 'Private and confidential'."""
    return bool(_ABOVE.fullmatch(fold_quotation(line).strip()))


_DATED: Final = re.compile(r"(?:dated?|date of (?:this )?letter)(?: ?:)? ", re.IGNORECASE)


def without_place(line: str, office: Office) -> str:
    """A line with a date, without its label ('Date: 10 July 2018') or the place of the office ('Westmere, 10 July
    2018').
    """
    line = _DATED.sub("", line, count=1) if _DATED.match(line) else line
    place, comma, rest = line.partition(", ")
    lines = [one for _, mine in office.addresses for one in (*mine, *(one.split()[0] for one in mine if one))]
    towns = {one.casefold() for one in (*lines, office.constituency) if one[:1].isalpha()}
    return rest if comma and place.casefold() in towns else line


_LABEL: Final = re.compile(
    r"(?:tel(?:ephone)?(?: no| number)?|phone|e-?mail|web(?:site)?|address|(?:opening|office) hours|hours)\b\.?:? ",
    re.IGNORECASE,
)
_OPEN: Final = re.compile(r"(?:our|my|the) office is open (?:from )?|we are open (?:from )?", re.IGNORECASE)


def gives_details(line: str, office: Office) -> bool:
    """Whether a line holds the office's own telephone number, e-mail address, website, address or hours, and nothing
    else but what each is called.
    """
    known = {
        fold_quotation(one).casefold().rstrip("/") for one in (*office.details, f"www.{office.website}") if one
    } - {fold_quotation(one).casefold() for one in (office.member, office.member.removesuffix(" MP"))}
    bare = (_OPEN.sub("", _LABEL.sub("", part, count=1), count=1) for part in re.split(r" ?[|;\u00b7] ?", line))
    return all(part.strip().rstrip("./").casefold() in known for part in map(fold_quotation, bare))


_IN_PLACE: Final = re.compile(
    r"(?:(?P<who>[^,]+), )?(?:p\.? ?p\.?:?|(?:for and )?on behalf of|for)(?: and on behalf of)? (?P<whom>.+)",
    re.IGNORECASE,
)
_MP: Final = " mp"


def _signed_for(line: str, signs: Collection[str]) -> str:
    """The line of the office's signature for which another stands: 'pp Eleanor Marsh MP', 'Eleanor Marsh'; empty where
    it stands for none. ``signs`` are folded.
    """
    said = fold_quotation(line).strip()
    if f"{said}{_MP}".casefold() in signs:
        return f"{said}{_MP.upper()}"
    found = _IN_PLACE.fullmatch(said)
    who = found["who"] if found is not None else None
    named = found is not None and found["whom"].casefold() in signs and (who is None or _is_name(who))
    return found["whom"] if found is not None and named else ""


def _is_forename(line: str, signs: Collection[str]) -> bool:
    """Whether a line is the member's forename alone, as it is written by hand over the signature."""
    return any(sign.split()[0] == fold_quotation(line).strip().casefold() for sign in signs if sign.endswith(_MP))


def signs_for(line: str) -> OddLine | bool:
    """Whether a line says who signed for whom; an ``OddLine`` where it begins so and says more."""
    found = _SIGNED.fullmatch(fold_quotation(line).strip())
    if found is None:
        return False
    names = [name for name in found.groupdict().values() if name]
    if all(map(_is_name, names)):
        return True
    return OddLine("the line of who signed says more than a name", "write 'pp' and the name")


def stands_below(line: str, office: Office) -> OddLine | bool:
    """Whether a line may stand below the signature: 'Enc.', 'cc', the office's details; an ``OddLine`` where it begins
    so and says more.
    """
    said = fold_quotation(line).strip()
    if gives_details(line, office):
        return True
    copied = _COPIED.fullmatch(said)
    if copied is not None:
        names = [name for name in re.split(r"[,;]| and ", copied["whom"]) if name.strip()]
        if names and all(map(_is_name, names)):
            whom = listed(f"'{name.strip()}'" for name in names)
            return OddLine(
                f"says that a copy goes to {whom}",
                "whoever signs knows whether the reader agreed to that",
                rule="copied-to",
            )
        return OddLine("the line of copies says more than names", "write 'cc' and the names")
    enclosed = _ENCLOSED.fullmatch(said)
    if enclosed is None:
        return False
    what = enclosed["what"].strip(" ().")
    if _COUNT.fullmatch(what):
        return True
    known = {fold_quotation(one).casefold() for one in office.enclosures}
    named = [one.strip(" .").casefold() for one in re.split(r"[,;\n]|\band\b", what)]
    if what.casefold() in known or all(name in known for name in named):
        return True
    if len(what.split()) <= _MOST_OF_LINE and not says_something(what):
        return OddLine(
            f"encloses '{what}', which office.yaml does not know",
            "name it among 'enclosures' in office.yaml",
            rule="unknown-enclosure",
        )
    return OddLine("the line of enclosures says more than what is enclosed", "move it into the letter, or take it out")


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
    # In a Word file the column is the number of the sentence, so it stays the same.
    begun = (0, first[1], by_column if any(place[0] for place in block.places) or first[2] > 1 else first[2])
    places = (begun, *((at - cut, line, column) for at, line, column in block.places if at > cut))
    marks = tuple(m._replace(start=max(0, m.start - cut), end=m.end - cut) for m in block.marks if m.end > cut)
    calls = tuple(call._replace(at=call.at - cut) for call in block.calls if call.at > cut)
    return Block(block.text[cut:], block.style, places, marks, calls)


_OF_A_MESSAGE: Final = late_pattern(
    r"your (?:recent |last )?(?:letter|e-?mail|message|enquiry|question)s?"
    rf"(?: of (?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{'|'.join(MONTHS)})(?: \d{{4}})?)?"
    r"(?: (?:about|on|regarding|concerning) (?P<about>.+))?",
    re.IGNORECASE,
)


def names_message(line: str, subjects: Iterable[str]) -> bool:
    """Whether a subject line names the reader's message: 'Your letter of 3 July', 'Your letter about parking'.
    ``subjects`` are the allowed subject lines.
    """
    found = _OF_A_MESSAGE.fullmatch(fold_quotation(line).strip())
    about = found["about"] if found is not None else None
    return found is not None and (about is None or about.casefold() in {fold_quotation(s).casefold() for s in subjects})


def without_re(text: str) -> str:
    """A subject line without its 'Re:'."""
    return _RE.sub("", text)


def reference_in(line: str) -> str | OddLine | None:
    """The reference that a line gives; ``None`` where it is no reference line."""
    found = _REFERENCE.fullmatch(line.strip())
    if found is None:
        return None
    marks = found["which"].split()
    if len(marks) <= 4 and all(map(_MARK.fullmatch, marks)) and any(c.isdigit() for c in found["which"]):
        return " ".join(marks)
    return OddLine("the reference says more than a reference", "write its letters and figures, and nothing else")


def is_theirs(line: str) -> bool:
    """Whether a line gives the reader's own reference, 'Your ref: 12/AB', not the office's."""
    found = _REFERENCE.fullmatch(line.strip())
    return found is not None and found["theirs"] is not None


def day_in_line(line: str) -> tuple[date | None, date | None]:
    """The day that a line gives, and the other day that it could mean. Figures are read day first, as in Britain."""
    day = parse_day(line)
    found = _NUMBERS.fullmatch(line.strip())
    if day is not None or found is None:
        return day, None
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    year += 2000 if year < 100 else 0
    british, other = calendar_day(year, second, first), calendar_day(year, first, second)
    return (british, other if other != british else None) if british else (other, None)


def _is_name(text: str) -> bool:
    """Whether a text is the name of a person or an organisation: a few words, none of which is a verb."""
    words = text.strip(" .").split()
    small = frozenset(("of", "the", "and", "&", "for", "de", "la", "van", "von", "mp", "le", "du"))
    return (
        0 < len(words) <= _MOST_OF_LINE
        and all(word[:1].isupper() or word.casefold().strip("().,") in small for word in words)
        and not says_something(text)
    )


def says_something(text: str) -> bool:
    """Whether a line holds a finite verb, and so claims something."""
    return any(word in _verbs() for word in re.findall(r"[a-z']+", fold_quotation(text).casefold()))


@cache
def _verbs() -> frozenset[str]:
    return lists("reader").words("verbs")


# Readers: an address and a greeting that nobody drafted must hold names, and make no claims.

_IN_GREETINGS = frozenset(
    """
    and & or of the de del della der den di du la le van von sir madam sirs all both friends friend family everyone
    constituent colleague colleagues
    """.split()
)
_TITLES = frozenset("mr mrs miss ms mx dr prof professor rev reverend sir dame lord lady cllr councillor".split())
_IN_ADDRESSES = _IN_GREETINGS | frozenset("the in on by upon under le c/o near at next to with y i an a for".split())
_ROOMS = frozenset("flat floor first second ground top unit room apt apartment block house box building no".split())
_LONGEST_LINE = 9  # words of a line of an address, or of a salutation, if these are names
_MOST_STRANGE = 2  # names in a greeting that the address lacks, such as a forename or a short form


def odd_reader(addressee: Sequence[str], salutation: str, where: Where, *, asked: bool = False) -> Iterator[Problem]:
    """What is odd about an address and a greeting that nobody drafted. The messages name nobody. ``asked`` tells that a
    person is asked about the greeting in any case.
    """
    for line in addressee:
        if salutation and GREETS.match(line):
            yield Problem(where, "two-greetings", "greets twice", "take one of the greetings out")
            continue
        numbered = any(character.isdigit() for character in line)
        if says_something(line) or not (_is_place(line) if numbered else _only_names(line, _IN_ADDRESSES)):
            message = "a line of the address says more than an address"
            yield Problem(where, "odd-address", message, "is it part of the letter?")
    if not salutation:
        return
    words = _greeted(salutation)
    addressed = set(re.findall(r"[^\W_]+", " ".join(addressee).casefold()))
    named = [word for word in words if word.casefold() not in _IN_GREETINGS | _TITLES and len(word) > 1]
    strange = [word for word in named if word.casefold() not in addressed]
    begins = GREETS.match(salutation)
    plain = _only_names(salutation[begins.end() :] if begins else " ".join(salutation.split()[1:]), _IN_GREETINGS)
    if len(strange) > _MOST_STRANGE or not plain or re.search(r"[:;?!]", salutation):
        message = "the greeting says more than a name"
        yield Problem(where, "odd-salutation", message, "write 'Dear', the name and a comma, and nothing else")
    elif addressee and len(named) == len(strange) == 1 and _is_initial_of(addressee[0], named[0]):
        if not asked:
            message = "greets by a forename of which the address has only the initial"
            yield Problem(where, "other-reader", message, "is it the right name?")
    elif addressee and named and len(strange) == len(named):
        message = "greets somebody whom its address does not name"
        yield Problem(where, "other-salutation", message, "is it the right letter?")


def _is_initial_of(line: str, name: str) -> bool:
    """Whether the first line of an address has a forename's initial in its place: 'Mrs A Patel' for 'Asha'."""
    given = [word.strip(".") for word in line.split() if word.strip(".").casefold() not in _TITLES][:-1]
    return bool(given) and given[0].casefold() == name[:1].casefold() and name[:1].isupper()


def _is_place(line: str) -> bool:
    """Whether a line with a figure may belong to an address: 'Flat 2, 14 High St', or a line all in lower case."""
    words = [word for word in line.split() if not any(character.isdigit() for character in word)]
    small = [word for word in words if word[:1].islower() and word.casefold().strip(".,") not in _IN_ADDRESSES | _ROOMS]
    return len(line.split()) <= _LONGEST_LINE and (not small or len(small) == len(words))


def _only_names(text: str, joining: frozenset[str]) -> bool:
    """Whether a line holds only a few words, all of them names or words that stand between names."""
    words = text.split()
    return len(words) == 1 or (
        len(words) <= _LONGEST_LINE
        and not any(word[:1].islower() and word.casefold().rstrip(".") not in joining for word in words)
    )


# Parts: which paragraph is address, date, salutation, body, close. Styles decide where they are left, else words do.

_SHORT = 5  # words of a line that may end with a full stop: "12a High St."
_MOST_WORDS = 14  # words of a line that can belong to an address or a greeting
_LATEST = 25  # the salutation stands among the first paragraphs, up to this number
_HEADING = ("heading", "title", "subtitle")


@dataclass(frozen=True)
class LetterSections:
    """A letter's paragraphs by part. Lines have no surrounding space.

    ``above`` are lines over the address, ``below`` lines under the signature. ``body`` paragraphs are numbered as in
    the file, from 0; those that are ``postscripts`` stand at the end. ``stray`` ones stand where no sentence of a
    letter may.
    """

    above: tuple[str, ...]
    addressee: tuple[str, ...]
    day: date | None
    reference: str
    salutation: str
    subject_line: tuple[int, Block] | None
    body: tuple[tuple[int, Block], ...]
    close: str
    signature: tuple[str, ...]
    small_print: str
    below: tuple[str, ...]
    postscripts: frozenset[int]
    stray: tuple[tuple[int, Block], ...]
    problems: tuple[Problem, ...]


def is_heading(block: Block) -> bool:
    """Whether the file marks a paragraph as a heading."""
    return block.style.startswith(_HEADING)


def split_sections(
    blocks: Iterable[Block], office: Office, subjects: Iterable[str], name: str, reader: str = ""
) -> LetterSections:
    """Find a letter's parts. ``subjects`` are the allowed subject lines; ``name`` is the file's name in problems.

    ``reader`` is the reader from the letter's record, which is trusted where the letter still agrees with it.
    """
    numbered = list(enumerate(blocks))
    greets = _greeting(numbered)
    backwards = range(len(numbered) - 1, -1, -1)
    closes = next((at for at in backwards if closes_letter(_line(numbered[at][1].text))), None)
    if closes is None:
        closes = next((at for at in backwards if seems_to_close(_line(numbered[at][1].text))), None)
    if closes is not None and greets is not None and closes < greets:
        closes = None
    begins = _begins(numbered) if greets is None else greets + 1
    ends = _ends(numbered, office) if closes is None else closes
    head = numbered[: begins if greets is None else greets]
    body = numbered[begins : max(begins, ends)]
    tail = numbered[max(begins, ends) if closes is None else closes + 1 :]
    over = _Head(name, office)
    over.read(head)
    subject = next((pair for pair in body[:1] if _is_subject(pair[1], subjects)), None)
    under = _Tail(name, office)
    under.read(tail)
    parts = LetterSections(
        above=tuple(over.above),
        addressee=tuple(over.addressee),
        day=over.day,
        reference=over.reference,
        salutation=_line(numbered[greets][1].text).rstrip(" ,:;") if greets is not None else "",
        subject_line=subject,
        body=(*(pair for pair in body if pair is not subject), *under.postscripts),
        close=_line(numbered[closes][1].text).rstrip(" ,.") if closes is not None else "",
        signature=tuple(under.signature),
        small_print=under.small_print,
        below=tuple(under.below),
        postscripts=frozenset(number for number, _ in under.postscripts),
        stray=(*over.stray, *under.stray),
        problems=(),
    )
    problems = [*over.problems, *under.problems, *_problems(parts, office, name)]
    if reader != reader_of(parts.addressee, parts.salutation):
        if reader and _only_greets_otherwise(parts, reader):
            message = f"greets '{parts.salutation}', and was drafted with another greeting to the same reader"
            problems.append(Problem(Where(name), "other-greeting", message))
        elif reader and parts.salutation:
            message = "the address or the greeting was changed since the letter was drafted"
            problems.append(Problem(Where(name), "other-reader", message))
        problems += odd_reader(
            parts.addressee,
            parts.salutation,
            Where(name, *numbered[greets or 0][1].places[0][1:]) if numbered else Where(name),
            asked=bool(reader),
        )
    return replace(parts, problems=tuple(problems))


def _only_greets_otherwise(parts: LetterSections, reader: str) -> bool:
    """Whether the address is the drafted one, and the greeting uses another of the same person's names."""
    try:
        usual = correspondent(parts.addressee[0]).salutation if parts.addressee else ""
    except Unusable:
        return False
    words = set(re.findall(r"[^\W_]+", parts.addressee[0].casefold())) if parts.addressee else set()
    greeted = _greeted(parts.salutation.casefold())
    return bool(greeted) and reader_of(parts.addressee, usual) == reader and words.issuperset(greeted)


def _greeted(salutation: str) -> list[str]:
    """The words of a greeting behind 'Dear', or 'My dear'."""
    begins = GREETS.match(salutation)
    words = re.findall(r"[^\W_]+", salutation[begins.end() :] if begins is not None else salutation)
    return words if begins is not None else words[1:]


def _greeting(numbered: Sequence[tuple[int, Block]]) -> int | None:
    """Where the salutation stands: a paragraph with its style, else the last paragraph above the text that greets."""
    found = None
    for at, (_, block) in enumerate(numbered[:_LATEST]):
        if block.style == "salutation":
            return at
        if _is_long(block) or block.style.startswith(("strong", "subject line", "heading")):
            break  # the letter's text has begun
        if GREETS.match(_line(block.text)):
            found = at
    return found


def _begins(numbered: Sequence[tuple[int, Block]]) -> int:
    """Where the text of a letter without a greeting begins. Above it there are still the address and the date."""
    for at, (_, block) in enumerate(numbered[:_LATEST]):
        if _is_long(block) or block.text.rstrip().endswith((".", "?", "!")) or block.style == "strong":
            return at
    return 0


def _ends(numbered: Sequence[tuple[int, Block]], office: Office) -> int:
    """Where the text of a letter without a close ends: before its signature or small print."""
    known = {fold_quotation(line).casefold() for line in (*office.signs_as, office.data_protection)}
    for at, (_, block) in enumerate(numbered):
        lines = {fold_quotation(line).casefold() for line in (*_lines(block.text), block.text)}
        if block.style == "signature" or (len(block.text) > 3 and lines & known):
            return at
    return len(numbered)


def _is_long(block: Block) -> bool:
    """Whether a line of a paragraph is too long for an address or a greeting."""
    return any(len(line.split()) > _MOST_WORDS for line in block.text.split("\n"))


def _is_text(line: str) -> bool:
    """Whether a line cannot belong to an address: it is too long, or ends like a sentence."""
    words = len(line.split())
    return words > _MOST_WORDS or (words > _SHORT and line.endswith((".", "?")))


def _is_subject(block: Block, subjects: Iterable[str]) -> bool:
    text = fold_quotation(without_re(block.text)).casefold()
    return block.style in ("subject line", "strong") or text in {
        fold_quotation(subject).casefold() for subject in subjects
    }


class _Around:
    """Collects the lines around a letter's text, and what is odd about them."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.stray: list[tuple[int, Block]] = []
        self.problems: list[Problem] = []

    def _odd(self, odd: OddLine, block: Block) -> None:
        self.problems.append(Problem(Where(self._name, *block.places[0][1:]), odd.rule, odd.message, odd.hint))

    def _furnishes(self, found: OddLine | bool, block: Block) -> bool:
        """Whether a line is furniture, even if odd."""
        if isinstance(found, OddLine):
            self._odd(found, block)
        return bool(found)


class _Head(_Around):
    """The lines over the salutation: the address, the date, the reference, and how the letter is sent."""

    def __init__(self, name: str, office: Office) -> None:
        super().__init__(name)
        self._office = office
        self.above: list[str] = []
        self.addressee: list[str] = []
        self.day: date | None = None
        self.reference = ""

    def read(self, head: Iterable[tuple[int, Block]]) -> None:
        """Read the paragraphs."""
        for number, block in head:
            lines = _lines(block.text)
            if len(lines) == 1 and self._dates(number, block, lines[0]):
                continue
            if any(_is_text(line) for line in lines):
                self.stray.append((number, block))
                continue
            for line in lines:
                if stands_above(line):
                    self.above.append(line)
                elif not self._refers(line, block) and not self._dates(number, block, line):
                    self.addressee.append(line)

    def _dates(self, number: int, block: Block, line: str) -> bool:
        day, other = day_in_line(without_place(line, self._office))
        if day is None:
            return False
        if self.day is not None and self.day != day:
            self.stray.append((number, block))
        if self.day is None and other is not None:
            message = f"'{line}' is {day_in_words(day)}, or {day_in_words(other)}; it is held against the first"
            where = Where(self._name, *block.places[0][1:])
            hint = f"write {day_in_words(day)}, if that is meant"
            self.problems.append(Problem(where, "either-date", message, hint))
        self.day = self.day or day
        return True

    def _refers(self, line: str, block: Block) -> bool:
        found = reference_in(line)
        if isinstance(found, OddLine):
            self._odd(found, block)
        elif found is not None and is_theirs(line):
            self.above.append(line)
        elif found is not None and self.reference not in ("", found):
            self._odd(OddLine("a second reference of the office's", "take one of them out"), block)
        elif found is not None:
            self.reference = found
        return found is not None


class _Tail(_Around):
    """The lines under the close: the signature, postscripts, enclosures and copies, the small print."""

    def __init__(self, name: str, office: Office) -> None:
        super().__init__(name)
        self._office = office
        self.signature: list[str] = []
        self.small_print = ""
        self.below: list[str] = []
        self.postscripts: list[tuple[int, Block]] = []

    def read(self, tail: Iterable[tuple[int, Block]]) -> None:
        """Read the paragraphs."""
        small_print = fold_quotation(self._office.data_protection).casefold()
        signs = {fold_quotation(line).casefold() for line in self._office.signs_as}
        for number, block in tail:
            if begins_postscript(block):
                self.postscripts.append((number, without_label(block)))
            elif fold_quotation(block.text).casefold() == small_print or block.style == "small print":
                self.small_print = _line(block.text)
            elif self._furnishes(stands_below(_line(block.text), self._office), block):
                self.below.append(_line(block.text))
            elif not self._line_by_line(block, signs):
                self.stray.append((number, block))

    def _line_by_line(self, block: Block, signs: Collection[str]) -> bool:
        """Take the lines of a paragraph; none of them, if one is neither a signature nor furniture."""
        lines = _lines(block.text)
        below = [line for line in lines if self._furnishes(stands_below(line, self._office), block)]
        signature = [line for line in lines if line not in below]
        known = all(
            fold_quotation(line).casefold() in signs
            or _signed_for(line, signs)
            or _is_forename(line, signs)
            or self._furnishes(signs_for(line), block)
            for line in signature
        )
        if not known and block.style != "signature":
            return False
        self.signature += signature
        self.below += below
        return True


def _problems(parts: LetterSections, office: Office, name: str) -> Iterator[Problem]:
    where = Where(name)
    if not parts.salutation and parts.day is None and not parts.close:
        message = "has neither a date nor a greeting nor a close: is it a letter?"
        yield Problem(where, "not-a-letter", message)
        return
    if not parts.salutation:
        yield Problem(where, "no-salutation", "greets nobody", "begin it with 'Dear ...,' in a paragraph of its own")
    if parts.day is None:
        hint = "write it in a paragraph of its own above the salutation: 10 July 2018"
        yield Problem(where, "no-date", "has no date that can be read", hint)
    if not parts.close:
        yield Problem(where, "no-close", "has no close", "end it with 'Yours sincerely,' in a paragraph of its own")
    elif not closes_letter(parts.close):
        message = f"'{parts.close}' is none of the ways in which a letter closes"
        yield Problem(where, "odd-furniture", message, "write 'Yours sincerely,'")
    if parts.close and _signed(parts.signature, office) != tuple(map(fold_quotation, office.signs_as)):
        hint = f"office.yaml has: {' / '.join(office.signs_as)}"
        yield Problem(where, "other-signature", "is not signed as the office's letters are", hint)
    if office.data_protection and not parts.small_print:
        message = "lacks the small print that office.yaml has"
        yield Problem(where, "other-small-print", message, severity=Severity.WARNING)
    elif parts.small_print and fold_quotation(parts.small_print) != fold_quotation(office.data_protection):
        yield Problem(where, "other-small-print", "has other small print than office.yaml", "that is what was agreed")


def _signed(signature: Iterable[str], office: Office) -> tuple[str, ...]:
    """A signature without what says who signed for whom."""
    signs = {fold_quotation(line).casefold() for line in office.signs_as}
    return tuple(
        _signed_for(line, signs) or fold_quotation(line)
        for line in signature
        if _signed_for(line, signs) or (signs_for(line) is False and not _is_forename(line, signs))
    )


def _line(text: str) -> str:
    return " ".join(text.split())


def _lines(text: str) -> list[str]:
    return [line for raw in text.split("\n") if (line := _line(raw).rstrip(","))]
