"""Copies that a program which synchronises a folder leaves beside a file that was changed in two places at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

from drafter.patterns import late_pattern
from drafter.problems import Problem, Severity, Where

# What these programs add to a file's name, mostly before its ending. It cannot mean anything else.
_PLAIN: Final = (
    r" \([^()]*\bconflict(?:ed|ing) copy\b.*\)"  # Dropbox, Box, Nextcloud
    r"| \([^()]*\b(?:case|selective sync|unicode encoding) conflict\b.*\)"  # Dropbox
    r"|\.sync-conflict-[0-9]{8}-[0-9]{6}(?:-[0-9a-z]+)?"  # Syncthing
    r"|_conflict-[0-9]{8}-[0-9]{6}"  # ownCloud
    r"|_.+_[a-z]{3}-[0-9]{2}-[0-9]{4,6}-[0-9]{4}_conflict"  # Synology Drive
    r"| \(sfconflict .*\)"  # Seafile
    r"|\.conflict(?:\([0-9]+\))?| \[conflict(?:ed)?\](?: ?\([0-9]+\))?"  # Resilio, pCloud, Google Drive
)
# This can, so it counts only where the file itself lies beside: Google Drive, iCloud, the Explorer, the Finder.
_COUNTED: Final = r" \([0-9]{1,3}\)| [0-9]{1,3}| - copy(?: \([0-9]+\))?| copy(?: [0-9]+)?"
# OneDrive: the computer's name. drafter itself keeps what it replaces as letterhead-old-1.docx.
_COMPUTER: Final = r"-(?!old-[0-9])(?=[0-9A-Za-z-]*[0-9A-Z])[0-9A-Za-z-]{1,63}"
_ENDING: Final = r"(?P<ending>(?:\.[A-Za-z][A-Za-z0-9]{0,9}){0,2})"
_MARKED: Final = late_pattern(rf"(?P<stem>.+?)(?i:{_PLAIN}){_ENDING}")
_MAYBE: Final = late_pattern(rf"(?P<stem>.+?)(?i:{_COUNTED}){_ENDING}")
_BY_COMPUTER: Final = late_pattern(rf"(?P<stem>.+?)(?:{_COMPUTER}){_ENDING}")
_NOT_OURS: Final = ("~$", ".", "desktop.ini", "Thumbs.db")


def is_of_a_program(name: str) -> bool:
    """Whether a file is another program's own: hidden, or what Word keeps beside an open document ("~$letter.docx")."""
    return name.startswith(_NOT_OURS)


def original_of(name: str, beside: Collection[str] = (), *, by_computer: bool = False) -> str:
    """The name of the file that a file is a conflict copy of, by their names; empty if it is none.

    ``beside`` are the names of the files in its folder. Where the names alone could mean something else, the file must
    be there. ``by_computer`` also takes names as OneDrive makes them: "reviews-PC2.yaml" beside "reviews.yaml".
    """
    found = _MARKED.fullmatch(name)
    if found:
        return found["stem"] + found["ending"]
    for form in (_MAYBE, _BY_COMPUTER) if by_computer else (_MAYBE,):
        found = form.fullmatch(name)
        if found and found["stem"] + found["ending"] in beside:
            return found["stem"] + found["ending"]
    return ""


def copies_of(folder: Path, *originals: str) -> Iterator[tuple[Path, str]]:
    """The conflict copies of these files in a folder, each with the name of its original, by their names' order."""
    try:
        names = sorted(path.name for path in folder.iterdir())
    except OSError:
        return
    for name in names:
        original = original_of(name, {*names, *originals}, by_computer=True)
        if original and original in originals and name not in originals:
            yield folder / name, original


def conflict_copy(name: str, original: str, advice: str = "", severity: Severity = Severity.OF_ITS_RULE) -> Problem:
    """The problem that a file is a conflict copy. ``name`` is what problems call it, ``advice`` what to do with it."""
    message = f"is a second '{original}': a program that synchronises this folder found it changed in two places"
    advice = advice or f"put what only this one has into '{original}', then delete this one"
    return Problem(Where(name), "conflict-copy", message, advice, severity)
