"""What people do to a draft: each edit a small function on a Word file, and on Markdown where it makes sense there.

All are made for one letter: privatisation, accountability and consultation on 10 July 2018, with the member's view.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from drafter.factbase.edtf import parse_day
from drafter.factbase.load import load
from drafter.factbase.reviews import append_review
from drafter.letter.returned import Returned

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
           "--to", "Mrs Asha Patel", "--address", "1 Long Row, Westmere, WV1 9ZZ", "--position", "government")  # fmt: skip
LOOKED = date(2019, 1, 2)  # after every day by which a shipped fact was to be looked at again

# The sentences that edits name, by how they begin.
DEFINITION = "The House of Commons Library, in a paper of July 2018, describes an ACO"
COMMENT = "The Library noted some comment"
BOTH = "Both the Government and the Health and Social Care Committee, it recorded"
LAW = "The Health Minister Steve Barclay told Parliament in January 2018 that any area"
BIDDERS = "In Dudley and in Manchester"
PROVIDER = "An ACO, Mr Barclay said, would simply be the provider"
DUTIES = "Any proposal to award an ACO contract"
LAUNCH = "As of July 2018, the Library reported"
ARGUED = "The Government had argued, the Library said"
COMPLETED = "The Department’s own public consultation"
DELAYED = "Changes to regulations for ACOs, first intended"
THANKS = "Thank you again for taking the trouble to write."
QUESTION = "You ask whether this is privatisation by another name."
VIEW = "My own view is that people are best cared for"


def review_every_fact(folder: Path) -> None:
    """Have every fact of an office reviewed, so that only what an edit did is found."""
    for fact in load(folder / "facts").base.facts.values():
        assert append_review(folder / "facts", "facts", fact, "A. Reader", LOOKED) == []


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

    def text(self, beginning: str) -> etree._Element:
        """The one text element that holds these words."""
        (found,) = (text for text in self.root.iter(f"{W}t") if beginning in (text.text or ""))
        return found

    def paragraph(self, beginning: str) -> etree._Element:
        """The paragraph that holds these words."""
        return next(self.text(beginning).iterancestors(f"{W}p"))

    def sentence(self, beginning: str) -> list[etree._Element]:
        """A sentence's elements: its bookmarks, its run, what its comment and its note are called by."""
        run = next(self.text(beginning).iterancestors(f"{W}r"))
        start = run
        while start is not None and start.tag in {f"{W}r", f"{W}commentRangeStart", f"{W}bookmarkStart"}:
            if start.tag == f"{W}bookmarkStart":
                id_, elements = start.get(f"{W}id"), [start]
                while not (elements[-1].tag == f"{W}bookmarkEnd" and elements[-1].get(f"{W}id") == id_):
                    elements.append(elements[-1].getnext())
                return elements
            before = start.getprevious()
            start = before if before is None or before.tag != f"{W}r" else None
        return [run]

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
        text = word.text(old)
        text.text = text.text.replace(old, new, 1)

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


def _retyped(keep: bool) -> OnWord:
    def edit(word: Word) -> None:
        elements = word.sentence(DEFINITION)
        word.text(DEFINITION).text = "The Library thinks that an ACO does everybody a great deal of good."
        if not keep:
            for element in elements:
                if element.tag != f"{W}r" or element.find(f"{W}footnoteReference") is not None:
                    element.getparent().remove(element)

    return edit


def _retyped_text(keep: bool) -> OnText:
    def edit(text: str) -> str:
        note = "[^aco-definition-library]" if keep else ""
        new = f"The Library thinks that an ACO does everybody a great deal of good.{note}"
        return re.sub(rf"{DEFINITION}.*", new, text, count=1)

    return edit


def _split_paragraph(word: Word) -> None:
    first = word.sentence(BOTH)[0]
    old = first.getparent()
    (new,) = made(para("", "BodyText"))
    for element in [first, *first.itersiblings()]:
        new.append(element)
    old.addnext(new)


def _join_paragraphs(word: Word) -> None:
    two = word.paragraph(DUTIES)
    one = two.getprevious()
    one.append(made(run(" "))[0])
    for element in list(two)[1:]:
        one.append(element)
    two.getparent().remove(two)


