"""Commands that are killed at random moments; prints how many kills there were, and what each was followed by.

    python tests/faults_commands.py FOLDER TIMES SEED [REGISTER]

FOLDER is made anew: a copy of the shipped office. Each kill comes straight before or after a call that reaches the disk
or the database. Then the command is run to its end, and looked at: nothing may be lost, doubled, half written, and no
stray file may be left.

REGISTER is the URL of an empty database, or 'postgresql' for a server of the script's own, which it starts and takes
away again. Then only the commands that touch the register are killed.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import sys
import types
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from batches import row, write_list
from directly import load_facts
from edits import review_every_fact
from post import small_inbox
from running import ROOT, Ran, copy_shipped, run_drafter

from drafter.batch.manifest import manifest_at
from drafter.facts.log import read_log
from drafter.facts.reviews import read_reviews
from drafter.inbox.decisions import read_message_decisions

REACHING = {
    "write", "writelines", "flush", "fsync", "sync", "link", "rename", "replace", "unlink", "mkdir", "rmdir", "chmod",
    "fchmod", "truncate", "ftruncate", "flock", "execute", "executemany", "commit", "rollback", "connect", "close",
}  # fmt: skip
DAY = ("--date", "2018-07-10")
STRAY = (
    ".drafter-*",
    "*.unfinished*",
    ".key-*",
    "*-journal",
    "*-wal",
    ".journal",
    ".*.new",
    ".batch.json",
    "held",
    ".moving-subject",
)
EDITED = "consultation-on-contracts-place-in-nhs"


OWNERS = (types.ModuleType, io.BufferedWriter, io.BufferedRandom, io.FileIO, sqlite3.Connection, sqlite3.Cursor)
OF_REGISTER = ("approve", "approve a batch", "letters purge", "letters restore")


def reaches(frame: types.FrameType, event: str, called: object) -> bool:
    """Whether what begins or ends reaches the disk or the database: texts have a replace() too."""
    if event in ("c_call", "c_return"):
        return getattr(called, "__name__", "") in REACHING and isinstance(getattr(called, "__self__", None), OWNERS)
    # The driver of PostgreSQL is written in Python down to here.
    of = ("psycopg.connection", "psycopg.cursor")
    return frame.f_code.co_name in REACHING and frame.f_globals.get("__name__") in of


class Killed(NamedTuple):
    """How a run ended: killed or not, and how many calls it made until then."""

    killed: bool
    calls: int


def run_and_kill(args: tuple[str, ...], typed: str, step: int) -> Killed:
    """Run a command in a process of its own, which kills itself at a step."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        count = 0

        def watch(frame: types.FrameType, event: str, called: Any) -> None:
            nonlocal count
            name = called.__name__ if event in {"c_call", "c_return"} else frame.f_code.co_name
            if name in REACHING and reaches(frame, event, called):  # nearly all are none, and there are millions
                count += 1
                if count == step:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.setprofile(watch)
        ran = run_drafter(*args, typed=typed)
        sys.setprofile(None)
        os.write(writing, f"{count} {ran.code} {ran.err[:2000]}".encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read().decode("utf-8", "replace")
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code == -signal.SIGKILL:
        return Killed(True, step)
    assert code == 0, f"{args}: ended with {code}"
    return Killed(False, int(said.split()[0]))


def strays(folder: Path) -> list[str]:
    return [str(path.relative_to(folder)) for glob in STRAY for path in folder.rglob(glob)]


def done(ran: Ran, *also: str) -> Ran:
    """A run that must have come to its end, or say one of these rules."""
    assert ran.code == 0 or any(f"[{rule}]" in ran.err for rule in also), ran.err + ran.text
    assert "a fault in drafter" not in ran.err, ran.err
    return ran


def rows_and_copies() -> int:
    """How many letters the register has, when each has its final copy and each copy its row."""
    done(run_drafter("letters", "verify"))
    rows = json.loads(done(run_drafter("letters", "list", "--json")).text)
    assert sorted(one["number"] for one in rows) == list(range(1, len(rows) + 1))
    copies = [path for path in Path("letters/approved").rglob("*") if path.suffix in {".md", ".docx"}]
    digests = Counter(hashlib.sha256(path.read_bytes()).hexdigest() for path in copies)
    assert digests == Counter(one["sha256"] for one in rows), "a row without its copy, or a copy without its row"
    return len(rows)


class Trial(NamedTuple):
    """A command to be killed: what it is called with, what is typed, and what must hold when it was run once more."""

    args: tuple[str, ...]
    check: Callable[[], None]
    typed: str = ""


def approving(number: int) -> Trial:
    name = f"letters/letter-{number}.md"
    args = ("draft", "--topic", "staff", "--to", f"Mrs A Patel {number}", *DAY, "-o", name)
    done(run_drafter(*args), "file-exists")
    before = rows_and_copies() if Path("register/last").exists() else 0
    call = ("approve", name, "--by", "R Okafor")

    def check() -> None:
        done(run_drafter(*call), "already-approved")
        assert rows_and_copies() == before + 1

    return Trial(call, check)


def approving_a_batch(number: int) -> Trial:
    target = f"letters/batch-{number}"
    write_list(Path("some.csv"), [row(number * 5 + n) for n in range(3)])
    done(run_drafter("batch", "some.csv", "-o", target, *DAY, "--format", "md"))
    before = rows_and_copies() if Path("register/last").exists() else 0
    call = ("approve", target, "--by", "R Okafor")

    def check() -> None:
        ran = run_drafter(*call)
        assert ran.code == 0 or "are approved already" in ran.err, ran.err
        assert rows_and_copies() == before + 3

    return Trial(call, check)


def batching(number: int) -> Trial:
    target = Path(f"made-{number}{'.zip' if number % 2 else ''}")
    call = ("batch", "people.csv", "-o", str(target), *DAY, "--format", "md", "--print", f"print-{number}.docx")

    def check() -> None:
        Path(f"print-{number}.docx").unlink(missing_ok=True)
        done(run_drafter(*call))
        listed = manifest_at(target)
        assert listed is not None
        assert len(listed.hashes) == 90
        if target.is_dir():
            found = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in target.iterdir() if p.suffix == ".md"}
            assert found == listed.hashes
            shutil.rmtree(target)
        else:
            target.unlink()

    return Trial(call, check)


