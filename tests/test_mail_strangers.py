"""Writers to whom no standard letter goes: a child, who is no constituent, a program, somebody of the dead."""

from __future__ import annotations

import pytest
from labelled import as_read, labelled
from post import mail, read

ASKS = "Who would run an Accountable Care Organisation?"
SIGNED = "Ida Thorne\n9 Weir Street\nWestmere\nWV1 3CC\n"
CHILD, SCHOOL = "a child seems to have written it", "it seems to come from a school"
ELSEWHERE, DEAD = (
    "its writer says that they are no constituent",
    "it seems to be about letters to somebody who has died",
)
PRESS, OFFICE = "it seems to come from the press", "it seems to come from another member's office"
OTHER, PROGRAM = "somebody passes on what another person asks", "a program seems to have sent it"


def doubts(text: str, signed: str = SIGNED) -> list[str]:
    found = read(f"Dear Ms Marsh,\n\n{text} {ASKS}\n\n{signed}".encode(), ".txt")
    return [doubt.partition(":")[0] for doubt in found.writer.doubts]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("I am 9 years old.", CHILD),
        ("im 12 and my nan says they are bad.", CHILD),
        ("I'm nine and three quarters.", CHILD),
        ("I am in Year 8 at Westmere Academy.", CHILD),
        ("My teacher says you know.", CHILD),
        ("It is for my citizenship homework.", CHILD),
        ("I am a Brownie and want to get my badge.", CHILD),
        ("Year 6 have been learning about the NHS.", SCHOOL),
        ("I know that I am not your constituent.", ELSEWHERE),
        ("My own MP has not replied.", ELSEWHERE),
        ("Mr Finch is our MP but never answers.", ELSEWHERE),
        ("I am writing to every member of the House.", ELSEWHERE),
        ("I live just outside your constituency.", ELSEWHERE),
        ("A letter came today for my late father.", DEAD),
        ("Please take her name off your list.", DEAD),
        ("He passed away before your answer came.", DEAD),
        ("I am his executor.", DEAD),
        ("I'm a reporter on the Gazette.", PRESS),
        ("He appears to be your constituent.", OFFICE),
        ("One of our residents, Mr Lomas, asks this.", OTHER),
        ("My friend Joan has no computer and she'd like to know this.", OTHER),
        ("This is from my nan, Olwen Hale, dictated to me.", OTHER),
        ("We help Mrs Olwen Hale, who asked us to write to you.", OTHER),
        ("I'm typing this for my husband, who is blind.", OTHER),
        ("My son Tom wants to ask you this.", OTHER),
        ("Mrs Hale has given her consent for me to write.", OTHER),
        ("I am writing in my capacity as support worker to Mrs Hale.", OTHER),
        ("My mother has a question, and I am helping her with this letter.", OTHER),
        ("I represent Mrs Hale of Bank Street.", OTHER),
        ("Rwy'n ysgrifennu ar ran fy mam.", OTHER),
        ("We are a class of ten-year-olds.", SCHOOL),
        ("Please stop writing to my father; he died in May.", DEAD),
        ("My late husband, to whom you wrote last month, would have agreed.", DEAD),
        ("This is an automated response.", PROGRAM),
    ],
)
def test_a_person_looks_who_wrote(text, why):
    assert why in doubts(text)


@pytest.mark.parametrize(
    "text",
    [
        "I am 9 months pregnant and 12th in the queue.",
        "I have lived here for nearly 17 years.",
        "My daughter is in Year 8.",
        "I teach, and my pupils ask me this.",
        "I am one of your constituents, and not one who writes often.",
        "I am a partner at a practice outside your constituency but I live in it.",
        "You should speak to all MPs.",
        "I cannot vote for you again.",
        "My late husband worked as a GP here.",
        "My father died in 1986.",
        "I read what the reporter wrote.",
        "Ministers should answer to them.",
        "I am writing this for my daughter's future.",
        "I support Mrs May on this.",
        "Mr Smith, as adviser to Mr Hunt, said so.",
        "It is a policy dictated by companies.",
        "I heard this from my sister, who is a nurse.",
        "My son wants to know why his ward will close.",
        "I was a support worker for thirty years.",
        "The hospital stopped writing to my father.",
        "My late mother, to whom I owe all, was a nurse.",
        "I represent nobody but myself.",
        "The BMA, who asked us to write to our members, is right.",
    ],
)
def test_others_are_answered(text):
    assert doubts(text) == []


@pytest.mark.parametrize("name", ["working", "fresh", "fresh-2", "layouts"])
def test_few_labelled_messages_raise_the_doubt(name):
    whys = (CHILD, SCHOOL, ELSEWHERE, DEAD, PRESS, OFFICE, OTHER, PROGRAM)
    found = [as_read(message) for message in labelled(name)]
    assert sum(any(doubt.startswith(whys) for doubt in read.writer.doubts) for read in found) <= 3


HEAD = b"From: %s\r\nSubject: %s\r\nDate: Mon, 02 Jul 2018 10:00:00 +0100\r\nMIME-Version: 1.0\r\n"


@pytest.mark.parametrize(
    ("sender", "subject", "headers", "signed", "sent"),
    [
        (b"Ida Thorne <ida@example.org>", b"Re: ACOs", ["Auto-Submitted: auto-replied (vacation)"], SIGNED, True),
        (b"Ida Thorne <ida@example.org>", b"Re: ACOs", ["X-Failed-Recipients: a@example.org"], SIGNED, True),
        (b"Ida Thorne <ida@example.org>", b"Automatic reply: ACOs", [], SIGNED, True),
        (b"Ida Thorne <ida@example.org>", b"Ymateb awtomatig: ACOs", [], SIGNED, True),
        (b"Ida Thorne <ida@example.org>", b"Undeliverable: ACOs", [], SIGNED, True),
        (b"Digest <no-reply@example.org>", b"ACOs", [], "The Digest", True),
        (b"Digest <no-reply@example.org>", b"ACOs", ["Reply-To: ida@example.org"], "Ida", False),
        (b"Platform <no-reply@example.org>", b"ACOs", [], SIGNED, False),  # it sends people's letters
        (b"Platform <no-reply@example.org>", b"ACOs", [], "Mrs Ida Thorne", False),
        (b"Ida Thorne <ida@example.org>", b"ACOs", ["Auto-Submitted: no"], SIGNED, False),
    ],
)
def test_a_program_is_not_answered(sender, subject, headers, signed, sent):
    body = f"{ASKS}\n\n{signed}".encode()
    found = read(mail(body, *headers, head=HEAD % (sender, subject)))
    assert any(doubt.startswith(PROGRAM) for doubt in found.writer.doubts) is sent


def test_a_country_names_nobody():
    found = read(f"{ASKS}\n\nIda Thorne\n31 Rue de Lyon\n75012 Paris\nFrance\n".encode(), ".txt").writer
    assert found.name == "Ida Thorne"


def test_a_picture_behind_a_name_is_no_part_of_it():
    found = read(f"{ASKS}\n\nIda Thorne \U0001f33b\n9 Weir Street, Westmere, WV1 3CC\n".encode(), ".txt").writer
    assert (found.name, found.organisation, found.postcode, found.doubts) == ("Ida Thorne", "", "WV1 3CC", ())


def test_an_address_below_the_line_that_leads_to_it():
    text = f"We have moved! I am now at:\n\n9 Weir Street\nWestmere\nWV1 3CC\n\nI am a midwife. {ASKS}\n\nIda Thorne\n"
    found = read(text.encode(), ".txt").writer
    assert (found.address, found.postcode) == (("9 Weir Street", "Westmere"), "WV1 3CC")
