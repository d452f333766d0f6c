"""What writers say of themselves: shown to whoever drafts, and thanked for where it is plain."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from running import run_drafter
from shipped import ROOT

from drafter.inbox.of_self import said_of_self, thanks_of
from drafter.letter.thanks import is_plain, parts_of_thanks, read_thanks

SAID = (
    "I am a nurse of 24 years.",
    "I live with diabetes and heart failure.",
    "As a GP I fear this.",
    "My wife has Parkinson's and I am 82 years old.",
    "I\u2019m a retired midwife and volunteer at the hospice.",
    "I have been a ward sister for 30 years.",
)
NOT_SAID = (
    "I am not a doctor, but I worry.",
    "I am worried about nurses.",
    "I am writing about cancer care.",
    "I have been reading about doctors.",
    "I am concerned that nurses will leave.",
    "I am worried that my doctor will go.",
    "As you know the doctors are leaving.",
    "What will happen to nurses?",
)


def test_what_writers_are_and_live_with_is_found():
    assert [one for one in SAID if said_of_self(one) != (one,)] == []


def test_what_they_say_of_others_and_of_their_worries_is_not():
    assert [one for one in NOT_SAID if said_of_self(one)] == []


def test_three_sentences_are_shown_at_most_and_long_ones_are_shortened():
    long = f"I am a nurse and {'very ' * 60}tired."
    found = said_of_self(" ".join((long, *SAID)))
    assert len(found) == 3
    assert len(found[0]) < len(long)


THANKED = {
    "I am a nurse of 24 years.": "your 24 years as a nurse",
    "I am a nurse with 24 years of experience in A&E, and I worry.": "your 24 years as a nurse",
    "I have been a ward sister for over thirty years.": "over thirty years as a ward sister",
    "I was a nurse for twenty-five years.": "your twenty-five years as a nurse",
    "Having been a midwife for nearly ten years, I fear this.": "nearly ten years as a midwife",
    "I am an A&E nurse at Westmere Infirmary.": "your work as an A&E nurse",
    "As a gp I see it daily.": "your work as a GP",
    "Speaking as an unpaid carer, I am worried.": "your work as an unpaid carer",
    "I\u2019m a retired midwife and volunteer at the hospice.": "telling me that you are a retired midwife",
    "As a retired GP, I fear this.": "telling me that you are a retired GP",
    "I live with diabetes and heart failure.": "telling me that you live with diabetes and heart failure",
    "I am 78 and have copd.": "telling me that you have COPD",
    "I have had type 1 diabetes since I was nine.": "telling me that you have had type 1 diabetes",
    "I have asthma and my son is five.": "telling me that you have asthma",
    "I'm a full-time carer for my disabled son.": "telling me that you care for your disabled son",
    "I look after my elderly mother, who is 90.": "telling me that you look after your elderly mother",
    "My wife has parkinson's and I am 82 years old.": "telling me that your wife has Parkinson's",
    "I am disabled and rely on the NHS.": "telling me that you are disabled",
    "I should say that I am a type 2 diabetic.": "telling me that you are a type 2 diabetic",
}
NOT_THANKED = (
    "I am not a nurse.",
    "If I am a nurse, will I keep my pay?",
    "I am a nurse and was sacked last year.",
    "I was a nurse.",
    "I am a nurse no more.",
    "I am a doctor's wife.",
    "I am a doctor of philosophy.",
    "I am a nurse or was one.",
    "I have cancer patients in my ward.",
    "I have no cancer.",
    "I have cancer to thank for this.",
    "I have a nurse for a daughter.",
    "I live with a nurse.",
    "My friend is a nurse.",
    "She said: I am the nurse.",
    "My mother has no dementia.",
    "My wife and I have diabetes nurses.",
    "I am a consultant on privatisation.",
    "As you know, nurses are leaving.",
)


def test_plain_sentences_are_thanked_for():
    assert {one: thanks_of(one)[0] for one in THANKED} == THANKED


def test_sentences_that_are_not_plain_are_not():
    assert [one for one in NOT_THANKED if thanks_of(one)[0]] == []


SENTENCES = yaml.safe_load((ROOT / "tests" / "mail" / "of-self.yaml").read_text("utf-8"))


def test_sentences_as_people_write_them_are_thanked_for_as_they_are():
    assert {one: thanks_of(one)[0] for one in SENTENCES["plain"]} == SENTENCES["plain"]
    assert [(thanks, one) for one, thanks in SENTENCES["plain"].items() if not is_plain(thanks)] == []


def test_what_is_taken_back_turned_or_somebody_elses_word_is_thanked_for_by_nobody():
    assert [one for one in SENTENCES["nothing"] if thanks_of(one)[0]] == []


PLAIN = (
    "I am a nurse",
    "I am a nurse at Westmere Infirmary",
    "I have been a nurse for 30 years",
    "I am a retired nurse",
    "I have asthma",
    "I am 78 and have COPD",
    "My wife has dementia",
    "I care for my wife",
    "I am disabled",
)


def test_nothing_is_said_behind_a_sentence_that_takes_it_back():
    for end in ("in all but name", "no more", "or was", "to thank for this", "she says", "retired, that is"):
        for one in PLAIN:
            assert thanks_of(f"{one}.")[0]
            assert thanks_of(f"{one} {end}.")[0] == "", (one, end)
            assert thanks_of(f"{one}, {end}.")[0] == "", (one, end)


def test_the_first_plain_sentence_counts_and_is_shown():
    assert thanks_of("I am worried. I am a nurse of 24 years. I have asthma.") == (
        "your 24 years as a nurse",
        "I am a nurse of 24 years.",
    )


_PHRASES = [
    *(one for said in (*THANKED, *NOT_THANKED, *SAID, *NOT_SAID) for one in said.split()),
    "and",
    ",",
    "no",
    "24",
]


@given(st.lists(st.sampled_from(_PHRASES), max_size=12))
def test_whatever_is_thanked_for_is_plain_and_reads_as_it_was(words):
    thanks, by = thanks_of(f"I am a {' '.join(words)}")
    assert bool(thanks) == bool(by)
    if thanks:
        assert is_plain(thanks)
        assert read_thanks(thanks) == thanks


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Thank you for your card.", "your card"),
        ("thanks for all you do", "all you do"),
        ("I am grateful to you for coming to my surgery", "coming to my surgery"),
        ("over 30 years of nursing", "over 30 years of nursing"),
        ("the photograph", "the photograph"),
        ("Your work as a porter", "your work as a porter"),
        ("telling me of your mother", "telling me of your mother"),
    ],
)
def test_thanks_may_be_typed(typed, read):
    assert read_thanks(typed) == read


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "does not say what"),
        ("you were kind", "does not go on from"),
        ("nothing", "does not go on from"),
        ("for my 30 years", "does not go on from"),
        ("{{ 7 * 7 }} years", "does not go on from"),
        ("your letter. It was good", "more than one sentence"),
        ("your kindness?", "more than one sentence"),
        ("your letter, and the Government agrees", "goes on to something else"),
        ("your letter; nobody else wrote", "goes on to something else"),
        (f"your {'very ' * 30}kind letter", "33 words; 25 at most"),
    ],
)
def test_thanks_that_are_none(typed, told):
    problem = str(read_thanks(typed))
    assert problem.startswith("--thanks: error: ")
    assert told in problem
    assert problem.endswith("[odd-thanks]")


@given(st.text(max_size=80))
def test_whatever_is_typed_is_thanks_or_a_problem(typed):
    read = read_thanks(typed)
    assert isinstance(read, str) is ("[odd-thanks]" not in str(read))
    if isinstance(read, str):
        assert 0 < len(read.split()) <= 25
        assert "\n" not in read


def test_what_claims_something_is_never_plain():
    for claim in (
        "making sure that ACOs are illegal",
        "your work as a nurse, which is over",
        "your work as a Minister",
    ):
        assert not is_plain(claim)
    assert set(parts_of_thanks()) == {"about", "years", "job", "over", "ills", "family", "state"}


ASKS = "I am a nurse of 24 years. What will happen to NHS staff under Accountable Care Organisations?"
SENTENCE = "Thank you for your letter about Accountable Care Organisations (ACOs), and for your 24 years as a nurse."


@pytest.fixture
def office(tmp_path, monkeypatch):
    for name in ("facts", "templates"):
        (tmp_path / name).symlink_to(ROOT / name)
    shutil.copy(ROOT / "office.yaml", tmp_path)
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(f"Dear Ms Marsh,\n\n{ASKS}\n\nMary Okafor\n9 Church Street, Westmere WV1 9ZZ\n", "utf-8")
    return tmp_path


def drafted(name: str, *options: str) -> str:
    """A letter drafted from the message, and what was printed."""
    ran = run_drafter("draft", "--from", "a.txt", "--date", "2018-05-01", "-o", name, *options)
    assert ran.code == 0, ran.err
    return ran.err


def reviewed(name: str) -> str:
    ran = run_drafter("review", name)
    return ran.text + ran.err


@pytest.mark.parametrize("ending", [".md", ".docx", ".html", ".txt"])
def test_the_letter_thanks_for_it_and_reads_back_so(office, ending):
    assert "  thanks for your 24 years as a nurse: I am a nurse of 24 years.\n" in drafted(f"letter{ending}")
    if ending == ".txt":
        assert SENTENCE in Path("letter.txt").read_text("utf-8")
        return
    printed = reviewed(f"letter{ending}")
    assert f"reader {SENTENCE} " in " ".join(printed.split())
    assert "[to-reader]" not in printed


def test_nobody_is_thanked_for_what_another_tells(office):
    """Whoever has the letter drafted may name somebody else than who signed; and one writes for another."""
    assert "thanks for" not in drafted("a.md", "--to", "Mrs Ada Hill")
    assert "thanks for your 24 years" in drafted("b.md", "--to", "Mrs Okafor")
    text = Path("a.txt").read_text("utf-8")
    Path("a.txt").write_text(text.replace(ASKS, f"I am writing on behalf of my mother. {ASKS}"), "utf-8")
    told = drafted("c.md", "--to", "Mrs Ada Okafor", "--address", "1 High Street, Westmere WV1 9ZZ")
    assert "thanks for" not in told
    for name in ("a.md", "c.md"):
        assert "{.reader}" not in Path(name).read_text("utf-8")


def test_of_two_who_sign_neither_is_thanked_for_what_one_says(office):
    text = Path("a.txt").read_text("utf-8")
    Path("a.txt").write_text(text.replace("Mary Okafor\n", "Mary and John Okafor\n"), "utf-8")
    assert "thanks for" not in drafted("a.md")


@pytest.mark.parametrize(
    "message",
    [
        "{asks}\n\nMary Okafor\n9 Church Street, Westmere WV1 9ZZ\n\nOn 3 May 2018, Ann Hill wrote:\n> {said}\n",
        "> {said}\n\nThat is what my friend wrote. {asks}\n\nMary Okafor\n9 Church Street, Westmere WV1 9ZZ\n",
        '"It is hard. {said} I see it daily," says a leaflet. {asks}\n\nMary Okafor\n9 Church Street, Westmere WV1 9ZZ\n',
    ],
)
def test_what_is_quoted_in_a_message_is_not_thanked_for(office, message):
    said, asks = ASKS.split(". ")
    Path("a.txt").write_text(f"Dear Ms Marsh,\n\n{message.format(said=f'{said}.', asks=asks)}", "utf-8")
    assert "thanks for" not in drafted("a.md")


def test_what_is_typed_stands_instead(office):
    drafted("a.md", "--thanks", "coming to my surgery")
    text = Path("a.md").read_text("utf-8")
    assert " for coming to my surgery.]{.reader}" in text
    assert "24 years" not in text
    assert "[to-reader]" not in reviewed("a.md")
    drafted("c.md", "--thanks", "telling me that the Trust agrees")
    assert "'agrees'" in reviewed("c.md")  # whoever signs knows whether it is so
    drafted("b.md", "--thanks", "none")
    assert "{.reader}" not in Path("b.md").read_text("utf-8")


def test_other_words_than_were_drafted_are_a_question(office):
    drafted("a.md")
    text = Path("a.md").read_text("utf-8")
    Path("b.md").write_text(text.replace(SENTENCE, SENTENCE.replace("24", "34")), "utf-8")
    assert "[to-reader]" in reviewed("b.md")


def test_a_record_that_was_changed_by_hand_vouches_for_no_claim(office):
    drafted("a.md")
    text = Path("a.md").read_text("utf-8")
    claim = "making sure that ACOs are illegal"
    text = text.replace("thanked_for: your 24 years as a nurse", f"thanked_for: {claim}")
    Path("b.md").write_text(text.replace(SENTENCE, f"Thank you for {claim}."), "utf-8")
    printed = reviewed("b.md")
    assert f"reader    Thank you for {claim}." not in printed
    assert f"new       Thank you for {claim}." in printed
    Path("c.md").write_text(text.replace("your 24 years as a nurse.", f"{claim}."), "utf-8")
    assert "[no-source]" in reviewed("c.md")


def test_it_stands_behind_what_the_member_does(office):
    drafted("a.md", "--wants", "press-for-debate-and-vote", "--did", "wrote to the Minister 2018-04-30")
    text = Path("a.md").read_text("utf-8")
    said = " for your 24 years as a nurse.]{.reader}"
    assert (
        text.index("I wrote to the Minister") < text.index(said) < text.index("You ask what will happen to NHS staff")
    )


def test_who_tells_of_a_death_of_their_own_gets_no_letter_that_nobody_has_looked_at(office):
    fear = "I fear that Accountable Care Organisations are privatisation."
    for said, stopped in (
        ("My wife died on a trolley in March. She was a nurse.", True),
        ("My mum passed away waiting for an ambulance last week.", True),
        ("My father died in an NHS hospital in 1987, and the staff were wonderful.", False),
    ):
        Path("b.txt").write_text(
            f"Dear Ms Marsh,\n\n{said} {fear}\n\nPeter Lunn\n9 Church Street, Westmere WV1 9ZZ\n", "utf-8"
        )
        ran = run_drafter("draft", "--from", "b.txt", "--date", "2018-05-01", "-o", "b.md", "--force")
        assert ("error: tells of a case of the writer's own" in ran.err) is stopped, (said, ran.err)
        assert (ran.code == 1) is stopped