def sorting(number: int) -> Trial:
    folder = Path(f"sorted-{number}")
    call = ("mail", "sort", "inbox", "-o", str(folder))

    def check() -> None:
        done(run_drafter(*call), "unreadable-message", "empty-file", "left-alone")
        found = json.loads((folder / "sort.json").read_text("utf-8"))["messages"]
        assert len(found) == len({one["key"] for one in found}) == 11
        assert {path.name for path in folder.iterdir()} <= {
            ".gitignore", "post.sqlite", "messages.csv", "campaigns.csv", "sort.json", "summary.html",
        }  # fmt: skip
        shutil.rmtree(folder)

    return Trial(call, check)


def deciding(number: int) -> Trial:
    folder, key = Path("sorted"), ("ask", "unsure", "answer")[number % 3]
    found = json.loads((folder / "sort.json").read_text("utf-8"))["messages"]
    key = found[number % len(found)]["key"]
    base = load_facts(Path("facts")).base

    def entered() -> int:
        _, problems = read_message_decisions(folder, "sorted", base)
        assert not problems, problems
        path = folder / "decisions.yaml"
        return path.read_text("utf-8").count("\n- message: ") if path.exists() else 0

    before = entered()
    call = ("mail", "decide", "sorted", key, "--by-hand", "--because", f"number {number}", "--by", "R Okafor")

    def check() -> None:
        assert entered() in (before, before + 1)
        done(run_drafter(*call))
        assert before + 1 <= entered() <= before + 2
        done(run_drafter("mail", "show", "sorted"))

    return Trial(call, check)


