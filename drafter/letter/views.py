"""The member's view: of a position's template, topic by topic, woven in where it belongs."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from drafter.factbase.model import Topic
from drafter.letter.acts import acts_in_a_template
from drafter.letter.finish import rendered
from drafter.letter.marks import Data, Marks, Words
from drafter.letter.steps import Begin, Put, Step
from drafter.letter.templates import SUFFIX
from drafter.letter.tree import Kind, Segment
from drafter.letter.typography import parted
from drafter.letter.vocabulary import Desk, asking
from drafter.problems import ProblemsFound

MOST, MOST_OF_A_TOPIC = 3, 2  # sentences
FOLDER = "positions"


def path_of(subject: str, position: str) -> str:
    """Where a position of a subject lies among the templates."""
    return f"{subject}/{FOLDER}/{position}{SUFFIX}"


@dataclass
class Views:
    """The sentences of a position that are left to say; each is said once."""

    desk: Desk
    said: list[str] = field(default_factory=list)

    @cached_property
    def _topics(self) -> frozenset[str]:
        """The topics of which a view is said: where there are too many, those that the position names first."""
        source = self.desk.templates.text(path_of(self.desk.subject.id, self.desk.request.position))
        room = MOST - bool(self.desk.request.wants)
        place = {topic.id: source.find(f'"{topic.id}"') for topic in self.desk.topics}
        # What the position does not name, it may still say of all: after what it names.
        mine = sorted(place, key=lambda id_: (place[id_] < 0, place[id_]))
        return frozenset(mine[:room])

    def lead(self) -> list[Step]:
        """What is said beside the answer to whoever asks the member to act."""
        return self._steps("", 1)

    def of(self, topic: Topic, *, beside: bool) -> list[Step]:
        """What is said of a topic, in the paragraph that stands there, or in one of its own."""
        if not self.desk.request.position or topic.id not in self._topics:
            return []
        # Each topic that is still to come keeps a sentence.
        left = sum(one.id in self._topics for one in self.desk.topics[self.desk.topics.index(topic) + 1 :])
        steps = self._steps(topic.id, max(1, min(MOST_OF_A_TOPIC, MOST - len(self.said) - left)))
        return steps if beside or not steps else [Begin(topic.id), *steps]

    def _steps(self, topic: str, most: int) -> list[Step]:
        if not self.desk.request.position:
            return []
        texts = [text for text in _rendered(topic, self.desk) if text not in self.said]
        texts = texts[: max(0, min(most, MOST - len(self.said)))]
        self.said += texts
        return [Put(((Segment(text, Kind.VIEW),),)) for text in texts]


def _rendered(topic: str, desk: Desk) -> list[str]:
    """A position's sentences on a topic; on none, what it says to whoever asks the member to act.

    Raises ProblemsFound where the template claims an act: the letter would claim it over a signature.
    """
    marks = Marks()
    mine = tuple(one for one in desk.topics if one.id == topic)
    names = {
        **asking(desk, mine),
        "topic": topic,
        "topics": [one.id for one in desk.topics],
        "count": len(desk.topics),
        "constituency": desk.office.constituency,
        "member": desk.office.member,
    }
    path = path_of(desk.subject.id, desk.request.position)
    found: list[str] = []
    for nodes in rendered(path, names, marks, desk):
        text = "".join(node.text for node in nodes if isinstance(node, Words | Data))
        found += parted(text)
    claimed = list(acts_in_a_template(desk.templates, path, desk.templates.text(path)))
    if claimed:
        raise ProblemsFound(claimed)
    return found
