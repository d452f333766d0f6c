"""What drafter is made of: bounds, a lock with hashes and no host, licences, and a wheel that is the same bytes."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCK = (ROOT / "requirements-dev.lock").read_text("utf-8")
PINNED = dict(re.findall(r"(?m)^([A-Za-z0-9][A-Za-z0-9._-]*)==([^ ;\\]+)", LOCK))


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def dependencies() -> list[str]:
    project = PROJECT["project"]
    every = [project["dependencies"], *project["optional-dependencies"].values(), PROJECT["build-system"]["requires"]]
    return [line for lines in every for line in lines]


def name_of(line: str) -> str:
    return plain(re.split(r"[\s\[<>=!~;]", line)[0])


def test_every_dependency_has_an_upper_bound():
    assert [line for line in dependencies() if not re.search(r"<\d|==\d", line)] == []


def test_the_lock_has_every_dependency_with_hashes_and_names_no_host():
    assert {name_of(line) for line in dependencies()} <= {plain(name) for name in PINNED}
    assert "//" not in LOCK
    assert "index" not in LOCK
    for entry in re.split(r"(?m)^(?=[A-Za-z0-9])", LOCK)[1:]:
        assert "--hash=sha256:" in entry, entry[:80]


def test_every_package_of_the_lock_states_its_licence():
    page = (ROOT / "docs" / "licences.md").read_text("utf-8")
    stated = dict(re.findall(r"(?m)^\| ([a-z0-9-]+) \| [^|]+ \| ([^|]+) \|$", page))
    assert {name_of(line) for line in dependencies()} <= set(stated)
    elsewhere = {"colorama", "tzdata"}  # of Windows only
    assert {plain(name) for name in PINNED} - set(stated) <= elsewhere
    assert not [name for name, licence in stated.items() if not licence.strip()]


def test_what_is_passed_on_holds_nothing_of_an_office():
    kept = PROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    assert {name.strip("/") for name in kept} <= {
        "drafter", "CHANGELOG.md", "LICENSE", "README.md", "SECURITY.md", "docs/*.md", "docs/man", "docs/schemas",
        "hatch_build.py",
        "facts/aco", "facts/quotations.lock", "facts/sources.yaml", "facts/words.yaml",
        "templates/*.j2", "templates/aco",
    }  # fmt: skip


def test_the_wheel_holds_the_lists_of_english():
    """They are no Python, and a wheel without them installs well and reads no letter."""
    from hatchling.builders.wheel import WheelBuilder

    held = {Path(one.distribution_path).as_posix() for one in WheelBuilder(str(ROOT)).recurse_included_files()}
    lists = {path.relative_to(ROOT).as_posix() for path in (ROOT / "drafter" / "english" / "data").iterdir()}
    assert len(lists) > 9
    assert lists <= held


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


@pytest.mark.tools
def test_two_builds_are_the_same_bytes(tmp_path):
    """Of two copies of the sources, with other times, rights and umask, in other folders."""
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    made = []
    for number, (mode, umask) in enumerate(((0o644, 0o022), (0o600, 0o077))):
        source = tmp_path / f"source-{number}" / "drafter"
        for name in filter(None, tracked.split("\0")):
            if (ROOT / name).is_file():
                (source / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(ROOT / name, source / name)
                (source / name).chmod(mode)
                os.utime(source / name, (1_000_000_000 + number,) * 2)
        out = tmp_path / f"out-{number}"
        subprocess.run(
            [sys.executable, "-m", "build", "--no-isolation", "--outdir", out, source],
            env={**os.environ, "SOURCE_DATE_EPOCH": "1735689600"}, umask=umask, check=True, capture_output=True,
        )  # fmt: skip
        made.append(digests(out))
    assert made[0] == made[1]
    assert sorted(name.rpartition(".")[2] for name in made[0]) == ["gz", "whl"]
