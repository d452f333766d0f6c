"""How a letter on several questions begins: with what it answers to each, in short."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from drafter.facts.model import Answer
from drafter.letter.tree import Kind, Segment

IN_SHORT, CANNOT_TELL, BUT = "In short,", "I cannot yet tell you", "But"
BUT_KNOWN, BUT_UNKNOWN, AND, OR = ", but", f", but {CANNOT_TELL}", ", and", ", or"
_LONGEST = 34  # words in a sentence, as in every other of a letter


def in_short(replies: Mapping[str, Answer], raised: Sequence[str]) -> tuple[tuple[Segment, ...], ...]:
    """The sentence or two in which a letter tells at once what it answers to all that was ``raised``.

    ``replies`` are its answers, by the question or fear, or by the topic. What is known comes first, then what is not,
    or the other way round where nothing is known of what was raised first. Empty where there are not two answers, where
    one of them has no short form, and where the sentences would be too long: part of an answer would be taken for all
    of it.
    """
    answers = list(dict.fromkeys(replies[name] for name in raised if name in replies))
    if len(answers) < 2 or not all(name in replies for name in raised) or not all(one.shorts for one in answers):
        return ()
    known = _parts([(one.in_short, one) for one in answers], AND)
    unknown = _parts([(one.cannot_tell, one) for one in answers], OR)
    unknown_first = f"{IN_SHORT} {CANNOT_TELL}"
    if not (known and unknown):
        ways = [[_sentence(IN_SHORT, known) if known else _sentence(unknown_first, unknown)]]
    elif answers[0].in_short:
        ways = [[_sentence(IN_SHORT, known, BUT_UNKNOWN, unknown)]]
        ways += [[_sentence(IN_SHORT, known), _sentence(f"{BUT} {CANNOT_TELL}", unknown)]]
    else:
        ways = [[_sentence(unknown_first, unknown, BUT_KNOWN, known)]]
        ways += [[_sentence(unknown_first, unknown), _sentence(BUT, known)]]
    return next((tuple(way) for way in ways if all(_words(sentence) <= _LONGEST for sentence in way)), ())


def _parts(shorts: Sequence[tuple[str, Answer]], join: str) -> list[Segment]:
    """The short forms that there are, each once, as segments, with what stands between them."""
    first: dict[str, Answer] = {}
    for text, answer in shorts:
        first.setdefault(text, answer)
    first.pop("", None)
    row: list[Segment] = []
    last = len(first) - 1
    for number, (text, answer) in enumerate(first.items()):
        if number:
            row.append(Segment(join if number == last else ",", Kind.JOIN))
        row.append(Segment(f" {text}", Kind.ANSWER, answer.rests_on[0]))
    return row


def _sentence(*parts: str | Sequence[Segment]) -> tuple[Segment, ...]:
    row: list[Segment] = []
    for part in parts:
        row += [Segment(part, Kind.JOIN)] if isinstance(part, str) else part
    return (*row, Segment(".", Kind.JOIN))


def _words(sentence: Sequence[Segment]) -> int:
    return len("".join(segment.text for segment in sentence).split())
