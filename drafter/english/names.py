"""Personal names: how a typed name is read, and when two names belong to one person."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import pairwise, takewhile
from typing import Final

from drafter.english.lists import lists
from drafter.english.messages import listed
from drafter.english.salutations import TO_NO_ONE
from drafter.english.words import clean_line
from drafter.frozen import NamedTuple, dataclass
from drafter.patterns import late_pattern

# The words of names: titles, particles, letters after names. They lie in data/names.txt.

_NAMES: Final = lists("names")


class TitleRule(StrEnum):
    """What follows a title in a salutation; a silent title is not printed there at all."""

    SURNAME = "surname"
    FORENAME = "forename"
    PEERAGE = "peerage"
    WHOLE = "whole name"
    SILENT = "silent"


@dataclass(frozen=True)
class Title:
    """A title as it is usually printed. Of several titles the one with the highest ``rank`` greets, as ``spoken``."""

    usual: str
    rule: TitleRule
    rank: int
    spoken: str


def _titles(heading: str) -> dict[str, Title]:
    """The titles of a list by each form in which they are typed. Their rank and rule stand in the heading."""
    _, rank, rule = heading.split(" ", 2)
    table = {}
    for entry in _NAMES.phrases(heading):
        *typed, last = entry.split("/")
        usual, _, spoken = last.partition(">")
        for form in (*typed, usual):
            table[form.casefold().replace("-", " ")] = Title(usual, TitleRule(rule), int(rank), spoken or usual)
    return table


STYLE: Final = 1  # the rank of Mr, Mrs ...; no other title follows these
LAST: Final = 7  # the rank of Sir, Lord ...; no other title follows these either
TITLES: Final = {
    form: title for heading in _NAMES.texts if heading.startswith("title ") for form, title in _titles(heading).items()
}
STYLES: Final = _NAMES.words("styles")
LIKE_INITIALS: Final = frozenset({"MR", "MS", "MX", "DR", "FR"})  # "MS Patel" may be M. S. Patel
AND: Final = frozenset({"and", "&", "+"})
PARTICLES: Final = _NAMES.words("particles")
# Words that join names and leave the surname in doubt: "Ortega y Gasset", "Zia ul Haq", "David Ben Gurion".
JOINING: Final = _NAMES.words("joining")
# Courtesy titles of the Subcontinent, which stand in the place of a surname.
NOT_SURNAMES: Final = _NAMES.words("not surnames")
# Family names that are usually written first: "Mr Chen Wei" is Mr Chen. "Lee" is left out, because it is a British
# forename.
WRITTEN_FIRST: Final = _NAMES.words("written first")
AFTER_NAMES: Final = _NAMES.words("after names")
AFTER_NAMES_SMALL: Final = frozenset(letters.casefold() for letters in AFTER_NAMES)
LIKE_SURNAMES: Final = _NAMES.words("like surnames")  # "MR JACK MA" may be Mr Ma


@lru_cache(maxsize=10_000)
def fold_name_word(word: str) -> str:
    """A word as the tables hold it. Inner full stops stay: "M.S." is not "Ms"."""
    return word.casefold().replace("’", "'").rstrip(".:;").replace("v'd", "vd")


# Few words begin a title, so most are told apart from all titles by one look.
_BEGIN_TITLES: Final = frozenset(form.partition(" ")[0] for form in TITLES)


def title_at(words: Sequence[str], at: int) -> tuple[Title | None, int]:
    """The title that starts at a word, and the index of the next word."""
    first = fold_name_word(words[at]).replace("-", " ").partition(" ")[0]
    for size in (3, 2, 1) if first in _BEGIN_TITLES else ():
        typed = " ".join(map(fold_name_word, words[at : at + size])).replace("-", " ")
        if typed in TITLES and at + size <= len(words):
            return TITLES[typed], at + size
    if fold_name_word(words[at]) == "the" and at + 1 < len(words):
        return title_at(words, at + 1)
    return None, at


def is_initials(word: str) -> bool:
    """Whether a word is "J", "J." or "J.R."; "JR" may be a name."""
    return any(map(str.isalpha, word)) and all(len(piece) < 2 for piece in word.replace("-", ".").split("."))


def is_latin(word: str) -> bool:
    """Whether a word is in Latin letters. Other scripts often put the family name first, so its place is unknown."""
    return word.isascii() or all(
        unicodedata.category(letter) == "Lm" or unicodedata.name(letter, "").startswith("LATIN")
        for letter in word
        if letter.isalpha()
    )


def is_letters(word: str, shouted: bool = False) -> bool:
    """Whether a word is letters after a name. If the name is ``shouted``, upper and lower case say nothing."""
    bare = word.replace(".", "").strip("()")
    return bare in AFTER_NAMES or (shouted and bare.casefold() in AFTER_NAMES_SMALL)


def without_letters(words: Sequence[str]) -> tuple[str, ...]:
    """The words without the letters after a name. Letters that may be the surname stay."""
    own = list(words)
    shouted = all(word in (word.upper(), word.lower()) for word in own)
    while len(own) > 1 and is_letters(own[-1], shouted):
        if fold_name_word(own[-1]) in LIKE_SURNAMES and (shouted or len(own) < 3):
            break
        own.pop()
    return tuple(own)


# Organisations: names of bodies and offices, recognised by their words.

FIRMS: Final = _NAMES.words("firms")
PARTNERS: Final = _NAMES.words("partners")
BODIES: Final = FIRMS | _NAMES.words("bodies")
# Words that are also surnames or forenames. They show a body only if other words stand beside them.
BODIES_OR_NAMES: Final = _NAMES.words("bodies or names")
BODIES_OR_SURNAMES: Final = _NAMES.words("bodies or surnames")
OF_BODIES: Final = _NAMES.words("of bodies")
OFFICES: Final = _NAMES.words("offices")


# Pairs of words that stand side by side only in names of bodies and offices.
PAIRS: Final = frozenset({("friends", "of"), ("head", "of"), ("chief", "executive")})


def is_firm(words: Sequence[str]) -> bool:
    """Whether it is a body's name despite a title: "Dr Lee & Partners", "Mr Kipling Ltd", "Dr Lee's Surgery"."""
    keys = [fold_name_word(word) for word in words]
    # But "Mrs Patel and daughters" are people who signed together.
    partners = any(one in AND and fold_name_word(two) in PARTNERS and two[0].isupper() for one, two in pairwise(words))
    owned = any(key.endswith("'s") for key in keys) and keys[-1] in BODIES | BODIES_OR_NAMES | BODIES_OR_SURNAMES
    return partners or owned or keys[-1] in FIRMS


