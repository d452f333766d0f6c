"""What a letter tells of the member's acts, and what an office makes of it: "yes" answers only what was wanted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from shipped import READER, base, office, templates
from test_review_laws import LETTERHEAD, READERS, WRITERS, Copy, day_of, shelf

from drafter.decisions import Decision, How
from drafter.letter.compose import compose
from drafter.letter.request import Did, LetterRequest
from drafter.office import OfficeSide
from drafter.problems import Severity
from drafter.review.reviewing import review

DECIDED = (
    Decision("sign-edm-660", "aco", How.DONE, date(2018, 1, 16)),
    Decision("press-for-debate-and-vote", "aco", How.WILL, date(2018, 1, 20)),
    Decision("vote-against", "aco", How.WILL_NOT, date(2018, 1, 20), "I want to see more"),
)
OURS = replace(office(), decisions=DECIDED)
SIGNED = "I signed Early Day Motion 660 on 16 January"
PRESS = "I will press for a debate and a vote on"
ONE = {"wants": ("sign-edm-660", "press-for-debate-and-vote")}
UNASKED = {"asks": ("staff.happens",)}
REFUSED = {"wants": ("vote-against", "sign-edm-660")}
BLANK = {"wants": ("sign-edm-660", "meet")}


def told(request: dict[str, tuple[str, ...]], *edits: tuple[str, str], record: bool = True) -> set[str]:
    """The rules that errors and questions break, once a drafted letter's words were changed in Markdown."""
    did = (Did("wrote to the Minister", date(2018, 4, 3)),)
    asked = LetterRequest((), READER, date(2018, 5, 1), did=did, **request)  # type: ignore[arg-type]
    made = compose(asked, base(), templates(), OURS).letter
    head, fence, body = (
        WRITERS[".md"](made, LETTERHEAD, Copy.CLEAN).filled(made.particulars).decode().partition("\n---\n")
    )
    for old, new in edits:
        assert old in body, (old, body)
        body = body.replace(old, new, 1)
    returned, problems = READERS[".md"](f"{head}{fence}{body}".encode() if record else body.encode(), "a.md")
    assert returned is not None, problems
    found = review(returned, shelf(OURS), "a.md", day_of(returned)).problems
    return {one.rule for one in found if one.severity in {Severity.ERROR, Severity.QUESTION}} - {
        "unreviewed",
        "undecided",
    }


@pytest.mark.parametrize("request_", [ONE, UNASKED, REFUSED, BLANK])
def test_acts_read_back_as_they_are_drafted(request_):
    assert told(request_) == set()


@pytest.mark.parametrize(
    "edit",
    [
        ("Yes, I", "I"),
        ("Yes, I", "Yes I"),
        ("I signed", "I have signed"),
        (SIGNED, "I have signed Early Day Motion 660"),
        (f"Yes, {SIGNED}, and {PRESS}", f"Yes, {SIGNED}.]{{.act}} [{PRESS}"),
        (f"{SIGNED}, and I will", f"{SIGNED}, and I\u2019ll"),
    ],
)
def test_other_ways_to_tell_the_same_acts_are_no_error(edit):
    assert told(ONE, edit) == set()


@pytest.mark.parametrize(
    ("request_", "edit"),
    [
        (ONE, ("16 January", "17 January")),
        (ONE, (SIGNED, "I have signed Early Day Motion 606")),
        (ONE, (SIGNED, "I have signed Early Day Motion 660 on 17 January")),
        (UNASKED, ("I signed", "Yes I signed")),
        (ONE, ("I will press", "I have pressed")),
        (ONE, (f"{SIGNED}, and", f"{SIGNED}, and I met the Minister, and")),
        (UNASKED, (SIGNED, f"Yes, {SIGNED}")),
        (REFUSED, ("I will not vote", "Yes, I will vote")),
        (REFUSED, (SIGNED, f"Yes, {SIGNED}")),
        (BLANK, (SIGNED, f"Yes, {SIGNED}")),
    ],
)
def test_other_acts_and_a_yes_to_what_is_not_all_agreed_are_found(request_, edit):
    assert told(request_, edit)


def test_yes_stands_at_the_beginning_alone_also_without_a_record():
    assert "leaning-words" in told(UNASKED, (SIGNED, f"Yes, {SIGNED}"), record=False)
    assert "leaning-words" not in told(ONE, record=False)


def test_what_is_done_twice_is_said_once_and_reads_back():
    wrote = (Did("wrote to the Minister", date(2018, 4, 3)), Did("wrote to the Minister", date(2018, 4, 20)))
    asked = LetterRequest((), READER, date(2018, 5, 1), did=(*wrote, wrote[0]), wants=("vote-against",))
    made = compose(asked, base(), templates(), OURS).letter
    acts = [one.text for one in made.sentences() if "wrote" in one.text]
    assert acts == ["I wrote to the Minister on 3 April, and on 20 April."]
    data = WRITERS[".md"](made, LETTERHEAD, Copy.CLEAN).filled(made.particulars)
    returned, _ = READERS[".md"](data, "a.md")
    assert returned is not None
    found = review(returned, shelf(OURS), "a.md", day_of(returned)).problems
    assert {one.rule for one in found if one.severity is not Severity.WARNING} <= {"unreviewed", "undecided"}


@pytest.mark.parametrize("words", ["I am sorry to say that I will not", "I will not"])
def test_a_refusal_may_be_put_more_gently(words):
    assert told({"wants": ("vote-against",)}, ("No, I will not", words)) == set()


def test_a_view_does_not_call_for_what_the_member_refuses():
    """Not 'No, I will not press for a vote', and then 'a consultation is no substitute for a vote'."""
    wanted = {"wants": ("press-for-debate-and-vote",), "fears": ("scrutiny.bypassed",)}
    texts = {}
    for how in (How.WILL, How.WILL_NOT):
        ours = replace(
            office(),
            side=OfficeSide.OPPOSITION,
            party="Labour",
            decisions=(Decision("press-for-debate-and-vote", "aco", how, date(2018, 1, 20), "I want to see more"),),
        )
        asked = LetterRequest((), READER, date(2018, 2, 1), "opposition", **wanted)  # type: ignore[arg-type]
        texts[how] = " ".join(one.text for one in compose(asked, base(), templates(), ours).letter.sentences())
    for view in ("should be decided in the open, and by Parliament", "no substitute for a vote"):
        assert view in texts[How.WILL]
        assert view not in texts[How.WILL_NOT]
    assert texts[How.WILL_NOT].startswith("No, I will not press for a debate and a vote")
