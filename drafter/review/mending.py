"""Words that would put a sentence right, where there are some: mostly the claim's own, under its own frame."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from drafter.facts.model import Abbreviation, Fact, fingerprint
from drafter.letter import finish
from drafter.letter.acts import BLANK, act_in_words, decision_on
from drafter.letter.clauses import (
    Clauses,
    Place,
    frames,
    subject_of,
    voice_of,
)
from drafter.letter.finish import spell_out, typeset
from drafter.letter.laws import Breach
from drafter.letter.record import SaidFact
from drafter.letter.returned import Block
from drafter.letter.templates import TemplateContext
from drafter.letter.tree import (
    Heading,
    Kind,
    Letter,
    Paragraph,
    Segment,
    Sentence,
    is_past,
    lower,
    upper,
)
from drafter.review.align import Aligned
from drafter.review.doubts import doubts
from drafter.review.model import Passage, Review, SentenceStatus
from drafter.review.phrases import CLAIMS, UNDECIDED, Phrase, Role
from drafter.workspace import Workspace

# Laws that a sentence breaks by its speaker, time or tense. It is then told anew, under a whole frame.
SPEAKS = frozenset(("no-speaker", "undated-claim", "untagged", "told-as-now", "other-tense"))
_PAUSES = frozenset(",;:.?!")  # no space stands before these
_UNSOUND = frozenset((SentenceStatus.CHANGED, SentenceStatus.REWORDED))
_SOUND = frozenset((SentenceStatus.FACT, SentenceStatus.ACT))
GONE = frozenset(("withdrawn-fact", "not-yet", "no-longer-holds"))

Again = Callable[[Block], tuple[Sequence[Aligned], Sequence[Breach]]]


def mends(
    block: Block,
    sentences: Sequence[Aligned],
    breaches: Sequence[Breach],
    again: Again,
    desk: TemplateContext,
    missing: Collection[str] = (),
) -> dict[int, tuple[Segment, ...]]:
    """The sentences of a paragraph that can be put right, by number. ``missing`` are facts of the draft that the letter
    does not tell.

    A sentence that names its speaker again also puts right those after it, so the paragraph is read anew after each.
    What would be found fault with at its place is not proposed.
    """
    found: dict[int, tuple[Segment, ...]] = {}
    now = sentences
    for number, sentence in enumerate(sentences):
        laws = {breach.law for breach in breaches if breach.sentence == number}
        if _may_tell(sentence, missing, desk):
            continue
        both = _with_missing(sentence, missing, desk)
        for made in _anew(both, sentence, desk) if both else mends_of(sentence, laws, desk):
            text = "".join(segment.text for segment in made)
            tried = _with(block, now[number], text)
            read, broken = again(tried)
            if _passes(number, text, laws, read, broken, desk):
                found[number] = made
                block, now, breaches = tried, read, broken
                break
        if len(now) != len(sentences):
            break
    return found


def _with(block: Block, sentence: Aligned, text: str) -> Block:
    """A paragraph with other words in a sentence's place."""
    before, after = block.text[: sentence.start], block.text[sentence.pieces[-1].end :]
    return replace(block, text=f"{before}{text}{after}", marks=(), calls=())


def stands_in(number: int, text: str, block: Block, sentences: Sequence[Aligned], again: Again) -> bool:
    """Whether words would pass the review in the place of a sentence: known whole, and breaking no law there."""
    whole = f"{upper(text).rstrip('.')}."
    now, breaches = again(_with(block, sentences[number], whole))
    if len(now) != len(sentences) or any(breach.sentence == number for breach in breaches):
        return False
    one = now[number]
    known = one.standing in (SentenceStatus.FACT, SentenceStatus.COURTESY)
    return known and not (one.against or one.changes or one.framed)


