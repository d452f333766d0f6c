"""Whether words in running text name a person, an organisation or an office."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from drafter.english import names
from drafter.english import names as known
from drafter.english.lists import lists
from drafter.english.names import (
    BODIES,
    BODIES_OR_NAMES,
    TitleRule,
    fold_name_word,
    is_body,
    is_letters,
    plain_name,
    title_at,
)
from drafter.frozen import NamedTuple

# Names, organisations and roles, recognised by the form of their words.

_NAMES: Final = lists("names")
_MOST_WORDS: Final = 7
_AND: Final = re.compile(r"\s+(?:and|&|\+)\s+", re.IGNORECASE)
_WORD: Final = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?|[^\W\d_](?:[^\W\d_]|['\u2019\-])*\.?")
_REMARK: Final = re.compile(r"\s*\(([^()]*)\)\s*")
_ARTICLE: Final = re.compile(r"[a-z]{2}-[A-Z]|[a-z]{1,2}['\u2019][A-Z]")  # "al-Rahman", "d'Arcy"
_BESIDE: Final = _NAMES.words("beside")
_AGE: Final = re.compile(r"aged? \d{1,3}", re.IGNORECASE)
# Words that are in no name, but often in the last lines of letters.
_NOT_NAMES: Final = _NAMES.words("not names")
# Some of these are also surnames or forenames. Beside a title or another name they are allowed.
_ALSO_NAMES: Final = _NAMES.words("also names")
_SHORT_NAME: Final = 4  # words, of which few organisations' names have more in small letters than in large ones
_CALLED: Final = re.compile(r"(?<=\s)[\"\u201c'\u2018][^\W\d_]+[\"\u201d'\u2019]\s+")  # Robert "Bob" Blake
_VERBS: Final = frozenset(("is", "are", "was", "were", "has", "have", "will"))
_ROLES: Final = re.compile(
    r"(?:hon(?:orary|\.)? )?(?:(?:vice|deputy|joint|assistant|branch|general|co)[- ])*"
    + _NAMES.pattern("roles")
    + r"(?: (?:to|of) .+)?",
    re.IGNORECASE,
)
_FOR: Final = re.compile(r"(?:(?:for and )?on behalf of|for|pp|p\.p\.)\s+(?:the\s+)?(?=\S)", re.IGNORECASE)


class Signed(NamedTuple):
    """The names on one line of a signature: one person or two, and a remark behind the name."""

    names: tuple[str, ...]
    remark: str = ""


def signed_by(line: str) -> Signed | None:
    """The person or couple named on a line with nothing else; ``None`` if the line is not a name."""
    said = " ".join(line.split()).strip(' ,.;:-\u2013\u2014*_~"')
    if line.rstrip().endswith(".") and said and len(said.split()[-1]) < 3:  # "J. Smith Jr."
        said += "."
    remark = ""
    match = _REMARK.search(said)
    if match is not None and match.end() >= len(said):
        inner = match[1].strip()
        if fold_name_word(inner) in known.STYLES:  # "Winifred Aldous (Miss)"
            pass
        else:
            said, remark = said[: match.start()].strip(), inner
    bare = _CALLED.sub("", _REMARK.sub(" ", said).strip())
    plain, *behind = bare.split(",")
    if not all(is_letters(word) for part in behind for word in part.split()):
        return None
    bare = plain.strip() if behind else bare
    parts = [part.strip() for part in _AND.split(bare) if part.strip()]
    if len(parts) == 2 and parts[1].casefold() in _BESIDE and not bare.islower():  # "Gail Frew and husband"
        bare, parts, remark = parts[0], parts[:1], remark or f"and {parts[1]}"
        said = bare
    if (
        not 1 <= len(parts) <= 3
        or all(map(known.is_initials, bare.replace("&", "").split()))
        or not all(_is_name(part, alone=len(parts) == 1) for part in parts)
    ):
        return None
    return Signed(_couple(said, parts), remark)


def _couple(said: str, parts: list[str]) -> tuple[str, ...]:
    """The people whom a line names, each in full if that is sure: "John and Mary Tregowan" share a surname."""
    if len(parts) != 2:
        return (said,)
    first, second = (part.split() for part in parts)
    titled = [title_at(words, 0)[0] is not None for words in (first, second)]
    if titled[0] and title_at(first, 0)[1] == len(first):  # "Mr & Mrs T. Hurrell": one greeting for two people
        return (said,)
    whole = [len(words) - titled[number] for number, words in enumerate((first, second))]
    surname = _surname(second)
    if whole[0] == 1 and whole[1] >= 2 and not any(titled):
        return (f"{parts[0]} {surname}", parts[1])
    if titled[0] and titled[1] and all(map(known.is_initials, first[title_at(first, 0)[1] :])):
        return (f"{parts[0]} {surname}", parts[1])  # "Mr P and Mrs L Osei"
    return tuple(parts)


def _surname(words: list[str]) -> str:
    """The last word, with the particles before it: "van den Berg"."""
    start = len(words) - 1
    while start > 1 and fold_name_word(words[start - 1]) in known.PARTICLES:
        start -= 1
    return " ".join(words[start:])


def _is_name(text: str, *, alone: bool) -> bool:
    words = text.split()
    if not 1 <= len(words) <= _MOST_WORDS or any(char.isdigit() for char in text) or "@" in text:
        return False
    title, after = title_at(words, 0)
    while title is not None and after < len(words) and title_at(words, after)[0] is not None:
        after = title_at(words, after)[1]
    own = words[after:] if title is not None else words
    own = [word for word in own if not (is_letters(word.strip(",")) and len(own) > 1)]
    if len(own) > 1 and _is_acronym(own[-1]) and not all(word.isupper() for word in own):
        return False  # "Westmere CTC"
    if not own:
        return not alone and title is not None and title.rule is not TitleRule.SILENT  # the "Mr" of "Mr and Mrs Patel"
    if len(own) > _MOST_WORDS or not all(_WORD.fullmatch(word.strip(",")) for word in own):
        return False
    if not alone and all(map(known.is_initials, own)):
        return True  # the "Mr P" of "Mr P and Mrs L Osei", the "J" of "J & M Smith"
    return all(_may_be(word.strip(",."), beside=title is not None or len(own) > 1) for word in own) and _has_form(
        own, title is not None
    )


def _is_acronym(word: str) -> bool:
    return len(word) > 2 and word.isalpha() and word.isupper() and not set(word) & set("AEIOUY")


def _may_be(word: str, *, beside: bool) -> bool:
    low = fold_name_word(word)
    if len(low) == 1 or known.is_initials(word):
        return word[0].isupper() or (beside and low in known.PARTICLES)
    return low not in _NOT_NAMES or (beside and low in _ALSO_NAMES)


def _has_form(words: list[str], titled: bool) -> bool:
    """Whether words are written like names: each with a capital, or all of them without one."""
    full = [word for word in words[:-1] if fold_name_word(word) not in known.PARTICLES] + words[-1:]
    if all(map(known.is_initials, full)) and not (titled and len(full) > 1):
        return False
    capital = all(word[0].isupper() or _ARTICLE.match(word) for word in full)
    return capital or (all(word.islower() for word in words) and len(words) <= 3)


def is_organisation(line: str) -> bool:
    """Whether a line is an organisation's name, as far as its words show."""
    words = line.replace(",", " ").split()
    if not 2 <= len(words) <= 12 or any(char.isdigit() for char in line) or "@" in line:
        return False
    small = sum(word[:1].islower() for word in words)
    if not _VERBS.isdisjoint(words[1:]) or (len(words) > _SHORT_NAME and 2 * small > len(words)):
        return False  # "Speak Together is a company", "Never doubt that a small group can change the world"
    said = bool((BODIES | BODIES_OR_NAMES) & {fold_name_word(word) for word in words[1:]})
    return words[0][:1].isupper() and (said or (is_body(words) and fold_name_word(words[0]) != "the"))  # "The Hollies"


