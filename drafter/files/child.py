"""Child processes that read files from outside: the worst that a hostile file can do is to end its process."""

from __future__ import annotations

import sys
from pathlib import Path
from pkgutil import resolve_name
from typing import IO, Any, Final

import drafter
from drafter.frozen import NamedTuple


class Limits(NamedTuple):
    """What a child may use. Only ``patience`` holds on every system; Windows has no other limits.

    ``memory`` is in bytes of data, without the programs' own code. ``seconds`` are of computing time, and may grow to
    ``most_seconds`` with the work done. ``patience`` is in seconds by the clock; after that the parent ends the child.
    """

    memory: int
    seconds: int
    most_seconds: int
    patience: float


DOCUMENT: Final = Limits(memory=240_000_000, seconds=4, most_seconds=60, patience=90)
LIST: Final = Limits(memory=700_000_000, seconds=60, most_seconds=60, patience=120)
_STEPS_A_SECOND: Final = 4  # steps (pages) that earn one more second: few are slower, even on an old computer
_CODE: Final = "import sys; sys.path.insert(0, sys.argv[1]); from drafter.files.child import main; main()"


class OutOfPatience(Exception):
    """The child took longer than its ``patience``, and was ended."""


def run(
    task: str,
    arguments: tuple[str, ...],
    limits: Limits,
    *,
    given: IO[bytes] | None = None,
    into: IO[Any] | None = None,
) -> bytes:
    """Run a task in a child, and return its standard output; nothing if the output goes ``into`` a file.

    ``task`` names a function of (arguments, budget) as ``module:function``. ``given`` is the child's standard input.
    Only the output shows whether the child came to its end. Raises OSError and OutOfPatience.
    """
    import subprocess  # late: the child itself need not wait for it

    # -P: the current directory is the user's, and a module there with the same name must not run.
    command = [sys.executable, "-P", "-c", _CODE, str(Path(drafter.__file__).parent.parent), task]
    command += [str(limits.memory), str(limits.seconds), str(limits.most_seconds), *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - this program, by its whole path
            command,
            stdin=given if given is not None else subprocess.DEVNULL,
            stdout=into if into is not None else subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limits.patience,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise OutOfPatience from None
    return done.stdout or b""


class Budget:
    """What the child may use, and never more than its parent. The system ends a child that uses more."""

    def __init__(self, memory: int, seconds: int, most_seconds: int) -> None:
        self._memory, self._seconds, self._most = memory, seconds, most_seconds
        self._steps = 0

    def set(self) -> None:
        """Set the limits."""
        self._bound("RLIMIT_DATA", self._memory, self._memory)
        self._bound("RLIMIT_CORE", 0, 0)
        self._bound("RLIMIT_CPU", self._seconds, self._most)

    def step(self) -> None:
        """Grant the computing time for a finished step of the work (a page)."""
        self._steps += 1
        if self._steps % _STEPS_A_SECOND == 0:
            granted = min(self._seconds + self._steps // _STEPS_A_SECOND, self._most - 1)
            self._bound("RLIMIT_CPU", granted, self._most)

    @staticmethod
    def _bound(name: str, soft: int, hard: int) -> None:
        """Set one limit, if the system has limits. A lower one that is set already stays."""
        try:
            import resource
        except ImportError:
            return
        kind = getattr(resource, name)
        _, before = resource.getrlimit(kind)
        bound = hard if before == resource.RLIM_INFINITY else min(hard, before)
        resource.setrlimit(kind, (min(soft, bound), bound))


def main() -> None:
    """Run the child's side: import the task, set the limits, and do the task."""
    task, memory, seconds, most_seconds, *arguments = sys.argv[2:]  # argv[1] is the program's folder
    do = resolve_name(task)
    budget = Budget(int(memory), int(seconds), int(most_seconds))
    budget.set()
    do(tuple(arguments), budget)