def _passes(
    number: int,
    text: str,
    laws: Collection[str],
    read: Sequence[Aligned],
    broken: Sequence[Breach],
    desk: TemplateContext,
) -> bool:
    """Whether a sentence that was put right passes at its place: read to its last word as what it is meant as, on facts
    that may be told that day, with none of the faults that mending is for, and no new one. ``laws`` are those that it
    broke before.
    """
    if number >= len(read):
        return False
    made = read[number]
    whole = made.standing in _SOUND and not made.framed and made.text == " ".join(text.split())
    breaks = {breach.law for breach in broken if breach.sentence == number}
    if not whole or breaks & SPEAKS or breaks - set(laws):
        return False
    told = {segment.fact: segment.past for segment in made.segments if segment.kind.about.cited}
    held = (doubts(desk.day.of(desk.base.facts[id_]), None, past=past) for id_, past in told.items())
    return not any(doubt.rule in GONE for mine in held for doubt in mine)


def _may_tell(sentence: Aligned, missing: Collection[str], desk: TemplateContext) -> bool:
    """Whether words that a sentence adds to its claims may be one of the missing facts, told in words too far from its
    own. To take them out would lose that fact without a word.
    """
    changed = sentence.changes
    if changed is None or not (changed.added or (changed.came and not changed.lost)):
        return False
    of = {(form.subject, form.voice) for form in sentence.forms if form.role in CLAIMS}
    left = (desk.base.facts[id_] for id_ in missing if id_ in desk.base.facts)
    return any((subject_of(fact.claim), voice_of(fact, desk.base)) in of for fact in left)


def _with_missing(sentence: Aligned, missing: Collection[str], desk: TemplateContext) -> list[str]:
    """The claims of a sentence with those of the missing facts whose subject it names still, in its order. What is left
    of a claim that lost its condition would else be taken for words too many. Empty where there is none.
    """
    if sentence.changes is None or not sentence.changes.added:
        return []
    text = sentence.text.casefold()
    here = [desk.base.facts[form.fact] for form in sentence.forms if form.role in CLAIMS]
    voices = {voice_of(fact, desk.base) for fact in here}
    left = [desk.base.facts[id_] for id_ in missing if id_ in desk.base.facts]
    named = [fact for fact in left if voice_of(fact, desk.base) in voices and _subject(fact) and _subject(fact) in text]
    every = sorted((*here, *named), key=lambda fact: text.find(_subject(fact)))
    return [fact.id for fact in every] if named else []


def _subject(fact: Fact) -> str:
    return typeset(subject_of(fact.claim)).casefold()


def _anew(ids: Sequence[str], sentence: Aligned, desk: TemplateContext) -> Iterator[tuple[Segment, ...]]:
    """These claims in place of the sentence, under one frame; none where no single speaker made them."""
    yield from filter(None, (_written(tuple(_told_anew(ids, desk)), sentence.text, desk),))


def mends_of(sentence: Aligned, laws: Collection[str], desk: TemplateContext) -> Iterator[tuple[Segment, ...]]:
    """The ways in which the sentence may be right, the likeliest first; none where no words of the fact base can put it
    right.
    """
    claims = [form for form in sentence.forms if form.role in CLAIMS]
    if not claims:
        said = fill_in_blank(sentence, desk)
        if said:
            yield (Segment(said, Kind.ACT),)
        return
    ways: list[Iterator[Segment]] = []
    if not SPEAKS & set(laws) and sentence.against:
        lost = sentence.framed and not any(form.role is Role.FRAME for form in sentence.forms)
        ways.append(put_back(sentence.forms, sentence.frames if lost else ()))
    if SPEAKS & set(laws) or sentence.standing in _UNSOUND:
        ways.append(_told_anew([form.fact for form in claims], desk))
    yield from filter(None, (_written(tuple(way), sentence.text, desk) for way in ways))


def fill_in_blank(sentence: Aligned, desk: TemplateContext) -> str:
    """The words for a blank, now that it is decided; empty where it is no blank, or could be filled in two ways."""
    blanks = {form.text for form in sentence.forms if form.how == UNDECIDED}
    if len(blanks) != 1 or BLANK.strip() not in sentence.text:
        return ""
    actions = [action for action in desk.base.actions.values() if act_in_words(action, None, desk) in blanks]
    decisions = [(one, decision_on(one.id, one.subject, desk.office, desk.day.date)) for one in actions]
    said = {act_in_words(action, decision, desk) for action, decision in decisions if decision is not None}
    if len(said) != 1:
        return ""
    before = sentence.text[: sentence.text.index(BLANK.strip())]  # "Also, "
    return "".join(one.text for one in _written([Segment(before + said.pop(), Kind.ACT)], sentence.text, desk))


