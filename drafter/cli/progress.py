"""A progress bar with rate and time left, on a terminal; elsewhere nothing."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

_LEAST = 500  # of a known number: fewer are done before a bar could be read


@contextmanager
def bar(what: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """A bar to which what is done is told; without a ``total`` it shows how many, and how fast."""
    if not sys.stderr.isatty() or (total is not None and total < _LEAST):
        yield lambda _count: None
        return
    began = time.monotonic()
    done = 0

    def rate(_item: object = None) -> str:
        return f"{done / max(time.monotonic() - began, 0.001):,.0f} a second" if done else ""

    if total is None:

        def count(number: int) -> None:
            nonlocal done
            done += number
            click.echo(f"\r{what}: {done:,}, {rate()}\033[K", err=True, nl=False)

        yield count
        click.echo("\r\033[K", err=True, nl=False)
        return
    shown: Any
    with click.progressbar(
        length=total, label=what, file=sys.stderr, show_pos=True, show_eta=True, item_show_func=rate
    ) as shown:

        def progress(number: int) -> None:
            nonlocal done
            done += number
            shown.update(number, done)

        yield progress