def is_body(words: Sequence[str]) -> bool:
    """Whether a name without a title is an organisation's or an office's, as far as its words show."""
    keys = [key for word in words if (key := fold_name_word(word).strip("()\"'"))]
    if not keys:
        return False
    office = keys[keys[0] == "the" and len(keys) > 1]
    if office in OFFICES or BODIES.intersection(keys) or is_firm(words) or PAIRS.intersection(pairwise(keys)):
        return True
    if any(one in AND and two in PARTNERS for one, two in pairwise(keys)):
        return True
    for at, key in enumerate(keys):
        if key not in BODIES_OR_NAMES | BODIES_OR_SURNAMES:
            continue
        if {"of", "for"}.intersection(keys[at + 1 : at + 2]):
            return True
        if at and at == len(keys) - 1:
            if OF_BODIES.intersection(keys[:-1]):
                return True
            if AND.intersection(keys) or any(map(is_initials, keys[:-1])):
                return False  # "Ann and John Church", "Ann M School"
            return len(keys) > (3 if key in BODIES_OR_SURNAMES else 2)
    return keys[0] == "the" and keys[-1] not in ("family", "household")


# Plain names: most are, such as "Mrs Ann Hill" and "J. O'Hara-Lee", and are recognised at once. Reading them fully
# gives the same result.

