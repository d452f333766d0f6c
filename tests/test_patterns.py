"""Patterns that are compiled late are those of the standard library."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from drafter.patterns import late_pattern

PACKAGE = Path(__file__).parent.parent / "drafter"
USERS = sorted(path for path in PACKAGE.rglob("*.py") if "import late_pattern" in path.read_text("utf-8"))


def test_a_late_pattern_does_what_a_compiled_one_does():
    late, made = late_pattern("(b)(c)?", re.IGNORECASE), re.compile("(b)(c)?", re.IGNORECASE)
    assert late.sub("-", "aBbc") == made.sub("-", "aBbc")
    assert late.search("aBc").span(2) == made.search("aBc").span(2)
    assert (late.pattern, late.flags, late.groups) == (made.pattern, made.flags, made.groups)


def test_it_is_compiled_once_and_not_before_it_is_used(monkeypatch):
    asked = []
    monkeypatch.setattr(re, "compile", lambda text, flags: asked.append(text) or re.RegexFlag)
    late = late_pattern("a")
    assert not asked
    assert late.IGNORECASE is late.IGNORECASE
    assert late.MULTILINE
    assert asked == ["a"]


def test_what_a_pattern_does_not_have_it_does_not_have_either():
    with pytest.raises(AttributeError, match="fullmatches"):
        late_pattern("a").fullmatches("a")


@pytest.mark.parametrize("path", USERS, ids=lambda path: path.stem)
def test_each_that_the_program_has_can_be_compiled(path):
    module = import_module(".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts))
    late = [value for value in vars(module).values() if isinstance(value, late_pattern)]
    assert late
    assert all(isinstance(one.pattern, str) for one in late)
