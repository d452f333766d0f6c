"""What a message says for the reply to it. All of it is shown, and can be changed on the command line."""

from __future__ import annotations

import click

from drafter.cli.common import fail, report, stop
from drafter.drafting import Taken
from drafter.inbox.gather import gather
from drafter.inbox.model import ParsedMessage, RawMessage
from drafter.inbox.parse import read_message
from drafter.inbox.replying import Given, replying_to
from drafter.inbox.signature import OfficeContext, office_context
from drafter.problems import Problem, Severity, Where
from drafter.workspace import Workspace


def taken_from(path: str, workspace: Workspace, given: Given) -> Taken:
    """What a message says. Ends the program where nothing can be drafted from it."""
    read = _read_message(path, office_context(workspace.office))
    found = replying_to(read, path, workspace.base, workspace.office, given)
    report(found.before)
    for line in found.lines:
        click.echo(line, err=True)
    report(found.after)
    if found.taken is None:
        stop([])
    return found.taken


def _read_message(path: str, around: OfficeContext) -> ParsedMessage:
    """The single message in the file. Ends the program where there is none or more than one, or it cannot be read."""
    messages: list[RawMessage] = []
    for found in gather([path]):
        if isinstance(found, Problem):
            if found.severity is Severity.ERROR:
                stop([found])
            continue
        messages.append(found)
        if len(messages) > 1:
            fail(f"--from: {path} holds more than one message; 'drafter mail sort' sorts them")
    if not messages:
        fail(f"--from: there is no message in {path}")
    read = read_message(messages[0], around)
    if read.fault:
        stop([Problem(Where(path), "unreadable-message", read.fault)])
    return read
