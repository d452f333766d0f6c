"""Laws of reviewing: what is untouched is known again, what claims something else is never without an error.

``DRAFTER_EVERY=1`` tries every change of every fact's sentence; else a seeded sample is tried.
"""

from __future__ import annotations

import os
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import dropwhile, product

import pytest
from directly import plain_sentence
from edits import LOOKED, day_of
from hypothesis import given, settings
from hypothesis import strategies as st
from shipped import DAYS, READER, ROOT, base, letter_of, office, templates, topic_sets

from drafter.facts.claims import Verb, parse_claim
from drafter.facts.model import fingerprint
from drafter.facts.reviews import FactReview as Looked
from drafter.formats import READERS, WRITERS
from drafter.formats.copies import Copy
from drafter.letter.clauses import bases, may_be_basis, own_voice, voice_of
from drafter.letter.clauses import frames as frames_of
from drafter.letter.compose import compose
from drafter.letter.recipient import correspondent
from drafter.letter.remarks import sentences_of
from drafter.letter.request import Did, Length, LetterRequest
from drafter.letter.tree import (
    Heading,
    Kind,
    Letter,
    Paragraph,
    Segment,
    Sentence,
    introduces,
    is_past,
    is_told_plainly,
    may_begin_bare,
    may_stand_bare,
    upper,
)
from drafter.office import Office, OfficeSide
from drafter.problems import Problem, ProblemsFound, Where
from drafter.review.model import Review, SentenceStatus
from drafter.review.reviewing import review
from drafter.sources.quotations import read_lock
from drafter.workspace import NO_PAPER, Workspace

