"""The finished letter: rendered, abbreviations spelt out, typeset, with citations; a wrong template is refused."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from drafter.facts.claims import QUOTED
from drafter.facts.model import Abbreviation, Citation, Fact, Source, Subject, fingerprint
from drafter.letter.mailing import Mailbox
from drafter.letter.record import SaidFact
from drafter.letter.templates import Data, Marks, Node, TemplateContext, Templates, TemplateWords
from drafter.letter.tree import Heading, Letter, Note, Paragraph, Run, Segment, Sentence
from drafter.problems import Problem, ProblemsFound

# Citations: their form is a template, ``templates/citation.md.j2``.

TEMPLATE = "citation.md.j2"
_Place = tuple[str, tuple[str, str]]  # a document, and the kind and name of a place in it


def notes(
    runs_of_facts: Iterable[Sequence[Fact]], sources: Mapping[str, Source], templates: Templates
) -> tuple[Note, ...]:
    """The notes of a letter, in order, one for each run of facts from one passage.

    A document's first note gives it in full, later notes in short.
    """
    seen: set[str] = set()
    result = []
    for facts in runs_of_facts:
        runs: list[Run] = []
        cites = [cite for fact in facts for cite in fact.cites]
        places: dict[_Place, None] = {}
        for cite in cites:
            source = sources[cite.source]
            place = (source.id, source.locator(cite.paragraph))
            if place in places:
                continue
            before = next(reversed(places), None)
            places[place] = None
            more = _same_document(runs, before, place)
            if more:
                runs.append(Run(more))
                continue
            made = citation(cite, source, templates, first=source.id not in seen)
            if not any(run.text.strip() for run in made):
                message = f"the citation of '{source.id}' comes out empty"
                raise ProblemsFound([Problem(templates.where(TEMPLATE), "empty-citation", message)])
            if runs:
                runs.append(Run("; "))
            runs += made
            seen.add(source.id)
        runs.append(Run("."))
        ids, documents = tuple(fact.id for fact in facts), tuple(dict.fromkeys(c.source for c in cites))
        result.append(Note(ids, documents, _merged(runs)))
    return tuple(result)


def _same_document(runs: Sequence[Run], before: _Place | None, place: _Place) -> str:
    """What a note adds for one more paragraph of the document that it ends with: " and paragraph 4"; else nothing."""
    if before is None or before[0] != place[0]:
        return ""
    (kind, locator), (another, number) = before[1], place[1]
    # A template may leave paragraphs out: then there is nothing to add to.
    ends = kind == another == "paragraph" and runs[-1].text.endswith(f"paragraph {locator}")
    return f" and paragraph {number}" if ends else ""


def runs_of_claims(
    sentences: Iterable[Sequence[Sentence]], facts: Mapping[str, Fact], sources: Mapping[str, Source]
) -> list[list[Fact]]:
    """The facts of a letter's paragraphs in runs.

    A run is claims from one passage with only the program's own words between them. A passage is the place that a note
    names: a paragraph, or everything under a heading.
    """
    runs: list[list[Fact]] = []
    for paragraph in sentences:
        before: tuple[str, tuple[str, str]] | None = None
        for segment in (segment for sentence in paragraph for segment in sentence.segments):
            if segment.kind.about.cited:
                fact = facts[segment.fact]
                if runs and runs[-1] and runs[-1][-1].id == fact.id:  # a claim in two pieces
                    continue
                cite = fact.cites[0]
                here = (cite.source, sources[cite.source].locator(cite.paragraph))
                if here == before:
                    runs[-1].append(fact)
                else:
                    runs.append([fact])
                before = here
            elif not segment.kind.about.links:
                before = None
    return runs


def listed(cited: Iterable[Fact], sources: Mapping[str, Source], templates: Templates) -> tuple[Note, ...]:
    """The documents that facts rest on, each once, in order: a closing list, which names no passages."""
    documents = dict.fromkeys(cite.source for fact in cited for cite in fact.cites)
    return tuple(
        Note((), (id_,), _merged([*citation(Citation(id_, "", 0), sources[id_], templates, first=True), Run(".")]))
        for id_ in documents
    )


def citation(cite: Citation, source: Source, templates: Templates, *, first: bool) -> list[Run]:
    """One citation, without its full stop. Paragraph 0 means the document as a whole.

    In the template ``*`` sets emphasis; in a value it is an ordinary character.
    """
    place = source.locator(cite.paragraph) if cite.paragraph else ("document", "")
    key = (TEMPLATE, source, place, first)  # a review asks for most of them several times
    return list(templates.rendered_once(key, lambda: _cited(source, place, templates, first=first)))


def _cited(source: Source, place: tuple[str, str], templates: Templates, *, first: bool) -> tuple[Run, ...]:
    marks = Marks()

    def link(text: str, url: str) -> Markup:
        return marks.put(Data(text, url))

    kind, locator = place
    names = {
        "source": source,
        "first": first,
        "issued": str(source.issued),
        "undated": "/" in source.issued.text,
        "house": "HL" if "Lords" in source.publisher else "HC",
        "locator_kind": kind,
        "locator": locator,
        "link": link,
    }
    runs: list[Run] = []
    emphasis = False
    text = templates.render_bounded(TEMPLATE, names, marks)
    for paragraph in marks.paragraphs(" ".join(text.split())):
        for node in paragraph:
            if isinstance(node, TemplateWords):
                for number, piece in enumerate(node.text.split("*")):
                    emphasis = emphasis != (number > 0)
                    runs.append(Run(piece, emphasis))
            elif isinstance(node, Data):
                runs.append(Run(node.text, emphasis, node.url))
    return _merged(runs)


def _merged(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Join neighbours that are set in the same way."""
    merged: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        last = merged[-1] if merged else None
        if last is not None and (last.emphasis, last.url) == (run.emphasis, run.url):
            merged[-1] = Run(last.text + run.text, run.emphasis, run.url)
        else:
            merged.append(run)
    return tuple(merged)


