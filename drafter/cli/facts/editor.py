"""The user's own editor: which it is, how it is told the line, and what becomes of it."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
from pathlib import Path

# Editors that do not know 'editor +LINE FILE', or that return before the file is closed unless told to wait.
_OWN_WAYS = {
    **dict.fromkeys(("code", "code-insiders", "codium", "cursor", "windsurf"), ("--wait", "--goto", "{file}:{line}")),
    **dict.fromkeys(("subl", "sublime_text", "zed", "atom"), ("--wait", "{file}:{line}")),
    "mate": ("--wait", "--line", "{line}", "{file}"),
    "kate": ("--block", "--line", "{line}", "{file}"),
    "gedit": ("--wait", "+{line}", "{file}"),
    "notepad": ("{file}",),
}


def editor_of_user() -> list[str]:
    """The editor and its options: $VISUAL, $EDITOR, nano or vi; empty where there is none."""
    chosen = os.environ.get("VISUAL", "").strip() or os.environ.get("EDITOR", "").strip()
    if not chosen:
        return [found for found in map(shutil.which, ("nano", "vi")) if found][:1]
    if Path(chosen).is_file():  # a path with spaces in it
        return [chosen]
    try:
        return shlex.split(chosen)
    except ValueError:
        return [chosen]


def command_line(editor: list[str], file: Path, line: int) -> list[str]:
    """How the editor is called to open a file at a line."""
    way = _OWN_WAYS.get(Path(editor[0]).name.casefold().removesuffix(".exe"), ("+{line}", "{file}"))
    more = [part.format(file=file, line=line) for part in way]
    return [*editor, *(part for part in more if part not in editor)]


def run_editor(file: Path, line: int) -> str:
    """Open a file and wait until the editor is left; returns what went wrong, or nothing."""
    editor = editor_of_user()
    if not editor:
        return "there is no editor: name yours in the environment variable EDITOR"
    # Ctrl-C in the editor is the editor's; a handler, unlike SIG_IGN, is not passed on to it.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        code = subprocess.run(command_line(editor, file, line), check=False).returncode  # noqa: S603 - the user's own
    except OSError as failure:
        reason = (failure.strerror or str(failure)).lower()
        return f"the editor '{editor[0]}' cannot be started: {reason}; name another in the environment variable EDITOR"
    finally:
        signal.signal(signal.SIGINT, before)
    if code < 0:
        return f"the editor '{editor[0]}' was ended by a signal ({(signal.strsignal(-code) or str(-code)).lower()})"
    return f"the editor '{editor[0]}' failed with exit code {code}" if code else ""