def _move_paragraph(word: Word) -> None:
    moved = word.paragraph(COMPLETED)
    for tag in ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd"):
        word.drop(tag, moved)
    word.paragraph(DEFINITION).addnext(moved)


def _move_paragraph_text(text: str) -> str:
    (moved,) = re.findall(r"\nThe Government had argued.*\n", text)
    return text.replace(moved, "", 1).replace("\n## Private", f"{moved}\n## Private", 1)


def _delete_sentence(word: Word) -> None:
    for element in word.sentence(BOTH):
        element.getparent().remove(element)


def _delete_note(word: Word) -> None:
    for element in word.sentence(DEFINITION):
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
    word.insert_paragraph(BIDDERS, f"<w:p>{run(MAIL + ', ', font)}{link}{run('.', font)}</w:p>")


def _postscript(word: Word) -> None:
    word.insert_paragraph("Member of Parliament for", para(run("P.S. Your own hospital is quite safe."), "BodyText"))


def _track(accepted: bool) -> OnWord:
    def edit(word: Word) -> None:
        text = word.text("told Parliament in January 2018 that any area")
        old = next(text.iterancestors(f"{W}r"))
        before, after = text.text.split("told Parliament", 1)
        text.text = before
        changed = (
            f'<w:del w:id="77" w:author="A. Colleague"><w:r><w:delText>told Parliament</w:delText></w:r></w:del>'
            f'<w:ins w:id="78" w:author="A. Colleague">{run("said to Parliament")}</w:ins>'
        )
        for element in reversed(made((run("said to Parliament") if accepted else changed) + run(after))):
            old.addnext(element)

    return edit


def _comments(word: Word) -> None:
    word.parts[COMMENTS] = word.parts[COMMENTS].replace(
        b"</w:comments>",
        b'<w:comment w:id="500" w:author="A. Colleague"><w:p><w:r><w:t>Is this still so?</w:t></w:r></w:p></w:comment>'
        b"</w:comments>",
    )
    word.insert_after(THANKS, '<w:r><w:commentReference w:id="500"/></w:r>')


def _two_facts(word: Word) -> None:
    one, two = word.text(PROVIDER), word.text(DUTIES)
    elements = word.sentence(DUTIES)
    one.text = one.text.rstrip(".") + ", and any" + two.text.removeprefix("Any")
    for element in elements:
        if element.tag == f"{W}r" and element.find(f"{W}footnoteReference") is None:
            element.getparent().remove(element)


def _swap_notes(word: Word) -> None:
    one, two = (next(m for e in word.sentence(s) for m in e.iter(f"{W}footnoteReference")) for s in (LAW, BIDDERS))
    first, second = one.get(f"{W}id"), two.get(f"{W}id")
    one.set(f"{W}id", second)
    two.set(f"{W}id", first)


OWN = "I think that every letter like yours makes a difference."


def _own_marked(word: Word) -> None:
    word.insert_after(THANKS, run(" ") + run(OWN, '<w:rStyle w:val="PositionSentence"/>'))


NEW_FACT = "Any area that wants to use an ACO contract would have to follow public procurement law, Mr Barclay said."


def _note_by_id(sentence: str, fact: str) -> OnWord:
    def edit(word: Word) -> None:
        note = f'<w:footnote xmlns:w="{W[1:-1]}" w:id="900"><w:p>{run(fact)}</w:p></w:footnote>'
        word.parts[NOTES] = word.parts[NOTES].replace(b"</w:footnotes>", f"{note}</w:footnotes>".encode())
        word.insert_after(THANKS, run(f" {sentence}") + '<w:r><w:footnoteReference w:id="900"/></w:r>')

    return edit


def _note_by_id_text(sentence: str, fact: str) -> OnText:
    return _in_text(THANKS, f"{THANKS} {sentence}[^{fact}]")


def _copy_twice(word: Word) -> None:
    text = word.text(LAW).text
    word.insert_after(THANKS, run(f" {text}"))


def _copy_twice_text(text: str) -> str:
    (sentence,) = re.findall(rf"{LAW}[^[]*", text)
    return text.replace(THANKS, f"{THANKS} {sentence}", 1)


