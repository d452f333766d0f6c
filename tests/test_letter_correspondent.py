"""Who is written to: a table of names, and laws that hold for any text."""

from __future__ import annotations

import contextlib
import unicodedata
from dataclasses import replace

import pytest
from bounded import in_bounds
from hypothesis import given
from hypothesis import strategies as st

from drafter.english import names
from drafter.english.names import AFTER_NAMES, ODD, TITLES
from drafter.english.words import clean_line
from drafter.letter.recipient import Correspondent, UnusableAddress, UnusableName, correspondent, why_odd

GREETED = {
    # A title and a surname.
    "Mrs Patel": "Mrs Patel",
    "Mrs. Patel": "Mrs Patel",
    "MRS PATEL": "Mrs PATEL",
    "mrs patel": "Mrs patel",
    "Mr.Smith": "Mr Smith",
    "Mr J Smith": "Mr Smith",
    "Mr J.R. Smith": "Mr Smith",
    "Mr John P. Smith": "Mr Smith",
    "Mr J.-P. Sartre": "Mr Sartre",
    "Ms Anna-Maria Rossi": "Ms Rossi",
    "(Mrs) Ann Garland": "Mrs Garland",
    "Mx. Sam Taylor-Wood": "Mx Taylor-Wood",
    "Miss Ng": "Miss Ng",
    "Dr Lee": "Dr Lee",
    "Doctor Lee": "Dr Lee",
    "Prof. A Lee": "Professor Lee",
    "Prof Dr Schmidt": "Professor Schmidt",
    "Cllr Doe": "Cllr Doe",
    "Councillor Jane Doe": "Councillor Doe",
    "Cllr Mrs A Patel": "Cllr Patel",
    "Mr Sean O'Brien": "Mr O'Brien",
    "Mr O’Neill": "Mr O’Neill",
    "Mr Major": "Mr Major",
    "Dr Trust": "Dr Trust",
    "Mrs Club": "Mrs Club",
    "Mr John Church": "Mr Church",
    "Mr Robert (Bob) Smith": "Mr Smith",
    "A Patel (Mrs)": "Mrs Patel",
    "FAO Mrs Patel": "Mrs Patel",
    "Dear Mrs Patel": "Mrs Patel",
    '"Mrs Patel"': "Mrs Patel",
    "Mrs A Patel, Friends of Dudley Park": "Mrs Patel",
    "Friends of Dudley Park, Mrs A Patel": "Mrs Patel",
    # Particles belong to the surname.
    "Mr Jan van der Berg": "Mr van der Berg",
    "Mrs Maria de la Cruz": "Mrs de la Cruz",
    "Mr Dafydd ap Gwilym": "Mr ap Gwilym",
    "Mr John St. John": "Mr St. John",
    "Mr Dara Ó Briain": "Mr Ó Briain",
    "Mr Yusuf Al Qaradawi": "Mr Al Qaradawi",
    "Mr Salman Abdul Aziz": "Mr Abdul Aziz",
    # The surname cannot be known, or is not used.
    "Mr Iain Duncan Smith": "Mr Iain Duncan Smith",
    "Mr J Duncan Smith": "Mr J Duncan Smith",
    "Mr St John Smith": "Mr St John Smith",
    "Mrs Ana García Márquez": "Mrs Ana García Márquez",
    "Mr José Ortega y Gasset": "Mr José Ortega y Gasset",
    "Mr Sean O Brien": "Mr Sean O Brien",
    "Mr Chen Wei": "Mr Chen Wei",
    "Mr Nguyen Van An": "Mr Nguyen Van An",
    "Mrs Nasreen Begum": "Mrs Nasreen Begum",
    "Mr محمد علي": "Mr محمد علي",
    "Dr 王 小明": "Dr 王 小明",
    "Mr Smith MA": "Mr Smith MA",
    "MR JACK MA": "Mr JACK MA",
    "Mr Venkatesh R": "Mr Venkatesh R",
    "Mr Mrs Patel": "Mr Mrs Patel",
    "Mr/Mrs Patel": "Mr/Mrs Patel",
    "MS Patel": "MS Patel",
    "MR James": "MR James",
    "Captain Cook Society": "Captain Cook Society",
    "Mrs Justice Smith": "Mrs Justice Smith",
    "Mrs": "Mrs",
    # Knights, peers, clergy, officers.
    "Sir John Smith": "Sir John",
    "Sir Keir Starmer KC MP": "Sir Keir",
    "Professor Dame Sally Davies": "Dame Sally",
    "The Rt Hon Sir John Smith KC MP": "Sir John",
    "The Rt Hon John Smith MP": "John Smith",
    "Sir Smith": "Sir Smith",
    "Sir J Smith": "Sir J Smith",
    "Lord Smith": "Lord Smith",
    "Lord Smith of Kelvin": "Lord Smith",
    "Lord St John of Bletso": "Lord St John",
    "Lord John Smith": "Lord John Smith",
    "Lord Judge": "Lord Judge",
    "Lady Smith": "Lady Smith",
    "Lady Mary Crawley": "Lady Mary Crawley",
    "Baroness Hale of Richmond": "Baroness Hale",
    "Rev John Smith": "Rev John Smith",
    "The REVD John Smith": "Revd John Smith",
    "Rev’d John Smith": "Revd John Smith",
    "Rev Dr John Smith": "Dr Smith",
    "The Reverend Canon John Smith": "Canon Smith",
    "Rev Mrs Ann Smith": "Mrs Smith",
    "Fr John Smith": "Father Smith",
    "Sister Mary": "Sister Mary",
    "Sister Mary Smith": "Sister Mary Smith",
    "Rabbi Jonathan Sacks": "Rabbi Sacks",
    "His Honour Judge Smith": "Judge Smith",
    "Major Smith": "Major Smith",
    "Lt Col John Smith": "Colonel Smith",
    "Major-General A Smith": "General Smith",
    # Letters after the name.
    "John Smith, OBE": "John Smith",
    "Mr John Smith OBE MP": "Mr Smith",
    "Dr. J. Smith, PhD, FRCS": "Dr Smith",
    "Dr J Smith BSc (Hons)": "Dr Smith",
    "Mr J Smith Jr.": "Mr Smith",
    "MRS PATEL OBE": "Mrs PATEL",
    "Mr Jack Ma": "Mr Ma",
    # Surname first.
    "Patel, Mrs A": "Mrs Patel",
    "Patel, A (Mrs)": "Mrs Patel",
    "Smith, John": "John Smith",
    "Smith, John, OBE": "John Smith",
    "Smith, Mr & Mrs J": "Mr and Mrs Smith",
    "van der Berg, Mr Jan": "Mr van der Berg",
    "Lord, Ann": "Ann Lord",
    "García Márquez, Gabriel": "García Márquez, Gabriel",
    # No title.
    "Aisha Khan": "Aisha Khan",
    "Kim Lee": "Kim Lee",
    "J. Smith": "J. Smith",
    "C Smith": "C Smith",
    "M.S. Dhoni": "M.S. Dhoni",
    "Priya": "Priya",
    "Zoë Ball-O'Neil": "Zoë Ball-O'Neil",
    "王小明": "王小明",
    "محمد علي": "محمد علي",
    "Иван Иванов": "Иван Иванов",
    "Ann Church": "Ann Church",
    "Mary Ann Church": "Mary Ann Church",
    "Kim Hospital": "Kim Hospital",
    "Charity Wakefield": "Charity Wakefield",
    "Ann Khan, Friends of Dudley Park": "Ann Khan",
    "The Patel Family": "Patel Family",
    "👍 Priya": "👍 Priya",
    "{{ 9*9 }}": "{{ 9*9 }}",
    "<b>Ann</b> Khan": "<b>Ann</b> Khan",
    "../../etc/passwd": "../../etc/passwd",
    "12345": "12345",
    # Those who sign together.
    "Mr and Mrs Patel": "Mr and Mrs Patel",
    "Mr&Mrs Patel": "Mr and Mrs Patel",
    "Mr & Mrs J Patel": "Mr and Mrs Patel",
    "Mr and Mrs John Patel": "Mr and Mrs Patel",
    "Mr & Mrs J & S Patel": "Mr and Mrs Patel",
    "Dr and Mrs A Patel": "Dr and Mrs Patel",
    "Mr J and Mrs S Patel": "Mr and Mrs Patel",
    "Mr and Mr Patel": "Mr and Mr Patel",
    "Mr John and Mrs Sarah Patel": "Mr John and Mrs Sarah Patel",
    "Mr and Mrs Iain Duncan Smith": "Mr and Mrs Iain Duncan Smith",
    "Mr John Smith and Ms Ann Jones": "Mr Smith and Ms Jones",
    "Mrs Patel & Miss Khan": "Mrs Patel and Miss Khan",
    "John Smith and Ann Jones": "John Smith and Ann Jones",
    "Ann and John Smith": "Ann and John Smith",
    "Sir John and Lady Smith": "Sir John and Lady Smith",
    "Lord and Lady Smith of Kelvin": "Lord and Lady Smith",
    "The Rev John and Mrs Smith": "Rev John and Mrs Smith",
    "Mr A Smith, Ms B Jones and Dr C Lee": "Mr Smith, Ms Jones and Dr Lee",
    "Mr A Smith, Ms B Jones, and Dr C Lee": "Mr Smith, Ms Jones and Dr Lee",
    "Mr, Mrs and Miss Patel": "Mr, Mrs and Miss Patel",
    "Mrs Ann Jones, Chair, and Mr Tom Smith": "Mrs Jones and Mr Smith",
    "Mr and Mrs Smith and family": "Mr and Mrs Smith and family",
    "Mr John Smith and son": "Mr John Smith and son",
    "Marks & Spencer": "Marks & Spencer",
}
BODIES = (
    "Dudley Council",
    "Dudley Foodbank",
    "Sunbeam Playgroup",
    "ACME LTD",
    "Mr Kipling Ltd",
    "Smith & Sons",
    "smith and sons",
    "Smith, Jones & Co",
    "Jones Solicitors",
    "Dr Lee & Partners",
    "Dr Lee's Surgery",
    "Sir John Soane's Museum",
    "Friends of Dudley Park",
    "The Secretary, Friends of Dudley Park",
    "The Occupier",
    "The Bishop of Dudley",
    "St Mary's Church",
    "Dudley Baptist Church",
    "Dudley Rugby Club",
    "Labour Party",
    "University of Leeds",
    "National Union of Students",
    "Campaign for Better Transport",
    "Sir or Madam",
    "To whom it may concern",
)
TURNED = {
    "Patel, Mrs A": "Mrs A Patel",
    "Smith, John": "John Smith",
    "Smith, John, OBE": "John Smith, OBE",
    "van der Berg, Mr Jan": "Mr Jan van der Berg",
    "John Smith, OBE": "John Smith, OBE",
    "  Mrs\tA.\nPatel, ": "Mrs A. Patel",
    "Aisha Khan, Dudley": "Aisha Khan, Dudley",
}
WORDS = st.sampled_from(
    [
        *(title.usual for title in TITLES.values()),
        *sorted(AFTER_NAMES)[:20],
        "and",
        "&",
        ",",
        "(",
        ")",
        "J",
        "J.",
        "van",
        "Smith",
        "O'Neill",
        "de la",
        "Church",
        "Council",
        "the",
        "of",
        "Ltd",
        "Ann",
        "Mac",
        "ul",
        "MA",
        "Sons",
        "王",
        "’s",
    ]
)
NAMES = st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=9).map(" ".join))


