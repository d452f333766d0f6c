"""A folder of YAML files to a ``FactBase``; every problem at once, nothing raised."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from drafter.facts import edtf
from drafter.facts.claims import OddMark, parse
from drafter.facts.model import (
    SOURCES,
    Abbreviation,
    Action,
    Answer,
    Citation,
    Concern,
    Fact,
    FactBase,
    FactKind,
    Loaded,
    Rub,
    Side,
    Source,
    Speaker,
    Subject,
    Term,
    Thing,
    Topic,
    Withdrawal,
)
from drafter.files import located_yaml
from drafter.files.fields import Fields, entries, mapping
from drafter.files.located_yaml import Document
from drafter.problems import Problem, Where, errors, nearest

# ``facts/sources.yaml``: the documents, in CSL's field names.

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
# What a document of each type does, where its entry says nothing else.
OCCASIONS = {"parliamentary-answer": "told Parliament", "briefing": "reports", "report": "says", "webpage": "says"}
TYPES = tuple(OCCASIONS)
PRONOUNS = ("he", "she", "it", "they")
SIDES = tuple(Side)
SOURCE_FIELDS = (
    "id", "type", "title", "author", "publisher", "issued", "number", "URL", "stated", "known_from", "sha256",
    "counted_from", "sections", "furniture", "unused", "speaker", "side", "party", "occasion",
)  # fmt: skip
STATABLE = ("title", "author", "publisher", "issued", "number", "URL")


def read_sources(document: Document, problems: list[Problem]) -> dict[str, Source]:
    """The sources of the file, by id; those with a problem are left out."""
    sources: dict[str, Source] = {}
    for fields in entries(document, problems):
        before = len(problems)
        source = _source(fields)
        if source is not None and source.id in sources:
            first = sources[source.id].where
            fields.problem("repeated-id", f"the source '{source.id}' stands already in line {first.line}", "id")
        elif source is not None and len(problems) == before:
            sources[source.id] = source
    return sources


def read_id(fields: Fields) -> str:
    """An id: small letters, digits and single hyphens, 60 at most; it becomes the label of a footnote."""
    value = fields.text("id", required=True)
    if value and (not ID.match(value) or len(value) > 60):
        hint = "use small letters, digits and single hyphens, 60 at most"
        fields.problem("odd-id", f"'{value}' cannot be an id", "id", hint=hint)
    return value


def _source(fields: Fields) -> Source | None:
    fields.allow(SOURCE_FIELDS)
    id_ = read_id(fields)
    kind = fields.choice("type", TYPES, "unknown-type")
    issued_text = fields.text("issued", required=True)
    issued = None
    if issued_text:
        try:
            issued = edtf.parse(issued_text)
        except ValueError as failure:
            fields.problem("impossible-date", str(failure), "issued")
    stated = fields.texts("stated")
    for index, name in enumerate(stated):
        if name not in STATABLE:
            hint = f"known: {', '.join(STATABLE)}"
            fields.problem(
                "unknown-field", f"'{name}' is no detail that a document can state", "stated", index, hint=hint
            )
    url = fields.text("URL")
    if url and not url.startswith(("https://", "http://")):
        fields.problem("odd-url", f"'{url}' is not an address", "URL", hint="write it whole, from 'https://' on")
    sections = []
    for part in fields.each("sections"):
        part.allow(("paragraph", "title"))
        sections.append((part.number("paragraph") or 0, part.text("title", required=True)))
    details = {
        name: fields.text(key, required=key in {"title", "publisher"})
        for name, key in (("title", "title"), ("author", "author"), ("publisher", "publisher"), ("number", "number"))
    }
    known_from = fields.text("known_from")
    if not known_from and any(fields.value.get(n) and n not in stated for n in STATABLE if n != "URL"):
        fields.problem("missing-field", "'known_from' must say where the details that are not 'stated' were found")
    furniture = _blocks(fields, "furniture")
    unused = []
    for part in fields.each("unused"):
        part.allow(("paragraphs", "because"))
        unused.append((_blocks(part, "paragraphs"), part.text("because", required=True)))
    speaker = read_speaker(fields, required=True)
    side, party = _side(fields)
    if issued is None or speaker is None or not side:
        return None
    return Source(
        id=id_,
        type=kind,
        title=details["title"],
        author=details["author"],
        publisher=details["publisher"],
        issued=issued,
        number=details["number"],
        url=url,
        stated=stated,
        known_from=known_from,
        sha256=fields.text("sha256"),
        counted_from=fields.number("counted_from") or 1,
        sections=tuple(sorted(sections)),
        furniture=furniture,
        unused=tuple(unused),
        where=fields.entry,
        speaker=speaker,
        side=Side(side),
        occasion=fields.text("occasion") or OCCASIONS.get(kind, ""),
        party=party,
    )


def _side(fields: Fields) -> tuple[str, str]:
    """On whose side a document speaks, and whose paper it is where that is a party's."""
    side = fields.choice("side", SIDES, "unknown-side")
    party = fields.text("party")
    if side == Side.PARTY and not party:
        fields.problem("missing-field", "'party' must say whose paper it is, since its side is a party's")
    elif party and side and side != Side.PARTY:
        fields.problem("idle-field", "'party' is for a document whose side is 'party'", "party")
    return side, party


