"""Reviews a draft that came back: compares it with the fact base sentence by sentence."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import takewhile, zip_longest

from drafter.facts.edtf import day_in_words, parse_day
from drafter.facts.model import Fact, FactBase, Subject, Topic, bare, fingerprint
from drafter.facts.names import NameKind, kept_as
from drafter.formats import format_of
from drafter.formats.docx.drawn import odd_drawings
from drafter.formats.docx.letterhead import odd_around
from drafter.letter import finish
from drafter.letter.acts import act_in_words, decision_on, ways_to_come
from drafter.letter.analysis import answers_of, uses
from drafter.letter.clauses import asked_then, ways_of_answering
from drafter.letter.finish import in_full, not_spelt_out
from drafter.letter.hidden import odd_signs, printable
from drafter.letter.in_short import shorts_of
from drafter.letter.laws import Asked, Breach, Speaking, of_paragraph
from drafter.letter.mailing import Mailbox, mailing_of
from drafter.letter.recipient import Correspondent
from drafter.letter.record import Answered, Record, SaidFact
from drafter.letter.remarks import old_documents
from drafter.letter.request import Did, LetterRequest
from drafter.letter.returned import Block, Returned, ReturnedMail
from drafter.letter.templates import SAID, SUFFIX, TemplateContext
from drafter.letter.thanks import is_plain
from drafter.letter.tree import POSTSCRIPT, Heading, Kind, Letter, Paragraph, Segment, Sentence
from drafter.office import Office
from drafter.problems import Problem, Severity, Where
from drafter.review.align import Aligned, align
from drafter.review.days import odd_surgery, odd_weekdays
from drafter.review.drafted import against_draft, redated
from drafter.review.gathering import Every, gather_phrases
from drafter.review.mending import mends, stands_in
from drafter.review.model import Passage, Review, SentenceStatus, weighed
from drafter.review.pasted import without_typed_notes
from drafter.review.phrases import THANKED, UNDECIDED, PhraseIndex
from drafter.review.placed import Bound, behind_claims, compared, known_way, misplaced_yes
from drafter.review.sections import (
    LetterSections,
    is_heading,
    names_message,
    split_sections,
    without_re,
)
from drafter.review.sentence import ParagraphReader, Proposals, answered, told_wrongly
from drafter.review.tokens import TURNING, seen
from drafter.review.unread import Unread
from drafter.sources.quotations import fold_quotation
from drafter.workspace import Workspace

# E-mails: where a letter that came back as one goes. It is compared with the draft's record and with the office.


def odd_mail(
    mail: ReturnedMail, record: Record | None, parts: LetterSections, office: Office, where: Where
) -> Iterator[Problem]:
    """What is odd about an e-mail's headers. The messages name its address, since the signatory must see it."""
    mailing = mail.mailing
    subject_line = " ".join(parts.subject_line[1].text.split()) if parts.subject_line else ""
    then, now = (record.mail if record else ""), mailing_of(mailing, subject_line)
    if mailing is not None and not then:
        message = (
            f"whether '{mailing.to}' is whom it was drafted for cannot be told; its subject is '{mailing.subject[:80]}'"
        )
        yield Problem(where, "unknown-recipient", message)
    elif then:
        same = [one == other for one, other in zip_longest(then.split("-"), now.split("-"))]
        if not same[0]:
            whom = f"goes to '{mailing.to}'" if mailing else "goes to nobody that can be read"
            yield Problem(
                where, "other-recipient", f"{whom}, and was drafted to another address", "put the address back"
            )
        if mailing is not None and not same[1]:
            message = f"its subject is now '{mailing.subject[:80]}'; it was drafted with another"
            yield Problem(where, "other-mail-subject", message)
        if mailing is not None and not same[2]:
            message = "answers another message than it was drafted for, or none"
            yield Problem(where, "other-thread", message)
    if mailing is not None and office.email and mailing.to.casefold() == office.email.casefold():
        yield Problem(where, "other-recipient", "goes to the office itself", "put the writer's address there")
    if office.email and mail.sender.address.casefold() not in {"", office.email.casefold()}:
        message = f"is sent from '{mail.sender.address}'; the final copy is sent from '{office.email}'"
        yield Problem(where, "other-sender", message)


def sent(letter: Letter, mail: ReturnedMail | None) -> Letter:
    """The letter with its address and subject, as it came back."""
    if mail is None:
        return letter
    mailing = mail.mailing
    if mailing is not None:
        mailing = mailing._replace(subject=printable(mailing.subject))
    return replace(letter, mailing=mailing, attached=mail.attached)


