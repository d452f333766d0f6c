"""Lets something happen at each step of something else that uses the register."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from drafter.register import head as heads

_EVENTS = ("before_cursor_execute", "after_cursor_execute")


class AtStep:
    """Lets ``act`` run, in a thread, when the main thread is at one of its steps: before and after each statement that
    it sends, and each look at the record of the last letter. If ``act`` has to wait for the main thread, that goes on.
    """

    def __init__(self, at: int, act: Callable[[], None]) -> None:
        self.at, self.count = at, 0
        self.wrong: list[BaseException] = []
        self.thread = threading.Thread(target=self._run, args=(act,))

    def _run(self, act: Callable[[], None]) -> None:
        try:
            act()
        except BaseException as problem:  # noqa: BLE001  shown by the main thread
            self.wrong.append(problem)

    def step(self, *_: object, **__: object) -> None:
        if threading.current_thread() is threading.main_thread():
            self.count += 1
            if self.count == self.at:
                self.thread.start()
                self.thread.join(0.05)

    @contextmanager
    def watched(self) -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            real = heads.remembered

            def remembered(*args: Any) -> heads.Remembered:
                self.step()
                found = real(*args)
                self.step()
                return found

            patch.setattr(heads, "remembered", remembered)
            for name in ("before_cursor_execute", "after_cursor_execute"):
                event.listen(Engine, name, self.step)
            try:
                yield
            finally:
                for name in ("before_cursor_execute", "after_cursor_execute"):
                    event.remove(Engine, name, self.step)
                if self.count >= self.at:
                    self.thread.join()
        assert not self.wrong, self.wrong[0]


def at_each_step(act: Callable[[], None], of: Callable[[], None], anew: Callable[[], None] = lambda: None) -> int:
    """Run ``of`` again and again, with ``act`` at the first of its steps, at the second, and so on; how many it has.
    ``anew`` runs before each time.
    """
    for number in itertools.count(1):
        anew()
        steps = AtStep(number, act)
        with steps.watched():
            of()
        if steps.count < number:
            return number - 1
    raise AssertionError
