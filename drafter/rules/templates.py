"""Rules for the templates' own words: courtesies, which claim nothing, and the member's views."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from drafter.english.messages import shortened
from drafter.facts.claims import plain
from drafter.facts.model import WORDS, Fact, FactBase, Subject, Topic, bare
from drafter.letter.analysis import (
    PieceKind,
    TemplateSentence,
    answering,
    citation_words,
    is_position,
    read_templates,
)
from drafter.problems import Problem, Where, nearest
from drafter.rules.claims import AMOUNTS, WORD, clause_in_name, is_date, is_figure, verb_of_claim
from drafter.rules.looked import Looked

_OF_CITATIONS = frozenset(
    "a and answer at by deb debate from in letter note number of on oral page paragraph part petition press question "
    "release reply section speech statistics summary the to under undated volume written".split()
)
_WHY = re.compile(r"\bwhy\b", re.IGNORECASE)
_MAYBE = re.compile(r"\b(?:may|might|would|could|should)\b")
_ASKING = re.compile(
    r"(?:(?:to|from|for|by|with|in|on|at|of|under) )?(?:who|whom|whose|what|which|when|where|whether|how|why)\b"
)
# A phrase within a sentence must be one clause, without a continuation that could say more.
_MORE = re.compile(
    r"[.?!;:()\[\]\u2013\u2014](?!\w)|\s[-\u2013\u2014]\s|\b(?:because|although)\b"
    r"|, (?:which|who|whose|whom|as|since|though|when|where|while|so|but|for|yet)\b"
    r"|,? and (?:that|it|they|he|she|we|this|these|there) "
)
_ARTICLE = re.compile(r"\A(?:the|an?) ", re.IGNORECASE)
_OF_AMOUNTS = frozenset("£$€%‰")
_BUT = re.compile(r", but (?=I )")
_STOPPED = re.compile(r"[.?!;:](?!\w)")
_SAYS = re.compile(r",? says? (?:the )?[A-Z]\w+(?: [A-Z]\w+)*(?=,|\.?\Z)|\A(?:[Tt]he )?[A-Z]\w+(?: [A-Z]\w+)* says\b")
# What the office has not found, and what the member can and cannot do, is no claim about the subject.
_OURS = re.compile(
    r"\bI (?:cannot|can tell you|have found (?:no|none|nothing)|wish that I could|would rather)\b.*?(?=[,.]| and |\Z)"
)
# What one document leaves out, whose claims the answer rests on: an author has looked for it there.
_SILENT = re.compile(r"\b(?:(?:does|did) not (?:give|mention|say)|(?:says|said) nothing)\b.*?(?=[,.]| and |\Z)")
_POINTING = frozenset("the that this these those its their our of in and on".split())
_FACTS_HINT = "what is claimed must be a fact, told with claims(...)"


def _own_words(looked: Looked) -> Iterator[TemplateSentence]:
    """What a letter says that is neither fact nor position: the words of templates, and those of the subjects."""
    pieces, _ = read_templates(looked.templates)
    yield from (piece for piece in pieces if not is_position(piece.path))
    for topic in looked.base.topics.values():
        named = _figured(looked.base.subjects.get(topic.subject))
        yield from (TemplateSentence("", topic.where, _without(named, text), kind) for text, kind in _of_topic(topic))
    for action in looked.base.actions.values():
        named = _figured(looked.base.subjects[action.subject])
        for text in filter(None, (action.ask, action.ask_about.replace("{about}", ""), action.done)):
            yield TemplateSentence("", action.where, _without(named, text), PieceKind.PHRASE)
    shared = looked.base.courtesies
    where = Where(looked.office.path_of("facts", WORDS))
    yield from (TemplateSentence("", where, text, PieceKind.WORDS) for text in shared)
    for subject in looked.base.subjects.values():
        where = _words_file(subject, looked)
        words = (pair for pair in _of_words(subject) if pair[0] not in shared)
        yield from (TemplateSentence("", where, text, kind) for text, kind in words)


def _of_topic(topic: Topic) -> Iterator[tuple[str, PieceKind]]:
    yield from ((text, PieceKind.PHRASE) for text in (topic.heading.rstrip("?"), *topic.points))
    yield from ((concern.text, PieceKind.ASKED) for concern in topic.questions)
    concerns = (*topic.questions, *topic.fears)
    yield from ((concern.directly.rstrip("?"), PieceKind.PHRASE) for concern in concerns if concern.directly)
    yield from ((concern.text, PieceKind.FEARED) for concern in topic.fears)


def _of_words(subject: Subject) -> Iterator[tuple[str, PieceKind]]:
    """The words of words.yaml at which the rules on claims do not look."""
    yield from ((text, PieceKind.NAME) for text in _called(subject))
    figured = _figured(subject)
    longs = (text for short in subject.abbreviations for text in (short.long, short.plural))
    yield from ((_without(figured, text), PieceKind.PHRASE) for text in longs)
    yield from ((text, PieceKind.QUESTION) for text in subject.open_questions)
    yield from ((text, PieceKind.WORDS) for text in subject.courtesies)
    yield from ((rub.question, PieceKind.WORDS) for rub in subject.rubs)
    yield from ((a.text, PieceKind.SUM if a.is_whole else PieceKind.ANSWER) for a in subject.worded_answers)
    yield from ((a.in_short, PieceKind.SUM) for a in subject.answers if a.in_short)
    yield from ((a.cannot_tell, PieceKind.ASKED) for a in subject.answers if a.cannot_tell)


def _words_file(subject: Subject, looked: Looked) -> Where:
    return Where(looked.office.path_of("facts", subject.id, WORDS))


def _called(subject: Subject) -> Iterator[str]:
    """What somebody called the subject: its name, and its line."""
    yield from filter(None, (subject.name, subject.line))


def _figured(subject: Subject | None) -> list[str]:
    """The names of a subject that hold a figure or a day, by which people ask and are told of it: 'Early Day Motion
    123', 'the number 14 bus', 'winter fuel payments'. The longest come first.
    """
    names = (*subject.names, *(_ARTICLE.sub("", name) for name in _called(subject))) if subject is not None else ()
    held = (name for name in dict.fromkeys(names) if any(is_figure(word) or is_date(word) for word in _words(name)))
    return sorted(held, key=len, reverse=True)


def _without(names: Iterable[str], text: str) -> str:
    """A text without these names."""
    for name in names:
        text = re.sub(rf"\b{re.escape(name)}\b", "", text, flags=re.IGNORECASE)
    return text


def figure_in_courtesy(looked: Looked) -> Iterator[Problem]:
    """A number or a date in a template's own words, in those of a topic or an action, an answer or a question.

    Figures and dates are claims; a letter says them only as facts, with their citation. What constituents ask the
    member to do may hold a name with a figure that words.yaml lists among its names: 'Early Day Motion 123'. So may the
    name of the subject itself, and what its concerns are called and asked: 'the number 14 bus'. But a name holds no
    amount: '4,000', '£5', 'millions'.
    """
    for piece in _own_words(looked):
        yield from _figures_of(piece)


def _figures_of(piece: TemplateSentence) -> Iterator[Problem]:
    for word in _words(piece.text):
        odd = _is_amount(word) if piece.kind is PieceKind.NAME else is_figure(word) or is_date(word)
        if odd:
            message = f"'{word}' is a figure or a date, and nobody vouches for it here"
            yield Problem(piece.where, "figure-in-courtesy", message, _FACTS_HINT)


def _is_amount(word: str) -> bool:
    """Whether a word says how much or how many, as none of a name does: 'A12' and 'third' may stand in one."""
    many = re.search(r"\d[.,]\d|\d{5}", word) is not None
    return many or _bare(word) in AMOUNTS or word in _OF_AMOUNTS


def name_in_courtesy(looked: Looked) -> Iterator[Problem]:
    """A proper name in words of a template, a topic, an action or an answer, which words.yaml does not list.

    It lists them under 'names' and 'abbreviations'. A name that a reader remembers belongs to a fact.
    """
    known = _known_names(looked)
    for piece in _own_words(looked):
        yield from _names_of(piece, known, looked)


def _known_names(looked: Looked) -> set[str]:
    known = {_bare(word) for subject in looked.base.subjects.values() for word in _glossary(subject)}
    return known | {f"{word}s" for word in known}


def _names_of(piece: TemplateSentence, known: set[str], looked: Looked) -> Iterator[Problem]:
    for index, word in enumerate(_words(_without_told(piece, looked))):
        first = index == 0 and (word[1:].islower() or word == "A")  # the capital is that of a sentence's beginning
        named = word[0].isupper() and word != "I" and not first
        if named and _bare(word) not in known:
            message = f"'{word}' is a name that words.yaml does not list"
            yield Problem(piece.where, "name-in-courtesy", message, _FACTS_HINT)


def names_in(looked: Looked, subject: Subject) -> Iterator[str]:
    """The proper names in a subject's own words and in those of its topics that nothing lists, each as it is written:
    neighbouring words with a capital are one name.
    """
    known = _known_names(looked)
    topics = [topic for topic in looked.base.topics.values() if topic.subject == subject.id]
    texts = [pair for topic in topics for pair in _of_topic(topic)] + list(_of_words(subject))
    for text, kind in texts:
        piece = TemplateSentence("", Where(""), text, kind)
        unknown = {odd.message.split("'")[1] for odd in _names_of(piece, known, looked)}
        for run in re.findall(r"\b[A-Z][\w'\u2019-]*(?: [A-Z][\w'\u2019-]*)*", text):
            if any(word in unknown for word in _words(run)):
                yield " ".join(run.split())


def _without_told(piece: TemplateSentence, looked: Looked) -> str:
    """A piece's text. In an answer, names from the claims on which it rests are left out."""
    text = piece.text
    if piece.kind is PieceKind.SUM:
        for fact in _rests(text, looked):
            for name in re.findall(r"[A-Z][\w-]+", plain(fact.claim)):
                text = re.sub(rf"\b{name}\b", "", text)
    return text


