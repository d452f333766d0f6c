"""Findings about each sentence and paragraph: whether it says what its facts say, and may stand where it does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import permutations

from drafter.english.messages import shortened
from drafter.facts.edtf import MONTHS
from drafter.facts.model import Fact, FactBase, bare
from drafter.facts.timeline import Status
from drafter.frozen import NamedTuple, Same
from drafter.letter import finish
from drafter.letter.acts import claimed_acts
from drafter.letter.clauses import (
    Voice,
    silences,
)
from drafter.letter.finish import typeset
from drafter.letter.laws import Asked, Breach, is_plain
from drafter.letter.record import Record
from drafter.letter.returned import Block, ReturnedNote
from drafter.letter.templates import TemplateContext, Templates
from drafter.letter.tree import (
    Kind,
    Segment,
    Sentence,
    introduces,
    is_past,
    may_begin_bare,
    may_stand_bare,
    promises,
)
from drafter.patterns import late_pattern
from drafter.problems import Problem, Severity, Where
from drafter.review.align import Aligned
from drafter.review.doubts import FactDoubt, doubts
from drafter.review.gathering import views_of
from drafter.review.mending import GONE, SPEAKS, fill_in_blank, put_back
from drafter.review.model import SentenceStatus
from drafter.review.phrases import CLAIMS, EITHER, NOW, THEN, UNDECIDED, Phrase, Role
from drafter.review.unread import Unread
from drafter.sources.quotations import fold_quotation
from drafter.workspace import Workspace

# Paragraphs: rules beyond the laws of every letter, for tenses, tags, joins and open questions.

_BUT, _SO, _YET = "but", "so", "yet"
_GAPS = frozenset((Role.HEAD, Role.WHOLE))


class Heard(NamedTuple):
    """A sentence as its phrases, with its number in the paragraph."""

    number: int
    segments: tuple[Segment, ...]
    forms: tuple[Phrase, ...]


def told_wrongly(sentences: Sequence[Aligned], desk: TemplateContext, basis: tuple[str, str]) -> Iterator[Breach]:
    """What a paragraph tells in a way in which no letter would.

    ``basis`` is the voice that most of the letter is from, if it has named it before.
    """
    heard = [Heard(number, one.heard, one.forms) for number, one in enumerate(sentences)]
    yield from _of_tenses(heard, desk)
    yield from _of_mixed_tenses(heard, desk)
    yield from _of_tags(heard, desk.base, basis)
    yield from _of_joins(heard, desk.base)
    yield from _of_gaps(heard)


def _of_tenses(heard: Sequence[Heard], desk: TemplateContext) -> Iterator[Breach]:
    """What an old document says must be told as of its day, not as if it were so now."""
    for number, segments, _ in heard:
        for segment in segments:
            if not segment.kind.about.cited or segment.past:
                continue
            fact = desk.base.facts[segment.fact]
            if is_past(fact, desk.base, desk.day.date):
                message = f"tells '{fact.id}' as if it were so today: what it rests on is of another day"
                yield Breach("told-as-now", message, number)


def _of_mixed_tenses(heard: Sequence[Heard], desk: TemplateContext) -> Iterator[Breach]:
    """A claim must have the tense of its frame: 'he says that it had' differs from 'he says it has'. What may be told
    without a frame must have that of what its speaker said before it: else it would be over, as far as anybody can see.
    """
    tense = EITHER
    now: Voice | None = None  # who was told in the present last
    alone = True  # whether nobody has been said to speak in the paragraph, and nothing in it is of another day
    apart = False  # whether the sentence before tells no claim: what nobody is said to say is then of its own time
    for number, segments, forms in heard:
        framed = any(form.kind is Kind.FRAME for form in forms)
        alone = alone and not framed
        if apart and not framed and is_plain(Sentence(segments), desk.base):
            tense = EITHER
        apart = not any(form.role in CLAIMS for form in forms)
        for form in forms:
            if form.kind is Kind.FRAME:
                tense = form.tense
                now = form.voice if tense == NOW or (tense == EITHER and form.voice == now) else None
            elif form.role in CLAIMS and not form.tense & tense:
                message = f"tells '{form.fact}' in another tense than the words that say whose it is"
                yield Breach("other-tense", message, number, form.fact)
            elif form.role in CLAIMS and form.tense == NOW:
                now = form.voice
            elif form.role in CLAIMS and form.tense == THEN and not framed and (form.voice == now or alone):
                fact = desk.base.facts[form.fact]
                past = is_past(fact, desk.base, desk.day.date)
                if (fact.on_record or alone) and not past:
                    message = f"tells '{form.fact}' as if it were over, behind what is so today"
                    yield Breach("other-tense", message, number, form.fact)
                alone = alone and not past
        if all(s.kind.about.turns for s in segments):
            tense, now = EITHER, None


def _of_tags(heard: Sequence[Heard], base: FactBase, basis: tuple[str, str]) -> Iterator[Breach]:
    """A claim without a frame must read as reported speech, and continue what was said, not what was asked. It may be
    the first that is somebody's word in its paragraph, if it is of the letter's ``basis``.
    """
    voice: Voice | None = None
    told = False  # whether the sentence before tells a claim
    introduced = False
    alone = True  # whether nobody has been said to speak in the paragraph
    for number, segments, forms in heard:
        framed = next((form.voice for form in reversed(forms) if form.kind is Kind.FRAME), None)
        claims = [form for form in forms if form.role in CLAIMS]
        if framed is not None:
            voice, introduced, alone = framed, introduces(segments), False
        elif claims and is_plain(Sentence(segments), base):  # a matter of record is nobody's word
            mine = voice is not None and all(form.voice == voice for form in claims)
            voice, introduced = (voice if mine else None), introduced and mine
        elif claims:
            facts = [base.facts[form.fact] for form in claims]
            past = all(s.past for s in segments if s.kind.about.cited)
            first = claims[0].voice if alone else None
            if first is not None and first.key == basis and may_begin_bare(facts, first, base, past=past):
                voice, alone, told = first, False, True
            directly = introduced and not told
            may = (
                voice is not None
                and (told or introduced)
                and may_stand_bare(facts, voice, base, past=past, introduced=introduced, directly=directly)
            )
            if voice is not None and voice.asks:
                message = f"'{claims[0].fact}' follows a question that was put, as if it had been said"
                yield Breach("untagged", message, number)
            elif not may and (claims[0].role is not Role.THEY or (promises(facts[0].claim)[past] and not directly)):
                yield Breach("untagged", f"'{facts[0].id}' is told as if it were this office that says so", number)
        else:
            introduced = False
        told = bool(claims)


def _of_joins(heard: Sequence[Heard], base: FactBase) -> Iterator[Breach]:
    """'But', 'and so' and 'yet' relate two claims, and the fact base must relate them so too."""
    told: list[str] = []
    for number, _, forms in heard:
        words: set[str] = set()
        for form in forms:
            if form.role in {Role.JOIN, Role.OPENER}:
                words = set(form.keys)
            elif form.role in CLAIMS:
                fact = base.facts[form.fact]
                for word in sorted(words & {_BUT, _SO, _YET}):
                    if not _is_so(word, fact, told, base):
                        message = f"'{word}' before '{fact.id}' says of two claims what the fact base does not"
                        yield Breach("unfounded-join", message, number)
                words = set()
                told.append(fact.id)


def _is_so(word: str, fact: Fact, told: Sequence[str], base: FactBase) -> bool:
    last = told[-1] if told else ""
    if word == _BUT:
        return fact.but_after in told
    if word == _SO:
        return bool(last) and fact.so_after == last
    return any(fact.id in rub.yet and set(rub.first) & set(told) for rub in base.subjects[fact.subject].rubs)


def _of_gaps(heard: Sequence[Heard]) -> Iterator[Breach]:
    """A speaker said to leave something open must have spoken in the paragraph. 'He' must be the current speaker."""
    spoke: set[tuple[str, str]] = set()
    names: set[str] = set()
    last: tuple[str, str] = ("", "")
    for number, segments, forms in heard:
        head = next((form for form in forms if form.role in _GAPS and form.kind is Kind.GAP), None)
        if head is not None and head.voice is not None:
            pronoun = head.keys[0] == head.voice.speaker.pronoun
            if head.voice.key not in spoke or (pronoun and last != head.voice.key):
                message = f"{head.voice.speaker.full} does not speak before this, and is said not to say something"
                yield Breach("no-speaker", message, number)
        elif head is not None and not _all_spoke(head, names):
            message = f"'{head.text}' names others than have spoken before it"
            yield Breach("no-speaker", message, number)
        told = [form.voice.key for form in forms if form.role in CLAIMS and form.voice is not None]
        names |= {form.voice.speaker.short for form in forms if form.role in CLAIMS and form.voice is not None}
        spoke.update(told)
        if told:
            last = told[-1]
        elif not all(s.kind in {Kind.GAP, Kind.JOIN} for s in segments):
            last = ("", "")


def _all_spoke(head: Phrase, names: set[str]) -> bool:
    """Whether the speakers who are said to leave something open have spoken: the two named, or the several meant."""
    if head.keys[0] == "neither":
        return head.text in {silent for pair in permutations(names, 2) for silent in _neither(pair)}
    if head.keys[0] == "that":
        return bool(names)
    return "these" not in head.keys or len(names) > 2


def _neither(pair: Sequence[str]) -> Iterator[str]:
    """How two speakers who leave something open are told of: as the head of a gap, and as a sentence."""
    for old in (False, True):
        yield from (text.removesuffix(" so") for text in silences(pair, 2, "so", claimed=True, old=old))
        yield from (f"{text}." for text in silences(pair, 2, "", claimed=True, old=old))


def answered(sentences: Sequence[Aligned], answers: Mapping[str, frozenset[str]], told: set[str]) -> Iterator[Breach]:
    """A question said to be open, in a letter that answers it. ``answers`` are the facts that do."""
    for number, one in enumerate(sentences):
        for form in one.forms:
            known = sorted(answers.get(" ".join(form.keys), frozenset()) & told)
            if form.role is Role.ASKED and form.of == "gap" and known:
                message = f"says that '{form.text}' is left open; '{known[0]}' answers it"
                yield Breach("gap-answered", message, number)


# Findings: whether each sentence says what its facts say, may stand there, and calls the right note.

_OTHER_WORDS = frozenset(("changed-detail", "other-words", "reworded"))
_GIVE_IT_ONE = (
    "give it one (a note that holds nothing but the fact's id), mark it as the member's view (in Word the style "
    "'Position Sentence', in Markdown [...]{.position}), or take it out; what claims nothing and is said to many can "
    "be approved for good, among the 'courtesies' of words.yaml"
)
# Another act in the same sentence, and when the act was done: the day is given by itself.
_GOES_ON = late_pattern(r",? and (?:I|he|she|they|it|you)\b.*\Z", re.DOTALL)
_WHEN = late_pattern(
    r",? on (?:\w+day,? )?(?:the )?\d{1,2}(?:st|nd|rd|th)?\b[^,]*\Z"
    r"|,? (?:yesterday|today|earlier|last \w+|this \w+)\Z"
    rf"|,? (?:in|on) (?:{'|'.join(MONTHS)})\b[^,]*\Z",
    re.DOTALL,
)
_MINE = late_pattern(r"(?:Yes, |On [^,]{3,30}?,? )?I(\u2019ve|'ve)? ([^\"\n]+?)[.!]?\Z")
# A promise of something to be done, which is no fact and no view: "I will write to the Council next week."
_PROMISES = late_pattern(
    r"(?:[^,]{3,30}, )?(?:I|we)(?: will|\u2019ll|'ll| shall| am going to| are going to| promise to| intend to)"
    r"(?: (?:also|now|of course|gladly|certainly))* (?:write|speak|ask|raise|meet|press|table|sign|vote|call|take)\b",
    re.IGNORECASE,
)
_WAIT = frozenset(("unreviewed", "past-review"))
_UNTOLD = frozenset((Status.WITHDRAWN, Status.NOT_YET))
# Laws that are reported already, and better, where a fact's standing shows the same.
_TOLD_OTHERWISE = frozenset(("before-document", "overtaken", "history-alone", "told-as-now"))
_ONCE = frozenset(("no-speaker", "undated-claim"))


class Proposals(NamedTuple):
    """What may be said in place of a paragraph's sentences: those that were put right, by number, and whether words
    would pass in a sentence's place.
    """

    right: Mapping[int, tuple[Segment, ...]]
    passes: Callable[[int, str], bool]

    def mended(self, number: int) -> str:
        """A sentence as it was put right; empty where it was not."""
        return "".join(segment.text for segment in self.right.get(number, ()))


@dataclass
class ParagraphReader:
    """Reads a letter's paragraphs in order, and remembers what has been said so far."""

    desk: TemplateContext
    workspace: Workspace
    record: Record | None
    noted: bool
    many: bool = False
    _said: dict[str, Where] = field(default_factory=dict)
    _position: str = ""  # of the first view that belongs to a position

    def read(
        self,
        block: Block,
        sentences: Sequence[Aligned],
        places: Sequence[Where],
        notes: Mapping[str, ReturnedNote],
        breaches: Sequence[Breach],
        proposals: Proposals,
    ) -> list[tuple[Problem, ...]]:
        """The findings on each sentence of a paragraph. ``breaches`` are the laws that the paragraph breaks.

        What they propose to say would itself pass the review.
        """
        found: list[list[FactDoubt]] = [
            list(self._of(sentence, where, number, proposals))
            for number, (sentence, where) in enumerate(zip(sentences, places, strict=True))
        ]
        for breach in self._first(breaches):
            told = any(doubt.rule in GONE for doubt in found[breach.sentence])
            if not (told and breach.law in _TOLD_OTHERWISE):
                hint = self._mend(breach, sentences, proposals)
                found[breach.sentence].append(FactDoubt(breach.law, breach.message, hint))
        for number, doubt in self._of_notes(block, sentences, notes):
            found[number].append(doubt)
        return [
            tuple(Problem(where, d.rule, d.message, _hint(d, where, one.text), d.severity) for d in dict.fromkeys(mine))
            for mine, where, one in zip(found, places, sentences, strict=True)
        ]

    def _first(self, breaches: Sequence[Breach]) -> Iterator[Breach]:
        """The breaches without those that disappear with an earlier one: naming the speaker once serves all that
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

    def _mend(self, breach: Breach, sentences: Sequence[Aligned], proposals: Proposals) -> str:
        """Words that would end a breach, where there are some; and that ``--mend`` writes them, where it does."""
        if breach.law == "other-answer":
            return self._asked_again(breach.sentence, sentences, proposals)
        facts = Sentence(sentences[breach.sentence].heard).facts
        if breach.law not in SPEAKS or not facts:
            return ""
        mend = proposals.mended(breach.sentence)
        if mend:
            return f"say it whole: {mend.rstrip('.')}; 'drafter review --mend' writes a copy that does"
        if len(facts) > 1:
            return ""
        from drafter.letter.remarks import sentences_of  # late: only edited sentences need it

        alone = sentences_of(self.desk.base.facts[facts[0]], self.desk.base, self.desk.day.date)[0]
        return f"say it whole: {alone}" if proposals.passes(breach.sentence, alone) else ""

    def _asked_again(self, number: int, sentences: Sequence[Aligned], proposals: Proposals) -> str:
        """What to do about an answer that stands behind nothing that it answers, or behind too little: what to put
        before it, or what answers alone what does stand there.
        """
        asked = Asked(self.desk)
        here = frozenset().union(*(asked.repeated(one.text) for one in sentences[:number]))
        answers = asked.answers(Sentence(sentences[number].heard).text)
        to = [name for one in answers for name in one.to if name in asked.concerns]
        given = [*map(bare, self.record.asks), *map(bare, self.record.fears)] if self.record is not None else []
        again = next((name for name in (*(one for one in given if one in to), *to) if name not in here), "")
        if not again:
            return "take the answer out"
        back = f"put back before it what it answers, such as \u201c{asked.as_repeated(again)}\u201d"
        halves = [name for name in to if name in here and all(one.together for one in answers)]
        alone = self.desk.subject.answers_for(halves[:1], self.desk.may_say)
        instead = next((typeset(one.text) for one in alone.values()), "")
        if instead and proposals.passes(number, instead):
            return f"{back}; or say in its place: {instead}"
        return f"{back}; or take it out"

    def _gone(self, ids: Iterable[str]) -> bool:
        """Whether one of these facts cannot be told on the letter's day, whatever the words."""
        return any(self.desk.day.in_time(self.desk.base.facts[id_]) in _UNTOLD for id_ in ids)

    def _can_say(self, sentence: Aligned, ids: Sequence[str], number: int, proposals: Proposals) -> str:
        """What the letter could say in a sentence's place: a hint, empty where that would be no better."""
        said = proposals.mended(number) or typeset(sentence.against)
        if not said or self._gone(ids) or fold_quotation(said) == fold_quotation(sentence.text):
            return ""
        return f"the letter can say: {said}" if proposals.passes(number, said) else ""

    def _of(self, sentence: Aligned, where: Where, number: int, proposals: Proposals) -> Iterator[FactDoubt]:
        ids = Sentence(sentence.segments).facts
        yield from self._of_wordings(sentence, claims=bool(ids))
        if not ids:
            yield from self._of_own_words(sentence)
            return
        facts = [self.desk.base.facts[id_] for id_ in ids]
        named = " and ".join(f"'{id_}'" for id_ in ids)
        if sentence.framed:
            stands = shortened(sentence.framed)
            message = f"\u201c{stands}\u201d is none of the ways in which to say who said {named}, and when"
            ways = [] if self._gone(ids) else sentence.frames
            ways = [text for text in ways if proposals.passes(number, _under(text, sentence))]
            listed = "; ".join(f"\u201c{typeset(text)} ...\u201d" for text in ways)
            yield FactDoubt("other-frame", message, f"the letter can say: {listed}" if listed else "")
        if sentence.changes:
            # Other words may mean the same. Then the signatory says so, or the wording is added to the fact base.
            rule = "changed-detail" if sentence.changes.grave else "other-words"
            yield FactDoubt(rule, f"{sentence.changes} {named}", self._can_say(sentence, ids, number, proposals))
        elif sentence.standing is SentenceStatus.REWORDED:
            from drafter.english.differences import difference  # late: only edited sentences need it

            words = f": {difference(typeset(sentence.against), sentence.text)}" if sentence.against else ""
            yield FactDoubt(
                "reworded", f"says {named} in other words{words}", self._can_say(sentence, ids, number, proposals)
            )
        for fact in facts:
            if fact.id in self._said and self._said[fact.id] != where:
                message = f"'{fact.id}' is said already at {self._said[fact.id]}"
                yield FactDoubt("said-twice", message, severity=Severity.WARNING)
            self._said.setdefault(fact.id, where)
            past = all(s.past for s in sentence.segments if s.kind.about.cited and s.fact == fact.id)
            yield from doubts(self.desk.day.of(fact), self.record, past=past)

    def _of_wordings(self, sentence: Aligned, *, claims: bool) -> Iterator[FactDoubt]:
        """Words of the office's own that nobody has reviewed, or that the rules of templates refuse."""
        if self._unread is None:
            return
        for wording in self._unread.said_in(
            sentence.text, claims=claims, view=sentence.standing is SentenceStatus.VIEW
        ):
            message = f"nobody has reviewed the {wording.kind} \u201c{shortened(wording.text)}\u201d"
            yield FactDoubt("unreviewed-words", message)
        if not claims and sentence.standing is SentenceStatus.COURTESY:
            for text, odd in self.workspace.odd_words:
                if self._unread.says(sentence.text, text):
                    yield FactDoubt(odd.rule, f"{odd.message}, in {odd.where}", odd.hint)

    def _of_own_words(self, sentence: Aligned) -> Iterator[FactDoubt]:
        if sentence.standing is SentenceStatus.NEW:
            like = f"; it is a little like '{sentence.nearest}'" if sentence.nearest else ""
            why = f"; {sentence.doubt}" if sentence.doubt else ""
            message = f"no fact bears out \u201c{shortened(sentence.text)}\u201d{like}{why}"
            yield FactDoubt("no-source", message, self._ways_out(sentence))
        elif sentence.standing is SentenceStatus.READER:
            yield from self._of_this_reader(sentence)
        elif sentence.standing is SentenceStatus.VIEW:
            yield from self._of_views(sentence)
        elif UNDECIDED in sentence.how:
            yield self._of_blank(sentence)

    def _ways_out(self, sentence: Aligned) -> str:
        """What may be done about a sentence that nothing bears out, beside entering a fact."""
        from drafter.review.to_reader import ToReader  # late: only edited letters need it

        word = ToReader(self.desk.base, self.desk.office).passes_without(sentence.text, sentence.doubt)
        without = f"say it without '{word}', and it is said to this reader alone; or " if word else ""
        return f"{without}{_GIVE_IT_ONE}"

    def _of_blank(self, sentence: Aligned) -> FactDoubt:
        """A blank in a letter though its decision was made: how to fill it in."""
        said = fill_in_blank(sentence, self.desk)
        if said:
            copy = f"a copy that says \u201c{shortened(said)}\u201d"
            hint = f"'drafter review --mend' writes {copy}; or draft the letter anew"
            return FactDoubt("undecided", f"was decided, and is left blank here: {sentence.text}", hint)
        hint = (
            "'drafter office decide ACTION' enters what the member will do; then 'drafter review --mend' fills it in "
            "here, or draft the letter anew, with the same options and --force"
        )
        return FactDoubt("undecided", f"nobody has decided: {sentence.text}", hint)

    def _of_this_reader(self, sentence: Aligned) -> Iterator[FactDoubt]:
        """The signatory reads what is said to one reader alone. In a letter to many it would be said to all of them."""
        if self.many:
            message = f"is said to one reader alone, and would go to all: \u201c{shortened(sentence.text)}\u201d"
            yield FactDoubt("reader-in-batch", message, "take it out, or draft this letter by itself")
        elif sentence.doubt:
            message = f"is said to this reader only, if it is so: {sentence.doubt}"
            yield FactDoubt("to-reader", message, "whoever signs knows")

    def _of_views(self, sentence: Aligned) -> Iterator[FactDoubt]:
        """What the member's own words must not hold, and what reads as more than a view."""
        if not sentence.how:
            from drafter.review.views import odd_view  # late: most letters have only views of positions

            yield from odd_view(sentence.text, self._speakers, self._views)
            return
        # A view of a position is checked by the rules of templates. Here: is it of the position that the letter has?
        asked = self.record.position if self.record is not None else self._position
        if asked and asked not in sentence.how:
            message = f"is of the position '{sentence.how[0]}'; the letter has '{asked}'"
            yield FactDoubt("other-position", message, "whoever signs must want both")
        elif self.record is not None and not asked:
            message = f"is of the position '{sentence.how[0]}'; the letter was drafted without one"
            yield FactDoubt("other-position", message, "whoever signs must want to say it")
        self._position = self._position or sentence.how[0]

    @cached_property
    def _unread(self) -> Unread | None:
        words = self.workspace.words
        return _unread(Same(self.workspace.base), Same(self.workspace.templates), words) if words is not None else None

    @cached_property
    def _speakers(self) -> tuple[str, ...]:
        base = self.desk.base
        voices = {base.speaker(fact) for fact in base.facts.values()}
        return tuple(sorted({name for voice in voices for name in voice.names}, key=len, reverse=True))

    @cached_property
    def _views(self) -> tuple[str, ...]:
        """The views of the office's positions."""
        return tuple(text for text, _ in views_of(self.desk))

    # -- notes

    def _of_notes(
        self, block: Block, sentences: Sequence[Aligned], notes: Mapping[str, ReturnedNote]
    ) -> Iterator[tuple[int, FactDoubt]]:
        """What is odd about the notes that a paragraph calls. Each must cite the run of claims before it."""
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
                yield number, FactDoubt("citation-lost", message)

    def _of_note(self, note: ReturnedNote, mine: Sequence[str], sentence: Aligned) -> Iterator[FactDoubt]:
        facts = self.desk.base.facts
        said = " and ".join(f"'{id_}'" for id_ in mine)
        if not mine:
            yield FactDoubt(
                "note-without-fact", f"has a note that rests on no fact: \u201c{shortened(note.text)}\u201d"
            )
        elif note.fact and note.fact not in mine and note.fact in facts:
            if sentence.standing is not SentenceStatus.FACT or note.fact not in Sentence(sentence.segments).facts:
                yield FactDoubt("wrong-citation", f"says {said} and cites '{note.fact}'", "call the other note here")
        elif note.text not in {"", note.fact} and fold_quotation(note.text) not in self._notes_of(
            [facts[id_] for id_ in mine]
        ):
            other = self._whose(note.text)
            if other and other not in mine:
                yield FactDoubt("wrong-citation", f"says {said} and cites '{other}'", "call the other note here")
            elif not other:
                own = f"\u201c{shortened(note.text)}\u201d"
                message = f"its note says something of its own, which the final copy drops: {own}"
                yield FactDoubt("other-note", message)

    def _runs(self, sentences: Sequence[Aligned]) -> list[tuple[int, int, list[Fact]]]:
        """Runs of claims from one passage, with the places in the block where each ends and begins."""
        base = self.desk.base
        made: list[tuple[int, int, list[Fact]]] = []
        facts = finish.runs_of_claims([[Sentence(s.segments) for s in sentences]], base.facts, base.sources)
        pieces = [piece for sentence in sentences for piece in sentence.pieces if piece.segment.kind.about.cited]
        for run in facts:
            ids = [fact.id for fact in run]
            mine = [piece for piece in pieces if piece.segment.fact in ids]
            made.append((max(piece.end for piece in mine), min(piece.start for piece in mine), run))
        return made

    def _whose(self, note: str) -> str:
        """The fact of the draft to which this note belongs."""
        known = self.desk.base.facts
        said = [known[said.fact] for said in self.record.said if said.fact in known] if self.record else []
        return next((fact.id for fact in said if fold_quotation(note) in self._notes_of([fact])), "")

    def _notes_of(self, run: Sequence[Fact]) -> frozenset[str]:
        """The possible texts of a note for this run, or for a part of it: in full, or the later short form."""
        made: set[str] = set()
        for first in range(len(run)):
            for last in range(first + 1, len(run) + 1):
                part = tuple(fact.id for fact in run[first:last])
                made |= _notes_of(Same(self.desk.base), Same(self.desk.templates), part)
        return frozenset(made)