def editing(number: int) -> Trial:
    path = next(p for p in Path("facts/aco").glob("*.yaml") if f"- id: {EDITED}\n" in p.read_text("utf-8"))
    old = path.read_text("utf-8")
    day = f"review_by: 2030-01-{number % 27 + 1:02}"
    new = re.sub(rf"(- id: {EDITED}\n(?:  .*\n)*?  )review_by: \S+", rf"\g<1>{day}", old, count=1)
    assert day in new
    Path("new.yaml").write_text(new, "utf-8")
    Path("editor.sh").write_text('#!/bin/sh\nfor last; do :; done\ncp new.yaml "$last"\n')
    Path("editor.sh").chmod(0o755)
    os.environ["VISUAL"] = str(Path("editor.sh").resolve())
    before = len(read_log(Path("facts"), "facts")[0])
    call = ("facts", "edit", EDITED, "--by", "Ann")

    def check() -> None:
        assert path.read_text("utf-8") in (old, new)
        versions, problems = read_log(Path("facts"), "facts")
        assert not problems
        assert len(versions) in (before, before + 1)
        done(run_drafter(*call), "changed-meanwhile")
        assert path.read_text("utf-8") == new
        assert len(read_log(Path("facts"), "facts")[0]) in (before, before + 1)
        for desk in Path(os.environ["TMPDIR"]).glob("drafter-*"):
            shutil.rmtree(desk)  # what was edited when the editor was killed is kept for whoever wrote it

    return Trial(call, check)


def reviewing(number: int) -> Trial:
    ids = list(load_facts(Path("facts")).base.facts)
    id_ = ids[number % len(ids)]
    before = len(read_reviews(Path("facts"), "facts")[0])
    call = ("facts", "review", id_, "--by", f"Reviewer {number}", "--note", f"number {number}")

    def check() -> None:
        reviews, problems = read_reviews(Path("facts"), "facts")
        assert not problems
        assert len(reviews) in (before, before + 1)
        done(run_drafter(*call, typed="yes\n" * 3))
        reviews, problems = read_reviews(Path("facts"), "facts")
        assert not problems
        assert len(reviews) in (before + 1, before + 2)

    return Trial(call, check, "yes\n" * 3)


def purging(number: int) -> Trial:
    approving(10_000 + number).check()
    call = ("letters", "purge", "--before", "2018-07-11", "--yes")

    def check() -> None:
        done(run_drafter(*call))
        rows_and_copies()
        assert "Patel" not in done(run_drafter("letters", "export", "--format", "json", "--names")).text
        file = Path("register/letters.sqlite")
        assert not file.exists() or b"Patel 1" not in file.read_bytes()

    return Trial(call, check)


def restoring(number: int) -> Trial:
    approving(20_000 + number).check()
    copy = Path(f"letters/approved/letter-{20_000 + number}.md")
    whole = copy.read_bytes()
    copy.unlink()
    call = ("letters", "restore", f"letters/letter-{20_000 + number}.md")

    def check() -> None:
        assert not copy.exists() or copy.read_bytes() == whole
        done(run_drafter(*call))
        assert copy.read_bytes() == whole
        rows_and_copies()

    return Trial(call, check)


def renaming(number: int) -> Trial:
    def homes() -> set[tuple[str, ...]]:
        found = {tuple(path.name for path in Path(home).glob("trams*")) for home in ("facts", "templates")}
        decided = re.search(r"action: ask-the-council, subject: (trams\S*),", Path("office.yaml").read_text("utf-8"))
        return found | {(decided[1],) if decided else ()}

    ((old,),) = homes()
    new = f"trams-{number}"
    call = ("subject", "rename", old, new)

    def check() -> None:
        done(run_drafter("subject", "list"))  # any command does the rest of a renaming that was broken off
        assert homes() in ({(old,)}, {(new,)})
        if homes() == {(old,)}:
            done(run_drafter(*call))
        assert homes() == {(new,)}

    return Trial(call, check)


