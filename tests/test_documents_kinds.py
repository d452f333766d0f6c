"""What documents of each kind are, and say of themselves. The documents are invented."""

from __future__ import annotations

import pytest
from directly import read_document

from drafter.sources.entry import sound_value, speaker_of

PRESS = ("Press release", "Northport Hospitals Trust", "New car park opens at Northport Infirmary", "3 May 2018",
         "Northport Hospitals Trust today opened a car park with 210 spaces.", "Ends", "Notes to editors",
         "The trust runs two hospitals.")  # fmt: skip
PETITION = ("Petition", "Scrap charges for parking at Northport Infirmary",
            "Anybody who visits a relative pays £3.40 an hour. We ask the Government to end these charges.",
            "12,345 signatures", "Created by Rosa Hill", "Opened", "3 May 2018", "Deadline", "3 November 2018",
            "petition.parliament.uk/petitions/212345")  # fmt: skip
DEBATE = ("Hospital Parking", "Hansard", "House of Commons", "Volume 635: debated on Monday 5 February 2018",
          "Column 123", "The Parliamentary Under-Secretary of State for Health (Jo Lee)",
          "Hospitals may set their own charges. Free parking is given to relatives of the very ill.")  # fmt: skip
COMMITTEE = ("House of Commons", "Northern Affairs Committee", "Hospital parking in Northport",
             "Third Report of Session 2017\u201319", "HC 456", "Published on 9 March 2018",
             "We heard that trusts set their own charges.")  # fmt: skip
LAW = ("STATUTORY INSTRUMENTS", "2018 No. 123", "NATIONAL HEALTH SERVICE, ENGLAND",
       "The Hospital Parking (Charges) Regulations 2018", "Made 1st February 2018",
       "Laid before Parliament 8th February 2018", "Coming into force 1st April 2018",
       "A hospital must not charge a person who holds a Blue Badge.")  # fmt: skip
FIGURES = ("Official Statistics", "Hospital parking in England, 2017-18", "Published 17 October 2018",
           "NHS trusts took £226 million from parking.")  # fmt: skip
LETTER = ("Northport Hospitals Trust", "4 June 2018", "Dear Mr Hill,", "Parking at Northport Infirmary",
          "Thank you for your letter. We shall not raise the charges before April 2019.", "Yours sincerely,",
          "Jane Aldous", "Chair")  # fmt: skip
PAGE = ("Changes to parking", "We are consulting on charges.", "The consultation closes on 3 May 2018.",
        "Published 8 February 2018", "https://www.example.org/parking")  # fmt: skip


def found(blocks: tuple[str, ...]) -> dict[str, str]:
    document = read_document("txt", "\n\n".join(blocks).encode())
    assert document.blocks == blocks
    return {name: detail.value for name, detail in document.found.items()}


@pytest.mark.parametrize(
    ("blocks", "said"),
    [
        (PRESS, {"type": "press-release", "title": "New car park opens at Northport Infirmary",
                 "publisher": "Northport Hospitals Trust", "issued": "2018-05-03"}),
        (PETITION, {"type": "petition", "title": "Scrap charges for parking at Northport Infirmary",
                    "author": "Rosa Hill", "publisher": "UK Parliament", "number": "212345", "issued": "2018-05-03",
                    "closes": "2018-11-03"}),
        (DEBATE, {"type": "debate", "title": "Hospital Parking", "author": "Jo Lee", "publisher": "House of Commons",
                  "number": "vol 635, col 123", "issued": "2018-02-05",
                  "speaker": "the Parliamentary Under-Secretary of State for Health Jo Lee"}),
        (COMMITTEE, {"type": "committee-report", "title": "Hospital parking in Northport",
                     "author": "Northern Affairs Committee", "publisher": "House of Commons",
                     "number": "Third Report of Session 2017\u201319, HC 456", "issued": "2018-03-09"}),
        (LAW, {"type": "statutory-instrument", "title": "The Hospital Parking (Charges) Regulations 2018",
               "number": "SI 2018/123", "issued": "2018-02-01"}),
        (FIGURES, {"type": "statistics", "title": "Hospital parking in England, 2017-18", "issued": "2018-10-17"}),
        (LETTER, {"type": "letter", "title": "Parking at Northport Infirmary", "author": "Jane Aldous",
                  "publisher": "Northport Hospitals Trust", "issued": "2018-06-04"}),
        (PAGE, {"title": "Changes to parking", "issued": "2018-02-08", "closes": "2018-05-03",
                "url": "https://www.example.org/parking"}),
    ],
    ids=lambda value: value.get("type", "page") if isinstance(value, dict) else "",
)  # fmt: skip
def test_what_documents_of_a_kind_say_of_themselves(blocks, said):
    assert found(blocks) == said


def test_a_closing_date_is_not_the_documents_own():
    without = tuple(block for block in PETITION if block not in {"Opened", "3 May 2018"})
    assert "issued" not in found(without)
    assert found(without)["closes"] == "2018-11-03"


def test_where_several_speak_nobody_is_proposed():
    both = (*DEBATE, "Ann Hill (Northport) (Lab)", "May I ask about relatives?")
    assert "author" not in found(both)
    assert "speaker" not in found(both)


