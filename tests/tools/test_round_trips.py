"""Drafts through LibreOffice and pandoc and back: the review knows afterwards what it knew before, and the edit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from directly import plain_sentence, write_docx
from edits import W, Word, day_of
from office_edits import (
    ACCEPT_ALL,
    COMMENT,
    DELETE_NOTE,
    NEW_PARAGRAPH,
    RECORD,
    REPLACE,
    TYPE_AFTER,
    edit_in_office,
)
from programs import convert, pages, run, to_pdf
from shipped import letter_of, topic_sets
from test_review_laws import LETTERHEAD, shelf, with_sentence, without_parts

from drafter.formats import READERS, WRITERS
from drafter.formats.copies import Copy
from drafter.formats.markdown.write import write_markdown
from drafter.letter.tree import Kind, Letter, Paragraph, Sentence
from drafter.review.model import Review
from drafter.review.reviewing import review

pytestmark = pytest.mark.tools

DAY = date(2018, 7, 10)
TOPICS = ("privatisation", "accountability", "consultation")
DOCX = "docx:MS Word 2007 XML"
PHRASE, OTHER = "two court challenges, both rejected", "three court challenges, both rejected"


def letter() -> Letter:
    return letter_of(TOPICS, DAY, "government", reference="EM/2018/0417").letter


def remarks(made: Letter) -> Mapping[str, tuple[str, ...]]:
    return {id_: (f"Fact {id_}", "What stands in the document.") for id_ in made.claims}


def draft(path: Path, made: Letter | None = None) -> Path:
    """A reviewing copy: with comments, marks and a record."""
    made = made or letter()
    data = write_docx(made, LETTERHEAD, copy=Copy.REVIEWING, remarks=remarks(made))
    path.write_bytes(data)
    return path


def reviewed(path: Path) -> Review:
    returned, problems = READERS[path.suffix](path.read_bytes(), path.name)
    assert returned is not None, problems
    return review(returned, shelf(), path.name, day_of(returned))


def told(found: Review) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(p.text, str(p.standing), p.facts) for p in found.passages]


def standing(sentence: Sentence) -> str:
    """What a sentence is found to be, untouched."""
    kinds = {segment.kind for segment in sentence.segments}
    found = {Kind.CLAIM: "fact", Kind.VIEW: "view", Kind.ACT: "act"}
    return next((name for kind, name in found.items() if kind in kinds), "courtesy")


def rules(found: Review) -> set[str]:
    return {problem.rule for problem in found.problems}


def is_whole(found: Review, *, record: bool = True) -> None:
    """That nothing of the untouched letter was lost."""
    made = letter()
    assert [passage for passage in told(found) if passage[2] or passage[1] in {"view", "act"}] == [
        (s.text, standing(s), s.facts) for s in made.sentences() if standing(s) != "courtesy"
    ]
    assert without_parts(found.letter) == without_parts(made)
    assert found.letter.notes == made.notes
    assert (found.letter.addressee, found.letter.salutation, found.letter.close) == (
        made.addressee, made.salutation, made.close,
    )  # fmt: skip
    assert found.letter.reference == made.reference
    if record:
        assert (found.record is not None, found.left_out) == (True, ())
        assert found.letter.topics == TOPICS


# --- LibreOffice saves what it read ---


def test_saved_as_word(tmp_path: Path) -> None:
    convert(draft(tmp_path / "draft.docx"), DOCX, tmp_path / "saved")
    found = reviewed(tmp_path / "saved" / "draft.docx")
    is_whole(found)
    assert found.problems == ()
    xml = run("unzip", "-p", tmp_path / "saved" / "draft.docx", "word/document.xml")
    assert len(re.findall(r"<w:commentReference ", xml)) == len(letter().claims)
    assert len(re.findall(r'w:name="fact_[0-9]+"', xml)) == len(letter().claims)
    assert len(re.findall(r"<w:footnoteReference ", xml)) == len(letter().notes)


def test_saved_as_opendocument_and_back(tmp_path: Path) -> None:
    convert(draft(tmp_path / "draft.docx"), "odt", tmp_path / "odt")
    convert(tmp_path / "odt" / "draft.odt", DOCX, tmp_path / "back")
    found = reviewed(tmp_path / "back" / "draft.docx")
    is_whole(found)
    assert found.errors == ()


def test_saved_three_times_over(tmp_path: Path) -> None:
    path = draft(tmp_path / "draft.docx")
    for turn in range(3):
        convert(path, DOCX, tmp_path / str(turn))
        path = tmp_path / str(turn) / "draft.docx"
    is_whole(reviewed(path))


# --- somebody edits it in LibreOffice ---


def edited(tmp_path: Path, body: str) -> Review:
    saved = tmp_path / "edited.docx"
    edit_in_office(draft(tmp_path / "draft.docx"), saved, body)
    return reviewed(saved)


def difference(found: Review) -> list[tuple[str, str, tuple[str, ...]]]:
    """The sentences that the untouched draft did not have."""
    made = {sentence.text for sentence in letter().sentences()}
    return [
        passage
        for passage, p in zip(told(found), found.passages, strict=True)
        if not p.heading and passage[0] not in made
    ]


def test_an_edit_of_nothing(tmp_path: Path) -> None:
    found = edited(tmp_path, "")
    is_whole(found)
    assert found.problems == ()


def test_a_figure_replaced_throughout(tmp_path: Path) -> None:
    found = edited(tmp_path, REPLACE.format(old=PHRASE, new=OTHER, times=1))
    is_changed(found)
    assert rules(found) == {"changed-detail"}


def is_changed(found: Review) -> None:
    ((text, standing, facts),) = difference(found)
    assert OTHER in text
    assert standing == "changed"
    assert "consultation-waited-for-committee-and-courts" in facts


def test_words_replaced_throughout(tmp_path: Path) -> None:
    times = sum(sentence.text.count(" says th") for sentence in letter().sentences())
    assert times > 1
    found = edited(tmp_path, REPLACE.format(old=" says th", new=" denies th", times=times))
    assert [standing for _, standing, _ in difference(found)] == ["changed"] * times
    assert rules(found) == {"other-frame"}


def test_a_note_deleted(tmp_path: Path) -> None:
    found = edited(tmp_path, DELETE_NOTE.format(number=3))
    is_whole(found)
    assert rules(found) == {"citation-lost"}


def test_a_new_paragraph(tmp_path: Path) -> None:
    last = [block.sentences[-1] for block in letter().blocks if isinstance(block, Paragraph)][2]
    after = " ".join(last.text.rstrip(".").split()[-5:])
    found = edited(tmp_path, NEW_PARAGRAPH.format(after=after, new="Your own hospital is quite safe."))
    assert difference(found) == [("Your own hospital is quite safe.", "new", ())]
    assert rules(found) == {"no-source"}


def test_a_sentence_typed_at_the_end_of_a_fact(tmp_path: Path) -> None:
    """LibreOffice lets the bookmark grow over what is typed at its end: the fact stays one, the rest is new."""
    found = edited(tmp_path, TYPE_AFTER.format(after=PHRASE, new=" All is well with it."))
    assert difference(found) == [("All is well with it.", "new", ())]
    assert rules(found) == {"no-source"}


def test_a_tracked_change_left_and_accepted(tmp_path: Path) -> None:
    change = RECORD.format(on="True") + REPLACE.format(old=PHRASE, new=OTHER, times=1)
    found = edited(tmp_path, change)
    assert rules(found) == {"changed-detail", "tracked-changes"}
    accepted = tmp_path / "accepted"
    accepted.mkdir()
    found = edited(accepted, change + RECORD.format(on="False") + ACCEPT_ALL)
    assert rules(found) == {"changed-detail"}
    is_changed(found)


def test_a_colleagues_comment(tmp_path: Path) -> None:
    found = edited(tmp_path, COMMENT.format(at=PHRASE, says="Is this still so?"))
    is_whole(found)
    assert [problem.message for problem in found.problems] == ["a comment: 'Is this still so?'"]


# --- pandoc ---

FORMS = ("markdown", "commonmark_x", "gfm", "markdown --wrap=none")


def pandoc(source: Path, target: Path, form: str = "") -> Path:
    kind = ("--to", *form.split()) if form else ()
    run("pandoc", "--standalone", *kind, source, "--output", target)
    return target


def plain(text: str) -> str:
    return text.translate(str.maketrans("\u2018\u2019\u201c\u201d", "''\"\""))


def no_errors(found: Review) -> bool:
    """Whether nothing is wrong. What a letter tells as history says so in its words, also without its record."""
    return not found.errors


def facts_in_order(found: Review) -> list[tuple[str, tuple[str, ...]]]:
    return [(str(p.standing), p.facts) for p in found.passages if p.facts]


def expected() -> list[tuple[str, tuple[str, ...]]]:
    return [("fact", sentence.facts) for sentence in letter().sentences() if sentence.facts]


def keeps_the_views(found: Review) -> bool:
    made = sum(standing(sentence) == "view" for sentence in letter().sentences())
    return sum(str(p.standing) == "view" for p in found.passages) == made > 0


def test_pandoc_from_word_to_word(tmp_path: Path) -> None:
    found = reviewed(pandoc(draft(tmp_path / "draft.docx"), tmp_path / "pandoc.docx"))
    assert facts_in_order(found) == expected()
    assert keeps_the_views(found)
    assert "no-source" not in rules(found)
    assert no_errors(found)


@pytest.mark.parametrize("form", FORMS)
def test_pandoc_from_word_to_markdown(form: str, tmp_path: Path) -> None:
    found = reviewed(pandoc(draft(tmp_path / "draft.docx"), tmp_path / "pandoc.md", form))
    assert facts_in_order(found) == expected()
    assert keeps_the_views(found)
    assert no_errors(found)


@pytest.mark.parametrize("form", FORMS)
def test_pandoc_from_markdown_to_markdown(form: str, tmp_path: Path) -> None:
    source = tmp_path / "draft.md"
    source.write_text(write_markdown(letter()), "utf-8")
    found = reviewed(pandoc(source, tmp_path / "pandoc.md", form))
    assert facts_in_order(found) == expected()
    assert keeps_the_views(found)
    assert found.problems == ()
    assert found.record is not None
    assert found.left_out == ()


def test_pandoc_from_markdown_to_word(tmp_path: Path) -> None:
    source = tmp_path / "draft.md"
    source.write_text(write_markdown(letter()), "utf-8")
    found = reviewed(pandoc(source, tmp_path / "pandoc.docx"))
    assert facts_in_order(found) == expected()
    assert keeps_the_views(found)
    assert no_errors(found)


OWN = plain_sentence("I think that every letter like yours makes a difference.", Kind.VIEW)


def standing_of_own(path: Path) -> list[str]:
    return [str(p.standing) for p in reviewed(path).passages if p.text == OWN.text]


@pytest.mark.parametrize("form", ["docx", *FORMS])
@pytest.mark.parametrize("ending", [".docx", ".md"])  # what people take through pandoc
def test_a_view_of_ones_own_is_still_marked_or_is_an_error(form: str, ending: str, tmp_path: Path) -> None:
    """It stands in no template, so that only its mark tells what it is. Of Word's bookmarks pandoc knows nothing."""
    source, target = tmp_path / f"draft{ending}", tmp_path / f"pandoc.{'docx' if form == 'docx' else 'md'}"
    made = with_sentence(letter(), OWN)
    source.write_bytes(WRITERS[ending](made, LETTERHEAD, Copy.CLEAN).filled(made.particulars))
    pandoc(source, target, "" if form == "docx" else form)
    assert standing_of_own(target) == ["view" if (source.suffix, target.suffix) == (".md", ".md") else "new"]


