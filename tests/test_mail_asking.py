"""What messages ask, fear and want done: the labelled sentences, and what becomes of it on its way to a letter."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from bounded import in_bounds
from labelled import base, labelled, office, recogniser
from post import CAMPAIGN, put, small_inbox
from running import run_drafter

from drafter.batch.from_post import FromPost
from drafter.batch.list import Defaults, Recipient
from drafter.cli.draft_from import taken_from
from drafter.facts.model import Action, Concern, FactBase, Subject, Topic
from drafter.inbox.concerns import StatedConcerns
from drafter.inbox.decisions import NONE, Do, MessageDecision
from drafter.inbox.model import ParsedMessage, Writer
from drafter.inbox.personal import Personal
from drafter.inbox.piles import Pile, TriagedMessage, triage
from drafter.inbox.replying import Given
from drafter.inbox.store import StoredMessage, WriterChanges, kept_of
from drafter.inbox.topics import About, Matter, Recognised, Recogniser, check_cues, sure
from drafter.letter.request import Length
from drafter.problems import Where
from drafter.workspace import Workspace

SETS = ("asking", "asking-measuring")
BY = ("--by", "Anna Clarke")
_NOTHING = Matter()
HERE = Where("here")


def said(text: str, of: Recogniser | None = None) -> StatedConcerns:
    return (of or recogniser()).said_in("aco", text)


def ids(found: StatedConcerns) -> dict[str, list[str]]:
    return {name: list(sure(some)) for name, some in found._asdict().items() if sure(some)}


def small(*, fears: str = "charged", asks: str = "what ... cost", wants: str = "write to the mayor") -> FactBase:
    """A fact base that knows one question, one fear and one action."""
    topic = Topic(
        "money", "aco", "Money", "Money", "the money", HERE,
        questions=(Concern("cost", "what it costs", (asks,)),),
        fears=(Concern("charges", "that people will be charged", (fears,)),),
    )  # fmt: skip
    action = Action("write", "aco", "write to the mayor", "wrote to the mayor", HERE, (wants,))
    subject = Subject("aco", "trams", (), recognised_by={"phrases": ("tram*",)})
    return FactBase({}, {"aco": subject}, {"money": topic}, {}, {"write": action})


@pytest.mark.parametrize("one", labelled("asking"), ids=lambda one: one["text"][:60])
def test_what_sentences_ask_fear_and_want(one):
    assert ids(said(one["text"])) == {name: one[name] for name in ("asks", "fears", "wants") if name in one}


def test_sentences_to_measure_by_are_held_to_a_floor():
    right = wrong = missed = 0
    for one in labelled("asking-measuring"):
        found = ids(said(one["text"]))
        for name in ("asks", "fears", "wants"):
            got, want = set(found.get(name, ())), set(one.get(name, ()))
            right, wrong, missed = right + len(got & want), wrong + len(got - want), missed + len(want - got)
    assert right / (right + wrong) > 0.9
    assert right / (right + missed) > 0.8


def test_every_question_fear_and_action_has_a_sentence_in_both_sets():
    for name in SETS:
        named = {id_ for one in labelled(name) for what in ("asks", "fears", "wants") for id_ in one.get(what, ())}
        topics = base().topics.values()
        known = {f"{topic.id}.{one.id}" for topic in topics for one in (*topic.questions, *topic.fears)}
        assert named == known | set(base().actions)


def test_texts_stand_in_running_text():
    for topic in base().topics.values():
        assert 2 <= len(topic.questions) <= 5
        assert 1 <= len(topic.fears) <= 5
        for one in topic.questions:
            assert one.text.split()[0] in {
                "what",
                "who",
                "whom",
                "which",
                "where",
                "when",
                "how",
                "why",
                "whether",
                "to",
            }
        for one in topic.fears:
            assert one.text.startswith("that ")
        for one in (*topic.questions, *topic.fears):
            assert not {"you", "your", "I", "my"} & set(one.text.split())
            assert one.text[-1].isalpha()


def test_words_that_it_rests_on_stand_in_the_message():
    for name in SETS:
        for one in labelled(name):
            whole = " ".join(one["text"].split())
            for found in (some for kind in said(one["text"]) for some in kind):
                assert found.evidence
                assert all(words in whole for words in found.evidence)


def test_what_is_asked_and_feared_raises_its_topic():
    of = Recogniser.of(small())
    found = of.recognise("", "What will the tram cost?")
    assert (found.sure, sure(found.asks)) == (("money",), ("money.cost",))
    found = of.recognise("", "We shall be charged for the tram.")
    assert (found.sure, sure(found.fears)) == (("money",), ("money.charges",))
    found = of.recognise("", "I know what the tram will cost.")
    assert not found.asks
    assert not found.topics
    assert recogniser().recognise("", "ACOs: I am not asking who will run them.").sure == ("overview",)
    assert of.recognise("", "The tram cost a fortune.").asks == ()


@pytest.mark.parametrize(
    ("text", "asked", "feared"),
    [
        ("We shall be charged for the tram, so why was nobody told?", (), ("money.charges",)),
        ("If we are charged for the tram, and fall ill, who will help?", (), ()),
        ("We were told what the tram cost, but who were they who told us?", (), ()),
        ("I have been told nothing; what will the tram cost?", ("money.cost",), ()),
        ("Never mind the tram, what will it cost?", ("money.cost",), ()),
        ("By what time will the tram be here, and what will it cost?", ("money.cost",), ()),
        ("what will the tram cost", ("money.cost",), ()),
        ("what the tram cost is known", (), ()),
        ("should we be charged for the tram, we shall walk", (), ()),
        ("The tram says that people will not be charged.", (), ()),
    ],
)
def test_a_statement_beside_a_question_is_not_asked_and_is_feared(text, asked, feared):
    found = Recogniser.of(small()).said_in("aco", text)
    assert (sure(found.asks), sure(found.fears)) == (asked, feared)


def test_what_a_fear_denies_within_itself_is_none():
    of = Recogniser.of(small(fears="wards ... close"))
    for text, feared in (
        ("The wards will close.", ("money.charges",)),
        ("The wards will not close.", ()),
        ("The wards won't close.", ()),
        ("The wards must not close.", ("money.charges",)),
        ("We do not want the wards to close.", ("money.charges",)),
        ("Wards that do not pay close.", ("money.charges",)),
    ):
        assert sure(of.said_in("aco", text).fears) == feared


def test_what_nobody_will_have_to_do_is_no_fear():
    of = Recogniser.of(small(fears="wait longer"))
    for text, feared in (
        ("We shall have to wait longer.", ("money.charges",)),
        ("We shall not have to wait longer.", ()),
        ("Nobody is going to have to wait longer.", ()),
        ("We should not have to wait longer.", ("money.charges",)),
        ("We do not want to wait longer.", ("money.charges",)),
    ):
        assert sure(of.said_in("aco", text).fears) == feared


def test_what_stands_between_the_words_of_another_and_goes_on_is_asked_too():
    assert ids(said("Will Parliament debate and vote on them?")) == {"asks": ["scrutiny.vote", "scrutiny.debate"]}


def test_nothing_is_asked_by_a_message_about_something_else():
    found = Recogniser.of(small()).recognise("", "What does a bus cost? Please write to the mayor.")
    assert found == Recognised(About.NO, "", (), ())


@pytest.mark.parametrize("text", ["will the bus still stop at the hospital", "Can my nephew vote by post"])
def test_a_question_without_its_mark_is_kept(text):
    assert recogniser().recognise("ACOs", f"I write about ACOs.\n\n{text}", "").unread == (text,)


@pytest.mark.parametrize(
    "text", ["Will never vote for you again", "Would like to thank you", "Is shocking", "Can you help"]
)
def test_what_only_begins_like_one_is_none(text):
    assert recogniser().recognise("ACOs", f"I write about ACOs.\n\n{text}", "").unread == ()


def test_a_heading_that_asks_says_no_fear():
    found = recogniser().recognise("is it privatisation", "Who would run an ACO?", "")
    assert "privatisation.privatised" not in sure(found.fears)


def test_an_old_subject_line_proves_nothing():
    of = Recogniser.of(small())
    for line, certain in (("What does the tram cost?", True), ("Re: What does the tram cost?", False)):
        found = of.recognise(line, "Thank you for your answer on trams.")
        assert [one.sure for one in found.asks] == [certain]


def test_what_is_quoted_asks_nothing():
    assert not recogniser().recognise("", "Thank you.", "Who will run an ACO? Please sign EDM 660.").asks


def test_a_fuller_wish_stands_for_what_it_says():
    text = "Please press for a debate. I ask you to press for a debate and a vote."
    assert ids(said(text)) == {"wants": ["press-for-debate-and-vote"]}
    text = "Please press for a debate. Please press for a vote."
    assert ids(said(text)) == {"wants": ["press-for-debate", "press-for-vote"]}


def test_a_sentence_without_end_is_cut():
    text = "who would run an ACO " * 400
    assert not any(one.sure for one in said(text).asks)
    assert ids(said(f"{text}? Please sign EDM 660."))["wants"] == ["sign-edm-660"]


def test_cues_that_find_nothing_are_told():
    found = list(check_cues(small(asks="...", fears="a|b c|d", wants="pr*"), "facts"))
    assert [problem.rule for problem in found] == ["odd-cue"] * 3
    assert [problem.message.split(":")[0] for problem in found] == ["'money.cost'", "'money.charges'", "'write'"]
    assert not list(check_cues(small(), "facts"))
    assert not list(check_cues(base(), "facts"))


# On its way to a letter.


def kept(asks=(), fears=(), wants=(), changes: WriterChanges | None = None, topics=("a",)) -> StoredMessage:
    def suggested(some):
        return [[id_, 1.0, ["words"]] for id_ in some]

    told = ["yes", "aco", ["ACO"], *map(suggested, (topics, asks, fears, wants))]
    data = json.dumps(
        {
            "key": "k", "where": "w", "subject": "", "sender": "", "sender_address": "", "date": None, "reference": "",
            "name": "Ann Hill", "second": "", "organisation": "", "address": ["1 Long Row"], "postcode": "WV1 9ZZ",
            "signature": [], "text": ["x"], "quoted": [], "forwarded": [], "message_id": "", "notes": [], "fault": "",
        }
    )  # fmt: skip
    row = (1, "k", 1, data, "r", json.dumps(told), 1, json.dumps(changes) if changes is not None else "", "", "", "")
    return kept_of(row)


def laid(message: StoredMessage, campaign: Matter = _NOTHING, decision: MessageDecision = NONE) -> TriagedMessage:
    return triage(message, decision, campaign, "ask")


def test_a_campaign_answers_what_its_common_text_says():
    common = Matter(("a",), ("a.q", "a.r"), ("a.f",), ("sign", "meet"))
    same = laid(kept(asks=("a.q", "a.s"), changes=WriterChanges()), common)
    assert (same.asks, same.fears, same.wants) == (("a.q", "a.r"), ("a.f",), ("sign", "meet"))
    more = laid(kept(asks=("a.s", "a.q"), wants=("write",), changes=WriterChanges(added=("x",))), common)
    assert (more.asks, more.wants) == (("a.q", "a.r", "a.s"), ("sign", "meet", "write"))
    less = laid(kept(asks=("a.q",), wants=("meet",), changes=WriterChanges(removed=("x",))), common)
    assert (less.asks, less.fears, less.wants) == (("a.q",), (), ("meet",))
    otherwise = laid(kept(asks=("a.q", "a.s"), changes=WriterChanges(changed=(("x", "y"),))), common)
    assert otherwise.asks == ("a.q", "a.s")


def test_what_staff_decide_is_answered():
    message = kept(asks=("a.q", "b.q"), fears=("b.f",), wants=("sign",), topics=("a", "b"))
    assert laid(message).asks == ("a.q", "b.q")
    found = laid(message, decision=MessageDecision(topics=("a",)))
    assert (found.asks, found.fears, found.wants) == (("a.q",), (), ("sign",))
    found = laid(message, decision=MessageDecision(asks=("a.r",), wants=("none",)))
    assert (found.asks, found.wants) == (("a.q", "b.q", "a.r"), ())
    assert laid(message, decision=MessageDecision(wants=("none", "meet"))).wants == ("meet",)


def test_who_asks_for_what_nobody_has_decided_is_answered_by_a_person():
    message, common = kept(wants=("meet", "sign"), changes=WriterChanges(added=("x",))), Matter(("a",), wants=("sign",))
    found = laid(message, common)
    assert (found.pile, found.why) == (Pile.UNSURE, "asks the member to act, and nobody has decided: meet")
    assert triage(message, NONE, common, "ask", {"meet"}).pile is Pile.ANSWER
    assert laid(message, common, MessageDecision(do=Do.ANSWER)).pile is Pile.ANSWER
    assert laid(message, common, MessageDecision(wants=("none",))).pile is Pile.ANSWER
    assert laid(kept(wants=("sign",), changes=WriterChanges()), common).pile is Pile.ANSWER


def test_what_a_sorting_of_before_has_kept_can_be_read():
    row = list(range(11))
    row[3] = json.dumps({**json.loads(json.dumps(dict.fromkeys(_FIELDS, ""))), "address": [], "text": [], "notes": [],
                         "signature": [], "quoted": [], "forwarded": [], "date": None})  # fmt: skip
    row[5], row[7], row[8] = json.dumps(["yes", "aco", ["ACO"], [["a", 1.0, ["x"]]]]), "", ""
    found = kept_of(row).recognised
    assert (found.sure, found.asks, found.fears, found.wants) == (("a",), (), (), ())


_FIELDS = (
    "key", "where", "subject", "sender", "sender_address", "reference", "name", "second", "organisation", "postcode",
    "message_id", "fault",
)  # fmt: skip


class _Sorted:
    """A sorting of these messages."""

    def __init__(self, *laid: TriagedMessage) -> None:
        self.all = laid

    def laid(self):
        return iter(self.all)

    def subject_of(self, laid: TriagedMessage) -> str:
        return laid.kept.recognised.subject


def test_a_batch_answers_it_and_asks_for_an_address_without_it():
    message = kept(asks=("a.q",), fears=("a.f",), wants=("sign",))
    homeless = StoredMessage(
        2, ParsedMessage("k2", "w", writer=Writer("Tom Bell")), message.recognised, Personal(0.0, ())
    )
    defaults = Defaults((), date(2018, 7, 10), "", Length.STANDARD, False)
    common = Matter(wants=("sign",))
    people = FromPost(_Sorted(laid(message, common), laid(homeless, common)), defaults, {}, "sorted")
    first, second = (found.request for found in people.each() if isinstance(found, Recipient))
    assert (first.topics, first.asks, first.fears, first.wants) == (("a",), ("a.q",), ("a.f",), ("sign",))
    assert second.asks_address
    assert (second.asks, second.fears, second.wants) == ((), (), ())


def test_the_office_s_views_are_by_subject():
    defaults = Defaults((), date(2018, 7, 10), "old", Length.STANDARD, False)
    people = FromPost(_Sorted(laid(kept())), defaults, {"aco": ("old", "new")}, "sorted", {"aco": "new"})
    assert [found.request.position for found in people.each() if isinstance(found, Recipient)] == ["new"]


def test_a_draft_takes_it_from_a_message(tmp_path, capsys):
    put(tmp_path / "inbox", "1.eml", "Ann Hill", *CAMPAIGN, "Who would run an ACO?")
    workspace, path = Workspace(office()).holding(base=base()), str(tmp_path / "inbox" / "1.eml")
    taken = taken_from(path, workspace, Given())
    assert taken.asks == ("accountability.charge",)
    assert "scrutiny.no-vote" in taken.fears
    assert taken.wants == ("oppose", "press-for-debate-and-vote")
    told = capsys.readouterr().err
    assert "  asks accountability.charge: Who would run an ACO\n" in told
    assert "  wants press-for-debate-and-vote: press for a debate and a vote\n" in told
    taken = taken_from(path, workspace, Given(("scrutiny",)))
    assert (taken.asks, taken.fears) == ((), ("scrutiny.no-vote",))
    assert taken.wants == ("oppose", "press-for-debate-and-vote")


def test_a_letter_takes_things_in_the_order_of_the_message(office):
    put(
        office / "inbox",
        "1.eml",
        "Ann Hill",
        "I fear that Accountable Care Organisations are privatisation by the back door.",
        "Will the public be consulted? And to whom will ACOs be accountable?",
    )
    ran = run_drafter("draft", "--from", "inbox/1.eml", "--date", "2018-02-01", "--position", "none", "-o", "out.md")
    assert ran.code == 0, ran.err
    letter = Path("out.md").read_text("utf-8")
    places = [letter.index(words) for words in (
        "Are ACOs privatisation by the back door?", "Will the public be asked before they come in?", "To whom will they answer?"
    )]  # fmt: skip
    assert places == sorted(places)
    assert "topics: [privatisation, consultation, accountability]" in letter


def test_commands_show_it(office):
    small_inbox(office / "inbox")
    told = run_drafter("mail", "read", "inbox/08.eml").text
    assert "  asks: accountability.whom, sure (100%), by: Who would an ACO be accountable to\n" in told
    read = json.loads(run_drafter("mail", "read", "inbox/01.eml", "--json").text)[0]
    assert [one["id"] for one in read["wants"]] == ["oppose", "press-for-debate-and-vote"]
    assert read["wants"][1]["rests_on"] == ["press for a debate and a vote"]
    ran = run_drafter("mail", "sort", "inbox", "-o", "sorted")
    assert "; wants oppose, press-for-debate-and-vote)" in ran.text
    campaign = json.loads(Path("sorted/sort.json").read_text("utf-8"))["campaigns"][0]
    assert campaign["wants"] == ["oppose", "press-for-debate-and-vote"]
    assert "Wants the member to: oppose ACOs; press for a debate and a vote on ACOs." in _plain("sorted/summary.html")
    assert ",wants," in Path("sorted/messages.csv").read_text("utf-8").splitlines()[0]


def test_decisions_say_what_is_answered(office):
    small_inbox(office / "inbox")
    run_drafter("mail", "sort", "inbox", "-o", "sorted")
    key = json.loads(Path("sorted/sort.json").read_text("utf-8"))["campaigns"][0]["key"]
    ran = run_drafter("mail", "decide", "sorted", key, "--wants", "none", "--wants", "meet", *BY)
    assert ran.code == 0, ran.err
    assert "wants none; meet" in ran.text
    shown = json.loads(run_drafter("mail", "show", "sorted", "--pile", str(Pile.ANSWER), "--json").text)
    assert {tuple(one["wants"]) for one in shown if one["campaign"]} == {("meet",)}
    ran = run_drafter("mail", "decide", "sorted", key, "--asks", "accountability.who", *BY)
    assert (ran.code, ran.err) == (
        2, "drafter: error: --asks: there is no question 'accountability.who'; did you mean 'accountability.whom'?\n",
    )  # fmt: skip
    with Path("sorted/decisions.yaml").open("a", encoding="utf-8") as file:
        file.write("- message: 00000000\n  wants: [dance]\n  by: A\n")
    ran = run_drafter("mail", "show", "sorted")
    assert ran.code == 1
    assert "[unknown-action]" in ran.err


def _plain(path: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", Path(path).read_text("utf-8")).split())


@pytest.mark.parametrize(
    "text",
    [
        "who will run it ",
        "tell me who tell me who ",
        "please sign edm 660 ",
        "to ",
        "I ask you:\n- sign edm 660\n",
        "?",
    ],
)
def test_what_is_written_to_do_harm_costs_no_more_than_others(text):
    known = recogniser()
    in_bounds(lambda: known.recognise("ACOs", (text * 60_000)[:60_000]))
