"""What is found of each sentence: that it says what its facts say, may stand there, and calls the note it should."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from drafter.documents.quotations import fold
from drafter.factbase.model import Fact
from drafter.letter import cite
from drafter.letter.laws import Breach
from drafter.letter.record import Record
from drafter.letter.returned import Block, ReturnedNote
from drafter.letter.tree import Kind, Sentence
from drafter.letter.typography import typeset
from drafter.letter.vocabulary import Desk
from drafter.problems import Problem, Severity, Where
from drafter.review.align import Aligned
from drafter.review.gathering import views_of
from drafter.review.known import UNDECIDED
from drafter.review.model import Standing
from drafter.review.standing import Doubt, Shelf, doubts
from drafter.review.unread import Unread

_OTHER_WORDS = frozenset(("changed-detail", "other-words", "reworded"))
_GIVE_IT_ONE = (
    "give it one (a note that holds nothing but the fact's id), mark it as the member's view (in Word the style "
    "'Position Sentence', in Markdown [...]{.position}), or take it out; what claims nothing and is said to many can "
    "be approved for good, among the 'courtesies' of words.yaml"
)
_SHOWN = 60  # letters of a sentence
# When it was done, and what else a sentence says behind an act: the day is given by itself.
_WHEN = re.compile(
    r",? on (?:\w+day,? )?(?:the )?\d{1,2}\b[^,]*\Z|,? (?:yesterday|today|earlier|last \w+|this \w+)\Z"
    r"|,? in (?:January|February|March|April|May|June|July|August|September|October|November|December)\b[^,]*\Z"
    r"|,? and (?:I|he|she|they|it|you)\b.*\Z",
    re.DOTALL,
)
_MINE = re.compile(r"(?:On [^,]{3,30}?,? )?I(\u2019ve|'ve)? ([^\"\n]+?)[.!]?\Z")
_WAIT = frozenset(("unreviewed", "past-review"))
# Laws that standing tells already, and better, where it finds one of these.
_TOLD_OTHERWISE = frozenset(("before-document", "overtaken", "history-alone", "told-as-now"))
_GONE = frozenset(("withdrawn-fact", "not-yet", "no-longer-holds"))
_ONCE = frozenset(("no-speaker", "undated-claim"))
_SPEAKS = frozenset(("no-speaker", "undated-claim", "untagged", "told-as-now", "other-tense"))


@dataclass
class Reader:
    """Reads a letter's paragraphs in order, and knows what has been said so far."""

    desk: Desk
    shelf: Shelf
    record: Record | None
    noted: bool
    many: bool = False
    _said: dict[str, Where] = field(default_factory=dict)
    _position: str = ""  # of the first view that is a position's

    def read(
        self,
        block: Block,
        sentences: Sequence[Aligned],
        places: Sequence[Where],
        notes: Mapping[str, ReturnedNote],
        breaches: Sequence[Breach],
    ) -> list[tuple[Problem, ...]]:
        """What was found of each sentence of a paragraph. ``breaches`` are the laws that the paragraph breaks."""
        found: list[list[Doubt]] = [
            list(self._of(sentence, where)) for sentence, where in zip(sentences, places, strict=True)
        ]
        for breach in self._first(breaches):
            told = any(doubt.rule in _GONE for doubt in found[breach.sentence])
            if not (told and breach.law in _TOLD_OTHERWISE):
                found[breach.sentence].append(Doubt(breach.law, breach.message, self._mend(breach, sentences)))
        for number, doubt in self._of_notes(block, sentences, notes):
            found[number].append(doubt)
        return [
            tuple(Problem(where, d.rule, d.message, _hint(d, where, one.text), d.severity) for d in dict.fromkeys(mine))
            for mine, where, one in zip(found, places, sentences, strict=True)
        ]

    def _first(self, breaches: Sequence[Breach]) -> Iterator[Breach]:
        """The breaches, without those that are mended with an earlier one: whose word it is, is said once for all that
        follows.
        """
        mended: set[tuple[str, str]] = set()
        told = {(breach.law, breach.sentence) for breach in breaches}
        for breach in sorted(breaches, key=lambda one: one.sentence):
            fact = self.desk.base.facts.get(breach.fact)
            mark = (breach.law, fact.source if fact else "")
            if breach.law in _ONCE and fact is not None and mark in mended:
                continue
            if breach.law == "told-as-now" and ("overtaken", breach.sentence) in told:
                continue
            if breach.law == "other-tense" and ("told-as-now", breach.sentence) in told:
                continue
            mended.add(mark)
            yield breach

    def _mend(self, breach: Breach, sentences: Sequence[Aligned]) -> str:
        """Words that would put a broken law right, where there are some."""
        facts = Sentence(sentences[breach.sentence].heard).facts
        if breach.law not in _SPEAKS or not facts:
            return ""
        from drafter.letter.shown import sentences_of  # late: only what was edited needs it

        return f"say it whole: {sentences_of(self.desk.base.facts[facts[0]], self.desk.base, self.desk.day.date)[0]}"

    def _of(self, sentence: Aligned, where: Where) -> Iterator[Doubt]:
        ids = Sentence(sentence.segments).facts
        yield from self._of_wordings(sentence, claims=bool(ids))
        if not ids:
            yield from self._of_own_words(sentence)
            return
        facts = [self.desk.base.facts[id_] for id_ in ids]
        named = " and ".join(f"'{id_}'" for id_ in ids)
        if sentence.framed:
            stands = _short(sentence.framed)
            message = f"\u201c{stands}\u201d is none of the ways in which to say who said {named}, and when"
            right = "; ".join(f"\u201c{typeset(text)} ...\u201d" for text in sentence.frames)
            yield Doubt("other-frame", message, f"the letter can say: {right}")
        if sentence.changes:
            # Other words may mean the same: whoever signs says so, or the fact base learns the wording.
            rule = "changed-detail" if sentence.changes.grave else "other-words"
            yield Doubt(rule, f"{sentence.changes} {named}", f"the letter can say: {typeset(sentence.against)}")
        elif sentence.standing is Standing.REWORDED:
            from drafter.factbase.wordiff import difference  # late: only what was edited needs it

            words = difference(typeset(sentence.against), sentence.text)
            yield Doubt(
                "reworded", f"says {named} in other words: {words}", f"the letter can say: {typeset(sentence.against)}"
            )
        for fact in facts:
            if fact.id in self._said and self._said[fact.id] != where:
                message = f"'{fact.id}' is said already at {self._said[fact.id]}"
                yield Doubt("said-twice", message, severity=Severity.WARNING)
            self._said.setdefault(fact.id, where)
            past = all(s.past for s in sentence.segments if s.kind is Kind.CLAIM and s.fact == fact.id)
            yield from doubts(fact, self.desk.day, self.shelf, self.record, past=past)

    def _of_wordings(self, sentence: Aligned, *, claims: bool) -> Iterator[Doubt]:
        """Words of the office's own that nobody stands for, or that the rules of templates refuse."""
        if self._unread is None:
            return
        for wording in self._unread.said_in(sentence.text, claims=claims, view=sentence.standing is Standing.VIEW):
            message = f"nobody has reviewed the {wording.kind} \u201c{_short(wording.text)}\u201d"
            yield Doubt("unreviewed-words", message, severity=Severity.WARNING)
        if not claims and sentence.standing is Standing.COURTESY:
            for text, odd in self.shelf.odd_words:
                if self._unread.says(sentence.text, text):
                    yield Doubt(odd.rule, f"{odd.message}, in {odd.where}", odd.hint)

    def _of_own_words(self, sentence: Aligned) -> Iterator[Doubt]:
        if sentence.standing is Standing.NEW:
            like = f"; it is a little like '{sentence.nearest}'" if sentence.nearest else ""
            why = f"; {sentence.doubt}" if sentence.doubt else ""
            yield Doubt("no-source", f"no fact bears out \u201c{_short(sentence.text)}\u201d{like}{why}", _GIVE_IT_ONE)
        elif sentence.standing is Standing.READER:
            yield from self._of_this_reader(sentence)
        elif sentence.standing is Standing.VIEW:
            yield from self._of_views(sentence)
        elif UNDECIDED in sentence.how:
            yield self._of_blank(sentence)

    def _of_blank(self, sentence: Aligned) -> Doubt:
        """A blank stays in a letter when what it waits for is decided: how it is filled in."""
        from drafter.review.mending import filled_in  # late: most letters have none

        said = filled_in(sentence, self.desk)
        if said:
            hint = (
                f"'drafter review --mend' writes a copy that says \u201c{_short(said)}\u201d; or draft the letter anew"
            )
            return Doubt("undecided", f"was decided, and is left blank here: {sentence.text}", hint)
        hint = (
            "'drafter office decide ACTION' enters what the member will do; then 'drafter review --mend' fills it in "
            "here, or draft the letter anew, with the same options and --force"
        )
        return Doubt("undecided", f"nobody has decided: {sentence.text}", hint)

    def _of_this_reader(self, sentence: Aligned) -> Iterator[Doubt]:
        """What is said to one reader alone is read by whoever signs; in a letter to many it is said to all of them."""
        if self.many:
            message = f"is said to one reader alone, and would go to all: \u201c{_short(sentence.text)}\u201d"
            yield Doubt("reader-in-batch", message, "take it out, or draft this letter by itself")
        elif sentence.doubt:
            message = f"is said to this reader only, if it is so: {sentence.doubt}"
            yield Doubt("to-reader", message, "whoever signs knows", Severity.WARNING)

    def _of_views(self, sentence: Aligned) -> Iterator[Doubt]:
        """What the member's own words must not hold, and what reads as more than a view."""
        if not sentence.how:
            from drafter.review.own_views import odd_view  # late: most letters have only views of positions

            yield from odd_view(sentence.text, self._speakers, self._views)
            return
        # One of a position's own, which the rules of templates hold: is it of the position that the letter has?
        asked = self.record.position if self.record is not None else self._position
        if asked and asked not in sentence.how:
            message = f"is of the position '{sentence.how[0]}'; the letter has '{asked}'"
            yield Doubt("other-position", message, "whoever signs must want both", severity=Severity.WARNING)
        elif self.record is not None and not asked:
            message = f"is of the position '{sentence.how[0]}'; the letter was drafted without one"
            yield Doubt("other-position", message, "whoever signs must want to say it", severity=Severity.WARNING)
        self._position = self._position or sentence.how[0]

    @cached_property
    def _unread(self) -> Unread | None:
        words = self.shelf.words
        return Unread(self.shelf.base, self.shelf.templates, words) if words is not None else None

    @cached_property
    def _speakers(self) -> tuple[str, ...]:
        base = self.desk.base
        voices = {base.speaker(fact) for fact in base.facts.values()}
        return tuple(sorted({name for voice in voices for name in (voice.full, voice.short)}, key=len, reverse=True))

    @cached_property
    def _views(self) -> tuple[str, ...]:
        """The views of the office's positions."""
        return tuple(text for text, _ in views_of(self.desk))

    # -- notes

    def _of_notes(
        self, block: Block, sentences: Sequence[Aligned], notes: Mapping[str, ReturnedNote]
    ) -> Iterator[tuple[int, Doubt]]:
        """What is odd about the notes that a paragraph calls: each cites the run of claims before it."""
        runs = self._runs(sentences)
        calls = sorted((call.at, notes[call.note]) for call in block.calls if call.note in notes)
        cited: set[str] = set()
        for at, note in calls:
            number = next((n for n, s in reversed(list(enumerate(sentences))) if s.start < at), 0)
            ended = [(end, run) for end, _, run in runs if end <= at + 1]
            begun = [run for start, run in ((s, r) for _, s, r in runs) if start < at]
            run = ended[-1][1] if ended else (begun[-1] if begun else [])
            mine = [fact.id for fact in (begun[-1] if begun else [])]
            cited.update(mine or [fact.id for fact in run])
            yield from ((number, doubt) for doubt in self._of_note(note, mine, sentences[number]))
        if not self.noted:
            return
        for _, start, run in runs:
            if not cited.intersection(fact.id for fact in run):
                number = next((n for n, s in reversed(list(enumerate(sentences))) if s.start <= start), 0)
                message = f"the note that cites '{run[0].id}' is gone; the final copy has it again"
                yield number, Doubt("citation-lost", message, severity=Severity.WARNING)

    def _of_note(self, note: ReturnedNote, mine: Sequence[str], sentence: Aligned) -> Iterator[Doubt]:
        facts = self.desk.base.facts
        said = " and ".join(f"'{id_}'" for id_ in mine)
        if not mine:
            yield Doubt("note-without-fact", f"has a note that rests on no fact: \u201c{_short(note.text)}\u201d")
        elif note.fact and note.fact not in mine and note.fact in facts:
            if sentence.standing is not Standing.FACT or note.fact not in Sentence(sentence.segments).facts:
                yield Doubt("wrong-citation", f"says {said} and cites '{note.fact}'", "call the other note here")
        elif note.text and not note.fact and fold(note.text) not in self._notes_of([facts[id_] for id_ in mine]):
            other = self._whose(note.text)
            if other and other not in mine:
                yield Doubt("wrong-citation", f"says {said} and cites '{other}'", "call the other note here")
            elif not other:
                message = (
                    f"its note says something of its own, which the final copy drops: \u201c{_short(note.text)}\u201d"
                )
                yield Doubt("other-note", message, severity=Severity.WARNING)

    def _runs(self, sentences: Sequence[Aligned]) -> list[tuple[int, int, list[Fact]]]:
        """Runs of claims from one passage, with where each ends and begins in the block."""
        base = self.desk.base
        made: list[tuple[int, int, list[Fact]]] = []
        facts = cite.runs_of_claims([[Sentence(s.segments) for s in sentences]], base.facts, base.sources)
        pieces = [piece for sentence in sentences for piece in sentence.pieces if piece.segment.kind is Kind.CLAIM]
        for run in facts:
            ids = [fact.id for fact in run]
            mine = [piece for piece in pieces if piece.segment.fact in ids]
            made.append((max(piece.end for piece in mine), min(piece.start for piece in mine), run))
        return made

    def _whose(self, note: str) -> str:
        """The fact of the draft whose note this is."""
        known = self.desk.base.facts
        said = [known[said.fact] for said in self.record.said if said.fact in known] if self.record else []
        return next((fact.id for fact in said if fold(note) in self._notes_of([fact])), "")

    def _notes_of(self, run: Sequence[Fact]) -> frozenset[str]:
        """How a note of this run, or of a part of it, may read: in full, or short after."""
        made: set[str] = set()
        for first in range(len(run)):
            for last in range(first + 1, len(run) + 1):
                part = run[first:last]
                found = cite.notes([part, part], self.desk.base.sources, self.desk.templates)
                made.update(fold(note.text) for note in found)
        return frozenset(made)


