"""What an office's letters of a day are made of: claims in every way in which they may be told, frames, own words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import permutations

from drafter.documents.quotations import fold
from drafter.factbase.edtf import day_in_words
from drafter.factbase.model import Fact, FactBase, Subject, Topic
from drafter.letter.acting import did_for_reader, said_of
from drafter.letter.clauses import Clauses, is_plural, subject_of
from drafter.letter.dates import day_of
from drafter.letter.decided import decided
from drafter.letter.frames import ECHOES, NUMBERS, Voice, frames, named, says_nothing, several, silences, voice_of
from drafter.letter.prose import read
from drafter.letter.sentences import OPENERS
from drafter.letter.templates import CORRECTION, Templates
from drafter.letter.vocabulary import MANY, Desk, about, filled
from drafter.review.known import NOW, THEN, UNDECIDED, Known, Role
from drafter.review.tokens import Atom

_JOINS = (
    ", and that", "; and that", ", but that", "; but that", ", and so that", "; and so that", ", and", "; and", ", but",
    "; but", ", and so", "; and so", " and", " and so", " but", ",",
    ";",
)  # fmt: skip
# What people put before a sentence, and what says nothing of it.
_CALM = ("As you may know,", "As you know,", "As you will know,", "As you may be aware,", "As you may remember,")
_MOST_IN_ABOUT = 3


def add_facts(known: Known, facts: Iterable[Fact], desk: Desk) -> None:
    """Take in every way in which a letter of the desk's day may tell these facts, and who says them."""
    voices: dict[Voice, None] = {}
    for fact in facts:
        if known.has(fact.id):
            continue
        voice = voice_of(fact, desk.base)
        voices[voice] = None
        _add_claim(known, fact, voice, desk)
    for voice in voices:
        _add_voice(known, voice, desk)
    names = dict.fromkeys(voice.speaker.short for voice in known.voices)
    fresh = {voice.speaker.short for voice in voices}
    for pair in permutations(names, 2):
        if fresh.intersection(pair):
            _add_silences(known, pair, 2)


def _add_claim(known: Known, fact: Fact, voice: Voice, desk: Desk) -> None:
    subject = subject_of(fact.claim)
    plural = is_plural(subject)
    clauses = Clauses(desk.base.subjects[fact.subject], desk.day.date)
    tenses: dict[tuple[str, str], int] = defaultdict(int)
    for past in (False, True):
        for told in clauses.every(fact.claim, tenses=(past,)):
            tenses[told.subject, told.predicate] |= THEN if past else NOW
    for (head, predicate), tense in tenses.items():
        details = {"fact": fact.id, "source": fact.source, "voice": voice, "tense": tense}
        mine = {"subject": subject if head else "", "predicate": predicate}
        known.add(f"{head}{predicate}", Role.CLAIM, "claim", **details, **mine)
        if head and plural:
            known.add(f"they {predicate}", Role.THEY, "claim", **details, **mine)


def _add_voice(known: Known, voice: Voice, desk: Desk) -> None:
    tenses: dict[tuple[str, bool], int] = defaultdict(int)
    for past in (False, True):
        for frame in frames(voice, desk.base, desk.day.date, told_past=past):
            tenses[frame.text, frame.dated] |= THEN if frame.past else NOW
    for (text, dated), tense in tenses.items():
        for said in dict.fromkeys((text, text.removesuffix("that "))):  # 'he said the duties' is as good
            how = "" if said == text else "short"
            known.add(said, Role.FRAME, "frame", source=voice.source, dated=dated, tense=tense, voice=voice, how=how)
    for name in dict.fromkeys((voice.speaker.pronoun, voice.speaker.short)):
        for past in (False, True):
            head = says_nothing(name, "so", told_past=past).removesuffix(" so")
            known.add(head, Role.HEAD, "gap", source=voice.source, of="gap", voice=voice)
            whole = f"{says_nothing(name, '', told_past=past)}."
            known.add(whole, Role.WHOLE, "gap", source=voice.source, voice=voice)


@dataclass(frozen=True)
class Correcting:
    """What a correction may name: days of earlier letters, and the sentences of them that it quotes."""

    days: tuple[date, ...] = ()
    sentences: tuple[str, ...] = ()


def add_own_words(known: Known, desk: Desk, correcting: Correcting, said: Sequence[Sequence[Atom]]) -> None:
    """Take in what the office says of its own: approved courtesies, questions and answers, acts; and joins.

    ``said`` are the words of the letter, for what would have too many forms to be tried.
    """
    add_joins(known)
    for subject in desk.base.subjects.values():
        _add_courtesies(known, subject, desk, correcting, said)
        _add_answers(known, subject, desk)
    _add_asked(known, desk.base)
    _add_acts(known, desk)


def add_joins(known: Known) -> None:
    """Take in what stands between claims, and before a sentence."""
    for join in _JOINS:
        known.add(join, Role.JOIN, "join", how="that" if join.endswith("that") else "")
    for opener in ("Yet", "But", *_CALM, *(f"{word}," for word in OPENERS)):
        known.add(opener, Role.OPENER, "join")


def _add_answers(known: Known, subject: Subject, desk: Desk) -> None:
    for question in subject.open_questions:
        known.add(question, Role.ASKED, "gap", of="gap")
    for rub in subject.rubs:
        known.add(rub.question, Role.WHOLE, "gap")
    for answer in subject.answers:
        fact = desk.base.facts.get(answer.rests_on[0])
        if answer.is_whole:
            known.add(answer.text, Role.WHOLE, "answer", fact=answer.rests_on[0])
            continue
        for told in Clauses(subject, desk.day.date).every(answer.text):
            source = fact.source if fact else ""
            known.add(f"{told.text}:", Role.ANSWER, "answer", fact=answer.rests_on[0], source=source)


