"""What is found of each sentence: that it says what its fact says, may stand there, and calls the note it should."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from drafter.documents.quotations import fold
from drafter.factbase.day import Day
from drafter.factbase.model import Fact
from drafter.factbase.read_subject import RECORD
from drafter.factbase.wordiff import difference
from drafter.letter.acts import claimed_acts
from drafter.letter.cite import notes
from drafter.letter.record import Record
from drafter.letter.typography import typeset
from drafter.problems import Problem, Severity, Where
from drafter.review.align import Aligned
from drafter.review.changes import is_any_figure
from drafter.review.known import AGAIN, SAME, STATEMENT, Form
from drafter.review.model import Standing
from drafter.review.standing import Doubt, Shelf, doubts
from drafter.review.tokens import bare
from drafter.rules.courtesy import CLAIM
from drafter.rules.words import is_date

_GIVE_IT_ONE = (
    "give it a fact (a note that holds nothing but the fact's id), mark it as the member's view (in Word the style "
    "'Position Sentence', in Markdown [...]{.position}), or take it out; what claims nothing and is said to many can "
    "be approved for good, among the 'courtesies' of words.yaml"
)
_SHOWN = 60  # letters of a sentence
_OF_VIEWS = frozenset("own oppose support share agree campaign vote say".split())  # what a view is made of
_WAIT = frozenset(("unreviewed", "past-review"))


@dataclass
class Reader:
    """Reads a letter's sentences in order, and knows what has been said so far."""

    day: Day
    shelf: Shelf
    record: Record | None
    noted: bool
    _said: dict[str, Where] = field(default_factory=dict)
    _named: set[tuple[str, str]] = field(default_factory=set)
    _before: Fact | None = None
    _texts: dict[str, frozenset[str]] = field(default_factory=dict)

    def begin_paragraph(self) -> None:
        """No wording leans over the end of a paragraph."""
        self._before = None

    def read(self, sentence: Aligned, where: Where) -> tuple[str, str, tuple[Problem, ...]]:
        """The sentence's fact, the wording that it was held against, and what was found of it."""
        facts = self.shelf.base.facts
        form = self._fitting(sentence) if sentence.forms and sentence.forms[0].fact else None
        found = list(self._findings(sentence, form))
        look = f"'drafter facts review --for {where.path} --by NAME' takes you through all that wait"
        problems = tuple(
            Problem(where, d.rule, d.message, look if d.rule in _WAIT else d.hint, d.severity) for d in found
        )
        if form is None:
            self._before = None
            return "", "", problems
        fact = facts[form.fact]
        self._said.setdefault(fact.id, where)
        self._before = fact
        if fact.voice != RECORD:
            self._named.add((fact.cites[0].source, fact.voice))
        return fact.id, typeset(form.text), problems

    def _fitting(self, sentence: Aligned) -> Form:
        """Of forms in the same words, one that may stand here; the first where none may."""
        return next((form for form in sentence.forms if not self._leans_on(form)), sentence.forms[0])

    def _findings(self, sentence: Aligned, form: Form | None) -> Iterator[Doubt]:
        if form is None:
            yield from self._of_own_words(sentence)
            return
        fact = self.shelf.base.facts[form.fact]
        if sentence.several:
            message = f"runs {' and '.join(sentence.several)} into one sentence"
            yield Doubt("two-facts", message, "a sentence rests on one fact: part it")
        elif sentence.changes:
            # Other words may mean the same: whoever signs says so, or the fact base learns the wording.
            rule = "changed-detail" if sentence.changes.grave else "other-words"
            yield Doubt(rule, f"{sentence.changes} '{fact.id}'", f"the fact says: {form.text}")
        elif sentence.standing is Standing.REWORDED:
            words = difference(typeset(form.text), sentence.text)
            yield Doubt("reworded", f"says '{fact.id}' in other words: {words}", severity=Severity.WARNING)
        leans = self._leans_on(form)
        if leans:
            message = f"this wording of '{fact.id}' leans on {leans}, which does not stand before it"
            yield Doubt("leaning-wording", message, f"say it whole: {fact.statement}")
        if fact.id in self._said:
            message = f"'{fact.id}' is said already at {self._said[fact.id]}"
            yield Doubt("said-twice", message, severity=Severity.WARNING)
        yield from doubts(fact, self.day, self.shelf, self.record)
        yield from self._of_notes(sentence, fact)

    def _leans_on(self, form: Form) -> str:
        """What a wording leans on and has not, as words; the conditions are those of composing."""
        fact = self.shelf.base.facts[form.fact]
        source, voice = fact.cites[0].source, fact.voice
        if form.how == STATEMENT:
            return ""
        if form.how not in (AGAIN, SAME):
            return "" if self._before is not None and self._before.id == form.how else f"'{form.how}'"
        if form.how == SAME:
            before = self._before
            same = before is not None and before.voice == voice and before.cites[0].source == source
            return "" if same else f"a sentence in which '{source}' speaks"
        return "" if (source, voice) in self._named else f"a sentence that names '{source}'"

    def _of_own_words(self, sentence: Aligned) -> Iterator[Doubt]:
        if sentence.standing is Standing.NEW:
            like = f"; it is a little like '{sentence.nearest}'" if sentence.nearest else ""
            yield Doubt("no-source", f"no fact bears out \u201c{_short(sentence.text)}\u201d{like}", _GIVE_IT_ONE)
        if sentence.standing is Standing.VIEW:
            yield from self._of_views(sentence)
        for note in sentence.notes:
            yield Doubt("note-without-fact", f"has a note that rests on no fact: \u201c{_short(note.text)}\u201d")

    def _of_views(self, sentence: Aligned) -> Iterator[Doubt]:
        """What the member's own words must not hold, and what reads as more than a view."""
        for act in claimed_acts(sentence.text, [act.sentence for act in self.shelf.office.acts]):
            hint = "enter it under 'acts' in office.yaml"
            yield Doubt("claimed-act", f"'{act}' claims an act of the member's", hint)
        position = self.record.position if self.record is not None else ""
        if sentence.forms and position and all(form.how not in ("", position) for form in sentence.forms):
            message = f"is of the position '{sentence.forms[0].how}'; the letter was drafted with '{position}'"
            yield Doubt("other-position", message, severity=Severity.WARNING)
        if sentence.forms:  # the office's own, which the rules of templates hold
            return
        for word in map(bare, sentence.text.split()):
            if word and (is_any_figure(word) or is_date(word)):
                message = f"'{word}' is a figure or a date, and the member's view holds none"
                yield Doubt("figure-in-position", message, "what is claimed must be a fact")
        claim = next((m[0] for m in CLAIM.finditer(sentence.text) if m[0].casefold() not in _OF_VIEWS), "")
        if claim:
            message = f"'{claim}' reads as a claim of what is so; a view is not cited"
            yield Doubt("claim-in-view", message, "if it is one, give it a fact", Severity.WARNING)
        else:
            message = "was added in the member's name, and nothing bears it out"
            yield Doubt("new-view", message, "whoever signs must want to say it", Severity.WARNING)

    def _of_notes(self, sentence: Aligned, fact: Fact) -> Iterator[Doubt]:
        if self.noted and not sentence.notes:
            message = f"the note that cites '{fact.id}' is gone; the final copy has it again"
            yield Doubt("citation-lost", message, severity=Severity.WARNING)
        for note in sentence.notes:
            if note.fact and note.fact != fact.id and note.fact in self.shelf.base.facts:
                yield Doubt("wrong-citation", f"says '{fact.id}' and cites '{note.fact}'", "call the other note here")
            elif note.text and not note.fact and fold(note.text) not in self._notes_of(fact):
                other = self._whose(note.text)
                if other:
                    yield Doubt("wrong-citation", f"says '{fact.id}' and cites '{other}'", "call the other note here")
                    continue
                message = (
                    f"its note says something of its own, which the final copy drops: \u201c{_short(note.text)}\u201d"
                )
                yield Doubt("other-note", message, severity=Severity.WARNING)

    def _whose(self, note: str) -> str:
        """The fact of the draft whose note this is."""
        known = self.shelf.base.facts
        said = [known[said.fact] for said in self.record.said if said.fact in known] if self.record else []
        return next((fact.id for fact in said if fold(note) in self._notes_of(fact)), "")

    def _notes_of(self, fact: Fact) -> frozenset[str]:
        """How a note of this fact may read: in full, or short after."""
        if fact.id not in self._texts:
            made = notes([fact, fact], self.shelf.base.sources, self.shelf.templates)
            self._texts[fact.id] = frozenset(fold(note.text) for note in made)
        return self._texts[fact.id]


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3].rstrip()}..."
