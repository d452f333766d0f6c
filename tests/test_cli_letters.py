"""``drafter letters``: what each command prints, and what it says of a register that cannot be used."""

from __future__ import annotations

import csv
import io
import json
import stat
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from posix_only import make_pipe
from registers import Place, copy_of, in_file
from running import run_drafter
from shipped import base

from drafter.cli.facts.common import wrapped
from drafter.facts.claims import plain
from drafter.facts.model import fingerprint
from drafter.register.model import Accepted, Constituent, RegisteredFact
from drafter.register.spool import SpooledCopy, approve_all

ON = ("--on", "2018-08-01")


def said(id_: str, *, held: bool = True) -> RegisteredFact:
    """A shipped fact as it is now."""
    fact = base().facts[id_]
    return RegisteredFact(fact.id, fingerprint(fact), plain(fact.claim), held)


def words_of(id_: str) -> str:
    """Its words, as they are shown."""
    return wrapped(plain(base().facts[id_].claim), "    ")


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Times are told as of Greenwich; nothing of the user's own register is used."""
    for name in ("DRAFTER_REGISTER", "DRAFTER_REGISTER_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def place(office: Path) -> Place:
    """The shipped office with three approved letters."""
    (office / "letters").mkdir(exist_ok=True)
    place = in_file(office)
    finals = [
        place.final(
            1,
            approved_at=datetime(2018, 7, 10, 14, 5, tzinfo=UTC),
            letter_date=date(2018, 7, 10),
            reference="EM/2018/0412",
            subject="Accountable Care Organisations",
            topics=("consultation", "staff"),
            name="Mrs Asha Patel",
            facts=(said("draft-contract-published-august-2017"), said("judicial-reviews-rejected")),
        ),
        place.final(
            2,
            approved_at=datetime(2018, 7, 11, 9, 0, tzinfo=UTC),
            letter_date=date(2018, 7, 11),
            by="Ruth Lane",
            reference="=1+1",
            topics=(),
            subject="",
            position="",
            constituent=Constituent("Mr J O'Neil", "WV1 9ZY"),
            facts=(
                said("regulations-planned-february-2018"),
                said("regulations-planned-february-2018", held=False),
                said("emerging-bidders-nhs-bodies"),
                said("draft-contract-published-august-2017")._replace(
                    fingerprint="0123456789abcdef", statement="A draft was published."
                ),
                RegisteredFact("bus-fares", "0123456789abcdef", "Buses cost \u00a32."),
            ),
            accepted=(Accepted("past-review", "She asked about the plans of that winter."),),
        ),
        place.final(
            3,
            approved_at=datetime(2018, 7, 12, 9, 0, tzinfo=UTC),
            letter_date=date(2018, 7, 12),
            reference="EM/2018/0412",
            corrects=1,
            facts=(),
            accepted=(),
            warnings=(),
        ),
    ]
    with place.open() as register:
        assert not approve_all(register, finals, place.spool).problems
    return place


def test_letters_are_listed_newest_first(place):
    ran = run_drafter("letters", "list")
    assert ran.text == (
        "3  2018-07-12  EM/2018/0412  -               parking, funding     Tom Field, 2018-07-12\n"
        "2  2018-07-11  =1+1          -               -                    Ruth Lane, 2018-07-11\n"
        "1  2018-07-10  EM/2018/0412  Mrs Asha Patel  consultation, staff  Tom Field, 2018-07-10\n"
    )
    assert (ran.code, ran.err) == (0, "3 letters\n")


@pytest.mark.parametrize(
    ("options", "numbers"),
    [
        (("--since", "2018-07-11"), [3, 2]),
        (("--until", "2018-07-11"), [2, 1]),
        (("--topic", "staff"), [1]),
        (("--by", "Ruth Lane"), [2]),
        (("--fact", "draft-contract-published-august-2017"), [2, 1]),
        (("patel",), [1]),
        (("PATEL", "asha"), [1]),
        (("m/2018",), [3, 1]),
        (("0412", "--until", "2018-07-11"), [1]),
        (("smith",), []),
        (("--to", "mrs asha patel", "--postcode", "wv19zz"), [3, 1]),
        (("--to", "Mrs Asha Patel", "--postcode", "WV1 9ZY"), []),
        (("--to", "...", "--postcode", "WV1 9ZY"), []),
    ],
)
def test_letters_are_listed_by_what_is_asked(place, options, numbers):
    ran = run_drafter("letters", "list", *options, "--json")
    assert [letter["number"] for letter in json.loads(ran.text)] == numbers
    assert ran.code == 0


def test_a_constituent_is_asked_for_by_both(place):
    for options in (("--to", "Mrs Asha Patel"), ("--postcode", "WV1 9ZZ")):
        ran = run_drafter("letters", "list", *options)
        assert (ran.code, ran.text) == (2, "")
        assert ran.err == "drafter: error: --to and --postcode: a constituent is found by both together\n"


def test_a_letter_is_shown_whole(place):
    digest = place.final(2).approval.sha256
    ran = run_drafter("letters", "show", "2")
    assert (
        ran.text
        == f"""\
letter 2 of 11 July 2018
  approved: by Ruth Lane on 11 July 2018 at 09:00
  reference: =1+1
  length: standard
  file: .md, sha256 {digest}
  drafter: 0.1.0
let stand:
  [past-review] She asked about the plans of that winter.
warnings: long-letter
facts:
  regulations-planned-february-2018
{words_of("regulations-planned-february-2018")}
  regulations-planned-february-2018  (as history)
{words_of("regulations-planned-february-2018")}
  emerging-bidders-nhs-bodies
{words_of("emerging-bidders-nhs-bodies")}
  draft-contract-published-august-2017
    A draft was published.
  bus-fares
    Buses cost \u00a32.
"""
    )
    assert (ran.code, ran.err) == (0, "")


def test_letters_of_one_reference_are_all_shown(place):
    ran = run_drafter("letters", "show", "EM/2018/0412")
    third, first = place.final(3).approval.sha256, place.final(1).approval.sha256
    assert (
        ran.text
        == f"""\
letter 3 of 12 July 2018
  approved: by Tom Field on 12 July 2018 at 09:00
  corrects: letter 1
  reference: EM/2018/0412
  subject: Hospital car parks
  topics: parking, funding
  position: government
  length: standard
  file: .md, sha256 {third}
  drafter: 0.1.0
no facts

letter 1 of 10 July 2018
  approved: by Tom Field on 10 July 2018 at 14:05
  corrected by: letter 3
  reference: EM/2018/0412
  to: Mrs Asha Patel
  subject: Accountable Care Organisations
  topics: consultation, staff
  position: government
  length: standard
  file: .md, sha256 {first}
  drafter: 0.1.0
let stand:
  [long-letter] She asked for all of it.
warnings: long-letter
facts:
  draft-contract-published-august-2017
{words_of("draft-contract-published-august-2017")}
  judicial-reviews-rejected
{words_of("judicial-reviews-rejected")}
"""
    )
    shown = json.loads(run_drafter("letters", "show", "1", "--json").text)[0]
    assert (shown["corrected_by"], shown["acts"]) == ([3], [])


@pytest.mark.parametrize("which", ["4", "0", "9" * 40, "EM/9", "\u0664"])
def test_a_letter_that_is_not_there_is_not_shown(place, which):
    ran = run_drafter("letters", "show", which)
    assert (ran.code, ran.text) == (2, "")
    hint = "'drafter letters list' shows them all"
    assert ran.err == f"drafter: error: there is no letter '{which}' in the register; {hint}\n"


def test_a_file_whose_facts_all_stand(place):
    ran = run_drafter("letters", "check", "letters/letter-1.md", *ON)
    assert ran.text == (
        "letters/letter-1.md: approved: letter 1 of 10 July 2018, by Tom Field on 10 July 2018 at 14:05\n"
        "it was corrected by letter 3 of 12 July 2018\n"
        "all of its 2 facts still stand\n"
    )
    assert (ran.code, ran.err) == (0, "")


def test_a_file_whose_facts_do_not_stand_any_more(place):
    ran = run_drafter("letters", "check", "letters/letter-2.md", *ON)
    assert (
        ran.text
        == """\
letters/letter-2.md: approved: letter 2 of 11 July 2018, by Ruth Lane on 11 July 2018 at 09:00
of its 5 facts, 4 no longer stand as said:
  'regulations-planned-february-2018' was followed by 'regulations-delayed-july-2018' in its series,
  since 6 July 2018 [followed]
  'emerging-bidders-nhs-bodies' was to be looked at again by 30 June 2018, and nobody has
  [past-review]
  'draft-contract-published-august-2017' is not what it was: its words were changed since [changed]
  'bus-fares' is no longer in the fact base [gone]
"""
    )
    assert (ran.code, ran.err) == (1, "")


def test_a_fact_that_was_withdrawn_or_superseded_since(place):
    relied_on = (said("bidders-have-gp-support"), said("judicial-reviews-rejected"))
    with place.open() as register:
        approve_all(register, [place.final(4, letter_date=date(2018, 7, 10), facts=relied_on)], place.spool)
    for command in (
        ("withdraw", "judicial-reviews-rejected", "--reason", "One is still before the court.", "--by", "Tom Field"),
        ("supersede", "bidders-have-gp-support", "--by", "aco-definition-library"),
    ):
        assert run_drafter("facts", *command, "--on", "2018-07-20").code == 0
    ran = run_drafter("letters", "check", "letters/letter-4.md")
    assert (
        ran.text.partition("\n")[2]
        == """\
of its 2 facts, 2 no longer stand as said:
  'bidders-have-gp-support' was superseded by 'aco-definition-library', since 6 July 2018
  [superseded]
  'judicial-reviews-rejected' was withdrawn on 20 July 2018: One is still before the court.
  [withdrawn]
"""
    )
    assert ran.code == 1
    told = json.loads(run_drafter("letters", "check", "letters/letter-4.md", "--json").text)
    assert (told["approved"], told["stands"], told["number"], told["corrected_by"]) == (True, False, 4, [])
    assert [change["change"] for fact in told["facts"] for change in fact["changes"]] == ["superseded", "withdrawn"]


def test_a_file_that_nobody_approved(place):
    file = place.letters / "letter-1.md"
    file.write_bytes(file.read_bytes() + b" ")
    ran = run_drafter("letters", "check", "letters/letter-1.md", *ON)
    assert ran.text == "letters/letter-1.md: not approved: no final copy in the register has these bytes\n"
    assert (ran.code, ran.err) == (1, "")
    told = json.loads(run_drafter("letters", "check", "letters/letter-1.md", "--json").text)
    assert told["approved"] is False


def test_any_file_can_be_asked_about(place):
    (place.folder / "empty").touch()
    (place.folder / "zeros").write_bytes(bytes(3_000_000))
    with (place.folder / "large").open("wb") as file:
        file.truncate(50 * 1024 * 1024 + 1)
    make_pipe(place.folder / "pipe")
    for name, said_of_it in (
        ("empty", "empty: not approved: no final copy in the register has these bytes\n"),
        ("zeros", "zeros: not approved: no final copy in the register has these bytes\n"),
        ("large", "large: error: is larger than any letter, so it is none that was approved [too-large]\n"),
        ("pipe", "pipe: error: is no file [unreadable-file]\n"),
        ("letters", "letters: error: is no file [unreadable-file]\n"),
        ("nowhere", "nowhere: error: cannot be read: no such file or directory [unreadable-file]\n"),
        ("/dev/zero", "/dev/zero: error: is no file [unreadable-file]\n"),
        ("x" * 5000, f"{'x' * 5000}: error: cannot be read: file name too long [unreadable-file]\n"),
    ):
        ran = run_drafter("letters", "check", name, *ON)
        assert (ran.code, ran.text + ran.err) == (1, said_of_it)


def test_a_sound_register_is_verified(place):
    ran = run_drafter("letters", "verify")
    assert (ran.code, ran.text, ran.err) == (
        0,
        (
            "3 letters in the register, each as it was entered, and none missing\n"
            "0 final copies in letters/approved, each as it was approved\n"
        ),
        (
            "letters/approved: warning: the final copies of letters 1, 2, 3 are not here; moved, perhaps; "
            "'drafter letters restore DRAFT' makes it again from its draft [missing-copy]\n"
        ),
    )
    told = json.loads(run_drafter("letters", "verify", "--json").text)
    assert (told["letters"], told["copies"], told["sound"]) == (3, 0, True)
    assert [one["rule"] for one in told["problems"]] == ["missing-copy"]


def test_what_was_done_to_a_register_is_told(place):
    place.tamper("UPDATE letters SET approved_by = 'Nobody' WHERE number = 2")
    place.tamper("DELETE FROM letters WHERE number = 3")
    ran = run_drafter("letters", "verify")
    hint = "'drafter letters verify' tells more; restore the register from a backup"
    assert (ran.code, ran.text) == (1, "")
    assert ran.err == (
        "letters/approved: warning: the final copy of letter 1 is not here; moved, perhaps; "
        "'drafter letters restore DRAFT' makes it again from its draft [missing-copy]\n"
        f"register/letters.sqlite: error: letter 2 was altered after it was entered; {hint} [altered-letter]\n"
        f"register/letters.sqlite: error: the last letters are missing: there is none after 2, and 3 were entered; "
        f"{hint} [wrong-head]\n"
    )
    ran = run_drafter("letters", "verify", "--json")
    told = json.loads(ran.text)
    assert (ran.code, told["sound"], told["letters"], len(told["problems"])) == (1, False, 2, 3)


def test_names_are_purged_after_a_typed_yes(place):
    ran = run_drafter("letters", "purge", "--before", "2018-07-11", typed="no\n")
    assert (ran.code, ran.text) == (2, "")
    assert ran.err == (
        "The names of 1 letter dated before 11 July 2018 will be gone for good. Type yes to go on: "
        "drafter: error: nothing was changed\n"
    )
    ran = run_drafter("letters", "purge", "--before", "11 July 2018", typed="yes\n")
    assert (ran.code, ran.text) == (0, "1 letter dated before 11 July 2018: names emptied\n")
    ran = run_drafter("letters", "purge", "--before", "2018-07-11", "--yes")
    assert (ran.code, ran.text) == (0, "no name is kept before 11 July 2018\n")
    assert "Patel" not in run_drafter("letters", "show", "1").text
    assert run_drafter("letters", "verify").code == 0


def test_the_register_as_csv_is_harmless_to_a_spreadsheet(place):
    ran = run_drafter("letters", "export")
    assert b"Patel" not in ran.out
    rows = list(csv.DictReader(io.StringIO(ran.text)))
    assert [row["number"] for row in rows] == ["1", "2", "3"]
    assert rows[1]["reference"] == "'=1+1"
    assert rows[1]["exceptions"] == "past-review: She asked about the plans of that winter."
    assert rows[1]["facts"].splitlines()[1].endswith(" (as history)")
    assert rows[0]["topics"] == "consultation\nstaff"
    assert "name" not in rows[0]
    named = list(csv.DictReader(io.StringIO(run_drafter("letters", "export", "--names").text)))
    assert [row["name"] for row in named] == ["Mrs Asha Patel", "", ""]


def test_the_register_as_json_goes_to_a_file_that_is_not_there_yet(place):
    ran = run_drafter("letters", "export", "--format", "json", "-o", "letters.json")
    assert (ran.code, ran.text, ran.err) == (0, "", "letters.json: 3 letters\n")
    told = json.loads((place.folder / "letters.json").read_text("utf-8"))
    assert told == json.loads(run_drafter("letters", "export", "--format", "json").text)
    assert [letter["previous"] for letter in told] == [None, told[0]["hash"], told[1]["hash"]]
    ran = run_drafter("letters", "export", "-o", "letters.json")
    assert ran.code == 1
    assert "[file-exists]" in ran.err
    assert run_drafter("letters", "export", "-o", "letters.json", "--force").code == 0


def test_without_a_register_there_is_nothing_to_tell_and_nothing_is_made(office):
    (office / "letter.md").write_text("Dear\n")
    for words, code, printed in (
        (("list",), 0, "0 letters\n"),
        (("list", "--to", "A B", "--postcode", "X"), 0, "0 letters\n"),
        (("show", "1"), 2, "drafter: error: there is no letter '1' in the register; 'drafter letters list' shows them all\n"),
        (("check", "letter.md"), 1, "letter.md: not approved: no final copy in the register has these bytes\n"),
        (("verify",), 0, "no letter has been entered yet\n"),
        (("purge", "--before", "2018-01-01"), 0, "no name is kept before 1 January 2018\n"),
        (("export", "--format", "json"), 0, "[]\n"),
    ):  # fmt: skip
        ran = run_drafter("letters", *words)
        assert (ran.code, ran.text + ran.err) == (code, printed), words
    assert run_drafter("facts", "used", "bidders-have-gp-support").text.endswith(
        "in 0 approved letters (drafter letters list --fact bidders-have-gp-support)\n"
    )
    assert not (office / "register").exists()


def test_a_fact_tells_in_how_many_letters_it_is(place):
    ran = run_drafter("facts", "used", "judicial-reviews-rejected")
    assert ran.text.splitlines()[-1] == "in 1 approved letter (drafter letters list --fact judicial-reviews-rejected)"
    assert (
        json.loads(run_drafter("facts", "used", "draft-contract-published-august-2017", "--json").text)["letters"] == 2
    )
    place.address.path.write_bytes(b"")
    ran = run_drafter("facts", "used", "judicial-reviews-rejected", "--json")
    assert json.loads(ran.text)["letters"] is None
    assert "[damaged-register]" in ran.err


@pytest.mark.parametrize(
    "words",
    [("list",), ("show", "1"), ("check", "office.yaml"), ("verify",), ("purge", "--before", "2018-01-01"), ("export",)],
)
def test_a_register_that_cannot_be_used_is_a_problem_of_every_command(place, words, monkeypatch):
    place.address.path.write_bytes(place.address.path.read_bytes()[:5000])
    ran = run_drafter("letters", *words)
    assert (ran.code, ran.text) == (1, "")
    assert ran.err == (
        "register/letters.sqlite: error: the register's file is damaged or cut off; restore it from a backup "
        "[damaged-register]\n"
    )
    monkeypatch.setenv("DRAFTER_REGISTER", "postgresql://office:geheim@127.0.0.1:1/drafter")
    ran = run_drafter("letters", *words)
    assert (ran.code, ran.text) == (1, "")
    assert ran.err == (
        "postgresql://127.0.0.1:1/drafter: error: the register's server does not answer; try again when it does "
        "[register-away]\n"
    )
    monkeypatch.setenv("DRAFTER_REGISTER", "mysql://office:geheim@host/drafter")
    ran = run_drafter("letters", *words)
    assert ran.err.startswith("DRAFTER_REGISTER: error: 'register' is neither a sqlite:// nor a postgresql:// address;")
    assert "geheim" not in ran.err


def test_the_key_may_come_from_the_environment(place, monkeypatch):
    key = place.keys.path.read_text()
    place.keys.path.unlink()
    assert "[missing-key]" in run_drafter("letters", "list").err
    monkeypatch.setenv("DRAFTER_REGISTER_KEY", key)
    assert run_drafter("letters", "verify").code == 0
    monkeypatch.setenv("DRAFTER_REGISTER_KEY", "ab" * 32)
    ran = run_drafter("letters", "list")
    assert ran.code == 1
    assert ran.err.startswith("DRAFTER_REGISTER_KEY: error: this is not the key that the register was made with;")
    assert not place.keys.path.exists()


def test_what_was_broken_off_is_finished_by_whoever_comes_next(place):
    """Two runs that were killed: one before its letter was entered, one after."""
    for number in (7, 8):
        with place.open() as register, place.spool.batch() as batch:
            final = place.final(number)
            copy = SpooledCopy(final.approval.sha256, ".md", final.target, False)
            batch.put(copy, final.data)
            batch.seal([copy], register.key)
    with place.open() as register:
        register.enter([place.final(7).approval])
    ran = run_drafter("letters", "list")
    assert sorted(ran.err.splitlines()) == [
        "4 letters",
        "letters/letter-7.md: warning: letter 4 is approved; a run that was broken off had not put it here [recovered]",
        (
            "letters/letter-8.md: warning: was not approved: the run was broken off before the letter was entered; approve it "
            "again [broken-off]"
        ),
    ]
    assert (place.letters / "letter-7.md").read_bytes() == copy_of(7)
    assert not (place.letters / "letter-8.md").exists()
    assert run_drafter("letters", "list").err == "4 letters\n"
    assert run_drafter("letters", "check", "letters/letter-7.md").text.startswith(
        "letters/letter-7.md: approved: letter 4"
    )


def test_approved_letters_are_kept_where_the_office_says(office, monkeypatch):
    text = (office / "office.yaml").read_text("utf-8")
    (office / "office.yaml").write_text(f"{text}register: sqlite:///kept/all.sqlite\n", "utf-8")
    (office / "letters").mkdir()
    from drafter import office as offices
    from drafter.cli.registers import register_of
    from drafter.workspace import Workspace

    with register_of(Workspace(offices.open_office(office))) as register:
        register.enter([in_file(office).final(1).approval])
    assert (office / "kept" / "all.sqlite").is_file()
    assert stat.S_IMODE((office / "register" / "key").stat().st_mode) == 0o600
    assert run_drafter("letters", "list").err == "1 letter\n"
    assert run_drafter("--office", str(office), "letters", "verify").code == 0
    monkeypatch.chdir("/")
    assert run_drafter("--office", str(office), "letters", "verify").code == 0


def test_a_day_that_is_far_ahead_is_told(office):
    for day, told in (("2108-07-10", True), ("2018-07-10", False)):
        ran = run_drafter("draft", "--topic", "overview", "--to", "Kim Lee", "--date", day, "-o", "-")
        assert ran.code == 0
        assert ("[far-ahead]" in ran.err) == told
