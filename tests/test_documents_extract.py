"""Documents of every kind to paragraphs, and what they say of themselves; nothing else, and nothing invented."""

from __future__ import annotations

import socket
from pathlib import Path

import made
import pytest
from directly import read_document
from running import run_drafter

from drafter.files import child
from drafter.sources.details import states
from drafter.sources.extract import extract
from drafter.sources.paragraphs import Line, join_lines, paragraphs_of
from drafter.sources.text import Extracted, Refused, from_json

CHARGES = "Charges for parking at hospitals in England are set by each NHS trust, under guidance last revised in 2015."
ANSWER = """Bus Fares

(asked on 22nd January 2018) - View Source

Question to the Department for Buses:

To ask the Secretary of State, what a fare is.


Answered by
Ann Example Portrait
Ann Example
Minister of State
This question was answered on 25th January 2018

A fare is what is paid. It is paid on the bus, or before.

It is a new sort of payment for an old sort of thing.

Reticulating Splines"""


def found(document: Extracted) -> dict[str, str]:
    return {name: detail.value for name, detail in document.found.items()}


def read_file(tmp_path, name: str, data: bytes | str) -> Extracted:
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    document, problems = extract(path, name)
    assert not problems, problems
    assert document is not None
    return document


def test_a_written_answer(tmp_path):
    document = read_file(tmp_path, "answer.txt", ANSWER)
    assert found(document) == {
        "type": "parliamentary-answer",
        "title": "Bus Fares",
        "author": "Ann Example",
        "publisher": "Department for Buses",
        "issued": "2018-01-25",
    }
    assert document.found["issued"].place == "paragraph 9"
    assert document.stated == ("title", "author", "publisher", "issued")
    assert document.furniture == (1, 2, 3, 5, 6, 7, 8, 9, 12)
    assert document.counted_from == 10
    assert document.blocks[3] == "To ask the Secretary of State, what a fare is."


def test_the_official_form_of_a_written_answer():
    text = "Bus fares\nQuestion for Department for Buses\nUIN 12345, tabled on 3 July 2018\nTo ask what a fare is.\n"
    document = read_document(
        "txt", (text + "Answered by Ann Example\nAnswered on 10 July 2018\nA fare is paid.\n").encode()
    )
    assert found(document)["issued"] == "2018-07-10"
    assert found(document)["number"] == "12345"
    assert found(document)["publisher"] == "Department for Buses"
    assert document.furniture == (1, 2, 3, 5, 6)
    assert document.counted_from == 7


def test_a_report_with_a_cover_and_contents():
    text = (
        "Department\nof Buses\nBuses and you\nA guide\nTitle: Buses and you - a guide\nPublication date: April 2018\n"
    )
    text += "Contents\nWhat is a bus?\t4\nWhere do they go?.....\t5\nWhat is a bus?\nA bus is a vehicle for everyone.\n"
    document = read_document("txt", text.encode())
    assert found(document) == {"title": "Buses and you - a guide", "issued": "2018-04"}
    assert document.furniture == tuple(range(1, 10))
    assert document.counted_from == 10


def test_notices_are_furniture_and_a_first_line_that_is_one_is_no_title():
    text = "Documents to download\n\nA bus is a vehicle. It has wheels.\n\nThe Party will place cookies "
    text += "on your computer to help us make this website better.\n\nRelated posts"
    document = read_document("txt", text.encode())
    assert (found(document), document.furniture, document.counted_from) == ({}, (1, 3, 4), 2)


def test_nothing_is_found_where_nothing_is_said():
    document = read_document(
        "txt", b"It was a dark night. It rained in April 2018 and again on 3 May 2018, asked on or not."
    )
    assert found(document) == {}
    assert document.stated == ()


@pytest.mark.parametrize(
    ("line", "issued"),
    [
        ("6 July 2018", "2018-07-06"),
        ("Published 6th July, 2018", "2018-07-06"),
        ("Number CBP 9001, 6 July 2018", "2018-07-06"),
        ("July 6, 2018", "2018-07-06"),
        ("April 2018", "2018-04"),
        ("2018-07-06", "2018-07-06"),
        ("31 February 2018", None),
        ("Last updated 6 July 2018", None),
        ("from 6 July 2018 to 7 July 2018", None),
        ("2018", None),
    ],
)
def test_the_date_of_issue_is_as_precise_as_it_is_written(line, issued):
    document = read_document("txt", f"Buses\n{line}\nA bus is a vehicle.".encode())
    assert found(document).get("issued") == issued