@pytest.mark.parametrize(("name", "greeted"), GREETED.items())
def test_a_person_is_greeted(name: str, greeted: str) -> None:
    written = correspondent(name)
    assert (written.salutation, written.close) == (f"Dear {greeted}", "Yours sincerely")


@pytest.mark.parametrize("name", BODIES)
def test_a_body_is_greeted(name: str) -> None:
    written = correspondent(name)
    assert (written.salutation, written.close) == ("Dear Sir or Madam", "Yours faithfully")


@pytest.mark.parametrize(("typed", "name"), TURNED.items())
def test_the_name_is_the_right_way_round(typed: str, name: str) -> None:
    assert correspondent(typed).name == name


@pytest.mark.parametrize(
    ("typed", "salutation", "close"),
    [
        ("Dear Priya", "Dear Priya", "Yours sincerely"),
        ("Priya", "Dear Priya", "Yours sincerely"),
        (" dear  Priya, ", "Dear Priya", "Yours sincerely"),
        ("Hello Priya", "Dear Priya", "Yours sincerely"),
        ("Dear Sir John", "Dear Sir John", "Yours sincerely"),
        ("Dear Sir,", "Dear Sir", "Yours faithfully"),
        ("madam", "Dear madam", "Yours faithfully"),
        ("Dear Sir or Madam", "Dear Sir or Madam", "Yours faithfully"),
        ("Dear", "Dear Mrs Patel", "Yours sincerely"),
        (" ", "Dear Mrs Patel", "Yours sincerely"),
    ],
)
def test_a_typed_salutation_is_kept(typed: str, salutation: str, close: str) -> None:
    written = correspondent("Mrs A Patel", "", typed)
    assert (written.salutation, written.close) == (salutation, close)


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("", ()),
        ("14 Market Row\nWestmere\r\n\nWV1 9ZZ\n", ("14 Market Row", "Westmere", "WV1 9ZZ")),
        ("14 Market Row, Westmere, WV1 9ZZ", ("14 Market Row", "Westmere", "WV1 9ZZ")),
        (r"14 Market Row\nWestmere\nWV1 9ZZ", ("14 Market Row", "Westmere", "WV1 9ZZ")),
        ("14, Market Row, Westmere", ("14 Market Row", "Westmere")),
        ("14a, Market Row, Westmere", ("14a Market Row", "Westmere")),
        ("Flat 2, 14 Market Row,\nWestmere,", ("Flat 2, 14 Market Row", "Westmere")),
        ("{{ 9*9 }}\n<b>", ("{{ 9*9 }}", "<b>")),
    ],
)
def test_an_address_is_parted_into_lines(typed: str, lines: tuple[str, ...]) -> None:
    assert correspondent("Mrs Patel", typed).addressee == ("Mrs Patel", *lines)


