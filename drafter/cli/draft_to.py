"""Who a letter is to, and where, from the command line, a file or standard input.

What is typed on a command line stands in the list of the machine's processes and in the shell's history; what is in a
file or comes through standard input does not.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from drafter.cli.common import fail, stop
from drafter.letter.correspondent import is_like_an_address
from drafter.problems import Problem, Severity, Where

STANDARD_INPUT = "-"
_MOST = 10_000  # bytes; an address has a few hundred


def name_and_address(
    name: str | None,
    name_file: str | None,
    address: str,
    address_file: str | None,
    *,
    options: tuple[str, str] = ("--to-file", "--address-file"),
) -> tuple[str | None, str]:
    """The name, ``None`` where nothing gives one, and the address, empty where nothing does.

    Where both come from standard input, its first line is the name and the others are the address. Ends the program
    where two options say one thing, or a file says nothing. ``options`` is how the command calls the two.
    """
    for_name, for_address = options
    if name is not None and name_file is not None:
        fail("--to and --to-file both say who is answered; leave one of them out")
    if address and address_file is not None:
        fail("--address and --address-file both say where; leave one of them out")
    name_file = STANDARD_INPUT if name == STANDARD_INPUT else name_file
    address_file = STANDARD_INPUT if address == STANDARD_INPUT else address_file
    if name_file == address_file == STANDARD_INPUT:
        both = f"{for_name} and {for_address}"
        first, _, others = _read(both, STANDARD_INPUT).lstrip().partition("\n")
        if not others.strip():
            fail(f"{both}: standard input has one line, which is the name; what {for_address} asks for comes after it")
        return first.strip(), others
    if name_file is not None:
        name = _read(for_name, name_file).strip()
        if len(name.splitlines()) > 1:
            fail(
                f"{for_name}: {_called(name_file)} has more than one line; a name is one, and an address goes elsewhere"
            )
    if address_file is not None:
        address = _read(for_address, address_file)
    return name, address


def odd_address(address: str, option: str) -> Iterator[Problem]:
    """That what was given as an address looks like none."""
    if address.strip() and not is_like_an_address(" ".join(address.replace("\\n", "\n").splitlines())):
        message = "looks like no address; a postcode is missing"
        yield Problem(Where(option), "odd-address", message, "is it the whole of it?", Severity.WARNING)


def _read(option: str, path: str) -> str:
    try:
        if path == STANDARD_INPUT:
            if sys.stdin.isatty():
                click.echo(f"{option}: type it, and at the end Ctrl+D on a line by itself", err=True)
            data = sys.stdin.buffer.read(_MOST + 1)
        else:
            with Path(path).open("rb") as file:
                data = file.read(_MOST + 1)
    except OSError as failure:
        reason = (failure.strerror or str(failure)).lower()
        stop([Problem(Where(option), "unreadable-file", f"{_called(path)} cannot be read: {reason}")])
    if len(data) > _MOST:
        fail(f"{option}: {_called(path)} is longer than any name or address")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        fail(f"{option}: {_called(path)} is not UTF-8 text; save it with encoding UTF-8")
    if not text.strip():
        fail(f"{option}: {_called(path)} says nothing")
    return "\n".join(text.splitlines())


def _called(path: str) -> str:
    return "standard input" if path == STANDARD_INPUT else f"'{path}'"
