"""What a rewording changes: figures, dates, names, negations. Also a claim with a letter's new wording."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from drafter.english.messages import listed
from drafter.facts.model import Fact, Subject
from drafter.frozen import NamedTuple
from drafter.letter.clauses import Clauses
from drafter.review.model import Passage
from drafter.review.tokens import without_marks
from drafter.rules.claims import NUMBERS, OPENERS, is_date, is_figure

# Changes: figures, dates, names, negations, and words that change the meaning ("may", "all").

_NEGATIONS = frozenset(
    "not no never neither nor none nobody nothing nowhere without cannot hardly scarcely barely unless except".split()
)
# A sentence that exchanges one of these words for another says something else: how sure, how much, how many, which way.
_WEIGHTY = frozenset(
    """
    may might can could would will shall should must ought need
    all every each any some most many much few several only almost nearly about over under least more less fewer both
    half either always often sometimes rarely still already yet
    before after until since during by
    increase increased decrease decreased reduce reduced rise rose risen fall fell fallen cut up down grow grew
    public private national local voluntary compulsory legal illegal lawful unlawful free temporary permanent
    support supported oppose opposed accept accepted reject rejected agree agreed refuse refused allow allowed
    forbid forbidden prevent prevented require required permit permitted approve approved deny denied dispute disputed
    expected expects planned plans proposed proposes intended intends promised hoped decided announced confirmed
    launched completed delayed postponed ended began begun opened closed signed awarded cancelled
    possible likely unlikely certain probable able unable
    first last
    """.split()
)


_JOINING = OPENERS | frozenset("is be been to in who whom whose that which with he she it".split())
_OPPOSITES = ("un", "in", "im", "ir", "il", "dis", "non", "non-", "mis", "anti", "anti-", "de", "de-")
_MOST_ADDED, _MOST_DROPPED = 2, 3  # words with a meaning of their own: a run of so many may be a claim or a condition
# Words that may come and go without changing a claim. Words for whose, where or how are not among them, nor 'so', nor
# what holds now. For a past day 'was' and 'had been' are the same.
_PLAIN = frozenset("a an the that which who was were had been".split())
_SIGNS = ('"', "?", "!")  # a quotation that nobody made, a question, an exclamation
_WEIGHT, _DATE, _FIGURE, _NAME, _WORD = "weight", "date", "figure", "name", "word"
_Telling = tuple[str, str]  # a word, and which kind it is


class Changes(NamedTuple):
    """The weighty differences between a fact's words and a sentence's.

    ``turned`` are words that are all there in another order. ``added`` and ``dropped`` are runs of any words, long
    enough to say something of their own. ``grave`` is whether a figure, a date, a name, a negation, a weighty word, an
    order or a run changed; otherwise only other words were exchanged, which may mean the same or not.
    """

    lost: tuple[str, ...]
    came: tuple[str, ...]
    turned: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    grave: bool = False

    def __bool__(self) -> bool:
        return any(self)

    @property
    def weight(self) -> int:
        """How much was changed, for choosing the nearest wording."""
        return 100 * self.grave + sum(map(len, self[:5]))

    def __str__(self) -> str:
        if self.added:
            return f"adds {_quoted(self.added)} to"
        if self.dropped:
            return f"leaves out {_quoted(self.dropped)} of"
        if self.turned:
            return f"says {_quoted(self.turned)} in another order than"
        came, lost = _quoted(self.came), _quoted(self.lost)
        if came and lost:
            return f"says {came} in place of {lost} of"
        return f"adds {came} to" if came else f"leaves out {lost} of"


NOTHING = Changes((), ())


def changes(fact: Sequence[str], said: Sequence[str]) -> Changes:
    """Compare a fact's words with a sentence's, both as they stand."""
    before, after = list(_telling(fact)), list(_telling(said))
    lost, came = _without(before, after, said), _without(after, before, fact)
    runs = _runs(fact, said)
    if lost or came:
        # Words that were only added or only dropped are not an exchange.
        grave = any(what != _WORD for _, what in (*lost, *came)) or not (lost and came) or runs.grave
        return runs._replace(lost=tuple(word for word, _ in lost), came=tuple(word for word, _ in came), grave=grave)
    # The same words in another order may say something else: not this but that, from May to July.
    one, two = ([(_key(*telling), telling[0]) for telling in tellings] for tellings in (before, after))
    in_both = {key for key, _ in one} & {key for key, _ in two}
    one, two = ([pair for pair in pairs if pair[0] in in_both] for pairs in (one, two))
    turned = [a for (key, a), (other, _) in zip(one, two, strict=False) if key != other]
    return runs._replace(turned=tuple(dict.fromkeys(turned)), grave=True) if turned else runs


def _runs(fact: Sequence[str], said: Sequence[str]) -> Changes:
    """Words that were added or dropped in a run, and words turned into their opposite."""
    before, after = ([without_marks(word).casefold() for word in words] for words in (fact, said))
    added, dropped, opposite = [], [], []
    for _, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if before[a:b] == after[c:d]:
            continue
        surplus = _content(after[c:d]) - _content(before[a:b])
        if surplus >= _MOST_ADDED:
            added.append(" ".join(said[c:d]))
        if -surplus >= _MOST_DROPPED:
            dropped.append(" ".join(fact[a:b]))
        for old in before[a:b]:
            opposite += [new for new in after[c:d] if _opposite(old, new) or _opposite(new, old)]
    grave = bool(opposite or added or dropped)
    return Changes((), tuple(opposite), (), tuple(added), tuple(dropped), grave)


def _content(words: Sequence[str]) -> int:
    """How many words carry a meaning of their own."""
    return sum(bool(word) and word not in _JOINING for word in words)


def _opposite(word: str, other: str) -> bool:
    return any(other == prefix + word for prefix in _OPPOSITES)


def _without(those: Sequence[_Telling], these: Sequence[_Telling], words: Sequence[str]) -> list[_Telling]:
    """The words that are not among others. A name without its capital has only moved."""
    left = Counter(_key(*telling) for telling in these)
    low = {word for word in map(without_marks, words) if word[:1].islower()}
    result = []
    for word, what in those:
        key = _key(word, what)
        if left[key] > 0:
            left[key] -= 1
        elif what != _NAME or word.casefold() not in low:
            result.append((word, what))
    return result


def _key(word: str, what: str) -> str:
    low = word.casefold()
    return NUMBERS.get(low, low) if what == _FIGURE else low if what in {_NAME, _WORD} else f"{what} {low}"


def _telling(words: Sequence[str]) -> Iterator[_Telling]:
    begins = True
    for shown in words:
        for sign in _SIGNS:
            if sign in shown:
                yield sign, _WEIGHT
        word = without_marks(shown).removesuffix("'s").removesuffix("\u2019s")
        low = word.casefold()
        if low in _NEGATIONS or low.endswith(("n't", "n\u2019t")):
            yield ("not" if low.endswith("t") and low not in {"without", "except"} else low), _WEIGHT
        elif is_date(word):
            yield word, _DATE
        elif is_any_figure(word):
            yield word, _FIGURE
        elif low in _WEIGHTY:
            yield low, _WEIGHT
        elif word[:1].isupper() and word != "I" and not (begins and low in OPENERS):
            yield word, _NAME
        elif low and low not in _PLAIN:
            yield low, _WORD
        begins = shown.endswith((".", "?", "!"))


def is_any_figure(word: str) -> bool:
    """Whether a word, or a part of one with hyphens, is a figure: twenty-five, two-thirds."""
    return any(is_figure(part) for part in word.split("-") if part)


def _quoted(words: Sequence[str]) -> str:
    return listed(f"'{word}'" for word in words)


# Rewording: a claim with the words that somebody changed in a letter.


def claim_said(passage: Passage, fact: str) -> str:
    """The words in which a sentence says a fact, without the full stop."""
    words = " ".join(segment.text.strip() for segment in passage.segments if segment.fact == fact)
    return " ".join(words.split()).rstrip(".").strip()


def reworded(fact: Fact, said: str, subject: Subject, day: date) -> str | None:
    """The claim with the words that a letter of a day exchanged; ``None`` where it is unclear where in the claim they
    belong.

    ``said`` is compared with the most similar way of telling the claim, and only the difference is used. So marks of
    verbs, subjects and months stay.
    """
    ways = dict.fromkeys(told.text for told in Clauses(subject, day).every(fact.claim))
    nearest = max(ways, key=lambda way: difflib.SequenceMatcher(None, _words(way), _words(said)).ratio())
    old, new = nearest.split(), said.split()
    claim = fact.claim
    matcher = difflib.SequenceMatcher(None, _words(nearest), _words(said), autojunk=False)
    for tag, i, j, k, n in reversed(matcher.get_opcodes()):
        if tag == "equal":
            continue
        first, begin = (i - 1, k - 1) if i == j and i else (i, k)  # an inserted word goes with the word before it
        last, end = (j + 1, n + 1) if i == j and not i else (j, n)
        before, after = " ".join(old[first:last]), " ".join(new[begin:end])
        places = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(before)}(?!\w)", claim)]
        if len(places) != 1:
            return None
        start, stop = places[0]
        claim = " ".join(f"{claim[:start]}{after}{claim[stop:]}".split())
    return claim if claim != fact.claim else None


def _words(text: str) -> list[str]:
    return text.casefold().split()
