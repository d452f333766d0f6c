"""Packages that are packed once and filled many times: always a sound ZIP file, always of the same bytes."""

from __future__ import annotations

import hashlib
import io
import pickle
import zipfile
import zlib

import pytest
from directly import write_docx
from hypothesis import example, given
from hypothesis import strategies as st
from letters import sample_letter
from running import ROOT

from drafter.formats import WRITERS
from drafter.formats.copies import Copy
from drafter.formats.docx.form import SLOT, LetterHead, lines_xml, with_comma
from drafter.formats.docx.packing import OpenPart, pack
from drafter.formats.pieces import clean_xml
from drafter.letter.tree import ReaderDetails
from drafter.problems import ProblemsFound

LETTERHEAD = (ROOT / "templates" / "letterhead.docx").read_bytes()
BYTES = st.binary(max_size=300)
NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="/\\"), min_size=1, max_size=8)


@given(parts=st.dictionaries(NAMES, BYTES, max_size=4), before=BYTES, stretch=BYTES, behind=BYTES)
@example(parts={}, before=b"", stretch=b"", behind=b"")
@example(parts={"a": b"a" * 9_000}, before=b"b" * 9_000, stretch=b"x" * 70_000, behind=b"")
def test_what_is_filled_is_a_sound_archive(parts, before, stretch, behind):
    name = "open/" + "part.xml"
    package = pack(parts, [OpenPart(name, before, behind)])
    data = package.filled([stretch])
    assert pickle.loads(pickle.dumps(package)).filled([stretch]) == data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert {entry.filename: archive.read(entry) for entry in archive.infolist()} == {
            **parts,
            name: before + stretch + behind,
        }
        assert {entry.date_time for entry in archive.infolist()} <= {(1980, 1, 1, 0, 0, 0)}
    assert package.joined(package.own([stretch])) == data
    assert package.crc(data) == zlib.crc32(data)
    assert package.sha256(data) == hashlib.sha256(data).hexdigest()


TYPED = st.text(st.sampled_from(" Aa1,.'&<>\"\t\n\x07\u00a0\u00eb\u05d3\ufffe"), max_size=6)


@given(lines=st.lists(TYPED, max_size=3), salutation=TYPED, reference=TYPED, above=st.lists(TYPED, max_size=1))
def test_one_look_at_a_readers_details_gives_what_each_of_them_gives(lines, salutation, reference, above):
    head = LetterHead("<w:p>10 July</w:p>", "address", "a&b", "greeting", " xmlns:w=''")
    said = f"Our reference: {reference}" if clean_xml(reference).strip() else ""
    expected = [
        lines_xml(head.address, above, head.declared),
        lines_xml(head.address, lines, head.declared),
        head.date,
        lines_xml(head.reference, [said], head.declared),
        lines_xml(head.salutation, [with_comma(salutation)], head.declared),
    ]
    assert head.xml(ReaderDetails(tuple(lines), salutation, reference, tuple(above))) == "".join(expected)


@pytest.mark.parametrize("ending", WRITERS)
@pytest.mark.parametrize("copy", Copy)
@pytest.mark.parametrize("reference", ["", "EM/1"])
def test_a_form_filled_for_another_is_the_letter_written_for_that_other(ending, copy, reference):
    other = ReaderDetails(("Mr Tom O'Neill & Söhne <b>", "דני אלון 12"), "Dear Mr O'Neill", reference)
    letter = sample_letter()
    filled = WRITERS[ending](letter, LETTERHEAD, copy).filled(other)
    mine = letter.to(other)
    assert filled == WRITERS[ending](mine, LETTERHEAD, copy).filled(mine.particulars)
    assert filled != WRITERS[ending](letter, LETTERHEAD, copy).filled(letter.particulars)
    assert b"Patel" not in filled


def test_a_letterhead_that_calls_words_own_names_otherwise():
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(LETTERHEAD)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                data = data.replace(b"<w:", b"<x:").replace(b"</w:", b"</x:").replace(b" w:", b" x:")
                data = data.replace(b"xmlns:w=", b"xmlns:x=")
            target.writestr(name, data)
    data = write_docx(sample_letter(), out.getvalue())
    from test_formats_docx import paragraphs

    assert paragraphs(data) == paragraphs(write_docx(sample_letter(), LETTERHEAD))


def test_a_letterhead_that_holds_the_mark_of_the_open_place_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(LETTERHEAD)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                data = data.replace(b"<w:body>", b"<w:body>" + SLOT.encode())
            target.writestr(name, data)
    with pytest.raises(ProblemsFound, match="not-a-document"):
        write_docx(sample_letter(), out.getvalue())
