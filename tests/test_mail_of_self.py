"""What writers say of themselves: shown to whoever drafts, who may add a word on it."""

from __future__ import annotations

import shutil
from pathlib import Path

from running import run_drafter
from shipped import ROOT

from drafter.inbox.of_self import said_of_self

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


def test_whoever_drafts_sees_it_and_no_letter_holds_it(tmp_path, monkeypatch):
    for name in ("facts", "templates"):
        (tmp_path / name).symlink_to(ROOT / name)
    shutil.copy(ROOT / "office.yaml", tmp_path)
    monkeypatch.chdir(tmp_path)
    asks = "I am a nurse of 24 years. What will happen to NHS staff under Accountable Care Organisations?"
    Path("a.txt").write_text(f"Dear Ms Marsh,\n\n{asks}\n\nMary Okafor\n9 Church Street, Westmere WV1 9ZZ\n", "utf-8")
    ran = run_drafter("draft", "--from", "a.txt", "--date", "2018-05-01", "-o", "a.md")
    assert ran.code == 0
    assert "  says of themselves: I am a nurse of 24 years.\n" in ran.err
    assert "24 years" not in Path("a.md").read_text("utf-8")
