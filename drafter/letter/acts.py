"""What a member did: claimed in a letter only where the office has entered it."""

from __future__ import annotations

import re
from collections.abc import Iterable

_DONE = (
    "signed voted met spoke spoken tabled wrote written raised asked called sponsored backed urged pressed attended "
    "visited lobbied marched joined campaigned petitioned questioned presented challenged demanded supported opposed "
    "questioned proposed moved seconded intervened abstained resigned served chaired launched organised hosted"
).split()
_ADVERBS = r"(?:,? \w+ly,?| already| also| once| never| too| then)*"
CLAIMED = re.compile(rf"\bI(?:'ve|\u2019ve| have| had| did)?{_ADVERBS} ({'|'.join(_DONE)})\b")


def claimed_acts(text: str, entered: Iterable[str]) -> list[str]:
    """The acts that a text claims in the first person, those sentences apart that the office has entered."""
    for sentence in entered:
        text = text.replace(sentence, " ")
    return [match[0] for match in CLAIMED.finditer(text)]