def _hint(doubt: Doubt, where: Where, text: str) -> str:
    """What can be done, with the command that does it for this sentence, whose words ``text`` are."""
    if doubt.rule in _WAIT:
        return f"'drafter facts review --for {where.path} --by NAME' takes you through all that wait"
    if doubt.rule == "unreviewed-words":
        return f"'drafter words review --for {where.path} --by NAME' takes you through all that wait"
    place = f"{where.path}@{where.line}:{where.column}"
    if doubt.rule in _OTHER_WORDS:
        return f"{doubt.hint.rstrip('.')}; where the new words are better: 'drafter facts reword --from {place}'"
    if doubt.rule == "no-source" and _claims_an_act(text):
        mine = _MINE.match(text)
        what = f"{'have ' if mine[1] else ''}{_WHEN.sub('', mine[2])}" if mine is not None else "wrote to the Minister"
        enter = f"""'drafter review {where.path} --did "{what} DATE"' writes a copy in which it is entered"""
        return f"if the member did it for this reader, {enter}; what is done for all, 'drafter office decide' enters"
    if doubt.rule == "no-source":
        return f"enter it as a fact ('drafter facts new --from {place}'), {doubt.hint}"
    return doubt.hint


def _claims_an_act(text: str) -> bool:
    from drafter.letter.acts import claimed_acts  # late: only what was edited needs it

    return any(claimed_acts(text, ()))


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3].rstrip()}..."
