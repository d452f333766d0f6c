"""How letters greet and close."""

from __future__ import annotations

from typing import Final

SINCERELY: Final = "Yours sincerely"

FAITHFULLY: Final = "Yours faithfully"

NO_ONE: Final = "Sir or Madam"

TO_NO_ONE: Final = frozenset(
    ("sir", "madam", "sirs", "sir or madam", "madam or sir", "sir/madam", "madam/sir", "to whom it may concern")
)

GREETINGS: Final = frozenset(("dear", "hello", "hi", "hey", "hiya"))
