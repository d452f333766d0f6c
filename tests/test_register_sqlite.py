"""The register in an office's own file."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from register_behaviour import Behaviour, test_a_key_seals_each_thing_for_itself  # noqa: F401 - one more test
from registers import Place, approval, in_file, rules_of

from drafter.problems import ProblemsFound
from drafter.register.model import Accepted, Approval, Constituent, RegisteredFact
from drafter.register.rows import NEWEST, metadata


@pytest.fixture
def place(tmp_path: Path) -> Place:
    folder = tmp_path / "office"
    (folder / "letters").mkdir(parents=True)
    return in_file(folder)


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A register that is made once, to be copied: making one takes a tenth of a second."""
    place = in_file(tmp_path_factory.mktemp("empty"))
    place.open().close()
    return place


class TestInAFile(Behaviour):
    pass


def test_what_is_made_is_what_the_tables_say(place):
    """The migrations and the tables that questions are asked of are two texts; they must make one database."""
    from sqlalchemy import create_engine

    place.open().close()
    plain = place.folder / "plain.sqlite"
    engine = create_engine(f"sqlite:///{plain}")
    metadata.create_all(engine)
    engine.dispose()

    def shape(path: Path) -> dict[str, object]:
        connection = sqlite3.connect(path)
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found: dict[str, object] = {}
        for table in sorted(set(tables) - {"register_version"}):
            indices = connection.execute(f"PRAGMA index_list({table})").fetchall()
            found[table] = (
                connection.execute(f"PRAGMA table_info({table})").fetchall(),
                connection.execute(f"PRAGMA foreign_key_list({table})").fetchall(),
                sorted(str(connection.execute(f"PRAGMA index_info({i[1]})").fetchall()) for i in indices),
                connection.execute("SELECT wr, strict FROM pragma_table_list WHERE name = ?", [table]).fetchall(),
            )
        connection.close()
        return found

    assert shape(place.address.path) == shape(plain)


def test_the_newest_step_is_the_one_the_program_knows():
    from alembic.script import ScriptDirectory

    from drafter.register import migrations

    script = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert script.get_heads() == [NEWEST]
    for step in script.walk_revisions():
        assert Path(step.path).name.startswith(f"r{step.revision}_")


