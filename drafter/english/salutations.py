"""How letters greet and close: the words of the office's own letters, and those that people write."""

from __future__ import annotations

import re
from typing import Final

from drafter.english.lists import lists
from drafter.patterns import late_pattern

_LETTERS: Final = lists("letters")

SINCERELY: Final = "Yours sincerely"

FAITHFULLY: Final = "Yours faithfully"

NO_ONE: Final = "Sir or Madam"

TO_NO_ONE: Final = frozenset(_LETTERS.phrases("to no one"))

GREETINGS: Final = frozenset(_LETTERS.phrases("greetings"))

GREETS: Final = late_pattern(_LETTERS.either("greets"), re.IGNORECASE)
"""How a line begins that greets, in a letter of the office's."""

# Further greetings that people write: a pattern for words that never follow "my".
OTHER_GREETINGS: Final = _LETTERS.either("other greetings")

CLOSE: Final = _LETTERS.either("close")
"""How a letter closes, as a pattern in small letters, without the sign behind it."""