_SPOKEN: Final = {
    title.usual: title.spoken
    for title in TITLES.values()
    if title.rule is TitleRule.SURNAME and title.usual.isalpha() and title.usual.istitle()
}
_INITIAL, _PART = r"[A-Z]\.?", "(?:O'|Mc|Mac)?[A-Z\u00c0-\u00d6\u00d8-\u00de][a-z\u00e0-\u00f6\u00f8-\u00ff]+"
_PLAIN: Final = late_pattern(
    rf"(?:({'|'.join(_SPOKEN)}) )?({_INITIAL}(?: {_INITIAL})*|{_PART}(?:-{_PART})*) ({_PART}(?:-{_PART})*)"
)
# Every word of the tables. A name with one of them may not be plain.
_ENTRIES: Final = " ".join((
    *TITLES, *AND, *PARTICLES, *JOINING, *NOT_SURNAMES, *WRITTEN_FIRST, *AFTER_NAMES_SMALL, *BODIES, *BODIES_OR_NAMES,
    *BODIES_OR_SURNAMES, *OF_BODIES, *OFFICES, *PARTNERS, *map(" ".join, PAIRS),
))  # fmt: skip
ODD: Final = frozenset((*_ENTRIES.split(), *_ENTRIES.replace("-", " ").split(), "justice", "of", "the", "o"))


@lru_cache(maxsize=1_000)  # a name in a list is asked for twice, one time after the other
def plain_greeting(name: str) -> str:
    """The words after "Dear" for a title, or none, a forename or initials, and a surname; empty if the name is not that
    plain.
    """
    plain = _PLAIN.fullmatch(name)
    if plain is None:
        return ""
    title, forename, surname = plain.groups()
    if not ODD.isdisjoint(f"{forename} {surname}".lower().replace("-", " ").replace(".", "").split()):
        return ""
    return f"{_SPOKEN[title]} {surname}" if title else name


# What stands in a name's place, or behind a name, and is none.

_LATE: Final = rf"(?<!of )(?:{_NAMES.either('the late')})\b"
_NOT_WRITTEN_TO: Final = late_pattern(
    rf"\b{_NAMES.first('the late', 'not written to')}(?:{_LATE}|{_NAMES.pattern('not written to')}(?!\w))",
    re.IGNORECASE,
)
# The same behind any sign, in small letters of ASCII: it is compiled in half the time, and found in a third.
_NOT_WRITTEN_TO_SMALL: Final = late_pattern(
    rf"[\0-/:-@\[-^`{{-\x7f]{_NAMES.first('the late', 'not written to')}"
    rf"(?:{_LATE}|{_NAMES.pattern('not written to')}(?!\w))"
)
_FOR_THE_LATE: Final = late_pattern(rf"\b{_NAMES.pattern('for the late')}\b", re.IGNORECASE)
_AND_OTHERS: Final = late_pattern(rf"\s{_NAMES.pattern('and others')}\s*\Z", re.IGNORECASE)


def is_not_written_to(name: str) -> bool:
    """Whether what stands in a name's place says that somebody is dead, or is not to be written to."""
    return may_be_not_written_to(name) and not _FOR_THE_LATE.search(name)


def may_be_not_written_to(text: str) -> bool:
    """Whether anything in a text may say that somebody is dead, or is not to be written to. What ``is_not_written_to``
    finds in a part of it is found in the whole, unless a letter stands beside that part.
    """
    found = _NOT_WRITTEN_TO_SMALL.search(f" {text.lower()}") if text.isascii() else _NOT_WRITTEN_TO.search(text)
    return found is not None


def names_others(greeting: str) -> bool:
    """Whether a greeting ends with others who have no name: "Mr Lee and family"."""
    return _AND_OTHERS.search(greeting) is not None


# Reading a typed name: whom it names, with which titles, and which word is the surname.
#
# If the surname cannot be known, the greeting has the whole name, which is never wrong.