def _rests(text: str, looked: Looked) -> Iterator[Fact]:
    """The facts on which an answer rests."""
    for subject in looked.base.subjects.values():
        for answer in subject.answers:
            if text in (answer.text, answer.in_short):
                yield from (looked.base.facts[id_] for id_ in answer.rests_on if id_ in looked.base.facts)


def claim_in_courtesy(looked: Looked) -> Iterator[Problem]:
    """A claim where none may be: in a template's own words, or in those that frame what is asked, done and answered.

    'said', 'announced', 'will cut' in a courtesy: whoever reads it takes it for a claim, and it has no citation. A
    question may hold verbs, since it is approved and its frame claims nothing; but it is one question, goes on to
    nothing else, and does not ask why, which takes the thing itself for granted. So are questions and fears of
    constituents, which begin as such ('whether ...', 'that ...'), and what they ask the member to do. A short answer
    claims no more than the facts that it rests on, and so does a whole sentence; where these are of one document, it
    may tell what that does not say. A short name ('then', 'near') has only words of the name.
    """
    for piece in _own_words(looked):
        yield from _claims_of(piece)
    for subject in looked.base.subjects.values():
        for text, more in (*_in_answers(subject, looked), *_in_short_names(subject)):
            message = f"'{more}' makes a claim of \u201c{shortened(text)}\u201d"
            yield Problem(_words_file(subject, looked), "claim-in-courtesy", message, _FACTS_HINT)