def read_speaker(fields: Fields, *, required: bool = False) -> Speaker | None:
    """Whose word it is: a mapping of ``full``, ``short`` and ``pronoun``."""
    if fields.value.get("speaker") is None:
        if required:
            hint = "for example { full: the Health Minister Jo Lee, short: Ms Lee, pronoun: she }"
            fields.problem("missing-speaker", "'speaker' must say how letters name whoever speaks here", hint=hint)
        return None
    inner = fields.inner("speaker")
    inner.allow(("full", "short", "pronoun"))
    full = inner.text("full", required=True)
    pronoun = inner.choice("pronoun", PRONOUNS, "unknown-pronoun", default="it")
    return Speaker(full, inner.text("short") or full, pronoun) if full else None


def _blocks(fields: Fields, name: str) -> frozenset[int]:
    """Numbers and runs of numbers: ``1-9`` or ``15``."""
    found: set[int] = set()
    for index, text in enumerate(fields.texts(name)):
        match = re.fullmatch(r"(\d{1,5})(?:-(\d{1,5}))?", text)
        if match is None or int(match[2] or match[1]) < int(match[1]):
            fields.problem("wrong-type", f"'{text}' is no run of paragraphs", name, index, hint="write 4 or 1-9")
            continue
        found.update(range(int(match[1]), int(match[2] or match[1]) + 1))
    return frozenset(found)


# Files of facts: entries to ``Fact``, every field converted and every reference followed.

LONGEST_QUOTE = 25  # words; a short passage may be quoted, a document may not be copied
LEANINGS = ("only_after", "but_after", "so_after")
FACT_FIELDS = (
    "id", "topics", "series", "kind", "claim", "occasion", "speaker", *LEANINGS, "from", "until", "review_by", "cites",
    "superseded_by", "withdrawn",
)  # fmt: skip
CITATION_FIELDS = ("source", "quote", "paragraph", "occurrence")
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
_KINDS = tuple(FactKind)


@dataclass(frozen=True)
class Known:
    """What facts may refer to. ``unread`` are sources that have a problem of their own."""

    sources: Mapping[str, Source]
    topics: Mapping[str, Topic]
    subject: Subject
    unread: frozenset[str] = frozenset()


def read_facts(document: Document, known: Known, problems: list[Problem]) -> list[Fact]:
    """The facts of one file, in its order; those with a problem are left out."""
    facts = []
    for fields in entries(document, problems):
        fact = _fact(fields, known)
        if fact is not None:
            facts.append(fact)
    return facts


def _fact(fields: Fields, known: Known) -> Fact | None:
    before = len(fields.problems)
    id_ = read_id(fields)
    if _of_old_shape(fields):
        return None
    fields.allow(FACT_FIELDS)
    topics = fields.texts("topics", required=True)
    for index, topic in enumerate(topics):
        if topic not in known.topics:
            hint = nearest(topic, known.topics) or f"known: {', '.join(known.topics)}"
            fields.problem("unknown-topic", f"there is no topic '{topic}'", "topics", index, hint=hint)
    kind = fields.choice("kind", _KINDS, "unknown-kind", default=FactKind.CLAIM)
    claim = _claim(fields)
    start = fields.day("from", required=True)
    until = fields.day("until")
    review_by = fields.day("review_by")
    named = [_citation(part, known) for part in fields.each("cites", required=True)]
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
    withdrawn = _withdrawal(fields)
    if len(fields.problems) > before or start is None or len(cites) < len(named):
        return None
    return Fact(
        id=id_,
        subject=known.subject.id,
        topics=topics,
        series=fields.text("series"),
        kind=FactKind(kind),
        claim=claim,
        start=start,
        until=until,
        review_by=review_by,
        cites=cites,
        where=fields.entry,
        speaker=read_speaker(fields),
        occasion=fields.text("occasion"),
        only_after=fields.text("only_after"),
        but_after=fields.text("but_after"),
        so_after=fields.text("so_after"),
        superseded_by=fields.text("superseded_by"),
        withdrawn=withdrawn,
    )