_AND: Final = late_pattern(r"\s*(?:&|\+|/|\band\b)\s*", re.IGNORECASE)
_NAMES_TOO: Final = _NAMES.words("titles that are names too")
_TITLE_IN_BRACKETS: Final = late_pattern(rf"\A\(({'|'.join(STYLES)})\.?\)\s+(?=\w)", re.IGNORECASE)


@dataclass(frozen=True)
class Person:
    """One person who signed. ``sure`` is false if the words after the title may themselves be a title."""

    titles: tuple[Title, ...]
    words: tuple[str, ...]
    sure: bool = True

    @cached_property
    def title(self) -> Title | None:
        """The title for the greeting; ``None`` if two of the same rank compete."""
        top = max((title.rank for title in self.titles), default=0)
        highest = {title for title in self.titles if title.rank == top}
        return highest.pop() if len(highest) == 1 and self.sure else None

    @property
    def rule(self) -> TitleRule:
        """What follows the title in the greeting."""
        return self.title.rule if self.title else TitleRule.WHOLE

    @property
    def whole(self) -> str:
        """The full name, its titles in their usual form."""
        printed = [title.usual for title in self.titles if title.rule is not TitleRule.SILENT or not self.words]
        return " ".join([*printed, *self.words])

    @property
    def nameless(self) -> bool:
        """Whether the surname must come from the next person named: "Mr and Mrs Patel", "Mr J and Mrs S Patel"."""
        return self.rule in (TitleRule.SURNAME, TitleRule.PEERAGE) and all(map(is_initials, self.words))

    @cached_property
    def surname(self) -> str:
        """The surname in the greeting; empty if it is not known or not used."""
        before, surname = self._parted()
        return surname if self.rule is TitleRule.SURNAME or (self.rule is TitleRule.PEERAGE and not before) else ""

    @property
    def greeting(self) -> str:
        """The words after "Dear" for this person alone."""
        if self.title and self.surname:
            return f"{self.title.spoken} {self.surname}"
        before, surname = self._parted()
        if self.title and self.rule is TitleRule.FORENAME and surname and before and not is_initials(before[0]):
            return f"{self.title.spoken} {before[0]}"
        return self.whole

    def _parted(self) -> tuple[Sequence[str], str]:
        """The words before the surname, and the surname; the surname is empty if it is not known."""
        words = [word for word in self.words if not (word[0] == "(" and word[-1] == ")")]
        if self.rule in (TitleRule.PEERAGE, TitleRule.FORENAME):  # "Lord Smith of Kelvin"
            words = list(takewhile(lambda word: fold_name_word(word) != "of", words))
        if not words or is_initials(words[-1]) or not any(map(str.isalpha, words[-1])) or not all(map(is_latin, words)):
            return words, ""
        keys = [fold_name_word(word) for word in words]
        start = len(words) - 1
        while start and keys[start - 1] in PARTICLES:
            start -= 1
        if start and keys[start - 1].rpartition("-")[2] in PARTICLES:  # "Ms O'Brien-Ní Dhuibhir"
            start -= 1
        doubtful = (
            keys[0] in WRITTEN_FIRST
            or keys[0] == "justice"  # "Mrs Justice Smith"
            or keys[-1] in NOT_SURNAMES
            or keys[-1] in BODIES  # "Captain Cook Society"
            or is_letters(words[-1].upper() if words[-1].islower() else words[-1])  # "Mr Smith MA", "MR JACK MA"
            or words[start - 1] == "O"  # "Sean O Brien"
            or JOINING.intersection(keys[1:])
            # A second full word may be a second forename or the first half of the surname.
            or not all(map(is_initials, words[1:start]))
        )
        if start and doubtful:
            return words, ""
        return words[:start], " ".join(words[start:])


@dataclass(frozen=True)
class NameReading:
    """A name in the right order, and the words after "Dear", which are empty if no person is named."""

    name: str
    greeting: str