@pytest.mark.parametrize(
    "name", ["", " ", "-", "...", "🎉", "\u200b", "\u3164", "\ue000", "x" * 201, "x" * 10_000, "&"]
)
def test_an_unusable_name_is_refused_in_one_sentence(name: str) -> None:
    with pytest.raises(UnusableName) as refused:
        correspondent(name)
    assert str(refused.value).count(".") == 1
    assert len(str(refused.value)) < 100


@pytest.mark.parametrize("address", ["a\n" * 13, "a," * 13, "x" * 201, "a\n" + "x" * 10_000])
def test_an_unusable_address_is_refused(address: str) -> None:
    with pytest.raises(UnusableAddress):
        correspondent("Mrs Patel", address)


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("A\u202eB\u2066C\u200bD\ufeff", "ABCD"),
        ("A\x00B\x1b[31mC\x7f", "AB[31mC"),
        ("A\ue000\U000f0001\U00100001\ud800\ufffe\U0001ffff\ufdd0B", "AB"),
        (" A\u00a0\u2003\t\r\nB\u2028 ", "A B"),
        ("Zoe\u0308", "Zoë"),
        ("محمد علي", "محمد علي"),
        ("{{ 9*9 }} <b> ../ $(x) %n", "{{ 9*9 }} <b> ../ $(x) %n"),
    ],
)
def test_what_is_cleaned_away(typed: str, cleaned: str) -> None:
    assert clean_line(typed) == cleaned


