"""Whose an address is: the one next to the name that signs, and never another's. What is not sure is a doubt."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from post import CAMPAIGN, put, read
from running import run_drafter

from drafter.english.addresses import addresses_in
from drafter.inbox.piles import name_of
from drafter.inbox.store import Given, shared_homes

BEGIN = "Dear Ms Marsh,\n\nI am worried that private companies could run accountable care organisations.\n\n"
LINES = ("9 Weir Street", "Westmere")
OWN = "9 Weir Street\nWestmere\nWV1 3CC"
ONE_LINE = "9 Weir Street, Westmere, WV1 3CC"
SIGNED = f"Yours sincerely,\n\nIda Thorne\n{OWN}"


def of(below: str, begin: str = BEGIN) -> tuple[str, tuple[str, ...], str, tuple[str, ...]]:
    found = read(f"{begin}{below}\n".encode(), ".txt")
    assert found.paragraphs[0].startswith("I ") or begin != BEGIN
    return name_of(found), found.writer.address, found.writer.postcode, found.writer.doubts


@pytest.mark.parametrize(
    "below",
    [
        # A platform that passes letters on, with a rule above it, a mark, or nothing.
        f"{SIGNED}\n\nSent via Speak Together (https://speak.example), 40 Bowler Lane, London, EC1R 9ZZ",
        (
            f"Ida Thorne\n{OWN}\n\n____________\nThis email was sent by a supporter of Act Now. Act Now, Room 3, 40 Bowler "
            "Lane, London EC1R 9ZZ. Company no. 123"
        ),
        f"Ida Thorne\n{OWN}\n\nSpeak Together\n40 Bowler Lane\nLondon\nEC1R 9ZZ",
        (
            f"{SIGNED}\n\n-- \nThis message was sent to you by Ida Thorne through Act Now.\nAct Now, 40 Bowler Lane, London "
            "EC1R 9ZZ"
        ),
        f"{SIGNED}\n\n\u00a9 2018 Speak Together Ltd, 40 Bowler Lane, London EC1R 9ZZ",
        f"{SIGNED}\n\nDelivered by WriteNow, 40 Bowler Lane, London EC1R 9ZZ",
        f"{SIGNED}\n\nReply to Ida at ida@post.example\nSpeak Together | 40 Bowler Lane | London EC1R 9ZZ",
        f"{SIGNED}\n\nThis campaign was organised by Westmere Keep Our NHS, 3 Mill Lane, Westmere WV1 4AA",
        # An employer's, or a firm's, below the writer's own.
        f"{SIGNED}\n\nDunn & Co Ltd. Registered office: 100 Station Parade, Birmingham B2 9ZZ. Registered in England 12",
        f"{SIGNED}\n\nThis message is intended for the addressee only.\nDunn & Co, 100 Station Parade, Birmingham B2 9ZZ",
        "Yours,\n\nIda Thorne\nOffice address: 100 Station Parade, Birmingham, B2 9ZZ\nHome address: " + ONE_LINE,
        f"Yours,\n\nIda Thorne\nHome: {ONE_LINE}\nWork: 100 Station Parade, Birmingham B2 9ZZ",
        # Who has a copy, what is enclosed, somebody else's.
        f"{SIGNED}\n\nc.c. Jeremy Smith MP\nHouse of Commons\nLondon SW1A 0AA\nWestmere CCG, 2 Press Court, Westmere WV1 1AA",
        f"{SIGNED}\n\nCopies to:\nWestmere Gazette\n2 Press Court\nWestmere\nWV1 1AA",
        f"{SIGNED}\nEnclosures: 2 (letter of Westmere Hospital, Long Lane, Westmere WV1 5HH)",
        f"{SIGNED}\n\nMy daughter's address is 12 Oak Road, Bristol BS1 4QD",
        f"{SIGNED}\n\nPlease reply to my daughter:\nClaire Hunter\n12 Oak Road\nBristol\nBS1 4QD",
        f"{SIGNED}\n\nGP: Dr Rao, The Surgery, Mill Lane, Westmere WV1 4AA",
        # In the text, in brackets, with more behind it, the postcode first, a line apart, labelled.
        "My address is 9 Weir Street, Westmere, WV1 3CC in case you need it.\n\nIda Thorne",
        "I live at 9 Weir Street, Westmere, WV1 3CC with my wife.\n\nYours,\nIda Thorne",
        "I'm Ida Thorne of 9 Weir Street, Westmere, WV1 3CC and I vote.\n\nRegards\nIda",
        f"Yours,\nIda Thorne\n({ONE_LINE})",
        f"Yours,\nIda Thorne [{ONE_LINE}]",
        f"Yours,\nIda Thorne\n{ONE_LINE} (please keep this private)",
        f"Yours,\nIda Thorne, {ONE_LINE}, UK. Tel 01632 960001",
        f"Yours,\nIda Thorne\n{ONE_LINE} ida@post.example",
        "Yours,\n\nIda Thorne\nWV1 3CC\n9 Weir Street\nWestmere",
        "Yours,\n\nIda Thorne\nWV1 3CC, 9 Weir Street, Westmere",
        "Yours,\n\nIda Thorne\n\n9 Weir Street\n\nWestmere\n\nWV1 3CC",
        "Yours,\n\nIda Thorne\nAddress: 9 Weir Street\nTown: Westmere\nPostcode: WV1 3CC",
        f"Yours,\n\nThorne, Ida\n{OWN}",
        f"Yours,\n\nIda Thorne\n{ONE_LINE}\nMobile: 07700 900123\nTwitter: @ida",
    ],
)
def test_the_address_is_the_writers(below):
    assert of(below) == ("Ida Thorne", LINES, "WV1 3CC", ())


@pytest.mark.parametrize(
    ("below", "name", "address", "postcode"),
    [
        ("THORNE, Ida (Mrs)\n" + OWN, "Mrs Ida Thorne", LINES, "WV1 3CC"),
        ("Thorne, Mrs I.\n" + OWN, "Mrs I. Thorne", LINES, "WV1 3CC"),
        ("Sgt Ida Thorne\n22 Regt RLC\nBFPO 2", "Sgt Ida Thorne", ("22 Regt RLC",), "BFPO 2"),
        ("Ida Thorne\n12 rue de la Paix\n75002 Paris\nFrance", "Ida Thorne", ("12 rue de la Paix", "75002 Paris", "France"), ""),
        ("Ida Thorne\nc/o Mrs Bell\nFlat 2\n9 Weir Street\nSt Helier\nJersey JE2 3AB", "Ida Thorne",
         ("c/o Mrs Bell", "Flat 2", "9 Weir Street", "St Helier", "Jersey"), "JE2 3AB"),
        ("Ida Thorne\n4 Shore Road\nHolywood\nCo. Down\nBT18 9ZZ", "Ida Thorne", ("4 Shore Road", "Holywood", "Co. Down"), "BT18 9ZZ"),
        ("Ida Thorne\nThe Old Forge\nNether Westmere\nWV1 3CC", "Ida Thorne", ("The Old Forge", "Nether Westmere"), "WV1 3CC"),
        ("Ida Thorne\nFlat 4B, Bell House\n9 Weir Street\nWestmere\nWV13CC\nUK", "Ida Thorne",
         ("Flat 4B", "Bell House", "9 Weir Street", "Westmere"), "WV1 3CC"),
        ("Ida Thorne\nPO Box 12\nWestmere\nWV1 3CC", "Ida Thorne", ("PO Box 12", "Westmere"), "WV1 3CC"),
        ("Ida Thorne\n\n--\nThis message was sent to you by Ida Thorne through Act Now.\nAct Now, 40 Bowler Lane, London EC1R 9ZZ",
         "Ida Thorne", (), ""),
    ],
)  # fmt: skip
def test_names_and_addresses_of_other_kinds(below, name, address, postcode):
    assert of(f"Yours sincerely,\n\n{below}") == (name, address, postcode, ())


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        (f"{BEGIN}{SIGNED}\n\n12 Oak Road\nBristol\nBS1 4QD",
         "it holds several addresses: 9 Weir Street, Westmere, WV1 3CC; 12 Oak Road, Bristol, BS1 4QD"),
        (f"12 Oak Road\nBristol\nBS1 4QD\n\n{BEGIN}{SIGNED}",
         "it holds several addresses: 9 Weir Street, Westmere, WV1 3CC; 12 Oak Road, Bristol, BS1 4QD"),
        (f"{BEGIN}I live at 9 Weir Street, Westmere, WV1 3CC, but please write to me at 12 Oak Road, Bristol BS1 4QD.\n\nIda Thorne",
         "it holds several addresses: 9 Weir Street, Westmere, WV1 3CC; 12 Oak Road, Bristol, BS1 4QD"),
        (f"{BEGIN}Yours,\n\nIda Thorne\nHead of Finance\nDunn & Co Ltd\n100 Station Parade\nBirmingham\nB2 9ZZ",
         "the address is that of Dunn & Co Ltd: 100 Station Parade, Birmingham, B2 9ZZ"),
        (f"{BEGIN}Yours,\n\nIda Thorne\nStaff Nurse\nWestmere Hospital Trust\nLong Lane\nWestmere\nWV1 5HH",
         "the address is that of Westmere Hospital Trust: Long Lane, Westmere, WV1 5HH"),
        (f"{BEGIN}Yours,\nIda Thorne\n\nSpeak Together, 40 Bowler Lane, London EC1R 9ZZ",
         "the only address begins with another name: Speak Together, 40 Bowler Lane, London, EC1R 9ZZ"),
        (f"Name: Ida Thorne\nAddress: {ONE_LINE}\nMessage: Who pays for ACOs?\nYours,\nIda Thorne\n12 Oak Road\nBristol\nBS1 4QD",
         "it holds several addresses: 9 Weir Street, Westmere, WV1 3CC; 12 Oak Road, Bristol, BS1 4QD"),
    ],
)  # fmt: skip
def test_what_is_not_sure_is_a_doubt(text, doubt):
    assert read(f"{text}\n".encode(), ".txt").writer.doubts == (doubt,)


@pytest.mark.parametrize(
    ("said", "whom"),
    [
        ("I am writing on behalf of my mother, Mrs Olwen Hale, of 8 Bank Street, Westmere WV1 6DD.", "my mother, Mrs Olwen Hale"),
        ("I am writing for my father, who is ninety.", "my father"),
        ("My neighbour Mrs Bell has asked me to write to you.", "My neighbour Mrs Bell"),
        ("I hold power of attorney for my aunt.", "my aunt"),
        ("As carer for my mum I worry about ACOs.", "my mum"),
        ("I write on behalf of my husband and myself.", ""),
        ("I write on behalf of my wife and I.", ""),
        ("I write on behalf of Westmere Keep Our NHS.", ""),
        ("I am writing for the first time to an MP.", ""),
        ("My mother worked in the NHS.", ""),
    ],
)  # fmt: skip
def test_who_writes_for_somebody_else_is_told(said, whom):
    doubts = of(SIGNED, f"Dear Ms Marsh,\n\n{said} What will ACOs mean?\n\n")[3]
    assert doubts == ((f'somebody writes for "{whom}": who is answered, and where?',) if whom else ())


def test_a_doubt_is_laid_aside_and_nothing_is_drafted(office):
    """The pile, the commands that show it, and what settles it."""
    place = "9 Weir Street, Westmere, WV1 3CC\n\n12 Oak Road, Bristol BS1 4QD"
    put(office / "inbox", "1.eml", "Ida Thorne", "Who will ACOs be accountable to?", address=place, subject="ACOs")
    ran = run_drafter("mail", "read", "inbox/1.eml")
    several = "it holds several addresses: 9 Weir Street, Westmere, WV1 3CC; 12 Oak Road, Bristol, BS1 4QD"
    assert f"  unsure: {several}\n" in ran.text
    ran = run_drafter("draft", "--from", "inbox/1.eml", "-o", "reply.docx", "--date", "2018-07-10")
    assert ran.code == 1
    assert (
        f"{several}; nothing is drafted; --to and --address say who is answered, and where [unsure-writer]" in ran.err
    )
    assert not Path("reply.docx").exists()
    given = ("--to", "Ida Thorne", "--address", ONE_LINE)
    assert run_drafter("draft", "--from", "inbox/1.eml", *given, "-o", "reply.docx", "--date", "2018-07-10").code == 0
    assert run_drafter("mail", "sort", "inbox", "-o", "post").code == 0
    message = _message("post", 1)
    assert (message["pile"], message["why"]) == ("unsure", several)
    decided = run_drafter("mail", "decide", "post", message["key"], "--address", ONE_LINE, "--by", "A. Clerk")
    assert decided.code == 0, decided.err
    assert run_drafter("mail", "sort", "inbox", "-o", "post").code == 0
    assert _message("post", 1)["pile"] == "answer"


def _message(folder: str, number: int):
    return next(
        m for m in json.loads((Path(folder) / "sort.json").read_text("utf-8"))["messages"] if m["number"] == number
    )


def test_an_address_that_many_writers_give_is_told_before_anything_is_drafted(office):
    """A platform's, in every letter of a campaign; a household's is none."""
    for number, name in enumerate(("Ida Thorne", "Colm Darby", "Una West", "Ben Oduya")):
        put(office / "inbox", f"{number}.eml", name, *CAMPAIGN, address="40 Bowler Lane, Westmere, WV1 9YY")
    put(office / "inbox", "4.eml", "Ann Hill", address="2 Mill Lane, Westmere, WV1 4AA")
    put(office / "inbox", "5.eml", "Tom Bell", address="2 Mill Lane, Westmere, WV1 4AA")
    ran = run_drafter("mail", "sort", "inbox", "-o", "post")
    assert ran.code == 0
    assert "post: warning: 4 writers of different names give one address (messages 1, 2, 3, 4)" in ran.err
    assert "[shared-address]" in ran.err
    piles = [_message("post", number)["pile"] for number in range(1, 7)]
    assert piles == ["unsure"] * 4 + ["answer"] * 2
    assert "give this address: 40 Bowler Lane, WV1 9YY" in _message("post", 1)["why"]


def test_postcodes_that_many_share():
    homes = [Given(n, 1, "WV1 1AA", f"{n} Long Row", f"A{n} Name{n}") for n in range(8)]
    found = shared_homes(homes)
    assert not found.addresses
    assert [one.what for one in found.postcodes] == ["WV1 1AA"]
    assert not shared_homes(homes[:5]).postcodes  # a street has fifteen houses
    assert not shared_homes([home._replace(first_line="1 Long Row", name="A Hill") for home in homes]).addresses


houses = st.builds(
    lambda number, street: f"{number} {street}",
    st.integers(1, 400),
    st.sampled_from(("Mill Lane", "Weir Street", "Long Row", "Oak Road", "Heol y Dderwen", "The Crescent")),
)
codes = st.from_regex(r"\A(?:WV|B|BT|JE|CF)[1-9] [1-9][A-HJ-N]{2}\Z")


@given(houses, codes, houses, codes)
def test_of_two_addresses_in_blocks_each_keeps_its_lines(first, one, second, other):
    found = addresses_in([first, "Westmere", one, "", second, f"Leeds {other}"])
    assert [(each.lines, each.postcode) for each in found] == [((first, "Westmere"), one), ((second, "Leeds"), other)]


@given(
    houses,
    codes,
    st.sampled_from(("with my wife", "(private)", "ann@post.example", "UK", "- a constituent", "Tel: 01632 960001")),
)
def test_an_address_ends_at_its_postcode(house, code, behind):
    (found,) = addresses_in([f"{house}, Westmere, {code} {behind}"])
    assert (found.lines, found.postcode) == ((house, "Westmere"), code)


TOLD = "Please ring me, I am going to lose my house."


@pytest.mark.parametrize(
    "below",
    [
        f"{SIGNED}. {TOLD}",
        f"{SIGNED}\n{TOLD}",
        f"{SIGNED}\n\n{TOLD}",
        f"{SIGNED}\n\nP.T.O.\n\n{TOLD}",
        f"{SIGNED}\n\n-- \nIda Thorne\n{TOLD}",
        f"{SIGNED}\n\nThis email is confidential.\n\n{TOLD}",
        f"{SIGNED}\n\n* {TOLD}",
        f"Ida Thorne\n{OWN}\n\n{TOLD}",
        f"Ida Thorne\n{OWN}\n\nSent from my iPhone\n\n{TOLD}",
    ],
)
def test_a_trouble_told_below_the_signature_is_said(below):
    """There it stands that is a case of the writer's own, and nobody would look there for it."""
    found = read(f"{BEGIN}{below}\n".encode(), ".txt")
    assert any("lose my house" in paragraph for paragraph in found.paragraphs)
    assert (found.writer.name, found.writer.address, found.writer.postcode) == ("Ida Thorne", LINES, "WV1 3CC")
    assert found.writer.organisation == ""