_SOON, _LATE = timedelta(days=14), timedelta(days=31)


def review(
    returned: Returned, workspace: Workspace, name: str, today: date, *, many: bool = False, did: Sequence[Did] = ()
) -> Review:
    """Review a letter. ``name`` is its file's name in problems. ``many`` tells that others get the same text, so that
    nothing in it can be for one reader alone. ``did`` is what the member did for this reader, in addition to the
    letter's record.

    Facts must hold on the letter's own date; without one, on the record's date, else on ``today``.
    """
    if not returned.notes:
        returned = without_typed_notes(returned, workspace.base, workspace.templates)
    record = returned.record
    parts = split_sections(
        returned.blocks, workspace.office, _subjects(workspace.base), name, record.reader if record else ""
    )
    day = parts.day or (record.date if record and record.date else None) or today
    acts = tuple(dict.fromkeys((*(record.did if record else ()), *map(str, did))))
    thanks = record.thanks if record and not many and is_plain(record.thanks) else ""
    desk = _desk(record, workspace, day, tuple(filter(None, map(_did, acts))), thanks)
    passages = tuple(
        replace(passage, findings=tuple(map(weighed, passage.findings)))
        for passage in _passages(returned, parts, desk, workspace, name, many=many)
    )
    said = {fact for passage in passages for fact in passage.facts}
    passages = tuple(_with_odd_days(passages, day, workspace.office))
    passages = tuple(_with_other_headings(passages, workspace, desk))
    general = (
        *_general(returned, parts, passages, workspace, name),
        *_of_the_request(record, passages, parts, desk, name),
        *_of_record(record, parts, desk, name),
        *misplaced_yes(passages),
    )
    age = [*_of_age(passages, day, today, workspace, name), *_odd_days_around(returned, passages, day, name)]
    return Review(
        letter=sent(replace(_letter(parts, passages, day, record, workspace), did=acts), returned.mail),
        passages=passages,
        general=tuple(sorted(map(weighed, (*general, *age)))),
        left_out=tuple(s.fact for s in record.said if s.fact not in said) if record else (),
        record=record,
    )


def _desk(record: Record | None, workspace: Workspace, day: date, did: tuple[Did, ...], thanks: str) -> TemplateContext:
    """The desk when the letter was made, as far as its record tells, and on the letter's day."""
    base = workspace.base
    topics = tuple(base.topics[name] for name in _topics_of(record, base))
    subject = base.subjects[topics[0].subject] if topics else next(iter(base.subjects.values()))
    nobody = Correspondent("", (), "", "")
    request = LetterRequest(tuple(topic.id for topic in topics), nobody, day, did=did, thanks=thanks)
    return TemplateContext(request, topics, subject, base, workspace.on(day), workspace.templates, workspace.office)


def _topics_of(record: Record | None, base: FactBase) -> tuple[str, ...]:
    """The topics that a draft was made on, by the ids that they have today."""
    named = kept_as(record.topics, NameKind.TOPIC, base, (said.fact for said in record.said)) if record else ()
    return tuple(id_ for id_ in named if id_ in base.topics)


def _did(text: str) -> Did | None:
    """What the member did for this reader, from a record: the words, and the day at their end."""
    what, _, on = text.rpartition(" ")
    day = parse_day(on)
    return Did(what, day) if day is not None and what else None


def _passages(
    returned: Returned, parts: LetterSections, desk: TemplateContext, workspace: Workspace, name: str, *, many: bool
) -> Iterator[Passage]:
    """The letter's sentences and headings, in order, each with what was found."""
    likely, every = gather_phrases(returned, desk)
    aligned_of = _aligning(returned, likely, every, workspace)
    headings = {_folded(text) for text in _headings(workspace.base)}
    yield from _other_subject_line(parts, workspace.base, name)
    aligned = {
        number: aligned_of(block)
        for number, block in parts.body
        if not (is_heading(block) or _folded(block.text) in headings)
    }
    claimed = {s.fact for mine in aligned.values() for one in mine for s in one.segments if s.kind.about.cited}
    said = [one.fact for one in returned.record.said] if returned.record else []
    missing = frozenset(said) - claimed
    open_ = _answers(desk, likely, claimed, returned.record)
    laws = _Laws(
        desk, claimed, open_, missing, aligned_of, _raised(returned.record) if returned.record is not None else None
    )
    reader = ParagraphReader(desk, workspace, returned.record, noted=bool(returned.notes or returned.record), many=many)
    for number, block in parts.body:
        if number not in aligned:
            yield _heading(block, number, name, approved=_folded(block.text) in headings)
            continue
        sentences = laws.with_misplaced(aligned[number])
        places = [_where(block, sentence, ordinal, name) for ordinal, sentence in enumerate(sentences, 1)]
        breaches, right, passes = laws.judge(block, sentences)
        found = reader.read(block, sentences, places, returned.notes, breaches, Proposals(right, passes))
        for ordinal, (sentence, where, problems) in enumerate(zip(sentences, places, found, strict=True)):
            yield Passage(
                sentence.text, sentence.standing, where, number, sentence.segments, sentence.against,
                right.get(ordinal, ()), findings=problems,
            )  # fmt: skip


