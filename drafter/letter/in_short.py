"""How a letter on several questions begins: with what it answers to each, in short."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from drafter.facts.model import Answer
from drafter.letter.tree import Kind, Segment

IN_SHORT, BUT, CANNOT_TELL = "In short,", "But", "I cannot yet tell you"
BUT_UNKNOWN, AND, OR = f", but {CANNOT_TELL}", ", and", ", or"
HEADS = (IN_SHORT, f"{IN_SHORT} {CANNOT_TELL}", f"{BUT} {CANNOT_TELL}")  # what such a sentence begins with
_LONGEST = 34  # words in a sentence, as in every other of a letter


def in_short(replies: Mapping[str, Answer], raised: Sequence[str]) -> tuple[tuple[Segment, ...], ...]:
    """The sentence or two in which a letter tells at once what it answers to all that was ``raised``, fears first.

    ``replies`` are its answers, by the question or fear, or by the topic. What is known comes first, then what is not.
    Empty where there are not two answers, where one of them has no short form, and where the sentences would be too
    long: part of an answer would be taken for all of it. Empty too where no more is known than not: that is better said
    beside what it is of.
    """
    answers = list(dict.fromkeys(replies[name] for name in raised if name in replies))
    if len(answers) < 2 or not all(name in replies for name in raised) or not all(one.shorts for one in answers):
        return ()
    known, unknown = _parts((one.in_short for one in answers), AND), _parts((one.cannot_tell for one in answers), OR)
    if len(known) <= len(unknown):
        return ()
    ways = [[_sentence(IN_SHORT, known)]]
    if unknown:
        ways = [[_sentence(IN_SHORT, known), _sentence(f"{BUT} {CANNOT_TELL}", unknown)]]
        if not any(" but " in text for _, text in known):
            ways.insert(0, [_sentence(IN_SHORT, [*known, (Kind.JOIN, BUT_UNKNOWN), *unknown])])
    short = (tuple(way) for way in ways if all(_words(sentence) <= _LONGEST for sentence in way))
    return next(short, ())


def _parts(shorts: Iterable[str], join: str) -> list[tuple[Kind, str]]:
    """The short forms that there are, each once, with what stands between them."""
    texts = list(dict.fromkeys(filter(None, shorts)))
    row: list[tuple[Kind, str]] = []
    for number, (before, text) in enumerate(pairwise(["", *texts]), start=1):
        if row:
            row.append((Kind.JOIN, join if number == len(texts) else ","))
        same = speaker_of(text) and speaker_of(before) == speaker_of(text)
        row.append((Kind.ANSWER, behind_its_speaker(text) if same else text))
    return row


_SAYS = " says that "


def speaker_of(short: str) -> str:
    """Who says what is answered in short; empty where nobody is said to: "I have found nothing that says that"."""
    name, says, _ = short.partition(_SAYS)
    return name if says and not name.startswith("I ") else ""


def behind_its_speaker(short: str) -> str:
    """A short answer right behind another of the same speaker: "that taxpayers would pay". Empty where it has none."""
    return f"that {short.partition(_SAYS)[2]}" if speaker_of(short) else ""


def _sentence(head: str, parts: Sequence[tuple[Kind, str]]) -> tuple[Segment, ...]:
    """The parts as segments. A comma belongs to what stands before it, and a space to what is no short form."""
    row = [Segment(f"{head} ", Kind.JOIN)]
    for kind, text in parts:
        if kind is Kind.ANSWER:
            row.append(Segment(text, kind))
            continue
        words = text.removeprefix(",")
        row[-1] = row[-1]._replace(text=f"{row[-1].text},{'' if words else ' '}")
        row += [Segment(f"{words} ", kind)] if words else []
    row[-1] = row[-1]._replace(text=f"{row[-1].text}.")
    return tuple(row)


def _words(sentence: Sequence[Segment]) -> int:
    return len("".join(segment.text for segment in sentence).split())


def shorts_of(segments: Sequence[Segment]) -> Iterator[Segment]:
    """What a sentence answers in short, without the comma or full stop behind it. Other answers name a fact: theirs is
    the first that they rest on.
    """
    answers = (segment for segment in segments if segment.kind is Kind.ANSWER and not segment.fact)
    yield from (segment._replace(text=segment.text.strip().rstrip(",.")) for segment in answers)
