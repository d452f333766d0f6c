"""The labelled messages: what is recognised in them, held to a floor, and told in docs/recognising.md as it is."""

from __future__ import annotations

import re
from dataclasses import replace

from labelled import (
    Count,
    about,
    answered,
    base,
    counts,
    exact,
    fields_read,
    labelled,
    recognised,
    recogniser,
    table,
    words_of_post,
)
from own_subject import SUBJECTS, base_of, own, told
from running import ROOT

from drafter.inbox.concerns import topic_of
from drafter.inbox.danger import dangers_and_hints
from drafter.inbox.personal import PublicMatter, personal_addition
from drafter.inbox.topics import About, Recogniser, check_cues, sure

SETS = ("working", "measuring")
SENTENCES = ("asking-measuring", "asking")


def test_there_are_messages_enough_and_every_topic_is_raised():
    for name, least, each in (("working", 120, 10), ("measuring", 100, 5)):
        messages = labelled(name)
        assert len(messages) >= least
        assert len({message["text"] for message in messages}) == len(messages)
        for topic in recogniser().topics:
            assert sum(topic in message["topics"] for message in messages) >= each, topic
        assert sum(message["about"] is not True for message in messages) >= 20
    assert not {m["text"] for m in labelled("working")} & {m["text"] for m in labelled("measuring")}


def test_topics_are_recognised():
    """A floor well below what is measured: whoever edits topics.yaml sees when something breaks."""
    working, measured = counts("working")["all"], counts("measuring")["all"]
    assert working.precision > 0.93
    assert working.recall > 0.93
    assert measured.precision > 0.85
    assert measured.recall > 0.85


def test_a_subject_of_ones_own_is_recognised_by_examples_alone():
    for name in SUBJECTS:
        count, exact, strange = told(name)
        assert count.precision > 0.8
        assert count.recall > 0.5
        assert exact > len(own(name)["messages"]) // 2
        assert not strange
        lost = list(check_cues(base_of(name), "facts"))
        assert {problem.rule for problem in lost} <= {"lost-example"}
        assert len(lost) <= 6


def test_nothing_about_another_matter_is_answered_but_seldom():
    for name in (*SETS, "fresh-2"):
        strange = [found for message, found in recognised(name) if message["about"] is not True]
        assert sum(bool(answered(found)) for found in strange) <= len(strange) // 8


def test_every_suggestion_shows_words_that_stand_in_the_message():
    for name in SETS:
        for message, found in recognised(name):
            said = " ".join(f"{message['subject']} {message['text']}".split())
            for one in found.all:
                assert one.evidence
                for words in one.evidence:
                    stands = words in said or words.startswith("like ") or words == "no other concern is raised"
                    assert stands or re.sub(r"\s+", " ", words) in re.sub(r"[>\s]+", " ", said), (message["id"], words)
            assert (found.about is About.NO) or found.evidence


def _weighed(texts):
    public = PublicMatter.of(recogniser().subjects.values())
    found = [personal_addition([text], public) for text in texts]
    likely, doubtful = sum(one.likely for one in found), sum(one.doubtful for one in found)
    return len(texts), likely, doubtful, len(texts) - likely - doubtful


def test_most_cases_of_peoples_own_come_before_a_person():
    worked = labelled("personal")
    count, likely, doubtful, _ = _weighed(worked["cases"])
    assert (likely + doubtful) / count > 0.95
    assert _weighed(worked["none"])[1] < 0.12 * len(worked["none"])
    count, likely, doubtful, _ = _weighed(words_of_post()["personal"])
    assert (likely + doubtful) / count > 0.85


def _found(sentences, name):
    """How many things sentences say, and how many of these were found."""
    count = Count()
    for one in labelled(sentences):
        want, got = set(one.get(name, ())), set(sure(getattr(recogniser().said_in("aco", one["text"]), name)))
        count.right += len(want & got)
        count.wrong += len(got - want)
        count.missed += len(want - got)
    return count.right + count.missed, f"{count.precision:.2f}", f"{count.recall:.2f}"


def _on_topic(name):
    """How many questions or fears are of a topic that their message raises."""

    def told(messages):
        if name == "wants":
            return ""
        pairs = [(m, id_) for m, found in recognised(messages) if answered(found) for id_ in sure(getattr(found, name))]
        return f"{sum(topic_of(id_) in message['topics'] for message, id_ in pairs)} of {len(pairs)}"

    return told


FRESH = ("fresh messages", "of them", "precision", "recall", "exact")


def _fresh(name, field, *, held):
    """How well the topics of fresh messages are recognised that were held back, or worked with since."""
    some = [
        (frozenset(message["topics"]), answered(one)) for message, one in recognised(name) if message[field] is held
    ]
    count = Count()
    for want, got in some:
        count.right, count.wrong = count.right + len(want & got), count.wrong + len(got - want)
        count.missed += len(want - got)
    return len(some), f"{count.precision:.2f}", f"{count.recall:.2f}", sum(want == got for want, got in some)


PASSING = ("speaks of ACOs in passing, or mostly", "other matters", "answered", "on ACOs", "answered")


