"""Whom a letter is to: an address and a greeting that nobody drafted must hold names, and nothing that is claimed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from drafter.problems import Problem, Where
from drafter.review.furniture import says_something

GREETING = re.compile(r"(?:My )?(?:Dear|Hello|Hi)\b|To whom it may concern", re.IGNORECASE)
_IN_GREETINGS = frozenset(
    """
    and & or of the de del della der den di du la le van von sir madam sirs all both friends friend family everyone
    constituent colleague colleagues
    """.split()
)
_TITLES = frozenset("mr mrs miss ms mx dr prof professor rev reverend sir dame lord lady cllr councillor".split())
_IN_ADDRESSES = _IN_GREETINGS | frozenset("the in on by upon under le c/o near at next to with y i an a for".split())
_ROOMS = frozenset("flat floor first second ground top unit room apt apartment block house box building no".split())
_LONGEST_LINE = 9  # words of an address's line, or of a salutation, where they are names
_MOST_STRANGE = 2  # names in a greeting that the address does not have: a forename, a short form


def odd_reader(addressee: Sequence[str], salutation: str, where: Where) -> Iterator[Problem]:
    """What is odd about an address and a greeting that nobody drafted; the messages name nobody."""
    for line in addressee:
        if salutation and GREETING.match(line):
            yield Problem(where, "two-greetings", "greets twice", "take one of the greetings out")
            continue
        numbered = any(character.isdigit() for character in line)
        if says_something(line) or not (_is_place(line) if numbered else _only_names(line, _IN_ADDRESSES)):
            message = "a line of the address says more than an address"
            yield Problem(where, "odd-address", message, "is it part of the letter?")
    if not salutation:
        return
    words = re.findall(r"[^\W_]+", salutation)[1:]
    addressed = set(re.findall(r"[^\W_]+", " ".join(addressee).casefold()))
    named = [word for word in words if word.casefold() not in _IN_GREETINGS | _TITLES and len(word) > 1]
    strange = [word for word in named if word.casefold() not in addressed]
    plain = _only_names(" ".join(salutation.split()[1:]), _IN_GREETINGS)
    if len(strange) > _MOST_STRANGE or not plain or re.search(r"[:;?!]", salutation):
        message = "the greeting says more than a name"
        yield Problem(where, "odd-salutation", message, "write 'Dear', the name and a comma, and nothing else")
    elif addressee and named and len(strange) == len(named):
        message = "greets somebody whom its address does not name"
        yield Problem(where, "other-salutation", message, "is it the right letter?")


def _is_place(line: str) -> bool:
    """Whether a line with a figure in it can be of an address: 'Flat 2, 14 High St', or all of it in small letters."""
    words = [word for word in line.split() if not any(character.isdigit() for character in word)]
    small = [word for word in words if word[:1].islower() and word.casefold().strip(".,") not in _IN_ADDRESSES | _ROOMS]
    return len(line.split()) <= _LONGEST_LINE and (not small or len(small) == len(words))


def _only_names(text: str, joining: frozenset[str]) -> bool:
    """Whether a line holds a few words, all of them names or words that stand between names."""
    words = text.split()
    return len(words) == 1 or (
        len(words) <= _LONGEST_LINE
        and not any(word[:1].islower() and word.casefold().rstrip(".") not in joining for word in words)
    )