@lru_cache(maxsize=4)
def _unread(base: Same[FactBase], templates: Same[Templates], reviewed: frozenset[str]) -> Unread:
    """Shared by all letters of an office, since to find its wordings takes longer than to look for them in one."""
    return Unread(base.it, templates.it, reviewed)


@lru_cache(maxsize=1024)
def _notes_of(base: Same[FactBase], templates: Same[Templates], run: Sequence[str]) -> frozenset[str]:
    """The texts of a note for a run of facts, by their ids: in full, and in the later short form."""
    facts = [base.it.facts[id_] for id_ in run]
    found = finish.notes([facts, facts], base.it.sources, templates.it)
    return frozenset(fold_quotation(note.text) for note in found)


def _hint(doubt: FactDoubt, where: Where, text: str) -> str:
    """What to do, with the command for this sentence, whose words are ``text``."""
    if doubt.rule in _WAIT:
        return f"'drafter facts review --for {where.path} --by NAME' takes you through all that wait"
    if doubt.rule == "unreviewed-words":
        return f"'drafter words review --for {where.path} --by NAME' takes you through all that wait"
    place = f"{where.path}@{where.line}:{where.column}"
    if doubt.rule in _OTHER_WORDS:
        better = f"where the new words are better: 'drafter facts reword --from {place}'"
        return f"{doubt.hint.rstrip('.')}; {better}" if doubt.hint else better
    if doubt.rule == "no-source" and _claims_an_act(text):
        mine = _MINE.match(text)
        what = (
            f"{'have ' if mine[1] else ''}{_WHEN.sub('', _GOES_ON.sub('', mine[2]))}"
            if mine is not None
            else "wrote to the Minister"
        )
        enter = f"""'drafter review {where.path} --did "{what} DATE"' writes a copy in which it is entered"""
        return f"if the member did it for this reader, {enter}; what is done for all, 'drafter office decide' enters"
    if doubt.rule == "no-source" and _PROMISES.match(text):
        return (
            "what the member will do is entered, for all letters ('drafter office decide ACTION --will', where "
            "actions.yaml has it), or is said once it is done ('drafter review --did'); or take it out"
        )
    if doubt.rule == "no-source":
        first, _, others = doubt.hint.rpartition(_GIVE_IT_ONE)
        return f"{first}enter it as a fact ('drafter facts new --from {place}'), {_GIVE_IT_ONE}{others}"
    return doubt.hint


def _under(frame: str, sentence: Aligned) -> str:
    """A sentence's phrases under another frame."""
    forms = sentence.forms[1:] if sentence.forms[0].role is Role.FRAME else sentence.forms
    return "".join(segment.text for segment in put_back(forms, [frame]))


def _claims_an_act(text: str) -> bool:
    return any(claimed_acts(text))