@pytest.mark.parametrize(
    ("below", "address"),
    [
        ("I have also sent this to\nCllr Ann Dodd\n2 Dodd Street\nWestmere WV1 4DD", ()),
        ("Patient: Olive Jones\n6 Yew Tree Lane\nWestmere WV1 4YT", ()),
        ("The property concerned:\n6 Yew Tree Lane\nWestmere WV1 4YT", ()),
        ("Contact for my mum\nOlive Jones\n6 Yew Tree Lane\nWestmere WV1 4YT", ()),
        ("Why did I get this? Ida chose to contact you with the help of Act Now.\nAct Now, 77 Fleet Street, London EC4Y 9ZZ", ()),
    ],
)  # fmt: skip
def test_what_somebody_else_s_address_stands_under_is_seen(below, address):
    found = read(f"{BEGIN}Yours sincerely,\nIda Thorne\n\n{below}\n".encode(), ".txt")
    assert (found.writer.name, found.writer.address) == ("Ida Thorne", address)


@pytest.mark.parametrize(
    ("signed", "doubt"),
    [
        ("Ida Thorne, attorney for Olive Jones\n" + OWN, 'somebody writes for "Olive Jones": who is answered, and where?'),
        ("Ida Thorne\nExecutor of the late Olive Jones\n" + OWN, 'somebody writes for "Olive Jones": who is answered, and where?'),
        ("Olive Jones\nby her daughter Ida Thorne\n" + OWN, 'somebody writes for "Ida Thorne": who is answered, and where?'),
        ("Ida Thorne\n(for Reg Dunn, 5 Mill Row, Westmere WV1 4AR)", 'somebody writes for "Reg Dunn": who is answered, and where?'),
        ("Fay Blount\nMay Blount\nRay Blount\n" + OWN, "more than two people signed it"),
        ("Ida Thorne\nMon Repos\n" + OWN, "is 'Mon Repos' a second person, or a house?"),
        ("Ida Thorne\n12 Long Row\nWestmere\nWVI 9TM", "its postcode seems to be mistyped"),
        ("Ida Thorne | Analyst | Barclays\n1 Churchill Place, London, E14 9ZZ",
         "the only address begins with another name: Analyst, Barclays, 1 Churchill Place, London, E14 9ZZ"),
    ],
)  # fmt: skip
def test_who_signs_may_be_a_doubt(signed, doubt):
    assert read(f"{BEGIN}Yours sincerely,\n\n{signed}\n".encode(), ".txt").writer.doubts == (doubt,)