def test_opening_needs_no_alembic_once_the_register_is_made(place):
    import subprocess
    import sys

    place.open().close()
    code = (
        "import sys; from pathlib import Path; from registers import in_file; "
        f"in_file(Path({str(place.folder)!r})).open().close(); print('alembic' in sys.modules)"
    )
    here = Path(__file__).parent
    done = subprocess.run([sys.executable, "-c", code], cwd=here, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_nothing_is_made_where_something_is_only_looked_up(place):
    assert place.find() is None
    assert not (place.folder / "register").exists()


def test_files_of_the_register_are_for_nobody_else(place):
    with place.open() as register:
        register.enter([approval(1)])
        assert register.altered() == []
    folder = place.folder / "register"
    assert {path.name: oct(path.stat().st_mode & 0o777) for path in [folder, *folder.iterdir()]} == {
        "register": "0o700",
        "key": "0o600",
        ".lock": oct((folder / ".lock").stat().st_mode & 0o777),
        "last": "0o600",
        "letters.sqlite": "0o600",
        "verified": "0o600",
    }


def test_a_purged_name_is_not_in_the_file_any_more(place):
    with place.open() as register:
        register.enter([approval(n, name="Quillfeather", constituent="") for n in range(1, 50)])
        assert b"Quillfeather" in place.address.path.read_bytes()
        register.purge(date(2030, 1, 1))
        assert b"Quillfeather" not in place.address.path.read_bytes()
    assert b"Asha" not in place.address.path.read_bytes()


def cells(path: Path) -> list[tuple[str, str, str, object]]:
    """Every cell: its table, its column, which row it is in, and its value."""
    connection = sqlite3.connect(path)
    found = []
    for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall():
        info = connection.execute(f"PRAGMA table_info({table})").fetchall()
        keys = [column[1] for column in info if column[5]] or [info[0][1]]
        for row in connection.execute(f"SELECT * FROM {table}").fetchall():
            values = dict(zip([column[1] for column in info], row, strict=True))
            which = " AND ".join(f"{key} = {values[key]!r}" for key in keys)
            found += [(table, column, which, value) for column, value in values.items()]
    connection.close()
    return found


def other_value(column: str, value: object) -> object:
    if column == "held":
        return 1 - int(str(value))
    return value + 1000 if isinstance(value, int) else f"{value}x"


def is_found_out(place: Place) -> bool:
    try:
        with place.open() as register:
            return bool(register.verify())
    except ProblemsFound:
        return True


def change(path: Path, statement: str, *values: object) -> None:
    connection = sqlite3.connect(path)
    assert connection.execute(statement, values).rowcount == 1
    connection.commit()
    connection.close()


def test_every_cell_altered_and_every_row_deleted_is_found_out(place, tmp_path):
    """All of them, one after the other, in a register of three letters; one of them with a purged name."""
    with place.open() as register:
        register.enter([approval(n, name="Mrs Asha Patel", corrects=n - 1) for n in range(1, 4)])
        register.purge(date(2019, 4, 3))
        assert register.verify() == []
    whole = place.address.path.read_bytes()
    every = cells(place.address.path)
    assert len(every) > 100
    for table, column, which, value in every:
        change(place.address.path, f"UPDATE {table} SET {column} = ? WHERE {which}", other_value(column, value))
        assert is_found_out(place), f"{table}.{column} where {which}"
        if isinstance(value, str) and value:
            place.address.path.write_bytes(whole)
            change(place.address.path, f"UPDATE {table} SET {column} = '' WHERE {which}")
            assert is_found_out(place), f"{table}.{column} emptied where {which}"
        place.address.path.write_bytes(whole)
    rows = dict.fromkeys((table, which) for table, _, which, _ in every)
    for table, which in rows:
        change(place.address.path, f"DELETE FROM {table} WHERE {which}")
        assert is_found_out(place), f"{table} without {which}"
        place.address.path.write_bytes(whole)
    assert not is_found_out(place)


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
WORD = st.sampled_from(("parking", "staff", "fa%ct", "x"))
APPROVALS = st.builds(
    Approval,
    approved_at=st.integers(0, 4 * 10**15).map(lambda n: datetime.fromtimestamp(n / 10**6, UTC)),
    by=TEXT,
    letter_date=st.dates(),
    reference=TEXT,
    subject=TEXT,
    topics=st.lists(WORD, max_size=3).map(tuple),
    position=TEXT,
    length=TEXT,
    sha256=st.binary(min_size=32, max_size=32).map(bytes.hex),
    kind=st.sampled_from((".docx", ".md")),
    constituent=st.builds(Constituent, TEXT, TEXT) | TEXT,
    name=TEXT,
    facts=st.lists(st.builds(RegisteredFact, WORD, WORD, TEXT, st.booleans()), max_size=4).map(tuple),
    accepted=st.lists(st.builds(Accepted, WORD, TEXT), max_size=2).map(tuple),
    warnings=st.lists(WORD, max_size=2).map(tuple),
    version=TEXT,
)


@settings(max_examples=40, deadline=None)
@given(
    approvals=st.lists(APPROVALS, min_size=1, max_size=6, unique_by=lambda a: a.sha256),
    cut=st.integers(0, 6),
    purge=st.none() | st.dates(),
    chance=st.randoms(use_true_random=False),
)
def test_whatever_is_entered_verifies_and_whatever_is_altered_does_not(
    approvals, cut, purge, chance, empty, tmp_path_factory
):
    folder = tmp_path_factory.mktemp("law")
    try:
        shutil.copytree(empty.folder / "register", folder / "register")
        place = in_file(folder)
        with place.open() as register:
            entered = register.enter(approvals[:cut]) + register.enter(approvals[cut:])
            if purge is not None:
                named = [a for a in approvals if a.name and a.letter_date < purge]
                assert register.names_before(purge) == register.purge(purge) == len(named)
            assert register.verify() == []
            read = list(register.letters().entries)[::-1]
            assert [(e.facts, e.accepted, e.topics, e.letter_date, e.approved_at) for e in read] == [
                (a.facts, a.accepted, a.topics, a.letter_date, a.approved_at) for a in approvals
            ]
            assert [e.hash for e in read] == [e.hash for e in entered]
        table, column, which, value = chance.choice(cells(place.address.path))
        if "'" not in which or which.count("'") == 2:
            change(place.address.path, f"UPDATE {table} SET {column} = ? WHERE {which}", other_value(column, value))
            assert is_found_out(place), f"{table}.{column}"
    finally:
        shutil.rmtree(folder)


def test_a_register_of_another_program_is_none(place):
    place.address.path.parent.mkdir()
    connection = sqlite3.connect(place.address.path)
    connection.execute("CREATE TABLE letters (number)")
    connection.commit()
    connection.close()
    assert rules_of(place.open) == rules_of(place.find) == ["damaged-register"]


def test_a_register_half_made_by_a_killed_process_is_made_anew(place):
    place.address.path.parent.mkdir()
    (place.folder / "register" / ".letters.sqlite.new").write_bytes(b"half")
    (place.folder / "register" / ".letters.sqlite.new-journal").write_bytes(b"half")
    with place.open() as register:
        assert register.verify() == []
    assert sorted(path.name for path in (place.folder / "register").iterdir()) == [
        ".lock",
        "key",
        "last",
        "letters.sqlite",
    ]


@pytest.mark.parametrize(
    ("version", "later"),
    [
        ("0001", ("letterhead", "seen", "acts", "corrects_fact")),
        ("0002", ("acts", "corrects_fact")),
        ("0003", ("corrects_fact",)),
    ],
)
def test_a_register_of_an_older_version_is_brought_up_and_its_seals_hold(place, version, later):
    had = {} if "seen" in later else {"letterhead": "cd", "seen": "12ab-34cd-56ef"}
    with place.open() as register:
        entered = register.enter([approval(1), approval(2, **had)])
    with closing(sqlite3.connect(place.address.path)) as database:
        for name in later:
            database.execute(f"ALTER TABLE letters DROP COLUMN {name}")
        database.execute("UPDATE register_version SET version_num = ?", [version])
        database.commit()
    with place.open() as register:
        assert register.verify() == []
        assert list(register.letters().entries) == entered[::-1]
        (third,) = register.enter([approval(3, letterhead="ab", seen="ab12-cd34-ef56", acts=("I wrote to him.",))])
        assert register.by_number(3) == third
        assert register.verify() == []
