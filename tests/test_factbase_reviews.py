"""Who looked at what: reviews are only ever added, what changed since is known, and what waits is in order."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from edits import review_every_fact
from hypothesis import given
from hypothesis import strategies as st
from running import ROOT, run_drafter
from shipped import base
from test_hostile_input import drafter

from drafter.english.differences import difference, word_changes
from drafter.facts.log import BY_HAND, append_versions, history, read_log
from drafter.facts.model import REVIEWS, Citation, Speaker, fingerprint
from drafter.facts.reviews import append_review, read_reviews
from drafter.facts.timeline import Status, last_of, on, waiting
from drafter.files import growing, yaml_text
from drafter.files.atomic import locked
from drafter.files.growing import append
from drafter.letter.remarks import unreviewed
from drafter.problems import Severity

FACTS = base().facts
FACT = FACTS["no-contract-before-consultation"]
CITE = FACT.cites[0]
ON = date(2018, 5, 5)


def changed(**fields):
    return replace(FACT, **fields)


def stands(fact, reviews):
    return on(base(), ON, last_of(reviews)).of(fact)


@pytest.mark.parametrize(
    "other",
    [
        changed(claim="another"),
        changed(occasion="hopes"),
        changed(speaker=Speaker("the Health Secretary", "the Secretary")),
        changed(speaker=Speaker("the Library", "it", "it", "the Library then")),
        changed(only_after="another"),
        changed(but_after="another"),
        changed(so_after="another"),
        changed(cites=(Citation(CITE.source, CITE.quote, 11),)),
        changed(cites=(Citation(CITE.source, "No ACO contract", CITE.paragraph),)),
        changed(cites=(Citation(CITE.source, CITE.quote, CITE.paragraph, 1),)),
        changed(start=date(2019, 1, 1)),
        changed(until=date(2019, 1, 1)),
        changed(review_by=date(2019, 1, 1)),
    ],
    ids=range(13),
)
def test_the_fingerprint_changes_with_what_a_reader_relies_on(other):
    assert fingerprint(other) != fingerprint(FACT)


def test_the_fingerprint_changes_with_nothing_else():
    assert fingerprint(changed(topics=("staff",), series="x", superseded_by="y")) == fingerprint(FACT)
    assert len({fingerprint(fact) for fact in FACTS.values()}) == len(FACTS)


def test_the_fingerprint_is_what_it_was():
    """Reviews that are kept hold it: one that is made in another way would make all of them void."""
    fact = changed(
        claim="a clause – of {words}", occasion="hopes", speaker=Speaker("the Library", "it", "it"),
        only_after="x", but_after="y", so_after="z", start=date(2018, 1, 2), until=None, review_by=date(2018, 3, 4), cites=(Citation("doc", "words", 4, 1),),
    )  # fmt: skip
    assert fingerprint(fact) == "772cae2d30e5acea"


def test_never_reviewed_then_reviewed_then_changed_and_back(tmp_path):
    assert read_reviews(tmp_path, "facts") == ([], [])
    assert stands(FACT, []).reviewed is Status.UNREVIEWED
    assert append_review(tmp_path, "facts", FACT, "Ann Lee", ON, "seen: # twice") == []
    reviews, problems = read_reviews(tmp_path, "facts", FACTS)
    assert problems == []
    assert stands(FACT, reviews).reviewed is Status.HOLDS
    assert (reviews[0].by, reviews[0].on, reviews[0].note) == ("Ann Lee", ON, "seen: # twice")
    assert (reviews[0].claim, reviews[0].quotes) == (FACT.claim, tuple(cite.quote for cite in FACT.cites))
    other = changed(claim="another")
    assert stands(other, reviews).reviewed is Status.CHANGED
    append_review(tmp_path, "facts", other, "Ann Lee", ON)
    reviews, _ = read_reviews(tmp_path, "facts")
    assert stands(FACT, reviews).reviewed is Status.CHANGED  # it was left for a reason
    assert stands(FACT, reviews).review is reviews[-1]


def test_a_review_of_a_fact_that_is_gone_is_a_warning(tmp_path):
    append_review(tmp_path, "facts", changed(id="no-contract-before-consultatio"), "Ann Lee", ON)
    _, (problem,) = read_reviews(tmp_path, "facts", FACTS)
    assert (problem.severity, problem.rule) == (Severity.WARNING, "unknown-fact")
    assert "did you mean 'no-contract-before-consultation'" in problem.hint
    assert problem.where.line == 3


def test_entries_of_the_time_when_facts_were_sentences_are_still_read(tmp_path):
    kept = "- fact: {}\n  on: 2018-05-05\n  by: Ann\n  fingerprint: 04d4eddf2c6ffbcf\n  statement: It was so.\n"
    (tmp_path / REVIEWS).write_text(f"{kept.format(FACT.id)}  quotes: [so]\n", "utf-8")
    (tmp_path / "log.yaml").write_text(f"{kept.format(FACT.id)}  what: added\n", "utf-8")
    reviews, problems = read_reviews(tmp_path, "facts", FACTS)
    versions, more = read_log(tmp_path, "facts", FACTS)
    assert problems == more == []
    assert stands(FACT, reviews).reviewed is Status.CHANGED
    assert [(e.what, e.claim) for e in history(FACT, versions, reviews)] == [
        ("added", "It was so."), ("reviewed", "It was so."), (BY_HAND, FACT.claim),
    ]  # fmt: skip
    (tmp_path / REVIEWS).write_text(f"{kept.format(FACT.id).replace('statement', 'sentence')}", "utf-8")
    assert {p.rule for p in read_reviews(tmp_path, "facts")[1]} == {"unknown-field", "missing-field"}


def test_only_the_facts_asked_for_are_read_and_lines_stay(tmp_path):
    for fact in FACTS.values():
        append_review(tmp_path, "facts", fact, "Ann Lee", ON)
    everything, _ = read_reviews(tmp_path, "facts")
    some, _ = read_reviews(tmp_path, "facts", only={FACT.id})
    assert some == [review for review in everything if review.fact == FACT.id]
    path = tmp_path / REVIEWS
    # Another order of the fields, as a person might write it, is not overlooked.
    path.write_text(path.read_text("utf-8").replace("- fact: ", "- note: x\n  fact: "), "utf-8")
    assert [r.fact for r in read_reviews(tmp_path, "facts", only={FACT.id})[0]].count(FACT.id) == 1


@pytest.mark.parametrize("text", ["[]\n", "a: b\n", "- [", "- fact: x\n...\n", "text\n"])
def test_what_is_no_list_is_not_added_to(tmp_path, text):
    (tmp_path / REVIEWS).write_text(text, "utf-8")
    (problem,) = append_review(tmp_path, "facts", FACT, "Ann Lee", ON)
    assert problem.rule in {"unwritable-file", "broken-yaml"}
    assert (tmp_path / REVIEWS).read_text("utf-8") == text


ENTRY = st.fixed_dictionaries({"fact": st.just("x"), "by": st.text(), "note": st.text(), "quotes": st.lists(st.text())})


@given(st.lists(ENTRY, min_size=1, max_size=4))
def test_whatever_is_typed_is_read_back_and_earlier_bytes_never_change(tmp_path_factory, entries):
    path = tmp_path_factory.mktemp("grow") / "list.yaml"
    before = b""
    for entry in entries:
        assert append(path, "list.yaml", [entry], "# heading\n") == []
        now = path.read_bytes()
        assert now.startswith(before)
        before = now
    document, problems = growing.read_growing(path, "list.yaml")
    assert problems == []
    assert document is not None
    assert document.root == [yaml_text.cleaned(entry) for entry in entries]


def test_a_file_that_does_not_end_in_a_line_feed_is_added_to(tmp_path):
    append_review(tmp_path, "facts", FACT, "Ann Lee", ON)
    path = tmp_path / REVIEWS
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    append_review(tmp_path, "facts", FACT, "Bo Ray", ON)
    assert [r.by for r in read_reviews(tmp_path, "facts")[0]] == ["Ann Lee", "Bo Ray"]


def test_a_disk_that_is_full_leaves_no_half_review(office):
    append_review(office / "facts", "facts", FACT, "Ann Lee", ON)
    before = (office / "facts" / REVIEWS).read_bytes()
    script = (
        "import resource, sys; from datetime import date; from pathlib import Path\n"
        "from drafter.facts.load import load_layers; from drafter.facts.reviews import append_review\n"
        "from drafter.files.layers import Layers\n"
        "fact = load_layers(Layers.alone(Path('facts'), 'facts')).base.facts[sys.argv[1]]\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)\n"
        "print(append_review(Path('facts'), 'facts', fact, 'Bo', date(2018, 5, 5))[0])\n"
    )
    limit = str(len(before) + 40)
    ran = subprocess.run(
        [sys.executable, "-c", script, FACT.id, limit], capture_output=True, text=True, check=True, cwd=office,
        env={"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert ran.stdout == "facts/reviews.yaml: error: cannot be written: file too large [unwritable-file]\n"
    assert (office / "facts" / REVIEWS).read_bytes() == before


REVIEWER = """
import sys; from datetime import date; from pathlib import Path
from drafter.facts.load import load_layers; from drafter.facts.reviews import append_review
from drafter.files.layers import Layers
facts = list(load_layers(Layers.alone(Path("facts"), "facts")).base.facts.values())
for number in range(20):
    assert append_review(Path("facts"), "facts", facts[number], sys.argv[1], date(2018, 5, 5), str(number)) == []
