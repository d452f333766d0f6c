"""What stands beside each claim of a reviewing copy: every claim has lines of its own, whatever its note."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from letters import claim, sample_letter

from drafter.facts.edtf import parse_edtf
from drafter.facts.model import Citation, Fact, FactBase, FactKind, Side, Source, Speaker, fingerprint
from drafter.facts.reviews import FactReview
from drafter.facts.timeline import last_of, on
from drafter.letter.remarks import remarks
from drafter.letter.tree import Kind, Letter, Note, Paragraph, Run, Segment, Sentence
from drafter.problems import Where

WHERE = Where("facts/gardens.yaml", 1, 1)
SOURCE = Source(
    id="library", type="briefing", title="Gardens", author="", publisher="Library", issued=parse_edtf("2018-06-10"),
    number="", url="", stated=(), known_from="", sha256="", counted_from=1, sections=(), furniture=frozenset(), unused=(),
    where=WHERE, speaker=Speaker("the Library", "it"), side=Side.PARLIAMENT, occasion="reports",
)  # fmt: skip


def made(id_: str, text: str, *quotes: str) -> Fact:
    return Fact(
        id=id_, subject="gardens", topics=("cost",), series="", kind=FactKind.STATUS, claim=text, start=date(2018, 6, 10),
        until=None, review_by=date(2018, 9, 1), cites=tuple(Citation("library", quote, 3) for quote in quotes), where=WHERE,
    )  # fmt: skip


FACTS = [
    made("paid", "most gardens | {cost} a parish nothing from May 2018", "cost the parish", "nothing at all"),
    made("kept", "nobody {keeps|kept} a register", "no register"),
    made("untold", "no garden is closed", "none is closed"),
]
BASE = FactBase({"library": SOURCE}, {}, {}, {fact.id: fact for fact in FACTS})
NOTE = Note(("paid", "kept"), ("library",), (Run("Library, "), Run("Gardens", emphasis=True), Run(".")))


def letter(**notes: tuple[Note, ...]) -> Letter:
    sentence = Sentence((
        Segment("The Library reports that ", Kind.FRAME, source="library"), claim("most gardens cost nothing", "paid"),
        Segment(" and that ", Kind.JOIN), claim("nobody keeps a register.", "kept"),
    ))  # fmt: skip
    return sample_letter(blocks=(Paragraph((sentence, sentence), "cost"),), **{"notes": (), **notes})


DAY = letter().date
AGE = "Its document: 10 June 2018, 30 days older than the letter. To be looked at again by 1 September 2018."


def test_every_claim_is_remarked_on_though_its_note_is_its_neighbours() -> None:
    looked = FactReview("kept", fingerprint(FACTS[1]), "A. Reader", date(2018, 7, 1), "", "", (), WHERE)
    assert remarks(letter(notes=(NOTE,)), on(BASE, DAY, last_of([looked]))) == {
        "paid": (
            "\u201ccost the parish\u201d",
            "\u201cnothing at all\u201d",
            "Library, Gardens.",
            f"Nobody has reviewed it. {AGE}",
            "Fact paid: most gardens cost a parish nothing from May 2018",
        ),
        "kept": (
            "\u201cno register\u201d",
            "Library, Gardens.",
            f"Reviewed by A. Reader on 1 July 2018. {AGE}",
            "Fact kept: nobody keeps a register",
        ),
    }


def test_a_letter_with_a_list_of_documents_names_them_too() -> None:
    entry = Note((), ("library",), (Run("The Library, Gardens, 2018."),))
    for sources in ((entry,), ()):
        found = remarks(replace(letter(), sources=sources), on(BASE, DAY))
        cited = (entry.text,) if sources else ()
        assert found["kept"][1:-2] == cited
        assert len(found["paid"]) == 4 + len(cited)
