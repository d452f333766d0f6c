"""The progress bar: on a terminal alone, and gone when all is done."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator

import pytest

from drafter.cli.common import bar


def read_from(terminal: int) -> Iterator[str]:
    """All that a terminal was sent, until its other end is closed."""
    while True:
        try:
            piece = os.read(terminal, 4096)
        except OSError:
            return
        if not piece:
            return
        yield piece.decode("utf-8")


def drawn(work: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> str:
    """What a terminal is sent while something works, with a rate of any number."""
    ours, theirs = os.openpty()
    with os.fdopen(theirs, "w", encoding="utf-8") as terminal, monkeypatch.context() as patch:
        patch.setattr("sys.stderr", terminal)
        work()
    sent = "".join(read_from(ours))
    os.close(ours)
    return re.sub(r"[\d,]+ a second", "N a second", sent)


def working(total: int | None, *counts: int) -> Callable[[], None]:
    def work() -> None:
        with bar("letters", total) as progress:
            for count in counts:
                progress(count)

    return work


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="there is no terminal of this kind")
class TestOnATerminal:
    def test_of_a_number_that_is_not_known_it_shows_how_many_and_is_gone_at_the_end(self, monkeypatch):
        sent = drawn(working(None, 1_000, 500), monkeypatch)
        assert sent == "\rletters: 1,000, N a second\x1b[K\rletters: 1,500, N a second\x1b[K\r\x1b[K"

    def test_of_a_known_number_it_shows_how_far_it_is(self, monkeypatch):
        sent = drawn(working(1_000, 250, 750), monkeypatch)
        assert "letters" in sent
        assert "1000/1000" in sent
        assert "N a second" in sent

    def test_of_a_few_it_shows_nothing(self, monkeypatch):
        assert drawn(working(499, 499), monkeypatch) == ""


def test_elsewhere_it_shows_nothing(capfd):
    working(None, 1_000)()
    working(1_000, 1_000)()
    assert capfd.readouterr() == ("", "")
