"""The entries of files of facts: sources, facts, topics, actions and words, each with all that is wrong with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from drafter.english.parties import likely_party
from drafter.facts.claims import OddMark, is_plural, parse_claim
from drafter.facts.model import (
    Abbreviation,
    Action,
    Answer,
    Citation,
    Concern,
    Fact,
    FactKind,
    Rub,
    Side,
    Source,
    Subject,
    Term,
    Thing,
    Topic,
)
from drafter.facts.names import meant_by
from drafter.facts.tables import FACT, LONGEST_QUOTE, OCCASIONS, SOURCE, STATABLE, read_id
from drafter.files.fields import Fields, entries, mapping, read_entry
from drafter.files.located_yaml import Document
from drafter.frozen import dataclass
from drafter.problems import Problem, nearest

# Sources: ``facts/sources.yaml``, the documents, in CSL's field names.


def read_sources(document: Document, problems: list[Problem]) -> dict[str, Source]:
    """The sources of the file, by id, without those that have a problem."""
    sources: dict[str, Source] = {}
    for fields in entries(document, problems):
        before = len(problems)
        source = _source(fields)
        if source is not None and source.id in sources:
            first = sources[source.id].where
            fields.problem("repeated-id", f"the source '{source.id}' stands already in line {first.line}", "id")
        elif source is not None and len(problems) == before:
            sources[source.id] = source
            if likely := likely_party(source.party):  # a warning, so the document counts
                said = f"'{source.party}' is no party that drafter knows"
                fields.problem("unknown-party", said, "party", hint=likely)
    return sources


def _source(fields: Fields) -> Source | None:
    said = read_entry(fields, SOURCE)
    if not said["known_from"] and any(fields.value.get(n) and n not in said["stated"] for n in STATABLE if n != "URL"):
        fields.problem("missing-field", "'known_from' must say where the details that are not 'stated' were found")
    _check_side(fields, said["side"], said["party"])
    if said["issued"] is None or said["speaker"] is None or not said["side"]:
        return None
    return Source(
        id=said["id"],
        type=said["type"],
        title=said["title"],
        author=said["author"],
        publisher=said["publisher"],
        issued=said["issued"],
        number=said["number"],
        url=said["URL"],
        stated=said["stated"],
        known_from=said["known_from"],
        sha256=said["sha256"],
        counted_from=said["counted_from"] or 1,
        sections=tuple(sorted((part["paragraph"] or 0, part["title"]) for _, part in said["sections"])),
        furniture=said["furniture"],
        unused=tuple((part["paragraphs"], part["because"]) for _, part in said["unused"]),
        where=fields.entry,
        speaker=said["speaker"],
        side=Side(said["side"]),
        occasion=said["occasion"] or OCCASIONS.get(said["type"], ""),
        party=said["party"],
        closes=said["closes"],
    )


def _check_side(fields: Fields, side: str, party: str) -> None:
    """Check that a party's paper names its party, and that no other document does."""
    if side == Side.PARTY and not party:
        fields.problem("missing-field", "'party' must say whose paper it is, since its side is a party's")
    elif party and side and side != Side.PARTY:
        fields.problem("idle-field", "'party' is for a document whose side is 'party'", "party")


# Facts: every field is converted and every reference is looked up.

OLD_FIELDS = ("statement", "wordings", "voice")
_SAYING = (
    r"(?:said|says|say|told|tells|tell|stated|states|wrote|writes|replied|replies|added|adds|reports|reported|noted|"
    r"notes|explained|explains|claimed|claims|pointed out)"
)
_ATTRIBUTION = re.compile(
    rf"\baccording to\b|\bin (?:the|his|her|its|their) (?:view|opinion|words)\b|\b{_SAYING}(?: \w+){{0,3}} that\b"
    rf"|, (?:he|she|it|they|[A-Z]\w+(?: [A-Z]\w+)*) {_SAYING}\b|\b(?:he|she) {_SAYING}\b",
)
_TOLD_OF = re.compile(rf"^.*?\b{_SAYING}(?: \w+){{0,3}} that (.+)$|^according to [^,]+, (.+)$", re.IGNORECASE)