@lru_cache(maxsize=1_000)  # sorting goes through the piles several times
def read_name(name: str) -> NameReading:
    """The reading of a cleaned name: whom to greet."""
    greeting = plain_greeting(name)
    return NameReading(name, greeting) if greeting else _read(name)


class NameFault(StrEnum):
    """What a name lacks for a greeting."""

    TITLE_ALONE = "title alone"
    FORENAME_ALONE = "forename alone"
    NO_SURNAME = "no surname"
    SIR_WITHOUT_FORENAME = "no forename"


# Messages: what is wrong, and what to do about it.
FAULTS: Final = {
    NameFault.TITLE_ALONE: ("has a title and no name", "give the surname"),
    NameFault.FORENAME_ALONE: ("has one name alone, by which it greets", "is the surname missing?"),
    NameFault.NO_SURNAME: ("has no surname", "give it, or a salutation"),
    NameFault.SIR_WITHOUT_FORENAME: (
        "has no forename, by which a knight or a dame is greeted",
        "give it, or a salutation",
    ),
}


def fault_of(name: str) -> NameFault | None:
    """What the name of one person lacks. A body, or people who are named together, lack nothing."""
    words = [] if plain_greeting(name) else _words(clean_line(name).strip(" ,;"))
    if not words or name.casefold() in TO_NO_ONE or AND.intersection(map(str.casefold, words)):
        return None
    one = _person(words)
    if one.titles and (not one.words or not any(map(str.isalpha, "".join(one.words)))):
        return NameFault.TITLE_ALONE
    if len(words) == 1 and title_at(words, 0)[0] is not None and fold_name_word(words[0]) not in _NAMES_TOO:
        return NameFault.TITLE_ALONE
    if all(map(is_initials, one.words)) and (one.titles or len(one.words[0]) < 3):
        return NameFault.NO_SURNAME
    if one.rule is TitleRule.FORENAME and len(one.words) == 1:
        return NameFault.SIR_WITHOUT_FORENAME
    if not one.titles and len(words) == 1 and words[0].isalpha() and words[0].istitle() and not _is_body(words):
        return NameFault.FORENAME_ALONE
    return None


def read_parts(titles: str, forenames: str, surname: str) -> str:
    """The words after "Dear" if title, forenames and surname are known separately; empty if they must be read as one.

    So "Lloyd George" stays one name: "Mr Lloyd George", "Sir David", "Mr and Mrs Lloyd George".
    """
    if plain := plain_greeting(f"{titles} {forenames} {surname}"):
        return plain
    words = _words(clean_line(surname))
    typed = [_words(part) for part in _AND.split(clean_line(titles))]
    people = [_highest(part) for part in typed if part]
    own = list(without_letters(words))
    in_doubt = not words or AND.intersection(map(str.casefold, words)) or "," in surname or "@" in surname
    if in_doubt or not people or title_at(words, 0)[0] is not None or not any(map(str.isalpha, own[-1])):
        return ""
    first = [words[0] for part in _AND.split(clean_line(forenames)) if (words := _words(part))]
    greetings: list[str] = []
    for at, title in enumerate(people):
        if title is None or title.rule not in {TitleRule.SURNAME, TitleRule.FORENAME, TitleRule.PEERAGE}:
            return ""
        if title.rule is TitleRule.FORENAME:
            forename = first[min(at, len(first) - 1)] if first else ""
            if not forename or is_initials(forename):
                return ""
            greetings.append(f"{title.spoken} {forename}")
        elif title.rule is TitleRule.PEERAGE and len(people) == 1:
            if first:  # "Lady Anne Smith" may be an earl's daughter
                return ""
            greetings.append(f"{title.spoken} {' '.join(takewhile(lambda word: fold_name_word(word) != 'of', own))}")
        elif (following := people[at + 1] if at + 1 < len(people) else None) is not None and following.rule in {
            TitleRule.SURNAME,
            TitleRule.PEERAGE,
        }:
            greetings.append(title.spoken)  # "Mr and Mrs Lloyd George"
        else:
            greetings.append(f"{title.spoken} {' '.join(own)}")
    return listed(greetings)


