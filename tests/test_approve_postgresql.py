"""The whole of ``drafter approve`` on a register in PostgreSQL: killed at any moment, and several at once."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from test_approve import approved_at_once, killed_at_random, reviewed

pytestmark = pytest.mark.tools


def server_class() -> Any:
    """The server of the tests that drive real tools, which lie in a folder of their own."""
    spec = importlib.util.spec_from_file_location("postgres", Path(__file__).parent / "tools" / "postgres.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["postgres"] = module  # a dataclass looks itself up there
    spec.loader.exec_module(module)
    return module.Server


__all__ = ["reviewed"]  # the fixture of an office whose facts were reviewed


@pytest.fixture
def shared(reviewed: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Such an office, whose register lies on a server."""
    server = server_class().made()
    try:
        server.database("office")
        monkeypatch.setenv("DRAFTER_REGISTER", server.url("office"))
        yield reviewed
    finally:
        server.remove()


def test_killed_at_any_moment_both_are_there_or_neither(shared: Path) -> None:
    killed_at_random(shared, 1848)
    assert not (shared / "register" / "letters.sqlite").exists()


def test_eight_approve_at_once(shared: Path) -> None:
    approved_at_once(shared)
