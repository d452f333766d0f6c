"""The whole of ``drafter approve`` on a register in PostgreSQL: killed at any moment, and several at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from test_approve import approved_at_once, killed_at_random, reviewed

pytestmark = pytest.mark.tools


__all__ = ["reviewed"]  # the fixture of an office whose facts were reviewed


@pytest.fixture
def shared(reviewed: Path, server: Any, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Such an office, whose register lies on a server, in a new database."""
    server.database(request.function.__name__)
    monkeypatch.setenv("DRAFTER_REGISTER", server.url(request.function.__name__))
    return reviewed


def test_killed_at_any_moment_both_are_there_or_neither(shared: Path) -> None:
    killed_at_random(shared, 1848)
    assert not (shared / "register" / "letters.sqlite").exists()


def test_eight_approve_at_once(shared: Path) -> None:
    approved_at_once(shared)
