"""The extras: parts of drafter that are installed apart, and how to say that one is missing.

May import: problems.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from types import MappingProxyType
from typing import Final

from drafter.problems import Problem, Where

PACKAGES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "dask": ("distributed",),
        "documents": ("lxml_html_clean", "pypdfium2", "spellchecker", "trafilatura"),
        "mail": ("compressed_rtf", "oxmsg", "python_calamine", "quotequail", "rensa", "selectolax"),
        "postgresql": ("psycopg",),
    }
)
"""The packages of each extra, as Python imports them."""


def install(extra: str) -> str:
    """What to do about a missing extra, as a hint."""
    return f"install drafter's own file again with the extra '{extra}': its name, and behind it [{extra}]"


def missing_extra(where: Where, what: str, extra: str, instead: str = "") -> Problem:
    """The problem that an extra is missing. ``what`` says what cannot be done, ``instead`` another way to do it."""
    hint = install(extra) + (f", or {instead}" if instead else "")
    return Problem(where, "missing-extra", what, hint)


def extra_of(module: str) -> str:
    """The extra that brings a module; empty where none does."""
    package = module.partition(".")[0]
    return next((extra for extra, packages in PACKAGES.items() if package in packages), "")


def lacking(extra: str) -> list[str]:
    """The packages of an extra that are not installed."""
    return [package for package in PACKAGES[extra] if not _is_there(package)]


def _is_there(package: str) -> bool:
    try:
        return find_spec(package) is not None
    except (ImportError, ValueError):
        return False


def behind(failures: Iterable[BaseException | None]) -> Problem | None:
    """The problem behind some failures: that an extra is missing. None where none of them is a failed import of it."""
    for failure in failures:
        if isinstance(failure, ModuleNotFoundError) and (extra := extra_of(failure.name or "")):
            what = f"needs the package '{failure.name}', which is not installed here"
            return missing_extra(Where("drafter"), what, extra)
    return None
