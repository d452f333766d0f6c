"""How letters greet and close: the words that the office's own letters use, and those that people write."""

from __future__ import annotations

import re
from typing import Final

from drafter.english.lists import lists

_LETTERS: Final = lists("letters")

SINCERELY: Final = "Yours sincerely"

FAITHFULLY: Final = "Yours faithfully"

NO_ONE: Final = "Sir or Madam"

TO_NO_ONE: Final = frozenset(_LETTERS.phrases("to no one"))

GREETINGS: Final = _LETTERS.words("greetings")

GREETS: Final = re.compile(rf"(?:my )?(?:{'|'.join(sorted(GREETINGS))})\b|to whom it may concern", re.IGNORECASE)
"""How a line begins that greets, in a letter of the office's."""

# What people greet with besides: a pattern for what follows no "my".
OTHER_GREETINGS: Final = r"respected|(?:good )?(?:morning|afternoon|evening)|annwyl|bonjour"

_WARM: Final = (
    "(?:(?:best|kind(?:est)?|warm(?:est)?|good|sincere|deepest|many|every|all good|fond(?:est)?) )?(?:good )?"
)
_WISHES: Final = "(?:wish|wishes|regards|thanks|sympathy|gratitude|respect|blessings?)"
CLOSE: Final = (
    r"(?:(?:i am|i remain),? )?yours(?:,| aye| ever| as ever| in (?:friendship|sympathy|solidarity)"
    r"|(?: very| most)? (?:sincerely|faithfully|truly|respectfully|gratefully))?"
    rf"|(?:with )?(?:(?:my|our) )?(?:(?:very|all|every|much) )?{_WARM}{_WISHES}(?:,? and {_WARM}{_WISHES})?"
    r"(?: to you(?: and your family| both)?)?"
    r"|(?:all the best|best|cheers|thank you|sincerely(?: yours)?|faithfully|in sympathy)"
)
"""How a letter closes, as a pattern in small letters, without the sign behind it."""
