"""The closed list of what keeps a claim's meaning: each kind of it passes in a letter without a word, and nothing near it."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shipped import base, letter_of
from test_review_laws import ALLOWED, retold, review_of, told

from drafter.formats.markdown.write import write_markdown
from drafter.letter.request import Length
from drafter.letter.tree import Kind, Letter
from drafter.review.tokens import atoms, keys, same_words

SAME = [
    ("hasn't", "has not"), ("won't", "will not"), ("can't", "cannot"), ("organization", "organisation"),
    ("organized", "organised"), ("program", "programme"), ("two", "2"), ("forty-four", "44"), ("joined-up", "joined up"),
    ("They've", "They have"), ("center", "centre"), ("privatization", "privatisation"), ("an", "a"),
]  # fmt: skip
OTHER = [
    ("has", "had"), ("can", "could"), ("size", "sise"), ("may", "will"), ("its", "it's"), ("two", "three"),
    ("no", "not"), ("every", "each"), ("prize", "prise"), ("re-sign", "resign"),
]  # fmt: skip
# In a letter of July 2018: what keeps the meaning, and what does not.
KEPT = [
    ("has not yet been launched", "hasn’t yet been launched"),
    ("for two court challenges", "for 2 court challenges"),
    ("Mr Barclay said on 25 January that NHS", "Mr Barclay said in January NHS"),
    ("the Library, NHS England’s consultation has", "the Library, National Health Service England’s consultation has"),
    ("would not affect", "wouldn’t affect"),
]  # fmt: skip
LOST = [
    ("He said too that no ACO contracts would", "He said too that no, ACO contracts would"),
    ("Mr Barclay said on 25 January that NHS", "Mr Barclay said that in January NHS"),
    ("were NHS bodies", "are NHS bodies"),
    ("would be awarded by", "will be awarded by"),
    ("has not yet been launched", "had yet to be launched"),
    ("ACOs has led to some comment", "ACOs had led to some comment"),
    (
        "According to Mr Barclay, the duties of local commissioners",
        "Mr Barclay said that then the duties of local commissioners",
    ),
    ("has led to some comment", "has led to “some” comment"),
    ("two court challenges, both", "two court challenges that both"),
]


def test_these_are_the_same():
    for one, two in SAME:
        assert keys(one, ()) == keys(two, ()), (one, two)


def test_these_are_not():
    for one, two in OTHER:
        assert keys(one, ()) != keys(two, ()), (one, two)


WRITTEN = st.sampled_from(
    ["don't", "joined-up", "NHS", "£5", "12%", "percent", "it’s", "“so”", "(ACO)", "Mr.", "cannot", "organizations", "a.b",
     "10,000", '"yes"', ",", ".", "--", "Really?!", "well;", "e.g.", "so:"],
)  # fmt: skip


@given(st.lists(st.tuples(WRITTEN, st.sampled_from(["", ",", ".", ";", "?!"])), max_size=6))
def test_the_words_of_a_phrase_are_those_of_its_atoms(words):
    text = " ".join("".join(pair) for pair in words)
    assert keys(text, ()) == tuple(atom.key for atom in atoms(text, ()))


@given(st.text("abcdefgiznt'-0123456789", max_size=12))
def test_what_was_made_alike_stays_as_it_is(word):
    assert all(same_words(made) == (made,) for made in same_words(word))


@cache
def letter() -> Letter:
    topics = ("privatisation", "accountability", "consultation")
    return letter_of(topics, date(2018, 7, 10), "", Length.FULL).letter


def errors_of(old: str, new: str) -> list[str]:
    text = write_markdown(letter())
    assert text.count(old) == 1, old
    found = review_of(text.replace(old, new).encode(), ".md")
    return [problem.rule for problem in told(found) if problem.rule not in ALLOWED]


@pytest.mark.parametrize(("old", "new"), KEPT)
def test_what_is_on_the_list_passes(old, new):
    assert errors_of(old, new) == []


@pytest.mark.parametrize(("old", "new"), LOST)
def test_what_is_not_is_an_error(old, new):
    assert errors_of(old, new)


SMALL = (
    "a an the that this these those who which was were is are be been being had has have not no will would may might "
    "must shall should can could to of in on at by for with from then and or but so if it they he its their some any all "
    "only also now still yet"
).split()


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_no_small_word_comes_goes_or_moves_unnoticed(data):
    """One function word, or a comma, dropped, added, exchanged or moved within a claim: an error, or the same words."""
    claims = [(s, seg) for s in letter().sentences() for seg in s.segments if seg.kind is Kind.CLAIM]
    sentence, claim = data.draw(st.sampled_from(claims))
    words = claim.text.strip().rstrip(".").split(" ")
    small = [place for place, word in enumerate(words) if word.strip(",").casefold() in SMALL]
    new = list(words)
    match data.draw(st.sampled_from(["drop", "add", "exchange", "move", "comma"])):
        case "drop" if small:
            del new[data.draw(st.sampled_from(small))]
        case "exchange" if small:
            new[data.draw(st.sampled_from(small))] = data.draw(st.sampled_from(SMALL))
        case "move" if small:
            word = new.pop(data.draw(st.sampled_from(small)))
            new.insert(data.draw(st.integers(0, len(new))), word)
        case "comma":
            new[data.draw(st.integers(0, len(new) - 2))] += ","
        case _:
            new.insert(data.draw(st.integers(1, len(new) - 1)), data.draw(st.sampled_from(SMALL)))
    before, after = " ".join(words), " ".join(new)
    known = base().subjects["aco"].abbreviations
    if keys(before, known) != keys(after, known):
        changed = retold(sentence, sentence.text.replace(before, after))
        assert errors_of(sentence.text, changed.text), after
