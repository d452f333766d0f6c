"""How a letter on several questions begins: with what it answers to each, in short."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from drafter.facts.model import Answer
from drafter.letter.tree import Kind, Segment

IN_SHORT, BUT, CANNOT_TELL = "In short,", "But", "I cannot yet tell you"
BUT_UNKNOWN, AND, OR = f", but {CANNOT_TELL}", " and", " or"  # a comma stands before each
HEADS = (IN_SHORT, f"{IN_SHORT} {CANNOT_TELL}", f"{BUT} {CANNOT_TELL}")  # what such a sentence begins with
_LONGEST = 34  # words in a sentence, as in every other of a letter


def in_short(replies: Mapping[str, Answer], raised: Sequence[str]) -> tuple[tuple[Segment, ...], ...]:
    """The sentence or two in which a letter tells at once what it answers to all that was ``raised``, fears first.

    ``replies`` are its answers, by the question or fear, or by the topic. What is known comes first, then what is not.
    Empty where there are not two answers, where one of them has no short form, and where the sentences would be too
    long: part of an answer would be taken for all of it. Empty too where nothing is known: that is better said beside
    what it is of.
    """
    answers = list(dict.fromkeys(replies[name] for name in raised if name in replies))
    if len(answers) < 2 or not all(name in replies for name in raised) or not all(one.shorts for one in answers):
        return ()
    known = _parts([(one.in_short, one) for one in answers], AND)
    unknown = _parts([(one.cannot_tell, one) for one in answers], OR)
    ways = [[_sentence(IN_SHORT, known)]]
    if unknown:
        ways = [[_sentence(IN_SHORT, known, BUT_UNKNOWN, unknown)]]
        ways += [[_sentence(IN_SHORT, known), _sentence(f"{BUT} {CANNOT_TELL}", unknown)]]
    short = (tuple(way) for way in ways if known and all(_words(sentence) <= _LONGEST for sentence in way))
    return next(short, ())


def _parts(shorts: Sequence[tuple[str, Answer]], join: str) -> list[Segment]:
    """The short forms that there are, each once, as segments, with what stands between them."""
    first: dict[str, Answer] = {}
    for text, answer in shorts:
        first.setdefault(text, answer)
    first.pop("", None)
    row: list[Segment] = []
    several = len(first) > 1
    for number, (text, answer) in enumerate(first.items(), start=1):
        if several and number == len(first):
            row.append(Segment(join, Kind.JOIN))
        row.append(Segment(f" {text}{',' if number < len(first) else ''}", Kind.ANSWER, answer.rests_on[0]))
    return row


def _sentence(*parts: str | Sequence[Segment]) -> tuple[Segment, ...]:
    row: list[Segment] = []
    for part in parts:
        row += [Segment(part, Kind.JOIN)] if isinstance(part, str) else part
    return (*row, Segment(".", Kind.JOIN))


def _words(sentence: Sequence[Segment]) -> int:
    return len("".join(segment.text for segment in sentence).split())


def shorts_of(segments: Sequence[Segment]) -> Iterator[Segment]:
    """The short answers that a sentence says, without the comma or full stop behind them; none if it is no such one."""
    if segments and segments[0].kind is Kind.JOIN and segments[0].text.strip() in HEADS:
        answers = (segment for segment in segments if segment.kind is Kind.ANSWER)
        yield from (segment._replace(text=segment.text.strip().rstrip(",.")) for segment in answers)
