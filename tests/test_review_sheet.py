"""The sign-off sheet: what it says, that nothing typed becomes a part of the page, and how it is written."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import unicodedata
import webbrowser
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
import time_machine
from directly import load_facts
from hypothesis import example, given, settings
from hypothesis import strategies as st
from running import ROOT, run_drafter
from shipped import base as shipped_base
from shipped import office as shipped_office
from shipped import templates

import drafter
from drafter.catalogue import review as findings
from drafter.facts.claims import plain
from drafter.facts.edtf import parse_edtf
from drafter.facts.model import Citation, FactBase, Side, Source, Speaker
from drafter.formats.html import StyleSheet, element, is_address, render
from drafter.letter.remarks import sentences_of
from drafter.letter.tree import Heading, Kind, Letter, Note, Paragraph, Run, Segment, Sentence
from drafter.office import LIST, NONE
from drafter.problems import Problem, Severity, Where
from drafter.review.model import Passage, Review, SentenceStatus
from drafter.review.sheet.card import extract_of
from drafter.review.sheet.page import sheet
from drafter.sources.quotations import DocumentText
from drafter.workspace import NO_PAPER, Workspace

GARDENS, GOLDEN = ROOT / "tests" / "gardens", ROOT / "tests" / "golden" / "sheet.html"
VOID = {"meta", "br"}
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


@pytest.fixture
def gardens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The invented office of the reading gardens, which is the current directory, on one and the same day."""
    folder = tmp_path / "gardens"
    shutil.copytree(GARDENS, folder)
    shutil.copytree(ROOT / "templates", folder / "templates")
    monkeypatch.chdir(folder)
    with time_machine.travel(datetime(2026, 11, 23, 9, 30, tzinfo=UTC), tick=False):
        yield folder


# The page as a tree, read by the standard library and not by the code that made it.


@dataclass
class Node:
    name: str
    attributes: dict[str, str]
    children: list[Node | str] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()

    @property
    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    @property
    def seen(self) -> str:
        """The text, without what only a screen reader says, white space folded."""
        if "unseen" in self.attributes.get("class", "").split():
            return ""
        parts = (child if isinstance(child, str) else child.seen for child in self.children)
        return "".join(parts)

    def all(self, selector: str) -> list[Node]:
        """By 'name', '.class', 'name.class' or '#id'."""
        if selector.startswith("#"):
            return [node for node in self.walk() if node.attributes.get("id") == selector[1:]]
        name, _, class_ = selector.partition(".")
        return [
            node
            for node in self.walk()
            if (not name or node.name == name) and (not class_ or class_ in node.attributes.get("class", "").split())
        ]

    def one(self, selector: str) -> Node:
        (found,) = self.all(selector)
        return found