def organisation_of(line: str) -> str:
    """The organisation for which somebody signs ("for Everitt & Lowe"); empty if the line names none."""
    match = _FOR.match(line)
    said = line[match.end() :].strip(" ,.") if match and line[match.end()].isupper() else ""
    in_place = match is not None and match[0].casefold().startswith("p")
    return "" if in_place and signed_by(said) and not is_organisation(said) else said  # "pp Verity Hopcroft"


def role_of(text: str) -> str:
    """A person's role ("Branch Secretary"); empty if the text is something else."""
    said = text.strip(" ,.()")
    return said if _ROLES.fullmatch(said) or _AGE.fullmatch(said) else ""


# Whether two names, one of them shorter, belong to one person.


def is_fuller(one: str, other: str) -> bool:
    """Whether two names belong to one person: each word of the shorter stands in the other, or begins a word of it."""
    # Accents and signs may be typed differently in a message's signature and in its head.
    short, long = sorted(([fold_plain(word) for word in name.split()] for name in (one, other)), key=_own_letters)
    if short == long:
        return True
    own = [word for word in short if title_at([word], 0)[0] is None]
    initials = [word for word in long if title_at([word], 0)[0] is None]
    return (
        bool(own)
        and len(own) <= len(initials)
        and all(
            any(word == other or (len(word.rstrip(".")) == 1 and other.startswith(word[:1])) for other in initials)
            for word in own
        )
    ) or _is_pet_name(own, initials)


def _own_letters(words: list[str]) -> int:
    """How many letters words of a name have, without its title: "Mrs D Rees" says less than "Dilys Rees"."""
    return sum(len(word) for word in words if title_at([word], 0)[0] is None)


def fold_plain(word: str) -> str:
    """A word of a name without what may be typed differently: case, accents, the signs for apostrophes and hyphens."""
    if word.isascii():
        return names.fold_name_word(word)
    bare = "".join(c for c in unicodedata.normalize("NFKD", plain_name(word)) if not unicodedata.combining(c))
    return names.fold_name_word(bare)


def _is_pet_name(own: list[str], other: list[str]) -> bool:
    """Whether one name is a pet name: "Tim" for "Timothy St John-Stevas", "Perry Holt" for "Peregrine Holt"."""
    if len(own) == 1 and len(other) > 1:
        return len(own[0]) > 2 and any(word.startswith(own[0]) for word in other[:-1])
    return len(own) > 1 and own[-1] in other[1:] and own[0][:2] == other[0][:2]