def mended(review: Review, workspace: Workspace) -> Letter:
    """The letter with every sentence put right that can be. It is a draft, to be reviewed again."""
    passages = [replace(one, segments=one.mend) if one.mend else one for one in review.passages]
    blocks: list[Heading | Paragraph] = []
    for _, together in groupby(passages, key=lambda one: one.block):
        mine = list(together)
        if mine[0].heading:
            blocks.append(Heading(mine[0].text, ""))
        else:
            blocks.append(Paragraph(tuple(Sentence(one.segments) for one in mine), ""))
    base, day = workspace.base, workspace.on(review.letter.date)
    paragraphs = [block.sentences for block in blocks if isinstance(block, Paragraph)]
    runs = finish.runs_of_claims(paragraphs, base.facts, base.sources)
    letter = replace(review.letter, blocks=tuple(blocks), notes=finish.notes(runs, base.sources, workspace.templates))
    facts = [base.facts[id_] for id_ in letter.claims]
    return replace(letter, said=tuple(SaidFact(fact.id, fingerprint(fact), day.holds(fact)) for fact in facts))


def changed_passages(review: Review) -> Iterator[tuple[Passage, str]]:
    """The sentences that can be put right, each with its new wording."""
    for one in review.passages:
        if one.mend:
            yield one, "".join(segment.text for segment in one.mend)


def put_back(forms: Sequence[Phrase], heads: Sequence[str]) -> Iterator[Segment]:
    """The phrases that a sentence is nearest to, with a frame before them where the words there are none."""
    if heads:
        first = next(form for form in forms if form.role in CLAIMS)
        yield Segment(f"{heads[0].strip()} ", Kind.FRAME, source=first.source, dated=True)
    for number, form in enumerate(forms):
        space = " " if number and form.text[:1] not in _PAUSES else ""
        yield Segment(f"{space}{form.text.strip()}", form.kind, form.fact, form.source, form.dated)


def _told_anew(ids: Sequence[str], desk: TemplateContext) -> Iterator[Segment]:
    """The claims of one speaker under the frame that gives the full name and the day."""
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
        named = clauses.things_in(voice.speaker.full)  # by the frame
        text = clauses.told(fact.claim, past=past, known=named, near=named).text
        yield Segment(text, Kind.CLAIM, fact.id, fact.source, past=past)


def _written(made: Sequence[Segment], before: str, desk: TemplateContext) -> tuple[Segment, ...]:
    """A sentence in writing, with abbreviations spelt out as before; empty where nothing would change."""
    if not made:
        return ()
    spelt = [one for one in desk.subject.abbreviations if _spells_out(before, one)]
    texts = list(_spelt_out([segment.text for segment in made], before, spelt))
    texts = [typeset(lower(text) if number and not text[:1].isupper() else text) for number, text in enumerate(texts)]
    texts[0] = upper(texts[0])
    texts[-1] = f"{texts[-1].rstrip().rstrip('.')}."
    if "".join(texts) == before:
        return ()
    return tuple(segment._replace(text=text) for segment, text in zip(made, texts, strict=True))


def _spells_out(text: str, one: Abbreviation) -> bool:
    """Whether a text has an abbreviation in full: its long form, or its short one in brackets."""
    low = text.casefold()
    return f"({one.short}" in text or one.long.casefold() in low or bool(one.plural and one.plural.casefold() in low)


def _spelt_out(texts: Sequence[str], before: str, spelt: Sequence[Abbreviation]) -> Iterator[str]:
    """The texts with abbreviations in full, each at its first place, and in brackets where ``before`` has them so."""
    left = list(spelt)
    for text in texts:
        here = [one for one in left if re.search(rf"\b{re.escape(one.short)}s?\b", text)]
        # A short form in brackets is one that later sentences may use; here it counts as used again.
        again = " ".join(one.short for one in here if f"({one.short}" in before)
        yield spell_out([text, again], here)[0] if here else text
        left = [one for one in left if one not in here]