def _aligning(
    returned: Returned, likely: PhraseIndex, every: Every, workspace: Workspace
) -> Callable[[Block], list[Aligned]]:
    """How a paragraph is read: by the office's phrases, and what is none of them as words to this reader."""

    @cache
    def to_this_reader() -> Callable[[Aligned, str], Aligned]:
        from drafter.review.to_reader import ToReader, to_reader  # late: a letter that nobody edited does not need it

        record = returned.record
        reads = ToReader(workspace.base, workspace.office, record.reference if record is not None else "")
        return lambda sentence, before: to_reader(sentence, reads, before)

    def aligned_of(block: Block) -> list[Aligned]:
        found = align(block, returned.notes, likely, every, every.is_past)
        own = [one.text if one.standing is SentenceStatus.NEW else "" for one in found]
        return [to_this_reader()(one, own[n - 1] if n else "") if own[n] else one for n, one in enumerate(found)]

    return aligned_of


_ANSWERS = frozenset((Kind.ANSWER, Kind.GAP))


class _Laws:
    """Holds a letter's paragraphs against the laws, in order: who spoke in one counts for the next.

    ``claimed`` are the facts that the letter tells, and the questions that it leaves open; ``answers`` are the facts
    that answer an open question, by its words; ``missing`` are those of the draft that the letter does not tell.
    ``aligned_of`` reads a paragraph anew, once a sentence is put right. ``given`` is what the reader asked and feared.
    """

    def __init__(
        self,
        desk: TemplateContext,
        claimed: set[str],
        answers: Mapping[str, frozenset[str]],
        missing: frozenset[str],
        aligned_of: Callable[[Block], list[Aligned]],
        given: Collection[str] | None,
    ) -> None:
        self._desk, self._claimed, self._answers, self._aligned_of = desk, claimed, answers, aligned_of
        self._missing = missing
        self._speaks, self._asked = Speaking(desk), Asked(desk, given)

    def judge(
        self, block: Block, sentences: Sequence[Aligned]
    ) -> tuple[list[Breach], Mapping[int, tuple[Segment, ...]], Callable[[int, str], bool]]:
        """The laws that a paragraph breaks; its sentences that can be put right, by number; and whether other words
        would pass in a sentence's place.
        """
        before, asked = self._speaks.copy(), self._asked.copy()
        breaches = [
            *self._broken(sentences, self._speaks, self._asked),
            *answered(sentences, self._answers, self._claimed),
        ]

        def again(block: Block) -> tuple[list[Aligned], list[Breach]]:
            mine = self._aligned_of(block)
            return mine, self._broken(mine, before.copy(), asked.copy())

        def passes(number: int, text: str) -> bool:
            return stands_in(number, text, block, sentences, again)

        if not breaches and not any(sentence.against or UNDECIDED in sentence.how for sentence in sentences):
            return breaches, {}, passes
        return breaches, mends(block, sentences, breaches, again, self._desk, self._missing), passes

    def with_misplaced(self, sentences: list[Aligned]) -> list[Aligned]:
        """A paragraph's sentences. Those to this reader that stand between a question or a fear and its answer are
        doubted: there every word reads as the answer, or as what the office thinks of it. A paragraph that answers
        nothing only thanks for the question.
        """
        answers = [any(s.kind.about.cited or s.kind in _ANSWERS for s in one.segments) for one in sentences]
        if not any(answers) or not any(one.standing is SentenceStatus.READER for one in sentences):
            return sentences
        made: list[Aligned] = []
        open_ = False  # whether a question or a fear has been repeated, and nothing has answered it yet
        for one, told in zip(sentences, answers, strict=True):
            if open_ and one.standing is SentenceStatus.READER and THANKED not in one.how:
                why = "it stands where a question or a fear is answered, and reads as the answer"
                made.append(replace(one, doubt="; ".join(filter(None, (why, one.doubt)))))
                continue
            made.append(one)
            repeats = one.standing is not SentenceStatus.VIEW and bool(self._asked.repeated(one.text))
            open_ = not told and (open_ or repeats)
        return made

    def _broken(self, sentences: Sequence[Aligned], speaks: Speaking, asked: Asked) -> list[Breach]:
        paragraph = Paragraph(tuple(Sentence(sentence.heard) for sentence in sentences), "")
        basis = speaks.basis  # of the paragraphs before it
        broken = of_paragraph(paragraph, self._desk, speaks, asked, self._claimed)
        return [*broken, *told_wrongly(sentences, self._desk, basis)]


