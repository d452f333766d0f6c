"""The words that would put a sentence right, where there are some: the claim's own, under a frame of its own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from drafter.factbase.fingerprint import fingerprint
from drafter.factbase.model import Abbreviation
from drafter.letter import cite
from drafter.letter.abbreviations import in_full
from drafter.letter.acting import BLANK, said_of
from drafter.letter.clauses import Clauses
from drafter.letter.decided import decided
from drafter.letter.frames import Place, frames, voice_of
from drafter.letter.laws import Breach
from drafter.letter.record import Said
from drafter.letter.returned import Block
from drafter.letter.sentences import is_past, lower, upper
from drafter.letter.tree import Heading, Kind, Letter, Paragraph, Segment, Sentence
from drafter.letter.typography import typeset
from drafter.letter.vocabulary import Desk
from drafter.review.align import Aligned
from drafter.review.known import CLAIMS, UNDECIDED, Form, Role
from drafter.review.model import Passage, Review
from drafter.review.standing import Shelf

# Laws that a sentence breaks by whom it lets speak, when, and in which tense: it is told anew, under a whole frame.
_SPEAKS = frozenset(("no-speaker", "undated-claim", "untagged", "told-as-now", "other-tense"))
_PAUSES = frozenset(",;:.?!")


Again = Callable[[Block], tuple[Sequence[Aligned], Sequence[Breach]]]


def mends(
    block: Block, sentences: Sequence[Aligned], breaches: Sequence[Breach], again: Again, desk: Desk
) -> dict[int, tuple[Segment, ...]]:
    """The sentences of a paragraph that can be put right, by their number.

    A sentence that names a speaker again puts those after it right as well: after each the paragraph is read anew.
    """
    found: dict[int, tuple[Segment, ...]] = {}
    now = sentences
    for number, sentence in enumerate(sentences):
        laws = {breach.law for breach in breaches if breach.sentence == number}
        made = mend_of(sentence, laws, desk)
        if not made:
            continue
        found[number] = made
        start, end = now[number].start, now[number].pieces[-1].end
        text = "".join(segment.text for segment in made)
        block = replace(block, text=f"{block.text[:start]}{text}{block.text[end:]}", marks=(), calls=())
        now, breaches = again(block)
        if len(now) != len(sentences):
            break
    return found


def mend_of(sentence: Aligned, laws: Collection[str], desk: Desk) -> tuple[Segment, ...]:
    """The sentence as it would stand if it were right; nothing where no words of the fact base's put it right."""
    claims = [form for form in sentence.forms if form.role in CLAIMS]
    if not claims:
        said = filled_in(sentence, desk)
        return (Segment(said, Kind.ACT),) if said else ()
    made: tuple[Segment, ...] = ()
    if _SPEAKS & set(laws):
        made = tuple(_told_anew([form.fact for form in claims], desk))
    elif sentence.against:
        lost = sentence.framed and not any(form.role is Role.FRAME for form in sentence.forms)
        made = tuple(_put_back(sentence.forms, sentence.frames if lost else ()))
    return _written(made, sentence.text, desk)


def filled_in(sentence: Aligned, desk: Desk) -> str:
    """What a blank is to say, now that it was decided; empty for no blank, and for one that may say two things."""
    blanks = {form.text for form in sentence.forms if form.how == UNDECIDED}
    if len(blanks) != 1 or BLANK.strip() not in sentence.text:
        return ""
    actions = [action for action in desk.base.actions.values() if said_of(action, None, desk) in blanks]
    decisions = [(one, decided(one.id, one.subject, desk.office, desk.day.date)) for one in actions]
    said = {said_of(action, decision, desk) for action, decision in decisions if decision is not None}
    if len(said) != 1:
        return ""
    before = sentence.text[: sentence.text.index(BLANK.strip())]  # "Also, "
    return "".join(one.text for one in _written([Segment(before + said.pop(), Kind.ACT)], sentence.text, desk))