@pytest.mark.parametrize(
    "said",
    [
        "Please write to me at my daughter's: 6 Yew Tree Lane, Westmere WV1 4YT.",
        "Please reply by post to PO Box 14, Westmere WV1 4PO.",
        "My home is at 8 Elm Street, Westmere WV1 4EL, and I am away until September.",
        "Please do not write to me at home.",
    ],
)
def test_another_place_to_write_to_is_a_doubt(said):
    found = read(f"{BEGIN}{said}\n\n{SIGNED}\n".encode(), ".txt")
    assert found.writer.doubts
    assert found.writer.address == LINES
    assert said in found.text


@pytest.mark.parametrize(
    ("signed", "name", "address", "postcode"),
    [
        ("Ida Thorne\nConstituent and Labour member\n" + OWN, "Ida Thorne", LINES, "WV1 3CC"),
        ("Ida Thorne\nVery Worried Pensioner\n" + OWN, "Ida Thorne", LINES, "WV1 3CC"),
        ("Ida Thorne DOB 3/4/1950 NHS no 123 456 7890\n" + OWN, "Ida Thorne", LINES, "WV1 3CC"),
        ("Ida Thorne and husband\n" + OWN, "Ida Thorne", LINES, "WV1 3CC"),
        ("Ida Thorne\nParish Councillor\n" + OWN, "Ida Thorne", LINES, "WV1 3CC"),
        ("Signed: Ida Thorne\n" + OWN, "Ida Thorne", LINES, "WV1 3CC"),
        ("Ida Thorne\n9 Weir Street / Westmere / WV1-3CC / 07700 900999", "Ida Thorne", LINES, "WV1 3CC"),
        ("K O\n" + OWN, "", LINES, "WV1 3CC"),
        ("Ida Hill\nGraham Hill\n" + OWN, "Ida Hill and Graham Hill", LINES, "WV1 3CC"),
        ("Ida Thorne.\n9 Weir Street.\nWestmere.\nWV1.3CC.", "Ida Thorne", LINES, "WV1 3CC"),
        ("Ida Thorne\nc/o Mr and Mrs Doyle\n" + OWN, "Ida Thorne", ("c/o Mr and Mrs Doyle", *LINES), "WV1 3CC"),
        ("Ida Thorne A1234BC\nHMP Featherstone\nNew Road\nWV10 9ZZ", "Ida Thorne", ("HMP Featherstone", "New Road"), "WV10 9ZZ"),
        ("Cpl T. Marlow\n30123456\n2 YORKS\nDhekelia\nBFPO 58", "Cpl T. Marlow", ("2 YORKS", "Dhekelia"), "BFPO 58"),
    ],
)  # fmt: skip
def test_what_is_printed_on_a_letter_is_name_and_address_alone(signed, name, address, postcode):
    assert of(f"Yours sincerely,\n\n{signed}") == (name, address, postcode, ())