def _highest(words: Sequence[str]) -> Title | None:
    """The title by which somebody with several is greeted: "Rt Hon Sir", "Prof Sir"; none if there are other words."""
    found: list[Title] = []
    at = 0
    while at < len(words):
        title, at = title_at(words, at)
        if title is None:
            return None
        found.append(title)
    return max(found, key=lambda title: title.rank, default=None)


def _read(name: str) -> NameReading:
    name = _TITLE_IN_BRACKETS.sub(r"\1 ", name)  # "(Mrs) Ann Garland"
    said, remark = name, ""
    if name.endswith(")") and "(" in name[1:]:  # "Ann Khan (Friends of Westmere Park)", "A Patel (Mrs)"
        said, _, remark = name[:-1].rpartition("(")
    segments = [words for segment in said.split(",") if (words := _words(segment))]
    letters = [words for words in segments[1:] if all(map(is_letters, words))]
    own = [words for words in segments if words not in letters]
    if not own:
        return NameReading(name, name)
    style = TITLES.get(fold_name_word(remark))
    if style and len(own) < 3 and not any(map(_titled, own)) and not AND.intersection(map(fold_name_word, own[-1])):
        own[-1] = [style.usual, *own[-1]]
    if len(own) == 2 and _turned(*own):
        own = [own[1] + own[0]]
        name = said = ", ".join(map(" ".join, own + letters))
    if _titled(own[0]):
        if is_firm(own[0]):
            return NameReading(name, "")
        # "Mrs Jones, Chair, and Mr Smith", but not "Professor Lee, Sir William Dunn School"
        signed = [own[0]] + [words for words in own[1:] if _titled(words) and not (is_firm(words) or is_body(words))]
        return NameReading(name, _greet([one for words in signed for one in _people(words)]))
    if _is_body(own[0]) or (len(own[0]) == 1 and any(map(_is_body, own))):
        # "The Secretary, Mrs A Patel"
        return NameReading(name, _greet([one for words in own[1:] if _titled(words) for one in _people(words)]))
    if len(own) > 1 and not any(map(_is_body, own)):
        return NameReading(name, said.strip(" ,"))
    if any(word in AND for word in map(str.casefold, own[0])):
        return NameReading(name, (said if len(own) == 1 else said.partition(",")[0]).strip())
    whole = without_letters(_person(own[0]).words or own[0])
    return NameReading(name, " ".join(whole[1:] if fold_name_word(whole[0]) == "the" and len(whole) > 1 else whole))


def _words(text: str) -> list[str]:
    """The words of a name; "Mr.Patel" and "Rev.Dr.Lee" are divided."""
    words: list[str] = []
    for word in text.replace("&", " & ").split():
        rest = word
        while "@" not in word:
            head, _, tail = rest.partition(".")
            if not tail or len(head) < 2 or fold_name_word(head) not in TITLES:
                break
            words.append(head)
            rest = tail
        words.append(rest)
    return words


def person_of(name: str) -> Person:
    """The person whom a cleaned name without "and" names; without titles if it names a body."""
    return _person(_words(name))


def last_word_of(name: str) -> str:
    """The last word of the person whom a cleaned name without "and" names; empty if it names nobody."""
    if plain_greeting(name):
        return name.rpartition(" ")[2]
    return next(reversed(person_of(name).words), "")


def initials_of(name: str) -> str:
    """The initials of a person for an emblem: EM for Eleanor Marsh MP. A name in a script without capitals has one,
    its first letter.
    """
    words = without_letters(person_of(clean_line(name)).words) or (name,)
    letters = [first for word in words if (first := next((letter for letter in word if letter.isalpha()), ""))]
    capitals = [letter for letter in letters if letter.isupper() or letter.istitle()]
    if capitals:
        return capitals[0] if len(capitals) == 1 else f"{capitals[0]}{capitals[-1]}"
    return letters[0].upper() if letters else ""