def test_what_a_person_gives_is_stated_only_where_the_document_says_it():
    document = read_document("txt", ANSWER.encode())
    assert states(document, "author", "Ann Example")
    assert states(document, "publisher", "department for buses")
    assert states(document, "issued", "2018-01-22")
    assert not states(document, "issued", "2018-01-26")
    assert not states(document, "issued", "2018-01")
    assert not states(document, "number", "2")
    assert not states(document, "author", "Ann Examp")
    assert not states(document, "title", "(.*)")


def test_a_page(tmp_path):
    document = read_file(tmp_path, "Car parks.HTM", made.PAGE)
    text = "\n".join(document.blocks)
    assert found(document) == {
        "type": "webpage",
        "title": "Hospital car parks",
        "author": "Jane Okoro",
        "publisher": "Westmere Library",
        "issued": "2019-03-14",
        "url": "https://www.example.org/briefings/9001/",
    }
    for gone in ("SCRIPTED", "styled", "cookies", "Research", "Related posts", "copyright", "|---"):
        assert gone not in text
    assert document.blocks == (
        "Hospital car parks",
        "Published Thursday, 14 March, 2019",
        f"{CHARGES} The guidance says that concessions should be available.",
        "What the Government has said",
        "In February 2019 the Minister told the House that “no family should pay to visit a dying relative”.",
        "Disabled people park free in some trusts.",
        "Staff working at night do not.",
        "Trust | Charge",
        "Westmere | £2.50",
        "Scotland and Wales ended most charges in 2008.",
    )
    assert (document.furniture, document.counted_from) == ((1, 2), 3)


def test_a_page_that_names_a_month_is_not_given_a_day():
    page = made.PAGE.replace('<meta property="article:published_time" content="2019-03-14T09:00:00Z">', "")
    document = read_document("html", page.replace("Thursday, 14 March, 2019", "March 2019").encode())
    assert found(document)["issued"] == "2019-03"
    bare = page.replace("Published Thursday, 14 March, 2019", "Read on.").replace("February 2019", "spring")
    assert "issued" not in found(read_document("html", bare.encode()))