ENDINGS = tuple(READERS)
LETTERHEAD = (ROOT / "templates" / "letterhead.docx").read_bytes()
CASES = [(topics, day) for topics in topic_sets() for day in DAYS]
# Word and Markdown take turns, so that each topic is read from both on three of the six days, and now and then one of
# the other formats, which share their text.
_OTHERS = [ending for ending in ENDINGS if ending not in {".docx", ".md"}]
CASES_OF_ENDINGS = [
    (*case, ending)
    for number, case in enumerate(CASES)
    for ending in ((".docx", ".md")[number % 2], *([_OTHERS[number // 3 % len(_OTHERS)]] if number % 3 == 0 else []))
]
STANDINGS = {Kind.CLAIM: SentenceStatus.FACT, Kind.VIEW: SentenceStatus.VIEW, Kind.ACT: SentenceStatus.ACT}
EVERY = bool(os.environ.get("DRAFTER_EVERY"))


@cache
def shelf(ours: Office | None = None) -> Workspace:
    """The shipped facts, each of them reviewed."""
    looked = [
        Looked(f.id, fingerprint(f), "A. Reader", LOOKED, "", f.claim, tuple(c.quote for c in f.cites), Where("x"))
        for f in base().facts.values()
    ]
    return Workspace(ours or office()).holding(
        base=base(), templates=templates(), reviews=looked, lock=read_lock(ROOT / "facts"), words=None, odd_words=(),
        paper=NO_PAPER,
    )  # fmt: skip


def reviewed(letter: Letter, ending: str, copy: Copy = Copy.CLEAN) -> Review:
    """The review of a letter after it was written and read back."""
    return review_of(WRITERS[ending](letter, LETTERHEAD, copy).filled(letter.particulars), ending)


def told(found: Review) -> tuple[Problem, ...]:
    """The findings, but for that of a letter's age, which composing tells too."""
    return tuple(problem for problem in found.problems if problem.rule != "old-documents")


def review_of(data: bytes, ending: str) -> Review:
    returned, problems = READERS[ending](data, f"a{ending}")
    assert returned is not None, problems
    return review(returned, shelf(), f"a{ending}", day_of(returned))


def bare(letter: Letter) -> Letter:
    """The letter as somebody's text: written as a final copy, it has neither marks nor notes nor a record."""
    return replace(letter, notes=())


def standing(sentence: Sentence) -> SentenceStatus:
    """What a sentence is found to be, untouched."""
    kinds = {segment.kind for segment in sentence.segments}
    return next((found for kind, found in STANDINGS.items() if kind in kinds), SentenceStatus.COURTESY)


def known(letter: Letter) -> list[tuple[str, SentenceStatus, tuple[str, ...]]]:
    """What a review must find of a letter that nobody touched."""
    return [(s.text, standing(s), s.facts) for s in letter.sentences()]


def found_in(found: Review) -> list[tuple[str, SentenceStatus, tuple[str, ...]]]:
    return [(p.text, p.standing, p.facts) for p in found.passages if not p.heading]


def rewritten(letter: Letter, change: Callable[[Sentence], Sentence]) -> Letter:
    """The letter with every sentence changed by a function."""
    blocks = [
        replace(block, sentences=tuple(map(change, block.sentences))) if isinstance(block, Paragraph) else block
        for block in letter.blocks
    ]
    return replace(letter, blocks=tuple(blocks))


def piece_by_piece(sentence: Sentence, change: Callable[[str], str]) -> Sentence:
    """A sentence with every part of it changed by a function."""
    return Sentence(tuple(s._replace(text=change(s.text)) for s in sentence.segments))


def retold(sentence: Sentence, text: str) -> Sentence:
    """A sentence in other words: where they are the same, each part keeps its own."""
    old = sentence.text
    begin = _alike(old, text)
    end = _alike(old[begin:][::-1], text[begin:][::-1])
    stop, new = len(old) - end, text[begin : len(text) - end]
    made, at, put = [], 0, False
    for segment in sentence.segments:
        first, last = max(begin - at, 0), max(stop - at, 0)
        here = not put and begin <= at + len(segment.text)
        made.append(segment._replace(text=segment.text[:first] + (new if here else "") + segment.text[last:]))
        put, at = put or here, at + len(segment.text)
    assert "".join(s.text for s in made) == text
    return Sentence(tuple(made))


def _alike(one: str, two: str) -> int:
    """How many letters two texts begin with alike."""
    return next((n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))


def with_text(letter: Letter, old: str, new: str) -> Letter:
    return rewritten(letter, lambda s: retold(s, new) if s.text == old else s)


def with_sentence(letter: Letter, sentence: Sentence) -> Letter:
    """The letter with one sentence more, at the end of its last paragraph."""
    last = letter.blocks[-1]
    assert isinstance(last, Paragraph)
    return replace(letter, blocks=(*letter.blocks[:-1], replace(last, sentences=(*last.sentences, sentence))))


def claim(text: str, fact: str) -> Sentence:
    """A sentence that is marked as a fact's."""
    return Sentence((Segment(text, Kind.CLAIM, fact),))


def own(text: str, kind: Kind = Kind.COURTESY) -> Sentence:
    return plain_sentence(text, kind)


def told_verbs(segment: Segment) -> bool:
    """Whether a claim's words tell whether it is told as of its day."""
    verbs = [piece for piece in parse_claim(base().facts[segment.fact].claim).pieces if isinstance(piece, Verb)]
    words = {verb.then if segment.past else verb.now for verb in verbs if verb.then != verb.now}
    return any(re.search(rf"\b{re.escape(word)}\b", segment.text) for word in words)


def as_read(segment: Segment) -> Segment:
    """A part of a sentence as a reader can know it: in which tense it is, its own words must tell."""
    return segment if segment.kind is Kind.CLAIM and told_verbs(segment) else segment._replace(past=False)


def without_parts(letter: Letter) -> tuple[Paragraph | Heading, ...]:
    """The blocks, without what the letter is doing there, which no file says."""
    read = rewritten(letter, lambda s: Sentence(tuple(map(as_read, s.segments))))
    return tuple(replace(block, part="") for block in read.blocks)


# --- what is untouched is known again ---


@pytest.mark.parametrize(("topics", "day", "ending"), CASES_OF_ENDINGS)
def test_an_untouched_letter_is_the_one_that_was_composed(topics: tuple[str, ...], day: date, ending: str) -> None:
    composed = letter_of(topics, day, reference="EM/2018/0417").letter
    found = reviewed(composed, ending)
    assert found_in(found) == known(composed)
    assert told(found) == ()
    assert found.left_out == ()
    # All of it: addressee, date, salutation, subject line, notes, close, signature, small print, what it says of facts.
    assert replace(found.letter, blocks=without_parts(found.letter)) == replace(
        composed, blocks=without_parts(composed)
    )


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("position", ["government", "opposition"])
@pytest.mark.parametrize("length", Length)
def test_so_is_one_with_a_view_at_any_length(position: str, length: Length, ending: str) -> None:
    composed = letter_of(("privatisation", "staff"), date(2018, 7, 10), position, length).letter
    found = reviewed(composed, ending)
    assert (told(found), found.left_out) == ((), ())
    assert without_parts(found.letter) == without_parts(composed)


SIDES = {"none": "", "government": "Conservative", "opposition": "Labour"}


def test_so_is_one_that_answers_what_is_asked_and_feared_and_wanted_done() -> None:
    """By an office of any side, on any day, at any length; and the letter that asks for an address."""
    chance = random.Random(17)
    tried = 0
    for _ in range(400 if EVERY else 40):
        topics = tuple(chance.sample(list(base().topics), chance.choice((1, 1, 2, 3, 4))))
        side = chance.choice(list(SIDES))
        asked = LetterRequest(
            topics, READER, chance.choice(DAYS), "" if side == "none" else side, chance.choice(list(Length)),
            asks=concerns(topics, "questions", chance), fears=concerns(topics, "fears", chance),
            wants=tuple(chance.sample(list(base().actions), chance.choice((0, 0, 1)))),
            did=(Did("wrote to the Minister", date(2016, 12, 3)),) * chance.choice((0, 0, 1)),
            asks_address=chance.random() < 0.1,
        )  # fmt: skip
        ours = replace(office(), side=OfficeSide(side), party=SIDES[side])
        try:
            composed = compose(asked, base(), templates(), ours).letter
        except ProblemsFound:  # nothing could be said that day, or the act is of a later one
            continue
        tried += 1
        for ending in ENDINGS if EVERY else (".docx", ".md", _OTHERS[tried % len(_OTHERS)]):
            data = WRITERS[ending](composed, LETTERHEAD, Copy.CLEAN).filled(composed.particulars)
            returned, _ = READERS[ending](data, f"a{ending}")
            assert returned is not None
            found = review(returned, shelf(ours), f"a{ending}", day_of(returned))
            assert {problem.rule for problem in told(found)} <= {"undecided"}, asked
            assert without_parts(found.letter) == without_parts(composed)
            assert found_in(found) == known(composed)
    assert tried > 20


def concerns(topics: tuple[str, ...], kind: str, chance: random.Random) -> tuple[str, ...]:
    every = [f"{topic}.{one.id}" for topic in topics for one in getattr(base().topics[topic], kind)]
    return tuple(chance.sample(every, min(len(every), chance.choice((0, 1, 2)))))


@pytest.mark.parametrize(("topics", "day", "ending"), CASES_OF_ENDINGS[::3])
def test_sentences_are_known_without_any_mark(topics: tuple[str, ...], day: date, ending: str) -> None:
    composed = letter_of(topics, day).letter
    found = reviewed(bare(composed), ending, Copy.FINAL)
    assert found_in(found) == known(composed)
    assert found.errors == ()  # what is told as history is heard as that


NAMES = (
    "Mrs Asha Patel", "Mr and Mrs O'Brien", "Zoë Brontë", "The Secretary, Mill Lane School", "Sir John", "Lee",
    "Mr van der Berg", "Friends of Mill Lane Garden", "Prof. Dr Núñez-Søren", "Mr 李", "\u05d3\u05e0\u05d9 \u05d0\u05dc\u05d5\u05df",
    "Mr d'Arcy", "Ms ffoulkes", "Mr Dafydd ap Gwilym", "Mr José Ortega y Gasset", "mrs asha patel", "Dr ibn Saud",
    "Mr A Smith, Ms B Jones and Dr C Lee", "Mr, Mrs and Miss Patel", "To whom it may concern", "Save Our NHS!",
)  # fmt: skip
ADDRESSES = (
    "1 Long Row, Westmere, WV1 9ZZ", "c/o the Manager, 3 Row", "PO Box 7, Westmere", "12a High St., Ystrad-y-groes",
    "flat 2, 1 long row, westmere, wv1 9zz", "1st floor, 2 Row", "16 rue de la Paix, Paris",
    "The Old Rectory by the church, Long Lane",
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "address"), [(name, ADDRESSES[0]) for name in NAMES] + [("Kim Lee", address) for address in ADDRESSES]
)
def test_whoever_is_greeted_wherever_they_live(name: str, address: str) -> None:
    asked = LetterRequest(("staff",), correspondent(name, address), date(2018, 7, 10), "", Length.STANDARD, "EM 1/2")
    composed = compose(asked, base(), templates(), office()).letter
    turn = _OTHERS[len(name + address) % len(_OTHERS)]
    for ending in ENDINGS if EVERY else (".docx", ".md", turn):
        found = reviewed(composed, ending)
        assert told(found) == ()
        assert (found.letter.addressee, found.letter.salutation) == (composed.addressee, composed.salutation)


# --- what claims something else is never without an error ---

_WORD = re.compile(r"[\w\u00a3][\w'\u2019,.-]*[\w%]|\w")
_MONTHS = ("January", "February", "March", "April", "June", "July", "August", "September", "October", "November")
_STRANGERS = ("Swindon", "Corbyn", "Wales", "Scotland")
_EXCHANGED = {
    "may": "will", "will": "may", "would": "might", "could": "would", "had": "will", "only": "even", "some": "all",
    "before": "after", "less": "more", "more": "less", "public": "private", "private": "public",
    "planned": "decided", "expected": "decided", "intended": "decided", "not": "always",
}  # fmt: skip
_BE = frozenset(("had", "was", "were", "is", "are", "would", "could", "has", "been", "be"))


def altered(text: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    """A fact's sentence with one telling token changed, or two exchanged, in every way, with what was done to it."""
    words = [(match.start(), match.end(), match[0]) for match in _WORD.finditer(text)]
    for start, end, word in words:
        for kind, new in _instead_of(word, first=not start, chance=chance):
            yield kind, f"{text[:start]}{new}{text[end:] if new else text[end + 1 :]}"
    for name, chosen in _CHOSEN.items():
        some = [piece for piece in words if piece[0] and chosen(piece[2])]
        for number, (a, b, one) in enumerate(some):
            for c, d, two in some[number + 1 :]:
                if one != two:
                    yield f"{name} exchanged", f"{text[:a]}{two}{text[b:c]}{one}{text[d:]}"


def _instead_of(word: str, *, first: bool, chance: random.Random) -> Iterator[tuple[str, str]]:
    for at, sign in enumerate(word):
        if sign.isdigit():
            yield "a digit", f"{word[:at]}{(int(sign) + chance.randint(1, 9)) % 10}{word[at + 1 :]}"
    if is_month(word):
        yield "a month", chance.choice([month for month in _MONTHS if month != word])
    elif word[0].isupper() and not first:
        yield "a name", chance.choice(_STRANGERS)
    if word in {"not", "no", "never"}:
        yield "a negation less", ""
    if word in _BE:
        yield "a negation more", f"{word} not"
    if word in _EXCHANGED:
        yield "a word that weighs", _EXCHANGED[word]


def is_month(word: str) -> bool:
    return word in _MONTHS or word == "May"


_CHOSEN: dict[str, Callable[[str], bool]] = {
    "two names": lambda word: word[0].isupper() and not is_month(word),
    "two months": is_month,
    "two figures": lambda word: word[0].isdigit(),
    "two words that weigh": lambda word: word in _EXCHANGED and word != "had",
}


@cache
def said_somewhere() -> Mapping[str, Letter]:
    """Every sentence of a fact's in the example letters, with a letter that says it."""
    found: dict[str, Letter] = {}
    for topics, day in CASES:
        letter = letter_of(topics, day).letter
        for sentence in letter.sentences():
            if sentence.facts:
                found.setdefault(sentence.text, letter)
    return found


def test_one_token_that_tells_is_never_changed_without_an_error() -> None:
    """Marked and unmarked. All four thousand and more take minutes; of each kind a sample does."""
    chance = random.Random(23)
    every = [(kind, old, new) for old in said_somewhere() for kind, new in altered(old, chance) if new != old]
    assert len(every) > 2_000
    assert len({kind for kind, *_ in every}) == 10
    chance.shuffle(every)
    taken: Counter[str] = Counter()
    missed = []
    for kind, old, new in every:
        taken[kind] += 1
        if not EVERY and taken[kind] > 8:
            continue
        letter = with_text(said_somewhere()[old], old, new)
        both = (reviewed(letter, ".md"), reviewed(bare(letter), ".md", Copy.FINAL))
        # Without its record, what a letter said as history is an error anyhow.
        missed += [(kind, new) for found in both if {problem.rule for problem in found.errors} <= {"no-longer-holds"}]
    assert missed == []


# --- who says it, and when ---


@cache
def framed() -> list[tuple[Letter, Paragraph, int]]:
    """Every sentence of the example letters that says whose word it is: its letter, its paragraph, its number."""
    found, seen = [], set()
    for topics, day in CASES:
        letter = letter_of(topics, day).letter
        for block in letter.blocks:
            for number, sentence in enumerate(block.sentences if isinstance(block, Paragraph) else ()):
                if sentence.text not in seen and sentence.facts and _is_framed(sentence):
                    seen.add(sentence.text)
                    found.append((letter, block, number))
    return found


def reframed(sentence: Sentence, frame: str) -> str:
    """A sentence with another frame; with none, its claim stands by itself."""
    text = "".join(frame if s.kind is Kind.FRAME else s.text for s in sentence.segments)
    return text[0].upper() + text[1:]


def test_no_frame_is_exchanged_for_anothers_without_an_error() -> None:
    chance = random.Random(3)
    frames = {
        (s.text, s.source) for letter, block, n in framed() for s in block.sentences[n].segments if s.kind is Kind.FRAME
    }
    missed = []
    cases = framed()
    for letter, block, number in cases if EVERY else chance.sample(cases, 25):
        sentence = block.sentences[number]
        source = next(s.source for s in sentence.segments if s.kind is Kind.FRAME)
        voice = own_voice(base(), source, base().sources[source].speaker.full)
        # 'He said too that' is a frame of each man who speaks.
        own = {
            f.text.casefold() for past in (False, True) for f in frames_of(voice, base(), letter.date, told_past=past)
        }
        others = sorted(text for text, whose in frames if whose != source and text.casefold() not in own)
        for text in others if EVERY else chance.sample(others, 2):
            new = reframed(sentence, text)
            if not reviewed(with_text(letter, sentence.text, new), ".md").errors:
                missed.append(new)
    assert missed == []


def test_he_is_the_only_person_whom_the_paragraph_names() -> None:
    asks = ("accountability.whom", "consultation.public")
    request = LetterRequest((), READER, date(2018, 2, 1), asks=asks)
    letter = compose(request, base(), templates(), office()).letter
    paragraphs = [block for block in letter.blocks if isinstance(block, Paragraph)]
    whom = next(one for one in paragraphs if any("To whom" in sentence.text for sentence in one.sentences))
    public = next(one for one in paragraphs if any(s.source == "wq-55081" for s2 in one.sentences for s in s2.segments))
    number, said = next(
        (number, sentence)
        for number, sentence in enumerate(whom.sentences)
        if sentence.text.startswith("He ") and whom.sentences[number - 1].all_of(Kind.ANSWER)  # "As I read it, ..."
    )
    assert not reviewed(letter, ".md").errors
    mowat = next(s for s in public.sentences if any(one.source == "wq-55081" for one in s.segments))
    kind = Sentence((Segment("I remember what your father told me.", Kind.READER),))
    others = (*whom.sentences[:number], mowat, said)
    for paragraph in (others, (*whom.sentences[:number], kind, said), (*whom.sentences[:2], said)):
        changed = replace(letter, blocks=tuple(
            replace(whom, sentences=paragraph) if block is whom else block for block in letter.blocks if block is not public
        ))  # fmt: skip
        assert "no-speaker" in {problem.rule for problem in reviewed(changed, ".md").errors}, paragraph


OTHER_VERBS = {"told Parliament": "said to Parliament", " said ": " promised ", " reports ": " proves ", " says ": " admits ",
               " also said ": " again said ", " added that ": " lied that ", " asked ": " knew "}  # fmt: skip


def test_nor_is_its_verb() -> None:
    missed, tried = [], 0
    for letter, block, number in framed():
        sentence = block.sentences[number]
        frame = next(s.text for s in sentence.segments if s.kind is Kind.FRAME)
        for old, verb in OTHER_VERBS.items():
            if old in frame and (EVERY or tried % 4 == 0):
                new = sentence.text.replace(frame, frame.replace(old, verb), 1)
                found = reviewed(with_text(letter, sentence.text, new), ".md")
                missed += [new] if "other-frame" not in {problem.rule for problem in found.errors} else []
            tried += old in frame
    assert tried > 50
    assert missed == []


def test_a_frame_that_is_gone_is_an_error_unless_whoever_speaks_goes_on() -> None:
    """And the error shows the sentence that would mend it."""
    missed = []
    cases = framed()
    for letter, block, number in cases if EVERY else random.Random(4).sample(cases, 40):
        sentence = block.sentences[number]
        source = next(s.source for s in sentence.segments if s.kind is Kind.FRAME)
        before = [s for one in block.sentences[:number] for s in one.segments if s.kind is Kind.FRAME]
        found = reviewed(with_text(letter, sentence.text, reframed(sentence, "")), ".md")
        errors = [problem for problem in found.errors if problem.rule in {"no-speaker", "undated-claim", "untagged"}]
        basis = [s for one in letter.sentences() for s in one.segments if s.kind is Kind.BASIS]
        goes_on = bool(before) and before[-1].source == source
        if not before or not block.sentences[number - 1].facts:  # a matter of record needs nobody to say it
            past = any(is_past(base().facts[id_], base(), letter.date) for id_ in sentence.facts)
            goes_on = all(is_told_plainly(base().facts[id_], past=past) for id_ in sentence.facts)
        if basis and not before and basis[-1].source == source:
            facts = [base().facts[id_] for id_ in sentence.facts]
            past = all(s.past for s in sentence.segments if s.kind is Kind.CLAIM)
            begun = any(s.source == source for one in block.sentences[:number] for s in one.segments)
            bare = may_stand_bare if begun else may_begin_bare
            goes_on = bare(facts, voice_of(facts[0], base()), base(), past=past)
        if not goes_on and not any(problem.hint.startswith("say it whole: ") for problem in errors):
            missed.append(sentence.text)
    assert missed == []


def _is_framed(sentence: Sentence) -> bool:
    return any(segment.kind is Kind.FRAME for segment in sentence.segments)


def introduced() -> list[tuple[Letter, Paragraph, int]]:
    """Every sentence of the example letters that only says whose words the next ones are, once each on a day."""
    found: dict[tuple[str, date], tuple[Letter, Paragraph, int]] = {}
    asks = [f"{topic.id}.{one.id}" for topic in base().topics.values() for one in topic.questions]
    requests = [LetterRequest(topics, READER, day, length=length) for (topics, day), length in product(CASES, Length)]
    requests += [LetterRequest((), READER, day, asks=(ask,)) for ask, day in product(asks, {day for _, day in CASES})]
    for letter in (compose(request, base(), templates(), office()).letter for request in requests):
        for block in letter.blocks:
            for number, sentence in enumerate(block.sentences if isinstance(block, Paragraph) else ()):
                if introduces(sentence.segments):
                    found.setdefault((sentence.text, letter.date), (letter, block, number))
    return list(found.values())


def test_what_introduces_claims_is_not_changed_taken_out_or_left_alone_without_an_error() -> None:
    cases = introduced()
    assert len(cases) > 3
    for letter, block, number in cases if EVERY else random.Random(4).sample(cases, 4):
        text = block.sentences[number].text
        for new in (
            "",
            text.replace(" is what ", " is not what "),
            re.sub(r" what .* (said|says|told)", r" what the Board of Trade \1", text),
            re.sub(r"\b(told Parliament|said|says)\b", "denied", text),
            f"{text} I agree with that.",
            f"Perhaps {text[0].lower()}{text[1:]}",
        ):
            assert new != text
            found = reviewed(with_text(letter, text, new), ".md")
            assert found.errors, (text, new)
        behind = block.sentences[number + 1 :]
        rest = tuple(dropwhile(lambda one: one.facts and not _is_framed(one), behind))
        assert len(rest) < len(behind)
        left = replace(block, sentences=(*block.sentences[: number + 1], *rest))
        alone = replace(letter, blocks=tuple(left if one is block else one for one in letter.blocks))
        assert "introduction-alone" in {problem.rule for problem in reviewed(alone, ".md").errors}, text


def based() -> list[tuple[Letter, Sentence]]:
    """Letters that name the document that most of them is from, with that sentence."""
    asks = [f"{topic.id}.{one.id}" for topic in base().topics.values() for one in topic.questions]
    requests = [LetterRequest(topics, READER, day) for topics, day in CASES]
    requests += [LetterRequest((), READER, day, asks=(ask,)) for ask, day in product(asks, {day for _, day in CASES})]
    letters = [compose(request, base(), templates(), office()).letter for request in requests]
    return [(letter, one) for letter in letters for one in letter.sentences() if one.all_of(Kind.BASIS)]


def test_what_names_the_main_document_is_not_changed_moved_or_taken_out_without_an_error() -> None:
    cases = based()
    assert len(cases) > 5
    for letter, sentence in cases if EVERY else random.Random(4).sample(cases, 4):
        text = sentence.text
        for new in (
            "",
            re.sub(r"\b(draw mainly|source is)\b", r"\1 not", text),
            text.replace("main source", "only source").replace("mainly", "only"),
            re.sub(r"(draw mainly on|source is) .*", r"\1 the Board of Trade's report of April.", text),
            re.sub(r"(draw mainly on|source is) .*", r"\1 the House of Commons Library's briefing of July 2018.", text),
            re.sub(r" (of|in) [^.]*\.", r" \1 May 2011.", text),
            f"Perhaps {text[0].lower()}{text[1:]}",
        ):
            assert new != text
            found = reviewed(with_text(letter, text, new), ".md")
            assert found.errors, (text, new)
        for source in base().sources.values():
            voice = own_voice(base(), source.id, source.speaker.full)
            if may_be_basis(voice, base()) and source.id != sentence.segments[0].source:
                other = with_text(letter, text, upper(next(bases(voice, base(), letter.date))))
                assert "not-mainly" in {problem.rule for problem in reviewed(other, ".md").errors}, source.id


def test_what_names_the_main_document_may_be_put_as_people_put_it() -> None:
    for letter, sentence in based()[::7]:
        text = sentence.text
        issued = base().sources[sentence.segments[0].source].issued.latest
        ways = [text.replace("I draw", who) for who in ("I rely", "I have drawn", "This letter draws")]
        ways += [re.sub(r"(of|in) (last month|[A-Z]\w+)\.", rf"\1 {issued:%B %Y}.", text)]
        for way in {*ways} - {text}:
            found = reviewed(with_text(letter, text, way), ".md")
            assert found.errors == (), (way, found.errors)
            assert not [one for one in told(found) if one.rule == "leaning-words"], way


# What changes a claim by words that no list holds.
OTHER_WORDS = {
    "an antonym": lambda text: re.sub(r"\b(said|told|wrote|reported)\b", "disproved to", text, count=1),
    "an adverb that judges": lambda text: re.sub(r"\b(said|told|wrote)\b", r"wrongly \1", text, count=1),
    "called false": lambda text: f"It is false that {text[0].lower()}{text[1:]}",
    "a cause": lambda text: re.sub(r", and (that )?", r", and so \1", text, count=1),
    "a contrast": lambda text: re.sub(r", and (that )?", r", but \1", text, count=1),
    "a hedge more": lambda text: re.sub(r"\b(is|are|was|were) (?!said)", r"\1 perhaps ", text, count=1),
    "a clause more": lambda text: f"{text.rstrip('.')}, which is a scandal.",
    "other quotation marks": lambda text: re.sub(r"(\w+ \w+)\.$", "\u201c\\1\u201d.", text),
    "turned round by signs that are not seen": lambda text: re.sub(r"(\d+)", "\u202e\\1\u202c", text, count=1),
    "a question": lambda text: f"{text.rstrip('.')}?",
}


@pytest.mark.parametrize("kind", OTHER_WORDS)
def test_other_words_are_never_without_an_error(kind: str) -> None:
    missed = []
    first = list(OTHER_WORDS).index(kind)
    for old, letter in list(said_somewhere().items())[slice(None) if EVERY else slice(first, None, 20)]:
        new = OTHER_WORDS[kind](old)
        if new != old and not reviewed(with_text(letter, old, new), ".md").errors:
            missed.append(new)
    assert missed == []


# --- what claims nothing else is no error ---

_LONG = {"ACOs": "Accountable Care Organisations", "ACO": "Accountable Care Organisation",
         "CCGs": "Clinical Commissioning Groups", "STPs": "Sustainability and Transformation Plans"}  # fmt: skip


def _in_full(text: str) -> str:
    for short, long in _LONG.items():
        text = re.sub(rf"(?<!\()\b{short}\b(?!\))", long, text)
    return text


def _in_short(text: str) -> str:
    for short, long in _LONG.items():
        text = text.replace(f"{long} ({short})", short).replace(long, short)
    return text


HARMLESS: dict[str, Callable[[str], str]] = {
    "straight quotation marks": lambda text: text.translate(str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")),
    "other quotation marks": lambda text: text.replace("\u201c", "\u201e").replace("\u2019", "\u02bc"),
    "longer dashes": lambda text: text.replace("\u2013", "\u2014"),
    "hyphens": lambda text: text.replace("\u2013", "-").replace("-", "\u2011"),
    "two spaces": lambda text: text.replace(" ", "  "),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "thin spaces": lambda text: text.replace(" ", "\u2009"),
    "soft hyphens": lambda text: re.sub(r"(\w{4})(\w{3})", "\\1\u00ad\\2", text),
    "zero-width signs": lambda text: text.replace(" ", " \u200b").replace("e", "e\u2060"),
    "abbreviations in full": _in_full,
    "abbreviations in short": _in_short,
}
ALLOWED = {"not-spelt-out"}


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("kind", HARMLESS)
def test_what_editors_do_by_themselves_is_no_error(kind: str, ending: str) -> None:
    """Every kind in every format; of the letters each takes others."""
    first = ENDINGS.index(ending) + len(ENDINGS) * list(HARMLESS).index(kind)
    for topics, day in CASES if EVERY else CASES[first % 20 :: 20]:
        letter = letter_of(topics, day).letter
        changed = rewritten(letter, lambda s: piece_by_piece(s, HARMLESS[kind]))
        found = reviewed(changed, ending)
        assert {problem.rule for problem in told(found)} <= ALLOWED
        assert found.facts == letter.claims
        assert {p.standing for p in found.passages} <= {SentenceStatus.FACT, SentenceStatus.COURTESY}


@settings(max_examples=40, deadline=None)
@given(case=st.sampled_from(CASES), ending=st.sampled_from(ENDINGS), data=st.data())
def test_paragraphs_in_another_order_say_the_same(
    case: tuple[tuple[str, ...], date], ending: str, data: st.DataObject
) -> None:
    letter = letter_of(*case).letter
    # What names the document that most of the letter is from stays before all that rests on it.
    mainly = [one for one in letter.blocks if any(s.all_of(Kind.BASIS) for s in getattr(one, "sentences", ()))]
    others = [block for block in letter.blocks if block not in mainly]
    moved = replace(letter, blocks=(*mainly, *data.draw(st.permutations(others))))
    found = reviewed(moved, ending)
    # What now stands before the paragraph that says when it was said no longer says so.
    assert {problem.rule for problem in told(found)} <= ALLOWED | {"undated-claim", "other-heading"}
    assert sorted(found_in(found)) == sorted(known(letter))


# --- what is claimed anew, with whatever marks ---

NEW = (
    "The Government has sold every hospital in Dudley.",
    "Waiting times have risen everywhere.",
    "Nobody will have to pay for anything.",
    "There is nothing to worry about.",
    "It is.",
    "Mr Barclay has resigned.",
    "This was announced yesterday.",
    "That has been ruled out for good.",
    "The House of Commons Library, in a paper of July 2018, warned of a shortage of nurses.",
    "Health is a matter for whoever can pay for it.",
    "The documents that I have seen say that you are right.",
    "I have found nothing in the documents that says the Minister was honest.",
    "The documents leave open whether the Minister was honest.",
    "I have found no paper that says the Minister was honest.",
    "I have found no paper that says when it will begin, and the Minister lied.",
    "Nothing that I quote here says when it will begin or why the Minister lied.",
    "He did not say why the hospital has to close.",
    "Mr Barclay did not say when it will begin and who lied.",
    "You ask whether private companies will run them, and they will.",
    "The Health Minister Steve Barclay told Parliament in January that every hospital was for sale.",
    "He also said that nobody need worry.",
    "Yet nothing came of it.",
    "I signed Early Day Motion 660 on 3 March.",
    "Thank you for writing to me about the sale of Dudley hospital.",
    "Thank you for writing to me about Accountable Care Organisations (ACOs) and the sale of Dudley hospital.",
    "You ask whether this is privatisation by another name, and so it is.",
    "You may wish to know what happens next: the hospital closes.",
    "You raise more than one concern, and I take each in turn, as 400 others have done.",
    "Thank you again for taking the trouble to write \u2013 the hospital in Dudley will close.",
    "What I can tell you about this is elsewhere in this letter and proves it.",
)


@cache
def host() -> Letter:
    return letter_of(("privatisation", "consultation"), date(2018, 7, 10)).letter


@pytest.mark.parametrize("text", NEW)
def test_a_new_claim_is_an_error_whatever_mark_it_stole(text: str) -> None:
    """Each with some of the marks and in some of the formats; every mark and format is tried with several."""
    number = NEW.index(text)
    for ending in ENDINGS if EVERY else dict.fromkeys((".docx", ENDINGS[number % len(ENDINGS)])):
        assert reviewed(with_sentence(host(), own(text)), ending).errors
    for fact in host().claims if EVERY else host().claims[number % 5 :: 5]:
        found = reviewed(with_sentence(host(), claim(text, fact)), ".md")
        assert found.errors, fact


def test_no_two_courtesies_run_into_one() -> None:
    approved = [
        text
        for subject in base().subjects.values()
        for text in subject.courtesies
        if "{" not in text and text.endswith(".")
    ]
    # What only a correction says is refused elsewhere, by itself too.
    approved = [text for text in approved if not reviewed(with_sentence(host(), own(text)), ".md").errors]
    assert len(approved) > 30
    pairs = [(one, two) for one in approved for two in approved if one != two]
    for one, two in pairs if EVERY else random.Random(7).sample(pairs, 10):
        joined = f"{one.rstrip('.')}, and {two[0].lower()}{two[1:]}"
        found = reviewed(with_sentence(host(), own(joined)), ".md")
        # 'Please do this, and please do that' claims nothing, and is shown as said to this reader alone.
        assert found.errors or SentenceStatus.READER in {passage.standing for passage in found.passages}
        apart = reviewed(with_sentence(host(), own(f"{one} {two}")), ".md")
        assert apart.errors == ()  # each is approved


def test_a_fact_altered_is_an_error_whatever_mark_it_stole() -> None:
    """Among the facts of the base, and marked as a neighbour's."""
    chance = random.Random(5)
    facts = list(base().facts.values())
    mine = host().claims
    for _ in range(300 if EVERY else 30):
        fact = chance.choice(facts)
        alone, _ = sentences_of(fact, base(), host().date)
        text = chance.choice([new for _, new in altered(alone, chance)])
        for sentence in (own(text), claim(text, chance.choice(mine))):
            assert reviewed(with_sentence(host(), sentence), ".md").errors, text


ALTERED = "The Library said this month that NHS England’s consultation on the ACO contract had long been launched."


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("I believe that it is right.", set()),
        ("I believe that 12 hospitals closed.", {"figure-in-position"}),
        ("I believe that twelve hospitals closed.", {"figure-in-position"}),
        ("I believe that it ended in March.", {"figure-in-position"}),
        ("I have signed the petition.", {"claimed-act"}),
        ("I voted against it.", {"claimed-act"}),
        ("The Library describes an ACO as a provider that takes no responsibility for anything.", {"no-view"}),
        ("In Dudley those who bid are private companies.", {"no-view"}),
        ("I believe that \u201cnobody will ever pay\u201d.", {"quotation-in-view"}),
        ("I am glad that Mr Barclay has promised this.", {"quotation-in-view"}),
        # What is very like a fact is held to the fact, whatever it is marked as.
        (ALTERED, {"changed-detail"}),
        ("I believe that twenty-five hospitals closed.", {"figure-in-position"}),
        ("I believe that two-thirds of them closed.", {"figure-in-position"}),
        ("We voted against it.", {"claimed-act"}),
        ("I am a signatory of that petition.", {"claimed-act"}),
        ("The Government has sold every hospital in Dudley.", {"no-view"}),
        ("I think that the Government has sold too much.", set()),
    ],
)  # fmt: skip
def test_what_a_view_may_hold(text: str, rules: set[str]) -> None:
    for ending in ENDINGS:
        if ending == ".txt":  # plain text has no marks: a view that is nowhere approved is a claim there
            continue
        found = reviewed(with_sentence(host(), own(text, Kind.VIEW)), ending)
        assert {problem.rule for problem in found.errors} == rules
        weighed = {problem.rule for problem in found.problems} - rules
        assert weighed & {"new-view", "claim-in-view"} or text == ALTERED or "no-view" in rules


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("Dear Mrs Patel,", "Dear Mrs Patel, the hospital closes,", "odd-salutation"),
        ("WV1 9ZZ\n", "WV1 9ZZ\\\nYour hospital will close\n", "odd-address"),
        ("Our reference: EM/1", "Our reference: the Government has lied to you", "odd-furniture"),
        ("Our reference: EM/1", "Our reference: EM/1\n\nOur reference: EM/2", "odd-furniture"),
        ("Yours sincerely,", "Yours sincerely, and so it is,", "odd-furniture"),
        ("Eleanor Marsh MP\\\n", "Eleanor Marsh MP\\\nMinister of Health\\\n", "other-signature"),
        ("*This office", "*This office passes your letter on.*\n\n*This office", "stray-text"),
        ("**Accountable Care Organisations**", "**The sale of the NHS**", "unknown-heading"),
        ("## Private companies", "## The sale of the NHS", "unknown-heading"),
        ("Eleanor Marsh MP\\\n", "P.S. All is well.\n\nEleanor Marsh MP\\\n", "no-source"),
        ("\n10 July 2018\n", "\n10 July 2018\n\n1 May 2017\n", "stray-text"),
        # In capitals it may be a name: whoever signs is told that the address was changed.
        ("WV1 9ZZ\n", "WV1 9ZZ\\\nMinister Lied About Dudley Hospital\n", "other-reader"),
        ("Dear Mrs Patel,", "Dear Mrs Patel Minister Lied About Dudley,", "odd-salutation"),
        ("Dear Mrs Patel,", "Dear Mrs Smith,", "other-salutation"),
        ("10 July 2018\n", "10 July 2018\n\nDear Mr Smith,\n", "two-greetings"),
    ],
)  # fmt: skip
def test_nothing_is_claimed_around_the_letter(old: str, new: str, rule: str) -> None:
    letter = letter_of(("privatisation", "staff", "consultation"), date(2018, 7, 10), reference="EM/1").letter
    text = WRITERS[".md"](letter, LETTERHEAD, Copy.CLEAN).filled(letter.particulars).decode()
    assert old in text
    found = review_of(text.replace(old, new, 1).encode(), ".md")
    assert rule in {problem.rule for problem in (found.problems if rule == "other-reader" else found.errors)}


def test_a_positions_view_in_other_words_shows_the_difference() -> None:
    """'Would support nothing' made 'may support nothing', in the style of a view."""
    made = letter_of(("privatisation",), date(2018, 7, 10), "government").letter
    text = WRITERS[".md"](made, LETTERHEAD, Copy.CLEAN).filled(made.particulars).decode()
    assert "would support nothing" in text
    found = review_of(text.replace("would support nothing", "may support nothing").encode(), ".md")
    (view,) = (problem for problem in found.problems if problem.rule == "new-view")
    assert "[-would-] {+may+}" in view.message or ("would" in view.message and "may" in view.message)


def test_a_view_that_nobody_asked_for_and_two_that_contradict_need_a_word() -> None:
    plain = letter_of(("privatisation",), date(2018, 7, 10)).letter
    views = {
        side: letter_of(("privatisation",), date(2018, 7, 10), side).letter for side in ("government", "opposition")
    }
    own = {
        side: next(sentence for sentence in one.sentences() if sentence.all_of(Kind.VIEW))
        for side, one in views.items()
    }
    for sentence in own.values():
        assert [p.rule for p in reviewed(with_sentence(plain, sentence), ".md").questions] == ["other-position"]
    both = with_sentence(views["government"], own["opposition"])
    assert "other-position" in [p.rule for p in reviewed(both, ".md").questions]
    pasted = bare(replace(both, position=""))
    assert "other-position" in [p.rule for p in reviewed(pasted, ".md", Copy.FINAL).problems]
