"""Approving: the final copy and the row, both or neither; and what the final copy holds."""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pytest
from directly import load_facts
from documents import edit
from edits import review_every_fact
from running import run_drafter

from drafter.formats.docx.read import read_docx

DRAFT = ("draft", "--topic", "staff", "--length", "brief", "--date", "2018-07-10", "--reference", "EM/1")
TO = ("--to", "Mrs Asha Patel", "--address", "1 Long Row, Westmere, WV1 9ZZ")
KILLS = int(os.environ.get("DRAFTER_KILLS", "12"))


@pytest.fixture
def reviewed(office: Path) -> Path:
    """An office all of whose facts were reviewed, after they were due."""
    review_every_fact(office, "R Okafor", date(2026, 11, 1))
    return office


def drafted(name: str = "letter.docx", *more: str) -> Path:
    ran = run_drafter(*DRAFT, *TO, *more, "-o", name)
    assert ran.code == 0, ran.err
    return Path(name)


def approve(name: str, *more: str):
    return run_drafter("approve", name, "--by", "R Okafor", *more)


def parts(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name).decode("utf-8", "replace") for name in package.namelist()}


def test_the_final_copy_holds_the_letter_and_nothing_else(reviewed):
    drafted("letter.docx", "--position", "government")
    ran = approve("letter.docx")
    assert (ran.code, ran.text) == (0, "letters/approved/letter.docx: letter 1, approved by R Okafor\n")
    final = parts(reviewed / "letters" / "approved" / "letter.docx")
    assert "word/comments.xml" not in final
    assert "DRAFT" not in "".join(final.values())
    for inside in ("bookmark", "comment", "Drafter.", "drafter", "fact_", "view_", "R Okafor", "Position Sentence"):
        assert inside not in "".join(final.values()), inside
    core = docx.Document(str(reviewed / "letters" / "approved" / "letter.docx")).core_properties
    assert (core.author, core.last_modified_by, core.comments) == (
        "Office of Eleanor Marsh MP", "Office of Eleanor Marsh MP", "",
    )  # fmt: skip

    def said(path: Path) -> list[str]:
        returned, problems = read_docx(path.read_bytes(), path.name)
        assert returned is not None
        assert not problems
        return [block.text for block in returned.blocks] + [note.text for note in returned.notes.values()]

    assert said(reviewed / "letters" / "approved" / "letter.docx") == said(reviewed / "letter.docx")


@pytest.mark.parametrize(("citations", "listed"), [("footnotes", False), ("list", True), ("none", False)])
def test_it_cites_as_the_office_wishes(citations, listed, reviewed):
    with (reviewed / "office.yaml").open("a", encoding="utf-8") as file:
        file.write(f"\ncitations: {citations}\n")
    for ending in (".docx", ".md"):
        drafted(f"letter{ending}", "--topic", "scrutiny", "--length", "full")
        confirmed = () if ending == ".docx" else ("--confirm", "sent-already")
        assert approve(f"letter{ending}", *confirmed).code == 0
    draft = Path("letter.md").read_text("utf-8")
    notes = len(re.findall(r"(?m)^\[\^[a-z0-9-]+\]: ", draft)) if citations == "footnotes" else 0
    assert (notes > 3) is (citations == "footnotes")
    word = parts(reviewed / "letters/approved/letter.docx")
    assert word["word/document.xml"].count("<w:footnoteReference ") == notes
    assert ("Sources" in word["word/document.xml"]) is listed
    text = (reviewed / "letters/approved/letter.md").read_text("utf-8")
    assert len(re.findall(r"(?m)^\[\^\d+\]: ", text)) == notes
    assert ("## Sources" in text) is listed
    if listed:
        base = load_facts(reviewed / "facts").base
        facts = [base.facts[id_] for id_ in re.findall(r"(?m)^  ([a-z0-9-]+): [0-9a-f]{16} ", draft)]
        cited = dict.fromkeys(cite.source for fact in facts for cite in fact.cites)
        entries = text.partition("## Sources\n\n")[2].strip().split("\n\n")
        assert len(entries) == len(cited) > 1
        for entry, source in zip(entries, cited, strict=True):
            assert base.sources[source].title in entry
            assert "paragraph" not in entry
    for inside in ("drafter", "facts:", ".position", "topics"):
        assert inside not in text


