"""How the shipped letters read, in figures: ``make prose``. The bounds are held by ``test_prose.py``."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations, pairwise
from typing import NamedTuple

import textstat
from shipped import base, office, templates

from drafter.letter.compose import compose
from drafter.letter.recipient import correspondent
from drafter.letter.request import Length, LetterRequest
from drafter.letter.tree import Kind, Letter, Paragraph, Sentence, opening_of
from drafter.office import OfficeSide

DAYS = (
    date(2017, 1, 15), date(2017, 12, 10), date(2018, 2, 1), date(2018, 5, 1), date(2018, 7, 10), date(2026, 11, 28),
)  # fmt: skip
SIDES = {OfficeSide.GOVERNMENT: "Conservative", OfficeSide.OPPOSITION: "Labour", OfficeSide.NONE: ""}
MAIN = ("accountability", "privatisation", "consultation")


class Figures(NamedTuple):
    """What was counted in one letter. ``tagged`` and ``cited`` are sentences, ``longest`` and ``words`` are words."""

    words: int
    attributions: int
    tagged: int
    cited: int
    broken: int
    repeated: int
    longest: int
    sentences: int
    grade: float
    notes: int
    closing: str

    @property
    def attributions_in_100(self) -> float:
        """How many times in a hundred words the letter says who said it."""
        return 100 * self.attributions / self.words


class Asked(NamedTuple):
    """One letter that is measured."""

    topics: tuple[str, ...]
    day: date
    side: OfficeSide
    length: Length

    def __str__(self) -> str:
        topics = "+".join(self.topics) if len(self.topics) < 4 else "all"
        return f"{self.day} {self.side:<10} {self.length:<8} {topics}"


def topic_sets() -> list[tuple[str, ...]]:
    """The topics alone, the pairs, the three main ones, all."""
    topics = tuple(base().topics)
    return [*((topic,) for topic in topics), *combinations(topics, 2), MAIN, topics]


def every(sets: Iterable[tuple[str, ...]] | None = None) -> Iterator[Asked]:
    """The letters that are measured, in the order in which they are printed."""
    for side in SIDES:
        for length in Length:
            for day in DAYS:
                for topics in sets or topic_sets():
                    yield Asked(topics, day, side, length)


def letter_of(asked: Asked) -> Letter:
    """The letter."""
    theirs = replace(office(), side=asked.side, party=SIDES[asked.side])
    position = "" if asked.side is OfficeSide.NONE else str(asked.side)
    request = LetterRequest(asked.topics, correspondent("Mrs A Patel"), asked.day, position, asked.length)
    return compose(request, base(), templates(), theirs).letter


def measured(letter: Letter) -> Figures:
    """The figures of a letter's text: its salutation, close and notes are not counted."""
    sentences = list(letter.sentences())
    texts = [sentence.text for sentence in sentences]
    cited = [sentence for sentence in sentences if sentence.facts]
    openings = [opening_of(text) for text in texts]
    return Figures(
        words=sum(len(text.split()) for text in texts),
        attributions=sum(s.kind in (Kind.FRAME, Kind.BASIS) for sentence in sentences for s in sentence.segments),
        tagged=sum(_tagged(sentence) for sentence in cited),
        cited=len(cited),
        broken=sum(_broken(sentence) for sentence in cited),
        repeated=sum(one == two for one, two in pairwise(openings)),
        longest=max(len(text.split()) for text in texts),
        sentences=len(texts),
        grade=textstat.flesch_kincaid_grade(" ".join(re.sub(r"\s+", " ", text) for text in texts)),
        notes=len(letter.notes),
        closing=" ".join(s.text for s in _last_paragraph(letter).sentences),
    )


def _last_paragraph(letter: Letter) -> Paragraph:
    """The closing: the last paragraph."""
    return [block for block in letter.blocks if isinstance(block, Paragraph)][-1]


def _tagged(sentence: Sentence) -> bool:
    return any(segment.kind is Kind.FRAME for segment in sentence.segments)


def _broken(sentence: Sentence) -> bool:
    """Whether a tag stands in the middle of a claim."""
    claims = [segment.fact for segment in sentence.segments if segment.kind is Kind.CLAIM]
    return len(claims) != len(set(claims))


def mean(values: Iterable[float]) -> float:
    """The mean."""
    values = list(values)
    return sum(values) / len(values)


def main() -> None:
    """Print the figures, for each side and length; and what is at its worst."""
    worst: dict[str, tuple[float, Asked]] = {}
    total: list[Figures] = []
    print(f"{'':<22}{'words':>7}{'tags/100':>10}{'tagged':>8}{'longest':>9}{'w/sentence':>11}{'grade':>7}{'notes':>7}")
    for side in SIDES:
        for length in Length:
            mine = []
            for asked in every():
                if (asked.side, asked.length) != (side, length):
                    continue
                figures = measured(letter_of(asked))
                mine.append(figures)
                for name in ("attributions_in_100", "longest", "grade", "broken", "repeated", "notes"):
                    value = getattr(figures, name)
                    if name not in worst or value > worst[name][0]:
                        worst[name] = value, asked
            total += mine
            print(f"{side:<12}{length:<10}{row(mine)}", flush=True)
    print(f"{'all':<22}{row(total)}")
    for name, (value, asked) in worst.items():
        print(f"most {name:<20} {value:6.2f}   {asked}")
    closings = [figures.closing for figures in total]
    alike = sum(len(set(closings[at : at + 10])) < 10 for at in range(len(closings) - 9))
    print(f"ten letters running with two closings alike: {alike} of {len(closings) - 9}")


def row(figures: list[Figures]) -> str:
    """One line of the table."""
    return (
        f"{mean(f.words for f in figures):7.0f}{mean(f.attributions_in_100 for f in figures):10.2f}"
        f"{100 * sum(f.tagged for f in figures) / sum(f.cited for f in figures):7.0f}%"
        f"{max(f.longest for f in figures):9d}{sum(f.words for f in figures) / sum(f.sentences for f in figures):11.1f}"
        f"{mean(f.grade for f in figures):7.1f}{mean(f.notes for f in figures):7.1f}"
    )


if __name__ == "__main__":
    sys.exit(main())