def _other_subject_line(parts: LetterSections, base: FactBase, name: str) -> Iterator[Passage]:
    """The subject line, where it names no subject of the office's."""
    if parts.subject_line is not None:
        number, block = parts.subject_line
        line = _folded(without_re(block.text))
        subjects = _subjects(base)
        known = any(line == _folded(subject) for subject in subjects)
        if not known and not names_message(line, subjects):
            yield _heading(block, number, name, approved=False)


def _answers(
    desk: TemplateContext, known: PhraseIndex, claimed: set[str], record: Record | None
) -> dict[str, frozenset[str]]:
    """The facts that answer a question that templates leave open, by the question's words.

    What the draft already said was checked when it was drafted.
    """
    if record is not None and claimed <= {said.fact for said in record.said}:
        return {}
    open_ = answers_of(desk.templates, desk.base)
    return {" ".join(known.keys(told)): ids for q, ids in open_.items() for told in (q, asked_then(q)) if ids}


def _heading(block: Block, number: int, name: str, *, approved: bool) -> Passage:
    where = Where(name, *block.places[0][1:])
    text = " ".join(block.text.split())
    found: tuple[Problem, ...] = ()
    if not approved:
        message = f"nobody has approved the heading \u201c{text[:60]}\u201d"
        hint = "headings stand in topics.yaml and words.yaml"
        found = (Problem(where, "unknown-heading", message, hint),)
    standing = SentenceStatus.COURTESY if approved else SentenceStatus.NEW
    return Passage(text, standing, where, number, heading=True, findings=found)


def _folded(text: str) -> str:
    return fold_quotation(text).casefold()


def _with_other_headings(
    passages: tuple[Passage, ...], workspace: Workspace, desk: TemplateContext
) -> Iterator[Passage]:
    """The passages, with a finding on each heading that stands over facts and answers of other topics only."""
    base, asked = workspace.base, Asked(desk)
    said_above = _folded(re.sub(r"\{#.*?#\}", "", desk.templates.text(f"{SAID}{SUFFIX}"), flags=re.DOTALL))
    headed: dict[str, list[Topic]] = defaultdict(list)
    for topic in base.topics.values():
        headed[_folded(topic.heading)].append(topic)
    for number, passage in enumerate(passages):
        topics = headed.get(_folded(passage.text), []) if passage.heading else []
        if not topics:
            yield passage
            continue
        under = list(takewhile(lambda one: not one.heading, passages[number + 1 :]))
        told = [base.facts[id_] for one in under for id_ in one.facts]
        answered = {to.partition(".")[0] for one in under for answer in asked.answers(one.text) for to in answer.to}
        telling = any(_tells(topic, fact, workspace) for topic in topics for fact in told)
        # A part may only say that all on it is told elsewhere; what follows is then the letter's end.
        elsewhere = any(_folded(one.text) == said_above for one in under)
        if told and not elsewhere and not telling and not any(topic.name in answered for topic in topics):
            message = f"'{passage.text}' stands over a part that tells nothing of it"
            found = Problem(passage.where, "other-heading", message, "put it back over the part that it names")
            yield replace(passage, findings=(*passage.findings, found))
        else:
            yield passage


def _with_odd_days(passages: Iterable[Passage], day: date, office: Office) -> Iterator[Passage]:
    """The passages, with a finding on each day that is no such weekday, or on which the office has no surgery."""
    for passage in passages:
        doubts = [*odd_weekdays(passage.text, day), *odd_surgery(passage.text, day, office.surgeries)]
        found = (weighed(Problem(passage.where, one.rule, one.message, one.hint)) for one in doubts)
        yield replace(passage, findings=(*passage.findings, *found)) if doubts else passage


