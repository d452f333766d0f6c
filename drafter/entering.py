"""A new fact made from what is said of it: each answer held against what there is, its claim against the rules.

Its quotation is found in the document and entered in the lock.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from drafter.english.lists import lists
from drafter.english.messages import counted
from drafter.english.sentences import sentence_spans
from drafter.facts.cache import FactsFolder
from drafter.facts.claims import OddMark, is_verb_form, plain
from drafter.facts.edit import NewFact, propose_id
from drafter.facts.edtf import day_in_words, parse_day
from drafter.facts.ids import MOST, is_written_as_id, why_no_id
from drafter.facts.model import ACTIONS, OVERRULES, TOPICS, WORDS, Citation, Fact, FactBase, FactKind, Source
from drafter.facts.names import NameKind, known_as, wrong_name
from drafter.facts.places import FieldPlaces
from drafter.facts.reading import References, read_facts
from drafter.facts.tables import LONGEST_QUOTE
from drafter.files import located_yaml
from drafter.files.atomic import locked, write_atomically
from drafter.files.system import is_odd_name
from drafter.frozen import NamedTuple, dataclass
from drafter.problems import Problem, ProblemsFound, Severity, UnusableAnswer, errors, nearest
from drafter.rules.claims import OPENERS, WORD, is_date
from drafter.rules.support import said_elsewhere
from drafter.sources.quotations import (
    LOCK,
    CoverageRow,
    DocumentText,
    Verified,
    coverage,
    find,
    fold_quotation,
    lock_text,
    nearest_passage,
    read_lock,
    verify,
)
from drafter.workspace import Workspace

_COMMON: Final = OPENERS | lists("everyday").words("everyday")  # words that are no names
_LEFT_OUT: Final = re.compile(r"\s*(?:\.{3,}|\u2026)\s*")  # between the first and the last words of a passage
DRAFT = "draft"  # how the file is called of a fact that stands in none yet


def with_fact(fact: Fact, base: FactBase) -> FactBase:
    """The facts as they would be with this one."""
    return replace(base, facts={**base.facts, fact.id: fact})


def refused(problems: Sequence[Problem]) -> UnusableAnswer:
    """What reading, or a rule, finds wrong with an answer, in its own words; it is told under the answer's own name."""
    told = "\n  ".join(f"{p.message}{f'; {p.hint}' if p.hint else ''} [{p.rule}]" for p in problems)
    return UnusableAnswer(told, problems)


@dataclass(frozen=True, slots=True)
class QuotationPlaces:
    """Where a quotation may stand: every place in its text, or none where there is no text to look in."""

    source: Source
    quote: str
    found: tuple[Citation, ...]

    @property
    def looked_up(self) -> bool:
        """Whether there was a text to look in."""
        return bool(self.found)

    @property
    def only(self) -> Citation | None:
        """The place, where it is settled: the first of several in one paragraph."""
        return self.found[0] if len({cite.paragraph for cite in self.found}) == 1 else None

    @property
    def question(self) -> str:
        """What is asked where it is not."""
        if not self.found:
            return f"the text of '{self.source.id}' is not at hand; which paragraph do they stand in"
        return f"they stand in paragraphs {_places_listed(self.found, self.source)}; which is meant"

    def within(self, paragraph: int) -> QuotationPlaces:
        """Only the places in one paragraph."""
        return replace(self, found=tuple(cite for cite in self.found if cite.paragraph == paragraph))


class OfferedDocuments(NamedTuple):
    """Documents to choose from, ``near`` to what is asked for or not. ``absent`` is how many have no text at hand."""

    near: tuple[Source, ...]
    far: tuple[Source, ...]
    absent: int