def test_nothing_is_written_while_an_error_stands_in_the_way(reviewed):
    drafted()
    edit(reviewed / "letter.docx", "- differently in future\n+ differently from 2019\n")
    ran = approve("letter.docx")
    assert ran.code == 1
    assert ran.text == ""
    assert ran.err.endswith("not approved: 1 error stands in the way\n")
    assert "[changed-detail]" in ran.err
    assert not (reviewed / "letters").exists()
    assert not (reviewed / "register" / "letters.sqlite").exists()


def test_an_exception_is_named_reasoned_and_kept(reviewed):
    drafted()
    edit(reviewed / "letter.docx", "@ what ACOs would mean for anybody\n+ Nobody need fear for their job.\n")
    place = re.search(r"letter\.docx:(\d+:\d+): error: no fact bears out", run_drafter("review", "letter.docx").err)[1]
    wrong = {
        ("--accept", "no-source"): "each --accept needs a --because",
        ("--accept", "no-source", "--because", " "): "a reason is needed",
        ("--accept", "no-sauce", "--because", "x"): "did you mean 'no-source'?",
        ("--accept", "withdrawn-fact", "--because", "x"): "cannot be accepted",
        ("--accept", "no-source@1:1", "--because", "x"): f"no error 'no-source@1:1' to accept; it is found at {place}",
    }
    for given, told in wrong.items():
        ran = approve("letter.docx", *given)
        assert ran.code == 2
        assert told in ran.err
    assert not (reviewed / "register" / "letters.sqlite").exists()
    ran = approve("letter.docx", "--accept", f"no-source@{place}", "--because", "The member's own words, by telephone")
    assert ran.code == 0, ran.err
    assert f"accepted: letter.docx:{place}: error: no fact bears out" in ran.err
    shown = run_drafter("letters", "show", "1").text
    assert f"[no-source@{place}] The member's own words, by telephone" in shown


def test_no_exception_covers_two_errors(reviewed):
    drafted()
    edit(reviewed / "letter.docx", "@ what ACOs would mean for anybody\n+ Nobody need fear. All is well in Dudley.\n")
    ran = approve("letter.docx", "--accept", "no-source", "--because", "The member's own words")
    assert ran.code == 2
    assert (
        "'no-source' would cover 2 errors, and an exception is made for one; name each: --accept no-source@" in ran.err
    )


def asked(folder: Path) -> str:
    """A letter with a question; its place."""
    drafted()
    edit(
        folder / "letter.docx",
        "@ what ACOs would mean for anybody\n+ My caseworker Rukhsana will ring you next week.\n",
    )
    found = re.search(r"letter\.docx:(\d+:\d+): question: ", run_drafter("review", "letter.docx").err)
    assert found is not None
    return found[1]


def test_a_question_is_answered_by_its_place_and_kept_with_its_words(reviewed):
    place = asked(reviewed)
    ran = approve("letter.docx")
    assert ran.code == 1
    assert f"not approved: 1 question needs your word; where each is meant as it stands: --confirm {place}" in ran.err
    ran = approve("letter.docx", "--confirm", "99:1")
    assert ran.code == 2
    assert f"--confirm: error: no question is asked at '99:1'; there is: {place} [no-exception]" in ran.err
    assert not (reviewed / "register" / "letters.sqlite").exists()
    ran = approve("letter.docx", "--confirm", place)
    assert ran.code == 0, ran.err
    shown = run_drafter("letters", "show", "1").text
    assert f"[to-reader@{place}] confirmed: My caseworker Rukhsana will ring you next week." in " ".join(shown.split())