def _claims_of(piece: TemplateSentence) -> Iterator[Problem]:
    found = _claiming(piece.kind, piece.text)
    if found:
        message = f"'{found}' makes a claim of \u201c{shortened(piece.text)}\u201d"
        yield Problem(piece.where, "claim-in-courtesy", message, _FACTS_HINT)


def claiming_words(looked: Looked) -> Iterator[tuple[str, Problem]]:
    """What the rules on courtesies find, each with its whole text, which a letter may say."""
    known = _known_names(looked)
    for piece in _own_words(looked):
        yield from (
            (piece.text, odd) for odd in (*_figures_of(piece), *_names_of(piece, known, looked), *_claims_of(piece))
        )
    for subject in looked.base.subjects.values():
        for text, more in _in_answers(subject, looked):
            message = f"'{more}' makes a claim of \u201c{shortened(text)}\u201d"
            yield text, Problem(_words_file(subject, looked), "claim-in-courtesy", message, _FACTS_HINT)


@lru_cache(maxsize=4096)
def _claiming(kind: PieceKind, text: str) -> str:
    """The words that make a piece a claim; empty where there are none. Several rules ask for the same."""
    match kind:
        case PieceKind.WORDS:
            found = verb_of_claim().search(text)
        case PieceKind.NAME:
            found = _MORE.search(text) or clause_in_name().search(text)
        case PieceKind.QUESTION | PieceKind.ASKED:
            if not _ASKING.match(text):
                return text.split(maxsplit=1)[0]
            presumes = kind is PieceKind.QUESTION or not _MAYBE.search(text)
            found = (_WHY.search(text) if presumes else None) or _MORE.search(text)
        case PieceKind.FEARED:
            if not text.startswith("that "):
                return text.split(maxsplit=1)[0]
            found = _MORE.search(text)
        case PieceKind.PHRASE | PieceKind.ANSWER:
            found = _MORE.search(text)
        case PieceKind.SUM:
            found = _MORE.search(_BUT.sub("", text[:-1]))
    return found[0].strip() if found else ""


