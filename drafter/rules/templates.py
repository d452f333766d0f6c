"""What templates say of their own: courtesies, which claim nothing, and the member's views."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.factbase.model import Subject
from drafter.letter.prose import Piece, PieceKind, citation_words, is_position, read
from drafter.problems import Problem, Where
from drafter.rules.courtesy import CLAIM
from drafter.rules.looked import Looked
from drafter.rules.words import WORD, is_date, is_figure

_OF_CITATIONS = frozenset(
    "a and answer at by debate from in note number of on oral page paragraph part question reply section speech "
    "summary the to under undated volume written".split()
)
_WHY = re.compile(r"why\b", re.IGNORECASE)
_FACTS_HINT = "what is claimed must be a fact, told with claims(...)"


def _own_words(looked: Looked) -> Iterator[Piece]:
    """What a letter says that is neither fact nor position: the words of templates, and those of the subject."""
    pieces, _ = read(looked.templates)
    yield from (piece for piece in pieces if not is_position(piece.path))
    for topic in looked.base.topics.values():
        concerns = [concern.text for concern in (*topic.questions, *topic.fears)]
        for text in (topic.heading, topic.about, *concerns):
            yield Piece("", topic.where, text, PieceKind.CONCERN)
    for subject in looked.base.subjects.values():
        where = Where(looked.office.path_of("facts", subject.id, "words.yaml"))
        spelt = [text for a in subject.abbreviations for text in (a.long, a.plural)]
        for text in (*subject.open_questions, *spelt):
            yield Piece("", where, text, PieceKind.QUESTION)
        for text in (*subject.courtesies, subject.name):
            yield Piece("", where, text, PieceKind.WORDS)


def figure_in_courtesy(looked: Looked) -> Iterator[Problem]:
    """A number or a date in a template's own words, a topic's heading or the question of a 'gap'.

    Figures and dates are claims; a letter says them only as facts, with their citation.
    """
    for piece in _own_words(looked):
        for word in _words(piece.text):
            if is_figure(word) or is_date(word):
                message = f"'{word}' is a figure or a date, and nobody vouches for it here"
                yield Problem(piece.where, "figure-in-courtesy", message, _FACTS_HINT)


def name_in_courtesy(looked: Looked) -> Iterator[Problem]:
    """A proper name in a template's own words that is not in the subject's glossary.

    The glossary is 'names' and 'abbreviations' in words.yaml. A name that a reader remembers belongs to a fact.
    """
    known = {_bare(word) for subject in looked.base.subjects.values() for word in _glossary(subject)}
    for piece in _own_words(looked):
        for index, word in enumerate(_words(piece.text)):
            named = word[0].isupper() and word != "I" and (index > 0 or not word[1:].islower())
            if named and _bare(word) not in known:
                message = f"'{word}' is a name that words.yaml does not list"
                yield Problem(piece.where, "name-in-courtesy", message, _FACTS_HINT)


def claim_in_courtesy(looked: Looked) -> Iterator[Problem]:
    """A verb of claim, or of what is done in the world, in a template's own words.

    'said', 'announced', 'will cut': whoever reads it takes it for a claim, and it has no citation. Questions that the
    documents leave open may hold verbs, since they are approved one by one and their frame claims nothing; but none may
    ask why, which takes the thing itself for granted.
    """
    for piece in _own_words(looked):
        match = None
        if piece.kind is PieceKind.WORDS:
            match = CLAIM.search(piece.text)
        elif piece.kind is PieceKind.QUESTION:
            match = _WHY.match(piece.text)
        if match:
            message = f"'{match[0]}' makes a claim of \u201c{_short(piece.text)}\u201d"
            yield Problem(piece.where, "claim-in-courtesy", message, _FACTS_HINT)


def unapproved_courtesy(looked: Looked) -> Iterator[Problem]:
    """A sentence of a template's own that nobody has approved.

    Every one must stand, word for word and with its full stop, among the 'courtesies' of words.yaml, and a question
    given to 'gap' among its 'open_questions': there a person has looked at it and found that it claims nothing.
    Even 'It is.' makes a claim of the question before it, so no sentence passes by its words alone, and none that a
    tag cuts in two.
    """
    courtesies = {_fold(text) for s in looked.base.subjects.values() for text in s.courtesies}
    questions = {_fold(text) for s in looked.base.subjects.values() for text in s.open_questions}
    pieces, _ = read(looked.templates)
    for piece in pieces:
        if is_position(piece.path):
            continue
        if piece.kind is PieceKind.QUESTION:
            if _fold(piece.text) not in questions:
                message = f"nobody has approved the question \u201c{_short(piece.text)}\u201d"
                hint = "if it presumes nothing, add it to 'open_questions' in words.yaml"
                yield Problem(piece.where, "unapproved-courtesy", message, hint)
        elif _fold(piece.text) not in courtesies:
            message = f"nobody has approved \u201c{_short(piece.text)}\u201d"
            hint = "say it with facts; or, if it is whole and claims nothing, add it to 'courtesies' in words.yaml"
            yield Problem(piece.where, "unapproved-courtesy", message, hint)


def unusual_template(looked: Looked) -> Iterator[Problem]:
    """A template that does more than say words, facts and choices between them.

    Assignments, macros, loops, filters and put-together texts could hide words from the other rules; nothing that a
    letter needs is lost without them.
    """
    _, oddities = read(looked.templates)
    for odd in oddities:
        yield Problem(odd.where, "unusual-template", odd.what)


def figure_in_position(looked: Looked) -> Iterator[Problem]:
    """A number or a date in a position.

    The member's view is the member's own, but a figure or a date in it would be read as a fact: say it as one.
    """
    pieces, _ = read(looked.templates)
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
    """The words of a text; a character that belongs to none is a word of its own, so that nothing hides in one."""
    words = [match[0] for match in WORD.finditer(text)]
    return words + [
        c for c in WORD.sub("", text) if not c.isspace() and c not in ".,;:?!'\"()-\u2019\u2018\u201c\u201d\u2013"
    ]


def _bare(word: str) -> str:
    low = word.casefold().replace("\u2019", "'")
    return low.removesuffix("'s").removesuffix("'")


def _fold(text: str) -> str:
    return " ".join(text.split())


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."


def claim_in_citation(looked: Looked) -> Iterator[Problem]:
    """A word in the citation template that says more than where a passage stands.

    Notes are read as facts. Their words are the document's details and a few that join them.
    """
    for where, word in citation_words(looked.templates):
        if word.casefold() not in _OF_CITATIONS:
            message = f"'{word}' is no word of a citation"
            hint = f"known: {', '.join(sorted(_OF_CITATIONS))}"
            yield Problem(where, "claim-in-citation", message, hint)
