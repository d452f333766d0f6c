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

import pytest
from edits import LOOKED, day_of
from hypothesis import given, settings
from hypothesis import strategies as st
from shipped import DAYS, ROOT, base, letter_of, office, templates, topic_sets

from drafter.documents.verify import read_lock
from drafter.factbase.fingerprint import fingerprint
from drafter.factbase.reviews import Review as Looked
from drafter.formats import READERS, WRITERS
from drafter.formats.copies import Copy
from drafter.letter.compose import compose
from drafter.letter.correspondent import correspondent
from drafter.letter.request import Length, LetterRequest
from drafter.letter.tree import Heading, Kind, Letter, Paragraph, Sentence
from drafter.problems import Problem, Where
from drafter.review.model import Review, Standing
from drafter.review.reviewing import review
from drafter.review.standing import Shelf

ENDINGS = tuple(READERS)
LETTERHEAD = (ROOT / "templates" / "letterhead.docx").read_bytes()
CASES = [(topics, day) for topics in topic_sets() for day in DAYS]
STANDINGS = {Kind.FACT: Standing.FACT, Kind.POSITION: Standing.VIEW, Kind.COURTESY: Standing.COURTESY}
EVERY = bool(os.environ.get("DRAFTER_EVERY"))


@cache
def shelf() -> Shelf:
    """The shipped facts, each of them reviewed."""
    looked = [
        Looked(f.id, fingerprint(f), "A. Reader", LOOKED, "", f.statement, tuple(c.quote for c in f.cites), Where("x"))
        for f in base().facts.values()
    ]
    return Shelf(base(), office(), templates(), looked, read_lock(ROOT / "facts"))


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


def rewritten(letter: Letter, change: Callable[[Sentence], Sentence]) -> Letter:
    """The letter with every sentence changed by a function."""
    blocks = [
        replace(block, sentences=tuple(map(change, block.sentences))) if isinstance(block, Paragraph) else block
        for block in letter.blocks
    ]
    return replace(letter, blocks=tuple(blocks))


def with_text(letter: Letter, old: str, new: str) -> Letter:
    return rewritten(letter, lambda s: s._replace(text=new) if s.text == old else s)


def with_sentence(letter: Letter, sentence: Sentence) -> Letter:
    """The letter with one sentence more, at the end of its last paragraph."""
    last = letter.blocks[-1]
    assert isinstance(last, Paragraph)
    return replace(letter, blocks=(*letter.blocks[:-1], replace(last, sentences=(*last.sentences, sentence))))


def without_parts(letter: Letter) -> tuple[Paragraph | Heading, ...]:
    """The blocks, without what the letter is doing there, which no file says."""
    return tuple(replace(block, part="") for block in letter.blocks)


# --- what is untouched is known again ---


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(("topics", "day"), CASES)
def test_an_untouched_letter_is_the_one_that_was_composed(topics: tuple[str, ...], day: date, ending: str) -> None:
    composed = letter_of(topics, day, reference="EM/2018/0417").letter
    found = reviewed(composed, ending)
    assert [(p.text, p.standing, p.fact) for p in found.passages if not p.heading] == [
        (s.text, STANDINGS[s.kind], s.fact) for s in composed.sentences()
    ]
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


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(("topics", "day"), CASES[::3])
def test_sentences_are_known_without_any_mark(topics: tuple[str, ...], day: date, ending: str) -> None:
    composed = letter_of(topics, day).letter
    found = reviewed(bare(composed), ending, Copy.FINAL)
    assert [(p.text, p.standing, p.fact) for p in found.passages if not p.heading] == [
        (s.text, STANDINGS[s.kind], s.fact) for s in composed.sentences()
    ]
    # Whether a fact was said as history stands in the record alone: without it, it is held to the letter's day.
    history = {said.fact for said in composed.said if not said.held}
    assert {problem.rule for problem in found.errors} == ({"no-longer-holds"} if history else set())


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


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(
    ("name", "address"), [(name, ADDRESSES[0]) for name in NAMES] + [("Kim Lee", address) for address in ADDRESSES]
)
def test_whoever_is_greeted_wherever_they_live(name: str, address: str, ending: str) -> None:
    asked = LetterRequest(("staff",), correspondent(name, address), date(2018, 7, 10), "", Length.STANDARD, "EM 1/2")
    composed = compose(asked, base(), templates(), office()).letter
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
            if sentence.kind is Kind.FACT:
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


