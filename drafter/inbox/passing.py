"""Other business in a message: passages that open as such, and whether a subject is only spoken of in passing.

A passage that opens with words such as "on another matter" goes on to other business, whatever it is.

Four sentences on parking that end "I hope you will also do something about trams" name the trams, and are no letter
about them. No list of subjects is ever whole, so the measure asks nothing of the other matter. It weighs where and how
the subject is named: in the subject line, early, in much of the message; or once, late, and beside something else.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from drafter.english.lists import lists
from drafter.frozen import NamedTuple, dataclass
from drafter.inbox.cues import straight

_LISTS: Final = lists("passing")

# Passages that open as other business.

_FIRM: Final = _LISTS.pattern("another matter")
_LOOSE: Final = _LISTS.pattern("one more thing")
_NEXT: Final = _LISTS.pattern("next point")
_OPENS: Final = re.compile(
    rf"(?:\A|(?<=[.?!;:\n]))[ \t]*(?:\d[.)] )?(?:(?:and|but|also|finally|lastly|just),? )*"
    rf"(?:(?P<firm>{_FIRM})|{_LOOSE}|(?P<next>{_NEXT}))(?!\w)",
    re.IGNORECASE,
)
_PARAGRAPH: Final = re.compile(r"\n\s*\n")
_LEAST_SAID: Final = 4  # words behind the opening ones; with fewer, these stand over the next paragraph


class Aside(NamedTuple):
    """A passage that says it is on something else. ``start`` and ``end`` are places in the text. ``firm`` is whether
    its opening words leave no doubt: "on another matter" does, "one more thing" may go on with the same. ``next`` is
    whether they only count a further point, as "second" does, which is other business where it names another matter.
    """

    start: int
    end: int
    firm: bool
    next: bool = False


def asides(text: str) -> Iterator[Aside]:
    """The passages of a text that open as other business, each to the end of its paragraph."""
    at = 0
    plain = straight(text)
    while opening := _OPENS.search(plain, at):
        end = _paragraph(text, opening.end())
        if len(text[opening.end() : end].split()) < _LEAST_SAID:
            end = _paragraph(text, len(text) - len(text[end:].lstrip()))
        yield Aside(opening.start(), end, opening["firm"] is not None, opening["next"] is not None)
        at = max(end, opening.end())


def _paragraph(text: str, at: int) -> int:
    """Where the paragraph of a place ends."""
    found = _PARAGRAPH.search(text, at)
    return found.start() if found else len(text)


def quoted(text: str, most: int = 100) -> str:
    """What somebody wrote, in one line and not too long for a problem or a table: ``most`` letters, to a word's end."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most].rsplit(' ', 1)[0]} \u2026"


# A subject that is only spoken of in passing.

_MARK: Final = re.compile(rf"\b{_LISTS.pattern('in passing')}\b", re.IGNORECASE)
OTHER_MATTERS: Final = _LISTS.words("other matters")

# The weights were found with labelled messages (docs/recognising.md), and rounded. Above 0, it is in passing.
_BASE: Final = -2.0
_LINE_NAMES, _LINE_OWN, _LINE_OTHER, _LINE_UNKNOWN = -1.5, -0.75, 1.75, -0.75  # what the subject line has
_NAMING: Final = -3.0  # times the share of the words in sentences that name the subject, or open with it and go on
_LATE: Final = 2.0  # times the share of the words that stand before it is named
_ADDED: Final = 3.0  # every sentence that names it has words such as "also", and none opens the letter
_FOREIGN: Final = 0.5  # times the share of the words in sentences that say nothing of it
_LAST: Final = 1.5  # it is named once, in the last sentence
_LEAST: Final = 2  # words of a sentence that counts
_SHOWN: Final = 80  # letters of a mention


class Spoken(NamedTuple):
    """A sentence of a message: its text, how many words of it say something, and the words themselves.

    ``names`` tells that it names the subject, ``near`` that it has words which go with the subject, and ``own`` that it
    says what a topic of it is recognised by.
    """

    text: str
    size: int
    words: Collection[str]
    names: bool = False
    near: bool = False
    own: bool = False


@dataclass(frozen=True)
class Measured:
    """A message, measured for one subject: the subject line, ``None`` where there is none that proves anything, and the
    sentences. ``matters`` are words of other matters than this subject.
    """

    line: Spoken | None
    sentences: Sequence[Spoken]
    matters: Collection[str]

    @property
    def weight(self) -> float:
        """How much says that the subject is only mentioned: above 0, it is."""
        some = [one for one in self.sentences if one.size >= _LEAST]
        naming = [at for at, one in enumerate(some) if one.names]
        total = sum(one.size for one in some)
        if not naming or not total:
            return _BASE  # other words than a mention show what it is about
        first = naming[0]
        core = set(naming)
        for at in range(1, len(some)) if first == 0 else ():  # a letter that opens with it, and goes straight on
            if at - 1 in core and (some[at].own or some[at].near):
                core.add(at)
        foreign = [one for at, one in enumerate(some) if not (one.names or one.near or (at > first and one.own))]
        return (
            _BASE
            + self._line(some[0])
            + _NAMING * sum(some[at].size for at in core) / total
            + _LATE * sum(one.size for one in some[:first]) / total
            + _ADDED * (first > 0 and all(_MARK.search(some[at].text) for at in naming))
            + _FOREIGN * sum(one.size for one in foreign) / total
            + _LAST * (naming == [len(some) - 1])
        )

    def _line(self, first: Spoken) -> float:
        """What the subject line says; without one, what the first sentence begins with."""
        if self.line is None:
            return _LINE_OTHER if self._is_other(first) else 0.0
        if self.line.names:
            return _LINE_NAMES
        if self.line.near or self.line.own:
            return _LINE_OWN
        return _LINE_OTHER if self._is_other(self.line) else _LINE_UNKNOWN

    def _is_other(self, said: Spoken) -> bool:
        return not (said.names or said.near) and not set(self.matters).isdisjoint(said.words)

    @property
    def mention(self) -> str:
        """The sentence that names the subject, if it is only named in passing; otherwise empty."""
        if self.weight <= 0:
            return ""
        return quoted(next(one.text for one in self.sentences if one.names), _SHOWN)
