"""An office in a temporary folder, and golden files."""

from __future__ import annotations

import compileall
import gc
import hashlib
import marshal
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from posix_only import leave_out
from running import ROOT, copy_shipped
from worded import Worded

from drafter import check
from drafter.facts.cache import FactsFolder
from drafter.facts.model import FactBase, Loaded, Subject
from drafter.files import located_yaml
from drafter.files.located_yaml import Document
from drafter.inbox.topics import Recogniser
from drafter.letter import compose, templates
from drafter.letter.clauses import Clauses, ToldClaim
from drafter.letter.templates import Templates, _Compiled
from drafter.problems import Problem

# The suite tries the same examples each time, so that what fails is what was changed; 'make hunt' tries new ones.
# No example is held to the clock: a busy machine would fail it.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same", UNHURRIED, derandomize=True)
settings.register_profile("hunt", UNHURRIED, derandomize=False, print_blob=True)
settings.load_profile("same")


collect_ignore = [] if hasattr(os, "fork") else ["tools"]  # which drive programs as they are on Linux


def pytest_configure(config: pytest.Config) -> None:
    """Compile the program first: a process whose files are bounded would leave a module's compiled file cut short."""
    if not hasattr(config, "workerinput"):
        compileall.compile_dir(ROOT / "drafter", quiet=2, workers=1)


# Their tests take longest. Begun last, one of them would keep one process busy while the others have nothing to do.
LONG = frozenset(
    f"test_{name}"
    for name in "review_laws killed_commands commands batch_made prose letters_shipped review_hostile subject installed".split()
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first, in whatever order they and their tests are."""
    leave_out(items)
    items.sort(key=lambda item: item.path.stem not in LONG)


def pytest_collection_finish() -> None:
    """Modules and tests live as long as the run, so that no search for garbage need look at them again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000)  # a letter is thousands of objects, none of them garbage before it is done


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write what is expected anew; then read the difference"
    )


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the shipped office, which is the current directory."""
    folder = tmp_path / "office"
    folder.mkdir()
    copy_shipped(folder)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture(scope="session")
def offices_made() -> dict[Callable[[Path], object], Path]:
    """Where a copy of each office lies that was made once, by what made it."""
    return {}


@pytest.fixture
def once(
    office: Path, offices_made: dict[Callable[[Path], object], Path], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Callable[[Path], object]], Path]:
    """Make more of the shipped office by a function that is called once; whoever else asks gets a copy."""

    def made(make: Callable[[Path], object]) -> Path:
        if make in offices_made:
            shutil.copytree(offices_made[make], office, dirs_exist_ok=True)
        else:
            make(office)
            offices_made[make] = tmp_path_factory.mktemp("made") / "office"
            shutil.copytree(office, offices_made[make])
        return office

    return made


@pytest.fixture
def uncomposed(monkeypatch: pytest.MonkeyPatch) -> None:
    """``check`` composes no letters, which takes seconds: what it finds is not of letters."""
    monkeypatch.setattr("drafter.trial.tried", lambda *_: [])


def shared_folder(made: pytest.TempPathFactory) -> Path:
    """The folder of a run of the suite, which is the same for all its processes."""
    base = made.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user's cache is left alone, and shared among tests as it is among runs."""
    folder = shared_folder(tmp_path_factory) / "cache"
    folder.mkdir(mode=0o700, exist_ok=True)
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    monkeypatch.setenv("WIN_PD_OVERRIDE_LOCAL_APPDATA", str(folder))


@pytest.fixture(autouse=True, scope="session")
def parsed_once() -> Iterator[None]:
    """A template is parsed once in a process, however many commands read it: all environments parse alike."""
    parsed, environment = templates._parsed, templates.Templates.under(ROOT / "templates").environment
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(templates, "_parsed", lambda _, source, path: parsed(environment, source, path))
        yield


