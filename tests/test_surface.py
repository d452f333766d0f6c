"""What a user meets first: ``drafter`` alone, its help in groups and by topic, the Tab key, the manual pages."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from running import ROOT, run_drafter

sys.path.append(str(ROOT / "docs" / "tools"))
try:
    import man_pages
finally:
    sys.path.pop()

from drafter.cli import COMMANDS, SECTIONS, group


def test_every_command_stands_in_one_section_of_the_help():
    assert sorted(name for names in SECTIONS.values() for name in names) == sorted(COMMANDS)
    told = run_drafter("--help").text
    assert all(f"\n{heading}:\n" in told for heading in SECTIONS)


def test_outside_an_office_it_says_how_to_begin(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ran = run_drafter()
    assert (ran.code, ran.err) == (0, "")
    assert ran.text.splitlines() == [
        "there is no office here, nor in any folder above",
        "",
        "  drafter init FOLDER             begin an office of your own",
        "  drafter --office FOLDER ...     name the office that is meant",
        "  drafter help start              the commands of a first letter, on one screen",
        "  drafter help                    the documentation, to read here",
    ]


def test_a_folder_that_is_named_and_is_no_office_is_an_error(tmp_path):
    ran = run_drafter("--office", str(tmp_path))
    assert (ran.code, ran.text) == (2, "")
    assert "there is no office.yaml in" in ran.err


def test_in_an_office_it_says_what_waits(office):
    (office / "inbox").mkdir()
    for name in ("one.eml", "two.eml"):
        (office / "inbox" / name).write_text(
            "From: Asha Patel <asha@example.org>\nSubject: ACOs\nDate: Mon, 9 Jul 2018 10:00:00 +0100\n\n"
            f"Dear Ms Marsh,\n\nWill ACOs be run by private companies? I ask for {name}.\n\n"
            "Yours, Mrs Asha Patel, 1 Long Row, Westmere, WV1 9ZZ\n",
            "utf-8",
        )
    for day in ("2018-07-10", "2018-07-11"):
        run_drafter("draft", "--topic", "staff", "--to", "Ms Lee", "--date", day, "-o", f"letters/{day}-staff.md")
    (office / "letters" / "approved").mkdir()
    (office / "letters" / "approved" / "2018-07-10-staff.md").write_text("x", "utf-8")
    lines = run_drafter().text.splitlines()
    shutil.rmtree(office / "letters" / "approved")
    assert lines[0] == f"the office of Eleanor Marsh MP, Westmere Vale, in {office.resolve()}"
    assert lines[1:3] == ["it answers on ACOs", ""]
    assert lines[3:7] == [
        "     2  messages in inbox, not sorted yet",
        "        drafter mail sort inbox -o sorted",
        "     1  drafted and not approved: 2018-07-11-staff.md",
        "        drafter review letters/2018-07-11-staff.md",
    ]
    assert lines[7].endswith("of them past their day")
    assert run_drafter("mail", "sort", "inbox", "-o", "sorted").code == 0
    told = run_drafter().text
    assert "not sorted yet" not in told
    assert "drafter mail show sorted" in told or "drafter batch sorted -o letters" in told
    assert "Patel" not in told


def test_nothing_is_written_by_looking(office):
    before = sorted(path for path in office.rglob("*"))
    assert run_drafter().code == 0
    assert sorted(path for path in office.rglob("*")) == before


@pytest.mark.parametrize(
    ("topic", "told"),
    [
        ((), "start "),
        (("start",), "# Start here"),
        (("readme",), "# drafter"),
        (("writing-templates",), "# Changing what letters say"),
        (("draft",), "Usage: drafter draft [OPTIONS]"),
        (("facts", "queue"), "Usage: drafter facts queue"),
        (("unknown-topic",), "A topic that is not in topics.yaml."),
        (("What", "the", "member", "does"), "readme: ### What the member does"),
        (("retention",), "retention"),
    ],
)
def test_help_knows_pages_commands_rules_and_words(topic, told):
    ran = run_drafter("help", *topic)
    assert ran.code == 0, ran.err
    assert told in ran.text
    assert "<!--" not in ran.text


def test_help_on_nothing_that_is_known():
    ran = run_drafter("help", "wrting-templates")
    assert (ran.code, ran.text) == (2, "")
    assert ran.err == (
        "drafter: error: no page, command or rule is called so, and no page has 'wrting-templates'; "
        "did you mean 'writing-templates'?\n"
    )


def completed(shell: str, words: list[str], now: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("_DRAFTER_COMPLETE", f"{shell}_complete")
    if shell == "powershell":
        monkeypatch.setenv("COMP_WORDS", "\n".join(["drafter", *words]))
        monkeypatch.setenv("COMP_CWORD", now)
    else:
        monkeypatch.setenv("COMP_WORDS", " ".join(["drafter", *words, now]))
        monkeypatch.setenv("COMP_CWORD", now if shell == "fish" else str(len(words) + 1))
    return [line for line in run_drafter().text.splitlines() if line]


@pytest.mark.parametrize(
    ("words", "now", "offered"),
    [
        ([], "app", ["approve"]),
        (["facts"], "que", ["queue"]),
        (["facts", "show"], "aco-not-new", ["aco-not-new-legal-entity"]),
        (["sources", "show"], "wq-5", ["wq-55081"]),
        (["recall"], "aco-not-new", ["aco-not-new-legal-entity"]),
        (["draft", "--topic"], "acc", ["accountability"]),
        (["draft", "--position"], "gov", ["government"]),
        (["draft", "--topic"], "zz", []),
    ],
)
def test_the_tab_key_completes(office, words, now, offered, monkeypatch):
    assert [line.partition(",")[2] for line in completed("bash", words, now, monkeypatch)] == offered
    assert [line.split("\t")[1] for line in completed("powershell", words, now, monkeypatch)] == offered


def test_outside_an_office_the_tab_key_is_silent(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert completed("bash", ["facts", "show"], "a", monkeypatch) == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_each_shell_gets_its_script(shell):
    ran = run_drafter("completion", shell)
    assert ran.code == 0
    assert "_DRAFTER_COMPLETE" in ran.text
    assert "drafter" in ran.text
    assert shell in run_drafter("completion").text


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_bash_takes_the_script():
    script = run_drafter("completion", "bash").text
    ran = subprocess.run(["bash", "-c", f"{script}\ncomplete -p drafter"], capture_output=True, text=True, check=True)
    assert ran.stdout == "complete -o nosort -F _drafter_completion drafter\n"


def test_the_manual_pages_are_those_of_the_commands(golden):
    made = man_pages.pages()
    assert len(made) > 40
    for name, text in made.items():
        golden(man_pages.FOLDER / name, text)
    assert {path.name for path in man_pages.FOLDER.iterdir()} == made.keys()
    assert not [line for text in made.values() for line in text.splitlines() if line.startswith("'")]


def test_the_help_imports_no_command(monkeypatch):
    code = "import sys; from drafter.cli import main; sys.argv = ['drafter', '--help']\ntry:\n main()\nexcept SystemExit:\n pass\n"
    code += "print([name for name in sys.modules if name.startswith('drafter.cli.')])"
    ran = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert ran.stdout.splitlines()[-1] == "['drafter.cli.lazy']"
    assert Path(ROOT, "drafter").is_dir()
    assert group.name