def test_a_question_of_the_whole_letter_is_answered_by_its_rule(reviewed):
    drafted("letter.md")
    path = reviewed / "letter.md"
    path.write_text(re.sub(r"\n\*This office keeps.*?\*\n", "\n", path.read_text("utf-8"), flags=re.DOTALL), "utf-8")
    ran = approve("letter.md")
    assert ran.code == 1
    assert "--confirm other-small-print" in ran.err
    assert approve("letter.md", "--confirm", "other-small-print").code == 0


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="there is no terminal of this kind")
@pytest.mark.parametrize(("typed", "code"), [(b"y\ny\n", 0), (b"y\nn\n", 1), (b"y\n\n", 1), (b"n\n", 1)])
def test_whoever_sits_at_the_keyboard_is_asked(reviewed, typed, code):
    asked(reviewed)
    ours, theirs = os.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "drafter", "approve", "letter.docx", "--by", "R Okafor"],
        stdin=theirs, stdout=subprocess.PIPE, stderr=theirs,
    ) as running:  # fmt: skip
        os.close(theirs)
        os.write(ours, typed)
        said = b""
        while True:
            try:
                piece = os.read(ours, 4096)
            except OSError:  # it has ended
                break
            if not piece:
                break
            said += piece
        assert running.wait() == code
    os.close(ours)
    assert b"Does the sheet, or the review, that you read end with this?" in said
    assert (b"My caseworker Rukhsana will ring you next week." in said) == (typed[:1] == b"y")
    assert (b"not approved: change the letter" in said) == (code == 1 and typed[:1] == b"y")
    assert (reviewed / "letters" / "approved" / "letter.docx").exists() == (code == 0)


def test_a_postscript_an_enclosure_and_a_copy_stay_in_the_final_copy(reviewed):
    for name in ("letter.docx", "letter.md"):
        drafted(name, "--force")
    edit(
        reviewed / "letter.docx",
        "- Yours sincerely,\n+ With all good wishes,\n@ when it opens\n+ It was good to see you at the summer fair.\n",
    )
    path = reviewed / "letter.md"
    text = path.read_text("utf-8")
    for old, new in (
        ("Mrs Asha Patel\\\n", "By email\n\nYour ref: AP/12\n\nMrs Asha Patel\\\n"),
        ("Yours sincerely,", "With every good wish,"),
        ("for Westmere Vale", "for Westmere Vale\n\nEnc. (1)\n\ncc: Cllr Jo Hart\n\nP.S. Please give my regards to your mother."),
    ):  # fmt: skip
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")
    assert approve("letter.docx").code == 0
    ran = approve("letter.md", "--confirm", "sent-already", "--confirm", "46:1")
    assert ran.code == 0, ran.err
    final = (reviewed / "letters" / "approved" / "letter.md").read_text("utf-8")
    lines = [line.rstrip("\\") for line in final.split("\n")]
    for line in (
        "By email", "Your ref: AP/12", "With every good wish,", "Enc. (1)", "cc: Cllr Jo Hart",
        "P.S. Please give my regards to your mother.",
    ):  # fmt: skip
        assert lines.count(line) == 1, line
    # The reader's reference is none of the office's.
    assert (final.count("Your ref: AP/12"), final.count("Our reference: EM/1"), final.count("AP/12")) == (1, 1, 1)
    again = run_drafter("review", "letters/approved/letter.md")
    assert "0 errors, 1 question" in again.text  # whether the copy goes to whom it names


def test_a_withdrawn_fact_goes_out_under_no_exception(reviewed):
    drafted()
    ran = run_drafter("facts", "withdraw", "staff-may-work-differently", "--reason", "An example", "--by", "R Okafor")
    assert ran.code == 0, ran.err
    ran = approve("letter.docx", "--accept", "withdrawn-fact", "--because", "It reads well")
    assert ran.code == 2
    ran = approve("letter.docx")
    assert ran.code == 1
    assert "'staff-may-work-differently' was withdrawn on" in ran.err
    assert not (reviewed / "letters").exists()