def _odd_days_around(returned: Returned, passages: Iterable[Passage], day: date, name: str) -> Iterator[Problem]:
    """The days beside the letter's sentences that are no such weekday: its date, and what stands under its close."""
    read = {passage.block for passage in passages}
    for number, block in enumerate(returned.blocks):
        for one in odd_weekdays(block.text, day) if number not in read else ():
            yield Problem(Where(name, *block.places[0][1:]), one.rule, one.message, one.hint)


def _tells(topic: Topic, fact: Fact, workspace: Workspace) -> bool:
    """Whether a topic's part may tell a fact: its own, or one that its template names or that its answers rest on."""
    if topic.id in fact.topics:
        return True
    answers = workspace.base.subjects[topic.subject].answers
    mine = {id_ for one in answers if topic.name in {to.partition(".")[0] for to in one.to} for id_ in one.rests_on}
    if not mine.isdisjoint((fact.id, fact.only_after, fact.but_after)):
        return True
    template = f"{topic.subject}/{topic.name}{SUFFIX}"
    return any(use.template == template for use in uses(workspace.templates, workspace.base).get(fact.id, ()))


def _where(block: Block, sentence: Aligned, ordinal: int, name: str) -> Where:
    at, line, column = next(place for place in reversed(block.places) if place[0] <= sentence.start)
    if format_of(name).by_sentence:
        return Where(name, line, ordinal)
    return Where(name, line, column + sentence.start - at)


def _odd_signs(returned: Returned, passages: Sequence[Passage], name: str) -> Iterator[Problem]:
    """Invisible characters, or characters that look like others, anywhere in the letter."""
    for number, block in enumerate(returned.blocks):
        for sign in odd_signs(block.text):
            mine = [passage for passage in passages if passage.block == number]
            yield Problem(_place(block, sign.at, mine, name), sign.rule, sign.message, "type the words anew")
    for line in returned.around:
        for sign in odd_signs(line):
            yield Problem(Where(name), sign.rule, f"its paper {sign.message}", "type the words anew")


def _place(block: Block, at: int, passages: Sequence[Passage], name: str) -> Where:
    """The place of a character: its line and column, or its sentence."""
    before, line, column = next(place for place in reversed(block.places) if place[0] <= at)
    if not format_of(name).by_sentence:
        return Where(name, line, column + at - before)
    left = len("".join(seen(block.text[:at]).split()))  # letters before it
    for passage in passages:
        left -= len("".join(passage.text.split()))
        if left < 0:
            return passage.where
    return passages[-1].where if passages else Where(name, line, column)


def _headings(base: FactBase) -> Iterator[str]:
    for topic in base.topics.values():
        yield topic.heading


def _subjects(base: FactBase) -> list[str]:
    """The subject lines that letters may have; those of earlier letters had the name as in running text."""
    lines = [
        (text, subject)
        for subject in base.subjects.values()
        for text in (finish.line_of(subject), in_full(subject.name, subject.abbreviations))
    ]
    return [line for text, subject in lines for line in (text, *_with_short_form(text, subject))]


def _with_short_form(line: str, subject: Subject) -> Iterator[str]:
    """A subject line with the short form of its name in brackets."""
    for one in subject.abbreviations:
        for long, short in ((one.plural, f"{one.short}s"), (one.long, one.short)):
            if long and line.casefold().endswith(long.casefold()):
                yield f"{line} ({short})"


def _general(
    returned: Returned, parts: LetterSections, passages: tuple[Passage, ...], workspace: Workspace, name: str
) -> Iterator[Problem]:
    """The findings about no single sentence, but for the letter's age."""
    office, paper, where = workspace.office, workspace.paper, Where(name)
    yield from returned.oddities
    yield from parts.problems
    yield from _of_text(returned, parts, name)
    base, record = workspace.base, returned.record
    about = {base.topics[id_].subject for id_ in record.topics if id_ in base.topics} if record else set()
    yield from _of_abbreviations(passages, about, workspace, name)
    yield from _odd_signs(returned, passages, name)
    yield from odd_around(returned.around, office, where)
    if returned.mail is not None:
        yield from odd_mail(returned.mail, returned.record, parts, office, where)
    if paper.drawn is not None:
        yield from odd_drawings(returned.drawn, paper.drawn, where, moved=bool(format_of(name).through))
    yield from _unread_paper(workspace, name)