@dataclass(frozen=True)
class References:
    """What facts may refer to. ``unread`` are sources that have a problem of their own, ``None`` any."""

    sources: Mapping[str, Source]
    topics: Mapping[str, Topic]
    subject: Subject
    unread: frozenset[str] | None = frozenset()

    def topic(self, said: str) -> str:
        """The id of the topic that a fact names; a bare name is its own subject's. Empty where there is none."""
        found = meant_by(said, self._homes, self.subject.id)
        return found[0] if len(found) == 1 else ""

    @cached_property
    def _homes(self) -> dict[str, str]:
        return {id_: topic.subject for id_, topic in self.topics.items()}


def read_facts(document: Document, known: References, problems: list[Problem]) -> list[Fact]:
    """The facts of one file, in its order, without those that have a problem."""
    facts = []
    for fields in entries(document, problems):
        fact = _fact(fields, known)
        if fact is not None:
            facts.append(fact)
    return facts


def _fact(fields: Fields, known: References) -> Fact | None:
    before = len(fields.problems)
    if _of_old_shape(fields):
        read_id(fields)
        return None
    said = read_entry(fields, FACT)
    topics = tuple(map(known.topic, said["topics"]))
    for index, topic in enumerate(said["topics"]):
        if not topics[index]:
            hint = nearest(topic, known.topics) or f"known: {', '.join(known.topics)}"
            fields.problem("unknown-topic", f"there is no topic '{topic}'", "topics", index, hint=hint)
    _check_claim(fields, said["claim"])
    start, until = said["from"], said["until"]
    named = [_citation(part, values, known) for part, values in said["cites"]]
    cites = tuple(cite for cite in named if cite is not None)
    if start is not None:
        if until is not None and until < start:
            fields.problem("until-before-from", f"'until' ({until}) lies before 'from' ({start})", "until")
        for cite in cites:
            latest = known.sources[cite.source].issued.latest
            if start < latest:
                message = f"'from' ({start}) lies before the document '{cite.source}' existed"
                fields.problem("from-before-document", message, "from", hint=f"{latest} is the earliest possible")
                break
    if len(fields.problems) > before or start is None or len(cites) < len(named):
        return None
    return Fact(
        id=said["id"],
        subject=known.subject.id,
        topics=topics,
        series=said["series"],
        kind=FactKind(said["kind"]),
        claim=said["claim"],
        start=start,
        until=until,
        review_by=said["review_by"],
        cites=cites,
        where=fields.entry,
        speaker=said["speaker"],
        occasion=said["occasion"],
        only_after=said["only_after"],
        but_after=said["but_after"],
        so_after=said["so_after"],
        on_record=said["on_record"] == "yes",
        superseded_by=said["superseded_by"],
        withdrawn=said["withdrawn"],
    )


def _of_old_shape(fields: Fields) -> bool:
    """Whether an entry has the form that facts had in earlier versions; reports what to write instead."""
    old = [name for name in OLD_FIELDS if name in fields.value]
    if not old or "claim" in fields.value:
        for name in old:
            message = f"a fact has no '{name}' any more: its claim is one clause, and the program says whose it is"
            fields.problem("old-fact", message, name, hint=f"take '{name}' out")
        return bool(old)
    told = _TOLD_OF.match(fields.text("statement"))
    clause = next(filter(None, told.groups()), "") if told else ""
    example = clause.rstrip(".") or "a library may close only after a consultation"
    message = "this fact is of the old shape: a fact is one claim now, without its speaker and without other wordings"
    hint = (
        f"write 'claim: {example}' in place of {', '.join(old)}, in the present of the document's day; "
        "the document's entry in sources.yaml says whose word it is"
    )
    fields.problem("old-fact", message, old[0], hint=hint)
    return True


