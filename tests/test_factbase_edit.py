"""Facts changed in their files: only what was meant moves, and what cannot be read is never written."""

from __future__ import annotations

import difflib
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest
from directly import load_facts
from hypothesis import given
from hypothesis import strategies as st
from running import ROOT

from drafter.facts.cache import FactsFolder
from drafter.facts.edit import ChangeAuthor, add_fact, change_field, home_of, propose_id, replace_file, set_field
from drafter.facts.log import read_log
from drafter.facts.tables import FACT_FIELDS
from drafter.files import located_yaml
from drafter.files.yaml_edit import appended
from drafter.files.yaml_text import cleaned

FILES = sorted(
    p for p in (ROOT / "facts" / "aco").glob("*.yaml") if p.name not in {"topics.yaml", "words.yaml", "actions.yaml"}
)
HAND = ChangeAuthor("Ann Lee", date(2018, 5, 5))
# What layouts there may be, with comments wherever one may stand.
ODD = """\
# head
- id: a  # the id
  claim: >-  # folded
    one clause
    of words


  # on the occasion
  occasion:   # none yet
  topics:
    - x
    - y  # tail
  # after
  kind: "cl
    aim"  # quoted
  series: [p,
   q]  # flow
  speaker:
    full: >-
      Text.
# to the left

- id: b
  # first
  claim:
    on its own
    line
  from: 2018-01-01
  cites:
    - source: s
      quote: |+
        Kept

    # end
-   id: c
    cites:
    - source: s
      quote: last\
"""
SENTENCE = st.text(max_size=300) | st.sampled_from(["", "null", "~", "a: b", "# c", "- d", "'", '"', "[", "it's: #1"])
NEW = st.one_of(
    SENTENCE,
    st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=4),
    st.fixed_dictionaries({"on": st.just("2018-07-10"), "reason": SENTENCE}),
)


def entries_of(text: str) -> dict[str, str]:
    """The lines of each entry, its own comments and what follows it and all."""
    found, current = {}, ""
    for line in text.splitlines(keepends=True):
        if line.startswith("-"):
            current = line.partition("id:")[2].split("#")[0].strip()
        found[current] = found.get(current, "") + line
    return found


def root_of(text: str):
    document, problems = located_yaml.parse_yaml(text, "x")
    assert document is not None, problems
    return document.root


@given(st.sampled_from("abc"), st.sampled_from(FACT_FIELDS[1:]), NEW, st.sampled_from(["\n", "\r\n"]))
def test_a_field_that_is_set_is_read_back_and_nothing_else_moves(fact, field, value, ending):
    text = ODD.replace("\n", ending)
    after, problem = set_field(text, fact, field, value, "x.yaml")
    assert problem is None
    before = root_of(text)
    index = "abc".index(fact)
    assert root_of(after) == [*before[:index], {**before[index], field: cleaned(value)}, *before[index + 1 :]]
    old, new = entries_of(text), entries_of(after)
    assert {k: v for k, v in old.items() if k != fact} == {k: v for k, v in new.items() if k != fact}
    comments = [line.strip() for line in text.splitlines() if line.strip().startswith("#")]
    assert [line.strip() for line in after.splitlines() if line.strip() in comments] == comments
    inside = {"topics": "# tail"}.get(field) if fact == "a" else None
    for comment in ("# the id", "# folded", "# none yet", "# tail", "# quoted", "# flow"):
        assert (comment in after) or comment == inside
    assert ("\r" in after) == (ending == "\r\n")


def fields_of(lines: list[str], numbers: set[int]) -> set[str]:
    """To which fields these lines belong."""
    found = set()
    for start in numbers:
        number = start
        while not (lines[number][:2] in {"  ", "- "} and lines[number][2:3].strip()):
            number -= 1
        found.add(lines[number][2:].partition(":")[0])
    return found


@given(st.sampled_from(FILES), st.data(), SENTENCE, st.sampled_from(("claim", "occasion", "until", "superseded_by")))
def test_in_the_shipped_files_only_the_lines_of_the_field_change(path, data, value, field):
    text = path.read_text("utf-8")
    ids = [item["id"] for item in root_of(text)]
    fact = data.draw(st.sampled_from(ids))
    after, problem = set_field(text, fact, field, value, path.name)
    assert problem is None
    old, new = text.splitlines(), after.splitlines()
    gone, came = set(), set()
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            gone |= set(range(a, b))
            came |= set(range(c, d))
    assert fields_of(old, gone) <= {field}
    assert fields_of(new, came) <= {field}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("- { id: a, claim: x }\n", "one-line-entry"),
        ("- id: b\n", "unknown-fact"),
        ("- [", "broken-yaml"),
        ("text\n", "unknown-fact"),
    ],
)
def test_what_cannot_be_changed_is_left(text, rule):
    after, problem = set_field(text, "a", "until", "2018-01-01", "x.yaml")
    assert after == text
    assert problem is not None
    assert problem.rule == rule


def test_a_mark_at_the_beginning_of_a_file_stays():
    after, problem = set_field("\ufeff- id: a\n", "a", "claim", "é", "x.yaml")
    assert (after, problem) == ("\ufeff- id: a\n  claim: é\n", None)


@given(st.text(alphabet="ab#:-\n\r \u2028\ufeff", max_size=40), st.sampled_from(["- id: x\n", "- id: x\n  a: b\n\n"]))
def test_what_is_added_to_changes_no_earlier_byte(text, entry):
    after = appended(text, entry)
    assert after.startswith(text)
    assert after.replace("\r\n", "\n").endswith(entry.strip() + "\n")


