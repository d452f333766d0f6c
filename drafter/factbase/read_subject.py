"""``topics.yaml`` and ``words.yaml`` of a subject: the concerns people raise, the abbreviations, the speakers."""

from __future__ import annotations

from drafter.factbase.model import Abbreviation, Subject, Topic
from drafter.factbase.read_sources import read_id
from drafter.fields import entries, mapping
from drafter.located_yaml import Document
from drafter.problems import Problem

# A claim in this voice is simply on the record: it alone may be stated without naming a speaker.
RECORD = "record"
WORDS_FIELDS = (
    "subject", "headings", "abbreviations", "voices", "names", "courtesies", "open_questions", "recognised_by",
)  # fmt: skip
TOPIC_FIELDS = ("id", "title", "heading", "about", "phrases", "words", "not", "examples", "alone")
RECOGNISED_FIELDS = ("phrases", "words", "beside", "not")


def read_topics(document: Document, subject: str, problems: list[Problem]) -> list[Topic]:
    """The topics of a subject, in the order of the file."""
    topics = []
    for fields in entries(document, problems):
        fields.allow(TOPIC_FIELDS)
        topics.append(
            Topic(
                id=read_id(fields),
                subject=subject,
                title=fields.text("title", required=True),
                heading=fields.text("heading", required=True),
                about=fields.text("about", required=True),
                where=fields.entry,
                phrases=fields.texts("phrases"),
                words=fields.texts("words"),
                not_=fields.texts("not"),
                examples=fields.texts("examples"),
                alone=fields.choice("alone", ("yes", "no"), "wrong-type", default="no") == "yes",
            )
        )
    return topics


def read_words(document: Document, subject: str, problems: list[Problem]) -> Subject:
    """A subject's name, abbreviations and voices."""
    fields = mapping(document, problems)
    fields.allow(WORDS_FIELDS)
    abbreviations = []
    for entry in fields.each("abbreviations"):
        entry.allow(("short", "long", "plural", "known"))
        long = entry.text("long", required=True)
        abbreviations.append(
            Abbreviation(
                short=entry.text("short", required=True),
                long=long,
                plural=entry.text("plural") or f"{long}s",
                known=entry.choice("known", ("yes", "no"), "wrong-type", default="no") == "yes",
            )
        )
    voices = {}
    inner = fields.inner("voices")
    for name in inner.value:
        voices[name] = inner.texts(name, required=name != RECORD)
    recognised = fields.inner("recognised_by")
    recognised.allow(RECOGNISED_FIELDS)
    headings = fields.inner("headings")
    headings.allow(("position", "next"))
    return Subject(
        id=subject,
        name=fields.text("subject", required=True),
        headings={name: headings.text(name) for name in headings.value},
        abbreviations=tuple(abbreviations),
        voices={RECORD: (), **voices},
        names=fields.texts("names"),
        courtesies=fields.texts("courtesies"),
        open_questions=fields.texts("open_questions"),
        recognised_by={name: recognised.texts(name) for name in RECOGNISED_FIELDS if name in recognised.value},
    )