@dataclass(frozen=True, slots=True)
class NewFactAnswers:
    """Turns answers into what a fact is made of; raises Unusable where that cannot be done, and
    ProblemsFound where a document cannot be read.
    """

    workspace: Workspace
    folder: FactsFolder

    @property
    def base(self) -> FactBase:
        """The facts that there are."""
        return self.workspace.base

    def known(self, text: str, known: Iterable[str], noun: str) -> str:
        """One of a few words."""
        known = [str(word) for word in known]
        if text not in known:
            hint = nearest(text, known) or f"known: {', '.join(known)}"
            raise UnusableAnswer(f"there is no {noun} '{text}'; {hint}" if text else f"a {noun} is needed; {hint}")
        return text

    def topics(self, text: str) -> tuple[str, ...]:
        """Topics of one subject, between commas: their names, or their numbers in the order of the base."""
        words = (word.strip() for word in text.split(","))
        named = [_numbered(word, list(self.base.topics)) for word in words if word]
        found = known_as(named, NameKind.TOPIC, self.base)
        if not found:
            raise UnusableAnswer("a topic is needed")
        for topic in found:
            if wrong := wrong_name(topic, NameKind.TOPIC, self.base):
                raise UnusableAnswer(f"{wrong.message}; {wrong.hint}")
        if len({self.base.topics[topic].subject for topic in found}) > 1:
            raise UnusableAnswer("the topics are of different subjects")
        return found

    @property
    def documents(self) -> list[Source]:
        """The documents, the newest first."""
        return sorted(self.base.sources.values(), key=lambda source: source.issued.latest, reverse=True)

    def offered(self, topics: Sequence[str]) -> OfferedDocuments:
        """The documents to choose from for facts on some topics: first those of the office's that nothing is drawn
        from, then those that the topics' subject draws from.
        """
        drawn: dict[str, set[str]] = {}
        for fact in self.base.facts.values():
            for cite in fact.cites:
                drawn.setdefault(cite.source, set()).add(fact.subject)
        named = known_as(topics, NameKind.TOPIC, self.base)
        wanted = {self.base.topics[topic].subject for topic in named if topic in self.base.topics}
        at_hand = [source for source in self.documents if self._readable(source)]
        new = [one for one in at_hand if one.id not in drawn and self.folder.is_own(one)]
        near = [one for one in at_hand if one not in new and (not wanted or wanted & drawn.get(one.id, set()))]
        far = [one for one in at_hand if one not in new and one not in near]
        return OfferedDocuments((*new, *near), tuple(far), len(self.base.sources) - len(at_hand))

    def _readable(self, source: Source) -> bool:
        """Whether a document's text is at hand, be it another than the one that was entered."""
        kept, problem = self.workspace.text_of(source)
        return kept is not None or problem is not None

    def source(self, text: str, among: Sequence[Source] = ()) -> Source:
        """A document: its id, or its number among those that are shown."""
        id_ = _numbered(text, [source.id for source in among])
        return self.base.sources[self.known(id_, self.base.sources, "document")]

    def text_of(self, source: Source) -> DocumentText | None:
        """The text of a document, where it is at hand."""
        kept, problem = self.workspace.text_of(source)
        if problem is not None:
            raise ProblemsFound([problem])
        return kept

    def paragraphs(self, source: Source) -> tuple[CoverageRow, ...]:
        """The paragraphs of a document, with the facts that quote each; empty where its text is not at hand."""
        kept = self.text_of(source)
        return coverage(kept, source, self.base.facts.values()) if kept is not None else ()

    def quote(self, text: str, source: Source) -> QuotationPlaces:
        """A quotation, looked up; in the words of the document, which pasting may have changed.

        Of a long passage the first and the last words are enough, with three full stops between.
        """
        if not text:
            raise UnusableAnswer("the document's own words are needed")
        kept = self.text_of(source)
        text = _in_its_capitals(text, kept.blocks) if kept is not None else text
        if kept is not None and _LEFT_OUT.search(text) and not find(text, kept):
            return self._between(text, source, kept)
        _short_enough(text)
        return QuotationPlaces(source, text, _looked_up(text, source, kept) if kept is not None else ())

    def chosen(self, text: str, source: Source) -> CoverageRow:
        """A paragraph of a document whose text is at hand, by its number: one that somebody says."""
        rows = self.paragraphs(source)
        block = source.block_of(text)
        if not 0 < block <= len(rows):
            raise UnusableAnswer(f"'{text}' is no paragraph's number; the last is {source.number_of(len(rows))}")
        row = rows[block - 1]
        if row.number in source.furniture:
            raise UnusableAnswer(f"paragraph {text} is page furniture, which is nobody's statement")
        return row

    def in_part(self, row: CoverageRow, source: Source) -> bool:
        """Whether facts are drawn from a paragraph, and a sentence of it is left that none quotes."""
        alone = DocumentText(source.id, (row.text,), "")
        places = [
            place
            for id_ in row.facts
            for cite in self.base.facts[id_].cites
            if (cite.source, cite.paragraph) == (source.id, row.number)
            for place in find(cite.quote, alone)
        ]
        return bool(places) and any(
            not any(place.start < end and start < place.end for place in places)
            for start, end in sentence_spans(row.text)
        )

    def passage(self, text: str, source: Source, row: CoverageRow) -> QuotationPlaces:
        """A passage of one paragraph: the whole of it, the numbers of its sentences ('2', '2-3'), the quotation itself,
        or its first and last words.
        """
        alone = DocumentText(source.id, (row.text,), "")
        text = _in_its_capitals(text, (row.text,))
        if not text:
            text = row.text
        elif is_sentences(text):
            text = _of_sentences(text, row.text)
        elif _LEFT_OUT.search(text) and not find(text, alone):
            text = _from_to(text, row.text)
        elif not find(text, alone):
            near = nearest_passage(text, [row.text])[1]
            told = f"; the nearest is \u201c{near}\u201d" if near else ""
            raise UnusableAnswer(f"these words do not stand in paragraph {source.number_of(row.number)}{told}")
        _short_enough(text)
        kept = self.text_of(source)
        return QuotationPlaces(source, text, _looked_up(text, source, kept) if kept is not None else ()).within(
            row.number
        )

    def _between(self, text: str, source: Source, kept: DocumentText) -> QuotationPlaces:
        """The passages that begin and end with these words, each within one paragraph."""
        found: list[Citation] = []
        why = UnusableAnswer(f"no paragraph of '{source.id}' has these words, one after the other")
        for number, block in enumerate(kept.blocks, 1):
            if number in source.furniture:
                continue
            try:
                whole = _from_to(text, block)
            except UnusableAnswer as failure:
                if not isinstance(failure, _NotThere):
                    why = failure
                continue
            found += QuotationPlaces(source, whole, _looked_up(whole, source, kept)).within(number).found
        if not found:
            raise why
        for cite in found:
            _short_enough(cite.quote)
        return QuotationPlaces(source, found[0].quote, tuple(found))

    def paragraph(self, text: str, places: QuotationPlaces) -> Citation:
        """Which of the places is meant."""
        number = places.source.block_of(text)
        if not number:
            raise UnusableAnswer(f"{places.question}?" if not text else f"'{text}' is no paragraph's number")
        if not places.found:
            return Citation(places.source.id, places.quote, number)
        for cite in places.found:
            if cite.paragraph == number:
                return cite
        raise UnusableAnswer(
            f"they do not stand in paragraph {text}, but in {_places_listed(places.found, places.source)}"
        )

    def claim(
        self, text: str, cite: Citation, occasion: str, topics: Sequence[str], id_: str = "", *, on_record: bool = False
    ) -> Fact:
        """A claim as reading it would take it, in a fact that has nothing else of its own yet; rules hold of it.

        Problems call it by ``id_``, else by one that is made from the claim.
        """
        if not text:
            raise UnusableAnswer("what the document claims is needed, as a clause that could stand after 'said that'")
        source = self.base.sources[cite.source]
        about = [*topics, *(f.topics[0] for f in self.base.facts.values() if f.source == source.id), *self.base.topics]
        topic = next((topic for topic in about if topic in self.base.topics), "")
        if not topic:
            raise UnusableAnswer("there is no topic yet: topics.yaml of a subject names them")
        text = self._begun_small(text, cite)
        # The kind is asked for later; until then a matter of record is taken to be how things stand.
        kind = FactKind.STATUS if on_record else FactKind.CLAIM
        again = source.issued.latest if on_record else None
        fact = NewFact(
            id_ or _id(text), (topic,), "", kind, text, source.issued.latest, again, cite, occasion, on_record
        )
        document, problems = located_yaml.parse_yaml(fact.entry(), DRAFT)
        known = References(self.base.sources, self.base.topics, self.base.subjects[self.base.topics[topic].subject])
        read = read_facts(document, known, problems) if document is not None else []
        if problems or not read:
            raise refused(problems)
        wrong = self.workspace.wrong_claim(with_fact(read[0], self.base), read[0])
        if wrong:
            raise refused(wrong)
        return read[0]

    def remarks(self, fact: Fact) -> list[Problem]:
        """What a person should know of a claim that no rule refuses."""
        found = self.workspace.findings_on_claim(with_fact(fact, self.base), fact)
        return [problem for problem in found if problem.severity is Severity.WARNING]

    def _begun_small(self, text: str, cite: Citation) -> str:
        """A claim without the capital that only the beginning of a sentence gives its first word."""
        words = WORD.findall(text[:200])
        if not words or not text.startswith(words[0]) or not words[0][:1].isupper() or is_date(words[0]):
            return text
        small = words[0][0].lower() + words[0][1:]
        if words[0] == "I" or not (small[1:].islower() or len(small) == 1):
            return text
        if len(words) > 1 and words[1][0].isupper() and small not in OPENERS:  # "New Forest": the rules look at it
            return text
        kept = self.text_of(self.base.sources[cite.source])
        said = " ".join(kept.blocks) if kept is not None else cite.quote
        common = small in _COMMON or small in WORD.findall(said)
        return small + text[len(small) :] if common else text

    def first_day(self, text: str, earliest: date) -> date:
        """A day on which the document was there."""
        day = self.day(text)
        if day < earliest:
            raise UnusableAnswer(f"the document is of {day_in_words(earliest)}; no letter can cite it before that")
        return day

    def review_day(self, text: str, kind: str) -> date | None:
        """A day, or none where the fact does not age."""
        if not text and kind != FactKind.CLAIM:
            raise UnusableAnswer(f"a {kind} ages: say when a person is to look again")
        return self.day(text) if text else None

    def day(self, text: str) -> date:
        """A day."""
        day = parse_day(text)
        if day is None:
            raise UnusableAnswer(f"'{text}' is no day of the calendar; write 2018-07-10 or '10 July 2018'")
        return day

    def id(self, text: str) -> str:
        """An id that is free."""
        if not is_written_as_id(text):
            raise UnusableAnswer(f"an id has small letters, digits and single hyphens, {MOST} at most")
        if why := why_no_id(text):
            raise UnusableAnswer(f"'{text}' cannot be an id; {why}")
        if text in self.base.facts:
            raise UnusableAnswer(f"there is a fact '{text}' already, at {self.base.facts[text].where}")
        return text

    def file(self, text: str, subject: str) -> Path:
        """A file of facts of the subject's folder: its name, or a path to it."""
        home = self.folder.folder / subject
        name = Path(text).name
        if Path(text).parent not in {Path(), Path(self.folder.name, subject)}:
            raise UnusableAnswer(f"'{text}' is not in {self.folder.name}/{subject}, where these facts are")
        if not name.endswith(".yaml"):
            name = f"{name}.yaml"
        if name.startswith(".") or is_odd_name(name) or name in {TOPICS, WORDS, ACTIONS, OVERRULES}:
            raise UnusableAnswer(f"'{name}' is no file for facts")
        return home / name


