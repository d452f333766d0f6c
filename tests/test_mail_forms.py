"""The fields of forms, however a site writes them; and letters that only look like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from post import mail, read

from drafter.inbox.webforms import Label, label_of

PAY = "Who pays for accountable care organisations?"
MORE = "I could not find it said anywhere."
PLAIN = {
    "colons": "Name: @N\nAddress: 4 Chapel Row, Westmere\nPostcode: WV1 2BB\nMessage: @M\n",
    "below, with blank lines": "Name\n@N\n\nAddress\n4 Chapel Row\nWestmere\n\nPostcode\nWV1 2BB\n\nMessage\n@M\n",
    "below, without": "Name\n@N\nAddress\n4 Chapel Row\nWestmere\nPostcode\nWV1 2BB\nYour message\n@M\n",
    "below, with colons": "Name:\n@N\n\nAddress:\n4 Chapel Row\nWestmere\n\nPostcode:\nWV1 2BB\n\nYour message:\n@M\n",
    "parts": (
        "Title\nMiss\n\nFirst name(s)\nDilys\n\nLast name\nMorgan\n\nHouse name/number\n4\n\nStreet\nChapel Row\n\n"
        "Town/City\nWestmere\n\nCounty\n\nPostcode\nWV1 2BB\n\nEmail address\nd@mailbox.example\n\n"
        "Contact number\n01632 960000\n\nYour message to your MP\n@M\n"
    ),
    "an address on several lines": "Full name: @N\nHome address: 4 Chapel Row\nWestmere\nWV1 2BB\nE-mail: d@mailbox.example\nEnquiry: @M\n",
    "lines of the address": "Name: @N\nAddress Line 1: 4 Chapel Row\nAddress Line 2:\nTown or City: Westmere\nCountry: United Kingdom\nPost code: WV1 2BB\n\nComments:\n@M\n",
    "stars": "*Name*\n@N\n\n*Address*\n4 Chapel Row, Westmere\n\n*Postcode*\nWV1 2BB\n\n*Message*\n@M\n",
    "names of programs": "your-name: @N\nyour-address: 4 Chapel Row, Westmere\nyour-postcode: WV1 2BB\nyour-message: @M\n",
    "other names of programs": "FirstName = Dilys\nLastName = Morgan\nAddressLine1 = 4 Chapel Row\nCity = Westmere\nPostCode = WV1 2BB\nMessage = @M\n",
    "columns": "Name        @N\nAddress     4 Chapel Row, Westmere\nPostcode    WV1 2BB\nMessage     @M\n",
    "one space": "Name @N\nAddress 4 Chapel Row, Westmere\nPostcode WV1 2BB\nMessage @M\n",
    "bars": "| Name | @N |\n| Address | 4 Chapel Row, Westmere |\n| Postcode | WV1 2BB |\n\nMessage\n@M\n",
    "dashes": "Name - @N\nAddress - 4 Chapel Row, Westmere\nPostcode - WV1 2BB\nMessage - @M\n",
    "required ones": "Name (required)\n@N\n\nAddress *\n4 Chapel Row, Westmere\n\nPostcode *\nWV1 2BB\n\nMessage (required)\n@M\n",
    "the message first": "Message\n@M\n\nName\n@N\n\nAddress\n4 Chapel Row, Westmere\n\nPostcode\nWV1 2BB\n",
    "what a site adds": (
        "A message was sent from your web site.\n\nName: @N\nAddress: 4 Chapel Row, Westmere\nPostcode: WV1 2BB\n"
        "Message: @M\n\nConsent: yes\nIP address: 192.0.2.1\nI agree to the terms: on\n"
    ),
    "what it adds, on lines of their own": (
        "Name\n@N\nAddress\n4 Chapel Row, Westmere\nPostcode\nWV1 2BB\nSubject\nACOs\nMessage\n@M\nConsent\nYes\nDate submitted\n3 July 2018\n"
    ),
    "of a program that writes the sender's address": (
        "From: @N <d@mailbox.example>\nSubject: ACOs\nAddress: 4 Chapel Row, Westmere\nPostcode: WV1 2BB\n\nMessage Body:\n@M\n"
    ),
    "the postcode in the address": "Name\n@N\n\nAddress\n4 Chapel Row, Westmere, WV1 2BB\n\nMessage\n@M\n",
}  # fmt: skip
ROWS = (("Name", "@N"), ("Address", "4 Chapel Row<br>Westmere"), ("Postcode", "WV1 2BB"), ("Your message", "@M"))
PARTS = (
    ("First name", "Dilys"), ("Surname", "Morgan"), ("House name/number", "4"), ("Street", "Chapel Row"),
    ("Town/City", "Westmere"), ("Postcode", "WV1 2BB"), ("Message", "@M"),
)  # fmt: skip


def each(form: str, rows: tuple[tuple[str, str], ...] = ROWS) -> str:
    return "".join(form.format(*row) for row in rows)


PAGES = {
    "a table": f"<table>{each('<tr><td>{0}</td><td>{1}</td></tr>')}</table>",
    "a table, with headers": f"<table>{each('<tr><th>{0}:</th><td>{1}</td></tr>', PARTS)}</table>",
    "a table, bold": f"<table>{each('<tr><td><b>{0}</b></td><td><p>{1}</p></td></tr>', PARTS)}</table>",
    "a table in a table": f"<table><tr><td><h2>New message</h2><table>{each('<tr><td><font>{0}</font></td><td>{1}</td></tr>')}</table></td></tr></table>",
    "two pairs in a row": "<table><tr>" + each("<td>{0}</td><td>{1}</td>", PARTS[:2]) + "</tr><tr>"
    + each("<td>{0}</td><td>{1}</td>", PARTS[2:4]) + "</tr><tr>" + each("<td>{0}</td><td>{1}</td>", PARTS[4:6])
    + "</tr><tr>" + each("<td>{0}</td><td>{1}</td>", PARTS[6:]) + "</tr></table>",
    "the labels in a row of their own": f"<table><tr>{each('<th>{0}</th>')}</tr><tr>{each('<td>{1}</td>')}</tr></table>",
    "the same, of cells": f"<table><thead><tr>{each('<td>{0}</td>', PARTS)}</tr></thead><tbody><tr>{each('<td>{1}</td>', PARTS)}</tr></tbody></table>",
    "a row below a row": f"<table>{each('<tr><td><strong>{0}</strong></td></tr><tr><td>{1}</td></tr>')}</table>",
    "a list of definitions": f"<dl>{each('<dt>{0}</dt><dd>{1}</dd>', PARTS)}</dl>",
    "strong, and a break": each("<p><strong>{0}</strong><br>{1}</p>"),
    "bold values": each("<p>{0}: <b>{1}</b></p>", PARTS),
    "bold labels": each("<div><b>{0}</b> {1}</div>", PARTS),
    "headings": each("<h4>{0}</h4><p>{1}</p>"),
    "labels and spans": each("<div><label>{0}</label> <span>{1}</span></div>"),
    "a list": f"<ul>{each('<li><b>{0}:</b> {1}</li>', PARTS)}</ul>",
    "lines": each("{0}: {1}<br>", PARTS),
}  # fmt: skip


def is_filled_in(text: str, kind: str, message: str = PAY) -> None:
    text = text.replace("@N", "Dilys Morgan").replace("@M", message)
    head = b"From: Web site <noreply@example.net>\r\nSubject: New message\r\nDate: Tue, 03 Jul 2018 10:00:00 +0100\r\n"
    found = read(mail(text.encode(), f"Content-Type: {kind}; charset=utf-8", head=head))
    assert found.writer.name in ("Dilys Morgan", "Miss Dilys Morgan")
    assert (found.writer.address, found.writer.postcode) == (("4 Chapel Row", "Westmere"), "WV1 2BB")
    assert "\n".join(found.paragraphs) == message.replace("\n\n", "\n").replace("<br><br>", "\n")


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize("message", [PAY, f"Dear Ms Marsh,\n\n{PAY}\n\n{MORE}\n\nYours sincerely\n\nDilys Morgan"])
def test_forms_in_plain_text(name, message):
    if "\n" in message and name in ("bars", "one space", "columns", "dashes"):
        pytest.skip("a message of one line")
    text = PLAIN[name].replace("@N", "Dilys Morgan").replace("@M", message)
    found = read(mail(text.encode(), "Content-Type: text/plain; charset=utf-8"))
    assert found.writer.name in ("Dilys Morgan", "Miss Dilys Morgan")
    assert (found.writer.address, found.writer.postcode) == (("4 Chapel Row", "Westmere"), "WV1 2BB")
    assert found.paragraphs == ((PAY, MORE) if message != PAY else (PAY,))


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("message", [PAY, f"{PAY}<br><br>{MORE}"])
def test_forms_in_pages(name, message):
    is_filled_in(PAGES[name], "text/html", message)


LETTER = (
    f"<p>Dear Ms Marsh,</p><p>{PAY}</p><p>Message received, you say. Name one who wrote it!</p><p>Yours sincerely</p>"
    "<p>Dilys Morgan<br>4 Chapel Row<br>Westmere<br>WV1 2BB</p>"
)
TEXT = f"Dear Ms Marsh,\n\n{PAY}\n\nYours sincerely\n\nDilys Morgan\n4 Chapel Row\nWestmere\nWV1 2BB\n"


@pytest.mark.parametrize(
    "page",
    [
        f"<table width=600><tr><td><img src=a.png></td><td></td></tr><tr><td>{LETTER}</td><td>&nbsp;</td></tr></table>",
        f"<table><tr><td>Westmere</td><td>3 July 2018</td></tr></table>{LETTER}",
        f"<table><tr><td>Subject</td><td>ACOs</td></tr></table>{LETTER}",
        f"<table><tr><td><table><tr><td>{LETTER}</td></tr></table></td></tr></table>",
        LETTER.replace("<p>Message", "<p><b>Message</b>").replace("Name one", "<b>Name</b> one"),
    ],
)
def test_letters_in_tables_are_letters(page):
    found = read(mail(page.encode(), "Content-Type: text/html; charset=utf-8"))
    assert PAY in found.text
    assert "Name one who wrote it!" in found.text
    assert (found.writer.name, found.writer.address) == ("Dilys Morgan", ("4 Chapel Row", "Westmere"))


@pytest.mark.parametrize(
    "line",
    ["Name:", "Message", "Address the cause: money.", "Title: none", "From there it goes on.", "Question: who pays?"],
)
def test_a_line_that_looks_like_a_field_makes_no_form(line):
    text = TEXT.replace("Yours", f"{line}\n\nYours", 1)
    found = read(mail(text.encode(), "Content-Type: text/plain; charset=utf-8"))
    assert PAY in found.text
    assert line in found.text
    assert (found.writer.name, found.writer.address) == ("Dilys Morgan", ("4 Chapel Row", "Westmere"))


@pytest.mark.parametrize(
    "ending",
    [
        "Dilys Morgan\nAddress: 4 Chapel Row, Westmere\nPostcode: WV1 2BB\nTel: 01632 960000",
        "Dilys Morgan\n\nAddress\n4 Chapel Row\nWestmere\nWV1 2BB",
        "Name: Dilys Morgan\nAddress: 4 Chapel Row\nWestmere\nPostcode: WV1 2BB",
    ],
)
def test_a_signature_with_labels_is_one(ending):
    text = TEXT.split("Dilys", 1)[0] + ending
    found = read(mail(text.encode(), "Content-Type: text/plain; charset=utf-8"))
    assert found.paragraphs == (PAY,)
    assert (found.writer.name, found.writer.address) == ("Dilys Morgan", ("4 Chapel Row", "Westmere"))
    assert found.writer.postcode == "WV1 2BB"


def test_the_headers_of_a_mail_that_is_quoted_are_no_fields():
    quoted = "<div id='divRplyFwdMsg'><b>From:</b> Tom Bell<br><b>Sent:</b> 1 July<br><b>To:</b> Dilys<br><b>Subject:</b> ACOs</div>"
    below = f"{quoted}<p>Tom Bell<br>Address: 1 Long Row, Westmere<br>Postcode: WV1 9ZZ</p>"
    page = LETTER.replace("<p>Message received, you say. Name one who wrote it!</p>", "")
    found = read(mail(f"{page}{below}".encode(), "Content-Type: text/html; charset=utf-8"))
    assert found.paragraphs == (PAY,)
    assert (found.writer.name, found.writer.postcode) == ("Dilys Morgan", "WV1 2BB")
    assert "From: Tom Bell" in found.near


@pytest.mark.parametrize(
    ("labels", "below"),
    [
        (("Enw", "Cyfeiriad", "Cod post", "Neges"), False),
        (("1. Name", "2. Address", "3. Postcode", "4. Message"), False),
        (
            ("What is your name?", "What is your address?", "What is your postcode?", "What would you like to say?"),
            True,
        ),
        (("Supporter", "Supporter address", "Supporter postcode", "Supporter message"), False),
    ],
)
def test_forms_with_labels_of_other_kinds(labels, below):
    values = ("Dilys Morgan", "4 Chapel Row, Westmere", "WV1 2BB", PAY)
    between = "\n" if below else ": "
    text = "\n\n".join(f"{label}{between}{value}" for label, value in zip(labels, values, strict=True))
    is_filled_in(text, "text/plain")


@pytest.mark.parametrize(
    ("whom", "is_another"), [("Mrs Olwen Hale", True), ("Myself", False), ("N/A", False), ("", False)]
)
def test_a_form_filled_in_for_somebody_else_is_doubted(whom, is_another):
    text = f"Name: Kit Hale\nOn behalf of: {whom}\nAddress: 4 Chapel Row, Westmere\nPostcode: WV1 2BB\nMessage: {PAY}\n"
    found = read(mail(text.encode(), "Content-Type: text/plain; charset=utf-8"))
    doubt = 'somebody writes for "Mrs Olwen Hale": who is answered, and where?'
    assert found.writer.doubts == ((doubt,) if is_another else ())
    assert found.paragraphs == (PAY,)


def test_words_within_a_message_end_it_not():
    message = f"{PAY}\n\nAddress:\n\nthat, please.\n\nSubject: closed\n\n{MORE}"
    found = read(mail(PLAIN["colons"].replace("@N", "Dilys Morgan").replace("@M", message).encode()))
    assert found.text.startswith(PAY)
    assert found.text.endswith(MORE)
    assert found.writer.address == ("4 Chapel Row", "Westmere")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Town/City", Label.ADDRESS), ("House name/number", Label.ADDRESS), ("First name(s)", Label.FORENAME),
        ("Your message to your MP", Label.MESSAGE), ("Contact number", Label.OTHER), ("Email address*", Label.OTHER),
        ("Constituent's name", Label.NAME), ("ZIP / Postal Code", Label.POSTCODE), ("address_line_2", Label.ADDRESS),
        ("Country", Label.COUNTRY), ("What is your name", None), ("Name one", None), ("County Hall", None), ("", None),
        ("Address the cause", None),
    ],
)  # fmt: skip
def test_what_fields_are_called(text, label):
    assert label_of(text) == label


@given(st.text("Name: \nAddress|Postcode-WV1 2BB*", max_size=200))
def test_no_text_breaks_it(text):
    assert read(text.encode(), ".txt").fault in {"", "is empty", "holds no text"}
