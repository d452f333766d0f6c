"""Text that a program decoded wrongly: put right where it is plain, told, and never touched where it is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from post import HEAD, mail, read

from drafter.batch.spoilt import undamaged
from drafter.english.damaged import repaired, unescaped
from drafter.sources.text import decode

NAMES = [
    "Zo\u00eb Bront\u00eb",
    "Si\u00e2n D\u0175r",
    "Se\u00e1n O\u2019Neill",
    "Jos\u00e9 Mu\u00f1oz",
    "Ren\u00e9e",
    "4 Ffordd y M\u00f4r",
]
WRONG = ["cp1252", "latin-1", "mac_roman", "cp850", "cp437", "iso8859_2", "cp1251"]


@pytest.mark.parametrize("encoding", WRONG)
@pytest.mark.parametrize("name", NAMES)
def test_names_that_were_decoded_wrongly_are_put_right(name: str, encoding: str) -> None:
    wrong = name.encode().decode(encoding)
    assert repaired(wrong) == name
    assert undamaged(wrong) == name


@given(st.text(alphabet=st.characters(categories=["L", "P", "Zs", "Nd"]), max_size=40))
def test_what_was_decoded_rightly_stays(text: str) -> None:
    assert repaired(repaired(text)) == repaired(text)


@pytest.mark.parametrize(
    "text",
    ["Zo\u00eb", "\u00c5se", "\u00c4nne", "\u00c9amon \u00d3 S\u00e9", "\u0102l\u0103", "\u041c\u0430\u0440\u0438\u044f \u0412\u0435\u0440\u043d\u0430\u044f", "\u00a32bn", "it\u2019s \u2013 or not", "\u5c71\u7530",
     "\u0393\u03b9\u03ce\u03c1\u03b3\u03bf\u03c2", "D\u00fbr \u00c2", "caf\u00e9 \u00a9", "\u0141\u00f3d\u017a"],
)  # fmt: skip
def test_other_letters_are_no_damage(text: str) -> None:
    assert repaired(text) == text


def test_signs_in_which_mail_writes_letters() -> None:
    assert unescaped("Zo=C3=AB") == "Zo\u00eb"
    assert undamaged("Bront=C3=AB") == "Bront\u00eb"
    assert unescaped("A=B2 and =FF=FE") == "A=B2 and =FF=FE"


def test_a_message_that_was_decoded_wrongly_is_read_and_told() -> None:
    text = "Dear Ms Marsh,\n\nWho pays? It\u2019s \u00a32bn.\n\nYours sincerely\nZo\u00eb Bront\u00eb\n4 Ffordd y M\u00f4r\nWestmere\nWV1 2BB\n"
    wrong = text.encode().decode("cp1252", "replace")
    found = read(mail(wrong.encode(), "Content-Type: text/plain; charset=utf-8", head=HEAD))
    assert (found.writer.name, found.writer.address) == ("Zo\u00eb Bront\u00eb", ("4 Ffordd y M\u00f4r", "Westmere"))
    assert found.notes == ("letters with accents were decoded wrongly, and are put right: look at names",)
    assert found.text.startswith("Who pays? It\u2019s \u00a32bn")


@pytest.mark.parametrize("house", ["4 Ffordd y M\ufffdr", "4 Ffordd y M?r"])
def test_a_letter_that_is_lost_from_an_address_is_a_doubt(house: str) -> None:
    text = f"Dear Ms Marsh,\n\nWho pays?\n\nYours sincerely\nZoe Bronte\n{house}\nWestmere\nWV1 2BB\n"
    assert read(text.encode(), ".txt").writer.doubts == ("a letter of its name or address is lost",)


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
@pytest.mark.parametrize(
    "name", ["Si\u00e2n", "Zo\u00eb", "Se\u00e1n", "Jos\u00e9", "Chlo\u00eb", "M\u00fcller", "O\u2019Neill", "Bront\u00eb", "\u00d3 S\u00e9", "M\u00f4r", "Mu\u00f1oz"]
)  # fmt: skip
def test_a_list_with_one_accent_is_guessed(name: str, encoding: str) -> None:
    row = f"Title,First name,Surname,Address,Postcode\nMrs,Ann,{name},4 Chapel Row,WV1 2BB\n"
    if name == "\u00d3 S\u00e9" and encoding == "mac_roman":
        pytest.skip("its two signs stand as letters do in the other encoding too")
    text, notes = decode(row.encode(encoding))
    assert name in text
    assert notes[0].startswith(f"its encoding is not stated and was guessed ({encoding})")