def test_a_view_of_ones_own_stays_marked_in_libreoffice(tmp_path: Path) -> None:
    path = draft(tmp_path / "draft.docx", with_sentence(letter(), OWN))
    convert(path, DOCX, tmp_path / "saved")
    assert standing_of_own(tmp_path / "saved" / "draft.docx") == ["view"]
    convert(path, "odt", tmp_path / "odt")
    convert(tmp_path / "odt" / "draft.odt", DOCX, tmp_path / "back")
    assert standing_of_own(tmp_path / "back" / "draft.docx") == ["view"]


# --- the reviewing copy as LibreOffice prints it ---


@pytest.mark.parametrize("topics", topic_sets())
def test_comments_leave_the_notes_in_their_order(topics: tuple[str, ...], tmp_path: Path) -> None:
    """LibreOffice 7.4 mixes up a letter's notes where a comment stands between the first two: the writer avoids it."""
    made = letter_of(topics, DAY).letter
    printed = " ".join(" ".join(pages(to_pdf(draft(tmp_path / "draft.docx", made)))).split())
    for number, note in enumerate(made.notes, 1):
        assert re.search(rf"(?<!\d){number} {re.escape(' '.join(note.text.split()))}", printed), number


def test_that_fault_of_libreoffices_is_still_there(tmp_path: Path) -> None:
    """Where it is not, the writer may put the calls of comments where it likes."""
    word = Word(draft(tmp_path / "draft.docx").read_bytes())
    note = next(word.root.iter(f"{W}footnoteReference")).getparent()
    note.addnext(note.getprevious())  # the comment's call, which now stands between the first two notes
    (tmp_path / "draft.docx").write_bytes(word.data())
    printed = " ".join(" ".join(pages(to_pdf(tmp_path / "draft.docx"))).split())
    assert any(f"{number} {note.text}" not in printed for number, note in enumerate(letter().notes, 1))