@pytest.mark.parametrize(
    "text", ["Mr (" * 99_999, "a\u0323\u0301" * 99_999, "e" + "\u0301\u0323" * 99_999, "& ," * 99_999]
)
def test_time_is_linear(text: str) -> None:
    def read() -> None:
        for name in (text, text[:200]):
            with contextlib.suppress(UnusableName, UnusableAddress):
                correspondent(name, text, text[:190])

    in_bounds(read)


def test_marks_are_not_heaped_up() -> None:
    assert len(clean_line("a" + "\u0344" * 40)) == 31
    assert clean_line("Ngô Thị Hiếu, Ṩ") == "Ngô Thị Hiếu, Ṩ"


@given(st.text(st.characters(), max_size=50))
def test_cleaning_is_done_once(text: str) -> None:
    once = clean_line(text)
    assert clean_line(once) == once
    assert once == unicodedata.normalize("NFC", once) == " ".join(once.split())


UNSEEN = "\u200b"


@given(st.text(st.characters() | st.sampled_from("\u0301\u0323\u034f\u2800\u00a0\u212b é"), max_size=50))
def test_what_is_clean_at_once_is_what_cleaning_would_make(text: str) -> None:
    assert clean_line(text) == clean_line(text + UNSEEN)  # which is taken letter by letter


@given(st.text(st.characters(categories=["Cc", "Cf", "Co", "Cs", "Zl", "Zp", "Mn", "Ll", "Cn"]), max_size=30))
def test_nothing_unseen_survives(text: str) -> None:
    for letter in clean_line(text):
        assert unicodedata.category(letter) not in ("Cc", "Co", "Cs", "Zl", "Zp")
        assert (
            letter not in "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
        )
        assert ord(letter) & 0xFFFE != 0xFFFE
        assert not 0xFDD0 <= ord(letter) <= 0xFDEF