def _withdrawal(fields: Fields) -> Withdrawal | None:
    if fields.value.get("withdrawn") is None:
        return None
    inner = fields.inner("withdrawn")
    inner.allow(("on", "reason"))
    on, reason = inner.day("on", required=True), inner.text("reason", required=True)
    return Withdrawal(on, reason) if on is not None else None


def _of_old_shape(fields: Fields) -> bool:
    """Whether an entry is of the shape that facts had before; says what to write instead."""
    old = [name for name in OLD_FIELDS if name in fields.value]
    if not old or "claim" in fields.value:
        for name in old:
            message = f"a fact has no '{name}' any more: its claim is one clause, and the program says whose it is"
            fields.problem("old-fact", message, name, hint=f"take '{name}' out")
        return bool(old)
    told = _TOLD_OF.match(fields.text("statement"))
    clause = next(filter(None, told.groups()), "") if told else ""
    example = clause.rstrip(".") or "an ACO is not a new type of legal entity"
    message = "this fact is of the old shape: a fact is one claim now, without its speaker and without other wordings"
    hint = (
        f"write 'claim: {example}' in place of {', '.join(old)}, in the present of the document's day; "
        "the document's entry in sources.yaml says whose word it is"
    )
    fields.problem("old-fact", message, old[0], hint=hint)
    return True


def _claim(fields: Fields) -> str:
    """A clause that could stand after 'said that'."""
    text = fields.text("claim", required=True)
    if not text:
        return ""
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
        parse(text)
    except OddMark as failure:
        fields.problem(failure.rule, str(failure), "claim", hint=failure.hint)
    return text


def _citation(fields: Fields, known: Known) -> Citation | None:
    fields.allow(CITATION_FIELDS)
    source = fields.text("source", required=True)
    if source and source not in known.sources and source not in known.unread:
        message = f"source '{source}' is not in facts/sources.yaml"
        fields.problem("unknown-source", message, "source", hint=nearest(source, known.sources))
    quote = fields.text("quote", required=True)
    if len(quote.split()) > LONGEST_QUOTE:
        message = f"the quotation has {len(quote.split())} words; {LONGEST_QUOTE} at most"
        fields.problem("long-quotation", message, "quote", hint="quote the shortest run that carries the claim")
    paragraph = fields.number("paragraph")
    if paragraph is None:
        if "paragraph" not in fields.value:
            fields.problem("missing-field", "'paragraph' is missing or empty")
    elif source in known.sources and paragraph in known.sources[source].furniture:
        fields.problem(
            "quoted-furniture",
            f"paragraph {paragraph} of '{source}' is page furniture, nobody's statement",
            "paragraph",
        )
    if source not in known.sources or not quote or paragraph is None:
        return None
    return Citation(source, quote, paragraph, fields.number("occurrence") or 0)


# ``topics.yaml``, ``words.yaml`` and ``actions.yaml`` of a subject: what people raise and ask for, and its words.

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


_TOPICS, _WORDS, _ACTIONS = "topics.yaml", "words.yaml", "actions.yaml"


def load(folder: Path, name: str = "facts", overlay: Mapping[Path, str] = {}) -> Loaded:
    """Read ``sources.yaml`` and every subject's folder. ``name`` is how problems call the folder.

    A file that is in ``overlay`` is read from the text there, whether it is on the disk or not.
    """
    problems: list[Problem] = []
    sources, unread = _sources(folder, name, problems)
    subjects: dict[str, Subject] = {}
    topics: dict[str, Topic] = {}
    facts: dict[str, Fact] = {}
    actions: dict[str, Action] = {}
    for home in sorted(p for p in folder.glob("*") if p.is_dir()) if folder.is_dir() else ():
        subject = _subject(home, f"{name}/{home.name}", topics, problems)
        if subject is None:
            continue
        subjects[subject.id] = subject
        _actions(home, f"{name}/{home.name}", actions, problems)
        known = Known(sources, topics, subject, unread)
        for path in sorted({*home.glob("*.yaml"), *(p for p in overlay if p.parent == home)}):
            if path.name in {_TOPICS, _WORDS, _ACTIONS}:
                continue
            document, found = _read(path, f"{name}/{home.name}/{path.name}", overlay)
            problems += found
            if document is not None:
                _add(facts, read_facts(document, known, problems), problems)
    problems += _rivals(facts.values())
    if not errors(problems):  # a fact with a problem is left out, and would be missed here without cause
        problems += _strangers(facts, subjects.values())
    if not facts and not problems:
        problems.append(Problem(Where(name), "no-facts", "holds no facts"))
    return Loaded(FactBase(sources, subjects, topics, facts, actions), tuple(sorted(problems)))


