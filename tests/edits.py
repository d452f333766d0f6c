"""What people do to a draft: each edit a small function on a Word file, and on Markdown where it makes sense there.

All are made for one letter: privatisation, accountability and consultation on 10 July 2018, with the member's view.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from directly import load_facts
from lxml import etree
from shipped import letter_of

from drafter.facts.edtf import parse_day
from drafter.facts.reviews import append_review
from drafter.files.atomic import make_private, write_atomically
from drafter.letter.request import Length
from drafter.letter.returned import Returned
from drafter.letter.tree import Kind
from drafter.register.keys import KeyPlace

DOCUMENT, NOTES, CUSTOM, STYLES = "word/document.xml", "word/footnotes.xml", "docProps/custom.xml", "word/styles.xml"
COMMENTS = "word/comments.xml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
TOPICS = ("privatisation", "accountability", "consultation")
REQUEST = ("draft", *(word for topic in TOPICS for word in ("--topic", topic)), "--date", "2018-07-10",
           "--to", "Mrs Asha Patel", "--address", "1 Long Row, Westmere, WV1 9ZZ", "--position", "government", "--length", "full")  # fmt: skip
LOOKED = date(2019, 1, 2)  # after every day by which a shipped fact was to be looked at again

LETTER = letter_of(TOPICS, date(2018, 7, 10), "government", Length.FULL).letter


def of(fact: str) -> str:
    """The sentence of the letter that tells a fact."""
    return next(sentence.text for sentence in LETTER.sentences() if fact in sentence.facts)


def frame(fact: str) -> str:
    """How that sentence says who said it, and when."""
    (sentence,) = (sentence for sentence in LETTER.sentences() if fact in sentence.facts)
    return next(segment.text.strip() for segment in sentence.segments if segment.kind is Kind.FRAME)


TOLD, SAID = "told Parliament", "said to Parliament"
# The sentences that edits name.
GUIDE = of("department-says-no-to-private-involvement")
PROVIDER = of("aco-is-provider-with-single-contract")
CONTRACT = of("aco-contract-from-commissioners")  # the last claim of its passage, after which the note stands
JOINTLY = of("body-collectively-accountable")
DUTIES = of("commissioners-duties-2006-act")
LEGAL = of("aco-not-new-legal-entity")
LAUNCH = of("nhs-england-consultation-not-launched-july-2018")
MEANTIME = of("no-contract-before-consultation")
WAITED = of("consultation-waited-for-committee-and-courts")
OPENING, *_, THANKS = (s.text for s in LETTER.sentences() if s.all_of(Kind.COURTESY))
OPEN = next(s.text for s in LETTER.sentences() if s.all_of(Kind.GAP))
DUTIES_SAID = frame("commissioners-duties-2006-act")
JOINTLY_SAID = frame("body-collectively-accountable")
BID_TOLD = frame("emerging-bidders-nhs-bodies")


def review_every_fact(folder: Path, by: str = "A. Reader", on: date = LOOKED) -> None:
    """Have every fact of an office reviewed, so that only what an edit did is found.

    What was reviewed once in these very facts, without a key before, is put in its place again, with its key.
    """
    place, facts = KeyPlace(folder / "register" / "key", "register/key"), folder / "facts"
    key = place.read()
    every = [(path.relative_to(facts), path.read_bytes()) for path in sorted(facts.rglob("*")) if path.is_file()]
    mark = (hashlib.sha256(repr(every).encode()).digest(), by, on)
    if key is None and mark in _REVIEWED:
        secret, reviews = _REVIEWED[mark]
        make_private(place.path.parent)
        assert write_atomically(place.path, secret, "key", replace=False) is None
        assert write_atomically(facts / "reviews.yaml", reviews, "reviews", replace=True, shared=True) is None
        return
    made = key or place.make()
    for fact in load_facts(facts).base.facts.values():
        assert append_review(facts, "facts", fact, by, on, seal=made.seal) == []
    if key is None:
        _REVIEWED[mark] = (place.path.read_bytes(), (facts / "reviews.yaml").read_bytes())


_REVIEWED: dict[object, tuple[bytes, bytes]] = {}


class Word:
    """A Word file whose body is edited in place."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.root = etree.fromstring(self.parts[DOCUMENT])
        self.body = self.root.find(f"{W}body")

    def data(self) -> bytes:
        """The file as it is now."""
        self.parts[DOCUMENT] = etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", standalone=True)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, part in self.parts.items():
                archive.writestr(name, part)
        return out.getvalue()

    def paragraph(self, words: str) -> etree._Element:
        """The paragraph that holds these words, in however many pieces."""
        return next(p for p in self.root.iter(f"{W}p") if words in text_of(p))

    def replace(self, old: str, new: str) -> None:
        """Other words for some, in however many pieces these stand: all in the first of them."""
        texts = list(self.paragraph(old).iter(f"{W}t"))
        begin = "".join(text.text or "" for text in texts).index(old)
        end, at = begin + len(old), 0
        for text in texts:
            held = text.text or ""
            first, last = max(begin - at, 0), min(end - at, len(held))
            if first < last:
                text.text = held[:first] + (new if at <= begin else "") + held[last:]
                text.set(_SPACE, "preserve")
            at += len(held)

    def sentence(self, beginning: str) -> list[etree._Element]:
        """A sentence's elements: its runs, its bookmarks, what its comment and its note are called by."""
        paragraph = self.paragraph(beginning)
        whole = text_of(paragraph)
        begin = whole.index(beginning)
        end = begin + len(sentence_in(whole, beginning))
        found: list[etree._Element] = []
        at, inside, done = 0, False, False
        waiting: list[etree._Element] = []
        for element in paragraph:
            text = "".join(t.text or "" for t in element.iter(f"{W}t")) if element.tag == f"{W}r" else ""
            if text and not inside and at + len(text) > begin:
                inside = True
                found += waiting
            if text:
                done = done or at >= end
                at += len(text)
                waiting = []
            elif not inside:
                waiting.append(element)
            if inside and not done:
                found.append(element)
            elif inside and (element.tag != f"{W}bookmarkEnd" or text):
                break
            elif inside:
                found.append(element)
        return [element for element in found if element.tag != f"{W}pPr"]

    def drop(self, tag: str, within: etree._Element | None = None) -> None:
        """Take out all elements of a kind."""
        for element in list((self.root if within is None else within).iter(f"{W}{tag}")):
            element.getparent().remove(element)

    def insert_after(self, beginning: str, xml: str) -> None:
        """Put something after the sentence that holds these words, in its paragraph."""
        last = self.sentence(beginning)[-1]
        for element in reversed(made(xml)):
            last.addnext(element)

    def insert_paragraph(self, beginning: str, xml: str) -> None:
        """Put something after the paragraph that holds these words."""
        after = self.paragraph(beginning)
        for element in reversed(made(xml)):
            after.addnext(element)