def _in_answers(subject: Subject, looked: Looked) -> Iterator[tuple[str, str]]:
    """Answers that claim more than the claims under them, each with the word that shows it."""
    for answer in subject.answers:
        rests = [looked.base.facts[id_] for id_ in answer.rests_on if id_ in looked.base.facts]
        told = " ".join((*(plain(fact.claim) for fact in rests), answer.open)).casefold()
        one = len({citation.source for fact in rests for citation in fact.cites}) == 1
        for text in filter(None, (answer.text, answer.in_short)):
            own = _OURS.sub("", _SAYS.sub("", text))
            for match in verb_of_claim().finditer(_SILENT.sub("", own) if one else own):
                if match[0].casefold() not in told:
                    yield text, match[0]


def _in_short_names(subject: Subject) -> Iterator[tuple[str, str]]:
    """Short names with a word that is neither in the name nor like one of its words."""
    for thing in subject.things:
        whole = [_bare(word) for name in thing.names for word in _words(name)]
        for text in (thing.then, thing.near):
            for word in map(_bare, _words(text)):
                like = any(word.startswith(one) for one in whole if len(one) > 2)
                if word not in _POINTING and word not in whole and not like:
                    yield text, word
    texts = [text for term in subject.glossary for text in (term.plain, term.gloss)]
    texts += [text for thing in subject.things for text in (thing.then, thing.near)]
    for text in texts:
        stopped = _STOPPED.search(text)
        if stopped:
            yield text, stopped[0]


def unapproved_courtesy(looked: Looked) -> Iterator[Problem]:
    """A sentence of a template's own that nobody has approved.

    Every one must stand, word for word and with its full stop, among the 'courtesies' of words.yaml, and a question
    given to 'gap' among its 'open_questions': there a person has looked at it and found that it claims nothing.
    Even 'It is.' makes a claim of the question before it, so no sentence passes by its words alone, and none that a
    tag cuts in two.
    """
    courtesies = {_fold(text) for s in looked.base.subjects.values() for text in s.courtesies}
    courtesies |= {_fold(text) for text in looked.base.courtesies}
    questions = {_fold(text) for s in looked.base.subjects.values() for text in s.open_questions}
    pieces, _ = read_templates(looked.templates)
    unsaid = cache(lambda: _unsaid(pieces, looked.base))
    for piece in pieces:
        if is_position(piece.path):
            continue
        if piece.kind is PieceKind.QUESTION:
            if _fold(piece.text) not in questions:
                message = f"nobody has approved the question \u201c{shortened(piece.text)}\u201d"
                hint = "if it presumes nothing, add it to 'open_questions' in words.yaml"
                yield Problem(piece.where, "unapproved-courtesy", message, hint)
        elif _fold(piece.text) not in courtesies:
            message = f"nobody has approved \u201c{shortened(piece.text)}\u201d"
            hint = "say it with facts; or, if it is whole and claims nothing, add it to 'courtesies' in words.yaml"
            like = nearest(piece.text, unsaid())
            if like:  # a reworded courtesy must be changed in both places
                hint = f"it stands here and in words.yaml, and is worded anew in both: {like}"
            yield Problem(piece.where, "unapproved-courtesy", message, hint)