# Abbreviations: each is spelt out at its first use in a letter, and only there.


def spell_out(texts: Sequence[str], abbreviations: Iterable[Abbreviation]) -> list[str]:
    """The texts of a letter, in order, with each abbreviation in full where it comes first.

    An abbreviation that comes again is introduced in brackets; one that does not is only spelt out. Text in quotation
    marks stays as it is, because it is somebody's own words.
    """
    known = {a.short: a for a in abbreviations if not a.known}
    if not known:
        return list(texts)
    shorts = "|".join(re.escape(short) for short in sorted(known, key=len, reverse=True))
    pattern = re.compile(rf"(?:\b([Aa])n? )?\b({shorts})(s?)\b")
    # Most texts hold no abbreviation. A plain search shows that much faster than the pattern.
    found = [_unquoted(pattern, text) if any(short in text for short in known) else [] for text in texts]
    uses = Counter(match[2] for matches in found for match in matches)
    spelt: set[str] = set()
    result = []
    for text, matches in zip(texts, found, strict=True):
        pieces, at = [], 0
        for match in matches:
            short = match[2]
            if short in spelt:
                continue
            spelt.add(short)
            long = known[short].plural if match[3] else known[short].long
            article = f"{match[1]}{'n' if long[0] in 'AEIOUaeiou' else ''} " if match[1] else ""
            bracket = f" ({short}{match[3]})" if uses[short] > 1 else ""
            pieces += [text[at : match.start()], article, _as_sentence(long, text, match.start()), bracket]
            at = match.end()
        result.append("".join([*pieces, text[at:]]))
    return result


def in_full(text: str, abbreviations: Iterable[Abbreviation]) -> str:
    """One text by itself, with its abbreviations spelt out."""
    alone = [(a.short, a) for a in abbreviations if not a.known]
    for short, abbreviation in alone:
        text = re.sub(rf"\b{re.escape(short)}s\b", abbreviation.plural, text)
        text = re.sub(rf"\b{re.escape(short)}\b", abbreviation.long, text)
    return text


def line_of(subject: Subject) -> str:
    """The subject line of letters on a subject: as it is given, otherwise its name with a capital."""
    line = subject.line or in_full(subject.name, subject.abbreviations)
    return f"{line[:1].upper()}{line[1:]}"


# What stands between a name and its short form: 'Public Reading Rooms (PRRs)', 'Public Reading Rooms, or PRRs'.
_BESIDE = r"(?: ?[,(\u2013\u2014-])?(?: or)? ?[\"'\u201c\u2018]?"