SIGN = ("--wants", "sign-edm-660")


def test_a_letter_that_waits_for_a_decision_goes_out_under_no_exception(reviewed):
    for name in ("letter.docx", "letter.md"):
        drafted(name, *SIGN)
        ran = approve(name, "--accept", "undecided", "--because", "She will surely sign")
        assert ran.code == 2
        assert "'undecided' cannot be accepted" in ran.err
        ran = approve(name)
        assert ran.code == 1
        assert "[undecided]" in ran.err
    # Nor where somebody wrote within the blank, and takes upon themselves what else was found of it.
    text = Path("letter.md").read_text("utf-8")
    assert "DECIDE: whether to sign" in text
    Path("letter.md").write_text(text.replace("DECIDE: whether to sign", "DECIDE: whether to sign soon"), "utf-8")
    for marked in (True, False):
        if not marked:
            Path("letter.md").write_text(
                Path("letter.md").read_text("utf-8").replace("]{.act}", "").replace("[\\[", "\\[")
            )
        rules = set(re.findall(r"error: .* \[([a-z-]+)\]", run_drafter("review", "letter.md").err)) - {"undecided"}
        accepted = [word for rule in rules for word in ("--accept", rule, "--because", "A test")]
        ran = approve("letter.md", *accepted)
        assert ran.code == 1, (marked, ran.err)
        assert "[undecided]" in ran.err
    assert not (reviewed / "letters").exists()
    assert not (reviewed / "register" / "letters.sqlite").exists()


def test_what_the_member_did_goes_out_as_it_was_entered(reviewed):
    assert run_drafter("office", "decide", "sign-edm-660", "--done", "2018-01-16").code == 0
    drafted("letter.docx", *SIGN, "--did", "wrote to the Minister 2018-07-03")
    assert approve("letter.docx").code == 0
    final = parts(reviewed / "letters" / "approved" / "letter.docx")["word/document.xml"]
    text = re.sub(r"<[^>]+>", "", final)
    told = "Yes, I signed Early Day Motion 660 on 16 January, and I wrote to the Minister on 3 July."
    assert told in text
    shown = run_drafter("letters", "show", "1").text
    assert re.search(rf"\nacts:\n(?:  .*\n)*  {re.escape(told)}\n", shown), shown
    assert run_drafter("letters", "verify").code == 0
    # What the office has not entered is no act of the member's.
    edit(reviewed / "letter.docx", "- signed Early\n+ proposed Early\n")
    ran = approve("letter.docx", "-o", "other.docx")
    assert ran.code == 1
    assert not (reviewed / "other.docx").exists()


def test_one_letter_is_approved_once(reviewed):
    drafted()
    assert approve("letter.docx").code == 0
    again = approve("letter.docx", "-o", "other.docx")
    assert again.code == 1
    assert "[already-approved]" in again.err
    assert not (reviewed / "other.docx").exists()
    assert len(run_drafter("letters", "list").text.splitlines()) == 1


def test_a_second_letter_to_one_reader_with_its_reference_or_of_its_day_and_matter_is_asked_about(reviewed):
    drafted("one.md")
    drafted("two.md")
    edit_text("two.md", "Dear Mrs Patel,", "Dear Asha,")
    assert approve("one.md").code == 0
    ran = approve("two.md")
    assert (ran.code, "question: this reader has letter 1 already, with this reference" in ran.err) == (1, True)
    assert "--confirm sent-already" in ran.err
    assert approve("two.md", "--confirm", "sent-already").code == 0
    kept = json.loads(run_drafter("letters", "show", "2", "--json").text)[0]
    assert "sent-already" in {one["rule"] for one in kept["exceptions"]}
    assert "Patel" not in json.dumps(kept)
    # With no reference the day and the matter tell; another day, another matter or another reader asks nothing.
    third = ("draft", "--topic", "staff", "--date", "2018-07-10")
    for name, options, asked in (
        ("three.md", (*third, *TO), True),
        ("four.md", (*third, "--to", "Mr Tom Birch", "--address", "1 Long Row, Westmere, WV1 9ZZ"), False),
        ("five.md", ("draft", "--topic", "staff", "--date", "2018-09-10", "--reference", "EM/2", *TO), False),
        ("six.md", ("draft", "--topic", "consultation", "--date", "2018-07-10", "--reference", "EM/3", *TO), False),
    ):
        assert run_drafter(*options, "-o", name).code == 0
        ran = approve(name)
        assert ("letters 1, 2 already, on this matter, of this day" in ran.err) == asked, (name, ran.err)
        assert (ran.code == 1) == asked


