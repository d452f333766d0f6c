"""The whole of ``drafter approve`` on a register in PostgreSQL: killed at any moment, and several at once."""

from __future__ import annotations

import importlib.util
import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from test_approve import KILLS, drafted, process, reviewed, run_drafter, settled

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
    chance = random.Random(1848)
    killed = 0
    for number in range(KILLS):
        drafted(f"letter-{number}.md", "--reference", f"EM/{number + 2}")
        run = process("approve", f"letter-{number}.md", "--by", "R Okafor")
        time.sleep(chance.uniform(0.2, 0.7))
        if run.poll() is None:
            os.killpg(run.pid, signal.SIGKILL)
            killed += 1
        run.communicate()
        rows, files = settled(shared)
        assert rows == files
    print(f"{killed} of {KILLS} killed, {len(rows)} approved")
    assert killed > KILLS // 5
    assert run_drafter("letters", "verify").code == 0
    assert not (shared / "register" / "letters.sqlite").exists()


def test_eight_approve_at_once(shared: Path) -> None:
    names = [f"letter-{number}.md" for number in range(8)]
    for number, name in enumerate(names):
        drafted(name, "--reference", f"EM/{number + 2}")
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda name: process("approve", name, "--by", "R Okafor").communicate(), names))
    assert sum(b": letter " in out for out, _ in done) == 8, done
    rows, files = settled(shared)
    assert len(rows) == 8
    assert rows == files
    assert run_drafter("letters", "verify").code == 0