def _check_claim(fields: Fields, text: str) -> None:
    """Check that a claim is a clause that could stand after 'said that'."""
    if not text:
        return
    if text.endswith((".", "?", "!")):
        message = "a claim is a clause, without a full stop"
        fields.problem("not-a-clause", message, "claim", hint="the program makes the sentence")
    attribution = _ATTRIBUTION.search(text)
    if attribution:
        told = _TOLD_OF.match(text)
        clause = next(filter(None, told.groups()), "") if told else ""
        instead = f": '{clause.rstrip('.')}'" if clause else ""
        message = f"'{attribution[0].strip(' ,')}' says whose claim it is, which the program does from the document"
        hint = f"write what is claimed alone{instead}; 'occasion' is what the document does, 'speaker' whom it reports"
        fields.problem("attribution-in-claim", message, "claim", hint=hint)
    try:
        parse_claim(text)
    except OddMark as failure:
        fields.problem(failure.rule, str(failure), "claim", hint=failure.hint)


def _citation(fields: Fields, said: Mapping[str, Any], known: References) -> Citation | None:
    source, quote, paragraph = said["source"], said["quote"], said["paragraph"]
    strange = known.unread is not None and source not in known.sources and source not in known.unread
    if source and strange:
        message = f"source '{source}' is not in facts/sources.yaml"
        fields.problem("unknown-source", message, "source", hint=nearest(source, known.sources))
    if len(quote.split()) > LONGEST_QUOTE:
        message = f"the quotation has {len(quote.split())} words; {LONGEST_QUOTE} at most"
        fields.problem("long-quotation", message, "quote", hint="quote the shortest run that carries the claim")
    if paragraph is not None and source in known.sources and paragraph in known.sources[source].furniture:
        message = f"paragraph {paragraph} of '{source}' is page furniture, nobody's statement"
        fields.problem("quoted-furniture", message, "paragraph")
    if source not in known.sources or not quote or paragraph is None:
        return None
    return Citation(source, quote, paragraph, said["occurrence"] or 0)


# A subject's ``topics.yaml``, ``words.yaml`` and ``actions.yaml``: its topics, its wordings, and what people ask for.

WORDS_FIELDS = (
    "subject", "line", "pronoun", "abbreviations", "names", "things", "glossary", "courtesies", "open_questions",
    "answers", "rubs", "recognised_by", "spoken_of",
)  # fmt: skip
TOPIC_FIELDS = (
    "id", "title", "heading", "about", "questions", "fears", "phrases", "words", "not", "examples", "alone",
)  # fmt: skip
CONCERN_FIELDS = ("id", "text", "directly", "within", "about", "phrases")
ACTION_FIELDS = ("id", "ask", "ask_about", "done", "phrases", "topic", "unasked")
RECOGNISED_FIELDS = ("phrases", "words", "beside", "not")
SPOKEN_FIELDS = ("names", "words", "also", "not_personal")
ABBREVIATION_FIELDS = ("short", "long", "plural", "known")
THING_FIELDS = ("names", "then", "near", "brought_in_by")
TERM_FIELDS = ("term", "plain", "gloss", "approved_by")
ANSWER_FIELDS = (
    "text",
    "rests_on",
    "to",
    "open",
    "old",
    "together",
    "in_short",
    "cannot_tell",
    "said_again",
    "elsewhere",
    "apart",
)
_FEWEST_TOGETHER = 2
_LEANS = re.compile(r",|\b(?:it|its|they|them|their|this)\b")  # on other words of a sentence
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
        _check_within(fields, topics[-1])
    return topics


def _check_within(fields: Fields, topic: Topic) -> None:
    """Problems where a question or a fear is said to be within one that its topic does not have, or within itself."""
    known = {one.id: one for one in (*topic.questions, *topic.fears)}
    for name, concerns in (("questions", topic.questions), ("fears", topic.fears)):
        for index, one in enumerate(concerns):
            for at, other in enumerate(one.within):
                if other not in known or other == one.id:
                    message = f"'{one.id}' is said to be within '{other}', no other question or fear of its topic"
                    others = [id_ for id_ in known if id_ != one.id]
                    hint = nearest(other.rpartition(".")[2], others) or f"known: {', '.join(others)}"
                    fields.problem("unknown-question", message, name, index, "within", at, hint=hint)
                elif one.id in known[other].within:
                    message = f"'{one.id}' and '{other}' are said to be within each other"
                    hint = "say it of the one that is left out beside the other"
                    fields.problem("unknown-question", message, name, index, "within", at, hint=hint)