def text_of(paragraph: etree._Element) -> str:
    """What stands in a paragraph."""
    return "".join(text.text or "" for text in paragraph.iter(f"{W}t"))


def made(xml: str) -> list[etree._Element]:
    """Elements out of a piece of Word's XML."""
    return list(etree.fromstring(f"<x {_NAMES}>{xml}</x>"))


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def para(inner: str, style: str = "") -> str:
    """A paragraph."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}</w:pPr>{inner}</w:p>"


OnWord = Callable[[Word], None]
OnText = Callable[[str], str]


class Edit(NamedTuple):
    """One thing that somebody does. ``claims`` tells whether the letter then says something else, or more.

    Where it does not, no fact may be lost by it; ``silent`` tells that there is no error either.
    """

    name: str
    word: OnWord | None
    text: OnText | None
    claims: bool = False
    silent: bool = True


def _in_text(old: str, new: str) -> OnText:
    def edit(text: str) -> str:
        assert old in text, old
        return text.replace(old, new, 1)

    return edit


def _in_word(old: str, new: str) -> OnWord:
    def edit(word: Word) -> None:
        word.replace(old, new)

    return edit


def swap(name: str, old: str, new: str, *, claims: bool = False, silent: bool = True) -> Edit:
    """Other words for some, in both formats."""
    return Edit(name, _in_word(old, new), _in_text(old, new), claims, silent)


def everywhere(name: str, change: Callable[[str], str], *, silent: bool = True) -> Edit:
    """A change to every piece of the letter's text; in Markdown to the lines of its body."""

    def on_word(word: Word) -> None:
        for text in word.root.iter(f"{W}t"):
            text.text = change(text.text or "")
            text.set(_SPACE, "preserve")

    def on_text(text: str) -> str:
        front, body = text.split("\n---\n", 1)
        body, notes = body.split("\n[^", 1)
        lines = [change(line) if line[:1] not in "#*[" else line for line in body.split("\n")]
        return f"{front}\n---\n" + "\n".join(lines) + f"\n[^{notes}"

    return Edit(name, on_word, on_text, silent=silent)


