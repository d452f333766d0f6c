"""What lies in a folder of post and is none: left alone, but never without a word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from drafter.problems import Problem, Severity, Where

_SHOWN: Final = 8  # kinds
_ENDING: Final = re.compile(r"\.[a-z0-9_+~-]{1,12}")
# What mail programs and systems keep for themselves.
_KEPT: Final = re.compile(
    r"""
    .*\.(?:msf|lock) | (?:popstate|msgfilterrules)\.dat | filterlog\.html | subscriptions | thumbs\.db | desktop\.ini
    | dovecot(?:-(?:uidlist|uidvalidity|keywords|acl)|\.index|\.mailbox\.log)[\w.-]* | courier(?:imap|pop)\w*
    | maildir(?:folder|size)
    """,
    re.VERBOSE,
)
_STORE: Final = "post.sqlite"  # beside it lies what 'drafter mail sort' writes
_OF_SORTING: Final = re.compile(
    r"post\.sqlite(?:-\w+)?|summary\.html|(?:messages|campaigns)\.csv|sort\.json|decisions\.yaml"
)


@dataclass(frozen=True)
class Left(Problem):
    """A warning that so many files were left alone."""

    count: int = field(default=0, compare=False)


class LeftAlone:
    """The files of one folder that were left alone, counted by their kinds."""

    def __init__(self) -> None:
        self._kinds: Counter[str] = Counter()

    def add(self, path: Path) -> None:
        """A file that is no post."""
        if not _is_kept(path):
            ending = path.suffix.lower()
            known = _ENDING.fullmatch(ending)
            self._kinds[ending if known else "with another ending" if ending else "without an ending"] += 1

    def add_link(self, to: str) -> None:
        """A link that was not followed."""
        self._kinds[f"linked to {to}"] += 1

    def told(self, name: str) -> Iterator[Problem]:
        """A warning, if any were; ``name`` is how problems call the folder."""
        total = self._kinds.total()
        if not total:
            return
        first = sorted(self._kinds.items(), key=lambda kind: (-kind[1], kind[0]))[:_SHOWN]
        said = [f"{count:,} {kind}" for kind, count in first]
        others = total - sum(count for _, count in first)
        if others:
            said.append(f"{others:,} others")
        message = f"{total:,} {'file was' if total == 1 else 'files were'} left alone: {', '.join(said)}"
        yield Left(Where(name), "left-alone", message, severity=Severity.WARNING, count=total)


def _is_kept(path: Path) -> bool:
    """Whether nobody wrote it."""
    if _KEPT.fullmatch(path.name.lower()):
        return True
    return bool(_OF_SORTING.fullmatch(path.name)) and (path.parent / _STORE).exists()