def _numbered(text: str, among: Sequence[str]) -> str:
    """One of these by its number, from 1; the text itself if it is no number, or one of them by itself."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    return among[number - 1] if text not in among and 0 < number <= len(among) else text


def _in_its_capitals(text: str, blocks: Iterable[str]) -> str:
    """A quotation with the document's own capitals, where it differs by nothing else."""
    typed = fold_quotation(text)
    folded = [fold_quotation(block) for block in blocks]
    if not typed or any(typed in block for block in folded):
        return text
    for block in folded:
        place = block.lower().find(typed.lower())
        if place >= 0 and len(block.lower()) == len(block):
            return block[place : place + len(typed)]
    return text


def _short_enough(text: str) -> None:
    if len(text.split()) > LONGEST_QUOTE:
        raise UnusableAnswer(
            f"that is {len(text.split())} words; {LONGEST_QUOTE} at most: the shortest run that carries the claim"
        )


_SENTENCES: Final = re.compile(r"(\d{1,3})(?: ?[-\u2013] ?(\d{1,3}))?")


def is_sentences(text: str) -> bool:
    """Whether a text gives sentences by their numbers."""
    return _SENTENCES.fullmatch(text) is not None


def _of_sentences(numbers: str, block: str) -> str:
    """Some sentences of a paragraph, by their numbers, without the last full stop."""
    found = _SENTENCES.fullmatch(numbers)
    spans = sentence_spans(block)
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
    if not 0 < first <= last <= len(spans):
        one = "is one sentence" if len(spans) == 1 else f"are {len(spans)} sentences"
        raise UnusableAnswer(f"there {one} in it, so '{numbers}' is none of them")
    return block[spans[first - 1][0] : spans[last - 1][1]].rstrip(".")