@pytest.mark.parametrize(
    ("details", "names"),
    [
        ({"type": "press-release", "publisher": "Northport Hospitals Trust"},
         ("the Northport Hospitals Trust's press release", "the press release", "it", "")),
        ({"type": "press-release", "publisher": "NHS England"},
         ("NHS England's press release", "the press release", "it", "")),
        ({"type": "petition", "publisher": "UK Parliament"}, ("a petition to Parliament", "the petition", "it", "")),
        ({"type": "committee-report", "author": "Northern Affairs Committee"},
         ("the Northern Affairs Committee's report", "the Committee's report", "it", "")),
        ({"type": "statistics", "publisher": "NHS Digital"}, ("figures from NHS Digital", "the figures", "they", "")),
        ({"type": "statutory-instrument", "title": "The Parking Order 2018"},
         ("the Parking Order 2018", "the Order", "it", "provides")),
        ({"type": "statutory-instrument", "title": "The Parking, Roads and Paths Regulations 2018"},
         ("the Regulations", "the Regulations", "they", "provide")),
        ({"type": "letter", "author": "Jane Aldous"}, ("Jane Aldous", "", "", "")),
        ({"type": "report", "author": "A, B"}, ("", "", "", "")),
    ],
)  # fmt: skip
def test_how_letters_name_what_speaks(details, names):
    assert speaker_of(details) == names


@pytest.mark.parametrize(
    ("name", "typed", "type_", "kept"),
    [
        ("number", "123", "debate", "col 123"),
        ("number", "Columns 123-125", "debate", "cols 123-125"),
        ("number", "vol 635, col 123", "debate", "vol 635, col 123"),
        ("number", "2018 No. 123", "statutory-instrument", "SI 2018/123"),
        ("number", "si 2018/123", "statutory-instrument", "SI 2018/123"),
        ("number", "twelve", "statutory-instrument", ""),
        ("closes", "3 May 2018", "petition", "2018-05-03"),
        ("closes", "soon", "petition", ""),
        ("type", "7", "", "petition"),
        ("party", "labour", "", "Labour"),
        ("party", "Harcombe Independents", "", "Harcombe Independents"),
        ("party", "Lib Dem", "", ""),
    ],
)
def test_a_detail_in_the_form_in_which_it_is_kept(name, typed, type_, kept):
    value, wrong = sound_value(name, typed, type_)
    assert value == kept
    assert bool(wrong) != bool(kept)


ANSWER = ("Libraries: Closures", "Question for the Department for Culture", "UIN 151200, tabled on 11 June 2018",
          "To ask the Secretary of State, what assessment has been made.", "Answered on 19 June 2018 by Dana Quill",
          "Each authority decides how to meet its duty.")  # fmt: skip
REPORT = ("Westmere County Council", "Report to Cabinet: the future of village libraries", "3 July 2018",
          "1. The Council runs 23 libraries.", "2. Nine of them are in villages.", "3. No library will close soon.")  # fmt: skip


def test_a_written_answer_whose_page_says_who_and_when_in_one_line():
    said = found(ANSWER)
    assert said["type"] == "parliamentary-answer"
    assert (said["author"], said["publisher"], said["issued"]) == ("Dana Quill", "Department for Culture", "2018-06-19")
    assert (said["title"], said["number"]) == ("Libraries: Closures", "151200")


def test_a_report_is_known_by_its_title_and_counted_as_it_counts_itself():
    said = found(REPORT)
    assert (said["type"], said["publisher"]) == ("report", "Westmere County Council")
    assert said["title"] == "Report to Cabinet: the future of village libraries"
    assert read_document("txt", "\n\n".join(REPORT).encode()).counted_from == 4


@pytest.mark.parametrize(
    "line", ["Published by Westmere Council on 3 February 2026", "Publisher: Westmere Council, 3 February 2026"]
)
def test_a_day_is_no_part_of_whose_paper_it_is(line):
    said = found(("Budget 2026-27: savings", line, "Leisure must save £1.2 million by 2028."))
    assert (said["title"], said["publisher"], said["issued"]) == (
        "Budget 2026-27: savings", "Westmere Council", "2026-02-03"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "title"),
    [("Westmere Council, 16 November 2026", None), ("Hospital parking, 16 November 2026", "Hospital parking, 16 November 2026")],
)  # fmt: skip
def test_a_bodys_name_and_a_day_are_no_title(line, title):
    assert found((line, "Report CAB/26/141", "The right figure is £1.7 million.")).get("title") == title


@pytest.mark.parametrize(
    ("line", "day"),
    [("It will cost £5 million by March 2031.", None), ("Westmere Council, 3 May 2018.", "2018-05-03")],
)
def test_a_date_in_a_sentence_is_not_the_documents_own(line, day):
    assert found(("Leisure plan", "The Council will build a pool.", line)).get("issued") == day


def test_figures_in_a_text_are_no_numbers_of_paragraphs():
    text = "A title of it\n\nIt rained.\n\n1 March was fine.\n\nNobody came.\n\n3 people came."
    assert read_document("txt", text.encode()).counted_from == 2