def test_nothing_is_fetched(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert read_document("html", made.PAGE.encode()).blocks
    with pytest.raises(Refused):
        read_document("html", b"https://www.example.org/")


@pytest.mark.parametrize(
    ("encoding", "declared", "guessed"),
    [
        ("utf-8", "", False),
        ("utf-8-sig", "", False),
        ("utf-16", "", False),
        ("cp1252", "windows-1252", False),
        ("cp1252", "iso-8859-1", False),
        ("iso8859-15", "iso-8859-15", False),
        ("cp1252", "no-such-thing", True),
        ("cp1252", "", True),
    ],
)
def test_encodings(encoding, declared, guessed):
    page = made.PAGE.replace('<?xml version="1.0" encoding="utf-8"?>', "")
    page = page.replace('<meta charset="utf-8">', f'<meta charset="{declared}">' if declared else "")
    if encoding == "iso8859-15":
        page = page.replace("“", "").replace("”", "")
    document = read_document("html", page.encode(encoding))
    assert "Westmere | £2.50" in document.blocks
    assert bool(document.notes) == guessed
    assert not guessed or "guessed (cp1252)" in document.notes[0]


def test_a_text_whose_encoding_was_guessed_says_so():
    text = "\n\n".join(made.PARAGRAPHS)
    document = read_document("txt", text.encode("cp1252"))
    assert document.blocks == made.PARAGRAPHS
    assert "guessed" in document.notes[0]


def test_markdown_loses_its_marks_of_headings_only():
    document = read_document("md", b"# Buses\n\n## What they are\n\nA bus is *a vehicle*, see [here](#).\n\n---\n")
    assert document.blocks == ("Buses", "What they are", "A bus is *a vehicle*, see [here](#).")


def test_a_wrapped_text_is_unwrapped_and_one_with_lines_of_its_own_is_not():
    wrapped = (
        "Hospital car parks\n\nCharges for parking at hospitals in England are set by each NHS\n"
        "trust, under guidance last revised in 2015. The guidance says\nthat "
        "concessions should be available.\n"
        "- Disabled people park free in some of the trusts, which they have to\n  ask for.\n- Staff do not.\n"
    )
    assert paragraphs_of(wrapped) == (
        "Hospital car parks",
        f"{CHARGES} The guidance says that concessions should be available.",
        "- Disabled people park free in some of the trusts, which they have to ask for.",
        "- Staff do not.",
    )
    assert paragraphs_of("House of Commons\nLondon\nSW1A 0AA\n") == ("House of Commons", "London", "SW1A 0AA")


REPORT = [
    [("Westmere Library  Briefing 9001", 0, 9), ("Hospital car parks", 40, 18), ("14 March 2019", 30, 11),
     ("Charges for parking at hospitals in England are set by each NHS", 30, 11),
     ("trust, under guidance last revised in 2015. The guid-", 14, 11),
     ("ance says that well-", 14, 11), ("known concessions should be available.", 14, 11),
     ("A second paragraph begins here, below a gap, and it goes on at", 22, 11),
     ("the foot of the page: the next one", 14, 11), ("Page 1 of 3", 300, 9)],
    [("Westmere Library  Briefing 9001", 0, 9), ("continues.", 40, 11),
     ("What the Government has said", 40, 14), ("It is well-known that \u201cno family should pay\u201d.", 22, 11),
     ("\u2022 Disabled people park free.", 22, 11), ("\u2022 Staff do not.", 14, 11), ("Page 2 of 3", 300, 9)],
    [("Westmere Library  Briefing 9001", 0, 9), ("Scotland and Wales ended most charges in 2008.", 40, 11),
     ("Page 3 of 3", 300, 9)],
]  # fmt: skip


@pytest.mark.parametrize("packed", [False, True])
def test_a_printed_report(tmp_path, packed):
    data = made.pdf(REPORT, packed=packed, info=b"<</Title(Microsoft Word - x.doc)/CreationDate(D:20200101)>>")
    document = read_file(tmp_path, "report.pdf", data)
    assert document.blocks == (
        "Hospital car parks",
        "14 March 2019",
        f"{CHARGES} The guidance says that well-known concessions should be available.",
        "A second paragraph begins here, below a gap, and it goes on at the foot of the page: the next one continues.",
        "What the Government has said",
        "It is well-known that “no family should pay”.",
        "• Disabled people park free.",
        "• Staff do not.",
        "Scotland and Wales ended most charges in 2008.",
    )
    assert found(document) == {"type": "report", "title": "Hospital car parks", "issued": "2019-03-14"}
    assert document.notes == (
        "left out as heads, feet and numbers of pages: 'Westmere Library Briefing 9001', 'Page 1 of 3'",
    )


def test_lines_without_places_are_joined_by_their_lengths():
    lines = ["Summary", "Charges for parking at hospitals in England are set by each", "NHS trust, and are high.",
             "Another paragraph starts here and is long enough to be wrapped", "once."]  # fmt: skip
    assert join_lines([Line(line) for line in lines]) == (lines[0], " ".join(lines[1:3]), " ".join(lines[3:]))


def test_a_page_without_text_is_told():
    document = read_document("pdf", made.pdf([*REPORT, []]))
    assert "no text on page 4: perhaps pictures, or empty" in document.notes


def test_pages_that_are_alike_are_no_heads():
    document = read_document("pdf", made.pdf([[(line, 20, 11) for line in made.PARAGRAPHS]] * 2))
    assert " ".join(document.blocks) == " ".join(made.PARAGRAPHS * 2)
    assert document.notes == ()


def test_heads_of_chapters_are_left_out_where_they_differ_in_numbers_alone():
    pages = [[(f"Chapter {1 + n // 4}: Buses  {n}", 0, 9), (f"Sentence {'abcdefghijkl'[n]} is here, and long.", 30, 11)]
             for n in range(12)]  # fmt: skip
    blocks = read_document("pdf", made.pdf(pages)).blocks
    assert len(blocks) == 12
    assert not any("Chapter" in block for block in blocks)


def test_a_word_document(tmp_path):
    data = made.word(title="Hospital car parks")
    body = (
        '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        "<w:p><w:r><w:t>It was </w:t></w:r><w:del><w:r><w:delText>not </w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>said</w:t></w:r></w:ins><w:r><w:tab/><w:t>so.</w:t></w:r></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>A field of a form.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Trust</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Charge</w:t></w:r></w:p>"
        "</w:tc></w:tr></w:tbl></w:body></w:document>"
    )
    document = read_file(tmp_path, "made.docx", made.with_part(data, "word/document.xml", body.encode()))
    assert document.blocks == ("It was said so.", "A field of a form.", "Trust | Charge")
    assert read_document("docx", data).blocks == made.PARAGRAPHS
    assert found(document) == {"type": "report", "title": "Hospital car parks"}


@pytest.mark.parametrize(
    ("author", "line", "proposed"),
    [
        ("python-docx", "A bus is a vehicle.", False),
        ("jsmith3", "A bus is a vehicle.", False),
        ("Jane Okoro", "By Jane Okoro, for the Trust.", True),
    ],
)
def test_the_author_that_a_program_wrote_into_a_file_is_proposed_only_where_its_text_names_it(author, line, proposed):
    core = (
        '<?xml version="1.0"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        f'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{author}</dc:creator>'
        "</cp:coreProperties>"
    )
    data = made.with_part(made.word(("Buses in Westmere", line)), "docProps/core.xml", core.encode())
    assert (found(read_document("docx", data)).get("author") == author) == proposed


def test_the_publisher_that_was_typed_is_proposed_as_the_author(office):
    Path("a.docx").write_bytes(made.word(("Buses in Westmere", "A bus runs.")))
    ran = run_drafter(
        "sources", "add", "a.docx", "--type", "report", "--publisher", "Westmere Council", "--issued", "2018-04",
        typed="\n" * 12,
    )  # fmt: skip
    assert "[Westmere Council]" in next(row for row in ran.err.split("author - ")[1].splitlines()), ran.err


def test_an_email(tmp_path):
    document = read_file(tmp_path, "mail.eml", made.MAIL)
    assert document.blocks == made.PARAGRAPHS
    assert found(document) == {"title": "Car parks: café", "author": "Jane Okoro", "issued": "2019-03-14"}
    html = made.MAIL.replace("text/plain", "text/html").partition("\r\n\r\n")[0] + "\r\n\r\n" + made.PAGE
    document = read_document("eml", html.encode())
    assert document.blocks[-1] == "Scotland and Wales ended most charges in 2008."
    assert "SCRIPTED" not in "".join(document.blocks)


def test_what_cannot_be_seen_is_taken_out():
    document = read_document(
        "txt", "A\u00ad bus\u200b is\u00a0a \u202evehicle\u202c.\x07 It \ue000has wheels.\n".encode()
    )
    assert document.blocks == ("A bus is a vehicle. It has wheels.",)


def test_a_document_crosses_the_pipe_unchanged():
    document = read_document("pdf", made.pdf(REPORT))
    assert from_json(document.as_json()) == document


def test_a_missing_library_is_told_in_one_line(monkeypatch):
    for name, kind, data in (("trafilatura", "html", made.PAGE.encode()), ("pypdfium2", "pdf", made.pdf(REPORT))):
        monkeypatch.setitem(__import__("sys").modules, name, None)
        with pytest.raises(Refused) as refused:
            read_document(kind, data)
        assert "with the extra 'documents'" in refused.value.hint


def test_a_child_that_never_answers_is_given_up(tmp_path, monkeypatch):
    path = tmp_path / "x.txt"
    path.write_text("text", "utf-8")
    monkeypatch.setattr(child, "_CODE", "import time; time.sleep(60)")
    monkeypatch.setattr(child, "DOCUMENT", child.DOCUMENT._replace(patience=0.3))
    document, problems = extract(path, "x.txt")
    assert document is None
    assert [problem.rule for problem in problems] == ["too-costly"]


def test_where_the_system_knows_no_limits_long_documents_are_read_too(tmp_path, monkeypatch):
    """On Windows there is no module ``resource``, so nothing is bounded, and a page that is done earns nothing."""
    monkeypatch.setattr(child, "_CODE", f"import sys; sys.modules['resource'] = None; {child._CODE}")
    monkeypatch.setattr(child, "DOCUMENT", child.DOCUMENT._replace(memory=1, seconds=1, most_seconds=1))
    data = made.pdf([[(line, 20, 11) for line in made.PARAGRAPHS]] * 8)
    assert read_file(tmp_path, "a.pdf", data).blocks == read_document("pdf", data).blocks


def test_the_current_directory_is_not_imported_from(tmp_path, monkeypatch):
    (tmp_path / "json.py").write_text("raise SystemExit('hijacked')", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert read_file(tmp_path, "a.txt", "A bus.").blocks == ("A bus.",)