def edit_text(name: str, old: str, new: str) -> None:
    path = Path(name)
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_the_register_knows_the_reader_only_by_a_keyed_hash(reviewed):
    drafted()
    assert approve("letter.docx").code == 0
    kept = (reviewed / "register" / "letters.sqlite").read_bytes()
    for personal in (b"Patel", b"Asha", b"Long Row", b"WV1"):
        assert personal not in kept
    found = run_drafter("letters", "list", "--to", "mrs asha  PATEL", "--postcode", "wv19zz")
    assert "EM/1" in found.text
    for options, typed in (
        (("--to", "-", "--postcode", "-"), "mrs asha  PATEL\nwv19zz\n"),
        (("--to", "-", "--postcode", "WV1 9ZZ"), "Mrs Asha Patel\n"),
        (("--to", "Mrs Asha Patel", "--postcode", "-"), "WV1 9ZZ\n"),
    ):
        assert run_drafter("letters", "list", *options, typed=typed).text == found.text


def test_a_name_is_kept_only_where_the_office_wants_it_and_can_be_purged(reviewed):
    with (reviewed / "office.yaml").open("a", encoding="utf-8") as file:
        file.write("\nkeep_names: 'yes'\n")
    drafted()
    assert approve("letter.docx").code == 0
    assert "Mrs Asha Patel" in run_drafter("letters", "show", "1").text
    assert run_drafter("letters", "purge", "--before", "2018-07-11", "--yes").code == 0
    assert "Patel" not in run_drafter("letters", "show", "1").text
    assert b"Patel" not in (reviewed / "register" / "letters.sqlite").read_bytes()
    assert run_drafter("letters", "verify").code == 0


def process(*args: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "drafter", *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )


def settled(office: Path) -> tuple[set[str], set[str]]:
    """The SHA-256 of every letter in the register, and of every file among the approved, after the next command."""
    listed = run_drafter("letters", "list", "--json")
    assert listed.code == 0, listed.err
    rows = set(re.findall(r'"sha256": "([0-9a-f]{64})"', listed.text))
    folder = office / "letters" / "approved"
    return rows, {hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*")}


def killed_at_random(office: Path, seed: int) -> None:
    """Approve letters, and kill most of the processes at some moment: afterwards row and file are there, or neither."""
    chance = random.Random(seed)
    killed = 0
    for number in range(KILLS):
        drafted(f"letter-{number}.md", "--reference", f"EM/{number + 2}")
        run = process("approve", f"letter-{number}.md", "--by", "R Okafor")
        time.sleep(chance.uniform(0.15, 0.6))
        if run.poll() is None:
            os.killpg(run.pid, signal.SIGKILL)
            killed += 1
        run.communicate()
        rows, files = settled(office)
        assert rows == files
    print(f"{killed} of {KILLS} killed, {len(rows)} approved")
    assert killed > KILLS // 5
    assert run_drafter("letters", "verify").code == 0


def approved_at_once(office: Path) -> None:
    """Four letters, each by two processes: each is entered once."""
    names = [f"letter-{number}.md" for number in range(4)]
    for number, name in enumerate(
        names
    ):  # to four readers: whoever has one on the matter is asked about before another
        drafted(name, "--reference", f"EM/{number + 2}", "--to", f"Mrs {'ABCD'[number]}sha Patel")

    def approve_once(name: str) -> tuple[bytes, bytes]:
        out, err = process("approve", name, "--by", "R Okafor").communicate()
        # On a disk that is busy with other things the register's patience may end; then it says to try again.
        return approve_once(name) if b"[register-locked]" in err and not out else (out, err)

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(approve_once, [*names, *names]))
    assert sum(b": letter " in out for out, _ in done) == 4
    # Whoever looks when it has just been entered is asked whether its reader is to have it twice.
    told_of = (b"[already-approved]", b"[sent-already]")
    assert not [err for out, err in done if b": letter " not in out and not any(rule in err for rule in told_of)]
    rows, files = settled(office)
    assert len(rows) == 4
    assert rows == files
    told = "4 letters in the register, each as it was entered, and none missing\n"
    told += "4 final copies in letters/approved, each as it was approved\n"
    assert run_drafter("letters", "verify").text == told


