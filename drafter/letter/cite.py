"""Citations as the reader sees them; their form is a template, ``templates/citation.md.j2``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from drafter.factbase.model import Citation, Fact, Source
from drafter.letter.marks import Data, Marks, Words
from drafter.letter.templates import Templates
from drafter.letter.tree import Kind, Note, Run, Sentence
from drafter.problems import Problem, ProblemsFound

TEMPLATE = "citation.md.j2"


def notes(
    runs_of_facts: Iterable[Sequence[Fact]], sources: Mapping[str, Source], templates: Templates
) -> tuple[Note, ...]:
    """The notes of a letter, in order, one for each run of facts from one passage: in full where a document is cited
    first, short after.
    """
    seen: set[str] = set()
    result = []
    for facts in runs_of_facts:
        runs: list[Run] = []
        cites = [cite for fact in facts for cite in fact.cites]
        places: set[tuple[str, tuple[str, str]]] = set()
        for cite in cites:
            source = sources[cite.source]
            place = (source.id, source.locator(cite.paragraph))
            if place in places:
                continue
            places.add(place)
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


def runs_of_claims(
    sentences: Iterable[Sequence[Sentence]], facts: Mapping[str, Fact], sources: Mapping[str, Source]
) -> list[list[Fact]]:
    """The facts of a letter's paragraphs in runs: what stands between two claims of one passage is only the program's.

    A passage is what a reader is sent to: a paragraph, or all that stands under a heading.
    """
    runs: list[list[Fact]] = []
    for paragraph in sentences:
        before: tuple[str, tuple[str, str]] | None = None
        for segment in (segment for sentence in paragraph for segment in sentence.segments):
            if segment.kind is Kind.CLAIM:
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
            elif segment.kind not in {Kind.FRAME, Kind.JOIN, Kind.ANSWER}:
                before = None
    return runs


def listed(cited: Iterable[Fact], sources: Mapping[str, Source], templates: Templates) -> tuple[Note, ...]:
    """The documents that facts rest on, once each, in order: a closing list, in which no passage is named."""
    documents = dict.fromkeys(cite.source for fact in cited for cite in fact.cites)
    return tuple(
        Note((), (id_,), _merged([*citation(Citation(id_, "", 0), sources[id_], templates, first=True), Run(".")]))
        for id_ in documents
    )


def citation(cite: Citation, source: Source, templates: Templates, *, first: bool) -> list[Run]:
    """One citation, without its full stop. In the template ``*`` sets emphasis; values are never read as such.

    Paragraph 0 is the document as a whole.
    """
    marks = Marks()

    def link(text: str, url: str) -> Markup:
        return marks.put(Data(text, url))

    kind, locator = source.locator(cite.paragraph) if cite.paragraph else ("document", "")
    names = {
        "source": source,
        "first": first,
        "issued": str(source.issued),
        "undated": "/" in source.issued.text,
        "locator_kind": kind,
        "locator": locator,
        "link": link,
    }
    runs: list[Run] = []
    emphasis = False
    text = templates.render_bounded(TEMPLATE, names, marks)
    for paragraph in marks.paragraphs(" ".join(text.split())):
        for node in paragraph:
            if isinstance(node, Words):
                for number, piece in enumerate(node.text.split("*")):
                    emphasis = emphasis != (number > 0)
                    runs.append(Run(piece, emphasis))
            elif isinstance(node, Data):
                runs.append(Run(node.text, emphasis, node.url))
    return list(_merged(runs))


def _merged(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Neighbours that are set alike, as one."""
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
