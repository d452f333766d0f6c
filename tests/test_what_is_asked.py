"""What letters are asked to answer: on the command line, beside a message, and in the rows of a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from batches import write_list
from hypothesis import given
from hypothesis import strategies as st
from running import run_drafter
from shipped import base

from drafter.batch.columns import Columns, find_columns
from drafter.batch.list import Defaults, Recipient, RecipientList, RowReader
from drafter.batch.tables import Table, TableRow, cell, open_table
from drafter.drafting import AnsweredRequest, answered
from drafter.letter.request import Length
from drafter.problems import Problem

HOW, FREE, DEBATE = "consultation.how", "patients.free", "scrutiny.debate"
CUTS, WAITS = "funding.cuts", "patients.waits"
NOTHING = AnsweredRequest((), (), (), ())


@dataclass(frozen=True)
class Message:
    """What was taken from a message."""

    topics: tuple[str, ...] = ("consultation", "funding", "staff")
    asks: tuple[str, ...] = (HOW,)
    fears: tuple[str, ...] = (CUTS,)
    wants: tuple[str, ...] = ("sign-edm-660",)


def test_the_questions_of_these_tests_are_there():
    known = [f"{topic.id}.{one.id}" for topic in base().topics.values() for one in (*topic.questions, *topic.fears)]
    assert {HOW, FREE, DEBATE, CUTS, WAITS} <= set(known)
    assert {"sign-edm-660", "meet"} <= base().actions.keys()


def test_without_a_message_the_options_are_all():
    given = AnsweredRequest(("staff", "patients"), (FREE, HOW, FREE), (CUTS,), ("meet",))
    assert answered(given, None, base()) == AnsweredRequest(
        ("patients", "consultation", "funding", "staff"), (FREE, HOW), (CUTS,), ("meet",)
    )


def test_options_add_to_what_a_message_says():
    assert answered(NOTHING, Message(), base()) == AnsweredRequest(
        ("consultation", "funding", "staff"), (HOW,), (CUTS,), ("sign-edm-660",)
    )
    more = answered(AnsweredRequest((), (FREE,), (), ("meet", "sign-edm-660")), Message(), base())
    assert more == AnsweredRequest(
        ("consultation", "patients", "funding", "staff"), (HOW, FREE), (CUTS,), ("sign-edm-660", "meet")
    )


def test_none_takes_away_what_a_message_says():
    given = AnsweredRequest((), ("none", FREE), ("none",), ("none",))
    assert answered(given, Message(), base()) == AnsweredRequest(
        ("patients", "consultation", "funding", "staff"), (FREE,), (), ()
    )


def test_topics_that_are_given_hold_and_bring_only_their_own_questions():
    # The topics of a message are those given, where any are.
    given, message = AnsweredRequest(("funding",), (), (), ()), Message(topics=("funding",))
    assert answered(given, message, base()) == AnsweredRequest(("funding",), (), (CUTS,), ("sign-edm-660",))


def test_a_question_that_there_is_not_names_no_topic_and_is_kept_to_be_told():
    assert answered(AnsweredRequest(("staff",), ("patience.free",), (), ()), None, base()) == AnsweredRequest(
        ("staff",), ("patience.free",), (), ()
    )


def test_something_to_answer_must_be_named(office):
    ran = run_drafter("draft", "--to", "Mrs A Patel")
    assert ran.code == 2
    assert "Missing option '--topic' (or '--asks', '--fears', '--wants')." in ran.err
    assert "Missing option '--to' (or '--to-file'," in run_drafter("draft", "--wants", "meet").err


# Rows of a list.

DEFAULTS = Defaults((), date(2018, 7, 10), "mine", Length.STANDARD, large_print=False)
HEADINGS = ("name", "topics", "asks", "fears", "wants", "position")


def rows(tmp_path: Path, *cells: tuple[str, ...], defaults: Defaults = DEFAULTS, **views: str):
    write_list(tmp_path / "people.csv", [(f"Mrs Ada Bell{n}", *row) for n, row in enumerate(cells)], HEADINGS)
    table, _ = open_table(tmp_path / "people.csv", "people.csv", "")
    columns, problems = find_columns(table, {})
    assert not problems
    found = list(RecipientList(table, columns, defaults, base(), ("mine", "yours"), views).each())
    table.close()
    return found


def one_of(found) -> tuple[tuple[str, ...], ...]:
    assert isinstance(found, Recipient), found
    request = found.request
    return request.topics, request.asks, request.fears, request.wants


@pytest.mark.parametrize(
    ("cells", "asked"),
    [
        (("staff", "", "", ""), (("staff",), (), (), ())),
        (("staff", f"{FREE}; {HOW}", CUTS, "meet"), (("patients", "consultation", "funding", "staff"), (FREE, HOW), (CUTS,), ("meet",))),
        (("", FREE.upper(), "", ""), (("patients",), (FREE,), (), ())),
        (("", "whether care will stay free", "", ""), (("patients",), (FREE,), (), ())),
        (("", "free", "waits", ""), (("patients",), (FREE,), (WAITS,), ())),
        (("", "", "", "meet you|Sign Early Day Motion 660"), ((), (), (), ("meet", "sign-edm-660"))),
    ],
)  # fmt: skip
def test_a_row_asks_fears_and_wants(cells, asked, tmp_path):
    assert [one_of(found) for found in rows(tmp_path, (*cells, ""), (*cells, ""))] == [asked, asked]


SAID = st.tuples(
    st.sampled_from(["staff", "staff; funding", "stafff", "", "1-2-2018", "#REF!"]),
    st.sampled_from([FREE, "", "nothing"]),
    st.sampled_from([CUTS, ""]),
    st.sampled_from(["meet", "", "meat"]),
    st.sampled_from(["", "mine", "yours", "hers", "none"]),
)


@given(st.lists(SAID, min_size=2, max_size=8))
def test_what_a_row_says_does_not_hang_on_the_rows_before_it(cells):
    table = Table("list", lambda: iter(()))
    columns = Columns(1, HEADINGS, {name: at for at, name in enumerate(HEADINGS)}, ())

    def reading() -> RecipientList:
        return RecipientList(table, columns, DEFAULTS, base(), ("mine", "yours"), {})

    read = [TableRow(n, tuple(map(cell, ("Mrs Ada Bell", *said)))) for n, said in enumerate(cells, 2)]
    many = reading()
    assert [RowReader(many, row).made() for row in read] == [RowReader(reading(), row).made() for row in read]


def test_topics_for_all_are_those_of_rows_that_name_none(tmp_path):
    every = Defaults(("staff",), DEFAULTS.date, "", Length.STANDARD, large_print=False)
    found = rows(tmp_path, ("", "", "", "", ""), ("", FREE, "", "", ""), ("", "", "", "meet", ""), defaults=every)
    assert [one_of(one)[0] for one in found] == [("staff",), ("patients",), ("staff",)]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (("", "", "", ""), ["people.csv:2:2: error: has no topic; give one for all with --topic [no-topic]"]),
        ((" , ;", "", "", ""), ["people.csv:2:2: error: has no topic; give one for all with --topic [no-topic]"]),
        (
            ("stuff", "patients.fre", "funding.cats", "sign-edm-66"),
            [
                "people.csv:2:3: error: there is no question 'patients.fre'; did you mean 'patients.free'? [unknown-question]",
                "people.csv:2:4: error: there is no fear 'funding.cats'; did you mean 'funding.cuts'? [unknown-question]",
                "people.csv:2:5: error: there is no action 'sign-edm-66'; did you mean 'sign-edm-660'? [unknown-action]",
                "people.csv:2:2: error: there is no topic 'stuff'; did you mean 'staff'? [unknown-topic]",
            ],
        ),
    ],
)  # fmt: skip
def test_a_row_that_names_what_there_is_not(cells, told, tmp_path):
    found = rows(tmp_path, (*cells, ""))
    assert all(isinstance(one, Problem) for one in found)
    assert list(map(str, found)) == told


def test_the_position_is_the_rows_or_that_of_its_subject(tmp_path):
    cells = [
        ("staff", "", "", "", ""),
        ("staff", "", "", "", "yours"),
        ("", "", "", "meet", ""),
        ("staff", "", "", "", "none"),
    ]
    assert [found.request.position for found in rows(tmp_path, *cells)] == ["mine", "yours", "mine", ""]
    assert [found.request.position for found in rows(tmp_path, *cells, aco="yours")] == ["yours", "yours", "yours", ""]
    assert [found.request.position for found in rows(tmp_path, *cells, aco="")] == ["", "yours", "", ""]
