"""Cues: what they find, and what stands for none."""

from __future__ import annotations

import pytest
from bounded import in_bounds
from running import run_drafter

from drafter.inbox.cues import Cues, never_met, other_reading, parse_cues, tokens


def found(cue: str, text: str) -> list[str]:
    """What of a text a cue finds."""
    words = tokens(text)
    hits = Cues.of(parse_cues(cue)).find(words)
    return [text[words[hit.start].start : words[hit.end - 1].end] for hit in hits]


@pytest.mark.parametrize(
    ("cue", "text", "wanted"),
    [
        ("private firm|company", "A private firm; a private company.", ["private firm", "private company"]),
        ("privatis*", "Privatising the NHS", ["Privatising"]),
        ("privatis*", "privitising", ["privitising"]),
        ("what ... mean for us", "What will all of it mean for us?", ["What will all of it mean for us"]),
        ("what ... mean for us", "What is it? They mean for us to go.", []),
        ("(no one|nobody) (asked|told) us", "No one asked us. Nobody told us.", ["No one asked us", "Nobody told us"]),
        ("(no one|nobody) (asked|told) us", "No nobody asked", []),
        (
            "(surgery|social care|contract)",
            "the surgery, social care, a contract",
            ["surgery", "social care", "contract"],
        ),
        ("who (decides|runs*|made that)", "Who made that? Who runs it?", ["Who made that", "Who runs"]),
        ("(bid|bids) (for|to run)", "they bid to run it and bids for it", ["bid to run", "bids for"]),
        ("co-op", "the co-op", ["co-op"]),
        ("what are they.", "What are they? What are they paid? What are they, these ACOs?", ["What are they"] * 2),
        ("what ... they.", "What on earth are they. What are they for?", ["What on earth are they"]),
        (
            "when ... (these|buses) ... come",
            "When are these buses at long last to come?",
            ["When are these buses at long last to come"],
        ),
        ("what ... they.", "What are they, if they are they?", ["What are they"]),
        ("who'll pay", "who will pay, who'll pay, who'd pay", ["who'll pay", "who'd pay"]),
        ("what are you", "wot r u up to", ["wot r u"]),
    ],
)
def test_what_a_cue_finds(cue, text, wanted):
    assert found(cue, text) == wanted


@pytest.mark.parametrize(
    "cue",
    ["", "...", "... us", "us ...", "a ... ... b", "|", "pr*", "sick|dismiss|vote out|remove them|it", "a|b c|d",
     "(a|b c|d", "a|b) c", "a(b|c)d", "()", "(a|b) c|d"],
)  # fmt: skip
def test_what_stands_for_none(cue):
    assert parse_cues(cue) == ()


def test_choices_that_are_too_many_stand_for_none():
    choice = "(a b|c d|e f|g h|i j|k l)"
    assert parse_cues(f"{choice} {choice}")
    assert parse_cues(f"{choice} {choice} {choice}") == ()


def test_words_without_end_cost_no_more_than_others():
    cues = Cues.of(
        cue for text in ("privatis*", "accountability", "accountable care organisation*") for cue in parse_cues(text)
    )

    def find() -> None:
        for text in ("a" * 60_000, "privatis" + "a" * 60_000, f"accountabl{'e' * 6_000} " * 10, "A.B. " * 15_000):
            for _ in range(20):
                cues.find(tokens(text))

    in_bounds(find)


def test_a_long_word_is_known_by_its_beginning_alone():
    assert found("privatis*", f"privatis{'a' * 60}") == [f"privatis{'a' * 60}"]
    assert found("privatis*", f"privitis{'a' * 60}") == []


def test_initials_are_one_word_and_all_words_keep_their_places():
    text = "An A.C.O. and a U.S. firm"
    assert [(one.word, text[one.start]) for one in tokens(text)] == [
        ("an", "A"), ("aco", "A"), ("and", "a"), ("a", "a"), ("us", "U"), ("firm", "f"),
    ]  # fmt: skip


def test_memory_does_not_grow_with_the_words_that_were_seen(monkeypatch):
    monkeypatch.setattr("drafter.inbox.cues._REMEMBERED", 100)
    cues = Cues.of(parse_cues("accountability"))
    for number in range(1_000):
        cues.find(tokens(f"accountabillity unheardof{number}"))
        assert len(cues._meant) <= 100
    assert cues.find(tokens("acountability"))


@pytest.mark.parametrize("written", ["a&e", "a & e", "(ward|a&e)", "(a & e|ward)"])
@pytest.mark.parametrize("text", ["Will the A&E close?", "will our A & E close", "Is the a&e to close?"])
def test_letters_joined_by_a_sign_are_one_word(written, text):
    assert Cues.of(parse_cues(f"{written} ... close")).find(tokens(text))


def test_words_joined_by_a_sign_are_words():
    assert [token.word for token in tokens("NHS&social care")] == ["nhs", "&", "social", "care"]


@pytest.mark.parametrize(
    ("cue", "part"),
    [
        ("24/7", "24/7"),
        ("who, legally", "who,"),
        ("close ... a&e|ward", ""),
        ("close ... 24/7|ward", "24/7"),
        ("members' pay", ""),
        ("a & e", ""),
        ("u.s. style", ""),
    ],
)
def test_a_part_that_no_message_has_is_told(cue, part):
    assert never_met(cue) == part


@pytest.mark.parametrize(
    ("cue", "others"),
    [
        ("hospital parking|car park*", ("hospital parking", "car park*")),
        ("(hospital parking|car park*)", ()),
        ("motion|edm 660", ()),
        ("parking|park", ()),
    ],
)
def test_a_bar_between_several_words_on_either_side_may_be_meant_otherwise(cue, others):
    assert other_reading(cue) == others
    text = tokens("Something must be done about hospital parking charges.")
    assert not Cues.of(parse_cues(cue)).find(text) or cue.startswith("(") or not others


def test_check_tells_a_cue_that_is_read_otherwise(office, uncomposed):
    path = office / "facts" / "aco" / "topics.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("\n  phrases:\n", "\n  phrases:\n    - hospital parking|car park*\n", 1), "utf-8")
    (told,) = [line for line in run_drafter("check").err.splitlines() if "misread-cue" in line]
    assert told.endswith(
        "warning: 'hospital parking|car park*' is read as 'hospital (parking|car) park*', which no example has; for "
        "either of the two, write '(hospital parking|car park*)' [misread-cue]"
    )
