"""The process in which a file is read: a hostile file can at worst bring this process to its end.

Called by ``drafter.documents.extract``: the file is standard input, its kind the only argument, JSON comes out.
"""

from __future__ import annotations

import json
import logging
import sys

from drafter.documents.extracted import Refused
from drafter.documents.readers import read

LARGEST = 50_000_000  # bytes of a file
_MEMORY = 240_000_000  # bytes of data, without the programs' own code
_SECONDS, _MOST_SECONDS = 4, 60  # of computing: at first, and for the longest document
_PAGES_A_SECOND = 4  # pages that earn a second more: few are slower, even on an old computer


def main() -> None:
    """Read what stands on standard input within the limits, and print what was found or why not."""
    logging.disable(logging.WARNING - 1)
    logging.lastResort = None
    budget = _Budget()
    budget.set()
    try:
        result = {"document": read(sys.argv[-1], sys.stdin.buffer.read(LARGEST + 1), budget.each_page).as_json()}
    except Refused as refused:
        result = {"refused": {"rule": refused.rule, "message": str(refused), "hint": refused.hint}}
    sys.stdout.write(json.dumps(result))
    sys.stdout.flush()


class _Budget:
    """Computing time that grows with every page done; at its end the system ends the process."""

    def __init__(self) -> None:
        self.pages = 0

    def set(self) -> None:
        """Set the limits, where the system knows them."""
        try:
            import resource
        except ImportError:
            return
        for limit, value in ((resource.RLIMIT_DATA, _MEMORY), (resource.RLIMIT_CORE, 0)):
            resource.setrlimit(limit, (value, value))
        resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _MOST_SECONDS))

    def each_page(self) -> None:
        """A page is done: grant its share."""
        self.pages += 1
        if self.pages % _PAGES_A_SECOND == 0:
            import resource

            seconds = min(_SECONDS + self.pages // _PAGES_A_SECOND, _MOST_SECONDS - 1)
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, _MOST_SECONDS))
