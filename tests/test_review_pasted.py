"""A letter pasted as bare text: its notes are numbers in the text, and a list below it."""

from __future__ import annotations

import re
from datetime import date

import pytest
from edits import LETTER
from shipped import letter_of
from test_review_laws import found_in, known, review_of, told

from drafter.formats.copies import Copy
from drafter.formats.markdown.write import write_markdown
from drafter.letter.tree import Letter

HOW = {
    "figures": ("{}", "{}. "),
    "figures apart": ("{}", "{} "),
    "brackets": ("[{}]", "[{}] "),
    "raised": ("raised", "raised"),
}
_RAISED = str.maketrans("0123456789", "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079")


def pasted(letter: Letter, how: str) -> str:
    """The final copy as text: no record, no marks, no notes."""
    call, listed = HOW[how]

    def number(form: str, found: str) -> str:
        return found.translate(_RAISED) if form == "raised" else form.format(found)

    text = write_markdown(letter, copy=Copy.FINAL).split("\n---\n", 1)[1]
    text = re.sub(r"(?m)^\[\^(\d+)\]: ", lambda m: number(listed, m[1]).replace("[", "\\["), text)
    return re.sub(r"\[\^(\d+)\]", lambda m: number(call, m[1]).replace("[", "\\["), text)


@pytest.mark.parametrize("how", HOW)
def test_numbers_and_a_list_of_notes_are_no_text_of_the_letter(how: str) -> None:
    for letter in (LETTER, letter_of(("staff",), date(2018, 7, 10)).letter):
        found = review_of(pasted(letter, how).encode(), ".md")
        assert found.errors == ()
        assert found_in(found) == known(letter)


def test_a_figure_that_is_no_note_is_a_figure() -> None:
    text = pasted(LETTER, "figures")
    assert "NHS.1 " not in text
    for old, new in (("taxpayers.1", "taxpayers.7"), ("in the NHS. According", "in the NHS.9 According")):
        assert old in text
        found = review_of(text.replace(old, new).encode(), ".md")
        assert [p.rule for p in told(found) if p.rule in {"changed-detail", "no-source", "reworded", "other-words"}]


def test_a_line_below_that_is_no_citation_stays_an_error() -> None:
    text = pasted(LETTER, "figures")
    found = review_of(f"{text}\n\n12. The Minister lied to the House, January 2018.\n".encode(), ".md")
    assert "stray-text" in {problem.rule for problem in found.errors}