def _of_the_request(
    record: Record | None, passages: Sequence[Passage], parts: LetterSections, desk: TemplateContext, name: str
) -> Iterator[Problem]:
    """What the letter says of its reader's request, against the record of it: no other question or fear, a word on each
    of those, and an answer to everything that the member was asked to do.
    """
    if record is None:
        yield from behind_claims(passages, desk)
    if record is None or not record.topics:
        return
    asked = Asked(desk)
    others = [Asked(replace(desk, subject=one)) for one in desk.base.subjects.values() if one.id != desk.subject.id]
    given = _raised(record)
    every: set[str] = set()
    for passage in passages:
        each = asked.each_repeated(passage.text) if passage.may_repeat else {}
        every.update(*each.values())
        strange = any(names.isdisjoint(given) for names in each.values())
        if strange or any(_of_another(one, passage, each) for one in others):
            message = "repeats a question or a fear that the request did not hold"
            yield Problem(passage.where, "not-asked", f"\u201c{passage.text[:60]}\u201d {message}")
    said = " ".join(asked.abbreviated(passage.text) for passage in passages)
    drafted = {said.fact for said in record.said}
    yield from _of_concerns(given & asked.concerns, every, passages, asked, desk, drafted, name)
    yield from _of_abouts(passages, given, desk)
    yield from against_draft(record, passages, desk, _recipient(parts), name, _bound(desk))
    for action in (desk.base.actions[id_] for id_ in record.wants if id_ in desk.base.actions):
        decision = decision_on(action.id, action.subject, desk.office, desk.day.date)
        answers = (act_in_words(action, decision, desk), act_in_words(action, None, desk))
        begun = ways_to_come(action, decision, [""]) if decision is not None else ()  # with whatever it is about
        if not any(asked.abbreviated(answer).rstrip(". ") in said for answer in (*answers, *begun)):
            message = f"the reader asked the member to {action.ask}, and the letter does not answer that"
            yield Problem(Where(name), "unanswered", message)


def _raised(record: Record) -> set[str]:
    """What a letter's reader asked and feared, as its record has it."""
    return {*map(bare, record.asks), *map(bare, record.fears)}


def _of_another(asked: Asked, passage: Passage, each: Collection[str]) -> bool:
    """Whether a sentence repeats a question or a fear of another subject, in words that are in none of ``each``."""
    if not passage.may_repeat:
        return False
    return any(not any(words in own for own in each) for words in asked.each_repeated(passage.text))


def _bound(desk: TemplateContext) -> Callable[[str], Bound]:
    """To what in a letter approved words are bound, as far as they tell by themselves."""

    @cache
    def reads() -> Callable[[str], Bound]:
        from drafter.review.to_reader import ReaderSentence, ToReader  # late: only edited letters need it

        to = ToReader(desk.base, desk.office)
        bound = {
            ReaderSentence.CALM: Bound.NOTHING,
            ReaderSentence.ASKS: Bound.LETTER,
            ReaderSentence.OTHER: Bound.PLACE,
        }
        return lambda text: bound[to.reading_of(text)[0]]

    def bound_to(text: str) -> Bound:
        return reads()(text)

    return bound_to


def _of_concerns(
    given: set[str],
    repeated: set[str],
    passages: Sequence[Passage],
    asked: Asked,
    desk: TemplateContext,
    drafted: set[str],
    name: str,
) -> Iterator[Problem]:
    """The questions and fears of the request that the letter passes over, or repeats and no longer answers.

    ``drafted`` are the facts that its draft told.
    """
    told = {fact for passage in passages for fact in passage.facts}
    abbreviations = desk.base.abbreviations
    told_shortly = [short.text for passage in passages for short in shorts_of(passage.segments)]
    shortly = {answer for text in told_shortly for answer in asked.shorts(text)}
    for concern in sorted(given):
        replies = list(desk.subject.answers_to(concern, given))
        ways = [way for one in replies if one.text for way in ways_of_answering(one.text)]
        short, known = [asked.abbreviated(way) for way in ways], {compared(way, abbreviations) for way in ways}
        answers = (
            any(way in asked.abbreviated(one.text) for way in short)
            or known_way(one.text, known, abbreviations) in known
            for one in passages
        )
        if any(answers) or not shortly.isdisjoint(replies):
            continue
        possible = [one for one in replies if desk.may_say(one)]
        could = any(told.issuperset(one.rests_on) and not one.open for one in possible)
        then = next((one for one in possible if drafted.issuperset(one.rests_on)), None)
        if concern not in repeated:
            message = f"the reader raised '{concern}', and the letter neither repeats nor answers it"
            hint = f"put it back, with its answer: \u201c{asked.as_repeated(concern)}\u201d"
            yield Problem(Where(name), "unanswered", message, hint)
        elif then is not None and not then.text:
            continue  # the claims are the answer: where they stand is held against the draft
        elif then is not None and told.isdisjoint(then.rests_on):
            message = f"repeats '{concern}', and no longer tells what answered it"
            hint = f"put the answer back, with '{then.rests_on[0]}', or take the question out too"
            yield Problem(Where(name), "unanswered", message, hint)
        elif could:
            message = f"repeats '{concern}', tells what answers it, and no longer says the answer"
            yield Problem(Where(name), "unanswered", message)