# --- edits that need more than other words ---


GOOD = "The guide thinks that an ACO does everybody a great deal of good."


def _retyped(keep: bool) -> OnWord:
    def edit(word: Word) -> None:
        elements = word.sentence(JOINTLY)
        word.replace(sentence_in(text_of(word.paragraph(JOINTLY)), JOINTLY), GOOD)
        if not keep:
            for element in elements:
                if element.tag != f"{W}r" or element.find(f"{W}footnoteReference") is not None:
                    element.getparent().remove(element)

    return edit


def sentence_in(text: str, beginning: str) -> str:
    """A sentence of a text, by how it begins."""
    return re.search(rf"{re.escape(beginning)}(?:(?<=\.)|.*?[.?!])(?= [A-Z\[]|\[|$)", text, re.MULTILINE)[0]


def _retyped_text(keep: bool) -> OnText:
    def edit(text: str) -> str:
        old = sentence_in(text, JOINTLY)
        note = "[^body-collectively-accountable]"
        assert f"{old}{note}" in text
        return text.replace(f"{old}{note}", f"{GOOD}{note if keep else ''}", 1)

    return edit


def _split_paragraph(word: Word) -> None:
    first = word.sentence(WAITED)[0]
    old = first.getparent()
    (new,) = made(para("", "BodyText"))
    for element in [first, *first.itersiblings()]:
        new.append(element)
    old.addnext(new)


def _join_paragraphs(word: Word) -> None:
    two = word.paragraph(JOINTLY)
    one = two.getprevious()
    one.append(made(run(" "))[0])
    for element in list(two)[1:]:
        one.append(element)
    two.getparent().remove(two)


def _move_paragraph(word: Word) -> None:
    moved = word.paragraph(LAUNCH)
    for tag in ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd"):
        word.drop(tag, moved)
    word.paragraph(GUIDE).addnext(moved)


def _move_paragraph_text(text: str) -> str:
    (moved,) = re.findall(rf"\n[^\n]*{re.escape(LAUNCH)}.*\n", text)
    return text.replace(moved, "", 1).replace("\n## Private", f"{moved}\n## Private", 1)


def _delete_sentence(word: Word) -> None:
    for element in word.sentence(DUTIES):
        element.getparent().remove(element)


def _delete_last(word: Word) -> None:
    for element in word.sentence(LEGAL):
        element.getparent().remove(element)


def _delete_sentence_text(beginning: str) -> OnText:
    def edit(text: str) -> str:
        return re.sub(rf"{re.escape(sentence_in(text, beginning))}(\[\^[^]]*\])? ?", "", text, count=1)

    return edit


def _delete_note(word: Word) -> None:
    for element in word.sentence(JOINTLY):
        if element.find(f"{W}footnoteReference") is not None:
            element.getparent().remove(element)


def _delete_paragraph(word: Word) -> None:
    word.body.remove(word.paragraph(LAUNCH))


MAIL = (
    'Hi all, just to say that the Dudley people told us they\'d signed with "CareCo"\u00a0on Friday \u2013 '
    "more at careco.example"
)


def _mail(word: Word) -> None:
    font = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri"/><w:sz w:val="22"/>'
    link = '<w:hyperlink w:anchor="x"><w:r><w:rPr><w:u w:val="single"/></w:rPr><w:t>see here</w:t></w:r></w:hyperlink>'
    word.insert_paragraph(GUIDE, f"<w:p>{run(MAIL + ', ', font)}{link}{run('.', font)}</w:p>")


def _postscript(word: Word) -> None:
    word.insert_paragraph("Member of Parliament for", para(run("P.S. Your own hospital is quite safe."), "BodyText"))


