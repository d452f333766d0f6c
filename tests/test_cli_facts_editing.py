"""Facts reviewed, entered and edited as a user does it, with editors that fail and hands that are faster."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import stat
import sys
from pathlib import Path

import pytest
from directly import load_facts
from running import run_drafter

from drafter.cli.facts.change import command_line, how_to_leave, usual_editors

STAFF = "staff-implications-called-unanswered"
FILE = Path("facts/aco/staff.yaml")


@pytest.fixture
def typed(monkeypatch):
    def type_(text: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO(text))

    type_("")
    return type_


@pytest.fixture
def editor(office, tmp_path, monkeypatch):
    """An editor that is a few lines of shell, given the line as $1 and the file as $2."""

    def make(script: str) -> None:
        path = tmp_path / "my editor"
        path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("EDITOR", str(path))

    monkeypatch.delenv("VISUAL", raising=False)
    return make


@pytest.mark.parametrize("answer", ["", "\n", "y\n", "YES!\n", "no\n", "yess\n"])
def test_anything_but_yes_is_no(answer, office, typed):
    typed(answer)
    ran = run_drafter("facts", "review", STAFF, "--by", "Ann Lee")
    assert ran.code == 1
    assert "nothing was entered" in ran.err
    assert not Path("facts/reviews.yaml").exists()


def test_yes_is_entered_and_cannot_be_given_as_an_option(office, typed):
    typed("yes\n")
    assert run_drafter("facts", "review", STAFF, "--by", "Ann Lee").code == 0
    assert "by: Ann Lee" in Path("facts/reviews.yaml").read_text("utf-8")
    assert run_drafter("facts", "review", STAFF, "--by", "Ann Lee", "--yes").code == 2
    typed("yes\n")
    assert run_drafter("facts", "review", STAFF, "--by", " ").code == 2
    assert run_drafter("facts", "review", STAFF, "--by", "Ann Lee", "--on", "2999-01-01").code == 2


def test_the_review_shows_the_passage_in_its_paragraph(office, typed):
    fact = load_facts(Path("facts")).base.facts[STAFF]
    cite = fact.cites[0]
    text = "\n".join(["x"] * (cite.paragraph - 1) + [f"Before that, {cite.quote} and after."])
    sources = Path("facts/sources.yaml")
    sources.write_text(re.sub(r"\n  sha256: .*", "", sources.read_text("utf-8")), "utf-8")
    Path("texts").mkdir()
    Path("texts", f"{cite.source}.txt").write_text(text, "utf-8")
    shown = " ".join(run_drafter("facts", "review", STAFF, "--by", "Ann").text.split())
    assert f"Before that, »{cite.quote}« and after." in shown
    Path("texts", f"{cite.source}.txt").write_text("Something else.", "utf-8")
    assert "does not stand in that paragraph" in run_drafter("facts", "review", STAFF, "--by", "Ann").text


def test_who_reviews_their_own_words_is_told_so(office, typed):
    assert new(by="Ann Lee").code == 0
    for by, told in (("ann lee", True), ("Tom Hill", False)):
        typed("no\n")
        said = run_drafter("facts", "review", "accountability-shared", "--by", by).err
        assert ("Another pair of eyes sees more" in said) == told


def test_the_queue_and_the_draft_know_of_reviews(office, typed):
    draft = ("draft", "--topic", "staff", "--to", "Kim Lee", "--date", "2018-02-05", "-o", "-")
    ran = run_drafter(*draft)
    assert re.search(r"warning: none of the \d+ facts is reviewed; .* \[unreviewed\]\n", ran.err)
    waits = json.loads(run_drafter("facts", "queue", "--on", "2018-02-05", "--json").text)
    assert waits[0]["overdue"]
    for fact in [item["id"] for item in waits]:
        typed("yes\n")
        assert run_drafter("facts", "review", fact, "--by", "Ann Lee", "--on", "2018-02-05").code == 0
    assert json.loads(run_drafter("facts", "queue", "--on", "2018-02-05", "--json").text) == []
    assert "unreviewed" not in run_drafter(*draft).err
    assert json.loads(run_drafter("facts", "queue", "--on", "2018-04-01", "--json").text)[0]["state"] == "reviewed"


def test_what_was_looked_at_again_is_not_warned_of_any_more(office, typed):
    draft = ("draft", "--topic", "privatisation", "--to", "Kim Lee", "--date", "2018-07-10", "-o", "-")
    due = re.findall(r"'([^']+)' was to be looked at again by .* \[past-review\]", run_drafter(*draft).err)
    assert due
    typed("yes\n")
    assert run_drafter("facts", "review", due[0], "--by", "Ann Lee", "--on", "2018-03-01").code == 0
    assert f"'{due[0]}' was to be looked at again" in run_drafter(*draft).err  # that was before its day
    for fact in due:
        typed("yes\n")
        assert run_drafter("facts", "review", fact, "--by", "Ann Lee", "--on", "2018-07-09").code == 0
    assert "past-review" not in run_drafter(*draft).err
    Path("list.csv").write_text('name,address,topics\nKim Lee,"1 Long Row, Westmere, WV1 9ZZ",privatisation\n', "utf-8")
    ran = run_drafter("batch", "list.csv", "--date", "2018-07-10", "-o", "letters")
    assert (ran.code, "past-review" in ran.err) == (0, False)


def test_an_edit_is_written_entered_and_waits_for_review(editor):
    before = FILE.read_text("utf-8")
    editor('sed -i "s/mean for NHS staff/mean for staff/" "$2"')
    ran = run_drafter("facts", "edit", STAFF, "--by", "Ann Lee")
    assert ran.code == 0, ran.err
    assert f"facts/aco/staff.yaml: written; changed: {STAFF}" in ran.text
    assert f"drafter facts review {STAFF}" in ran.text
    assert f"letters say of {STAFF}:\n  alone: A" in ran.text
    assert ran.text.count("will mean for staff.") + ran.text.count("would mean for staff.") == 2
    assert FILE.read_text("utf-8") == before.replace("mean for NHS staff", "mean for staff")
    assert "by: Ann Lee" in Path("facts/log.yaml").read_text("utf-8")


def test_the_editor_is_opened_at_the_line(editor):
    editor('echo "$1 $(basename "$2")" > seen')
    ran = run_drafter("facts", "edit", STAFF, "--by", "Ann")
    assert (ran.code, ran.text) == (0, "nothing was changed in facts/aco/staff.yaml\n")
    line = load_facts(Path("facts")).base.facts[STAFF].where.line
    assert Path("seen").read_text("utf-8") == f"+{line} staff.yaml\n"
    assert not Path("facts/log.yaml").exists()


EDITORS = {
    "vim": "+7 f.yaml",
    "emacs -nw": "+7 f.yaml",
    "an-editor-of-their-own": "+7 f.yaml",
    **dict.fromkeys(("code", "code-insiders", "codium", "cursor", "windsurf"), "--wait --goto f.yaml:7"),
    **dict.fromkeys(("subl", "sublime_text", "zed", "atom"), "--wait f.yaml:7"),
    "mate": "--wait --line 7 f.yaml",
    "kate": "--block --line 7 f.yaml",
    "gedit": "--wait +7 f.yaml",
    "notepad": "f.yaml",
}


@pytest.mark.parametrize("editor_", EDITORS)
def test_editors_are_told_the_line_in_their_own_way(editor_):
    name, *options = editor_.split()
    expected = EDITORS[editor_].split()
    assert command_line([name, *options], Path("f.yaml"), 7) == [name, *options, *expected]
    for called in (f"/usr/bin/{name}", f"{name.title()}.EXE"):
        assert command_line([called, *options], Path("f.yaml"), 7) == [called, *options, *expected]


def test_an_editor_that_a_newcomer_can_leave_comes_first():
    assert usual_editors({}, on_windows=False)[0] == "nano"
    assert "gedit" not in usual_editors({}, on_windows=False)
    desktop = usual_editors({"WAYLAND_DISPLAY": "wayland-0"}, on_windows=False)
    assert desktop.index("gedit") < desktop.index("vi")
    assert usual_editors({}, on_windows=True)[0] == "notepad"


@pytest.mark.parametrize(
    ("editor_", "told"),
    [
        ("/bin/nano", "Ctrl+X leaves"),
        ("vi", "Esc, then :q! and Enter leaves"),
        (r"C:\Windows\notepad.EXE", "close it to go on"),
        ("an-editor-of-their-own", "close it to go on"),
    ],
)
def test_how_an_editor_is_left_is_said(editor_, told):
    assert told in how_to_leave([editor_])


def test_it_is_said_before_the_editor_opens(editor):
    editor("true")
    said = run_drafter("facts", "edit", STAFF, "--by", "Ann").err
    assert said.startswith("staff.yaml opens in ")
    assert "close it to go on" in said


def test_an_option_that_the_user_gave_is_not_given_again():
    assert command_line(["/usr/bin/code", "--wait"], Path("f.yaml"), 7) == [
        "/usr/bin/code",
        "--wait",
        "--goto",
        "f.yaml:7",
    ]


def test_what_is_wrong_is_shown_and_the_editor_opened_again(editor, typed):
    before = FILE.read_text("utf-8")
    # The first time a mistake, the second time, at its line, what mends it.
    editor('if [ -e once ]; then echo "$1" > line; sed -i "s/^  cliam/  claim/; s/mean for staff/mean for the staff/" "$2"; '
           'else touch once; sed -i "s/^  claim/  cliam/; s/mean for NHS staff/mean for staff/" "$2"; fi')  # fmt: skip
    typed("\n")
    ran = run_drafter("facts", "edit", STAFF, "--by", "Ann")
    assert ran.code == 0, ran.err
    assert re.search(
        r"^facts/aco/staff.yaml:\d+:3: error: there is no field 'cliam'; did you mean", ran.err, re.MULTILINE
    )
    assert "Open it again? [Y/n]" in ran.err
    assert re.fullmatch(r"\+\d+\n", Path("line").read_text("utf-8"))
    assert FILE.read_text("utf-8") == before.replace("mean for NHS staff", "mean for the staff")


@pytest.mark.parametrize("answer", ["n\n", ""])
def test_what_is_wrong_is_never_written_and_never_lost(answer, editor, typed):
    before = FILE.read_text("utf-8")
    editor('sed -i s/claim:/cliam:/g "$2"')
    typed(answer)
    ran = run_drafter("facts", "edit", STAFF, "--by", "Ann")
    assert ran.code == 1
    assert FILE.read_text("utf-8") == before
    assert "is as it was; what you wrote is kept in facts/aco/staff.yaml.edited" in ran.err
    assert Path("facts/aco/staff.yaml.edited").read_text("utf-8") == before.replace("claim:", "cliam:")
    assert run_drafter("facts", "list").code == 0  # what is kept is not read as facts
    typed(answer)
    assert "staff.yaml.edited-2" in run_drafter("facts", "edit", STAFF, "--by", "Ann").err


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("exit 3", "failed with exit code 3"),
        ("kill -9 $$", "was ended by a signal (killed)"),
        ('rm "$2"', "the editor left no file behind"),
    ],
)
def test_an_editor_that_fails_changes_nothing(script, said, editor):
    before = FILE.read_bytes()
    editor(script)
    ran = run_drafter("facts", "edit", STAFF, "--by", "Ann")
    assert ran.code == 1
    assert said in ran.err
    assert ran.err.endswith("facts/aco/staff.yaml is as it was\n")
    assert FILE.read_bytes() == before
    assert not list(Path("facts/aco").glob("*.edited*"))


def test_an_editor_that_is_killed_after_saving_loses_nothing(editor):
    editor('echo "# mine" >> "$2"; kill -9 $$')
    ran = run_drafter("facts", "edit", STAFF, "--by", "Ann")
    assert ran.code == 1
    assert Path("facts/aco/staff.yaml.edited").read_text("utf-8") == FILE.read_text("utf-8") + "# mine\n"


@pytest.mark.parametrize("name", ["no-such-editor", "'unbalanced", "/etc"])
def test_an_editor_that_is_not_there(name, office, monkeypatch):
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", name)
    ran = run_drafter("facts", "edit", STAFF, "--by", "Ann")
    assert ran.code == 1
    assert "cannot be started" in ran.err
    assert "name another in the environment variable EDITOR" in ran.err


def test_no_editor_at_all(office, monkeypatch):
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", "")
    ran = run_drafter("facts", "edit", STAFF, "--by", "Ann")
    assert ran.code == 1
    assert "there is no editor" in ran.err


def test_a_file_changed_by_another_hand_while_the_editor_was_open(editor):
    before = FILE.read_text("utf-8")
    editor(f'echo "# mine" >> "$2"; echo "# theirs" >> {FILE.absolute()}')
    ran = run_drafter("facts", "edit", STAFF, "--by", "Ann")
    assert ran.code == 1
    assert "was changed by another hand meanwhile" in ran.err
    assert FILE.read_text("utf-8") == f"{before}# theirs\n"
    assert Path("facts/aco/staff.yaml.edited").read_text("utf-8") == f"{before}# mine\n"


def test_a_folder_that_cannot_be_written_keeps_the_copy_where_it_is(editor, monkeypatch):
    def refuse(*_args, **_more):
        raise PermissionError(13, "Permission denied")

    before = FILE.read_bytes()
    editor('echo "# mine" >> "$2"')
    monkeypatch.setattr("drafter.files.atomic._temporary", refuse)
    ran = run_drafter("facts", "edit", STAFF, "--by", "Ann")
    assert ran.code == 1
    assert "facts/aco/staff.yaml: error: cannot be written: permission denied" in ran.err
    kept = Path(ran.err.rsplit("what you wrote is kept in ", 1)[1].strip())
    assert kept.read_bytes() == before + b"# mine\n"
    assert FILE.read_bytes() == before


def test_a_fact_that_a_template_uses_is_not_deleted(editor, typed):
    editor('printf "" > "$2"')
    ran = run_drafter("facts", "edit", STAFF, "--by", "Ann")
    assert ran.code == 1
    assert f"'{STAFF}' would be gone, and templates/aco/" in ran.err
    assert FILE.read_bytes()


def test_ctrl_c_in_the_editor_is_the_editors(editor):
    before = signal.getsignal(signal.SIGINT)  # a test run in the background begins with it ignored
    editor(f'kill -{signal.SIGINT.value} {os.getpid()}; echo "# mine" >> "$2"')
    assert run_drafter("facts", "edit", STAFF, "--by", "Ann").code == 0
    assert FILE.read_text("utf-8").endswith("# mine\n")
    assert signal.getsignal(signal.SIGINT) is before


NEW = {
    "--topic": "staff", "--source": "wq-55081", "--paragraph": "1", "--quote": "to take on shared accountability",
    "--by": "Ann Lee", "--claim": "accountability is to be shared",
}  # fmt: skip


def new(**other: str):
    options = {**NEW, **{f"--{name.replace('_', '-')}": value for name, value in other.items()}}
    return run_drafter("facts", "new", *(word for pair in options.items() for word in pair))


def test_a_new_fact_stands_at_the_end_of_its_file(office):
    before = FILE.read_text("utf-8")
    ran = new(kind="plan", review_by="30 June 2017", series="shared", file="staff")
    assert ran.code == 0, ran.err
    added = FILE.read_text("utf-8").removeprefix(before)
    assert added.startswith("\n- id: accountability-shared\n  topics: [staff]\n  series: shared\n  kind: plan\n")
    assert added.strip() in ran.text
    assert (
        "alone: The then Minister David Mowat told Parliament in December 2016 that accountability was to be shared."
        in (" ".join(ran.err.split()))
    )
    fact = load_facts(Path("facts")).base.facts["accountability-shared"]
    assert (str(fact.start), str(fact.review_by)) == ("2016-12-01", "2017-06-30")
    assert "what: added" in Path("facts/log.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"topic": "stuff"}, "--topic: error: there is no topic 'stuff'; did you mean 'staff'?"),
        ({"source": "wq-5508"}, "--source: error: there is no document 'wq-5508'; did you mean 'wq-55081'?"),
        ({"kind": "plan"}, "--review-by: error: a plan ages"),
        ({"from": "2016-01-01"}, "no letter can cite it before that"),
        ({"claim": ""}, "--claim: error: what the document claims is needed"),
        ({"claim": "accountability is to be shared."}, "[not-a-clause]"),
        ({"claim": "Mr Mowat says that it is shared"}, "write what is claimed alone: 'it is shared'; "),
        ({"claim": "Mr Mowat says that it is shared"}, "[attribution-in-claim]"),
        ({"claim": "Mr Mowat hopes it is shared"}, "[speaker-in-claim]"),
        ({"claim": "it {will} {be} shared"}, "[two-verbs]"),
        ({"claim": "it {will be shared"}, "[odd-mark]"),
        ({"claim": "it may be shared"}, "'may', and nothing in its quotations does"),
        ({"claim": "it is shared by 44 bodies"}, "says '44', which neither its quotation nor its document carries"),
        ({"claim": "it is shared by the HSC"}, "--claim: error: 'HSC' is an abbreviation"),
        ({"claim": "Leeds is shared"}, "[capital-in-claim]"),
        ({"claim": "it is shared now"}, "[ageing-words]"),
        ({"claim": " ".join(["it is shared"] * 12)}, "has 36 words"),
        ({"quote": "word " * 26}, "--quote: error: that is 26 words"),
        ({"paragraph": "nine"}, "--paragraph: error: 'nine' is no paragraph's number"),
        ({"id": STAFF}, f"there is a fact '{STAFF}' already"),
        ({"id": "A b"}, "--id: error: an id has small letters"),
        ({"id": "nul"}, "--id: error: 'nul' cannot be an id; files are called after ids"),
        ({"file": "../../x.yaml"}, "--file: error:"),
        ({"file": "topics.yaml"}, "is no file for facts"),
        ({"file": "actions.yaml"}, "is no file for facts"),
        ({"by": " "}, "--by: a name is needed"),
    ],
)
def test_an_option_that_cannot_be_used(options, said, office):
    before = {path: path.read_bytes() for path in Path("facts").rglob("*.yaml")}
    ran = new(**options)
    assert ran.code == 2
    assert said in ran.err
    assert {path: path.read_bytes() for path in Path("facts").rglob("*.yaml")} == before


def make_text(*blocks: str) -> None:
    """A text for a document, and sources.yaml without what it said of another."""
    sources = Path("facts/sources.yaml")
    sources.write_text(re.sub(r"\n  sha256: .*", "", sources.read_text("utf-8")), "utf-8")
    Path("texts").mkdir(exist_ok=True)
    Path("texts/wq-55081.txt").write_text("\n\n".join(["x"] * 9 + list(blocks)), "utf-8")


def test_a_quotation_is_found_in_the_text_in_the_documents_own_words(office):
    make_text("They are expected to take\u00ad on the trusts\u2019 shared  accountability.")
    quote = "to  take on the\ntrusts' shared accountability"
    options = {k: v for k, v in NEW.items() if k != "--paragraph"}
    ran = run_drafter("facts", "new", *(w for pair in {**options, "--quote": quote}.items() for w in pair))
    assert ran.code == 0, ran.err
    (cite,) = load_facts(Path("facts")).base.facts["accountability-shared"].cites
    assert (cite.quote, cite.paragraph, cite.occurrence) == (
        "to take on the trusts\u2019 shared accountability", 10, 0,
    )  # fmt: skip


def test_a_quotation_that_is_not_there_is_refused_with_the_nearest(office):
    make_text("They are expected to take on the trusts\u2019 common accountability.")
    ran = new(quote="to take on the trusts' shared accountability")
    assert ran.code == 2
    assert "these words do not stand in 'wq-55081'; the nearest is, in paragraph 2:" in ran.err


def test_a_quotation_that_stands_in_two_paragraphs(office):
    make_text("Shared accountability it is.", "It is shared accountability, shared accountability.")
    ran = new(quote="shared accountability", paragraph="1")
    assert ran.code == 2
    assert "they do not stand in paragraph 1, but in" in ran.err
    assert new(quote="shared accountability", paragraph="3").code == 0
    (cite,) = load_facts(Path("facts")).base.facts["accountability-shared"].cites
    assert (cite.paragraph, cite.occurrence) == (11, 1)


def test_question_by_question(office, typed):
    typed("wq-5508\nwq-55081\nshared\naccountability\n\n9\nThe Minister said that accountability was shared.\n"
          "accountability may be shared\naccountability was shared\nit may be shared\naccountability is shared\n\n"
          "stuff\n7, patients\nstatus\nshared\n2016\n\n2017-06-31\n2017-06-30\ny\n")  # fmt: skip
    ran = run_drafter("facts", "new", "--by", "Ann", "--id", "mine", "--file", "staff")
    assert ran.code == 0, ran.err
    told = " ".join(ran.err.split())
    assert "there is no document 'wq-5508'; did you mean 'wq-55081'?" in told
    assert "a claim is a clause, without a full stop; the program makes the sentence [not-a-clause]" in told
    assert "write what is claimed alone: 'accountability was shared'" in told
    assert "says 'may', and nothing in its quotations does" in told
    assert "there is no topic 'stuff'; did you mean 'staff'?" in told
    assert "'2016' is no day of the calendar" in told
    assert "'2017-06-31' is no day of the calendar" in told
    alone = "alone: The then Minister David Mowat told Parliament in December 2016 that accountability was shared."
    assert told.index(alone) < told.index("Topics (")  # before anything else is asked, and long before it is written
    assert "after another of its document: He also said that accountability was shared." in told
    fact = load_facts(Path("facts")).base.facts["mine"]
    assert (fact.topics, fact.claim) == (("staff", "patients"), "accountability is shared")
    assert (str(fact.kind), fact.series, str(fact.review_by)) == ("status", "shared", "2017-06-30")
    assert (fact.cites[0].quote, fact.where.path) == ("shared accountability", "facts/aco/staff.yaml")


@pytest.mark.parametrize(
    "answers",
    [
        "",
        "wq-55081\n",
        "wq-55081\nshared\n\n9\nit is shared\n\n",
        "wq-55081\nshared\n\n9\nit is shared\n\n\nstaff\n\n\nn\n",
    ],
)
def test_questions_that_are_left_write_nothing(answers, office, typed):
    before = FILE.read_bytes()
    typed(answers)
    ran = run_drafter("facts", "new", "--by", "Ann")
    assert ran.code == 1
    assert ran.err.endswith("nothing was written\n")
    assert FILE.read_bytes() == before


def supersede(old: str, new_: str):
    return run_drafter("facts", "supersede", old, "--by", new_, "--who", "Ann")


def test_a_fact_that_takes_anothers_place_tells_of_the_letters_that_said_that(office, monkeypatch):
    monkeypatch.setattr("drafter.cli.facts.new.to_recall", lambda fact, _: f"letters relied on '{fact}'")
    assert "takes the place" not in new(id="first", series="shared").text
    ran = new(id="second", series="shared", **{"from": "2017-06-01"})
    assert ran.code == 0, ran.err
    assert ran.text.endswith("\nfrom 1 June 2017 on it takes the place of 'first'; letters relied on 'first'\n")
    earlier = new(id="before", series="shared", **{"from": "2017-01-01"})
    assert "takes the place of 'first'" in earlier.text
    assert "'second'" not in earlier.text.partition("waits for review")[2]


FIRST, LAST = "nhs-england-consultation-planned-march-2018", "nhs-england-consultation-not-launched-july-2018"


def test_what_takes_the_place_of_a_fact(office):
    ran = supersede(FIRST, LAST)
    assert ran.code == 0, ran.err
    assert "templates/aco/consultation.md.j2:" in ran.text
    assert "series nhs-england-consultation: " in ran.text
    assert load_facts(Path("facts")).base.facts[FIRST].superseded_by == LAST
    for old, new_, said in (
        (FIRST, LAST, "is superseded already"),
        (LAST, FIRST, "round in a circle"),
        (LAST, LAST, "its own place"),
        (LAST, "no-contract-before-consultation", "begins on 25 January 2018, no later than"),
        (LAST, "no-contract-before-consultatio", "did you mean"),
    ):
        ran = supersede(old, new_)
        assert ran.code == 2
        assert said in ran.err


@pytest.mark.parametrize(
    "reason", ["It was: wrong # never \"right\" {x} 'y'", "- [", "no", "é" * 300, "a\n\nb\x1b[31m"]
)
def test_whatever_the_reason_is_it_is_read_back(reason, office):
    ran = run_drafter("facts", "withdraw", LAST, "--reason", reason, "--by", "Ann", "--on", "2018-07-10")
    assert ran.code == 0, ran.err
    assert "the series nhs-england-consultation now gives 'nhs-england-consultation-announced-april-2018'" in ran.text
    withdrawn = load_facts(Path("facts")).base.facts[LAST].withdrawn
    assert withdrawn is not None
    assert (str(withdrawn.on), withdrawn.reason) == ("2018-07-10", " ".join(reason.replace("\x1b", "").split()))
    assert "was withdrawn already" in run_drafter("facts", "withdraw", LAST, "--reason", "x", "--by", "Ann").err
    assert LAST not in [i["id"] for i in json.loads(run_drafter("facts", "queue", "--json").text)]


def test_no_reason_is_no_reason(office):
    assert run_drafter("facts", "withdraw", LAST, "--reason", " \n", "--by", "Ann").code == 2


def test_what_other_programs_read(office):
    found = json.loads(run_drafter("facts", "search", "judicial", "--json").text)
    assert found[0]["id"] == "judicial-reviews-rejected"
    used = json.loads(run_drafter("facts", "used", FIRST, "--json").text)
    assert "consultation" in used["topics"]
    assert {"history", "rub"} <= {place["how"] for place in used["templates"]}
    assert used["only_after"] == ["no-contract-before-consultation"]
    assert used["but_after"] == used["so_after"] == []
    assert json.loads(run_drafter("facts", "log", FIRST, "--json").text) == []
    run_drafter("facts", "withdraw", FIRST, "--reason", "x", "--by", "Ann", "--on", "2018-07-10")
    (event,) = json.loads(run_drafter("facts", "log", FIRST, "--json").text)
    assert (event["what"], event["on"], event["by"]) == ("withdrawn", "2018-07-10", "Ann")


def test_facts_are_listed_by_whoever_says_them(office):
    facts = load_facts(Path("facts")).base
    by = json.loads(run_drafter("facts", "list", "--speaker", "barclay", "--json").text)
    assert {fact["id"] for fact in by} == {f.id for f in facts.facts.values() if facts.speaker(f).short == "Mr Barclay"}
    assert by[0]["speaker"] == {
        "full": "the Health Minister Steve Barclay",
        "short": "Mr Barclay",
        "pronoun": "he",
        "later": "the then Health Minister Steve Barclay",
    }
    of = json.loads(run_drafter("facts", "list", "--side", "party", "--json").text)
    assert {(fact["side"], fact["party"]) for fact in of} == {("party", "Labour")}
    for options, said in (
        (("--side", "goverment"), "there is no side 'goverment'; did you mean 'government'?"),
        (("--speaker", "Mr Barclat"), "there is no speaker 'Mr Barclat'; did you mean 'Mr Barclay'?"),
        (("--voice", "record"), "No such option"),
    ):
        ran = run_drafter("facts", "list", *options)
        assert ran.code == 2
        assert said in ran.err
    assert run_drafter("facts", "list", "--speaker", "the library", "--side", "party").text == ""


def test_a_fact_is_shown_as_letters_of_a_day_tell_it(office):
    then = run_drafter("facts", "show", FIRST, "--on", "2018-02-01", "--json")
    later = run_drafter("facts", "show", FIRST, "--on", "2026-11-23", "--json")
    first, second = json.loads(then.text), json.loads(later.text)
    assert "will launch" in first["alone"]
    assert "would launch" in second["alone"]
    assert first["alone"].startswith("The Health Minister Steve Barclay told Parliament ")
    assert first["after_another"].startswith("He ")
    assert {k: v for k, v in first.items() if k not in {"alone", "after_another"}} == {
        k: v for k, v in second.items() if k not in {"alone", "after_another"}
    }
    ran = run_drafter("facts", "show", FIRST, "--on", "2018-02-01")
    assert f"alone: {first['alone']}" in " ".join(ran.text.split())


def test_a_review_shows_what_letters_say(office, typed):
    typed("no\n")
    shown = " ".join(run_drafter("facts", "review", FIRST, "--by", "Ann", "--on", "2018-02-01").text.split())
    assert f"claim: {load_facts(Path('facts')).base.facts[FIRST].claim}" in shown
    assert (
        "alone: The Health Minister Steve Barclay told Parliament on 25 January that NHS England will launch" in shown
    )


def test_what_cannot_be_looked_up_is_not_verified(office):
    ran = run_drafter("facts", "verify", "staff-may-work-differently")
    assert (ran.code, ran.text) == (1, "0 of 1 quotations verified\n"), ran.err