_FEWEST: Final = 4  # words; fewer carry no clause
_JOINS: Final = r"(?:that|which|who|and|but|or|because|if|while|although|whether|as|when)"
_BEFORE: Final = re.compile(rf"(?:\A|[.?!;:,(\u2013\u2014\"'\u201c\u2018]|\b{_JOINS})\s*\Z", re.IGNORECASE)
_AFTER: Final = re.compile(rf"\s*(?:\Z|[.?!;:,)\u2013\u2014\"'\u201d\u2019]|{_JOINS}\b)", re.IGNORECASE)


def cut_short(quote: str, block: str) -> str:
    """What a quotation lacks that ends in the middle of a clause of its paragraph; empty for a whole one."""
    place = next(iter(find(quote, DocumentText("", (block,), ""))), None)
    before, after = (block[: place.start], block[place.end :]) if place is not None else ("", "")
    whole = bool(_BEFORE.search(before) and _AFTER.match(after))
    words = quote.split()
    if len(words) < _FEWEST and (before.strip() or after.strip(" .?!")):
        return f"has only {counted(len(words), 'word')}"
    return "" if whole or any(map(is_verb_form, words)) else "has no verb"


class _NotThere(UnusableAnswer):
    """A paragraph does not have the words at all."""


def _from_to(text: str, block: str) -> str:
    """The passage of a paragraph that begins and ends with the words before and after the full stops in a text."""
    ends = [part for part in _LEFT_OUT.split(text) if part]
    if len(ends) != 2:
        raise UnusableAnswer("write the first words, three full stops, and the last words: 'the first ... the last'")
    alone = DocumentText("", (block,), "")
    first, last = (find(part, alone) for part in ends)
    for words, places in zip(ends, (first, last), strict=True):
        if not places:
            near = nearest_passage(words, [block])[1]
            raise _NotThere(f"\u201c{words}\u201d is not in it{f'; the nearest is “{near}”' if near else ''}")
    after = [(one.start, two.end) for one in first for two in last if two.start >= one.end]
    if not after:
        raise _NotThere(f"\u201c{ends[1]}\u201d does not stand after \u201c{ends[0]}\u201d")
    starts = {start for start, _ in after}
    if len(starts) > 1:
        raise UnusableAnswer(f"\u201c{ends[0]}\u201d stands there {len(starts)} times: write a few words more of it")
    start, end = min(after)
    return block[start:end]