def not_spelt_out(texts: Iterable[str], abbreviations: Iterable[Abbreviation]) -> list[str]:
    """The short forms that a letter uses without having said what they stand for."""
    whole = "\n".join(texts)
    found = []
    for abbreviation in abbreviations:
        uses = _unquoted(re.compile(rf"\b{re.escape(abbreviation.short)}[sS]?\b"), whole)
        if abbreviation.known or not uses:
            continue
        before = " ".join(whole[: uses[0].end()].split())
        longs = "|".join(re.escape(long) for long in (abbreviation.long, abbreviation.plural) if long)
        # Only beside its name is it said what a short form stands for.
        beside = rf"(?:{longs}){_BESIDE}{re.escape(abbreviation.short)}"
        if not re.search(beside, before, re.IGNORECASE):
            found.append(abbreviation.short)
    return found


def _as_sentence(long: str, text: str, at: int) -> str:
    return long[0].upper() + long[1:] if not text[:at].strip() else long


def _unquoted(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    if '"' not in text and "\u201c" not in text:
        return list(pattern.finditer(text))
    quoted = [match.span() for match in QUOTED.finditer(text)]
    return [m for m in pattern.finditer(text) if not any(a <= m.start() < b for a, b in quoted)]


# Typesetting: curly quotation marks, and a dash between years.

_OPENING = re.compile(r"(?:(?<=\A)|(?<=[\s(\u201c\u2018]))(['\"])(?=\w)")
_YEARS = re.compile(r"\b(\d{4})-(\d{2})\b(?!-)")
_CURLY = {"'": ("\u2018", "\u2019"), '"': ("\u201c", "\u201d")}


def typeset(text: str) -> str:
    """The text as it is printed. Text that is already typeset stays as it is."""
    text = _OPENING.sub(lambda m: _CURLY[m[1]][0], text)
    for straight, (_, closing) in _CURLY.items():
        text = text.replace(straight, closing)
    return _YEARS.sub("\\1\u2013\\2", text)


def rendered(path: str, names: Mapping[str, Any], marks: Marks, desk: TemplateContext) -> tuple[tuple[Node, ...], ...]:
    """The paragraphs of one template. ``names`` are the names that it may use; their values become ``marks``."""
    return tuple(marks.paragraphs(desk.templates.render_bounded(path, names, marks)))


def envelope(desk: TemplateContext) -> Letter:
    """The letter without its body."""
    request, office = desk.request, desk.office
    return Letter(
        date=request.date,
        reference=request.reference,
        topics=tuple(topic.id for topic in desk.topics),
        position=request.position,
        length=str(request.length),
        subject_line=typeset(line_of(desk.subject)),
        office=f"Office of {office.member}",
        addressee=request.to.addressee,
        salutation=request.to.salutation,
        blocks=(),
        close=request.to.close,
        signature=office.signs_as,
        small_print=office.data_protection,
        notes=(),
        asks=request.asks,
        fears=request.fears,
        wants=request.wants,
        did=tuple(map(str, request.did)),
        thanks=request.thanks,
        sender=Mailbox(office.member, office.email),
        mailing=request.mailing,
        attached=request.attached,
    )


def spelt_out(letter: Letter, desk: TemplateContext) -> Letter:
    """The letter with its abbreviations in full where they come first."""
    texts = [segment.text for sentence in letter.sentences() for segment in sentence.segments]
    return _with_texts(letter, spell_out(texts, desk.subject.abbreviations))


def finalise(letter: Letter, desk: TemplateContext) -> Letter:
    """The finished letter: typeset, with its notes."""
    texts = [segment.text for sentence in letter.sentences() for segment in sentence.segments]
    letter = _with_texts(letter, [typeset(text) for text in texts])
    paragraphs = [block.sentences for block in letter.blocks if isinstance(block, Paragraph)]
    facts = [desk.day.facts[id_] for id_ in letter.claims]
    runs = runs_of_claims(paragraphs, desk.day.facts, desk.day.sources)
    said = tuple(SaidFact(fact.id, fingerprint(fact), desk.day.holds(fact)) for fact in facts)
    return replace(letter, notes=notes(runs, desk.day.sources, desk.templates), said=said)


def _with_texts(letter: Letter, texts: list[str]) -> Letter:
    """The letter with these texts in its segments, in order."""
    left = iter(texts)

    def sentence(old: Sentence) -> Sentence:
        return Sentence(tuple(_in_words(segment, next(left)) for segment in old.segments))

    blocks = tuple(
        Paragraph(tuple(map(sentence, block.sentences)), block.part)
        if isinstance(block, Paragraph)
        else Heading(typeset(block.text), block.part)
        for block in letter.blocks
    )
    return replace(letter, blocks=blocks)


def _in_words(segment: Segment, text: str) -> Segment:
    return segment if segment.text == text else segment._replace(text=text)
