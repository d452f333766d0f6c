"""The register on a real PostgreSQL server."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from faults import forked
from postgres import Server
from register_behaviour import Behaviour
from registers import Place, approval, in_file, problems_of, rules_of, sound
from sqlalchemy import create_engine, text

from drafter import office as offices
from drafter.problems import ProblemsFound
from drafter.register.address import Address, address_of
from drafter.register.spool import approve_all, recover
from drafter.register.store import open_register

pytestmark = pytest.mark.tools

_NUMBERS = itertools.count(1)


@pytest.fixture
def place(server: Server, tmp_path: Path) -> Place:
    """A new database, and an office that has its register there."""
    name = f"register{next(_NUMBERS)}"
    server.database(name)
    folder = tmp_path / "office"
    (folder / "letters").mkdir(parents=True)
    place = in_file(folder)
    return Place(folder, Address(f"postgresql://127.0.0.1/{name}", url=server.url(name)), place.keys)


class TestOnAServer(Behaviour):
    pass


def test_nothing_is_made_where_something_is_only_looked_up(place):
    assert place.find() is None
    assert not place.keys.path.exists()
    assert place.find() is None


def test_what_is_made_is_what_the_tables_say(place):
    """Alembic itself compares them."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from drafter.register.rows import VERSION_TABLE, metadata

    place.open().close()
    engine = create_engine(place.address.url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_two_offices_share_a_register_by_one_key(place, tmp_path):
    other = replace(in_file(tmp_path / "other"), address=place.address)
    with place.open() as register:
        register.enter([approval(1)])
    assert rules_of(other.open) == ["missing-key"]
    (tmp_path / "other" / "register").mkdir(parents=True)
    shutil.copy(place.keys.path, other.keys.path)
    with other.open() as there, place.open() as here:
        there.enter([approval(2)])
        assert [entry.number for entry in here.letters().entries] == [2, 1]
        assert here.verify() == there.verify() == []


def test_who_is_not_let_in_is_told_so_and_no_password_is_shown(server, place, tmp_path):
    shutil.copy(Path(__file__).parents[2] / "office.yaml", tmp_path)
    office = offices.open_office(tmp_path)
    for url, rule in (
        (server.url("postgres", "wrong-geheim"), "register-refused"),
        (server.url("nowhere"), "register-away"),
    ):
        found = problems_of(open_register, address_of(office, url), place.keys)
        assert [p.rule for p in found] == [rule]
        assert "geheim" not in str(found)
        assert f"127.0.0.1:{server.port}" in str(found[0])


def test_a_database_without_all_letters_is_refused(server, place):
    server.database("latin", "-E", "LATIN1", "-T", "template0", "--locale=C")
    place = replace(place, address=Address("the server", url=server.url("latin")))
    assert [str(p) for p in problems_of(place.open)] == [
        (
            "the server: error: the database keeps text as LATIN1, which has not all letters; make one with UTF8: createdb "
            "--encoding UTF8 --template template0 [odd-register]"
        )
    ]


def test_a_register_that_may_only_be_read_is_read(server, place):
    with place.open() as register:
        register.enter([approval(1)])
    url = f"{place.address.url}?options=-c%20default_transaction_read_only%3Don"
    only_read = replace(place, address=Address("the server", url=url))
    with only_read.open() as register:
        assert register.verify() == []
        assert [str(p) for p in problems_of(register.enter, [approval(2)])] == [
            "the server: error: the register cannot be written [read-only-register]"
        ]


@pytest.mark.parametrize(
    ("planted", "kind"),
    [
        (
            (
                "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';"
                "CREATE TRIGGER t BEFORE INSERT ON letters FOR EACH ROW EXECUTE FUNCTION f()"
            ),
            "trigger",
        ),
        ("CREATE RULE r AS ON INSERT TO letters DO INSTEAD NOTHING", "rule"),
        ("ALTER TABLE letters ENABLE ROW LEVEL SECURITY", "policy"),
        ("ALTER TABLE letters RENAME TO others; CREATE VIEW letters AS SELECT * FROM others", "rule"),
    ],
)
def test_what_acts_or_shows_by_itself_is_refused(place, planted, kind):
    with place.open() as register:
        register.enter([approval(1)])
    engine = create_engine(place.address.url)
    with engine.begin() as connection:
        connection.execute(text(planted))
    engine.dispose()
    (problem,) = problems_of(place.open)
    assert problem.rule == "odd-register"
    assert f"holds a {kind}, " in problem.message


def test_tables_that_are_gone_do_not_begin_again(place):
    with place.open() as register:
        register.enter([approval(1)])
    engine = create_engine(place.address.url)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE exceptions, letter_facts, fact_versions, letters, meta, register_version"))
    engine.dispose()
    assert rules_of(place.open) == ["register-gone"]


def test_a_register_that_another_process_holds_is_told(place):
    with place.open(patience=0.2) as register:
        register.enter([approval(1)])
        engine = create_engine(place.address.url)
        with engine.begin() as holder:
            holder.execute(text("SELECT value FROM meta WHERE name = 'head' FOR UPDATE"))
            assert register.total() == 1
            assert rules_of(register.enter, [approval(2)]) == ["register-locked"]
            approved = approve_all(register, [place.final(2)], place.spool)
            assert [p.rule for p in approved.problems] == ["register-locked"]
        engine.dispose()
        approve_all(register, [place.final(2)], place.spool)


def test_a_server_that_goes_away_and_comes_back_loses_nothing(server, place):
    """It stops hard again and again while letters are approved; what was said to be approved is, and nothing else."""
    said: list[str] = []
    failed: list[str] = []
    unclear = 0
    stop = threading.Event()

    def until(reached: Callable[[], bool]) -> None:
        while not reached():
            time.sleep(0.01)

    def trouble() -> None:
        for more in (3, 5, 4, 6):
            begun, broken = len(said), len(failed)
            until(lambda least=begun + more: len(said) >= least)
            server.stop()
            until(lambda least=broken + 1: len(failed) >= least)
            server.start()
        stop.set()

    with place.open(patience=2) as register:
        thread = threading.Thread(target=trouble, daemon=True)
        thread.start()
        number = 0
        while not stop.is_set():
            number += 1
            approved = approve_all(register, [place.final(number)], place.spool)
            said += [entry.sha256 for entry in approved.entries]
            rules = {problem.rule for problem in approved.problems}
            assert bool(approved.entries) != bool(rules)
            assert rules <= {"register-away", "outcome-unknown"}, approved.problems
            failed += rules
            unclear += "outcome-unknown" in rules
        thread.join()
        recover(place.spool, register)
    entries = {entry.sha256 for entry in sound(place)}
    assert set(said) <= entries
    assert len(entries - set(said)) <= unclear
    assert len(said) >= 18


def test_a_connection_that_breaks_within_the_commit_is_settled(server, place, monkeypatch):
    """The server stops when it is told to commit, before it answers; when it is back, it knows."""
    from sqlalchemy.engine.default import DefaultDialect

    with place.open(patience=2) as register:
        approve_all(register, [place.final(1)], place.spool)
        real = DefaultDialect.do_commit

        def broken(self, connection):
            server.stop()
            real(self, connection)

        monkeypatch.setattr(DefaultDialect, "do_commit", broken)
        approved = approve_all(register, [place.final(2)], place.spool)
        assert [p.rule for p in approved.problems] == ["register-away", "outcome-unknown"]
        assert not (place.letters / "letter-2.md").exists()
        monkeypatch.undo()
        assert [p.rule for p in recover(place.spool, register)] == ["register-away", "outcome-unknown"]
        server.start()
        assert [p.rule for p in recover(place.spool, register)] == ["broken-off"]

        def answerless(self, connection):
            real(self, connection)
            server.stop()
            connection.execute("SELECT 1")

        monkeypatch.setattr(DefaultDialect, "do_commit", answerless)
        approved = approve_all(register, [place.final(3)], place.spool)
        assert [p.rule for p in approved.problems] == ["register-away", "outcome-unknown"]
        monkeypatch.undo()
        server.start()
        assert [p.rule for p in recover(place.spool, register)] == ["recovered"]
    assert [entry.number for entry in sound(place)] == [1, 2]


def test_a_process_killed_while_another_waits_for_it_leaves_no_lock(place):
    place.open().close()

    def work() -> None:
        with place.open() as register, register.database.writing() as connection:
            connection.execute(text("SELECT value FROM meta WHERE name = 'head' FOR UPDATE"))
            (place.folder / "holding").touch()
            time.sleep(60)

    child = forked(work)
    while not (place.folder / "holding").exists():
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with place.open(patience=60) as register:
        assert [entry.number for entry in register.enter([approval(1)])] == [1]


def test_the_package_that_is_needed_is_named_where_it_is_missing(place, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(ProblemsFound, match="with the extra 'postgresql'"):
        open_register(place.address, place.keys)
