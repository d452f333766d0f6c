"""Commands that are killed at a random moment; ``faults_commands.py`` does so as often as one likes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from running import ROOT


def test_a_kill_of_each_command_loses_doubles_and_leaves_nothing(tmp_path):
    script = Path(__file__).parent / "faults_commands.py"
    done = subprocess.run(
        [sys.executable, script, tmp_path / "office", "10", "2018"],
        capture_output=True, text=True, check=False, env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "nothing lost, doubled, half written, left behind" in done.stdout