def _track(accepted: bool, old: str, new: str) -> OnWord:
    def edit(word: Word) -> None:
        text = next(text for text in word.root.iter(f"{W}t") if old in (text.text or ""))
        whole = next(text.iterancestors(f"{W}r"))
        before, after = text.text.split(old, 1)
        text.text = before
        text.set(_SPACE, "preserve")
        changed = (
            f'<w:del w:id="77" w:author="A. Colleague"><w:r><w:delText>{old}</w:delText></w:r></w:del>'
            f'<w:ins w:id="78" w:author="A. Colleague">{run(new)}</w:ins>'
        )
        for element in reversed(made((run(new) if accepted else changed) + run(after))):
            whole.addnext(element)

    return edit


def _comments(word: Word) -> None:
    word.parts[COMMENTS] = word.parts[COMMENTS].replace(
        b"</w:comments>",
        b'<w:comment w:id="500" w:author="A. Colleague"><w:p><w:r><w:t>Is this still so?</w:t></w:r></w:p></w:comment>'
        b"</w:comments>",
    )
    word.insert_after(THANKS, '<w:r><w:commentReference w:id="500"/></w:r>')


def _swap_notes(word: Word) -> None:
    notes = [next(m for e in word.sentence(s) for m in e.iter(f"{W}footnoteReference")) for s in (CONTRACT, JOINTLY)]
    one, two = notes
    first, second = one.get(f"{W}id"), two.get(f"{W}id")
    one.set(f"{W}id", second)
    two.set(f"{W}id", first)


OWN = "I think that every letter like yours makes a difference."


def _own_marked(word: Word) -> None:
    word.insert_after(THANKS, run(" ") + run(OWN, '<w:rStyle w:val="PositionSentence"/>'))


NEW_FACT = (
    "The Library said this month that any area that wants to use an ACO contract would have to follow the law on public"
    " procurement."
)


def _note_by_id(sentence: str, fact: str) -> OnWord:
    def edit(word: Word) -> None:
        note = f'<w:footnote xmlns:w="{W[1:-1]}" w:id="900"><w:p>{run(fact)}</w:p></w:footnote>'
        word.parts[NOTES] = word.parts[NOTES].replace(b"</w:footnotes>", f"{note}</w:footnotes>".encode())
        word.insert_after(THANKS, run(f" {sentence}") + '<w:r><w:footnoteReference w:id="900"/></w:r>')

    return edit


def _note_by_id_text(sentence: str, fact: str) -> OnText:
    return _in_text(THANKS, f"{THANKS} {sentence}[^{fact}]")


def _copy_twice(word: Word) -> None:
    text = sentence_in(text_of(word.paragraph(PROVIDER)), PROVIDER)
    word.insert_after(THANKS, run(f" {text}"))


def _copy_twice_text(text: str) -> str:
    return text.replace(THANKS, f"{THANKS} {sentence_in(text, PROVIDER)}", 1)


def _out_of_context(word: Word) -> None:
    text = sentence_in(text_of(word.paragraph(MEANTIME)), MEANTIME)
    for element in word.sentence(MEANTIME):
        element.getparent().remove(element)
    word.insert_after(GUIDE, run(f" {text}"))


def _out_of_context_text(text: str) -> str:
    text = text.replace(f" {MEANTIME}", "", 1)
    sentence = sentence_in(text, GUIDE)
    return text.replace(sentence, f"{sentence} {MEANTIME}", 1)


def _bullets(word: Word) -> None:
    for beginning in (JOINTLY, LAUNCH):
        word.paragraph(beginning).find(f"{W}pPr").extend(
            made('<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
        )


def _table(word: Word) -> None:
    cell = f"<w:tc>{para(run('12 areas'))}</w:tc>"
    word.insert_paragraph(GUIDE, f"<w:tbl><w:tr>{cell}{cell}</w:tr></w:tbl>")


def _picture(word: Word) -> None:
    drawn = '<w:r><w:pict><v:shape><v:imagedata r:id="rId1"/></v:shape></w:pict></w:r>'
    word.insert_after(THANKS, drawn)


def _one_paragraph(word: Word) -> None:
    target = word.paragraph(OPENING)
    last = word.paragraph(THANKS)
    while target.getnext() is not last.getnext():
        other = target.getnext()
        if other.tag != f"{W}p":
            break
        target.append(made("<w:r><w:br/></w:r>")[0])
        for element in list(other)[1:]:
            target.append(element)
        word.body.remove(other)
        if other is last:
            break


def _one_paragraph_text(text: str) -> str:
    front, rest = text.split(f"\n{OPENING}", 1)
    body, tail = rest.split("\nYours sincerely", 1)
    body = re.sub(r"\n\n(?:## )?", "\\\\\n", body.rstrip())
    return f"{front}\n{OPENING}{body}\n\nYours sincerely{tail}"


def _clear_formatting(word: Word) -> None:
    for tag in ("pStyle", "rPr"):
        word.drop(tag)


def _from_elsewhere(word: Word) -> None:
    for tag in ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "commentReference"):
        word.drop(tag)
    custom = etree.fromstring(word.parts[CUSTOM])
    for element in list(custom):
        custom.remove(element)
    word.parts[CUSTOM] = etree.tostring(custom)