def _out_of_context(word: Word) -> None:
    text = word.text(BIDDERS).text
    for element in word.sentence(BIDDERS):
        element.getparent().remove(element)
    word.insert_after(DEFINITION, run(f" {text}"))


def _out_of_context_text(text: str) -> str:
    (sentence,) = re.findall(rf" {BIDDERS}[^[]*\[[^]]*\]", text)
    return text.replace(sentence, "", 1).replace(
        "[^aco-definition-library]\n", f"[^aco-definition-library]{sentence}\n", 1
    )


def _bullets(word: Word) -> None:
    for beginning in (PROVIDER, LAUNCH):
        word.paragraph(beginning).find(f"{W}pPr").extend(
            made('<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
        )


def _table(word: Word) -> None:
    cell = f"<w:tc>{para(run('12 areas'))}</w:tc>"
    word.insert_paragraph(BIDDERS, f"<w:tbl><w:tr>{cell}{cell}</w:tr></w:tbl>")


def _picture(word: Word) -> None:
    drawn = '<w:r><w:pict><v:shape><v:imagedata r:id="rId1"/></v:shape></w:pict></w:r>'
    word.insert_after(THANKS, drawn)


def _one_paragraph(word: Word) -> None:
    target = word.paragraph("Thank you for writing")
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
    front, rest = text.split("\nThank you for", 1)
    body, tail = rest.split("\nYours sincerely", 1)
    body = re.sub(r"\n\n(?:## )?", "\\\\\n", body.rstrip())
    return f"{front}\nThank you for{body}\n\nYours sincerely{tail}"


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
    swap("another figure in letters", "the two areas furthest", "the three areas furthest", claims=True),
    swap("another month", "first intended by February 2018", "first intended by April 2018", claims=True),
    swap("another name", "In Dudley and in Manchester", "In Dudley and in Swindon", claims=True),
    swap("another speaker", "An ACO, Mr Barclay said", "An ACO, Mr Hunt said", claims=True),
    swap("names that change places", "Both the Government and the Health and Social Care Committee, it recorded",
         "Both the Committee and the Health and Social Care Government, it recorded", claims=True),
    swap("a negation that went", "had not yet been launched", "had been launched", claims=True),
    swap("a negation that came", "guide said.", "guide had not said.", claims=True),
    swap("a negation that moved", "NHS bodies and not private", "not NHS bodies and private", claims=True),
    swap("could to will", "could increase the involvement", "will increase the involvement", claims=True),
    swap("intended to decided", "first intended by", "first decided by", claims=True),
    swap("disputed to confirmed", "it recorded, had disputed", "it recorded, had confirmed", claims=True),
    swap("half of a sentence left out", "NHS bodies and not private sector organisations.", "NHS bodies.", claims=True),
    swap("a clause more", "of a whole population.", "of a whole population, and sells it to the highest bidder.",
         claims=True),
    swap("an adverb that judges", "were, he said,", "were, he wrongly said,", claims=True),
    swap("called false", "The Government had argued", "It is false that the Government had argued", claims=True),
    swap("an antonym", "would have to follow public", "would have to break public", claims=True),
    swap("parts exchanged", "the provider to which commissioners give one contract",
         "the commissioner to which providers give one contract", claims=True),
    swap("another verb of saying", "The Library noted some comment", "The Library disproved some comment", claims=True),
    swap("quotation marks around what nobody said", "public procurement law", "\u201cpublic procurement law\u201d",
         claims=True),
    swap("a claim after a courtesy", "privatisation by another name.", "privatisation by another name, and it is.",
         claims=True),
    swap("a sentence of one's own, unmarked", THANKS, f"{THANKS} {OWN}", claims=True),
    swap("a claim in the greeting", "Dear Mrs Patel,", "Dear Mrs Patel, the Government lied to you,", claims=True),
    swap("a claim in the close", "Yours sincerely,", "Yours sincerely, and your hospital is safe,", claims=True),
    Edit("two facts joined with 'and'", _two_facts,
         lambda text: re.sub(r"local model covers\.\[\^[^]]*\] Any proposal", "local model covers, and any proposal",
                             text, count=1), claims=True),
    Edit("a paragraph out of an e-mail", _mail,
         lambda text: text.replace("\n## To whom", f"\n{MAIL}, [see here](https://careco.example/).\n\n## To whom", 1),
         claims=True),
    Edit("a new sentence with a note that is another fact's id",
         _note_by_id("The sick of Dudley are cared for in tents.", "procurement-law-applies"),
         _note_by_id_text("The sick of Dudley are cared for in tents.", "procurement-law-applies"), claims=True),
    Edit("a sentence out of its context, so that 'he' is somebody else", _out_of_context, _out_of_context_text,
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
    swap("said to Parliament for told Parliament", "told Parliament in January", "said to Parliament in January"),
    Edit("a paragraph split", _split_paragraph, _in_text(" Both the Gov", "\n\nBoth the Gov"), silent=False),
    Edit("two paragraphs joined", _join_paragraphs,
         lambda text: re.sub(r"\n\n(The Government had argued)", r" \1", text, count=1)),
    Edit("a paragraph moved by cut and paste", _move_paragraph, _move_paragraph_text, silent=False),
    Edit("a sentence deleted", _delete_sentence,
         lambda text: re.sub(rf"{BOTH}[^[]*\[[^]]*\] ", "", text, count=1)),
    Edit("a note deleted", _delete_note, _in_text("population.[^aco-definition-library]", "population.")),
    Edit("a paragraph deleted", _delete_paragraph, lambda text: re.sub(rf"\n{LAUNCH}.*\n", "", text, count=1)),
    swap("another greeting", "Dear Mrs Patel,", "Dear Asha,"),
    Edit("a tracked change, accepted", _track(True), None),
    Edit("a tracked change, left", _track(False), None, silent=False),
    Edit("a colleague's comment", _comments, _in_text(THANKS, f"{THANKS}<!-- Is this still so? -->")),
    everywhere("straight quotation marks", lambda text: text.translate(_STRAIGHT)),
    everywhere("two spaces after a full stop", lambda text: re.sub(r"([.?]) ", r"\1  ", text)),
    everywhere("spaces that do not break", lambda text: text.replace("July 2018", "July\u00a02018")),
    everywhere("soft hyphens", lambda text: text.replace("organisation", "organ\u00adisa\u00adtion")),
    everywhere("capitals throughout", lambda text: _outside_marks(text, str.upper), silent=False),
    swap("a fact's sentence in two", "ACOs could increase the involvement of the private sector, in part because",
         "ACOs could increase the involvement of the private sector. This was in part because"),
    Edit("a sentence of one's own, marked", _own_marked, _in_text(THANKS, f"{THANKS} [{OWN}]{{.position}}")),
    Edit("a new sentence with a note that is its fact's id", _note_by_id(NEW_FACT, "procurement-law-applies"),
         _note_by_id_text(NEW_FACT, "procurement-law-applies"), silent=False),
    Edit("the notes of two sentences swapped", _swap_notes,
         lambda text: text.replace("[^procurement-law-applies] ", "[^x] ").replace(
             "[^emerging-bidders-nhs-bodies] ", "[^procurement-law-applies] ").replace(
             "[^x] ", "[^emerging-bidders-nhs-bodies] "), silent=False),
    Edit("a fact's sentence copied", _copy_twice, _copy_twice_text),
    Edit("the small print deleted", _drop_small_print, lambda text: re.sub(r"\n\*This office.*\n", "", text)),
    Edit("two paragraphs made a list", _bullets, _in_text("\nAn ACO, Mr", "\n- An ACO, Mr")),
    Edit("the whole text in one paragraph with line breaks", _one_paragraph, _one_paragraph_text, silent=False),
    Edit("formatting cleared", _clear_formatting,
         lambda text: text.replace("**", "").replace("\n*This", "\nThis").replace("permission.*", "permission.")
         .replace("\n## ", "\n")),
    Edit("a file from elsewhere: no bookmarks, no properties", _from_elsewhere, _without_front),
    Edit("the text pasted into a new document", _new_document, _new_text),
)  # fmt: skip


def day_of(returned: Returned) -> date:
    """The day that a letter bears, on which it is looked at too."""
    lines = [line for block in returned.blocks for line in block.text.split("\n")]
    return next((day for line in lines if (day := parse_day(line)) is not None), date(2018, 7, 10))
