"""How a typed name is read: whom it names, by which titles, and which word is the surname.

Where that cannot be known the whole name is the answer, since it is never wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import takewhile
from typing import Final

from drafter.letter import name_words as known
from drafter.letter.bodies import BODIES, is_body, is_firm
from drafter.letter.correspondent import TO_NO_ONE, clean
from drafter.letter.name_words import (
    Rule,
    Title,
    fold,
    is_initials,
    is_latin,
    is_letters,
    title_at,
    without_letters,
)
from drafter.letter.plain_names import plain_greeting

_AND: Final = re.compile(r"\s*(?:&|\+|/|\band\b)\s*", re.IGNORECASE)
_NAMES_TOO: Final = frozenset(
    ("dear", "judge", "major", "general", "canon", "father", "rabbi", "sister", "col", "imam")
)
_TITLE_IN_BRACKETS: Final = re.compile(rf"\A\(({'|'.join(known.STYLES)})\.?\)\s+(?=\w)", re.IGNORECASE)


@dataclass(frozen=True)
class Person:
    """One of those who signed. ``sure`` is false where the words after the title may themselves be a title."""

    titles: tuple[Title, ...]
    words: tuple[str, ...]
    sure: bool = True

    @cached_property
    def title(self) -> Title | None:
        """The title that greets; none where two of one rank contend."""
        top = max((title.rank for title in self.titles), default=0)
        highest = {title for title in self.titles if title.rank == top}
        return highest.pop() if len(highest) == 1 and self.sure else None

    @property
    def rule(self) -> Rule:
        """What follows the title that greets."""
        return self.title.rule if self.title else Rule.WHOLE

    @property
    def whole(self) -> str:
        """The full name, its titles in their usual form."""
        printed = [title.usual for title in self.titles if title.rule is not Rule.SILENT or not self.words]
        return " ".join([*printed, *self.words])

    @property
    def nameless(self) -> bool:
        """Whether the surname must come from whoever is named next: "Mr and Mrs Patel", "Mr J and Mrs S Patel"."""
        return self.rule in (Rule.SURNAME, Rule.PEERAGE) and all(map(is_initials, self.words))

    @cached_property
    def surname(self) -> str:
        """The surname by which this person is greeted; empty where it cannot be known or is not used."""
        before, surname = self._parted()
        return surname if self.rule is Rule.SURNAME or (self.rule is Rule.PEERAGE and not before) else ""

    @property
    def greeting(self) -> str:
        """What follows "Dear" for this person alone."""
        if self.title and self.surname:
            return f"{self.title.spoken} {self.surname}"
        before, surname = self._parted()
        if self.title and self.rule is Rule.FORENAME and surname and before and not is_initials(before[0]):
            return f"{self.title.spoken} {before[0]}"
        return self.whole

    def _parted(self) -> tuple[Sequence[str], str]:
        """What stands before the surname, and the surname; that is empty where it cannot be known."""
        words = [word for word in self.words if not (word[0] == "(" and word[-1] == ")")]
        if self.rule in (Rule.PEERAGE, Rule.FORENAME):  # "Lord Smith of Kelvin"
            words = list(takewhile(lambda word: fold(word) != "of", words))
        if not words or is_initials(words[-1]) or not any(map(str.isalpha, words[-1])) or not all(map(is_latin, words)):
            return words, ""
        keys = [fold(word) for word in words]
        start = len(words) - 1
        while start and keys[start - 1] in known.PARTICLES:
            start -= 1
        if start and keys[start - 1].rpartition("-")[2] in known.PARTICLES:  # "Ms O'Brien-Ní Dhuibhir"
            start -= 1
        doubtful = (
            keys[0] in known.WRITTEN_FIRST
            or keys[0] == "justice"  # "Mrs Justice Smith"
            or keys[-1] in known.NOT_SURNAMES
            or keys[-1] in BODIES  # "Captain Cook Society"
            or is_letters(words[-1].upper() if words[-1].islower() else words[-1])  # "Mr Smith MA", "MR JACK MA"
            or words[start - 1] == "O"  # "Sean O Brien"
            or known.JOINING.intersection(keys[1:])
            # A second full word may be a second forename or the first half of the surname.
            or not all(map(is_initials, words[1:start]))
        )
        if start and doubtful:
            return words, ""
        return words[:start], " ".join(words[start:])


@dataclass(frozen=True)
class Reading:
    """A name the right way round, and what follows "Dear": empty where no person is named."""

    name: str
    greeting: str


@lru_cache(maxsize=10_000)  # the piles of a sorting are gone through several times
def read(name: str) -> Reading:
    """What a cleaned name says of whom to greet."""
    greeting = plain_greeting(name)
    return Reading(name, greeting) if greeting else _read(name)


class Fault(StrEnum):
    """What a name lacks to be greeted by."""

    TITLE_ALONE = "title alone"
    FORENAME_ALONE = "forename alone"
    NO_SURNAME = "no surname"
    SIR_WITHOUT_FORENAME = "no forename"


# What is wrong, and what to do about it.
FAULTS: Final = {
    Fault.TITLE_ALONE: ("has a title and no name", "give the surname"),
    Fault.FORENAME_ALONE: ("has one name alone, by which it greets", "is the surname missing?"),
    Fault.NO_SURNAME: ("has no surname", "give it, or a salutation"),
    Fault.SIR_WITHOUT_FORENAME: ("has no forename, by which a knight or a dame is greeted", "give it, or a salutation"),
}


def fault_of(name: str) -> Fault | None:
    """What the name of one person lacks; a body, and people who are named together, lack nothing."""
    words = [] if plain_greeting(name) else _words(clean(name).strip(" ,;"))
    if not words or name.casefold() in TO_NO_ONE or known.AND.intersection(map(str.casefold, words)):
        return None
    one = _person(words)
    if one.titles and (not one.words or not any(map(str.isalpha, "".join(one.words)))):
        return Fault.TITLE_ALONE
    if len(words) == 1 and title_at(words, 0)[0] is not None and fold(words[0]) not in _NAMES_TOO:
        return Fault.TITLE_ALONE
    if all(map(is_initials, one.words)) and (one.titles or len(one.words[0]) < 3):
        return Fault.NO_SURNAME
    if one.rule is Rule.FORENAME and len(one.words) == 1:
        return Fault.SIR_WITHOUT_FORENAME
    if not one.titles and len(words) == 1 and words[0].isalpha() and words[0].istitle() and not _is_body(words):
        return Fault.FORENAME_ALONE
    return None


def read_parts(titles: str, forenames: str, surname: str) -> str:
    """What follows "Dear" where title, forenames and surname are known apart; empty where they must be read as one.

    So "Lloyd George" stays one name: "Mr Lloyd George", "Sir David", "Mr and Mrs Lloyd George".
    """
    if plain := plain_greeting(f"{titles} {forenames} {surname}"):
        return plain
    words = _words(clean(surname))
    typed = [_words(part) for part in _AND.split(clean(titles))]
    people = [_person(part) for part in typed if part]
    own = list(without_letters(words))
    in_doubt = not words or known.AND.intersection(map(str.casefold, words)) or "," in surname or "@" in surname
    if in_doubt or not people or title_at(words, 0)[0] is not None or not any(map(str.isalpha, own[-1])):
        return ""
    first = [words[0] for part in _AND.split(clean(forenames)) if (words := _words(part))]
    greetings: list[str] = []
    for at, one in enumerate(people):
        title = one.title if not one.words else None
        if title is None or title.rule not in {Rule.SURNAME, Rule.FORENAME, Rule.PEERAGE}:
            return ""
        if title.rule is Rule.FORENAME:
            forename = first[min(at, len(first) - 1)] if first else ""
            if not forename or is_initials(forename):
                return ""
            greetings.append(f"{title.spoken} {forename}")
        elif title.rule is Rule.PEERAGE and len(people) == 1:
            if first:  # "Lady Anne Smith" may be an earl's daughter
                return ""
            greetings.append(f"{title.spoken} {' '.join(takewhile(lambda word: fold(word) != 'of', own))}")
        elif at + 1 < len(people) and people[at + 1].rule in {Rule.SURNAME, Rule.PEERAGE}:
            greetings.append(title.spoken)  # "Mr and Mrs Lloyd George"
        else:
            greetings.append(f"{title.spoken} {' '.join(own)}")
    return _listed(greetings)


def _read(name: str) -> Reading:
    name = _TITLE_IN_BRACKETS.sub(r"\1 ", name)  # "(Mrs) Ann Garland"
    said, remark = name, ""
    if name.endswith(")") and "(" in name[1:]:  # "Ann Khan (Friends of Dudley Park)", "A Patel (Mrs)"
        said, _, remark = name[:-1].rpartition("(")
    segments = [words for segment in said.split(",") if (words := _words(segment))]
    letters = [words for words in segments[1:] if all(map(is_letters, words))]
    own = [words for words in segments if words not in letters]
    if not own:
        return Reading(name, name)
    style = known.TITLES.get(fold(remark))
    if style and len(own) < 3 and not any(map(_titled, own)) and not known.AND.intersection(map(fold, own[-1])):
        own[-1] = [style.usual, *own[-1]]
    if len(own) == 2 and _turned(*own):
        own = [own[1] + own[0]]
        name = said = ", ".join(map(" ".join, own + letters))
    if _titled(own[0]):
        if is_firm(own[0]):
            return Reading(name, "")
        # "Mrs Jones, Chair, and Mr Smith", but not "Professor Lee, Sir William Dunn School"
        signed = [own[0]] + [words for words in own[1:] if _titled(words) and not (is_firm(words) or is_body(words))]
        return Reading(name, _greet([one for words in signed for one in _people(words)]))
    if _is_body(own[0]) or (len(own[0]) == 1 and any(map(_is_body, own))):
        # "The Secretary, Mrs A Patel"
        return Reading(name, _greet([one for words in own[1:] if _titled(words) for one in _people(words)]))
    if len(own) > 1 and not any(map(_is_body, own)):
        return Reading(name, said.strip(" ,"))
    if any(word in known.AND for word in map(str.casefold, own[0])):
        return Reading(name, (said if len(own) == 1 else said.partition(",")[0]).strip())
    whole = without_letters(_person(own[0]).words or own[0])
    return Reading(name, " ".join(whole[1:] if fold(whole[0]) == "the" and len(whole) > 1 else whole))


def _words(text: str) -> list[str]:
    """The words of a name; "Mr.Patel" and "Rev.Dr.Lee" are understood."""
    words: list[str] = []
    for word in text.replace("&", " & ").split():
        rest = word
        while "@" not in word:
            head, _, tail = rest.partition(".")
            if not tail or len(head) < 2 or fold(head) not in known.TITLES:
                break
            words.append(head)
            rest = tail
        words.append(rest)
    return words


def person_of(name: str) -> Person:
    """The person whom a cleaned name without "and" names; of no titles where it names a body."""
    return _person(_words(name))


def _person(words: Sequence[str]) -> Person:
    """The person whom words without "and" name."""
    titles: list[Title] = []
    at = 0
    while at < len(words) and not (titles and titles[-1].rank in (known.STYLE, known.LAST)):
        title, after = title_at(words, at)
        if title is None or (titles and after == len(words)):  # "Dr Judge": the last word is the name
            break
        titles.append(title)
        at = after
    own = without_letters(words[at:]) if titles else tuple(words)
    if len(own) == 1 and at == 1 and words[0] in known.LIKE_INITIALS and not own[0][-2:].isupper():
        return Person((), tuple(words))
    doubtful = bool(titles) and len(own) > 1 and title_at(own, 0)[0] is not None
    return Person(tuple(titles), own, not doubtful)


def _people(words: Sequence[str]) -> list[Person]:
    """Those whom words name together, in order."""
    people: list[Person] = []
    start = 0
    for end in range(len(words) + 1):
        if end < len(words) and words[end].casefold() not in known.AND:
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


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _greet(people: Sequence[Person]) -> str:
    """What follows "Dear" for those who signed together."""
    whole = _listed([one.whole for one in people])
    if not all(one.titles for one in people):
        return " and ".join(one.whole for one in people)  # "Mr and Mrs Patel and family"
    greetings: list[str] = []
    following: Person | None = None  # whoever is next named
    for one in reversed(people):
        if one.nameless:
            if not (one.title and following and following.surname):
                return whole
            greetings.append(one.title.spoken)
            continue
        if one.rule is Rule.SURNAME and following and len(one.words) < len(following.words) == 2:
            return whole  # "Mr John and Mrs Ann Patel": the one word may be a forename or a surname
        greetings.append(one.greeting)
        following = one
    return _listed(greetings[::-1])


def _titled(words: Sequence[str]) -> bool:
    """Whether a title that is printed starts the words."""
    start = 1 if words[0].casefold() in known.AND else 0
    return any(title.rule is not Rule.SILENT for title in _person(words[start:]).titles)


def _turned(surname: Sequence[str], rest: Sequence[str]) -> bool:
    """Whether "Patel, Mrs A" is what was typed."""
    if _is_body(surname) or _is_body(rest) or known.AND.intersection(map(fold, surname)):
        return False
    if _titled(surname) and (len(surname) > 1 or fold(surname[0]) in known.STYLES):
        return False  # but "Lord, Ann" is Ann Lord
    if not all(word in known.AND or any(map(str.isalpha, word)) for word in rest):
        return False
    one_word = all(fold(word) in known.PARTICLES for word in surname[:-1])
    return (one_word and len(rest) < 5) or all(map(is_initials, _person(rest).words))


def _is_body(words: Sequence[str]) -> bool:
    return is_body(_person(words).words)