def _of_abouts(passages: Sequence[Passage], given: Collection[str], desk: TemplateContext) -> Iterator[Problem]:
    """The approved sentences and the acts that say what the reader wrote about, and name a subject, a topic or, of an
    act, a question or fear that was not ``given``.
    """
    every = [topic for topic in desk.base.topics.values() if topic.subject == desk.subject.id]
    topics = {topic.about for topic in desk.topics}
    concerns = ((topic.name, one) for topic in desk.topics for one in (*topic.questions, *topic.fears))
    asked = {one.about for topic, one in concerns if f"{topic}.{one.id}" in given}
    mine = sorted(filter(None, topics | asked), key=len, reverse=True)
    others = [topic.about for topic in every if topic.about not in mine]
    points = [point for topic in every for point in topic.points if point not in mine]
    ours, theirs = _names_of(desk.subject), [name for one in desk.base.subjects.values() for name in _names_of(one)]
    for passage in passages:
        _, about, named = passage.text.partition(" about ")
        told = passage.standing in {SentenceStatus.COURTESY, SentenceStatus.ACT}
        if not (about and told) or passage.facts or passage.heading:
            continue
        # The subject comes first; a question behind it may speak of another.
        subject = max((one for one in theirs if re.match(rf"{re.escape(one)}(?!\w)", named)), key=len, default="")
        for own in mine:
            named = named.replace(own, "")
        other = subject if subject not in ("", *ours) else ""
        strange = points if passage.standing is SentenceStatus.ACT else others
        other = other or next((one for one in strange if re.search(rf"\b{re.escape(one)}\b", named)), "")
        if other:
            message = f"\u201c{passage.text[:60]}\u201d says that the reader wrote about {other}; the request did not"
            yield Problem(passage.where, "not-asked", message)


def _names_of(subject: Subject) -> tuple[str, str]:
    """A subject's name as running text has it, in short and spelt out."""
    return subject.name, in_full(subject.name, subject.abbreviations)


def _unread_paper(workspace: Workspace, name: str) -> Iterator[Problem]:
    """The lines of the letterhead that nobody has reviewed."""
    if not workspace.paper.lines or workspace.words is None:
        return
    base, says = workspace.base, workspace.office.letterhead_says
    for wording in Unread(base, workspace.templates, workspace.words, says).of_paper():
        message = f"nobody has reviewed the {wording.kind} \u201c{wording.text[:60]}\u201d"
        hint = "'drafter words review --by NAME' shows it, and asks"
        yield Problem(Where(name), "unreviewed-words", message, hint)


def _of_text(returned: Returned, parts: LetterSections, name: str) -> Iterator[Problem]:
    """Text where no sentence of a letter stands, and signs that turn text round."""
    for _, block in parts.stray:
        text = " ".join(block.text.split())
        message = f"\u201c{text[:60]}\u201d stands where no sentence of a letter stands"
        yield Problem(
            Where(name, *block.places[0][1:]), "stray-text", message, "move it into the letter, or take it out"
        )
    for block in returned.blocks:
        turning = TURNING.search(block.text)
        if turning:
            message = f"holds a sign that nobody sees and that turns the text round (U+{ord(turning[0]):04X})"
            yield Problem(Where(name, *block.places[0][1:]), "turned-text", message, "type the words anew")


def _of_record(record: Record | None, parts: LetterSections, desk: TemplateContext, name: str) -> Iterator[Problem]:
    """A date or a reference that is not the one with which the letter was drafted."""
    if record is None:
        return
    if record.date is not None and parts.day is not None and parts.day != record.date:
        now, then = day_in_words(parts.day), day_in_words(record.date)
        message = f"the letter is now of {now}; it was drafted for {then}, and is held against its new date"
        why = redated(record, parts.day, desk, _recipient(parts)) if record.topics else ""
        hint = f"draft it again for {now}, or put {then} back" if why else ""
        severity = Severity.ERROR if why else Severity.WARNING
        yield Problem(Where(name), "other-date", f"{message}; {why}" if why else message, hint, severity)
    if record.reference != parts.reference:
        message = "the letter's reference is not the one that it was drafted with"
        yield Problem(Where(name), "other-reference", message)


