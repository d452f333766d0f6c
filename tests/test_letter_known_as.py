"""By which forms of a name somebody is known again, and by which not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.english.names import forms_of
from drafter.register.keys import Key
from drafter.register.model import Constituent

KEY = Key(b"k" * 32)


def hashed(name: str) -> str:
    return KEY.constituent(Constituent(name, "WV1 9ZZ"))


def of(names) -> set[str]:
    return {hashed(name) for name in names}


SAME = [
    ("Zoë Brontë", "Mrs Zoë Brontë"),
    ("Zoë Brontë", "MS ZOE  BRONTE."),
    ("Dr Zoe\u0308 Bronte\u0308", "Miss Zoë Brontë OBE"),
    ("Prof Sir Ian Hale", "Mr Ian Hale"),
    ("Sean O'Brien", "Mr Sean O\u2019Brien"),
    ("Sean O\u02bcBrien", "Sean O`Brien"),
    ("Anne-Marie Lee", "Anne\u2011Marie Lee"),
    ("Anne Marie Lee", "Ms Anne \u2013 Marie Lee"),
    ("Mr & Mrs J Patel", "Mr and Mrs J. Patel"),
    ("Mrs J Patel", "MRS. J PATEL"),
    ("Lord Hill", "LORD HILL"),
]
PERHAPS = [("Mrs J Patel", "J Patel"), ("Miss J Patel", "Mrs J Patel"), ("Dr Patel", "Mr Patel")]
OTHERS = [
    ("Mr J Patel", "Mrs J Patel"),
    ("Mr Sam Lee", "Mrs Sam Lee"),
    ("John Hale", "John Hale Jr"),
    ("John Hale", "Joan Hale"),
    ("Mr and Mrs J Patel", "Mrs J Patel"),
    ("Lord Hill", "Lady Hill"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_person_however_it_is_typed(one, other):
    for name, kept in ((one, other), (other, one)):
        assert hashed(forms_of(kept).kept) in of(forms_of(name).same)


@pytest.mark.parametrize(
    "kept", ["Zoë Brontë", "Ms Zoë Brontë", "Miss ZOE BRONTE", "Prof. Zoë Brontë", "Revd Zoë Brontë"]
)
def test_letters_of_a_register_that_kept_titles_are_found(kept):
    for name in ("Zoë Brontë", "Mrs Zoe\u0308 Bronte\u0308", "Dr Zoë Brontë OBE"):
        assert hashed(kept) in of(forms_of(name).same)
    assert hashed("Mr & Mrs J Patel") in of(forms_of("Mr and Mrs J Patel").same)
    assert hashed("Zoë Brontë OBE") in of(forms_of("Zoë Brontë OBE").same)


@pytest.mark.parametrize(("one", "other"), PERHAPS)
def test_perhaps_one_person(one, other):
    for name, kept in ((one, other), (other, one)):
        assert hashed(forms_of(kept).kept) not in of(forms_of(name).same)
        assert hashed(forms_of(kept).kept) in of(forms_of(name).perhaps)


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_another_person(one, other):
    for name, kept in ((one, other), (other, one)):
        forms = forms_of(name)
        assert of((forms_of(kept).kept, kept)).isdisjoint(of((*forms.same, *forms.perhaps)))


@given(st.text(max_size=40))
def test_whatever_a_name_is_it_is_known_by_itself(name):
    forms = forms_of(name)
    assert hashed(forms.kept) in of(forms.same)
    assert hashed(name.strip()) in of(forms.same) or forms_of(name.strip()) == forms or not name.isprintable()