def _without_front(text: str) -> str:
    return text.split("\n---\n", 1)[1].lstrip("\n")


def _new_document(word: Word) -> None:
    """Only the text, line by line: what is left after pasting without formatting."""
    lines: list[str] = []
    for paragraph in word.body.iter(f"{W}p"):
        text = "".join("\n" if e.tag == f"{W}br" else e.text or "" for e in paragraph.iter(f"{W}t", f"{W}br"))
        lines += [para(run(line)) for line in text.split("\n")]
    section = word.body.find(f"{W}sectPr")
    for element in list(word.body):
        if element is not section:
            word.body.remove(element)
    for element in made("".join(lines)):
        section.addprevious(element)
    _from_elsewhere(word)


def _new_text(text: str) -> str:
    text = re.sub(r"\n\[\^[^]]+\]:.*\n?", "", _without_front(text))
    text = re.sub(r"\[\^[^]]+\]", "", text).replace("**", "").replace("\n## ", "\n").replace("\n*This", "\nThis")
    return re.sub(r"\[([^]]*)\]\{\.position\}", r"\1", text).replace("permission.*", "permission.")


def _drop_small_print(word: Word) -> None:
    word.body.remove(word.paragraph("This office keeps your letter"))


def _outside_marks(text: str, change: Callable[[str], str]) -> str:
    """A change to the text around the labels of notes and the marks of views."""
    pieces = re.split(r"(\[\^[^]]*\]|\{[^}]*\})", text)
    return "".join(piece if piece.startswith(("[^", "{")) else change(piece) for piece in pieces)


_STRAIGHT = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")

