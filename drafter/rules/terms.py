"""Short names and plain terms of words.yaml, which stand in claims: they say as much as what they stand for."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.factbase.model import Subject
from drafter.problems import Problem, Where
from drafter.rules.details import bare, details_of, listed
from drafter.rules.hedges import differences
from drafter.rules.looked import Looked
from drafter.rules.words import WORD


def more_than_the_term(looked: Looked) -> Iterator[Problem]:
    """A short name or a plain term, in words.yaml, that says more than what it stands for, or less.

    'then' and 'near' of a thing, 'plain' and 'gloss' of a term stand in claims in place of the document's words, or
    beside them. A figure, a date, a name or a hedge that these have not would be said without a citation; and what
    stands in place of a term must hedge as the term does.
    """
    for subject in looked.base.subjects.values():
        where = Where(looked.office.path_of("facts", subject.id, "words.yaml"))
        for name, text, replaced in dict.fromkeys(_stand_ins(subject)):
            known = {bare(word).casefold() for said in (name, *subject.names) for word in WORD.findall(said)}
            hedges = list(differences(text, "", name))
            more = [word for word in details_of(text) if word.casefold() not in known]
            more += [added for added, _ in hedges if added]
            less = [lost for _, lost in hedges if lost and replaced]
            if more or less:
                how = f"says {listed(more)}, which '{name}' does not" if more else f"lacks {listed(less)} of '{name}'"
                hint = "it must say the same, no more and no less"
                yield Problem(where, "more-than-the-term", f"'{text}' {how}", hint)


def _stand_ins(subject: Subject) -> Iterator[tuple[str, str, bool]]:
    """A name or a term, what stands for it, and whether that takes the place of its hedges too."""
    for thing in subject.things:
        yield from ((thing.names[0], text, False) for text in (thing.then, thing.near))
    for term in subject.glossary:
        yield term.term, term.plain or term.gloss, bool(term.plain)