def _id(claim: str) -> str:
    try:
        return propose_id(claim, ())
    except OddMark:
        return "fact"


def _looked_up(quote: str, source: Source, text: DocumentText) -> tuple[Citation, ...]:
    places = find(quote, text)
    if not places:
        number, passage = nearest_passage(quote, text.blocks)
        near = f"; the nearest is, in paragraph {source.number_of(number)}: \u201c{passage}\u201d" if number else ""
        raise UnusableAnswer(f"these words do not stand in '{source.id}'{near}")
    usable = [place for place in places if place.paragraph not in source.furniture]
    if not usable:
        raise UnusableAnswer(f"these words stand only in page furniture of '{source.id}', which is nobody's statement")
    often = {p.paragraph for p in usable if p.occurrence > 1}
    return tuple(
        Citation(
            source.id,
            " ".join(text.blocks[p.paragraph - 1][p.start : p.end].replace("\u00ad", "").split()),
            p.paragraph,
            p.occurrence if p.paragraph in often else 0,
        )
        for p in usable
    )


def _places_listed(places: Iterable[Citation], source: Source) -> str:
    return ", ".join(dict.fromkeys(source.number_of(place.paragraph) for place in places))


# What is proposed for a fact before anybody says.

_TO_COME: Final = re.compile(r"\b(?:will|shall|is to|are to|plans? to|intends? to|in due course)\b", re.IGNORECASE)
_AGAIN: Final = timedelta(days=91)  # until a person looks again at what ages, unless somebody says otherwise