EDITS = (
    # What is claimed is changed, or something is claimed that was not there.
    Edit("a sentence retyped wholly, its bookmark and note left", _retyped(True), _retyped_text(True), claims=True),
    Edit("a sentence retyped wholly, its bookmark and note lost", _retyped(False), _retyped_text(False), claims=True),
    swap("another figure in digits", "NHS Act 2006", "NHS Act 2012", claims=True),
    swap("another figure in letters", "for two court challenges", "for three court challenges", claims=True),
    swap("another month", "contracts for ACOs in March", "contracts for ACOs in May", claims=True),
    swap("another month of saying", BID_TOLD, BID_TOLD.replace("January", "March"), claims=True),
    swap("another name", "ACOs in Dudley", "ACOs in Derby", claims=True),
    swap("another speaker", DUTIES_SAID, DUTIES_SAID.replace("Barclay", "Hunt"), claims=True),
    swap("a speaker for another of the letter's", JOINTLY_SAID, JOINTLY_SAID.replace("The guide", "Mr Barclay"), claims=True),
    swap("the right day and another speaker of the letter's", DUTIES_SAID, "The guide said in April that",
         claims=True),
    swap("said to Parliament for told Parliament", TOLD, SAID, claims=True),
    swap("promised for said", DUTIES_SAID, "Mr Barclay promised in January that", claims=True),
    swap("said to asked", JOINTLY_SAID, "The guide asked in April whether", claims=True),
    swap("an occasion left out", BID_TOLD, BID_TOLD.replace(TOLD, "thought"), claims=True),
    swap("a day left out", BID_TOLD, "The Health Minister Steve Barclay told Parliament that", claims=True),
    swap("a frame left out", f"{JOINTLY_SAID} ", "", claims=True),
    swap("names that change places", "NHS bodies, not private bodies", "private bodies, not NHS bodies", claims=True),
    swap("a negation that went", "has not yet been launched", "has been launched", claims=True),
    swap("a negation that came", "will still be wholly paid", "will still not be wholly paid", claims=True),
    swap("a negation that moved", "not give the private sector a larger part",
         "give the private sector a not larger part", claims=True),
    swap("would to will", "would launch a consultation", "will launch a consultation", claims=True),
    swap("would to might", "would launch a consultation", "might launch a consultation", claims=True),
    swap("a hedge that went", "under ACOs, if introduced, a single", "under ACOs, a single", claims=True),
    swap("another hedge that went", "a possible increase", "an increase", claims=True),
    swap("rejected to upheld", "both rejected", "both upheld", claims=True),
    swap("half of a sentence left out", "increase in private sector involvement.", "increase.", claims=True),
    swap("a clause more", "wholly paid for by taxpayers.", "wholly paid for by taxpayers, and sold to the highest bidder.",
         claims=True),
    swap("an adverb that judges", JOINTLY_SAID, JOINTLY_SAID.replace("says", "wrongly says"), claims=True),
    swap("called false", JOINTLY_SAID, f"It is false that {JOINTLY_SAID[0].lower()}{JOINTLY_SAID[1:]}", claims=True),
    swap("an antonym", "the duties of local commissioners under the NHS Act 2006 would apply",
         "the duties of local commissioners under the NHS Act 2006 would yield", claims=True),
    swap("parts exchanged", "given one contract for all the local services",
         "given all the contracts for one service", claims=True),
    swap("another verb of saying", JOINTLY_SAID, JOINTLY_SAID.replace("says", "disproves"), claims=True),
    swap("a cause that no document states", "of last month, and for two court", "of last month, and so for two court", claims=True),
    swap("a contrast that no document states", "legal body and so would not affect", "legal body but would not affect",
         claims=True),
    swap("quotation marks around what nobody said", "no new kind of legal body", "no \u201cnew kind\u201d of legal body",
         claims=True),
    swap("a claim after a courtesy", THANKS, f"{THANKS.rstrip('.')}, since all is lost.", claims=True),
    swap("a question left open that is another", OPEN, f"{OPEN.rstrip('.')} and why nobody minds.", claims=True),
    swap("a question", LEGAL, f"{LEGAL.rstrip('.')}?", claims=True),
    swap("a sentence of one's own, unmarked", THANKS, f"{THANKS} {OWN}", claims=True),
    swap("a claim in the greeting", "Dear Mrs Patel,", "Dear Mrs Patel, the Government lied to you,", claims=True),
    swap("a claim in the close", "Yours sincerely,", "Yours sincerely, and your hospital is safe,", claims=True),
    swap("two facts of different speakers joined with 'and'", DUTIES_SAID,
         f"{DUTIES_SAID} NHS England\u2019s consultation on the ACO contract has not yet been launched, and that", claims=True),
    Edit("a paragraph out of an e-mail", _mail,
         lambda text: text.replace("\n## To whom", f"\n{MAIL}, [see here](https://careco.example/).\n\n## To whom", 1),
         claims=True),
    Edit("a new sentence with a note that is another fact's id",
         _note_by_id("The sick of Dudley are cared for in tents.", "proposals-taxpayer-funded"),
         _note_by_id_text("The sick of Dudley are cared for in tents.", "proposals-taxpayer-funded"), claims=True),
    Edit("a sentence out of its context, so that it is somebody else's", _out_of_context, _out_of_context_text,
         claims=True),
    swap("the letter's date, before its facts", "10 July 2018", "10 March 2018", claims=True),
    swap("the signature", "Member of Parliament for Westmere Vale", "Minister for Health", claims=True),
    swap("the small print", "passes neither to anyone without your permission", "passes both to whoever asks",
         claims=True),
    swap("a heading", "Private companies", "The private take-over", claims=True),
    Edit("a P.S.", _postscript, lambda text: text.replace("\n*This office", "\nP.S. Your own hospital is quite safe.\n\n"
         "*This office", 1), claims=True),
    Edit("a table", _table, lambda text: text.replace("\n## To whom", "\n| areas |\n|---|\n| 12 |\n\n## To whom", 1),
         claims=True),
    Edit("a picture", _picture, _in_text(THANKS, f"{THANKS} ![12 areas](map.png)"), claims=True),
    # Nothing else is claimed.
    Edit("nothing", lambda word: None, lambda text: text),
    swap("a 'that' left out", JOINTLY_SAID, JOINTLY_SAID.removesuffix(" that")),
    swap("a comma more", "report of last month, and for two court", "report, of last month, and for two court", silent=False),
    swap("a frame left out, so that too many say not whose word they are", f"{JOINTLY_SAID} ", "", silent=False),
    swap("a comma more, between two claims", "legal body and so would", "legal body, and so would"),
    Edit("a paragraph split", _split_paragraph,
         _in_text(f" {WAITED}", f"\n\n{WAITED}")),
    Edit("two paragraphs joined", _join_paragraphs, _in_text(f"\n\n{JOINTLY}", f" {JOINTLY}")),
    # Before the paragraph that says of when a paper is.
    Edit("a paragraph moved by cut and paste", _move_paragraph, _move_paragraph_text, silent=False),
    Edit("a sentence deleted", _delete_last, _delete_sentence_text(LEGAL)),
    Edit("a sentence deleted that others lean on", _delete_sentence, _delete_sentence_text(DUTIES), silent=False),
    Edit("a note deleted", _delete_note, _in_text(f"{JOINTLY}[^body-collectively-accountable]", JOINTLY)),
    Edit("a paragraph deleted", _delete_paragraph, lambda text: re.sub(rf"\n[^\n]*{re.escape(LAUNCH)}.*\n", "", text, count=1)),
    swap("another greeting", "Dear Mrs Patel,", "Dear Asha,"),
    Edit("a tracked change, accepted", _track(True, "a larger part in", "any larger part in"), None, silent=False),
    Edit("a tracked change, left", _track(False, "has led to some", "has led to much"), None, silent=False),
    Edit("a colleague's comment", _comments, _in_text(THANKS, f"{THANKS}<!-- Is this still so? -->")),
    everywhere("straight quotation marks", lambda text: text.translate(_STRAIGHT)),
    everywhere("two spaces after a full stop", lambda text: re.sub(r"([.?]) ", r"\1  ", text)),
    everywhere("spaces that do not break", lambda text: text.replace("July 2018", "July\u00a02018")
               .replace("this month", "this\u00a0month")),
    everywhere("soft hyphens", lambda text: text.replace("organisation", "organ\u00adisa\u00adtion")
               .replace("Library", "Lib\u00adrary")),
    everywhere("capitals throughout", lambda text: _outside_marks(text, str.upper), silent=False),
    Edit("a sentence of one's own, marked", _own_marked, _in_text(THANKS, f"{THANKS} [{OWN}]{{.position}}")),
    Edit("a new sentence with a note that is its fact's id", _note_by_id(NEW_FACT, "procurement-law-applies"),
         _note_by_id_text(NEW_FACT, "procurement-law-applies"), silent=False),
    Edit("the notes of two sentences swapped", _swap_notes,
         lambda text: text.replace("[^aco-is-provider-with-single-contract] ", "[^x] ", 1)
         .replace("[^body-collectively-accountable] ", "[^aco-is-provider-with-single-contract] ", 1)
         .replace("[^x] ", "[^body-collectively-accountable] ", 1), silent=False),
    Edit("a fact's sentence copied", _copy_twice, _copy_twice_text),
    Edit("the small print deleted", _drop_small_print, lambda text: re.sub(r"\n\*This office.*\n", "", text)),
    Edit("two paragraphs made a list", _bullets, _in_text(f"\n{JOINTLY}", f"\n- {JOINTLY}")),
    Edit("the whole text in one paragraph with line breaks", _one_paragraph, _one_paragraph_text, silent=False),
    Edit("formatting cleared", _clear_formatting,
         lambda text: text.replace("**", "").replace("\n*This", "\nThis").replace("permission.*", "permission.")
         .replace("\n## ", "\n")),
    Edit("a file from elsewhere: no bookmarks, no properties", _from_elsewhere, _without_front, silent=False),
    Edit("the text pasted into a new document", _new_document, _new_text, silent=False),
)  # fmt: skip


def day_of(returned: Returned) -> date:
    """The day that a letter bears, on which it is looked at too."""
    lines = [line for block in returned.blocks for line in block.text.split("\n")]
    return next((day for line in lines if (day := parse_day(line)) is not None), date(2018, 7, 10))