def _person(words: Sequence[str]) -> Person:
    """The person whom words without "and" name."""
    return _person_of(tuple(words))


@lru_cache(maxsize=1_000)  # one name is asked for several times, one time after the other
def _person_of(words: tuple[str, ...]) -> Person:
    titles: list[Title] = []
    at = 0
    while at < len(words) and not (titles and titles[-1].rank in (STYLE, LAST)):
        title, after = title_at(words, at)
        if title is None or (titles and after == len(words)):  # "Dr Judge": the last word is the name
            break
        titles.append(title)
        at = after
    own = without_letters(words[at:]) if titles else words
    if len(own) == 1 and at == 1 and words[0] in LIKE_INITIALS and not own[0][-2:].isupper():
        return Person((), words)
    doubtful = bool(titles) and len(own) > 1 and title_at(own, 0)[0] is not None
    return Person(tuple(titles), own, not doubtful)


def _people(words: Sequence[str]) -> list[Person]:
    """The people whom words name together, in order."""
    people: list[Person] = []
    start = 0
    for end in range(len(words) + 1):
        if end < len(words) and words[end].casefold() not in AND:
            continue
        if start < end:
            one = _person(words[start:end])
            last = people[-1] if people else None
            if last and last.words and last.nameless and not one.titles and all(map(is_initials, one.words[:-1])):
                people.pop()  # "Mr & Mrs J & S Patel"
                one = Person(last.titles, last.words + one.words, last.sure)
            people.append(one)
        start = end + 1
    return people


def _greet(people: Sequence[Person]) -> str:
    """The words after "Dear" for people who signed together."""
    whole = listed(one.whole for one in people)
    if not all(one.titles for one in people):
        return " and ".join(one.whole for one in people)  # "Mr and Mrs Patel and family"
    greetings: list[str] = []
    following: Person | None = None  # the person named next
    for one in reversed(people):
        if one.nameless:
            if not (one.title and following and following.surname):
                return whole
            greetings.append(one.title.spoken)
            continue
        if one.rule is TitleRule.SURNAME and following and len(one.words) < len(following.words) == 2:
            return whole  # "Mr John and Mrs Ann Patel": the single word may be a forename or a surname
        greetings.append(one.greeting)
        following = one
    return listed(greetings[::-1])


def _titled(words: Sequence[str]) -> bool:
    """Whether the words begin with a title that is printed."""
    start = 1 if words[0].casefold() in AND else 0
    return any(title.rule is not TitleRule.SILENT for title in _person(words[start:]).titles)


def _turned(surname: Sequence[str], rest: Sequence[str]) -> bool:
    """Whether the name was typed with the surname first: "Patel, Mrs A"."""
    if _is_body(surname) or _is_body(rest) or AND.intersection(map(fold_name_word, surname)):
        return False
    if _titled(surname) and (len(surname) > 1 or fold_name_word(surname[0]) in STYLES):
        return False  # but "Lord, Ann" is Ann Lord
    if not all(word in AND or any(map(str.isalpha, word)) for word in rest):
        return False
    one_word = all(fold_name_word(word) in PARTICLES for word in surname[:-1])
    return (one_word and len(rest) < 5) or all(map(is_initials, _person(rest).words))


def _is_body(words: Sequence[str]) -> bool:
    return is_body(_person(words).words)


# Forms: by them a person is recognised again in the post, and in the register, which keeps a keyed hash of one form.
#
# Titles and letters after a name do not make a second person. But "Mr J Patel" and "Mrs J Patel" in one house are two.