def test_killed_at_any_moment_both_are_there_or_neither(reviewed):
    killed_at_random(reviewed, 2018)


def test_eight_approve_at_once(reviewed):
    approved_at_once(reviewed)


@pytest.mark.parametrize("room", [4_000, 30_000, 66_000])
def test_a_disk_that_fills_up(room, reviewed):
    drafted()
    limited = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room}));"
        "from drafter.cli import main; sys.argv = ['drafter', 'approve', 'letter.docx', '--by', 'R Okafor']; main()"
    )
    ran = subprocess.run([sys.executable, "-c", limited], capture_output=True, text=True, check=False)
    assert "Traceback" not in ran.stderr
    assert "a fault in drafter" not in ran.stderr
    if ran.returncode:
        assert not list(reviewed.glob("letters/approved/*"))
    rows, files = settled(reviewed)
    assert rows == files
    again = approve("letter.docx")
    assert (again.code == 0) or "[already-approved]" in again.err


def test_the_final_copy_in_large_print(reviewed):
    drafted("letter.docx", "--large-print")
    assert approve("letter.docx").code == 0
    styles = docx.Document(BytesIO((reviewed / "letters/approved/letter.docx").read_bytes())).styles
    assert styles["Normal"].font.size.pt == 18


def test_of_two_claims_in_one_sentence_the_wrong_one_is_corrected(reviewed):
    gone = "bidders-have-gp-support"
    ran = run_drafter("draft", "--asks", "privatisation.run", "--date", "2018-07-10", *TO, "-o", "letter.md")
    assert ran.code == 0, ran.err
    assert "not private bodies, and had the support of" in Path("letter.md").read_text("utf-8")
    assert approve("letter.md").code == 0
    assert run_drafter("facts", "withdraw", gone, "--reason", "It was misread.", "--by", "Ann Lee").code == 0
    assert run_drafter("recall", gone, "-o", "corrections").code == 1
    correction = Path("corrections/correction-of-1.md")
    text = correction.read_text("utf-8")
    part = "had the support of local GPs."
    assert f"\n\nI mean only these words of it: \u201c{part}\u201d\n\nThose words should not have stood there" in text
    assert run_drafter("review", str(correction)).code == 0
    # No other words may be said to be meant: not the claim that stands, nor more or less of the one that does not.
    for other in ("were NHS bodies, not private bodies.", part.replace("had the", "had not the")):
        correction.write_text(text.replace(f"it: \u201c{part}", f"it: \u201c{other}"), "utf-8")
        assert run_drafter("review", str(correction)).code == 1


