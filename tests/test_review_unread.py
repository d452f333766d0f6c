"""The letters' own words: whatever a letter says of its own is found as such, and waits until somebody stands for it."""

from __future__ import annotations

import pytest
from shipped import DAYS, base, letter_of, templates, topic_sets

from drafter.facts.reviews import append_word_review, read_word_reviews, shipped_words
from drafter.letter.tree import Kind, Paragraph
from drafter.letter.wordings import WordingKind, views, wordings
from drafter.register.keys import KeyPlace
from drafter.review.unread import Unread

_OWN = frozenset((Kind.COURTESY, Kind.ANSWER, Kind.GAP, Kind.VIEW))


@pytest.mark.parametrize("position", ["", "government", "opposition"])
def test_every_sentence_of_its_own_is_one_that_somebody_must_stand_for(position):
    nobody = Unread(base(), templates(), frozenset())
    count = 0
    for day in DAYS:
        for topics in topic_sets():
            blocks = letter_of(topics, day, position).letter.blocks
            for sentence in (s for block in blocks if isinstance(block, Paragraph) for s in block.sentences):
                kinds = {segment.kind for segment in sentence.segments}
                if kinds & _OWN:
                    count += 1
                    found = nobody.said_in(sentence.text, claims=Kind.CLAIM in kinds, view=Kind.VIEW in kinds)
                    assert list(found), sentence.text
    assert count > 300


def test_what_is_shipped_was_looked_at():
    assert [one.text for one in Unread(base(), templates(), shipped_words())] == []


def test_a_fingerprint_changes_with_the_words_and_with_what_they_stand_beside():
    every = [*wordings(base()), *views(base(), templates())]
    assert {one.kind for one in every} == set(WordingKind) - {WordingKind.PAPER}
    assert len({one.fingerprint for one in every}) == len(set(every))
    answer = next(one for one in every if one.kind is WordingKind.ANSWER)
    assert answer._replace(text=f"{answer.text} now").fingerprint != answer.fingerprint
    assert answer._replace(beside=("something else",)).fingerprint != answer.fingerprint


def test_plain_words_are_looked_for_beside_claims_only_and_views_among_views():
    nobody = Unread(base(), templates(), frozenset())
    assert not list(nobody.said_in("They would invite bids.", claims=False, view=False))
    assert [one.text for one in nobody.said_in("They would invite bids.", claims=True, view=False)] == ["invite bids"]
    view = "They look after us, and should not be the last to hear."
    assert not list(nobody.said_in(view, claims=False, view=False))
    assert [one.position for one in nobody.said_in(view, claims=False, view=True)] == ["opposition"]


def test_each_of_two_questions_in_one_sentence_waits():
    nobody = Unread(base(), templates(), frozenset())
    both = "Will Parliament vote on them, and will Parliament debate them?"
    found = [one.text for one in nobody.said_in(both, claims=False, view=False)]
    assert sorted(found) == ["Will Parliament debate them?", "Will Parliament vote on them?"]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("- words: courtesy\n", "missing-field"),
        ("- words: courtesy\n  txt: a\n", "unknown-field"),
        ("words: courtesy\n", "wrong-type"),
        ("- words: [a\n", "yaml"),
    ],
)
def test_a_log_that_was_damaged(tmp_path, text, rule):
    (tmp_path / "word-reviews.yaml").write_text(text, "utf-8")
    found, problems = read_word_reviews(tmp_path, "facts")
    assert not found
    assert any(rule in problem.rule for problem in problems), problems
    assert append_word_review(tmp_path, "facts", "courtesy", "a", "0" * 16, "A", DAYS[0]) or rule != "yaml"


def test_what_is_entered_is_read_back_and_what_was_typed_does_not_count(tmp_path):
    key = KeyPlace(tmp_path / "key", "key").make()
    text = 'He said: "{x}" - #1'
    entry = ("courtesy", text, "0123456789abcdef", "Ann  Lee", DAYS[0], "yes")
    assert append_word_review(tmp_path, "facts", *entry, key.seal) == []
    assert append_word_review(tmp_path, "facts", "view", "a", "1" * 16, "Ann Lee", DAYS[0]) == []
    found, problems = read_word_reviews(tmp_path, "facts")
    assert not problems
    assert [one.fingerprint for one in found] == ["0123456789abcdef", "1" * 16]
    assert (found[0].text, found[0].by, found[0].on, found[0].note) == (text, "Ann Lee", DAYS[0], "yes")
    sealed, (problem,) = read_word_reviews(tmp_path, "facts", key.seal)
    assert [one.text for one in sealed] == [text]
    assert problem.rule == "unsealed-review"
    path = tmp_path / "word-reviews.yaml"
    path.write_text(path.read_text("utf-8").replace("Ann Lee", "R Okafor"), "utf-8")
    assert read_word_reviews(tmp_path, "facts", key.seal)[0] == []
