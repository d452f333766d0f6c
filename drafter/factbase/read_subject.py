"""``topics.yaml``, ``words.yaml`` and ``actions.yaml`` of a subject: what people raise and ask for, and its words."""

from __future__ import annotations

from drafter.factbase.model import Abbreviation, Action, Answer, Concern, Rub, Subject, Term, Thing, Topic
from drafter.factbase.read_sources import read_id
from drafter.fields import Fields, entries, mapping
from drafter.located_yaml import Document
from drafter.problems import Problem

WORDS_FIELDS = (
    "subject", "abbreviations", "names", "things", "glossary", "courtesies", "open_questions", "answers", "rubs",
    "recognised_by",
)  # fmt: skip
TOPIC_FIELDS = (
    "id", "title", "heading", "about", "questions", "fears", "phrases", "words", "not", "examples", "alone",
)  # fmt: skip
CONCERN_FIELDS = ("id", "text", "directly", "phrases")
ACTION_FIELDS = ("id", "ask", "done", "phrases")
RECOGNISED_FIELDS = ("phrases", "words", "beside", "not")
THING_FIELDS = ("names", "then", "near")
TERM_FIELDS = ("term", "plain", "gloss", "approved_by")
ANSWER_FIELDS = ("text", "rests_on")
RUB_FIELDS = ("id", "first", "yet", "beside", "question")


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
                questions=_concerns(fields, "questions"),
                fears=_concerns(fields, "fears"),
            )
        )
    return topics


def _concerns(fields: Fields, name: str) -> tuple[Concern, ...]:
    found: list[Concern] = []
    for part in fields.each(name):
        part.allow(CONCERN_FIELDS)
        texts = part.text("text", required=True), part.texts("phrases"), part.text("directly")
        one = Concern(read_id(part), *texts)
        if any(one.id == other.id for other in found):
            part.problem("repeated-id", f"'{one.id}' stands already above", "id")
        if one.text.endswith((".", "?")):
            message = "the text runs on in a sentence ('You ask ...'), and has no full stop or question mark"
            part.problem("not-a-clause", message, "text")
        if one.directly and not one.directly.endswith("?"):
            part.problem("not-a-question", "what is asked directly is a question, and ends with its mark", "directly")
        found.append(one)
    return tuple(found)


def read_actions(document: Document, subject: str, problems: list[Problem]) -> list[Action]:
    """What people ask the member to do, in the order of the file."""
    actions = []
    for fields in entries(document, problems):
        fields.allow(ACTION_FIELDS)
        ask = fields.text("ask", required=True)
        if ask.casefold().startswith("to "):
            fields.problem("not-a-clause", "'ask' follows 'to', and does not begin with it", "ask")
        done = fields.text("done", required=True)
        actions.append(Action(read_id(fields), subject, ask, done, fields.entry, fields.texts("phrases")))
    return actions


def read_words(document: Document, subject: str, problems: list[Problem]) -> Subject:
    """A subject's name, and how its letters name things."""
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
    recognised = fields.inner("recognised_by")
    recognised.allow(RECOGNISED_FIELDS)
    return Subject(
        id=subject,
        name=fields.text("subject", required=True),
        abbreviations=tuple(abbreviations),
        names=fields.texts("names"),
        courtesies=fields.texts("courtesies"),
        open_questions=fields.texts("open_questions"),
        answers=tuple(_answers(fields)),
        rubs=tuple(_rubs(fields)),
        things=tuple(_things(fields)),
        glossary=tuple(_terms(fields)),
        recognised_by={name: recognised.texts(name) for name in RECOGNISED_FIELDS if name in recognised.value},
    )


def _things(fields: Fields) -> list[Thing]:
    things = []
    for entry in fields.each("things"):
        entry.allow(THING_FIELDS)
        names, then = entry.texts("names", required=True), entry.text("then", required=True)
        things.append(Thing(names, then, entry.text("near") or then))
    return things


def _terms(fields: Fields) -> list[Term]:
    terms = []
    for entry in fields.each("glossary"):
        entry.allow(TERM_FIELDS)
        plain, gloss = entry.text("plain"), entry.text("gloss")
        if bool(plain) == bool(gloss):
            message = "a term has either 'plain', which stands in its place, or 'gloss', which stands after it once"
            entry.problem("odd-term", message)
        terms.append(Term(entry.text("term", required=True), plain, gloss, entry.text("approved_by", required=True)))
    return terms


def _answers(fields: Fields) -> list[Answer]:
    answers = []
    for entry in fields.each("answers"):
        entry.allow(ANSWER_FIELDS)
        rests_on = entry.texts("rests_on") or (entry.text("rests_on", required=True),)
        answers.append(Answer(entry.text("text", required=True), rests_on))
    return answers


def _rubs(fields: Fields) -> list[Rub]:
    rubs = []
    for entry in fields.each("rubs"):
        entry.allow(RUB_FIELDS)
        question = entry.text("question", required=True)
        if question and not question.endswith("?"):
            entry.problem("not-a-sentence", "'question' is a whole question, and ends like one", "question")
        rubs.append(
            Rub(
                read_id(entry),
                entry.texts("first", required=True),
                entry.texts("yet", required=True),
                entry.texts("beside"),
                question,
            )
        )
    return rubs