_MEN: Final = frozenset(("Mr", "Sir", "Lord", "Fr"))
_WOMEN: Final = frozenset(("Mrs", "Miss", "Ms", "Dame", "Lady", "Baroness", "Sister"))
# Titles in letters from before the register left titles out: those for both sexes, then those for one.
_EITHER: Final = (
    "", "Mx", "Dr", "Doctor", "Prof", "Professor", "Rev", "Revd", "Reverend", "Canon", "Cllr", "Councillor", "Major",
)  # fmt: skip
_OLD: Final = {"m": ("Mr", "Sir", "Lord", "Fr", "Father"), "f": ("Mrs", "Miss", "Ms", "Dame", "Lady", "Baroness")}
_KEPT: Final = {"m": "Mr", "f": "Mrs", "": ""}
_OF_ONE: Final = frozenset(("jr", "jnr", "snr", "sr", "ii", "iii", "iv"))  # these distinguish a father from his son


class Forms(NamedTuple):
    """The forms of a name.

    ``kept`` is the form that the register keeps. ``same`` are this and other forms, older ones included, that surely
    belong to this person; ``perhaps`` are those that may. Two names with a common form in ``shared`` surely belong to
    one person.
    """

    kept: str
    same: tuple[str, ...]
    perhaps: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()


@lru_cache(maxsize=1_000)  # sorting goes through the piles several times; one name has many forms
def forms_of(name: str) -> Forms:
    """The forms of a name as a letter has it. The register itself folds case, accents and spaces."""
    typed = clean_line(name)
    words = typed.replace("&", " and ").split()
    if AND.intersection(map(str.casefold, words)):  # people who wrote together are named together
        together = plain_name(" ".join(words))
        without = " ".join(word for word in together.split() if word.casefold() not in AND)
        return Forms(
            together, _each((together, typed, without)), shared=(together,)
        )  # the register used not to count "&" as a word
    one = person_of(typed)
    ends = [
        word for word in typed.split()[-2:] if fold_name_word(word).strip(".,()") in _OF_ONE and word not in one.words
    ]
    bare = plain_name(" ".join((*one.words, *ends)))
    if not bare or one.rule is TitleRule.PEERAGE:  # "Lord Hill" has no other name
        return Forms(plain_name(typed), _each((plain_name(typed), typed)), shared=(plain_name(typed),))
    side = _side(one)
    sides = (side,) if side else ("m", "f")
    titled = [f"{title} {bare}".strip() for title in (*_EITHER, *(t for s in sides for t in _OLD[s]))]
    if len(one.words) < 2 or is_initials(one.words[0]):  # several people in one house may have this name
        own = plain_name(typed)
        perhaps = tuple(form for form in titled if form.casefold() != own.casefold())
        return Forms(own, _each((own, typed)), perhaps, (own,))
    kept = f"{_KEPT[side]} {bare}".strip()
    return Forms(kept, _each((kept, typed, *titled)), shared=tuple(f"{_KEPT[one]} {bare}" for one in sides))


def of_two_sexes(one: str, other: str) -> bool:
    """Whether the titles of two names say that one is a man's and the other a woman's."""
    return {_side(person_of(one)), _side(person_of(other))} == {"m", "f"}


def _side(one: Person) -> str:
    titles = {title.usual for title in one.titles}
    return "m" if titles & _MEN else "f" if titles & _WOMEN else ""


def plain_name(name: str) -> str:
    """A name with all its apostrophes of one kind, and all its hyphens, whatever was typed."""
    if name.isascii():  # as nearly all names are, in a list of thousands
        return name.replace("`", "'")
    return "".join(map(_plain_letter, name))


def name_key(name: str) -> str:
    """The form of a name for comparing it: "O\u2019Connor", as Word writes it, and "o'connor" are one name."""
    return " ".join(plain_name(name).casefold().split())


_APOSTROPHES: Final = frozenset("'\u2018\u2019\u201b\u02bb\u02bc\u02b9\u2032\u00b4`\uff07")


@lru_cache(maxsize=1_000)
def _plain_letter(letter: str) -> str:
    return "'" if letter in _APOSTROPHES else "-" if _is_dash(letter) else letter


def _is_dash(letter: str) -> bool:
    return letter == "\u2212" or (not letter.isascii() and unicodedata.category(letter) == "Pd")


def _each(forms: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(forms))