# What changes a claim by words that no list holds.
OTHER_WORDS = {
    "an antonym": lambda text: re.sub(r"\b(said|told|wrote|reported)\b", "disproved to", text, count=1),
    "an adverb that judges": lambda text: re.sub(r"\b(said|told|wrote)\b", r"wrongly \1", text, count=1),
    "called false": lambda text: f"It is false that {text[0].lower()}{text[1:]}",
    "a clause more": lambda text: f"{text.rstrip('.')}, which is a scandal.",
    "other quotation marks": lambda text: re.sub(r"(\w+ \w+)\.$", "\u201c\\1\u201d.", text),
    "turned round by signs that are not seen": lambda text: re.sub(r"(\d+)", "\u202e\\1\u202c", text, count=1),
    "a question": lambda text: f"{text.rstrip('.')}?",
}


@pytest.mark.parametrize("kind", OTHER_WORDS)
def test_other_words_are_never_without_an_error(kind: str) -> None:
    missed = []
    for old, letter in list(said_somewhere().items())[::8]:
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
ALLOWED = {"leaning-wording", "not-spelt-out"}


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("kind", HARMLESS)
def test_what_editors_do_by_themselves_is_no_error(kind: str, ending: str) -> None:
    for topics, day in CASES[::5]:
        letter = letter_of(topics, day).letter
        changed = rewritten(letter, lambda s: s._replace(text=HARMLESS[kind](s.text)))
        found = reviewed(changed, ending)
        assert {problem.rule for problem in told(found)} <= ALLOWED
        assert found.facts == tuple(dict.fromkeys(s.fact for s in letter.sentences() if s.fact))
        assert {p.standing for p in found.passages} <= {Standing.FACT, Standing.COURTESY}


@settings(max_examples=40, deadline=None)
@given(case=st.sampled_from(CASES), ending=st.sampled_from(ENDINGS), data=st.data())
def test_paragraphs_in_another_order_say_the_same(
    case: tuple[tuple[str, ...], date], ending: str, data: st.DataObject
) -> None:
    letter = letter_of(*case).letter
    moved = replace(letter, blocks=tuple(data.draw(st.permutations(letter.blocks))))
    found = reviewed(moved, ending)
    assert {problem.rule for problem in told(found)} <= ALLOWED
    assert sorted((p.text, p.standing) for p in found.passages if not p.heading) == sorted(
        (s.text, STANDINGS[s.kind]) for s in letter.sentences()
    )


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
    "Thank you for writing to me about the sale of Dudley hospital.",
    "Thank you for writing to me about Accountable Care Organisations (ACOs) and the sale of Dudley hospital.",
    "You ask whether this is privatisation by another name, and so it is.",
    "You may wish to know what happens next: the hospital closes.",
    "You raise more than one concern, and I take each in turn, as 400 others have done.",
    "Thank you again for taking the trouble to write \u2013 the hospital in Dudley will close.",
    "What I can tell you about this is set out above and proves it.",
)


@cache
def host() -> Letter:
    return letter_of(("privatisation", "consultation"), date(2018, 7, 10)).letter


@pytest.mark.parametrize("text", NEW)
def test_a_new_claim_is_an_error_whatever_mark_it_stole(text: str) -> None:
    facts = [sentence.fact for sentence in host().sentences() if sentence.fact]
    for ending in ENDINGS:
        assert reviewed(with_sentence(host(), Sentence(text, Kind.COURTESY)), ending).errors
    for fact in facts:
        found = reviewed(with_sentence(host(), Sentence(text, Kind.FACT, fact)), ".md")
        assert found.errors, fact


def test_no_two_courtesies_run_into_one() -> None:
    approved = [text for subject in base().subjects.values() for text in subject.courtesies if "{" not in text]
    pairs = [(one, two) for one in approved for two in approved if one != two]
    for one, two in pairs if EVERY else random.Random(7).sample(pairs, 10):
        joined = f"{one.rstrip('.')}, and {two[0].lower()}{two[1:]}"
        assert reviewed(with_sentence(host(), Sentence(joined, Kind.COURTESY)), ".md").errors
        apart = reviewed(with_sentence(host(), Sentence(f"{one} {two}", Kind.COURTESY)), ".md")
        assert apart.errors == ()  # each is approved