def _read(path: Path, name: str, overlay: Mapping[Path, str]) -> tuple[located_yaml.Document | None, list[Problem]]:
    text = overlay.get(path)
    return located_yaml.read(path, name) if text is None else located_yaml.parse(text, name)


def _sources(folder: Path, name: str, problems: list[Problem]) -> tuple[dict[str, Source], frozenset[str]]:
    """The sources, and the ids of those that could not be read: what facts rest on them says no more of that."""
    document, found = located_yaml.read(folder / SOURCES, f"{name}/{SOURCES}")
    problems += found
    if document is None:
        return {}, frozenset()
    sources = read_sources(document, problems)
    entries = document.root if isinstance(document.root, list) else []
    named = {str(entry.get("id")) for entry in entries if isinstance(entry, dict)}
    return sources, frozenset(named - set(sources))


def _subject(home: Path, name: str, topics: dict[str, Topic], problems: list[Problem]) -> Subject | None:
    words, found = located_yaml.read(home / _WORDS, f"{name}/{_WORDS}")
    listed, found_too = located_yaml.read(home / _TOPICS, f"{name}/{_TOPICS}")
    problems += found + found_too
    if words is None or listed is None:
        return None
    for topic in read_topics(listed, home.name, problems):
        if topic.id in topics:
            message = f"the topic '{topic.id}' stands already at {topics[topic.id].where}"
            problems.append(Problem(topic.where, "repeated-id", message))
        else:
            topics[topic.id] = topic
    return read_words(words, home.name, problems)


def _actions(home: Path, name: str, actions: dict[str, Action], problems: list[Problem]) -> None:
    """What people ask of the member on this subject; a subject may have none."""
    if not (home / _ACTIONS).is_file():
        return
    document, found = located_yaml.read(home / _ACTIONS, f"{name}/{_ACTIONS}")
    problems += found
    for action in read_actions(document, home.name, problems) if document is not None else ():
        if action.id in actions:
            message = f"the action '{action.id}' stands already at {actions[action.id].where}"
            problems.append(Problem(action.where, "repeated-id", message))
        else:
            actions[action.id] = action


def _add(facts: dict[str, Fact], found: Iterable[Fact], problems: list[Problem]) -> None:
    for fact in found:
        if fact.id in facts:
            message = f"the fact '{fact.id}' stands already at {facts[fact.id].where}"
            problems.append(Problem(fact.where, "repeated-id", message, "give one of the two another id"))
        else:
            facts[fact.id] = fact


def _rivals(facts: Iterable[Fact]) -> list[Problem]:
    """Two facts of one series that begin on one day: nobody could say which of them holds."""
    begun: dict[tuple[str, object], Fact] = {}
    problems = []
    for fact in facts:
        if not fact.series:
            continue
        rival = begun.setdefault((fact.series, fact.start), fact)
        if rival is not fact:
            message = f"the series '{fact.series}' has '{rival.id}' beginning on the same day ({fact.start})"
            problems.append(Problem(fact.where, "series-clash", message, f"see {rival.where}"))
    return problems


def _strangers(facts: dict[str, Fact], subjects: Iterable[Subject]) -> Iterator[Problem]:
    """Claims that lean on a fact that there is not, or on another document's; words that rest on none."""
    for fact in facts.values():
        for field in LEANINGS:
            other = getattr(fact, field)
            if other and other not in facts:
                message = f"'{field}' of '{fact.id}' names '{other}', which is no fact"
                yield Problem(fact.where, "unknown-fact", message, nearest(other, facts))
            elif other and facts[other].source != fact.source:
                message = f"'{field}' of '{fact.id}' names '{other}', which is another document's"
                hint = "claims of two documents are set side by side by a 'rub' of words.yaml"
                yield Problem(fact.where, "other-document", message, hint)
    for subject in subjects:
        rests = [(id_, f"the answer '{answer.text}'") for answer in subject.answers for id_ in answer.rests_on]
        rests += [(id_, f"the rub '{rub.id}'") for rub in subject.rubs for id_ in (*rub.first, *rub.yet, *rub.beside)]
        for id_, what in rests:
            if id_ not in facts:
                where = Where(f"facts/{subject.id}/{_WORDS}")
                yield Problem(where, "unknown-fact", f"{what} rests on '{id_}', which is no fact", nearest(id_, facts))