def _add_asked(known: Known, base: FactBase) -> None:
    for topic in base.topics.values():
        for kind, concerns in (("question", topic.questions), ("fear", topic.fears)):
            for concern in concerns:
                known.add(concern.text, Role.ASKED, "courtesy", of=kind)
                whole = named(concern.text, base.subjects[topic.subject].name)
                known.add(whole, Role.ASKED, "courtesy", of=kind)
                if concern.directly:
                    known.add(concern.directly, Role.WHOLE, "courtesy")
    for about_ in ("them", *(subject.name for subject in base.subjects.values())):
        for number in range(2, len(NUMBERS) + 2):
            known.add(several(number, about_), Role.WHOLE, "courtesy")
    for kind, heads in zip(("question", "fear"), ECHOES, strict=True):
        for head in heads:
            known.add(head, Role.HEAD, "courtesy", of=kind)
    for here, papers in (((), 1), ((), 0), (("A", "B", "C"), 3)):
        _add_silences(known, here, papers)


def _add_silences(known: Known, here: Sequence[str], papers: int) -> None:
    """Take in that several speakers, or a letter's papers, or none, leave a question open."""
    for old in (False, True):
        for head in silences(here, papers, "so", old=old):
            known.add(head.removesuffix(" so"), Role.HEAD, "gap", of="gap")
        for whole in silences(here, papers, "", old=old):
            known.add(f"{whole}.", Role.WHOLE, "gap")


def _add_acts(known: Known, desk: Desk) -> None:
    for action in desk.base.actions.values():
        known.add(said_of(action, None, desk), Role.WHOLE, "act", how=UNDECIDED)
        decision = decided(action.id, action.subject, desk.office, desk.day.date)
        if decision is not None:
            known.add(said_of(action, decision, desk), Role.WHOLE, "act")
    for (segment,) in did_for_reader(desk):
        known.add(segment.text, Role.WHOLE, "act")
    for did in desk.request.did:  # when it was done need not be said
        known.add(f"I {did.what}.", Role.WHOLE, "act")
        day = day_of(did.on, desk.request.date)
        known.add(f"{day[:1].upper()}{day[1:]} I {did.what}.", Role.WHOLE, "act")
        known.add(f"{day[:1].upper()}{day[1:]}, I {did.what}.", Role.WHOLE, "act")


def _add_courtesies(
    known: Known, subject: Subject, desk: Desk, correcting: Correcting, said: Sequence[Sequence[Atom]]
) -> None:
    mine = [topic for topic in desk.base.topics.values() if topic.subject == subject.id]
    values: dict[str, Sequence[str]] = {
        "subject": [subject.name],
        "about": [about(()), MANY, *_abouts(mine, known, said)],
        "member": [desk.office.member],
        "constituency": [desk.office.constituency],
        "written": [day_in_words(day) for day in correcting.days],
        "sentence": correcting.sentences,
    }
    scoped = frozenset() if correcting.days else _of_corrections(desk.templates)
    for courtesy in subject.courtesies:
        if _plain(courtesy) in scoped:
            continue
        texts = [courtesy]
        for name, options in values.items():
            if f"{{{name}}}" in courtesy:
                texts = [filled(text, {name: option}) for text in texts for option in options]
        for text in texts:
            ends = text.endswith((".", "?", "!", "\u201d", '"'))
            known.add(text if ends else f"{text},", Role.WHOLE if ends else Role.OPENER, "courtesy" if ends else "join")


@lru_cache(maxsize=8)
def _of_corrections(templates: Templates) -> frozenset[str]:
    """What is said in corrections alone: a reply that says so would speak of a letter that nobody wrote."""
    said = {_plain(piece.text) for piece in read(templates, CORRECTION)[0]}
    others = " ".join(_plain(templates.text(path)) for path in templates.paths() if path != CORRECTION)
    return frozenset(text for text in said if text not in others)


def _plain(text: str) -> str:
    return " ".join(fold(text).split())


def _abouts(topics: Sequence[Topic], known: Known, said: Sequence[Sequence[Atom]]) -> Iterator[str]:
    """What the letter's words say that it is about: of all that could be said, those that stand there."""
    by_opening: dict[str, list[tuple[tuple[str, ...], Topic]]] = defaultdict(list)
    for topic in topics:
        keys = known.keys(topic.about)
        if keys:
            by_opening[keys[0]].append((keys, topic))

    def at(words: Sequence[Atom], place: int) -> Iterator[tuple[int, Topic]]:
        for keys, topic in by_opening.get(words[place].key, ()) if place < len(words) else ():
            if tuple(atom.key for atom in words[place : place + len(keys)]) == keys:
                yield place + len(keys), topic

    def chains(words: Sequence[Atom], place: int, before: tuple[Topic, ...]) -> Iterator[tuple[Topic, ...]]:
        for end, topic in at(words, place):
            if topic in before:
                continue
            here = (*before, topic)
            yield here
            if len(here) < _MOST_IN_ABOUT and end < len(words) and words[end].key in {",", "and"}:
                yield from chains(words, end + 1, here)

    found = dict.fromkeys(chain for words in said for place in range(len(words)) for chain in chains(words, place, ()))
    return (about(chain) for chain in found)
