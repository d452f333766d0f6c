"""What an approved letter said of a fact, read from its final copy, and whom it was to."""

from __future__ import annotations

from drafter.factbase.claims import plain
from drafter.factbase.model import Fact
from drafter.letter.correct import Earlier
from drafter.letter.correspondent import Correspondent, clean
from drafter.letter.returned import Returned
from drafter.register.model import Entry
from drafter.review.reviewing import review
from drafter.review.standing import Shelf

_NO_ONE = ("Dear Sir or Madam", "Yours faithfully")


def earlier_letter(entry: Entry, returned: Returned, fact: Fact, shelf: Shelf, name: str) -> Earlier:
    """The letter that is to be corrected, from the register and from its final copy.

    Its sentence is that of the copy, whole; where a person had reworded it beyond recognition, the claim in the
    register.
    """
    reviewed = review(returned, shelf, name, entry.letter_date)
    kept = next((said.statement for said in entry.facts if said.fact == fact.id), plain(fact.claim))
    said = next((passage.text for passage in reviewed.passages if fact.id in passage.facts), kept)
    letter = reviewed.letter
    lines = [clean(line) for line in letter.addressee]
    to = Correspondent(
        name=lines[0] if lines else "",
        address=tuple(lines[1:]),
        salutation=clean(letter.salutation) or _NO_ONE[0],
        close=clean(letter.close) or _NO_ONE[1],
    )
    topics = tuple(topic for topic in entry.topics if topic in shelf.base.topics)
    return Earlier(
        entry.number, entry.letter_date, said, to, topics, clean(entry.reference), letter.mailing, letter.attached
    )