TRIALS = {
    "approve": approving,
    "approve a batch": approving_a_batch,
    "batch": batching,
    "mail sort": sorting,
    "mail decide": deciding,
    "facts edit": editing,
    "facts review": reviewing,
    "letters purge": purging,
    "letters restore": restoring,
    "subject rename": renaming,
}


def prepare(folder: Path) -> None:
    folder.mkdir(parents=True)
    copy_shipped(folder)
    os.chdir(folder)
    for name in ("TMPDIR", "XDG_CACHE_HOME"):
        os.environ[name] = str((folder.parent / f"{folder.name}-{name.lower()}").resolve())
        Path(os.environ[name]).mkdir(mode=0o700, exist_ok=True)
    with Path("office.yaml").open("a", encoding="utf-8") as file:
        file.write("\nkeep_names: yes\n")
    review_every_fact(Path.cwd(), "R Okafor", date(2026, 11, 1))
    write_list(Path("people.csv"), [row(number) for number in range(90)])
    concerns = (part for one in "ABC" for part in ("--concern", f"{one} tram: whether it is late"))
    run_drafter("subject", "new", "trams", "--yes", *concerns)
    Path("templates/trams/positions").mkdir(parents=True)
    Path("facts/trams/actions.yaml").write_text(
        "- id: ask-the-council\n  ask: ask the council\n  done: asked the council\n  phrases: [ask the council]\n",
        "utf-8",
    )
    text = Path("office.yaml").read_text("utf-8")
    decided = "decisions:\n  - { action: ask-the-council, subject: trams, done: 2018-02-03 }\n"
    Path("office.yaml").write_text(text.replace("decisions: []\n", decided), "utf-8")
    Path("inbox").mkdir()
    small_inbox(Path("inbox"))
    run_drafter("mail", "sort", "inbox", "-o", "sorted")


@contextmanager
def register_at(where: str) -> Iterator[None]:
    """Have every command use a register: the office's own where nothing is said, else the one on a server."""
    if where == "postgresql":
        sys.path.append(str(ROOT / "tests" / "tools"))
        from postgres import Server

        server = Server.made()
        try:
            server.database("killed")
            with register_at(server.url("killed")):
                yield
        finally:
            server.remove()
        return
    if where:
        os.environ["DRAFTER_REGISTER"] = where
    yield


def main(folder: str, times: str, seed: str, register: str = "") -> None:
    with register_at(register):  # first, since the server's own folder is not among the office's temporary ones
        prepare(Path(folder).resolve())
        kill({name: TRIALS[name] for name in (OF_REGISTER if register else TRIALS)}, int(times), int(seed))


def kill(trials: Mapping[str, Callable[[int], Trial]], times: int, seed: int) -> None:
    """Kill these commands in turn, so many times in all; print what came of it."""
    chance = random.Random(seed)
    calls = {}
    for at, (name, make) in enumerate(trials.items()):  # each once to its end: how many calls it makes
        trial = make(1000 + at)
        calls[name] = run_and_kill(trial.args, trial.typed, 0).calls
        trial.check()
    killed: Counter[str] = Counter()
    for number in range(times):
        name = list(trials)[number % len(trials)]
        trial = trials[name](number)
        # Where a command begins and where it ends most is at stake: half of the kills are there.
        first, last = 1, calls[name]
        edge = min(25, last)
        ranges = ((first, edge), (last - edge + 1, last), (first, last), (first, last))
        step = chance.randint(*chance.choice(ranges))
        ended = run_and_kill(trial.args, trial.typed, step)
        killed[name] += ended.killed
        try:
            trial.check()
            left = [*strays(Path()), *(str(p) for p in Path(os.environ["TMPDIR"]).iterdir())]
            assert left == [], left
        except AssertionError:
            print(f"{name}, number {number}, killed at call {step}: {ended}", file=sys.stderr)
            raise
    told = ", ".join(f"{name} {count} (of {calls[name]} calls)" for name, count in killed.items())
    print(f"{sum(killed.values())} kills in {times} runs: nothing lost, doubled, half written, left behind; {told}")


if __name__ == "__main__":
    main(*sys.argv[1:])
