"""Work that must stay small, held without a clock: it runs in a child that may compute for a limited time only."""

from __future__ import annotations

import os
import traceback
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import resource
except ImportError:  # Windows, where nothing bounds what a test takes
    resource = None

PLENTY = 60
"""Seconds of the child's own computing: what is linear needs a few, what is not needs hours."""


def in_bounds(call: Callable[[], object], seconds: int = PLENTY) -> None:
    """Run a call in a forked child; fail where it raises, or computes for longer than so many seconds.

    The machine may be busy: only what the child computes counts, and the limit is far above what the work needs.
    """
    if resource is None:
        call()
        return
    child = os.fork()
    if child == 0:
        code = 1
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
            call()
            code = 0
        except BaseException:  # noqa: BLE001 - a failed assertion, and a keyboard, too: the child must never go on as a second pytest
            traceback.print_exc()
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code == 0, (
        f"the child ended with {code}: its own words are above; minus 24 and minus 9 mean that it took too long"
    )


@contextmanager
def memory() -> Iterator[Callable[[], int]]:
    """Trace what is allocated: a function that tells the most bytes so far. It ends with the block, whatever happens."""
    tracemalloc.start()
    try:
        yield lambda: tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def in_little_memory(call: Callable[[], object], seconds: int = PLENTY, more: int = 400_000_000) -> None:
    """As ``in_bounds``, in a child that may take no more than so many bytes beyond what it begins with."""

    def limited() -> None:
        assert resource is not None
        held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (held + more, held + more))
        call()

    in_bounds(limited if resource is not None else call, seconds)