def _recipient(parts: LetterSections) -> Correspondent:
    """Whom a letter is addressed to, as far as that decides how much room its text has."""
    return Correspondent("", parts.addressee[1:], parts.salutation, parts.close)


def _of_abbreviations(
    passages: Sequence[Passage], topics: set[str], workspace: Workspace, name: str
) -> Iterator[Problem]:
    """The abbreviations of the letter's subject that it does not spell out. ``topics`` are its topics' subjects."""
    texts = [passage.text for passage in passages]
    base = workspace.base
    about = {base.facts[id_].subject for passage in passages for id_ in passage.facts} | topics
    for subject in (base.subjects[id_] for id_ in base.subjects if id_ in about or not about):
        for short in not_spelt_out(texts, subject.abbreviations):
            message = f"'{short}' is not spelt out where it first comes"
            yield Problem(Where(name), "not-spelt-out", message)


def _of_age(
    passages: tuple[Passage, ...], day: date, today: date, workspace: Workspace, name: str
) -> Iterator[Problem]:
    """What is odd about a letter's date, and how old the facts it relies on are by then."""
    where = Where(name)
    if day - today > _SOON:
        message = f"is dated {day_in_words(day)}, which lies ahead; today is {day_in_words(today)}"
        yield Problem(where, "date-ahead", message)
    elif today - day > _LATE:
        message = f"is dated {day_in_words(day)}; today is {day_in_words(today)}"
        yield Problem(where, "old-date", message, "has it waited, or is the date wrong?")
    yield from old_documents(_cited(passages, workspace.base), workspace.base, day, where)


def _cited(passages: tuple[Passage, ...], base: FactBase) -> list[Fact]:
    """The facts that a letter says, each once, in order."""
    return [base.facts[id_] for id_ in dict.fromkeys(fact for passage in passages for fact in passage.facts)]


def _letter(
    parts: LetterSections, passages: tuple[Passage, ...], day: date, record: Record | None, workspace: Workspace
) -> Letter:
    """The letter as it would go out, with its notes made anew."""
    base = workspace.base
    blocks: list[Paragraph | Heading] = []
    for number, _ in parts.body:
        mine = [passage for passage in passages if passage.block == number]
        if mine and mine[0].heading:
            blocks.append(Heading(printable(mine[0].text), ""))
        elif mine:
            part_ = POSTSCRIPT if number in parts.postscripts else ""
            blocks.append(Paragraph(tuple(_printed(passage.segments) for passage in mine), part_))
    cited = _cited(passages, base)
    runs = finish.runs_of_claims([b.sentences for b in blocks if isinstance(b, Paragraph)], base.facts, base.sources)
    held = workspace.on(day)
    subject = _subject(cited, record, base)
    line = parts.subject_line
    drafted = record or Answered(topics=tuple(dict.fromkeys(fact.topics[0] for fact in cited)))
    answered = {
        **drafted.answered(),
        "reference": printable(parts.reference),
        "said": tuple(SaidFact(fact.id, fingerprint(fact), held.holds(fact)) for fact in cited),
    }
    return Letter(
        date=day,
        subject_line=" ".join(printable(line[1].text).split()) if line else finish.line_of(subject),
        office=f"Office of {workspace.office.member}",
        addressee=_all_printed(parts.addressee),
        salutation=printable(parts.salutation),
        blocks=tuple(blocks),
        close=printable(parts.close),
        signature=_all_printed(parts.signature),
        small_print=printable(parts.small_print),
        notes=finish.notes(runs, base.sources, workspace.templates),
        **answered,
        above=_all_printed(parts.above),
        sender=Mailbox(workspace.office.member, workspace.office.email),
        below=_all_printed(parts.below),
    )


def _printed(segments: Sequence[Segment]) -> Sentence:
    """A sentence as it goes out, whatever findings its characters have."""
    return Sentence(tuple(segment._replace(text=printable(segment.text)) for segment in segments))


def _all_printed(lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(printable, lines))


def _subject(cited: list[Fact], record: Record | None, base: FactBase) -> Subject:
    """What the letter is about, from its record, else from what it cites."""
    topics = [base.topics[topic].subject for topic in _topics_of(record, base)]
    named = [*topics, *(fact.subject for fact in cited), *base.subjects]
    return base.subjects[named[0]]