"""


def test_two_who_review_at_once_lose_nothing(office):
    running = [
        subprocess.Popen([sys.executable, "-c", REVIEWER, name], cwd=office, env={"PYTHONPATH": str(ROOT)})
        for name in ("Ann", "Bo")
    ]
    assert [process.wait(600) for process in running] == [0, 0]
    reviews, problems = read_reviews(office / "facts", "facts", FACTS)
    assert problems == []
    assert sorted((r.by, int(r.note)) for r in reviews) == [(name, n) for name in ("Ann", "Bo") for n in range(20)]


def test_the_lock_is_waited_for(office):
    with locked(office / "facts"):
        ran = subprocess.Popen([sys.executable, "-c", REVIEWER, "Ann"], cwd=office, env={"PYTHONPATH": str(ROOT)})
        with pytest.raises(subprocess.TimeoutExpired):
            ran.wait(1)
        assert not (office / "facts" / REVIEWS).exists()
    assert ran.wait(600) == 0


def test_what_whoever_drafts_is_told(tmp_path):
    facts = list(FACTS.values())[:5]

    def told(cited):
        reviews, problems = read_reviews(tmp_path, "facts", only={fact.id for fact in cited})
        return unreviewed("facts", [stands(fact, reviews) for fact in cited], problems)

    (problem,) = told(facts)
    assert str(problem).startswith("facts/reviews.yaml: warning: none of the 5 facts is reviewed; ")
    append_review(tmp_path, "facts", facts[0], "Ann", ON)
    append_review(tmp_path, "facts", replace(facts[1], claim="other"), "Ann", ON)
    (problem,) = told(facts)
    names = ", ".join(fact.id for fact in facts[1:4])
    assert problem.message == f"4 of the 5 facts are not reviewed (1 changed since): {names} and 1 more"
    (problem,) = told(facts[:2])
    assert problem.message == f"1 of the 2 facts is not reviewed (1 changed since): {facts[1].id}"
    assert told(facts[:1]) == []
    assert told([]) == []
    (tmp_path / REVIEWS).write_text("- [", "utf-8")
    assert {p.severity for p in told(facts)} == {Severity.WARNING}


def test_reviews_that_cannot_be_read_do_not_keep_a_letter_from_being_drafted(office):
    (office / "facts" / REVIEWS).write_text("- [", "utf-8")
    ran = drafter("draft", "--topic", "staff", "--to", "Kim Lee", "--date", "2018-07-10", "-o", "-", cwd=office)
    assert ran.returncode == 0
    assert "facts/reviews.yaml:1:4: warning:" in ran.stderr or "facts/reviews.yaml:2:1: warning:" in ran.stderr


def reviews_on(tmp_path: Path, *days: date):
    for day in days:
        append_review(tmp_path, "facts", FACT, "Ann", day)
    return read_reviews(tmp_path, "facts")[0]


@pytest.mark.parametrize(
    ("reviewed", "day", "waits"),
    [
        (None, date(2018, 3, 1), True),
        (date(2018, 3, 1), date(2018, 3, 31), False),  # to be looked at again by 31 March: not yet
        (date(2018, 3, 1), date(2018, 4, 1), True),  # past it, and nobody has looked since
        (date(2018, 3, 31), date(2018, 4, 1), False),  # looked at on the day itself
        (date(2018, 4, 2), date(2019, 4, 1), False),  # settled for good: a later review_by would be a change
    ],
)
def test_when_a_fact_waits(tmp_path, reviewed, day, waits):
    reviews = reviews_on(tmp_path, *([reviewed] if reviewed else []))
    small = replace(base(), facts={FACT.id: FACT})
    assert bool(waiting(on(small, day, last_of(reviews)), {})) is waits


def test_the_order_of_what_waits():
    found = waiting(on(base(), date(2018, 4, 1)), {"judicial-reviews-rejected": ("a", "b"), FACT.id: ("a",)})
    overdue = [item.stands.is_overdue for item in found]
    assert overdue == sorted(overdue, reverse=True)
    assert found[0].stands.fact is FACT
    assert next(item for item in found if not item.stands.is_overdue).stands.fact.id == "judicial-reviews-rejected"
    assert len(found) == sum(fact.withdrawn is None for fact in FACTS.values())


TEXT = st.lists(st.sampled_from("a b c d e f g".split()), max_size=12).map(" ".join)


@given(TEXT, TEXT)
def test_a_word_difference_holds_both_texts(old, new):
    found = word_changes(old, new)
    assert " ".join(p.text for p in found if p.sign != "+") == old
    assert " ".join(p.text for p in found if p.sign != "-") == new
    assert ("[-" not in difference(old, new) and "{+" not in difference(old, new)) == (old == new)


def test_a_word_difference_as_it_is_read():
    old, new = "The guide said it would be a public one.", "The guide of April said it would be public."
    assert difference(old, new) == "The guide {+of April+} said it would be [-a public one.-]{+public.+}"


def test_the_history_of_a_fact(tmp_path):
    first, second = changed(claim="first"), changed(claim="second")
    append_versions(tmp_path, "facts", [("added", first)], "Ann", ON)
    append_review(tmp_path, "facts", first, "Bo", ON)
    append_versions(tmp_path, "facts", [("edited", second)], "Ann", ON)
    append_review(tmp_path, "facts", second, "Bo", ON)
    versions, problems = read_log(tmp_path, "facts", FACTS)
    assert problems == []
    reviews, _ = read_reviews(tmp_path, "facts")
    known = [event.what for event in history(second, versions, reviews)]
    assert known == ["added", "reviewed", "edited", "reviewed"]
    assert [e.what for e in history(first, versions, reviews)] == [*known, BY_HAND]
    append_review(tmp_path, "facts", first, "Bo", date(2018, 6, 1))
    reviews, _ = read_reviews(tmp_path, "facts")
    assert [e.what for e in history(first, versions, reviews)] == [*known, BY_HAND, "reviewed"]
    assert history(FACTS["judicial-reviews-rejected"], versions, reviews) == []


def test_where_facts_cannot_be_read_nothing_is_said_of_what_rests_on_them(office):
    review_every_fact(office)
    path = office / "facts" / "aco" / "staff.yaml"
    path.write_text(path.read_text("utf-8").replace("\n  topics:", "\n\ttopics:", 1), "utf-8")
    for _ in range(2):  # the second time the office itself cannot be read either
        ran = run_drafter("check")
        assert ran.code == 1
        assert "facts/aco/staff.yaml:" in ran.err
        assert "[broken-yaml]" in ran.err
        assert "any more" not in ran.err
        (office / "office.yaml").write_text("\tmember: nobody\n", "utf-8")