def _concerns(fields: Fields, name: str) -> tuple[Concern, ...]:
    found: list[Concern] = []
    for part in fields.each(name):
        part.allow(CONCERN_FIELDS)
        texts = part.text("text", required=True), part.texts("phrases"), part.text("directly"), part.texts("within")
        one = Concern(read_id(part), *texts, part.text("about"))
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
        about = fields.text("ask_about")
        if about and "{about}" not in about:
            fields.problem(
                "not-a-clause", "'ask_about' names the reader's points, where it holds '{about}'", "ask_about"
            )
        done = fields.text("done", required=True)
        topic = fields.text("topic")
        unasked = fields.choice("unasked", ("yes", "no"), "wrong-type", default="no") == "yes"
        id_, phrases = read_id(fields), fields.texts("phrases")
        actions.append(Action(id_, subject, ask, done, fields.entry, phrases, topic, unasked, about))
    return actions


def read_words(document: Document, subject: str, problems: list[Problem], over: Subject | None = None) -> Subject:
    """A subject: its name, and the names and wordings of its letters; laid over those of the lower layer, if any."""
    fields = mapping(document, problems)
    fields.allow(WORDS_FIELDS)
    name = fields.text("subject", required=over is None)
    many = is_plural(name) or " and " in name if name or over is None else over.plural
    pronoun = fields.choice("pronoun", ("it", "they"), "unknown-pronoun", default="they" if many else "it")
    recognised = fields.inner("recognised_by")
    recognised.allow(RECOGNISED_FIELDS)
    spoken = fields.inner("spoken_of")
    spoken.allow(SPOKEN_FIELDS)
    made = Subject(
        id=subject,
        name=name,
        abbreviations=tuple(_abbreviations(fields)),
        names=fields.texts("names"),
        courtesies=fields.texts("courtesies"),
        open_questions=fields.texts("open_questions"),
        answers=tuple(_answers(fields)),
        rubs=tuple(_rubs(fields)),
        things=tuple(_things(fields)),
        glossary=tuple(_terms(fields)),
        recognised_by={name: recognised.texts(name) for name in RECOGNISED_FIELDS if name in recognised.value},
        spoken_of={name: spoken.texts(name) for name in SPOKEN_FIELDS if name in spoken.value},
        line=fields.text("line"),
        plural=pronoun == "they",
    )
    return _laid_over(over, made) if over is not None else made


def _laid_over(below: Subject, above: Subject) -> Subject:
    """A subject with both layers' words. Of two entries on the same term, abbreviation or rub, the upper counts."""

    def texts(name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*getattr(below, name), *getattr(above, name))))

    def keyed(name: str, *keys: str) -> tuple[Any, ...]:
        both = (*getattr(below, name), *getattr(above, name))
        return tuple({tuple(getattr(one, key) for key in keys): one for one in both}.values())

    def cues(name: str) -> dict[str, tuple[str, ...]]:
        old, new = getattr(below, name), getattr(above, name)
        return {key: (*old.get(key, ()), *new.get(key, ())) for key in (*old, *(key for key in new if key not in old))}

    return Subject(
        id=below.id,
        name=above.name or below.name,
        abbreviations=keyed("abbreviations", "short"),
        names=texts("names"),
        courtesies=texts("courtesies"),
        open_questions=texts("open_questions"),
        answers=(*above.answers, *(one for one in below.answers if _place(one) not in map(_place, above.answers))),
        rubs=keyed("rubs", "id"),
        things=keyed("things", "names"),
        glossary=keyed("glossary", "term"),
        recognised_by=cues("recognised_by"),
        spoken_of=cues("spoken_of"),
        line=above.line or below.line,
        plural=above.plural,
    )


def _place(answer: Answer) -> Hashable:
    """Where an answer stands: of two for one place only the upper layer's counts."""
    return answer.to, answer.rests_on, answer.is_whole, answer.old, answer.together


def _abbreviations(fields: Fields) -> Iterator[Abbreviation]:
    for entry in fields.each("abbreviations"):
        entry.allow(ABBREVIATION_FIELDS)
        long = entry.text("long", required=True)
        yield Abbreviation(
            short=entry.text("short", required=True),
            long=long,
            plural=entry.text("plural") or f"{long}s",
            known=entry.choice("known", ("yes", "no"), "wrong-type", default="no") == "yes",
        )