class Reader(HTMLParser):
    """A page as a tree; fails where an element is not closed in its turn, or is closed that was not opened."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("", {})
        self.open = [self.root]

    def handle_starttag(self, tag, attrs):
        assert len({name for name, _ in attrs}) == len(attrs), f"{tag} has an attribute twice"
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag):
        assert self.open.pop().name == tag

    def handle_data(self, data):
        self.open[-1].children.append(data)

    def handle_comment(self, data):
        pytest.fail("the sheet has a comment")


def read(page: str) -> Node:
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == [reader.root]
    return reader.root


def sound(page: str) -> Node:
    """The page as a tree, once everything holds that must hold of every sheet."""
    root = read(page)
    assert page.startswith('<!DOCTYPE html>\n<html lang="en-GB"')
    ids = [node.attributes["id"] for node in root.walk() if "id" in node.attributes]
    assert len(set(ids)) == len(ids)
    for node in root.walk():
        assert node.name not in {"script", "img", "iframe", "object", "embed", "form", "input", "link", "base", "use"}
        for name, value in node.attributes.items():
            assert name not in {"style", "src", "srcset", "action", "target", "xlink:href"}
            assert not name.startswith("on")
            if name == "href" and value.startswith("#"):
                assert value[1:] in ids, value
            elif name == "href":
                assert value.lower().startswith(("https://", "http://"))
                assert node.attributes["rel"] == "noopener noreferrer"
            elif name == "aria-labelledby":
                assert value in ids
    css = STYLE.findall(page)
    assert len(css) == 1
    assert not re.search(r"url\(|@import|expression\(", css[0])
    digest = base64.b64encode(hashlib.sha256(css[0].encode()).digest()).decode()
    policy = [node for node in root.all("meta") if node.attributes.get("http-equiv") == "Content-Security-Policy"]
    assert [node.attributes["content"] for node in policy] == [
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    ]
    metas = {node.attributes.get("name"): node.attributes.get("content") for node in root.all("meta")}
    assert metas["referrer"] == "no-referrer"
    assert metas["robots"] == "noindex"
    levels = [int(node.name[1]) for node in root.walk() if re.fullmatch("h[1-6]", node.name)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    return root


def words_of(node: Node) -> str:
    """What a sentence of the letter says, without the marks of its notes."""
    return "".join(c if isinstance(c, str) else c.seen for c in node.children if isinstance(c, str) or c.name != "sup")


def squeezed(text: str) -> str:
    return " ".join(text.split())


# What a whole sheet says.


def gardens_sheet(*more: str) -> str:
    ran = run_drafter("review", "letters/reply.md", "--sheet", "sheet.html", *more)
    assert ran.code == 1
    assert ran.text.splitlines()[-1] == "sheet.html"
    return Path("sheet.html").read_text("utf-8")


def test_every_kind_of_sentence_has_a_colour():
    css = (Path(drafter.__file__).parent / "review" / "sheet" / "sheet.css").read_text("utf-8")
    assert [status for status in SentenceStatus if f".{status} {{ --kind: " not in css] == []


def test_a_whole_sheet(gardens, golden):
    page = gardens_sheet()
    sound(page)
    # How it looks is for the eye to judge, in docs/sheet.png.
    page = page.replace(STYLE.findall(page)[0], "...")
    page = re.sub(r"sha256-[^&]*", "sha256-...", page).replace(drafter.__version__, "VERSION")
    golden(GOLDEN, page)


def test_what_comes_first_is_what_is_missing(gardens):
    root = sound(gardens_sheet())
    assert root.one("h1").text == "4 things are wrong with this letter"
    assert [node.text for node in root.all("h2")] == [
        "What is wrong",
        "What needs your word",
        "What was left out of the draft",
        "The letter, sentence by sentence",
        "To know of",
        "To sign",
    ]
    wrong = [(squeezed(node.seen), node.one("a").attributes["href"]) for node in root.one("#in-the-way").all("li")]
    assert wrong == [
        ("Sentence 7 The garden in Mill Lane will therefore be there for many years to come.", "#s7"),
        (
            "Sentence 4 It also said that forty fifty reading gardens were open in the county, most of them paid for by their parish.",
            "#s4",
        ),
        (
            "Sentence 9 The Reading Gardens Trust\u2019s letter of April says that a register would cost next to nothing.",
            "#s9",
        ),
        (
            (
                "Sentence 6 The Gardens Minister Tom Ferris told Parliament on 17 in May that no reading garden would be closed until "
                "the consultation was over and its answers were had been published."
            ),
            "#s6",
        ),
    ]
    assert [squeezed(node.seen) for node in root.one("#left-out").all("li")] == [
        "the consultation began on 3 April 2018 and was expected to last twelve weeks consultation-opened",
        "a register of gardens would cost \u00a390,000 a year register-would-cost",
    ]


def test_every_sentence_is_joined_to_its_card_both_ways(gardens):
    root = sound(gardens_sheet())
    marks = [node.one("a.mark").attributes["href"] for node in root.all("span.sentence")]
    assert marks == [f"#c{number}" for number in range(1, 12)]
    assert [node.one("h3").one("a").attributes["href"] for node in root.all("article.card")] == [
        f"#s{number}" for number in range(1, 12)
    ]
    assert [squeezed(node.one("h3").text) for node in root.all("article.card")] == [
        "Sentence 1: Courtesy",
        "Sentence 2: The member\u2019s act",
        "Sentence 3: Fact",
        "Sentence 4: Fact, changed",
        "Sentence 5: Courtesy",
        "Sentence 6: Fact, reworded",
        "Sentence 7: New: nothing bears it out",
        "Sentence 8: Left open",
        "Sentence 9: Fact",
        "Sentence 10: The member\u2019s own view",
        "Sentence 11: Courtesy",
    ]


def test_a_card_tells_what_its_sentence_rests_on(gardens):
    root = sound(gardens_sheet())
    card = root.one("#c4")
    assert [squeezed(node.text) for node in card.all("mark")] == [
        "quoted: Forty reading gardens are now open in the county (end of the quotation)",
        "quoted: most are paid for by the parish in which they lie (end of the quotation)",
    ]
    assert squeezed(card.one("blockquote").seen).startswith("\u2026 with two exceptions, no gate.")
    assert squeezed(card.one(".difference").text).startswith(
        "It also said that taken out: forty, put in: fifty, reading gardens"
    )
    assert squeezed(card.one(".claim").text) == (
        "forty reading gardens are open in the county, most of them paid for by their parish"
    )
    assert [squeezed(node.text) for node in card.all(".in-letters")] == [
        f"{way}: {said}"
        for way, said in zip(
            ("Alone", "Going on"),
            sentences_of(gardens_base().facts["forty-gardens-open"], gardens_base(), DAY),
            strict=True,
        )
    ]
    assert [node.text for node in card.all("del")] == ["taken out: forty, "]
    assert [node.text for node in card.all("ins")] == ["put in: fifty, "]
    assert squeezed(card.one("figcaption").text) == (
        "The County Library, Reading gardens: a short guide, Briefing 9001, 25 June 2018, summary, paragraph 1."
    )
    assert squeezed(card.one(".meta").text) == (
        "Reviewed by Priya Shah on 2 July 2018. Its document: 25 June 2018, 15 days older than the letter. "
        "To be looked at again by 31 December 2018."
    )
    alone = root.one("#c9")
    assert "The document\u2019s text is not at hand" in alone.text
    assert "\u201cA register would cost next to nothing\u201d" in alone.text
    assert alone.one(".not-looked").text == "Nobody has reviewed it."
    assert "The member\u2019s own words: not a fact, and not cited." in root.one("#c10").text
    assert "What the member did, does or will do, as the office entered it" in root.one("#c2").text
    assert "What the papers do not say" in root.one("#c8").text


def test_each_claim_of_a_sentence_has_what_it_rests_on(gardens):
    card = sound(gardens_sheet()).one("#c3")
    claims = card.all("div.one-claim")
    assert [(node.one("h4").text, node.one("code").seen) for node in claims] == [
        ("Claim 1 of 2", "what-a-reading-garden-is"),
        ("Claim 2 of 2", "gardens-have-no-keeper"),
    ]
    assert [squeezed(node.one("p.said-here").text) for node in claims] == [
        "a reading garden was open ground that its neighbours planted and kept, where anybody might sit and read,",
        "reading gardens had no keeper and no opening hours.",
    ]
    assert [squeezed(node.one("mark").seen) for node in claims] == [
        "a piece of open ground, planted and kept by its neighbours, in which anybody may sit and read",
        "They have no keeper, no opening hours",
    ]
    for node in claims:
        assert len(node.all("figcaption")) == len(node.all("p.meta")) == 1
        assert [squeezed(said.text).partition(":")[0] for said in node.all(".in-letters")] == ["Alone", "Going on"]


def test_the_letter_shows_whose_its_words_are(gardens):
    root = sound(gardens_sheet())
    parts = [
        (node.attributes["class"].removeprefix("part of-"), squeezed(node.seen).strip(", "))
        for node in root.one("#s3").all("span.part")
    ]
    assert parts == [
        ("frame", "The County Library reported last month that"),
        (
            "claim",
            "a reading garden was open ground that its neighbours planted and kept, where anybody might sit and read",
        ),
        ("join", "and that"),
        ("claim", "reading gardens had no keeper and no opening hours."),
    ]
    legend = root.one("div.legend")
    there = {Kind.CLAIM, Kind.FRAME, Kind.JOIN, Kind.GAP, Kind.VIEW, Kind.ACT, Kind.COURTESY}
    assert [node.text for node in legend.all("span.part")] == [kind.about.label for kind in Kind if kind in there]
    assert [node.attributes["class"] for node in legend.all("span.part")] == [
        f"part of-{kind}" for kind in Kind if kind in there
    ]


def test_the_letter_is_as_it_goes_out(gardens):
    root = sound(gardens_sheet())
    papers = " ".join(squeezed(node.seen) for node in root.all(".paper"))
    assert papers.startswith(
        "Mrs Asha Patel 1 Long Row Westmere WV1 9ZZ 10 July 2018 Our reference: EM/2018/0417 Dear Mrs Patel, "
        "Reading gardens 1 Thank you for writing to me"
    )
    notes = root.one("ol.notes").all("li")
    assert [node.attributes["id"] for node in notes] == ["n1", "n2", "n3"]
    assert [squeezed(note.text).rpartition(" sentence ")[2] for note in notes] == ["4", "6", "9"]
    assert [node.text for node in root.all("sup")] == ["note 1", "note 2", "note 3"]


def test_a_changed_text_is_told_and_not_shown(gardens):
    path = gardens / "texts" / "library-9001.txt"
    path.write_text(path.read_text("utf-8").replace("Forty", "Fifty"), "utf-8")
    ran = run_drafter("review", "letters/reply.md", "--sheet", "sheet.html")
    assert "texts/library-9001.txt: error: is not the text that facts/sources.yaml names" in ran.err
    page = Path("sheet.html").read_text("utf-8")
    assert "Fifty reading gardens are now" not in page
    assert "\u201cForty reading gardens are now open in the county\u201d" in sound(page).one("#c4").text


# How it is written.


def test_the_same_letter_gives_the_same_sheet_and_large_print_the_same_words(gardens):
    first = gardens_sheet()
    assert gardens_sheet("--force") == first
    large = gardens_sheet("--force", "--large-print")
    assert read(large).one("html").attributes["class"] == "large held"
    assert large == first.replace('class="held"', 'class="large held"')


def test_a_sheet_that_is_there_is_left_alone(gardens):
    Path("sheet.html").write_text("somebody's", "utf-8")
    ran = run_drafter("review", "letters/reply.md", "--sheet", "sheet.html")
    assert ran.code == 1
    assert ran.err.splitlines()[-1] == (
        "sheet.html: error: is there already; give another name, or --force to replace it [file-exists]"
    )
    assert Path("sheet.html").read_text("utf-8") == "somebody's"


def test_a_sheet_never_takes_the_place_of_a_letter(gardens):
    before = Path("letters/reply.md").read_bytes()
    ran = run_drafter("review", "letters/reply.md", "--sheet", "letters/reply.md", "--force")
    assert (ran.code, ran.err.splitlines()[-1]) == (
        2,
        "drafter: error: --sheet: a sheet is an .html file, not 'letters/reply.md'",
    )
    assert Path("letters/reply.md").read_bytes() == before


def test_a_folder_that_is_not_there(gardens):
    ran = run_drafter("review", "letters/reply.md", "--sheet", "nowhere/sheet.html")
    assert ran.code == 1
    assert ran.err.splitlines()[-1] == (
        "nowhere/sheet.html: error: cannot be written: there is no folder 'nowhere' [unwritable-file]"
    )


@pytest.mark.parametrize("found", [True, False])
def test_opened_beside_the_letter_and_replaced(gardens, monkeypatch, found):
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda address: opened.append(address) or found)
    path = gardens / "letters" / "reply.review.html"
    for _ in range(2):
        ran = run_drafter("review", "letters/reply.md", "--open")
        assert ran.text.splitlines()[-1] == "letters/reply.review.html"
    sound(path.read_text("utf-8"))
    assert opened == [path.as_uri()] * 2
    said = "no browser was found; open letters/reply.review.html in one yourself"
    assert (said in ran.err) is not found


# Sheets of reviews that are made here.

DAY = date(2018, 7, 10)


@cache
def gardens_base() -> FactBase:
    loaded = load_facts(GARDENS / "facts")
    assert not loaded.problems
    return loaded.base


def letter(**changes) -> Letter:
    plain = Letter(
        date=DAY, reference="", topics=(), position="", length="", subject_line="Gardens", office="", addressee=(),
        salutation="", blocks=(), close="", signature=(), small_print="", notes=(),
    )  # fmt: skip
    return replace(plain, **changes)


def shelf(base: FactBase | None = None, citations: str = "footnotes") -> Workspace:
    return Workspace(replace(shipped_office(), citations=citations)).holding(
        base=base or shipped_base(),
        templates=templates(),
        reviews=(),
        lock="",
        words=None,
        odd_words=(),
        paper=NO_PAPER,
    )


AS_READ = {
    SentenceStatus.FACT: Kind.CLAIM, SentenceStatus.REWORDED: Kind.CLAIM, SentenceStatus.CHANGED: Kind.CLAIM, SentenceStatus.VIEW: Kind.VIEW,
    SentenceStatus.ACT: Kind.ACT, SentenceStatus.COURTESY: Kind.COURTESY, SentenceStatus.NEW: Kind.COURTESY,
}  # fmt: skip


def passage(text: str, standing: SentenceStatus, block: int = 0, *, fact: str = "", **more) -> Passage:
    """A sentence of one part, as review reads it."""
    segments = () if more.get("heading") else (Segment(text, AS_READ[standing], fact),)
    return Passage(text, standing, Where("letter.md", block + 1, 1), block, segments, **more)


def woven(
    *parts: tuple[str, Kind, str] | tuple[str, Kind], standing: SentenceStatus = SentenceStatus.FACT, block: int = 0
) -> Passage:
    """A sentence of several parts."""
    segments = tuple(Segment(*part) for part in parts)
    text = "".join(segment.text for segment in segments)
    return Passage(text, standing, Where("letter.md", block + 1, 1), block, segments)


def review_of(*passages: Passage, general=(), left_out=(), **changes) -> Review:
    blocks: dict[int, Paragraph | Heading] = {}
    for one in passages:
        before = blocks.get(one.block)
        said = Sentence(one.segments)
        earlier = before.sentences if isinstance(before, Paragraph) else ()
        blocks[one.block] = Heading(one.text, "") if one.heading else Paragraph((*earlier, said), "")
    return Review(letter(blocks=tuple(blocks.values()), **changes), passages, tuple(general), tuple(left_out), None)


def problem(rule: str, message: str = "is wrong", severity: Severity = Severity.ERROR, hint: str = "") -> Problem:
    return Problem(Where("letter.md", 1, 1), rule, message, hint, severity)


def test_nothing_stands_in_the_way():
    root = sound(sheet(review_of(passage("Thank you.", SentenceStatus.COURTESY)), shelf(), {}, "letter.md"))
    assert root.one("h1").text == "No fault was found: read the letter before you sign it"
    assert squeezed(root.one(".verdict").text).endswith("Not yet approved: to be signed below.")
    assert [node.text for node in root.all("h2")] == ["The letter, sentence by sentence", "To sign"]


def test_an_empty_letter_with_everything_wrong():
    wrong = [problem(rule) for rule in ("no-salutation", "no-date", "no-close", "never-heard-of")]
    root = sound(sheet(review_of(general=wrong), shelf(), {}, "letter.md"))
    assert root.one("h1").text == "4 things are wrong with this letter"
    assert [node.text for node in root.one("#in-the-way").all("h3")] == [
        "The letter greets nobody",
        "The letter has no date that can be read",
        "The letter has no close",
        "Something in the file is to be looked at",
    ]


def test_a_heading_nobody_approved_has_a_card_and_others_none():
    wrong = (problem("unknown-heading"),)
    review = review_of(
        passage("A good heading", SentenceStatus.COURTESY, 0, heading=True),
        passage("A strange heading", SentenceStatus.NEW, 1, heading=True, findings=wrong),
        passage("Thank you.", SentenceStatus.COURTESY, 2),
        passage("The last heading", SentenceStatus.COURTESY, 3, heading=True),
    )
    root = sound(sheet(review, shelf(), {}, "letter.md"))
    assert [squeezed(node.one("h3").text) for node in root.all("article.card")] == [
        "Sentence 1: Heading",
        "Sentence 2: Courtesy",
    ]
    assert [squeezed(node.seen) for node in root.all(".text")] == [
        "10 July 2018 Gardens",
        "A good heading 1 A strange heading",
        "2 Thank you.",
        "The last heading",
        "",
    ]


def test_a_subject_line_nobody_approved_has_a_card():
    body = review_of(passage("Thank you.", SentenceStatus.COURTESY, 1), subject_line="Gnomes")
    subject = passage("Gnomes", SentenceStatus.NEW, 0, heading=True, findings=(problem("unknown-heading"),))
    root = sound(sheet(replace(body, passages=(subject, *body.passages)), shelf(), {}, "letter.md"))
    assert squeezed(root.one("p.subject").seen) == "1 Gnomes"
    assert [squeezed(node.one("h3").text) for node in root.all("article.card")] == [
        "Sentence 1: Heading",
        "Sentence 2: Courtesy",
    ]


def test_a_fact_said_twice_calls_one_note_and_one_that_is_gone_from_the_base_is_named_by_its_id():
    from drafter.letter.finish import notes

    fact = gardens_base().facts["forty-gardens-open"]
    twice = [passage(plain(fact.claim), SentenceStatus.FACT, n, fact=fact.id) for n in (0, 1)]
    made = notes([[fact]], gardens_base().sources, templates())
    review = review_of(*twice, left_out=["no-more"], notes=made)
    root = sound(sheet(review, shelf(gardens_base()), {}, "letter.md"))
    assert [node.one("a").attributes["href"] for node in root.all("sup")] == ["#n1", "#n1"]
    assert [node.text for node in root.one("#left-out").all("li")] == [" no-more"]


@pytest.mark.parametrize(("citations", "notes", "sources"), [(NONE, 0, 0), (LIST, 0, 1)])
def test_citations_as_the_office_has_them(citations, notes, sources):
    fact = gardens_base().facts["forty-gardens-open"]
    said = passage(plain(fact.claim), SentenceStatus.FACT, fact=fact.id)
    root = sound(sheet(review_of(said), shelf(gardens_base(), citations), {}, "letter.md"))
    assert (len(root.all("sup")), len(root.all("ol.notes")), len(root.all("p.source"))) == (notes, notes, sources)


def test_every_finding_of_a_review_is_told_in_plain_words():
    untold = (
        "table picture equation outside-link list odd-record markup missing-note unused-note".split()
    )  # of the file
    assert [rule.id for rule in findings.RULES if rule.sheet is None] == untold


def test_a_sheet_of_a_long_letter_stays_small():
    facts = [fact for fact in shipped_base().facts.values() if fact.withdrawn is None][:30]
    said = [passage(plain(f.claim), SentenceStatus.FACT, n // 3, fact=f.id) for n, f in enumerate(facts)]
    texts = {id_: DocumentText(id_, ("word " * 400,) * 60, "") for id_ in shipped_base().sources}
    page = sheet(review_of(*said), shelf(), texts, "letter.md")
    sound(page)
    assert len(page.encode()) < 200_000


def test_each_kind_of_words_is_set_in_a_way_of_its_own_whatever_its_colour():
    css = sheet(review_of(passage("Yes.", SentenceStatus.COURTESY, 0)), shelf(), {}, "letter.md")
    rules = {kind: re.findall(rf"(?m)^\.of-{kind} {{(.*?)}}", css) for kind in Kind}
    assert not rules.pop(Kind.COURTESY)  # as plain as the paper
    ways = [re.sub(r"var\(--[a-z]+\)", "", found[0]) for found in rules.values()]
    assert len(set(ways)) == len(ways) == len(Kind) - 1
    assert all(kind.about.label and kind.about.means for kind in Kind)


def test_what_a_sentence_says_beside_its_claims_is_told_with_them():
    one, two = list(gardens_base().facts)[:2]
    mixed = woven(
        ("The short answer is yes: ", Kind.ANSWER, two),
        ("the Library says that ", Kind.FRAME),
        ("gardens are open, ", Kind.CLAIM, one),
        ("and that ", Kind.JOIN),
        ("so they are ", Kind.CLAIM, two),
        ("(not all of them)", Kind.FRAME),
        (" every day; ", Kind.CLAIM, two),
        ("which I like, ", Kind.VIEW),
        ("and have told them; ", Kind.ACT),
        ("you too. ", Kind.READER),
        ("It does not say why.", Kind.GAP),
    )
    root = sound(sheet(review_of(mixed), shelf(gardens_base()), {}, "letter.md"))
    card = root.one("#c1")
    claims = card.all("div.one-claim")
    assert [squeezed(node.one("p.said-here").text) for node in claims[:1]] == ["gardens are open,"]
    assert [squeezed(node.text) for node in claims[1].all("p.said-here")] == [
        "so they are \u2026 every day;",
        "The short answer is yes:",
    ]
    rows = [
        squeezed(child.text) for child in card.children[-2].walk() if isinstance(child, Node) and child.name == "dt"
    ]
    assert rows == ["The member\u2019s view", "The member\u2019s act", "To this reader", "Left open"]
    spoken = squeezed(root.one("#s1").one("span.words").text)
    assert spoken.startswith("short answer: The short answer is yes: who says it: the Library says that claim: gardens")


def test_a_note_stands_behind_the_last_words_of_its_run():
    one, two = list(gardens_base().facts)[:2]
    first = woven(("A is ", Kind.CLAIM, one), ("(it says) ", Kind.FRAME), ("so, ", Kind.CLAIM, one))
    second = woven(("B is so", Kind.CLAIM, two), (", ", Kind.JOIN), ("as it says.", Kind.FRAME))
    note = Note((one, two), ("library-9001",), (Run("A note."),))
    root = sound(sheet(review_of(first, second, notes=(note,)), shelf(gardens_base()), {}, "letter.md"))
    assert [node.seen for node in root.all("span.words")] == ["A is (it says) so, ", "B is so1, as it says."]
    assert squeezed(root.one("#n1").text) == "A note. sentence 2"


def test_what_nobody_has_decided_stands_out():
    undecided = replace(
        passage("[DECIDE: whether to sign it].", SentenceStatus.ACT),
        findings=(problem("undecided"), problem("undated-claim")),
    )
    root = sound(sheet(review_of(undecided, general=[problem("no-date")]), shelf(), {}, "letter.md"))
    assert root.one("strong.blank").text == "[DECIDE: whether to sign it]"
    assert "as the office entered it" not in root.one("#c1").text
    assert [node.text for node in root.one("#in-the-way").all("h3")] == [
        "The member has not decided what the letter is to say",
        "It is not said when this was said",
        "The letter has no date that can be read",
    ]


def test_a_sentence_that_nothing_bears_out_has_no_parts():
    root = sound(sheet(review_of(passage("Nobody need fear.", SentenceStatus.NEW)), shelf(), {}, "letter.md"))
    assert not root.all("span.part")
    assert root.one("span.words").text == "Nobody need fear."


# Whatever is typed.

NASTY = st.sampled_from(
    [
        "<script>alert(1)</script>", "</style><b>", "<!--", "-->", "]]>", "&amp;", "&#60;", "&lt", '"', "'", "`", "<", ">",
        "\x00", "\x07", "\x1b[31m", "\r", "\x85", "\x9f", "\x7f", "\ufffe", "\ufdd0", "\U0001fffe", "\ud800", "\udfff",
        "\u202e", "\u2066", "\u200b", "\u2028", "javascript:alert(1)", "{{ 7 * 7 }}", "<svg onload=x>", "style=color:red",
        '="', "\u00e9", "\U0001f600", "</title>", "</article>", "*", "_", "%s", "\\", "\t", "\n",
    ]
)  # fmt: skip
TYPED = st.lists(NASTY | st.text(max_size=8), min_size=1, max_size=8).map("".join).filter(bool)
# In facts, templates and data private-use characters are refused before they get here.
WRITTEN = TYPED.map(lambda text: "".join(c for c in text if unicodedata.category(c) not in {"Co", "Cs"}) or "x")


def expected(text: str) -> str:
    """What a browser can show of a text."""

    def lost(character: str) -> bool:
        code, kind = ord(character), unicodedata.category(character)
        return (kind in {"Cc", "Cs"} and character not in "\t\n") or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code < 0xFDF0

    return "".join(character for character in text if not lost(character))


HELD = {Kind.CLAIM: "a-fact", Kind.ANSWER: "a-fact"}


def everywhere(typed: str, written: str) -> Review:
    """A letter in which one text stands in every place where somebody may have typed something."""
    findings = (problem("no-source", typed, hint=typed), problem("reworded", typed, Severity.NOTE))
    return review_of(
        passage(typed, SentenceStatus.NEW, 0, heading=True, findings=findings),
        passage(typed, SentenceStatus.NEW, 1, findings=findings),
        passage(typed, SentenceStatus.VIEW, 1),
        passage(typed, SentenceStatus.COURTESY, 2),
        passage(typed, SentenceStatus.REWORDED, 2, fact="a-fact", against=typed, findings=findings),
        woven(*((typed, kind, HELD.get(kind, "")) for kind in Kind), block=3),
        woven((typed, Kind.CLAIM, "a-fact"), (typed, Kind.CLAIM, "b-fact"), block=3),
        passage(typed, SentenceStatus.ACT, 3),
        general=[problem("stray-text", typed, hint=typed)],
        left_out=["a-fact", typed],
        reference=typed,
        subject_line=typed,
        addressee=(typed, typed),
        salutation=typed,
        close=typed,
        signature=(typed, typed),
        small_print=typed,
    )


def hostile_shelf(written: str, url: str = "https://www.example.org/") -> Workspace:
    where = Where("facts/x.yaml", 1, 1)
    source = Source(
        "a-source", "report", written, written, written, parse_edtf("2018-01-01"), written, url, (), "", "", 1, (),
        frozenset(), (), where, Speaker(written, written), Side.INDEPENDENT, "says",
    )  # fmt: skip
    fact = next(iter(shipped_base().facts.values()))
    fact = replace(fact, claim=claim_of(written), cites=(Citation("a-source", written, 1),), speaker=None, occasion="")
    facts = {id_: replace(fact, id=id_) for id_ in ("a-fact", "b-fact")}
    return shelf(replace(shipped_base(), sources={"a-source": source}, facts=facts))


def claim_of(written: str) -> str:
    """A text without the marks of a claim: one in which they do not fit is refused before it gets here."""
    return re.sub(r"[{}|\[\]]", "", written) or "x"


@settings(max_examples=60, deadline=None)
@given(TYPED, WRITTEN)
@example("</style><script>alert(1)</script>", '"><img src=x onerror=alert(1)>')
@example("\u202egnp.exe\x00\ud800", "*<b>*")
def test_nothing_that_is_typed_is_more_than_text(typed, written):
    page = sheet(everywhere(typed, written), hostile_shelf(written), {}, typed)
    page.encode("utf-8")
    root = sound(page)
    harmless = sound(sheet(everywhere("x", "x"), hostile_shelf("x"), {}, "x"))
    assert [node.name for node in root.walk()] == [node.name for node in harmless.walk()]
    shown = expected(typed)
    words = [node.seen for node in root.all("span.words")]
    assert words == [*[shown] * 5, shown * len(Kind), shown * 2, shown]
    legend = root.one("div.legend").all("span.part")
    parts = [node.seen.strip() for node in root.all("span.part") if node not in legend]
    assert parts == [shown.strip()] * (4 + len(Kind) + 2)
    assert [node.text for node in root.all(".address")] == [f"{shown}\n{shown}"]
    assert [node.text for node in root.all("p.signature")][:1] == [f"{shown}\n{shown}"]
    assert root.one(".small-print").text == shown
    assert root.one(".close").text == f"{shown},"
    assert root.one(".subject").text == shown
    assert root.one("footer").all("strong")[0].text == shown
    assert [node.text for node in root.all("p.claim")] == [expected(plain(claim_of(written)))] * 4
    assert [node.text for node in root.all("mark")] == [expected(written)] * 4


@settings(max_examples=60, deadline=None)
@given(TYPED, TYPED)
def test_a_difference_holds_both_texts_and_nothing_else(old, new):
    said = passage(new, SentenceStatus.REWORDED, fact="a-fact", against=old)
    root = sound(sheet(review_of(said), hostile_shelf("x"), {}, "x"))
    shown = root.one(".difference")

    def without(gone: str) -> str:
        parts = (c if isinstance(c, str) else c.seen for c in shown.children if isinstance(c, str) or c.name != gone)
        return squeezed("".join(parts))

    assert without("ins") == squeezed(expected(" ".join(old.split())))
    assert without("del") == squeezed(expected(" ".join(new.split())))
    assert {node.name for node in shown.walk()} <= {"p", "ins", "del", "span"}


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "data:text/html,<b>", "//example.org", "ftp://example.org", "https://", "", "#top",
        'https://example.org/"onclick=x', "https://example.org/ x", " https://example.org", "https://example.org/\n",
        "https://example.org/<b>", "file:///etc/passwd", "JaVaScRiPt:alert(1)", "https:example.org",
    ],
)  # fmt: skip
def test_only_addresses_of_the_web_are_links(url):
    assert not is_address(url)
    said = passage("x", SentenceStatus.FACT, fact="a-fact", against="x")
    root = sound(sheet(review_of(said), hostile_shelf("A title", url), {}, "x"))
    assert "A title" in root.one("figcaption").text
    assert not root.one("figcaption").all("a")


def test_an_address_of_the_web_is_a_link_that_tells_nobody():
    said = passage("x", SentenceStatus.FACT, fact="a-fact", against="x")
    root = sound(sheet(review_of(said), hostile_shelf("A title", "HTTPS://www.example.org/a?b=1&c='"), {}, "x"))
    assert not root.one("figcaption").all("a")
    root = sound(sheet(review_of(said), hostile_shelf("A title", "https://www.example.org/a?b=1&c=2"), {}, "x"))
    assert root.one("figcaption").one("a").attributes == {
        "href": "https://www.example.org/a?b=1&c=2",
        "rel": "noopener noreferrer",
    }


def test_the_builder_refuses_what_a_sheet_has_no_use_for():
    for attributes in ({"style": "color: red"}, {"onclick": "x"}, {"src": "x"}, {"href": "javascript:x"}):
        with pytest.raises(ValueError, match=r"the sheet has no attribute|a link leads"):
            element("p", **attributes)
    with pytest.raises(ValueError, match="would end before its end"):
        render(element("style", StyleSheet("p{} </style><script>")))
    assert render(element("p", "a < b", [None, "&"], class_="")) == "<!DOCTYPE html>\n<p>a &lt; b&amp;</p>\n"


# The quotation in its paragraph.

WORDS = st.lists(st.sampled_from("a garden wall, of \u201cthe\u201d long-lost books; is\u00a0kept".split()), min_size=1)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=60), st.data())
def test_an_extract_shows_the_quotation_and_the_words_around_it(sentences, data):
    block = " ".join(word for words in sentences for word in words)
    words = block.split()
    first = data.draw(st.integers(0, len(words) - 1))
    quote = " ".join(words[first : data.draw(st.integers(first + 1, min(len(words), first + 25)))])
    text = DocumentText("a-source", ("Something else.", block), "")
    shown = extract_of([Citation("a-source", quote, 2)], text)
    assert [squeezed(piece.text) for piece in shown if piece.quoted] == [squeezed(quote)]
    whole = "".join(piece.text for piece in shown)
    assert whole in block
    assert len(whole) <= max(600, len(quote) + 120)
    assert whole == block or any(piece.gap for piece in shown)
    assert whole == block or len(whole) > 560 - max(map(len, words))
    gapless = [piece for piece in shown if not piece.gap]
    assert set(whole.split()) <= set(words), "a word was cut"
    assert len(gapless) <= 3


def test_two_quotations_far_apart_leave_a_gap_between_them():
    block = "The first thing. " + "Much else. " * 200 + "The last thing."
    text = DocumentText("a-source", (block,), "")
    shown = extract_of([Citation("a-source", "The last thing", 1), Citation("a-source", "The first thing", 1)], text)
    assert [piece.text if piece.quoted else "..." if piece.gap else "" for piece in shown] == [
        "The first thing", "", "...", "", "The last thing", "",
    ]  # fmt: skip


@pytest.mark.parametrize(("occurrence", "before"), [(0, "A "), (1, "A "), (2, "A rose is a ")])
def test_of_a_quotation_that_stands_twice_the_one_that_is_meant_is_shown(occurrence, before):
    shown = extract_of(
        [Citation("a-source", "rose", 1, occurrence)], DocumentText("a-source", ("A rose is a rose.",), "")
    )
    assert [(piece.text, piece.quoted) for piece in shown[:2]] == [(before, False), ("rose", True)]


def test_a_quotation_that_is_not_there_is_shown_alone():
    text = DocumentText("a-source", ("Nothing of the sort.",), "")
    assert extract_of([Citation("a-source", "a rose", 1)], text) == ()
    assert extract_of([Citation("a-source", "Nothing", 7)], text) == ()
    said = passage("x", SentenceStatus.FACT, fact="a-fact", against="x")
    root = sound(sheet(review_of(said), hostile_shelf("A rose"), {"a-source": text}, "x"))
    assert "The quotation does not stand in that paragraph" in root.one("blockquote").text
    assert root.one("mark").text == "A rose"


def test_a_run_of_a_note_is_escaped_too():
    note = Note(("a-fact",), ("a-source",), (Run("<b>", emphasis=True), Run("</li>", url="javascript:x")))
    said = passage("x", SentenceStatus.FACT, fact="a-fact", against="x")
    root = sound(sheet(review_of(said, notes=(note,)), hostile_shelf("x"), {}, "x"))
    assert root.one("#n1").text == "<b></li> sentence 1"


def test_the_json_beside_a_sheet_says_what_the_sheet_says(gardens):
    page = gardens_sheet()
    ran = run_drafter("review", "letters/reply.md", "--json")
    told = json.loads(ran.text)
    words = [words_of(node) for node in read(page).all("span.words")]
    assert len(words) == 11
    assert words == [said["text"] for said in told["sentences"] if said["text"] in words]
    assert f"{told['errors']} things are wrong" in read(page).one("h1").text