def _unsaid(pieces: Iterable[TemplateSentence], base: FactBase) -> list[str]:
    """The courtesies that no template says."""
    said = {_fold(piece.text) for piece in pieces}
    return [text for subject in base.subjects.values() for text in subject.courtesies if _fold(text) not in said]


def unusual_template(looked: Looked) -> Iterator[Problem]:
    """A template that does more than say words, facts and choices between them.

    Assignments, macros, loops, filters and put-together texts could hide words from the other rules; nothing that a
    letter needs is lost without them.
    """
    _, oddities = read_templates(looked.templates)
    for odd in oddities:
        yield Problem(odd.where, "unusual-template", odd.what)


def figure_in_position(looked: Looked) -> Iterator[Problem]:
    """A number or a date in a position.

    The member's view is the member's own, but a figure or a date in it would be read as a fact. Tell it as a fact.
    """
    pieces, _ = read_templates(looked.templates)
    for piece in pieces:
        if is_position(piece.path):
            for word in _words(piece.text):
                if is_figure(word) or is_date(word):
                    message = f"'{word}' is a figure or a date, and a position holds none"
                    yield Problem(piece.where, "figure-in-position", message, _FACTS_HINT)


def _glossary(subject: Subject) -> Iterator[str]:
    texts = [*subject.names]
    texts += [text for a in subject.abbreviations for text in (a.short, f"{a.short}s", a.long, a.plural)]
    return (word for text in texts for word in _words(text))


def _words(text: str) -> list[str]:
    """The words of a text. A character outside any word counts as a word, so that nothing can hide in one."""
    words = [match[0] for match in WORD.finditer(text)]
    return words + [
        c for c in WORD.sub("", text) if not c.isspace() and c not in ".,;:?!'\"()-\u2019\u2018\u201c\u201d\u2013"
    ]


def _bare(word: str) -> str:
    low = word.casefold().replace("\u2019", "'")
    return low.removesuffix("'s").removesuffix("'")


def _fold(text: str) -> str:
    return " ".join(text.split())


def claim_in_citation(looked: Looked) -> Iterator[Problem]:
    """A word in the citation template that says more than where a passage stands.

    Notes are read as facts. Their words are the document's details and a few that join them.
    """
    for where, word in citation_words(looked.templates):
        if word.casefold() not in _OF_CITATIONS:
            message = f"'{word}' is no word of a citation"
            hint = f"known: {', '.join(sorted(_OF_CITATIONS))}"
            yield Problem(where, "claim-in-citation", message, hint)


def unsaid_answer(looked: Looked) -> Iterator[Problem]:
    """A short answer that no letter says, since nobody knows which question it is to.

    Letters say it by themselves only on a topic of which one thing is asked and nothing is feared. Else the answer has
    'to', with the questions that it answers, and ends with a full stop; or a template says answer(...).
    """
    known = set(answering(looked.templates, looked.base))
    for subject in looked.base.subjects.values():
        for answer in subject.answers:
            fact = looked.base.facts.get(answer.rests_on[0])
            if answer.is_whole or fact is None or known & {fact.id, fact.series, bare(fact.series)}:
                continue
            topics = [topic for topic in looked.base.topics.values() if fact in looked.base.on_topic(topic)]
            names = [f"{topic.name}.{one.id}" for topic in topics for one in (*topic.questions, *topic.fears)]
            to = next(iter(names), "TOPIC.QUESTION")
            message = f"no letter says the short answer '{answer.text}': nobody knows which question it is to"
            sentence = f"{answer.text[:1].upper()}{answer.text[1:]}."
            hint = f"end it with a full stop, and say to what, as in {{ text: {sentence}, to: [{to}], ... }}"
            yield Problem(_words_file(subject, looked), "unsaid-answer", message, hint)
