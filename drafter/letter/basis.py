"""The basis of a letter: the one document that most of what it tells is from, named once, in its first paragraph.

Later paragraphs of such a letter may begin with a claim of that document that sounds reported ("they would ..."), and
need not say again whose word it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from drafter.letter.clauses import Voice, is_mainly_of, may_be_basis
from drafter.letter.plan import Basis, Begin, HeadStep, Say, Step
from drafter.letter.templates import TemplateContext
from drafter.letter.tree import is_past, is_told_plainly, may_begin_bare

_FEWEST: Final = 4  # claims of the document
_SPARED: Final = 2  # paragraphs that can begin without saying whose word it is; each spares a tag, and the basis is one


def on_a_basis(steps: Sequence[Step], desk: TemplateContext, first: str) -> list[Step]:
    """The steps, with the letter's basis named at the end of its first paragraph, if that is of the part ``first``."""
    paragraphs = list(_paragraphs(steps))
    voice = _basis(paragraphs, desk)
    if voice is None or paragraphs[0][0] != Begin(first):
        return [*steps]
    begun, *others = paragraphs
    return [*begun, Basis(voice), *(step for paragraph in others for step in paragraph)]


def _paragraphs(steps: Sequence[Step]) -> Iterator[list[Step]]:
    paragraph: list[Step] = []
    for step in steps:
        if isinstance(step, Begin | HeadStep) and paragraph:
            yield paragraph
            paragraph = []
        paragraph.append(step)
    if paragraph:
        yield paragraph


def _basis(paragraphs: Sequence[Sequence[Step]], desk: TemplateContext) -> Voice | None:
    said = [step for paragraph in paragraphs for step in paragraph if isinstance(step, Say)]
    told = [fact for step in said for fact in step.facts]
    for voice in dict.fromkeys(step.voice for step in said):
        if not may_be_basis(voice, desk.base):
            continue
        mine = [fact for step in said if step.voice.key == voice.key for fact in step.facts]
        spared = sum(_begins_bare(paragraph, voice, desk) for paragraph in paragraphs[1:])
        if len(mine) >= _FEWEST and is_mainly_of(voice.source, told) and spared >= _SPARED:
            return voice
    return None


def _begins_bare(paragraph: Sequence[Step], voice: Voice, desk: TemplateContext) -> bool:
    """Whether the first claim of a paragraph that is somebody's word may stand there without a tag."""
    for step in paragraph:
        if not isinstance(step, Say):
            continue
        past = step.had or all(is_past(fact, desk.base, desk.request.date) for fact in step.facts)
        named = [fact for fact in step.facts if not is_told_plainly(fact, past=past)]
        if named or step.had:
            return (
                step.voice.key == voice.key and not step.had and may_begin_bare(named[:1], voice, desk.base, past=past)
            )
    return False
