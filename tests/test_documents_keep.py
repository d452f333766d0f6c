"""New documents: what is written is what is read back, nothing that was there changes, and nobody loses anything."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import made
import pytest
from directly import read_document
from hypothesis import given
from hypothesis import strategies as st
from running import ROOT, run_drafter

from drafter.cli.sources import complete
from drafter.facts import edtf
from drafter.facts.ids import ID
from drafter.facts.model import Side, Source, Speaker
from drafter.facts.reading import read_sources
from drafter.facts.tables import PRONOUNS
from drafter.files import located_yaml
from drafter.files.atomic import write_atomically
from drafter.files.digests import sha256_of
from drafter.problems import Problem, Where
from drafter.sources.adding import keep, number_runs, source_entry, text_of
from drafter.sources.details import propose_id
from drafter.sources.entry import source_of
from drafter.sources.quotations import read_text

SOURCE = Source(
    id="bus-fares", type="report", title="Bus fares: a guide", author="Ann O'Dell", publisher="Department for Buses",
    issued=edtf.parse_edtf("2018-04"), number="", url="", stated=("title",), known_from="Told by telephone: all the rest.",
    sha256="", counted_from=1, sections=(), furniture=frozenset(), unused=(), where=Where(""),
    speaker=Speaker("the Department for Buses", "the Department"), side=Side.GOVERNMENT, occasion="says",
)  # fmt: skip
ENTRY = """\
  type: report
  title: A
  publisher: P
  issued: 2018-04
  known_from: x
  side: independent
  speaker: { full: A }"""
BLOCKS = ("A bus is a vehicle.", "It has wheels.")


def read_back(entry: str) -> Source:
    document, problems = located_yaml.parse_yaml(entry, "x")
    assert document is not None, problems
    (source,) = read_sources(document, problems).values()
    assert not problems
    return source


def kept(folder: Path, source: Source = SOURCE, blocks: tuple[str, ...] = BLOCKS, original: str = "") -> list[Problem]:
    return keep(source, blocks, original, folder / "facts", folder / "texts", ("facts", "texts"))


# A detail as it comes from a document or a person: white space folded, nothing invisible.
words = st.text(min_size=1, max_size=60).map(lambda t: " ".join(c for c in t if c.isprintable()).strip()).filter(bool)
tricky = st.sampled_from(
    ["no", "~", "null", "true", "010", "1.10", "12:30", "55081", "- x", "a: b", "a #b", "#a", "'a'", '"a"', "[a]",
     "{a}", "*a", "&a", "!a", "%a", "@a", "`a`", "a:", "| a", "> a", "? a", "--- a", "...", "\\n", "=", "<<", "2018-04",
     "a, b", "it\u2019s", "\u201cq\u201d", "\U0001f68c", "\u0627\u0644", "a\u0301", "\u00e9", "C:\\x", "x" * 200, "1e5"]
)  # fmt: skip
detail = st.one_of(words, tricky)


@given(
    title=detail, author=st.one_of(st.just(""), detail), publisher=detail, number=st.one_of(st.just(""), detail),
    known_from=st.lists(detail, min_size=1, max_size=30).map(" ".join),
    issued=st.sampled_from(["2018-04", "2018-01-25", "2017-11-23/2018-01-31"]),
    url=st.one_of(st.just(""), detail.map(lambda t: f"https://example.org/{t}")),
    stated=st.lists(st.sampled_from(["title", "author", "URL"]), unique=True).map(tuple),
    furniture=st.frozensets(st.integers(1, 400)), counted_from=st.integers(1, 900),
    speaker=st.builds(Speaker, detail, detail, st.sampled_from(PRONOUNS)), occasion=st.just("says") | detail,
    side=st.sampled_from([*Side]), party=detail,
)  # fmt: skip
def test_an_entry_is_read_back_as_it_was(**details):
    if details["side"] is not Side.PARTY:
        details["party"] = ""
    details["speaker"] = details["speaker"]._replace(**{
        name: " ".join(value.split()) for name, value in details["speaker"]._asdict().items()
    })  # fmt: skip
    details = {name: " ".join(value.split()) if isinstance(value, str) else value for name, value in details.items()}
    details["issued"] = edtf.parse_edtf(details["issued"])
    source = replace(SOURCE, sha256="a" * 64, **details)
    again = read_back(source_entry(source))
    assert replace(again, where=source.where) == source


def test_the_shipped_entries_are_in_the_same_layout():
    text = (ROOT / "facts" / "sources.yaml").read_text("utf-8")
    document, problems = located_yaml.parse_yaml(text, "x")
    assert document is not None
    plain = [s for s in read_sources(document, problems).values() if not s.sections and not s.unused]
    assert plain
    for source in plain:
        lines = source_entry(replace(source, known_from="")).splitlines()
        assert all(line in text.splitlines() for line in lines), source.id


def test_runs_of_numbers():
    assert number_runs({1, 2, 3, 15, 9, 10}) == ["1-3", "9-10", "15"]
    assert number_runs(()) == []


@pytest.mark.parametrize(
    "before",
    ["", "# only a remark\n", f"- id: a\n{ENTRY}", f"- id: a\n{ENTRY}\n".replace("\n", "\r\n"),
     f"- id: a\n{ENTRY}\n\n".replace("- id", "  - id").replace("\n  ", "\n    "),
     "\ufeff- id: a  # remark\n" + ENTRY.replace(": report", ":   'report'") + "\n#"],
)  # fmt: skip
def test_what_was_in_the_file_is_kept_byte_for_byte(tmp_path, before):
    facts = tmp_path / "facts"
    facts.mkdir()
    path = facts / "sources.yaml"
    path.write_bytes(before.encode("utf-8"))
    assert kept(tmp_path) == []
    after = path.read_bytes()
    assert after.startswith(before.encode("utf-8"))
    assert (b"\r\n" in after) == ("\r\n" in before)
    assert after.count(b"\n\n\n") == 0
    document, problems = located_yaml.read_yaml(path)
    assert document is not None
    sources = read_sources(document, problems)
    assert not problems
    text, problem = read_text(tmp_path / "texts", sources["bus-fares"])
    assert problem is None
    assert text is not None
    assert text.blocks == BLOCKS
    assert (tmp_path / "texts" / "bus-fares.txt").read_bytes() == b"A bus is a vehicle.\nIt has wheels.\n"


@pytest.mark.parametrize(
    "before", ["[]\n", "{}\n", "- id: a\n", "- id: [\n", "[{id: a, type: report}]\n", "---\n...\n"]
)
def test_a_file_that_cannot_be_added_to_is_left_alone(tmp_path, before):
    (tmp_path / "facts").mkdir()
    path = tmp_path / "facts" / "sources.yaml"
    path.write_text(before, "utf-8")
    assert kept(tmp_path)
    assert path.read_text("utf-8") == before
    assert not (tmp_path / "texts").exists()


def test_a_document_that_is_there_is_refused(office):
    assert kept(office) == []
    before = (office / "facts" / "sources.yaml").read_bytes()
    again = {
        "same text": kept(office, replace(SOURCE, id="other")),
        "folded": kept(office, replace(SOURCE, id="other"), ("A\u00a0bus  is a vehicle. It has wheels.",)),
        "shipped": kept(office, replace(SOURCE, id="other"), ("x",),
                        "9d6ab60f97c595f816cebecd684d2d9bf56d14c3a400189c7f2ba38af0025634"),
    }  # fmt: skip
    for name, problems in again.items():
        assert [p.rule for p in problems] == ["known-document"], name
    assert "'cbp-8190'" in again["shipped"][0].message
    assert [p.rule for p in kept(office, blocks=("Another text.",))] == ["repeated-id"]
    (office / "texts" / "other.txt").write_text("precious", "utf-8")
    assert [p.rule for p in kept(office, replace(SOURCE, id="other"), ("Another text.",))] == ["file-exists"]
    assert (office / "texts" / "other.txt").read_text("utf-8") == "precious"
    assert (office / "facts" / "sources.yaml").read_bytes() == before


def test_without_the_entry_there_is_no_text(office, monkeypatch):
    def refuse(path, data, name, **options):
        if path.name == "sources.yaml":
            return Problem(Where(name), "unwritable-file", "cannot be written: read-only file system")
        return write_atomically(path, data, name, **options)

    # Root, as whom tests may run, can write into any folder: so the refusal is made here.
    monkeypatch.setattr("drafter.sources.adding.write_atomically", refuse)
    assert [p.rule for p in kept(office)] == ["unwritable-file"]
    assert not (office / "texts" / "bus-fares.txt").exists()


def test_two_people_at_once_lose_nothing(office):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    running = []
    for number in range(8):
        (office / f"{number}.txt").write_text(
            f"Title {number}\nApril 2018\nPublished by X\nBus {number} runs.\n", "utf-8"
        )
        command = [sys.executable, "-m", "drafter", "sources", "add", f"{number}.txt", "--type", "report"]
        command += ["--author", "X", "--speaker", "X", "--side", "independent", "--yes"]
        running.append(subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE))
    for process in running:
        _, said = process.communicate(timeout=600)
        assert process.returncode == 0, said
    ran = run_drafter("sources", "list")
    assert [f"x-title-{number}" in ran.text for number in range(8)] == [True] * 8
    assert len(list((office / "texts").iterdir())) == 8


@given(st.dictionaries(st.sampled_from(["type", "title", "publisher", "author", "number"]), st.text(max_size=80)),
       st.sets(st.text(max_size=5)))  # fmt: skip
def test_a_proposed_id_can_be_one(details, taken):
    found = propose_id(details, taken)
    assert ID.match(found)
    assert len(found) <= 60
    assert found not in taken


def test_ids_are_what_an_office_would_say():
    assert propose_id({"type": "parliamentary-answer", "number": "124049"}, ()) == "wq-124049"
    assert propose_id({"type": "briefing", "number": "CBP 8190"}, ()) == "cbp-8190"
    assert propose_id({"type": "briefing", "number": "CBP 8190"}, {"cbp-8190"}) == "cbp-8190-2"
    title = "Accountable Care Organisations: A brief guide"
    assert propose_id({"title": title, "publisher": "Department of Health and Social Care"}, ()) == (
        "dhsc-accountable-care-organisations-a"
    )
    assert propose_id({"title": "Äpfel & Öl"}, ()) == "apfel-ol"
    assert propose_id({"title": "Straße fees"}, ()) == "strasse-fees"
    assert propose_id({"title": "\u516c\u5171"}, ()) == "document"


def test_what_a_person_gave_is_told_with_the_day():
    document = read_document("txt", b"Bus fares\nBy Ann Lee\n10 July 2018\nA bus is a vehicle.")
    given = {"publisher": "Westmere  Council", "type": "report", "number": "7", "issued": "10 July 2018"}
    given |= {"speaker": "the Council", "side": "independent"}
    details, problems = complete(document, given, asks=False)
    assert not problems
    source = source_of("x", details, document, date(2026, 11, 23))
    assert source.stated == ("title", "author", "issued")
    assert source.publisher == "Westmere Council"
    assert source.known_from == "Entered by hand when the document was added, on 23 November 2026: publisher, number."
    assert source.issued.text == "2018-07-10"
    assert (source.speaker, source.occasion) == (Speaker("the Council", "the Council", "it"), "says")


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({"type": "report"}, ["--speaker", "--side"]),
        ({"type": "report", "speaker": "Labour", "side": "party"}, ["--party"]),
        # A person answers, whom nobody calls 'it'; and it is the Government's answer.
        ({"type": "parliamentary-answer", "number": "1"}, ["--speaker", "--pronoun"]),
        ({"type": "briefing", "number": "1", "speaker": "the Library", "side": "parliament"}, []),
    ],
)
def test_whose_word_it_is_must_be_said(given, wanted):
    document = read_document("txt", b"Bus fares\nBy Ann Lee\n10 July 2018\nA bus is a vehicle.")
    details, problems = complete(document, {"publisher": "Westmere Council", **given}, asks=False)
    assert [problem.where.path for problem in problems] == wanted
    assert details.get("side") == ("government" if given["type"] == "parliamentary-answer" else given.get("side"))


def test_a_document_of_a_day_to_come_is_noticed(office):
    Path("x.txt").write_text("Bus fares\n\nA bus is a vehicle.", "utf-8")
    given = (
        "--type",
        "report",
        "--author",
        "C",
        "--publisher",
        "C",
        "--speaker",
        "the report",
        "--side",
        "independent",
    )
    given = ("sources", "add", "x.txt", "--id", "late", *given, "--url", "", "--issued")
    ran = run_drafter(*given, "2062-03-01", "--yes")
    assert ran.code == 2
    assert (
        "--issued: error: '2062-03-01' is still to come, and no letter tells of a document before its day; "
        "is the year right? [odd-value]\n"
    ) in ran.err
    assert run_drafter(*given, "2018-03", "--yes", "--on", "2018-02-28").code == 2
    assert run_drafter(*given, "2018-03", "--yes", "--on", "2018-03-02").code == 0  # the month has begun


def test_what_is_missing_is_asked_for(office, monkeypatch):
    Path("x.txt").write_text("A bus is a vehicle. It has wheels.", "utf-8")
    answers = iter(["report", "Buses", "Westmere Council", "nonsense", "April 2018", "Westmere Council", "",
                    "Westmere Council", "the Council", "them", "it", "party", "Labour", "says", "yes"])  # fmt: skip
    monkeypatch.setattr("click.prompt", lambda *args, **kwargs: next(answers))
    monkeypatch.setattr("click.confirm", lambda *args, **kwargs: True)
    monkeypatch.setattr("sys.stdin", type("Terminal", (), {"isatty": lambda self: True})())
    ran = run_drafter("sources", "add", "x.txt")
    assert ran.code == 0, ran.err
    text = (office / "facts" / "sources.yaml").read_text("utf-8")
    assert "\n- id: westmere-council-buses\n" in text
    assert "issued: 2018-04\n" in text
    assert "stated: []" in text
    assert (
        "  speaker: { full: Westmere Council, short: the Council, pronoun: it }\n  side: party\n  party: Labour\n"
        in text
    )


def test_answers_may_come_from_a_pipe(office):
    Path("x.txt").write_text("A bus is a vehicle. It has wheels.", "utf-8")
    answers = ["report", "Buses", "Westmere Council", "nonsense", "April 2018", "Westmere Council", "", "Westmere Council",
               "the Council", "it", "independent", "says", ""]  # fmt: skip
    ran = run_drafter("sources", "add", "x.txt", typed="".join(f"{one}\n" for one in answers))
    assert ran.code == 0, ran.err
    assert "issued: 2018-04\n" in (office / "facts" / "sources.yaml").read_text("utf-8")
    Path("y.txt").write_text("A tram is a vehicle too. It has wheels.", "utf-8")
    ran = run_drafter("sources", "add", "y.txt", typed="report\nTrams\n")
    assert (ran.code, ran.err.splitlines()[-1]) == (1, "nothing was written")
    # Where all that is needed is given, nothing is asked, and the input is left alone.
    given = ["--type", "report", "--title", "T", "--author", "A", "--publisher", "P", "--issued", "2018-04", "--speaker",
             "A", "--side", "independent"]  # fmt: skip
    ran = run_drafter("sources", "add", "y.txt", *given, typed="another file.txt\n")
    assert (ran.code, ran.err) == (0, "")


def test_one_who_declines_changes_nothing(office, monkeypatch):
    Path("x.txt").write_text("A bus is a vehicle. It has wheels.", "utf-8")
    before = (office / "facts" / "sources.yaml").read_bytes()
    said = {"type": "report", "url": "", "pronoun": "it", "side": "independent"}
    left = iter(range(20))  # a question that takes no such answer is asked for ever

    def prompt(text: str, **_: object) -> str:
        next(left)
        return said.get(text.split(maxsplit=1)[0], "April 2018")

    monkeypatch.setattr("click.prompt", prompt)
    monkeypatch.setattr("click.confirm", lambda *args, **kwargs: False)
    monkeypatch.setattr("sys.stdin", type("Terminal", (), {"isatty": lambda self: True})())
    assert run_drafter("sources", "add", "x.txt").code == 1
    assert (office / "facts" / "sources.yaml").read_bytes() == before
    assert not (office / "texts").exists()


def test_every_kind_of_file_can_be_added(office):
    files = {"a.pdf": made.pdf([[(line, 20, 11) for line in made.PARAGRAPHS]]), "b.docx": made.word(("A bus runs.",)),
             "c.html": made.PAGE.encode(), "d.eml": made.MAIL.replace("Charges", "Costs").encode()}  # fmt: skip
    for name, data in files.items():
        Path(name).write_bytes(data)
        ran = run_drafter("sources", "add", name, "--type", "report", "--author", "A", "--title", name, "--publisher",
                          "P", "--issued", "2018-04", "--url", "https://example.org/x", "--speaker", "A", "--side",
                          "independent", "--yes")  # fmt: skip
        assert ran.code == 0, ran.err
    assert run_drafter("check").code == 0
    for name in files:
        path = office / "texts" / f"p-{name.replace('.', '-')}.txt"
        assert sha256_of(path.read_bytes()) in (office / "facts" / "sources.yaml").read_text("utf-8")
    assert text_of(("a", "b")) == b"a\nb\n"
