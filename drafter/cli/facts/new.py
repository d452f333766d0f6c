"""Entering a fact: from a document's paragraph to the sentence that letters will say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from drafter.cli.asking import Questions, broken_off, repeated, rest_of_paste, to_mend, typed
from drafter.cli.common import (
    complete_source,
    complete_topic,
    day_or_today,
    fail,
    on_option,
    open_workspace,
    options,
    report,
    sound_facts,
    stop,
)
from drafter.cli.facts.common import echo_sentences, folder_of, name_of, passage, to_recall, wrapped
from drafter.english.sentences import sentence_spans
from drafter.entering import (
    NewFactAnswers,
    QuotationPlaces,
    cut_short,
    enter_in_lock,
    is_sentences,
    likely_kind,
    proposed_review,
    with_fact,
)
from drafter.facts.cache import FactsFolder
from drafter.facts.claims import left_as_they_are
from drafter.facts.edit import ChangeAuthor, NewFact, add_fact, home_of, propose_id
from drafter.facts.edtf import day_in_words
from drafter.facts.log import ADDED
from drafter.facts.model import Citation, Fact, FactBase, FactKind, Source
from drafter.facts.timeline import on
from drafter.files.yaml_edit import appended, read_file
from drafter.files.yaml_text import cleaned
from drafter.frozen import dataclass
from drafter.letter.finish import citation
from drafter.letter.tree import lower
from drafter.problems import ProblemsFound, UnusableAnswer, errors
from drafter.sources.quotations import CoverageRow, find
from drafter.workspace import Workspace

_KINDS = {
    FactKind.CLAIM: "what the document says of how things are, or were",
    FactKind.STATUS: "how something stands, which changes",
    FactKind.PLAN: "what somebody intends",
    FactKind.FORECAST: "what somebody expects",
}


@dataclass(frozen=True, slots=True)
class _Given:
    """What the options say; the field's name is the option's."""

    source: str | None
    quote: str | None
    paragraph: str | None
    claim: str | None
    occasion: str
    on_record: bool
    topics: tuple[str, ...]
    kind: str | None
    series: str | None
    review_by: str | None
    start: str | None
    id_: str | None
    file: str | None

    @property
    def asks(self) -> bool:
        """Whether questions are asked: not if all is given that has no default."""
        return not (self.topics and self.source and self.quote and self.claim)


@click.command("new")
@click.option("--source", metavar="SOURCE", shell_complete=complete_source, help="The document that says it.")
@click.option("--quote", metavar="TEXT", help="The document's own words, 25 at most; or 'its first ... its last'.")
@click.option(
    "--paragraph", metavar="N", help="The paragraph they stand in, as it is cited; found where the text is at hand."
)
@click.option("--claim", metavar="TEXT", help="What it claims: a clause that could stand after 'said that'.")
@click.option("--occasion", default="", metavar="TEXT", help="What the document does here, if not what it mostly does.")
@click.option("--on-record", is_flag=True, help="Nobody disputes it: letters need not say whose word it is.")
@click.option(
    "--topic",
    "topics",
    multiple=True,
    metavar="TOPIC",
    shell_complete=complete_topic,
    help="What it is about; the first is its home.",
)
@click.option("--kind", metavar="KIND", help="claim, status, plan or forecast; claim unless given.")
@click.option("--series", metavar="SERIES", help="The facts that replace one another.")
@click.option("--review-by", metavar="DATE", help="When a person is to look again.")
@click.option(
    "--from",
    "start",
    metavar="DATE|LETTER@PLACE",
    help="Its first day, the document's own unless given; or a letter's sentence to begin with (letter.docx@8:5).",
)
@click.option("--id", "id_", metavar="ID", help="Its id; made from the claim unless given.")
@click.option(
    "--file", metavar="FILE", help="The file; that of the first topic's facts, or one of its name, unless given."
)
@click.option("--by", metavar="NAME", help="Who you are, for the log; your login name unless given.")
@on_option
@click.pass_obj
@options(_Given)
def new_fact(office_folder: str | None, given: _Given, by: str | None, day: date | None) -> None:
    """Enter a new fact. What is not given is asked; with source, quote, claim and topic, nothing is.

    Where the document's text is at hand, its paragraphs that no fact is drawn from are shown, a page at a time, and the
    quotation is looked up in it, and refused where it is not there. The claim is shown as letters will tell it before
    anything is written, and can be put otherwise. With a letter's sentence, its words are proposed as the claim; the
    document that says so is asked for as ever.
    """
    hand = ChangeAuthor(name_of(by), day_or_today(day), ADDED)
    workspace = open_workspace(office_folder, hand.by)
    hand = replace(hand, by=workspace.office.person(hand.by))
    begun = ""
    if given.start is not None and "@" in given.start:
        from drafter.cli.reading import passage_at  # late: few facts begin with a letter

        _, said = passage_at(given.start, workspace, date.today())  # noqa: DTZ011 - the office's day
        begun, given = lower(said.text.rstrip(".")), replace(given, start=None)
        click.echo(f"the letter says: {said.text}", err=True)
    if not sound_facts(workspace).sources:
        fail("there is no document yet that a fact can be drawn from: 'drafter sources add FILE' adds one")
    folder = folder_of(workspace)
    try:
        with broken_off():
            fact, path = _asked(given, begun, hand.on, NewFactAnswers(workspace, folder))
            place = f"{folder.name_of(path)}{'' if path.exists() else ', a new file'}"
            if given.asks and not click.confirm(f"Write it to {place}?", default=True, err=True):
                raise click.Abort
    except ProblemsFound as found:
        stop(found.problems)
    _write(fact, path, workspace, folder, hand)


def _asked(given: _Given, begun: str, today: date, read: NewFactAnswers) -> tuple[NewFact, Path]:
    """The fact, by what was given and what is asked, and the file for it."""
    ask = Questions(asks=given.asks)
    _check_given(given, read, whole=ask.asks)
    document = _document(given, ask, read)
    picking = _Picking(read, document, ask)
    cite = picking.cite(given.quote, given.paragraph)
    if ask.asks:
        _echo_citation(cite, document, read.workspace)
    drafted = _claim(given, cite, begun, today, read)
    if ask.asks and not given.topics:
        _list_topics(read)
    about = ask.answer(
        "--topic", ", ".join(given.topics) or None, "Topics (numbers or ids; the first is its home)", read.topics
    )
    fact = _timed(given, drafted, about, document, today, read)
    # From here on nothing is asked: all else has a default, and is shown before anything is written.
    told = Questions(asks=False)
    named = told.answer("--id", given.id_, "", read.id, propose_id(drafted.claim, read.base.facts))
    subject = read.base.topics[about[0]].subject
    path = told.answer("--file", given.file, "", lambda text: read.file(text, subject), home_of(about, read.base))
    fact = replace(fact, id=named)
    click.echo(fact.entry(), nl=False)
    if picking.looked_up:
        number = document.number_of(cite.paragraph)
        click.echo(f"the quotation stands in paragraph {number} of '{cite.source}'", err=True)
    else:
        click.echo(f"the text of '{cite.source}' is not at hand, so the quotation was not looked up", err=True)
    return fact, path


def _check_given(given: _Given, read: NewFactAnswers, *, whole: bool) -> None:
    """End the program where an option cannot be used, before anybody has answered a question for nothing.

    Without ``whole`` only the id is looked at, by which problems call the claim.
    """
    told = Questions(asks=False)
    if given.id_ is not None:
        told.answer("--id", given.id_, "", read.id)
    if not whole:
        return
    if given.topics:
        told.answer("--topic", ", ".join(given.topics), "", read.topics)
    if given.kind is not None:
        told.answer("--kind", given.kind, "", lambda text: read.known(text, list(FactKind), "kind"))


def _timed(
    given: _Given, drafted: Fact, about: tuple[str, ...], document: Source, today: date, read: NewFactAnswers
) -> NewFact:
    """The fact with its kind, and its days."""
    ask = Questions(asks=given.asks)
    if ask.asks and given.kind is None:
        for one, meaning in _KINDS.items():
            click.echo(f"  {one}: {meaning}", err=True)
    usual = str(likely_kind(drafted) if ask.asks else FactKind.CLAIM)
    sort = ask.answer(
        "--kind",
        given.kind,
        "Kind",
        lambda text: read.known(text, list(FactKind), "kind"),
        usual,
    )
    ages = Questions(asks=ask.asks and sort != FactKind.CLAIM)
    line = ages.answer(
        "--series",
        given.series,
        "Series: a name for facts that replace one another as things change; Enter if it is of none",
        str,
    )
    first = document.issued.latest
    begins = ask.answer(
        "--from", given.start, "First day on which a letter may say it", lambda text: read.first_day(text, first),
        first.isoformat(),
    )  # fmt: skip
    again = ages.answer(
        "--review-by", given.review_by, "Day by which somebody looks again whether it still holds",
        lambda text: read.review_day(text, sort),
        proposed_review(document, today).isoformat() if ages.asks else "",
    )  # fmt: skip
    return NewFact(
        "", about, line, sort, drafted.claim, begins, again, drafted.cites[0], given.occasion, given.on_record
    )


def _write(fact: NewFact, path: Path, workspace: Workspace, folder: FactsFolder, hand: ChangeAuthor) -> None:
    """Write the fact, once nothing is wrong with it in its file, and enter its quotation in the lock."""
    old, problems = read_file(path, folder.name_of(path))
    text = appended(old, fact.entry())
    after = folder.load({path: text})
    problems = problems or errors(after.problems)
    problems = problems or workspace.wrong_facts(after.base, [fact.id], folder.name_of(path), text)
    problems = problems or add_fact(folder, path, fact.entry(), hand)
    if problems:
        stop(problems)
    click.echo(f"{folder.name_of(path)}: '{fact.id}' is added")
    _verify(workspace.holding(base=after.base), after.base.facts[fact.id])
    click.echo(f"it waits for review: drafter facts review {fact.id} --by NAME")
    _tell_overtaken(after.base.facts[fact.id], workspace, after.base)


def _tell_overtaken(fact: Fact, workspace: Workspace, after: FactBase) -> None:
    """Where a fact takes the place of others of its series, say which approved letters told those."""
    before, then = on(workspace.base, fact.start), on(after, fact.start)
    for old in workspace.base.facts.values() if fact.series else ():
        new = then.in_place_of(old) if old.series == fact.series and before.holds(old) else None
        letters = to_recall(old.id, workspace) if new is not None and new.id == fact.id else ""
        if letters:
            click.echo(f"from {day_in_words(fact.start)} on it takes the place of '{old.id}'; {letters}")


def _verify(workspace: Workspace, fact: Fact) -> None:
    """Enter the quotation in the lock, where the text is at hand."""
    if workspace.text_of(workspace.base.sources[fact.source])[0] is not None:
        try:
            entered = enter_in_lock(workspace, [fact])
        except ProblemsFound as found:
            report(found.problems)
        else:
            if entered.all_found:
                click.echo("its quotation is verified")
                return
            report(entered.problems)
    click.echo(f"its quotation is to be entered as verified: drafter facts verify {fact.id}")


# The document, and its passage.


_OTHERS = "all"


def _document(given: _Given, ask: Questions, read: NewFactAnswers) -> Source:
    """The document, by what was given, or chosen from those that are shown."""
    if given.source is not None or not ask.asks:
        return ask.answer("--source", given.source, "", read.source)
    near, far, absent = read.offered(given.topics)
    if not near:
        near, far = far, ()
    among = (*near, *far)
    _list_documents(near, 1, read)
    if absent:
        those = f"the {'texts' if absent > 1 else 'text'} of {absent}{' more' if among else ''}"
        click.echo(
            f"{those} {'are' if absent > 1 else 'is'} not at hand: 'drafter sources attach FOLDER' finds "
            f"{'them' if absent > 1 else 'it'} among your files",
            err=True,
        )

    def use(text: str) -> Source | None:
        return None if far and text == _OTHERS else read.source(text, among)

    others = f"; '{_OTHERS}' for {len(far)} more, which other subjects draw from" if far else ""
    while True:
        chosen = ask.answer("--source", None, f"Document (its number or id{others})", use)
        if chosen is not None:
            return chosen
        _list_documents(far, len(near) + 1, read)


def _list_documents(sources: Sequence[Source], first: int, read: NewFactAnswers) -> None:
    """Documents, each with its number."""
    for number, source in enumerate(sources, first):
        try:
            rows = read.paragraphs(source)
        except ProblemsFound as found:
            state = found.problems[0].message
        else:
            state = f"{sum(not row.accounted_for for row in rows)} of {len(rows)} paragraphs not drawn from"
        click.echo(f"{number:>4}  {source.id}: {source.title}, {source.issued} ({state})", err=True)


@dataclass(frozen=True, slots=True)
class _Picking:
    """Choosing the passage of a document."""

    read: NewFactAnswers
    document: Source
    ask: Questions

    @property
    def looked_up(self) -> bool:
        """Whether there is a text in which the passage was found."""
        return self.read.text_of(self.document) is not None

    def cite(self, quote: str | None, paragraph: str | None) -> Citation:
        """The passage, by what was given and what is asked."""
        read, document = self.read, self.document
        if self.ask.asks and not self.looked_up:
            hint = "'drafter sources attach FOLDER' finds it among your files"
            click.echo(f"the text of '{document.id}' is not at hand, so no paragraphs can be shown; {hint}", err=True)
        if self.ask.asks and quote is None and self.looked_up:
            places = self._picked(paragraph)
        else:
            places = self.ask.answer(
                "--quote", quote, "Paste the document's own words", lambda text: read.quote(text, document),
                pasted=True,
            )  # fmt: skip
        if self.ask.asks and quote is None:
            places = self._whole(places)
        settled = places.only if paragraph is None else None
        cite = settled or self.ask.answer(
            "--paragraph", paragraph, places.question, lambda text: read.paragraph(text, places)
        )
        self._show(cite)
        return cite

    def _whole(self, places: QuotationPlaces) -> QuotationPlaces:
        """The passage; asked about once more where it seems to end in the middle of a clause."""
        kept = self.read.text_of(self.document)
        if kept is None or not places.found:
            return places
        row = self.read.paragraphs(self.document)[places.found[0].paragraph - 1]
        lacks = cut_short(places.quote, row.text)
        if not lacks:
            return places
        _echo_sentences_of(row)
        click.echo(f"  \u201c{places.quote}\u201d {lacks}: a whole clause bears a claim out better", err=True)

        def use(text: str) -> QuotationPlaces:
            return self.read.passage(text, self.document, row) if text else places

        return repeated("Enter keeps it; or a sentence's number, or the words from its first ... to its last", use)

    def _picked(self, paragraph: str | None) -> QuotationPlaces:
        """A passage of a paragraph that is chosen from those shown, or words that are pasted."""
        read, document = self.read, self.document
        if paragraph is not None:
            row = self.ask.answer("--paragraph", paragraph, "", lambda text: read.chosen(text, document))
            return self._within(row)
        while True:
            chosen = self._chosen()
            if isinstance(chosen, QuotationPlaces):
                return chosen
            places = self._within(chosen)
            if places.found:
                return places

    def _chosen(self) -> CoverageRow | QuotationPlaces:
        rows = self.read.paragraphs(self.document)
        left = [row for row in rows if not row.accounted_for]
        parts = [row for row in rows if self.read.in_part(row, self.document)]
        click.echo(
            f"{len(left)} of the {len(rows)} paragraphs of '{self.document.id}' are not drawn from yet", err=True
        )
        pages = _pages([*left, *parts] or list(rows))
        every = not (left or parts)
        at, shown = 0, False
        while True:
            if not shown:
                for row in pages[at]:
                    _echo_row(row, self.document, in_part=not every)
            shown = True
            more = "Enter for the next page, " if at + 1 < len(pages) else ""
            question = f"Paragraph (its number; {more}'all' for every paragraph; or paste the document's own words)"
            answer = cleaned(typed(question, ""))
            if not answer or answer in {"n", "next"}:
                at, shown = (at + 1) % len(pages), False
            elif answer in {"b", "back"}:
                at, shown = (at - 1) % len(pages), False
            elif answer == "all":
                pages, at, shown, every = _pages(rows), 0, False, True
            else:
                try:
                    if self.document.block_of(answer):
                        return self.read.chosen(answer, self.document)
                    return self.read.quote(cleaned(rest_of_paste(answer)), self.document)
                except UnusableAnswer as failure:
                    click.echo(f"  {failure}", err=True)

    def _within(self, row: CoverageRow) -> QuotationPlaces:
        """The passage of one paragraph; nowhere if another paragraph is wanted after all."""
        read, document = self.read, self.document
        _echo_sentences_of(row)
        question = (
            "A sentence (its number, or '1-2' for two), or its first words ('all', or 'back' for another paragraph)"
        )
        present = ""
        while True:
            first = cleaned(typed(question, "", present))
            present = ""
            if first == "back":
                return QuotationPlaces(document, "", ())
            try:
                if not first:
                    raise UnusableAnswer(
                        "type the number of a sentence, or the words with which the passage begins, as they stand there"
                    )
                if first == "all":
                    return read.passage("", document, row)
                places = read.passage(first, document, row)
                if "..." in first or "\u2026" in first or is_sentences(first):
                    return places
                last = cleaned(typed("Its last words (Enter if that was all of it)", ""))
                return read.passage(f"{first} ... {last}", document, row) if last else places
            except UnusableAnswer as failure:
                click.echo(f"  {failure}", err=True)
                present = to_mend(first)

    def _show(self, cite: Citation) -> None:
        """The passage marked in its paragraph."""
        kept = self.read.text_of(self.document)
        if kept is None or not self.ask.asks:
            return
        places = [place for place in find(cite.quote, kept) if place.paragraph == cite.paragraph]
        place = next((one for one in places if one.occurrence == max(1, cite.occurrence)), None)
        if place is not None:
            block = kept.blocks[cite.paragraph - 1]
            click.echo(passage(block, place.start, place.end, "    "), err=True)


_PAGE, _SHOWN = 1500, 300  # characters on a page, and of a paragraph


def _pages(rows: Sequence[CoverageRow]) -> list[list[CoverageRow]]:
    """The paragraphs, a screen at a time."""
    pages: list[list[CoverageRow]] = [[]]
    room = _PAGE
    for row in rows:
        needed = min(len(row.text), _SHOWN) + 80
        if pages[-1] and needed > room:
            pages.append([])
            room = _PAGE
        pages[-1].append(row)
        room -= needed
    return pages


def _echo_row(row: CoverageRow, source: Source, *, in_part: bool) -> None:
    text = row.text if len(row.text) <= _SHOWN else f"{row.text[:_SHOWN].rstrip()}..."
    many = len(row.facts)
    if row.accounted_for and in_part:
        text = f"{text} ({many if many > 1 else 'one'} fact{'s' if many > 1 else ''} drawn)"
    elif row.accounted_for:
        text = f"{text} [{', '.join(row.facts) or row.reason}]"
    click.echo(_numbered(source.number_of(row.number), text), err=True)


def _echo_sentences_of(row: CoverageRow) -> None:
    """The sentences of a paragraph, each with its number."""
    for number, (start, end) in enumerate(sentence_spans(row.text), 1):
        click.echo(_numbered(str(number), row.text[start:end]), err=True)


def _numbered(number: str, text: str) -> str:
    """A text in indented lines, with its number before the first."""
    return wrapped(text, "      ").replace("      ", f"{number:>4}  ", 1)


def _echo_citation(cite: Citation, source: Source, workspace: Workspace) -> None:
    runs = citation(cite, source, workspace.templates, first=True)
    click.echo(wrapped(f"cited as: {''.join(run.text for run in runs)}", "  "), err=True)


# The claim, and what it is about.


def _claim(given: _Given, cite: Citation, begun: str, day: date, read: NewFactAnswers) -> Fact:
    """The claim, shown as letters will say it. Whoever enters it may put it otherwise until it is right."""

    def use(text: str) -> Fact:
        drafted = read.claim(text, cite, given.occasion, given.topics, given.id_ or "", on_record=given.on_record)
        if drafted.claim != text and drafted.claim.casefold() == text.casefold():
            click.echo(f"  '{text.split(maxsplit=1)[0]}' is written small: the program begins sentences", err=True)
        return drafted

    ask = Questions(asks=given.asks)
    drafted = ask.answer(
        "--claim", given.claim, "What it claims, as a clause after 'said that', in one line", use, begun
    )
    _echo_claim(drafted, day, read)
    present = drafted.claim
    while ask.asks and given.claim is None:
        other = cleaned(typed("Enter keeps it; or put the claim otherwise", "", present))
        if other == drafted.claim or other.casefold() in {"", "y", "yes"}:
            break
        if other.casefold() in {"n", "no"}:
            click.echo("  type it as it should be", err=True)
            present = drafted.claim
            continue
        try:
            drafted = use(other)
        except UnusableAnswer as failure:
            click.echo(f"  {failure}", err=True)
            present = to_mend(other)
            continue
        present = drafted.claim
        _echo_claim(drafted, day, read)
    return drafted


def _echo_claim(drafted: Fact, day: date, read: NewFactAnswers) -> None:
    echo_sentences(drafted, with_fact(drafted, read.base), day, err=True)
    stay = left_as_they_are(drafted.claim)
    if stay:
        told = drafted.claim
        for start, end in reversed(stay):
            told = f"{told[:start]}\u00bb{told[start:end]}\u00ab{told[end:]}"
        start, end = stay[0]
        click.echo(wrapped(f"stays in the present where letters tell it as past: {told}", "  "), err=True)
        hint = f"{{...}} around a second verb lets it follow: {{{drafted.claim[start:end]}}}"
        click.echo(wrapped(hint, "  "), err=True)
    for remark in read.remarks(drafted):
        hint = f"; {remark.hint}" if remark.hint else ""
        click.echo(wrapped(f"note: {remark.message}{hint} [{remark.rule}]", "  "), err=True)


def _list_topics(read: NewFactAnswers) -> None:
    """The topics with their numbers, under their subjects."""
    subject = ""
    for number, topic in enumerate(read.base.topics.values(), 1):
        if topic.subject != subject:
            subject = topic.subject
            click.echo(f"on {read.base.subjects[subject].name}:", err=True)
        click.echo(f"{number:>4}  {topic.id}: {topic.title}", err=True)