@pytest.fixture(autouse=True, scope="session")
def read_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Facts and templates of the same content are read once in a process, in whichever copy of the office they lie.

    The program keeps what it read for each folder. A test that has a cache of its own gets just that.
    """
    shared = shared_folder(tmp_path_factory) / "cache"
    read: dict[bytes, Loaded] = {}
    load, bucket = FactsFolder._load_cached, _Compiled.get_bucket

    def loaded(folder: FactsFolder, key: bytes) -> Loaded:
        if folder.cache is None or shared not in folder.cache.parents:
            return load(folder, key)
        if key not in read:
            found = load(folder, key)
            if found.problems:
                return found
            read[key] = found
        return read[key]

    def of_content(compiled: _Compiled, environment: Any, name: str, _: object, source: str) -> Any:
        return bucket(compiled, environment, name, compiled.get_source_checksum(source), source)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FactsFolder, "_load_cached", loaded)
        patch.setattr(_Compiled, "get_bucket", of_content)
        yield


@pytest.fixture(autouse=True, scope="session")
def looked_at_once() -> Iterator[None]:
    """What is made of templates, topics and cues alone is made once in a process: readings, recognisers, what cues
    lack.
    """
    readings: dict[tuple[type, str, str, str], Any] = {}
    recognisers: dict[bytes, Recogniser] = {}
    lacking: dict[bytes, list[Problem]] = {}
    made, check_cues = Recogniser.of, check.check_cues

    def once(of: Templates, kind: type, path: str, make: Callable[[Any], Any]) -> Any:
        key = (kind, of.layers.called(path), path, of.source(path))
        if key not in readings:
            readings[key] = make(of.tree(path))
        return readings[key]

    def key_of(base: FactBase, facts: str = "") -> bytes:
        return hashlib.sha256(repr((base.topics, base.subjects, base.actions, facts)).encode()).digest()

    def recogniser(base: FactBase) -> Recogniser:
        if (key := key_of(base)) not in recognisers:
            recognisers[key] = made(base)
        return recognisers[key]

    def cues(base: FactBase, facts: str) -> list[Problem]:
        if (key := key_of(base, facts)) not in lacking:
            lacking[key] = list(check_cues(base, facts))
        return lacking[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Templates, "once", once)
        patch.setattr(Recogniser, "of", recogniser)
        patch.setattr(check, "check_cues", cues)
        yield


@pytest.fixture(autouse=True, scope="session")
def shipped_yaml_parsed_once() -> Iterator[None]:
    """Of an office in which one file was changed the others are parsed once in a process. Each reader gets a copy."""
    shipped = {path.read_text("utf-8") for path in (ROOT / "office.yaml", *(ROOT / "facts").rglob("*.yaml"))}
    parsed: dict[tuple[str, str], tuple[Document, bytes]] = {}
    parse = located_yaml.parse_yaml

    def once(text: str, name: str) -> tuple[Document | None, list[Problem]]:
        if text not in shipped:
            return parse(text, name)
        if (text, name) not in parsed:
            document, problems = parse(text, name)
            if document is None:
                return None, problems
            parsed[text, name] = document, marshal.dumps(document.root)
        document, root = parsed[text, name]
        return replace(document, root=marshal.loads(root)), []

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(located_yaml, "parse_yaml", once)
        yield


@pytest.fixture(autouse=True, scope="session")
def told_once() -> Iterator[None]:
    """Every way of telling a claim on a day is found once in a process: reviews of letters of one day ask for the same.

    A subject stands for all that it depends on, and is kept, so that no other takes its id.
    """
    ways: dict[tuple[int, date, str, tuple[bool, ...]], tuple[Subject, tuple[ToldClaim, ...]]] = {}
    every = Clauses.every

    def once(of: Clauses, claim: str, tenses: Sequence[bool] = (False, True)) -> Iterator[ToldClaim]:
        key = (id(of.subject), of.day, claim, tuple(tenses))
        if key not in ways:
            ways[key] = of.subject, tuple(every(of, claim, tenses))
        return iter(ways[key][1])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Clauses, "every", once)
        yield


@pytest.fixture(autouse=True, scope="session")
def composed_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A letter is worded once in a run of the suite, however many tests and processes ask for the very same one.

    Wording takes a tenth of a second, and is a function of what ``Worded.key`` holds.
    """
    several = "PYTEST_XDIST_WORKER" in os.environ
    worded = Worded(shared_folder(tmp_path_factory) / "worded" if several else None, compose._fitted)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compose, "_fitted", worded)
        yield


@pytest.fixture(scope="session")
def server() -> Iterator[Any]:
    """A PostgreSQL server: one for all tests of a process."""
    sys.path.append(str(ROOT / "tests" / "tools"))
    try:
        from postgres import Server
    finally:
        sys.path.pop()
    made = Server.made()
    yield made
    made.remove()


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with a file, or write the file where ``--update-golden`` is given."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.exists(), f"{path} is missing: run 'make golden', and read what it wrote"
        assert text == path.read_text(encoding="utf-8")

    return compare