def test_what_was_said_as_history_is_not_recalled(reviewed):
    """On 1 May 2018 the plan of March is history; it was said as such, and what came after takes nothing from it."""
    gone = "nhs-england-consultation-planned-march-2018"
    for day, name in (("2018-02-01", "then.md"), ("2018-05-01", "after.md")):
        ran = run_drafter("draft", "--topic", "consultation", "--length", "full", "--date", day, *TO, "-o", name)
        assert ran.code == 0, ran.err
        assert gone in Path(name).read_text("utf-8")
    assert f"{gone}: " in Path("after.md").read_text("utf-8")
    for name in ("then.md", "after.md"):
        ran = approve(name)
        assert ran.code == 0, ran.err
    ran = run_drafter("recall", gone, "-o", "corrections")
    assert ran.code == 1
    assert "1 approved letter relied on it" in ran.text
    assert [path.name for path in Path("corrections").iterdir()] == ["correction-of-1.md"]
    corrected = Path("corrections/correction-of-1.md").read_text("utf-8")
    assert "They held on the day of that letter. Matters have moved on since." in corrected
    said = json.loads(run_drafter("letters", "show", "1", "--json").text)[0]["facts"]
    assert gone in {fact["fact"] for fact in said}
    sentence = re.search(r"The sentence reads: \u201c(.*?)\u201d", corrected)[1]
    assert sentence in Path("then.md").read_text("utf-8")
    ran = run_drafter("review", "corrections/correction-of-1.md")
    assert re.search(r" (new|changed|reworded) ", ran.text) is None, ran.text
    # Of the earlier letter only a sentence that holds no more may be quoted, in its own words and with nothing added.
    holds = "The House of Commons Library said this month that the hospital closes."
    for other in (
        holds,
        sentence.replace("launch", "not launch", 1),
        sentence.replace("that ", "that all is lost, and that ", 1),
    ):
        Path("other.md").write_text(corrected.replace(sentence, other), "utf-8")
        assert other != sentence
        assert run_drafter("review", "other.md").code == 1, other
    assert approve("corrections/correction-of-1.md").code == 0


def test_a_correction_closes_the_recall_of_its_own_fact_alone(reviewed):
    drafted("letter.md", "--length", "standard")
    assert approve("letter.md").code == 0
    one, other = [fact["fact"] for fact in json.loads(run_drafter("letters", "show", "1", "--json").text)[0]["facts"]][
        :2
    ]
    for fact in (one, other):
        assert run_drafter("facts", "withdraw", fact, "--reason", "It was wrong.", "--by", "R Okafor").code == 0
    assert run_drafter("recall", one, "-o", "corrections").code == 1
    assert "corrections/correction-of-1.md: warning: is there already" in run_drafter(
        "recall", one, "-o", "corrections"
    ).err.replace("\\", "/")
    # The folder has one for another fact, and is not told to hold this one's.
    assert run_drafter("recall", other, "-o", "corrections").text.endswith(f"correction-of-1-{other}.md\n")
    assert approve("corrections/correction-of-1.md").code == 0
    ran = run_drafter("recall", one)
    assert (ran.code, "corrected by 2" in ran.text) == (0, True)
    ran = run_drafter("recall", other)
    assert (ran.code, "corrected" in ran.text) == (1, False)
    assert "correction-of-1.md" in run_drafter("recall", other, "-o", "c3").text
    assert f"corrected by: letter 2, on '{one}'" in run_drafter("letters", "show", "1").text
    assert f"letter 1, on '{one}'" in run_drafter("letters", "show", "2").text
    assert approve(f"corrections/correction-of-1-{other}.md").code == 0
    assert run_drafter("recall", other).code == 0


def test_a_file_that_is_no_letter_is_told_every_ending_that_is_read(office):
    Path("passwd").write_text("x", "utf-8")
    said = run_drafter("review", "passwd").err
    for ending in (".docx", ".md", ".eml", ".html", ".txt", ".odt", ".rtf"):
        assert ending in said


def test_letters_of_one_day_are_told_with_that_day_once(reviewed):
    for name, whom in (("one.md", "Mrs Asha Patel"), ("two.md", "Mr Tom Birch")):
        ran = run_drafter(*DRAFT, "--to", whom, "--address", "1 Long Row, Westmere, WV1 9ZZ", "-o", name)
        assert ran.code == 0, ran.err
        assert approve(name).code == 0
    assert (
        "2 approved letters relied on it, of 10 July 2018:" in run_drafter("recall", "staff-may-work-differently").text
    )
