"""How letters greet and close."""

from __future__ import annotations

from typing import Final

from drafter.english.lists import lists

_LETTERS: Final = lists("letters")

SINCERELY: Final = "Yours sincerely"

FAITHFULLY: Final = "Yours faithfully"

NO_ONE: Final = "Sir or Madam"

TO_NO_ONE: Final = frozenset(_LETTERS.phrases("to no one"))

GREETINGS: Final = _LETTERS.words("greetings")
