"""Puts into the wheel what is not code: the shipped subjects, the documentation, and the days of their last change."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SUBJECTS = ("aco",)  # no other: an office that works in a checkout has its own beside them
HOME = "drafter/shipped"
EDITION = "edition.json"


class ShippedHook(BuildHookInterface):  # type: ignore[type-arg, misc]
    """Adds the files to a wheel; to a source archive only the days, since its files lie as in a checkout."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the files for the builder. An editable wheel reads them where they lie."""
        if version == "editable":
            return
        root = Path(self.root)
        edition = Path(tempfile.mkdtemp(prefix="drafter-build-"), EDITION)
        edition.write_text(json.dumps(days(root), indent=1) + "\n", "utf-8")
        if self.target_name == "sdist":
            build_data["force_include"][str(edition)] = EDITION
            return
        build_data["force_include"][str(edition)] = f"{HOME}/{EDITION}"
        for path in shipped(root):
            name = path.relative_to(root).as_posix()
            build_data["force_include"][str(path)] = f"{HOME}/{name if '/' in name else f'docs/{name}'}"


def shipped(root: Path) -> Iterator[Path]:
    """The files, in the order of their names."""
    patterns = [
        "facts/sources.yaml",
        "facts/words.yaml",
        "facts/quotations.lock",
        "templates/*.j2",
        "docs/*.md",
        "docs/schemas/*.json",
    ]
    patterns += [f"facts/{subject}/*.yaml" for subject in SUBJECTS]
    patterns += [f"templates/{subject}/**/*.j2" for subject in SUBJECTS]
    patterns += ["README.md", "CHANGELOG.md"]
    for pattern in patterns:
        yield from sorted(root.glob(pattern))


def days(root: Path) -> dict[str, str]:
    """The days of the last change to the program and to the facts: by the checkout, or as the source archive says."""
    kept = root / EDITION
    if kept.is_file():
        return {str(key): str(value) for key, value in json.loads(kept.read_text("utf-8")).items()}
    now = int(os.environ.get("SOURCE_DATE_EPOCH") or _committed(root) or time.time())
    facts = _committed(root, "facts", "templates") or now
    return {"program": _day(now), "facts": _day(facts)}


def _committed(root: Path, *paths: str) -> int:
    """When these paths last changed, in seconds; 0 if that is not known."""
    if not (root / ".git").exists():
        return 0
    command = ["git", "-C", str(root), "log", "-1", "--format=%ct", "--", *paths]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - names of ours alone
        return int(done.stdout.strip() or 0)
    except (OSError, subprocess.CalledProcessError, ValueError):
        return 0


def _day(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()