@given(NAMES, st.one_of(st.just(""), st.text(max_size=20)), st.text(max_size=20))
def test_the_laws_of_a_salutation(name: str, salutation: str, address: str) -> None:
    try:
        written = correspondent(name, address, salutation)
    except UnusableName:
        return
    except UnusableAddress:
        assert len(address.splitlines()) > 12 or address.count(",") + address.count("\\n") >= 12
        return
    assert written.salutation.startswith("Dear ")
    assert any(map(str.isalnum, written.salutation[5:]))
    assert all(line == clean_line(line) != "" for line in (*written.addressee, written.salutation))
    no_one = written.salutation.casefold() in ("dear sir or madam", "dear sir", "dear madam", "dear sirs")
    assert not no_one or written.close == "Yours faithfully"


@given(NAMES)
def test_every_word_of_a_salutation_was_typed_or_is_a_title(name: str) -> None:
    try:
        written = correspondent(name)
    except UnusableName:
        return
    titles = {word for title in TITLES.values() for word in f"{title.usual} {title.spoken}".split()}
    for word in written.salutation.removeprefix("Dear ").split():
        mine = titles | {"and", "or", "Madam", "&"}
        assert (
            word in mine or word.rstrip(",") in mine or word in clean_line(name) or word.rstrip(",") in clean_line(name)
        )


@given(
    st.lists(
        st.sampled_from(["Aisha", "Khan", "Jean-Luc", "O'Neill", "Siân", "Иван", "小明", "علي"]), min_size=1, max_size=5
    )
)
def test_without_a_title_the_whole_name_is_used(words: list[str]) -> None:
    name = " ".join(words)
    assert correspondent(name) == Correspondent(name, (), f"Dear {name}", "Yours sincerely")


@given(
    st.sampled_from(["Mr", "Mrs", "Dr", "Cllr"]),
    st.lists(st.sampled_from(["Iain", "Duncan", "Smith"]), min_size=3, max_size=6),
)
def test_where_the_surname_cannot_be_known_the_whole_name_is_used(title: str, words: list[str]) -> None:
    name = " ".join([title, *words])
    assert correspondent(name).salutation == f"Dear {name}"


WORDS = st.one_of(
    st.sampled_from(sorted({word.capitalize() for word in ODD if word.isascii() and word.isalpha()})),
    st.from_regex(r"(O')?[A-Z\u00c0-\u00d6\u00d8-\u00de][a-z\u00e0-\u00f6\u00f8-\u00ff]{0,7}", fullmatch=True),
)


PLAIN = st.one_of(WORDS, st.lists(WORDS, min_size=2, max_size=3).map("-".join), WORDS.map("Mc{}".format))
INITIALS = st.lists(st.from_regex(r"[A-Z]\.?", fullmatch=True), min_size=1, max_size=3).map(" ".join)


@given(
    st.sampled_from(["Mr ", "Mrs ", "Ms ", "Miss ", "Dr ", ""])
    | st.sampled_from(sorted(title.usual for title in TITLES.values())).map("{} ".format),
    PLAIN | INITIALS,
    PLAIN,
)
def test_what_is_plain_at_once_is_what_reading_would_say(title, forename, surname):
    name = f"{title}{forename} {surname}"
    other = f"{name} "  # which is not plain
    assert names.read_name(name) == replace(names.read_name(other), name=name)
    assert names.fault_of(name) == names.fault_of(other)


def test_a_greeting_that_was_typed_is_meant_so():
    assert why_odd(correspondent("Residents of Westmere Vale", salutation="Dear resident")) == ""


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("mrs patel", "small letters"),
        ("jones", "small letters"),
        ("Mrs A Patel, 1 Long Row", "address"),
        ("Miss mrs Patel", "two titles"),
        ("Mrs Asha Patel", ""),
        ("Mr de la Cruz", ""),
        ("Mrs van der Berg", ""),
        ("the Mayor of Westmere", ""),
        ("Professor Sir John Smith", ""),
        ("O'Neill", ""),
    ],
)
def test_a_name_that_may_not_be_meant_so_is_told_of_without_itself(name, why):
    told = why_odd(correspondent(name))
    assert why in told
    assert bool(told) == bool(why)
    assert name.split()[-1] not in told
