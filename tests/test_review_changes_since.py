"""What changed in a letter after it was read is named by its name, so that somebody can look at just that."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.review.shown import ShownItem, changes_since

LETTER = (
    "the date=1 May", "the address=2 Mill Lane", "the reference=", "the subject line=", "3:1=A", "3:2=B", "4:1=C",
    "what is to be mended or answered (new-sentence)=3:1", "what is to be mended or answered (new-sentence)=3:2",
    "the fact 'mill'=Mill",
)  # fmt: skip


def items(*texts: str) -> list[ShownItem]:
    return [ShownItem(*text.rsplit("=", 1)) for text in texts]


def changed(**swaps: str) -> list[str]:
    return [swaps.get(text, text) for text in LETTER]


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (changed(**{"the date=1 May": "the date="}), ["the date is another"]),  # as empty as others
        (changed(**{"the reference=": "the reference=1 May"}), ["the reference is another"]),
        (changed(**{"3:1=A": "3:1=B", "3:2=B": "3:2=A"}), ["3:1 is what stood at 3:2"]),
        (
            changed(**{"3:1=A": "3:1=C", "4:1=C": "4:1=A"}),
            ["3:1 is what stood at 4:1", "what stands around 3:2 is another"],
        ),
        (changed(**{"3:2=B": "3:2=D"}), ["3:2 is another"]),
        ([text for text in LETTER if text != "4:1=C"], ["what stood at 4:1 is gone"]),
        ([text for text in LETTER if text != "the fact 'mill'=Mill"], ["the fact 'mill' is gone"]),
        ([*LETTER, "what is attached=.docx"], ["what is attached is new"]),
        ([*LETTER[:4], "3:1=D", "3:2=A", "3:3=B", *LETTER[6:]], ["3:1 is new"]),  # the others were pushed along
        (LETTER[:-2] + LETTER[-1:], ["what is to be mended or answered (new-sentence) is another"]),
    ],
)  # fmt: skip
def test_each_change_is_told_once_and_by_its_name(now, told):
    assert list(changes_since(items(*LETTER), items(*now))) == told


def test_a_sentence_of_a_batch_is_told_with_its_letter():
    then = items("01.docx 3:1=A", "02.docx 3:1=B")
    assert list(changes_since(then, items("01.docx 3:1=A", "02.docx 3:1=C"))) == ["02.docx 3:1 is another"]


THINGS = st.lists(
    st.builds(ShownItem, st.sampled_from(["the date", "the address", "1:1", "1:2", "2:1"]), st.sampled_from("abc")),
    max_size=6,
    unique_by=lambda one: one.name,
).map(sorted)


@given(THINGS, THINGS)
def test_whatever_differs_is_named_and_nothing_else(then, now):
    found = list(changes_since(then, now))
    sentences = [[one.hash for one in things if ":" in one.name] for things in (then, now)]
    named = [[one for one in things if ":" not in one.name] for things in (then, now)]
    assert bool(found) == (sentences[0] != sentences[1] or named[0] != named[1])
