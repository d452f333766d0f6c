"""Version control ignores every name that the program proposes, or that its documents show, for what is an office's."""

from __future__ import annotations

import itertools
import re
import shlex
import subprocess
from pathlib import Path

from running import ROOT

from drafter.batch import sinks
from drafter.batch.manifest import FILE as MANIFEST
from drafter.cli.mail.sort import SUMMARY
from drafter.files.inputs import endings
from drafter.formats import FORMATS, WRITERS
from drafter.inbox.decisions import FILE as DECISIONS
from drafter.inbox.decisions import KNOWN
from drafter.inbox.model import STORE as POST
from drafter.register.address import SPOOL

TAKES_A_FILE = {
    "-o", "--output", "--print", "--sheet", "--to-file", "--address-file", "--from", "--for", "--letters",
}  # fmt: skip
# What the documents' commands name that is the office's own and no person's: its documents, and what is shipped.
NOT_PERSONAL = re.compile(
    r"privatisation\.|(examples|templates|facts|docs)/|office\.yaml|.*\.py$|https?:|tcp:|-$|[A-Z.~]"
)


def ignored(names: set[str]) -> set[str]:
    done = subprocess.run(
        ["git", "check-ignore", "--no-index", "--stdin"], cwd=ROOT, input="\n".join(names), capture_output=True, text=True, check=False,
    )  # fmt: skip
    return set(done.stdout.splitlines())


def shown() -> set[str]:
    """The files that the commands in README and docs write, or read of constituents."""
    found = set()
    for path in (ROOT / "README.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "tests" / "commands").glob("*.md")):
        for line in path.read_text("utf-8").splitlines():
            for command in re.findall(
                r"(?:^[$ ]*|`)(drafter (?:draft|mail|batch|review|approve|letters|recall) [^#`]*)", line
            ):
                try:
                    words = shlex.split(command.rstrip("\\"))
                except ValueError:
                    continue
                for before, word in itertools.pairwise(words):
                    file = word.partition("@")[0]
                    if before in TAKES_A_FILE or (not word.startswith("-") and re.search(r"\.[a-z]{2,5}$", file)):
                        found.add(file.rstrip("/"))
    return {name for name in found if name and not NOT_PERSONAL.match(name) and "=" not in name and " " not in name}


def proposed() -> set[str]:
    """The names that the program gives of its own accord, beside office.yaml and in folders that people name."""
    beside = {f"letter{ending}" for ending in FORMATS} | {f"people{ending}" for ending in endings("table")}
    beside |= {f"message{ending}" for ending in endings("message", "messages")}
    beside |= {"letter.review.html", "letters.csv", "letters.json"} | {f"letter.mended{ending}" for ending in WRITERS}
    beside |= {"july.zip", f"july{sinks.UNFINISHED}", f"july.zip{sinks.UNFINISHED}.journal", ".drafter-0123456789ab"}
    within = {
        "anywhere/letter.review.html",
        "anywhere/letter.mended.docx",
        f"anywhere/{POST}",
        f"anywhere/{POST}-journal",
    }
    within |= {f"anywhere/{MANIFEST}", f"anywhere/{KNOWN}", f"anywhere/july{sinks.UNFINISHED}", "anywhere/.drafter-x"}
    office = {
        "letters/a.md",
        "letters/approved/a.docx",
        "register/key",
        "register/letters.sqlite",
        f"register/{SPOOL}/x",
    }
    office |= {"texts/a.txt", f"sorted/{DECISIONS}", f"sorted/{SUMMARY}", "out/reply.docx", "inbox/1", "post/1"}
    return beside | within | office


def test_every_name_is_ignored():
    names = proposed() | shown()
    assert len(names) > 45
    assert {"message.eml", "people.csv", "letters/july", "letters.csv", "letter.html"} <= names
    names = {name for name in names if not name.startswith("/")}  # what lies elsewhere is for others to ignore
    kept = names - ignored(names)
    # Of a folder it is enough that nothing in it is kept.
    assert {name for name in kept if not ignored({f"{name}/x"})} == set()


def test_nothing_that_is_shipped_is_ignored():
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert ignored(set(tracked)) == set()
    assert Path(ROOT / "SECURITY.md").name not in ignored({"SECURITY.md", "README.md", "CHANGELOG.md"})
