"""Processes that are killed while they approve letters: prints how many, and what became of them.

    python tests/faults.py FOLDER URL|- random TIMES SEED     # killed after a random time
    python tests/faults.py FOLDER URL|- steps EVERY           # killed at each EVERYth call that reaches disk or database
    python tests/faults.py FOLDER URL|- at-once PROCESSES LETTERS
    python tests/faults.py FOLDER - speed LETTERS             # how long things take over so many letters

FOLDER is an office's, empty or left by a run before; URL a PostgreSQL database, - for the office's own file.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from registers import Place, approval, copy_of, in_file, sound

from drafter.problems import errors
from drafter.register.address import Address
from drafter.register.model import RegisteredFact
from drafter.register.spool import FinalCopy, approve_all, recover

# The calls after which something is on the disk, or in the database, that was not there before.
REACHING = {
    "fsync", "link", "rename", "replace", "unlink", "mkdir", "rmdir", "chmod", "open", "write", "close", "flock",
    "execute", "executemany", "commit", "rollback", "connect", "exec_params", "send_query_params", "get_result",
}  # fmt: skip


def forked(work: Callable[[], None]) -> int:
    """Run something in a process of its own, whose id is returned."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        work()
        code = 0
    except BaseException as failure:  # noqa: BLE001 - the parent sees the code
        print(f"{type(failure).__name__}: {failure}", file=sys.stderr, flush=True)
    finally:
        os._exit(code)


def some(place: Place, number: int) -> list[FinalCopy]:
    """One letter or three; names that clash now and then, some of which may replace what is there."""
    count = 3 if number % 4 == 0 else 1
    return [
        FinalCopy(approval(n), copy_of(n), place.letters / f"letter-{n % 97}.md", replace=n % 5 == 0)
        for n in (number * 10 + i for i in range(count))
    ]


def unused(place: Place) -> int:
    """A number from which on no letter was entered by a run before."""
    with place.open() as register:
        return register.total() * 1_000_000


def after(place: Place, told: Counter[str]) -> int:
    """What whoever comes next does; how many letters there are then."""
    with place.open() as register:
        problems = recover(place.spool, register)
    assert not errors(problems), problems
    told.update(problem.rule for problem in problems)
    return len(sound(place))


def at_random(place: Place, times: int, seed: int) -> None:
    chance, told, number, total = random.Random(seed), Counter[str](), unused(place), 0
    for _ in range(times):
        begun = number
        number += 10_000

        def work(begun: int = begun) -> None:
            with place.open() as register:
                for n in range(begun, begun + 9_000):
                    approved = approve_all(register, some(place, n), place.spool)
                    assert not errors(approved.problems), approved.problems

        child = forked(work)
        time.sleep(chance.uniform(0.005, 0.15))
        os.kill(child, signal.SIGKILL)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
        total = after(place, told)
    print(f"{times} kills at random: {total} letters, each with its file; {dict(told)}")


def at_each_step(place: Place, every: int) -> None:
    told, number, killed, total = Counter[str](), unused(place), 0, 0
    step = 1
    while True:
        number += 1

        def work(number: int = number, step: int = step) -> None:
            count = 0

            def watch(_frame: object, event: str, called: object) -> None:
                nonlocal count
                if event == "c_return" and getattr(called, "__name__", "") in REACHING:
                    count += 1
                    if count == step:
                        os.kill(os.getpid(), signal.SIGKILL)

            with place.open() as register:
                sys.setprofile(watch)
                approve_all(register, some(place, number), place.spool)
                sys.setprofile(None)

        child = forked(work)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        total = after(place, told)
        if code != -signal.SIGKILL:
            assert code == 0
            break
        killed += 1
        step += every
    print(f"{killed} kills, one at each {every} of {step} steps: {total} letters, each with its file; {dict(told)}")


def at_once(place: Place, processes: int, letters: int) -> None:
    begin = time.time() + 0.3

    def work(process: int) -> None:
        time.sleep(max(0, begin - time.time()))
        with place.open(60) as register:
            for n in range(letters):
                number = 1000 * process + n
                # All would have the same places, and may replace what is there: drafts, never each other's letters.
                final = place.final(number, f"letter-{n}.md", replace=True, by=f"Process {process}")
                approved = approve_all(register, [final], place.spool)
                assert not errors(approved.problems), approved.problems

    (place.letters / "letter-0.md").write_text("a draft\n")
    children = [forked(lambda process=process: work(process)) for process in range(processes)]
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    assert codes == [0] * processes, codes
    print(f"{processes} processes, {len(sound(place))} letters")


def speed(place: Place, letters: int) -> None:
    def said(number: int) -> tuple[RegisteredFact, ...]:
        every = [(number * 7 + i * 9) % 112 for i in range(12)]
        return tuple(
            RegisteredFact(f"fact-{n}", f"{n:016x}", f"The sentence that says fact {n}.") for n in dict.fromkeys(every)
        )

    def clocked(name: str, work: Callable[[], object]) -> None:
        begun = time.perf_counter()
        work()
        print(f"{name}: {time.perf_counter() - begun:.3f} s")

    with place.open() as register:
        for start in range(register.total(), letters, 5000):
            batch = [approval(n, facts=said(n)) for n in range(start, start + 5000)]
            clocked(f"entering {start} to {start + 5000}", lambda batch=batch: register.enter(batch))
        print(f"fact-5 is in {register.counts(['fact-5'])['fact-5']} letters")
        clocked("relied_on", lambda: register.relied_on("fact-5"))
        clocked("counts", lambda: register.counts(["fact-5", "fact-6"]))
        clocked("by_number", lambda: register.by_number(letters // 2))
        clocked("all letters", register.letters)
        clocked("verify", register.verify)
    assert place.address.path is None or print(f"{place.address.path.stat().st_size // 2**20} MB") is None


def main(folder: str, url: str, what: str, *numbers: str) -> None:
    Path(folder).mkdir(parents=True, exist_ok=True)
    place = in_file(Path(folder))
    place.letters.mkdir(exist_ok=True)
    if url != "-":
        place = Place(place.folder, Address("the server", url=url), place.keys)
    todo = {"random": at_random, "steps": at_each_step, "at-once": at_once, "speed": speed}
    todo[what](place, *map(int, numbers))


if __name__ == "__main__":
    main(*sys.argv[1:])
