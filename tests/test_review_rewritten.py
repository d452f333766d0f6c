"""A letter's own sentences in other writing: they stay what they are; and what looks like that and is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from edits import review_every_fact
from running import run_drafter

from drafter.english.contractions import written_out
from drafter.review.rewritten import rewritten
from drafter.review.tokens import atoms, same_words

TO = ("--to", "Mrs A Patel", "--address", "1 Long Row, Westmere, WV1 9ZZ")
LETTERS = {
    "funding.md": ("--topic", "funding", "--fears", "funding.cuts", "--date", "2018-07-10"),
    "staff.md": ("--topic", "staff", "--asks", "staff.terms", "--date", "2018-05-01", "--length", "brief"),
    "asked.md": ("--wants", "sign-edm-660", "--topic", "privatisation", "--asks", "privatisation.run",
                 "--did", "wrote to the Minister 2018-02-03", "--date", "2018-07-10"),
}  # fmt: skip


def with_letters(office: Path) -> None:
    review_every_fact(office)
    assert run_drafter("office", "decide", "sign-edm-660", "--done", "2018-01-16").code == 0
    for name, ask in LETTERS.items():
        assert run_drafter("draft", *ask, *TO, "-o", name).code == 0


@pytest.fixture
def written(once: Callable[..., Path]) -> Path:
    return once(with_letters)


def told(path: Path, old: str, new: str) -> str:
    """The errors and questions of a letter after an edit."""
    text = path.read_text("utf-8")
    assert old in text, text
    path.write_text(text.replace(old, new), "utf-8")
    err = run_drafter("review", path.name).err
    return "\n".join(line for line in err.splitlines() if ": error: " in line or ": question: " in line)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("asked.md", "660 on 16 January", "660 on 16th January"),
        ("asked.md", "660 on 16 January", "660 on 16 January 2018"),
        ("asked.md", "660 on 16 January", "660 on 16th January 2018"),
        ("asked.md", "660 on 16 January", "660 on January 16th"),
        ("asked.md", "Minister on 3 February", "Minister on 3rd February 2018"),
        ("asked.md", "I have found no plan", "I’ve found no plan"),
        ("asked.md", "I cannot promise you that there", "I can’t promise you that there"),
        ("funding.md", "“falling through the net”", "‘falling through the net’"),
        ("funding.md", "that ACOs, if introduced, will", "that ACOs – if introduced – will"),
        ("funding.md", "I have found no plan", "I’ve found no plan"),
        ("staff.md", "pay, pensions and terms", "pay, pensions, and terms"),
        ("staff.md", "I cannot promise you that.", "I can’t promise you that."),
        ("staff.md", "I cannot promise you that.", "I am sorry, but I can’t promise you that."),
        ("staff.md", "I cannot promise you that.", "I cannot, I am afraid, promise you that."),
        ("staff.md", "I cannot promise you that.", "I cannot promise you that, I am afraid."),
        ("staff.md", "Please do take part", "Please take part"),
        ("staff.md", "on ACOs when it opens.", "on ACOs when it opens!"),
        ("funding.md", "yearly budget, set by", "yearly budget set by"),
        ("funding.md", "between services, and so", "between services and so"),
        ("funding.md", "Library says this month that", "Library says in July that"),
        ("funding.md", "Library says this month that", "Library says in July 2018 that"),
        (
            "funding.md",
            "The guide says that what",
            "The Department of Health and Social Care’s guide says that what",
        ),
        ("funding.md", "The guide says that what", "The Department’s guide says that what"),
        ("asked.md", "January the Health Minister Steve", "January Health Minister Steve"),
        ("asked.md", "told Parliament that the bidders", "told the House that the bidders"),
        ("asked.md", "told Parliament that the bidders", "told MPs that the bidders"),
        ("funding.md", "Dear Mrs Patel,", "Good morning Mrs Patel,"),
        ("funding.md", "Yours sincerely,", "With best wishes, and thank you again for writing,"),
        ("funding.md", "Eleanor Marsh MP\\", "Eleanor Marsh\\"),
        ("funding.md", "Eleanor Marsh MP\\", "Eleanor\n\nEleanor Marsh MP\\"),
        ("funding.md", "Eleanor Marsh MP\\", "R Okafor, on behalf of Eleanor Marsh MP\\"),
        ("funding.md", "**Accountable Care Organisations**", "**Your letter about Accountable Care Organisations**"),
        ("funding.md", "**Accountable Care Organisations**", "**Your email of 3 July**"),
    ],
)
def test_other_writing_needs_nobodys_word(written, name, old, new):
    assert told(written / name, old, new) == ""


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("asked.md", "660 on 16 January", "660 on 17th January"),
        ("asked.md", "660 on 16 January", "660 on 16 January 2017"),
        ("asked.md", "660 on 16 January", "660 on June 16th"),
        ("asked.md", "Minister on 3 February", "Minister on 3rd March 2018"),
        ("funding.md", "“falling through the net”", "‘falling’ through the net"),
        ("funding.md", "that ACOs, if introduced, will", "that ACOs – once introduced – will"),
        ("funding.md", "that ACOs, if introduced, will", "that ACOs (introduced) will"),
        ("funding.md", "I have found no plan", "I’d found no plan"),
        ("staff.md", "pay, pensions and terms", "pay, pensions, and jobs"),
        ("staff.md", "I cannot promise you that.", "I’ll promise you that."),
        ("staff.md", "I cannot promise you that.", "I am sorry, but I can promise you that."),
        ("staff.md", "I cannot promise you that.", "I can, I am glad to say, promise you that."),
        ("staff.md", "Please do take part", "Please do not take part"),
        ("funding.md", "what is proposed for ACOs will still", "what is proposed for ACOs will, I am afraid, still"),
        ("funding.md", "has not yet been launched", "has not yet been launched!"),
        ("funding.md", "that ACOs, if introduced, will", "that ACOs if introduced, will not"),
        ("funding.md", "Library says this month that", "Library says in June that"),
        ("funding.md", "Library says this month that", "Library says in July 2017 that"),
        ("funding.md", "The guide says that what", "The Treasury’s guide says that what"),
        ("funding.md", "The guide says that what", "The Library’s guide says that what"),
        ("asked.md", "told Parliament that the bidders", "told the Lords that the bidders"),
        ("asked.md", "told Parliament that the bidders", "warned the House that the bidders"),
        ("funding.md", "Dear Mrs Patel,", "Good morning Mrs Patel, all is settled,"),
        ("funding.md", "Yours sincerely,", "With best wishes for the end of the NHS,"),
        ("funding.md", "Eleanor Marsh MP\\", "Eleanor\\"),
        ("funding.md", "Eleanor Marsh MP\\", "The Minister lied, for Eleanor Marsh MP\\"),
        ("funding.md", "**Accountable Care Organisations**", "**Your letter about privatisation**"),
    ],
)
def test_what_says_something_else_is_found(written, name, old, new):
    assert ": error: " in told(written / name, old, new)


@pytest.mark.parametrize("day", ["17th January", "17 January 2018", "January 17th", "17th of January"])
def test_the_hint_for_an_act_names_what_was_done_and_leaves_the_day_to_be_given(written, day):
    assert '--did "signed Early Day Motion 660 DATE"' in told(
        written / "asked.md", "660 on 16 January", f"660 on {day}"
    )


def test_a_forename_that_fits_the_initial_is_a_question_at_most(written):
    assert ": error: " not in told(written / "staff.md", "Dear Mrs Patel", "Dear Asha")


@pytest.mark.parametrize("name", ["Rukhsana", "Asha Jones", "Patrick"])
def test_a_forename_that_does_not_is_an_error(written, name):
    assert "[other-salutation]" in told(written / "staff.md", "Dear Mrs Patel", f"Dear {name}")


def test_a_forename_is_asked_about_in_a_letter_that_nobody_drafted(written):
    path = written / "staff.md"
    text = path.read_text("utf-8")
    path.write_text(text.partition("\n---\n")[2], "utf-8")
    assert "only the initial" in told(path, "Dear Mrs Patel", "Dear Asha")


def test_contractions_and_days_are_written_out():
    assert written_out("i can't say, i've not, they'll see") == "i can not say, i have not, they will see"
    assert written_out("on 16th january, the 3rd of may and 4th place") == "on 16 january, the 3 may and 4th place"
    assert written_out("on january 16th 2018, on may 3, in may 2018") == "on 16 january 2018, on 3 may, in may 2018"
    assert written_out("i'd go, it's so, the doctors' hours") == "i'd go, it's so, the doctors' hours"


def test_many_places_do_not_make_many_ways():
    """A sentence full of brackets and quotation marks is tried a few times, and not as often as there are sums."""
    words = atoms(" ".join(f"(so it ‘is’), Mr. Hill, and it’s {n}" for n in range(40)), ())
    assert sum(1 for _ in rewritten(words)) < 400


@pytest.mark.parametrize("line", ["cc Mr Barclay", "Copy to: Westmere Hospital Trust", "c.c. the Secretary of State"])
def test_whoever_signs_says_that_a_copy_goes_to_somebody(written, line):
    signs = "Member of Parliament for Westmere Vale"
    assert "[copied-to]" in told(written / "funding.md", signs, f"{signs}\n\n{line}")


def test_money_and_percentages_are_the_same_in_figures_and_in_words():
    assert same_words("\u00a312") == ("12", "pounds")
    assert same_words("\u00a31") == ("1", "pound")
    assert same_words("5%") == ("5", "per", "cent") == (*same_words("five"), *same_words("percent"))
    assert same_words("$12") == ("$12",)


@pytest.mark.parametrize(
    ("line", "way"),
    [
        ("I will write to the Minister next week.", "what the member will do is entered, for all letters ('drafter office decide"),
        ("I was sorry to hear that you may lose your contract.", "say it without 'contract', and it is said to this reader alone; or enter it as a fact ("),
        ("Nobody need fear for a contract.", "; enter it as a fact ("),
    ],
)  # fmt: skip
def test_what_nothing_bears_out_is_told_the_way_that_is_open_to_it(written, line, way):
    ran = told(written / "funding.md", "Yours sincerely,", f"{line}\n\nYours sincerely,")
    assert way in ran, ran
    assert "[no-source]" in ran