# The words of letters on every subject: ``words.yaml`` directly in the folder of facts.

SHARED_FIELDS = ("abbreviations", "names", "courtesies")


@dataclass(frozen=True)
class SharedWords:
    """The words that letters on every subject have: sentences of the templates for all, names and abbreviations."""

    abbreviations: tuple[Abbreviation, ...] = ()
    names: tuple[str, ...] = ()
    courtesies: tuple[str, ...] = ()

    def over(self, below: SharedWords) -> SharedWords:
        """These words laid over those of a lower layer."""
        shorts = {one.short: one for one in (*below.abbreviations, *self.abbreviations)}
        return SharedWords(
            tuple(shorts.values()),
            tuple(dict.fromkeys((*below.names, *self.names))),
            tuple(dict.fromkeys((*below.courtesies, *self.courtesies))),
        )

    def added_to(self, subject: Subject) -> Subject:
        """A subject's words with these. Where both have an abbreviation, the subject's own counts."""
        own = {one.short for one in subject.abbreviations}
        return replace(
            subject,
            abbreviations=(*subject.abbreviations, *(one for one in self.abbreviations if one.short not in own)),
            names=tuple(dict.fromkeys((*subject.names, *self.names))),
            courtesies=tuple(dict.fromkeys((*subject.courtesies, *self.courtesies))),
        )


def read_shared_words(document: Document, problems: list[Problem]) -> SharedWords:
    """The words of letters on every subject, from ``facts/words.yaml``."""
    fields = mapping(document, problems)
    fields.allow(SHARED_FIELDS)
    return SharedWords(tuple(_abbreviations(fields)), fields.texts("names"), fields.texts("courtesies"))


def _things(fields: Fields) -> list[Thing]:
    things = []
    for entry in fields.each("things"):
        entry.allow(THING_FIELDS)
        names, then = entry.texts("names", required=True), entry.text("then", required=True)
        things.append(Thing(names, then, entry.text("near") or then, entry.texts("brought_in_by")))
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
        to = entry.texts("to")
        answer = Answer(
            text=entry.text("text", required=not to),
            rests_on=rests_on,
            to=to,
            open=entry.text("open"),
            old=entry.choice("old", ("yes", "no", "both"), "wrong-type", default="no"),
            together=entry.choice("together", ("yes", "no"), "wrong-type", default="no") == "yes",
            in_short=entry.text("in_short"),
            cannot_tell=entry.text("cannot_tell"),
            said_again=entry.choice("said_again", ("yes", "no"), "wrong-type", default="no") == "yes",
            elsewhere=entry.texts("elsewhere"),
            apart=entry.choice("apart", ("yes", "no"), "wrong-type", default="no") == "yes",
        )
        for field, text in (("in_short", answer.in_short), ("cannot_tell", answer.cannot_tell)):
            if text and (text.endswith((".", "?")) or not answer.to):
                message = f"'{field}' is a part of a sentence, without a full stop, of an answer with 'to'"
                entry.problem("not-a-sentence", message, field)
            found = _LEANS.search(text)
            if found is not None:
                message = f"'{field}' stands among others, in any order, and so has no '{found[0]}'"
                entry.problem("leaning-short", message, field, "name in it what it is of")
        if (answer.to or answer.open) and not answer.is_whole:
            message = "an answer with 'to' or 'open' is a whole sentence, and ends with a full stop"
            entry.problem("not-a-sentence", message, "text")
        if answer.to and answer.open and not answer.text:
            entry.problem("not-a-sentence", "'open' is said by an answer, and this one has no 'text'", "open")
        if answer.together and (answer.text or answer.to) and not _is_to_several(answer):
            message = "what answers 'together' is 'to' two questions or fears of one topic, or more"
            entry.problem("not-a-sentence", message, "together")
        answers.append(answer)
    return answers


def _is_to_several(answer: Answer) -> bool:
    """Whether an answer is to two questions or fears at least of each topic that it is to."""
    several = Counter(name.partition(".")[0] for name in set(answer.to))
    return all("." in name for name in answer.to) and min(several.values(), default=0) >= _FEWEST_TOGETHER


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
