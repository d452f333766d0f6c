"""People who stand in a list twice: told before anything is written."""

from __future__ import annotations

import pytest
from test_batch_doubtful import told

SAME = "3:1: error: is the same as row 2: name, address and reference; "
SAME += "take one out, or give each its reference [repeated-row]"
AGAIN = ["3:1: warning: may be the person of row 2: a like name, in the same house; is it? [repeated-row]"]


@pytest.mark.parametrize(
    ("first", "second", "lines"),
    [
        ({}, {"Name": "Mrs  Ada Bell"}, [SAME]),
        ({}, {"Name": "Ms A Bell"}, AGAIN),
        ({"Name": "Ms Ada Bell"}, {"Name": "Ms A Bell"}, AGAIN),
        ({}, {"Name": "Ada Bell"}, AGAIN),
        ({"Address": "12 Long Ave, Westmere"}, {"Address": "12 Long Avenue, Westmere"}, AGAIN),
        ({"Name": "Mr A Bell"}, {"Name": "Mrs A Bell"}, []),
        ({"Name": "Mr Ada Bell"}, {"Name": "Mr Ivo Bell"}, []),
        ({}, {"Name": "Ada Bell", "Address": "14 Long Row, Westmere"}, []),
        ({"Reference": "EM/1"}, {"Name": "Ada Bell", "Reference": "EM/2"}, []),
    ],
)
def test_one_person_in_two_forms_is_told(office, first, second, lines):
    assert told(first, second) == lines