def test_an_address_above_the_closing_words_is_read():
    assert of(f"{OWN}\n\nYours sincerely,\n\nIda Thorne") == ("Ida Thorne", LINES, "WV1 3CC", ())


def test_words_go_on_below_what_only_seems_to_close():
    for between in ("--", "Many thanks"):
        text = f"{BEGIN}{between}\n\nAnd one more thing: will you press for a vote before any of this goes ahead?\n\nIda Thorne\n{OWN}\n"
        found = read(text.encode(), ".txt")
        assert "press for a vote" in found.text
        assert (found.writer.name, found.writer.address) == ("Ida Thorne", LINES)


def test_who_lives_outside_the_constituency_is_a_doubt_where_the_office_says_what_is_in_it(office: Path) -> None:
    text = f"{BEGIN}{SIGNED}\n"
    Path("in.txt").write_text(text, "utf-8")
    elsewhere = "its writer lives outside the constituency: WV1 3CC"
    assert elsewhere not in run_drafter("mail", "read", "in.txt").text
    own = Path("office.yaml").read_text("utf-8")
    Path("office.yaml").write_text(f"{own}\npostcodes: [wv1, WV5]\n", "utf-8")
    assert elsewhere not in run_drafter("mail", "read", "in.txt").text
    Path("office.yaml").write_text(f"{own}\npostcodes: [WV5, TF13]\n", "utf-8")
    assert f"  unsure: {elsewhere}\n" in run_drafter("mail", "read", "in.txt").text
    put(Path("inbox"), "1.eml", "Ida Thorne", "Who would an ACO be accountable to?", address=ONE_LINE, subject="ACOs")
    run_drafter("mail", "sort", "inbox", "-o", "sorted")
    (found,) = json.loads(Path("sorted/sort.json").read_text("utf-8"))["messages"]
    assert (found["pile"], found["why"]) == ("unsure", elsewhere)
    ran = run_drafter("draft", "--from", "in.txt", "-o", "out.md")
    assert f"in.txt: error: {elsewhere}; nothing is drafted" in ran.err
    Path("office.yaml").write_text(f"{own}\npostcodes: [WV5 9ZB]\n", "utf-8")
    ran = run_drafter("mail", "read", "in.txt")
    assert ran.code == 1
    assert "'WV5 9ZB' is not the first half of a postcode; write 'WV1', without what follows the space" in ran.err