def _in_passing(held):
    """How many messages mostly about another matter, and about ACOs, are answered without a person."""
    found = []
    for matter in ("other", "aco"):
        some = [one for one in labelled("in-passing") if one["about"] == matter and one["held_back"] is held]
        found += [len(some), sum(bool(answered(recogniser().recognise(m["subject"], m["text"]))) for m in some)]
    return tuple(found)


def test_a_message_that_speaks_of_the_subject_in_passing_is_never_answered():
    for held in (False, True):
        others, wrong, mine, right = _in_passing(held)
        assert (others, mine) == (17, 14)
        assert wrong == 0
        assert right >= 13


def test_a_message_on_two_subjects_is_told_as_such_and_answered_on_neither():
    known = [base(), *map(base_of, SUBJECTS)]
    subjects = {id_: one for some in known for id_, one in some.subjects.items()}
    topics = {id_: one for some in known for id_, one in some.topics.items()}
    recogniser = Recogniser.of(replace(base(), subjects=subjects, topics=topics))
    for message in labelled("in-passing"):
        found = recogniser.recognise(message["subject"], message["text"])
        if message["about"] == "both":
            assert found.about is About.UNSURE
            assert len(found.subjects) == 2
            assert not found.sure
            assert all(subjects[id_].name in found.doubt for id_ in found.subjects)
            for id_ in found.subjects:
                assert found.on(id_).about is About.YES
                assert {topics[topic].subject for topic in found.on(id_).sure} <= {id_}
        elif message["about"] == "other":
            assert not answered(found)


def _hinted(texts):
    found = [dangers_and_hints([text]) for text in texts]
    sure = sum(any(one.sure for one in some) for some in found)
    seen = sum(map(bool, found))
    return len(texts), sure, seen - sure, len(texts) - seen


def _tables():
    """What the documentation tells, worked out."""
    found = {name: counts(name) for name in SETS}
    rows = []
    for topic, count in found["measuring"].items():
        other = found["working"][topic]
        rows.append(
            (
                topic,
                count.right + count.missed,
                f"{count.precision:.2f}",
                f"{count.recall:.2f}",
                other.right + other.missed,
                f"{other.precision:.2f}",
                f"{other.recall:.2f}",
            )
        )
    exacts = [f"{exact(name)} of {len(labelled(name))}" for name in SETS]
    rows.append(("exact", exacts[1], "", "", exacts[0], "", ""))
    head = ("topic", "measuring: raised", "precision", "recall", "working: raised", "precision", "recall")
    yield "topics", table(head, rows)
    for name, field in (("fresh", "held_back"), ("fresh-2", "validation")):
        parts = (("worked with since", False), ("held back", True))
        yield name, table(FRESH, [(title, *_fresh(name, field, held=held)) for title, held in parts])
    yield (
        "passing",
        table(PASSING, [(title, *_in_passing(held)) for title, held in (("worked with", False), ("held back", True))]),
    )
    rows = []
    for name in SUBJECTS:
        count, exacts, strange = told(name)
        size = len(own(name)["messages"])
        rows.append((own(name)["subject"], size, f"{count.precision:.2f}", f"{count.recall:.2f}", exacts, strange))
    head = ("by examples alone", "messages", "precision", "recall", "exact", "about another matter, and answered")
    yield "own", table(head, rows)
    abouts = {name: about(name) for name in SETS}
    rows = [
        (
            f"{'is' if key[0] else 'is not'}, said: {key[1]}",
            abouts["measuring"].get(key, 0),
            abouts["working"].get(key, 0),
        )
        for key in sorted({*abouts["measuring"], *abouts["working"]}, reverse=True)
    ]
    yield "about", table(("", "measuring", "working"), rows)
    rows = [
        (
            name,
            *(figure for sentences in SENTENCES for figure in _found(sentences, name)),
            *map(_on_topic(name), SETS[::-1]),
        )
        for name in ("asks", "fears", "wants")
    ]
    head = ("", "measuring: said", "precision", "recall", "working: said", "precision", "recall")
    yield "asking", table((*head, "measuring: on a topic raised", "working: on a topic raised"), rows)
    read = {name: fields_read(name) for name in ("measuring", "working", "layouts")}
    rows = [
        (field, *(f"{read[name][field]} of {len(labelled(name))}" if field in read[name] else "" for name in read))
        for field in read["layouts"]
    ]
    yield "fields", table(("", *read), rows)
    sets = (
        ("cases to measure by", words_of_post()["personal"]),
        ("cases worked with", labelled("personal")["cases"]),
        ("opinions that are no case", labelled("personal")["none"]),
    )
    rows = [(name, *_weighed(texts)) for name, texts in sets]
    yield "personal", table(("additions", "of them", "likely", "doubtful", "neither"), rows)
    rows = [(name, *_hinted(texts)) for name, texts in labelled("hints").items()]
    yield "danger", table(("hints at", "of them", "a danger", "perhaps", "not seen"), rows)


def test_the_figures_in_the_documentation_are_those(golden):
    path = ROOT / "docs" / "recognising.md"
    text = path.read_text("utf-8")
    for name, made in _tables():
        text, times = re.subn(rf"(<!-- {name} -->\n).*?(<!-- end -->)", rf"\1{made}\n\2", text, flags=re.DOTALL)
        assert times == 1, name
    golden(path, text)