def test_a_fact_altered_is_an_error_whatever_mark_it_stole() -> None:
    """Among the facts of the base, and marked as a neighbour's."""
    chance = random.Random(5)
    facts = list(base().facts.values())
    mine = [sentence.fact for sentence in host().sentences() if sentence.fact]
    for _ in range(300 if EVERY else 30):
        fact = chance.choice(facts)
        found = [new for _, new in altered(fact.statement, chance)]
        text = chance.choice(found)
        for sentence in (Sentence(text, Kind.COURTESY), Sentence(text, Kind.FACT, chance.choice(mine))):
            assert reviewed(with_sentence(host(), sentence), ".md").errors, text


ALTERED = (
    "The Library describes an ACO as a provider, or a group of providers, that takes no responsibility for the health"
    " care of a whole population."
)


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("I believe that it is right.", set()),
        ("I believe that 12 hospitals closed.", {"figure-in-position"}),
        ("I believe that twelve hospitals closed.", {"figure-in-position"}),
        ("I believe that it ended in March.", {"figure-in-position"}),
        ("I have signed the petition.", {"claimed-act"}),
        ("I voted against it.", {"claimed-act"}),
        # What is claimed as a view stands among what is to be weighed.
        ("The Library describes an ACO as a provider that takes no responsibility for anything.", set()),
        # What is very like a fact is held to the fact, whatever it is marked as.
        (ALTERED, {"changed-detail"}),
        ("I believe that twenty-five hospitals closed.", {"figure-in-position"}),
        ("I believe that two-thirds of them closed.", {"figure-in-position"}),
        ("We voted against it.", {"claimed-act"}),
        ("I am a signatory of that petition.", {"claimed-act"}),
        ("The Government has sold every hospital in Dudley.", set()),
    ],
)  # fmt: skip
def test_what_a_view_may_hold(text: str, rules: set[str]) -> None:
    for ending in ENDINGS:
        found = reviewed(with_sentence(host(), Sentence(text, Kind.POSITION)), ending)
        assert {problem.rule for problem in found.errors} == rules
        weighed = {problem.rule for problem in found.problems} - rules
        assert weighed & {"new-view", "claim-in-view"} or text == ALTERED


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("Dear Mrs Patel,", "Dear Mrs Patel, the hospital closes,", "odd-salutation"),
        ("WV1 9ZZ\n", "WV1 9ZZ\\\nYour hospital will close\n", "odd-address"),
        ("Our reference: EM/1", "Our reference: the Government has lied to you", "odd-address"),
        ("Yours sincerely,", "Yours sincerely, and so it is,", "no-close"),
        ("Eleanor Marsh MP\\\n", "Eleanor Marsh MP\\\nMinister of Health\\\n", "other-signature"),
        ("*This office", "*This office passes your letter on.*\n\n*This office", "stray-text"),
        ("**Accountable Care Organisations**", "**The sale of the NHS**", "unknown-heading"),
        ("## Private companies", "## The sale of the NHS", "unknown-heading"),
        ("Eleanor Marsh MP\\\n", "P.S. All is well.\n\nEleanor Marsh MP\\\n", "stray-text"),
        ("\n10 July 2018\n", "\n10 July 2018\n\n1 May 2017\n", "stray-text"),
        # In capitals it may be a name: whoever signs is told that the address was changed.
        ("WV1 9ZZ\n", "WV1 9ZZ\\\nMinister Lied About Dudley Hospital\n", "other-reader"),
        ("Dear Mrs Patel,", "Dear Mrs Patel Minister Lied About Dudley,", "odd-salutation"),
        ("Dear Mrs Patel,", "Dear Mrs Smith,", "other-salutation"),
        ("10 July 2018\n", "10 July 2018\n\nDear Mr Smith,\n", "two-greetings"),
    ],
)  # fmt: skip
def test_nothing_is_claimed_around_the_letter(old: str, new: str, rule: str) -> None:
    letter = letter_of(("privatisation", "staff"), date(2018, 7, 10), reference="EM/1").letter
    text = WRITERS[".md"](letter, LETTERHEAD, Copy.CLEAN).filled(letter.particulars).decode()
    assert old in text
    found = review_of(text.replace(old, new, 1).encode(), ".md")
    assert rule in {problem.rule for problem in (found.problems if rule == "other-reader" else found.errors)}
