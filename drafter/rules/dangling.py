"""The rule on claims that lean on a word that nothing stands for: 'it will close', 'the Board supports this'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from drafter.facts.claims import plain
from drafter.facts.model import Fact
from drafter.problems import Problem
from drafter.rules.claims import unquoted
from drafter.rules.looked import Looked

# 'Those who wait' and 'it is for each trust to decide' lean on nothing.
_BEGINS: Final = re.compile(
    r"(?:this|that|these|they|such|he|she|it)\b(?!')"
    r"|those\b(?! (?:who|whom|whose|which|that|with|without|in|on|of|at|from|for|to|under|over|near|most|least|\w+ing|"
    r"\w+ed)\b)",
    re.IGNORECASE,
)
_IT_OF_NOTHING: Final = re.compile(
    r"it (?:(?:will|would|may|might|can|could|must|should|has|had|have) )?(?:not )?(?!to\b)\w+ (?!to\b)"
    r"(?:.* )?(?:to|that|whether|if|how|why|what|when|where|who|which|for)\b",
    re.IGNORECASE,
)
_ENDS: Final = re.compile(r"\b(?:this|that|these|those)\Z", re.IGNORECASE)


def dangling_word(looked: Looked) -> Iterator[Problem]:
    """A claim that begins with 'it', 'this', 'that', 'these', 'those', 'they', 'he', 'she' or 'such', or ends with one.

    A claim may stand alone in a letter, and after the claims of another document. Its reader then looks for what the
    word means, and finds something else. A claim that is only told straight after another ('only_after') may lean on
    that one. 'He' and 'she' may be the speaker, as in 'Ms Quill said that she would ask for it'; so may 'they'.
    """
    for fact in looked.base.facts.values():
        word = "" if fact.only_after else _leaning(fact, looked)
        if word:
            message = f"'{fact.id}' says '{word}', and a letter may have nothing before it that this could mean"
            hint = "name what is meant; or say with 'only_after' which fact it is told straight after"
            yield Problem(looked.claim(fact), "dangling-word", message, hint)


def _leaning(fact: Fact, looked: Looked) -> str:
    """The word at the beginning or the end of a claim that means something outside it; empty if there is none."""
    said = unquoted(plain(fact.claim)).strip()
    first, last = _BEGINS.match(said), _ENDS.search(said)
    pronoun = looked.base.speaker(fact).pronoun
    own = first is not None and pronoun != "it" and first[0].casefold() == pronoun
    if first is not None and not own and not _IT_OF_NOTHING.match(said):
        return first[0]
    return last[0] if last is not None else ""