@pytest.mark.parametrize("text", ["- id: a\n", "- id: a", "- id: a\n\n"])
def test_one_blank_line_stands_before_what_is_added(text):
    assert appended(text, "- id: x\n") == "- id: a\n\n- id: x\n"


@pytest.fixture
def home(office):
    return FactsFolder(office / "facts", "facts")


STAFF = "staff-implications-called-unanswered"


def test_a_file_that_another_hand_changed_is_left_alone(home):
    path = home.folder / "aco" / "staff.yaml"
    old = path.read_text("utf-8")
    path.write_text(f"# theirs\n{old}", "utf-8")
    (problem,) = replace_file(home, path, old, f"# mine\n{old}", HAND)
    assert problem.rule == "changed-meanwhile"
    assert path.read_text("utf-8") == f"# theirs\n{old}"
    assert not (home.folder / "log.yaml").exists()


def test_what_the_base_cannot_be_read_with_is_not_written(home):
    path = home.folder / "aco" / "staff.yaml"
    old = path.read_text("utf-8")
    (problem, *_) = replace_file(home, path, old, old.replace("kind: status", "kind: state"), HAND)
    assert problem.rule == "unknown-kind"
    assert problem.where.path == "facts/aco/staff.yaml"
    (problem, *_) = add_fact(home, path, "- id: x\n", HAND)
    assert problem.rule == "missing-field"
    assert path.read_text("utf-8") == old


def test_a_change_is_written_and_entered_in_the_log(home):
    fact = load_facts(home.folder).base.facts[STAFF]
    assert change_field(home, fact, "claim", "a new: claim", HAND) == []
    assert change_field(home, fact, "until", "2019-01-01", HAND) == []
    now = load_facts(home.folder).base.facts[STAFF]
    assert (now.claim, now.until) == ("a new: claim", date(2019, 1, 1))
    versions, problems = read_log(home.folder, "facts")
    assert problems == []
    assert [(v.fact, v.what, v.claim) for v in versions] == [(STAFF, "edited", "a new: claim")] * 2


def test_a_folder_that_cannot_be_written_is_told(home, monkeypatch):
    def refuse(*_args, **_more):
        raise PermissionError(13, "Permission denied")

    fact = load_facts(home.folder).base.facts[STAFF]
    monkeypatch.setattr("drafter.files.atomic.tempfile.mkstemp", refuse)
    monkeypatch.setattr("drafter.files.atomic.os.open", refuse)
    (problem,) = change_field(home, fact, "until", "2019-01-01", HAND)
    assert str(problem) == "facts/aco/staff.yaml: error: cannot be written: permission denied [unwritable-file]"
    assert load_facts(home.folder).base.facts[STAFF].until is None


def test_a_base_with_a_file_that_is_not_on_the_disk(home):
    path = home.folder / "aco" / "new.yaml"
    text = (home.folder / "aco" / "staff.yaml").read_text("utf-8").replace("- id: ", "- id: new-")
    loaded = load_facts(home.folder, "facts", {path: text})
    assert not loaded.problems
    assert loaded.base.facts[f"new-{STAFF}"].where.path == "facts/aco/new.yaml"
    assert add_fact(home, path, text, HAND) == []
    assert load_facts(home.folder).base == loaded.base


WRITER = """
import sys; from datetime import date; from pathlib import Path
from drafter.facts.cache import FactsFolder
from drafter.facts.edit import *
home, name = FactsFolder(Path("facts"), "facts"), sys.argv[1]
for number in range(10):
    entry = (f"- id: {name}-{number}\\n  topics: [staff]\\n  claim: a clause\\n"
             "  from: 2019-01-01\\n  cites: [{ source: wq-55081, quote: words, paragraph: 4 }]\\n")
    assert add_fact(home, Path("facts/aco/staff.yaml"), entry, ChangeAuthor(name, date(2019, 1, 1))) == []
"""


def test_two_who_write_at_once_lose_nothing(office):
    running = [
        subprocess.Popen([sys.executable, "-c", WRITER, name], cwd=office, env={"PYTHONPATH": str(ROOT)})
        for name in ("ann", "bo")
    ]
    assert [process.wait(600) for process in running] == [0, 0]
    loaded = load_facts(office / "facts")
    assert not loaded.problems
    added = {f"{name}-{number}" for name in ("ann", "bo") for number in range(10)}
    assert added <= set(loaded.base.facts)
    assert {version.fact for version in read_log(office / "facts", "facts")[0]} == added


@pytest.mark.parametrize(
    ("claim", "id_"),
    [
        ("no contract {is awarded|was awarded} before it | in March [2018]", "no-contract-awarded-before-march-2018"),
        ("Zoë’s été", "zoe-ete"),
        ("مريم", "fact"),
        ("x" * 300, "x" * 56),
        ("the café doesn’t pay Straße fees in the ’sixties", "cafe-doesnt-pay-strasse-fees-sixties"),
        ("it is con", "con-fact"),
    ],
)
def test_an_id_is_proposed_that_can_be_one(claim, id_):
    assert propose_id(claim, ()) == id_
    assert propose_id(claim, {id_, f"{id_}-2"}) == f"{id_}-3"


def test_the_home_of_a_fact_is_the_file_of_its_first_topics_facts(home):
    base = load_facts(home.folder).base
    assert home_of(("funding",), base) == "money.yaml"
    assert home_of(("unheard-of",), base) == "unheard-of.yaml"
    money = next(fact for fact in base.facts.values() if fact.topics[0] == "funding")
    other = replace(money, id="other", topics=("funding", "buses"))
    assert home_of(("buses", "funding"), replace(base, facts={**base.facts, "other": other})) == "buses.yaml"