def mended(review: Review, shelf: Shelf) -> Letter:
    """The letter with every sentence put right that can be; a draft, to be reviewed again."""
    passages = [replace(one, segments=one.mend) if one.mend else one for one in review.passages]
    blocks: list[Heading | Paragraph] = []
    for _, together in groupby(passages, key=lambda one: one.block):
        mine = list(together)
        if mine[0].heading:
            blocks.append(Heading(mine[0].text, ""))
        else:
            blocks.append(Paragraph(tuple(Sentence(one.segments) for one in mine), ""))
    base, day = shelf.base, shelf.on(review.letter.date)
    paragraphs = [block.sentences for block in blocks if isinstance(block, Paragraph)]
    runs = cite.runs_of_claims(paragraphs, base.facts, base.sources)
    letter = replace(review.letter, blocks=tuple(blocks), notes=cite.notes(runs, base.sources, shelf.templates))
    facts = [base.facts[id_] for id_ in letter.claims]
    return replace(letter, said=tuple(Said(fact.id, fingerprint(fact), day.holds(fact)) for fact in facts))


def changed(review: Review) -> Iterator[tuple[Passage, str]]:
    """The sentences that can be put right, each with how it would then read."""
    for one in review.passages:
        if one.mend:
            yield one, "".join(segment.text for segment in one.mend)


def _put_back(forms: Sequence[Form], heads: Sequence[str]) -> Iterator[Segment]:
    """The phrases that a sentence is nearest to; before them a frame, where what stood there is none."""
    if heads:
        first = next(form for form in forms if form.role in CLAIMS)
        yield Segment(f"{heads[0].strip()} ", Kind.FRAME, source=first.source, dated=True)
    for number, form in enumerate(forms):
        space = " " if number and form.text[:1] not in _PAUSES else ""
        yield Segment(f"{space}{form.text.strip()}", Kind(form.kind), form.fact, form.source, form.dated)


def _told_anew(ids: Sequence[str], desk: Desk) -> Iterator[Segment]:
    """Claims of one speaker, told under the frame that names him in full, and says when."""
    facts = [desk.base.facts[id_] for id_ in ids]
    voices = {voice_of(fact, desk.base) for fact in facts}
    if len(voices) != 1:
        return
    (voice,) = voices
    past = any(is_past(fact, desk.base, desk.day.date) for fact in facts)
    known = frames(voice, desk.base, desk.day.date, told_past=past)
    lead = next(frame for frame in known if frame.place is Place.LEAD)
    yield Segment(lead.text, Kind.FRAME, source=voice.source, dated=True, past=past)
    for number, fact in enumerate(facts):
        if number:
            yield Segment(", and that ", Kind.JOIN)
        clauses = Clauses(desk.base.subjects[fact.subject], desk.day.date)
        yield Segment(clauses.told(fact.claim, past=past).text, Kind.CLAIM, fact.id, fact.source, past=past)


def _written(made: Sequence[Segment], before: str, desk: Desk) -> tuple[Segment, ...]:
    """A sentence as it is written, an abbreviation spelt out where it was before; none where nothing would change."""
    if not made:
        return ()
    spelt = [one for one in desk.subject.abbreviations if f"({one.short}" in before]
    texts = list(_spelt_out([segment.text for segment in made], spelt))
    texts = [typeset(lower(text) if number and not text[:1].isupper() else text) for number, text in enumerate(texts)]
    texts[0] = upper(texts[0])
    texts[-1] = f"{texts[-1].rstrip().rstrip('.')}."
    if "".join(texts) == before:
        return ()
    return tuple(segment._replace(text=text) for segment, text in zip(made, texts, strict=True))


def _spelt_out(texts: Sequence[str], spelt: Sequence[Abbreviation]) -> Iterator[str]:
    left = list(spelt)
    for text in texts:
        here = [one for one in left if one.short in text]
        yield in_full(text, here) if here else text
        left = [one for one in left if one not in here]
