"""The command line: the only room that knows click, the clock and the current directory. It asks, calls and shows.

May import: everything.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import io
import os
import signal
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

import click

from drafter import __version__
from drafter.cli.lazy import LazyGroup
from drafter.files.system import reason_of

# Each command is imported only when it is called, so that `drafter --help` need not wait for Word's libraries.
COMMANDS: Mapping[str, tuple[str, str]] = {
    "draft": ("drafter.cli.draft:command", "Draft a reply letter, every claim in it cited."),
    "mail": ("drafter.cli.mail:command", "Read and sort what constituents send."),
    "batch": ("drafter.cli.batch:command", "Draft many letters at once, a file for each."),
    "review": ("drafter.cli.review:command", "Hold a letter, as it came back, against the facts."),
    "approve": ("drafter.cli.approve:command", "Write the final copy of a letter, and enter it in the register."),
    "check": ("drafter.cli.check:command", "Look for everything that is wrong in facts, templates and office."),
    "letters": ("drafter.cli.letters:command", "Look into the register of approved letters."),
    "recall": (
        "drafter.cli.recall:command",
        "Which approved letters relied on a fact that no longer stands; correct them.",
    ),
    "facts": ("drafter.cli.facts:command", "Look into the facts, verify, review and change them."),
    "words": ("drafter.cli.words:command", "The letters' own words, and who stands for them."),
    "sources": ("drafter.cli.sources:command", "The documents that facts are drawn from, and their texts."),
    "topics": ("drafter.cli.topics:command", "List the concerns that letters can answer, and what constituents ask."),
    "subject": ("drafter.cli.subject:command", "The subjects of letters; set up one of your own."),
    "office": ("drafter.cli.office:command", "What the member decided of what constituents ask."),
    "privacy": (
        "drafter.cli.privacy:command",
        "Where personal data lies, how old it is; delete what is kept too long.",
    ),
    "init": (
        "drafter.cli.init:command",
        "Make a new office: a folder of its own, with its details and its letterhead.",
    ),
    "letterhead": (
        "drafter.cli.letterhead:command",
        "Make the letterhead anew from office.yaml, or take over the office's own.",
    ),
    "completion": ("drafter.cli.completion:command", "Let the Tab key complete commands, topics, facts."),
    "help": ("drafter.cli.help:command", "The documentation, to read here."),
}
SECTIONS: Mapping[str, tuple[str, ...]] = {
    "Every day": ("draft", "review", "approve"),
    "Post": ("mail", "batch"),
    "Facts and documents": ("facts", "sources", "words", "topics", "subject"),
    "Register": ("letters", "recall", "privacy"),
    "Set-up": ("init", "letterhead", "office", "check", "completion", "help"),
}


def _version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    """Print the version, and the days of the last change to the program and to the shipped facts; then end."""
    if not asked or ctx.resilient_parsing:
        return
    from drafter.facts.edtf import day_in_words, parse_day  # late: only this option needs them
    from drafter.shipped import edition, shipped_folder

    click.echo(f"drafter {__version__}")
    folder = shipped_folder()
    built = edition(folder)
    program, facts = parse_day(built.program), parse_day(built.facts)
    if program is not None and facts is not None:
        click.echo(f"program of {day_in_words(program)}, facts of {day_in_words(facts)}, in {folder}")
    else:
        click.echo(f"from a checkout: {folder}")
    ctx.exit()


@click.group(
    cls=LazyGroup,
    table=COMMANDS,
    sections=SECTIONS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="What is installed."
)
@click.option("--office", metavar="FOLDER", help="The office's folder; else the nearest one above with an office.yaml.")
@click.pass_context
def group(ctx: click.Context, office: str | None) -> None:
    """Answer constituents' letters so that every sentence can be stood behind.

    Every claim in a letter is cited. All else is the member's own view, what the member did, or approved words. Without
    a command: where you are, and what waits.
    """
    ctx.obj = office
    if ctx.invoked_subcommand is None:
        from drafter.cli.home import show  # late: every other command does without

        show(office)


def main() -> None:
    """Run the command line. No traceback ever reaches the user."""
    if threading.current_thread() is threading.main_thread():
        # So that a run ended this way leaves nothing half done either.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    gc.disable()  # a short process: it needs most objects until its end
    atexit.register(gc.freeze)  # or Python would then search all of them for cycles, which takes 30 ms
    try:  # arguments are read as UTF-8 whatever the locale says: no name may lose letters
        sys.argv = [os.fsencode(argument).decode("utf-8") for argument in sys.argv]
    except UnicodeError:
        click.echo("drafter: error: what was typed is not UTF-8 text", err=True)
        sys.exit(2)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if os.environ.get("_DRAFTER_COMPLETE", "").startswith("powershell"):
        from drafter.cli.completion import add_powershell  # late: only this shell needs it

        add_powershell()
    try:
        group(prog_name="drafter")
    except BrokenPipeError:  # the program reading the output has closed it
        sys.stderr.close()
        sys.exit(1)
    except OSError as failure:
        click.echo(f"drafter: error: {_refused(failure)}", err=True)
        sys.exit(1)
    except Exception as failure:
        said = _said(failure)
        if said is None:
            raise
        click.echo(said, err=True)
        sys.exit(1)


def _refused(failure: OSError) -> str:
    """What the system refused: the file or the folder, where the failure names one, and why."""
    named = failure.filename if isinstance(failure.filename, (str, bytes)) else ""
    said = reason_of(failure)
    if not named:
        return said
    path = os.fsdecode(named)
    with contextlib.suppress(OSError, ValueError):
        path = str(Path(path).relative_to(Path.cwd()))
    lacking = "; this user lacks a permission on it, which whoever set up the folder can give"
    # Windows calls a file that is open in Word by this name too, and a folder where a file is wanted.
    lacks = isinstance(failure, PermissionError) and said == os.strerror(failure.errno or 0).lower()
    return f"{path}: {said}{lacking if lacks else ''}"


def _said(failure: Exception) -> str | None:
    """What the user is told of a failure; None where a developer wants the traceback."""
    from drafter.extras import behind  # late: help needs neither
    from drafter.problems import ProblemsFound

    if isinstance(failure, ProblemsFound):  # an error in the office's files, wherever it was found
        return str(failure)
    if os.environ.get("DRAFTER_DEBUG"):
        return None
    # An engine may wrap a worker's failure in another.
    missing = behind((failure, failure.__cause__, failure.__context__))
    if missing is not None:
        return str(missing)
    # The message could hold personal data, so only the kind of the failure is shown.
    return f"drafter: error: a fault in drafter itself ({type(failure).__name__}); please report it"