def likely_kind(fact: Fact) -> FactKind:
    """A plan where the claim or its quotation speaks of what is to come, and else a claim."""
    said = " | ".join((plain(fact.claim), *(cite.quote for cite in fact.cites)))
    return FactKind.PLAN if _TO_COME.search(said) else FactKind.CLAIM


def proposed_review(document: Source, today: date) -> date:
    """When a person looks again: after the document's closing date, or in three months."""
    if document.closes is not None and document.closes >= today:
        return document.closes + timedelta(days=1)
    return today + _AGAIN


# The lock: which quotations were found, and where.


@dataclass(frozen=True, slots=True)
class Entered:
    """What looking up quotations gave: the findings, and the problems of texts that cannot be read."""

    verified: Verified
    problems: tuple[Problem, ...]
    texts: frozenset[str]

    @property
    def all_found(self) -> bool:
        """Whether every quotation that was to be looked up was found."""
        return not errors((*self.problems, *self.verified.problems))


def enter_in_lock(workspace: Workspace, facts: Sequence[Fact], *, whole: bool = False) -> Entered:
    """Look the quotations of some facts up, and enter in the lock what was found; ``whole`` begins the lock anew where
    the texts of all documents are at hand. Raises ProblemsFound if the lock cannot be written.
    """
    office, base = workspace.office, workspace.base
    cited = {cite.source for fact in facts for cite in fact.cites}
    texts, problems = workspace.texts_of(source for source in base.sources.values() if source.id in cited)
    places = FieldPlaces(workspace.folder.layers)
    looked = replace(workspace.looked(documents=False), texts=texts)
    result = verify(
        facts, base.sources, texts, lambda fact, number, key: places.of(fact, "cites", number, key),
        lambda fact: said_elsewhere(fact, looked),
    )  # fmt: skip
    with locked(office.facts):
        kept = read_lock(office.facts) if not whole or len(texts) < len(cited) else ""
        done = {fact.id for fact in facts if all(cite.source in texts for cite in fact.cites)}
        gone = {row.split()[0] for row in kept.splitlines() if row and not row.startswith("#")} - set(base.facts)
        # Those that came with the program have their lines in its own lock.
        own = {fact.id for fact in facts if workspace.folder.is_own(fact)}
        lines = [line for line in result.lines if line.split()[0] in own]
        data = lock_text(lines, kept, done | gone).encode()
        problem = write_atomically(office.facts / LOCK, data, office.path_of("facts", LOCK), replace=True, shared=True)
    if problem is not None:
        raise ProblemsFound([problem])
    return Entered(result, tuple(problems), frozenset(texts))
