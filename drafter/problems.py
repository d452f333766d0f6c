"""Problems: what is wrong, where, and what was probably meant, with their printed form; and why an answer is no use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from itertools import islice

from drafter.catalogue import severity_of
from drafter.catalogue.model import Severity
from drafter.frozen import NamedTuple, dataclass

__all__ = ["Problem", "ProblemsFound", "Severity", "UnusableAnswer", "Where", "errors", "nearest"]

_LONGEST = 200  # characters of a word for which a similar one is looked for
_COMPARED = 5_000  # words to compare it with


class Where(NamedTuple):
    """A place in a file. Lines and columns count from 1; 0 stands for the file as a whole."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong. Problems sort by place, so that a list reads from top to bottom.

    ``rule`` is its id in the catalogue, which also gives its severity, unless ``severity`` gives it here.
    """

    where: Where
    rule: str
    message: str
    hint: str = ""
    severity: Severity = field(default=Severity.OF_ITS_RULE, compare=False)

    def __post_init__(self) -> None:
        if self.severity is Severity.OF_ITS_RULE:
            object.__setattr__(self, "severity", severity_of(self.rule))

    def __str__(self) -> str:
        hint = f"; {self.hint}" if self.hint else ""
        return f"{self.where}: {self.severity}: {self.message}{hint} [{self.rule}]"

    def as_json(self) -> dict[str, str | int]:
        """The problem as one flat JSON object."""
        return {
            "path": self.where.path,
            "line": self.where.line,
            "column": self.where.column,
            "severity": str(self.severity),
            "rule": self.rule,
            "message": self.message,
            "hint": self.hint,
        }


class ProblemsFound(Exception):
    """Raised only if work cannot go on; carries every problem that was found until then."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))


class UnusableAnswer(ValueError):
    """Why an answer cannot be used; ``problems`` are those that reading a file would find too."""

    def __init__(self, message: str, problems: Iterable[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """The problems that stop the work, sorted by place."""
    return sorted(p for p in problems if p.severity is Severity.ERROR)


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint with the known word most like this one; empty if none is like it."""
    if len(word) > _LONGEST:
        return ""
    import difflib  # late: only mistakes need it

    likely = (one for one in known if len(one) <= _LONGEST)
    match = difflib.get_close_matches(word, list(islice(likely, _COMPARED)), n=1, cutoff=0.6)
    return f"did you mean '{match[0]}'?" if match else ""
