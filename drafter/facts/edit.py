"""The only code that writes to files of facts: under a lock, whole files, and only if the base stays readable."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path, PurePosixPath

from drafter.facts import log
from drafter.facts.cache import FactsFolder
from drafter.facts.claims import plain
from drafter.facts.ids import id_from, simple_words
from drafter.facts.model import OVERRULES, Citation, Fact, FactBase, FactKind, bare, fingerprint
from drafter.facts.tables import (
    FACT_FIELDS,
    FACT_LAYOUT,
    OVERRULE_FIELDS,
    OVERRULE_LAYOUT,
    SOURCE_FIELDS,
    SOURCE_LAYOUT,
)
from drafter.files import located_yaml
from drafter.files.atomic import locked, write_atomically
from drafter.files.yaml_edit import appended, read_file, with_field
from drafter.files.yaml_text import PLAIN, Written, cleaned, entry
from drafter.frozen import dataclass
from drafter.problems import Problem, Where, errors

_OVERRULES = """\
# What this office says differently of facts that came with drafter. An upgrade leaves this file as it is.
#   of  the fact's fingerprint when it was entered: 'drafter check' says if the fact has changed since
"""
_BY_HAND = "change it with 'drafter facts edit', or in your own editor"


def set_field(
    text: str, fact_id: str, field: str, value: Written, name: str, *, of_source: bool = False
) -> tuple[str, Problem | None]:
    """The text of a file of facts with one field of one fact set; the unchanged text and a problem if that fails.

    ``name`` is what problems call the file. With ``of_source`` it is a file of sources, and the id is a source's.
    """
    document, problems = located_yaml.parse_yaml(text, name)
    if document is None:
        return text, problems[0]
    root = document.root if isinstance(document.root, list) else []
    index = next((i for i, item in enumerate(root) if isinstance(item, dict) and item.get("id") == fact_id), None)
    if index is None:
        return text, Problem(Where(name), "unknown-fact", f"holds no fact '{fact_id}' any more")
    order, layout = (SOURCE_FIELDS, SOURCE_LAYOUT) if of_source else (FACT_FIELDS, PLAIN)
    changed = with_field(document, index, field, value, order, layout)
    if changed is not None:
        return changed, None
    where = document.entries[index]
    if document.nodes.value[index].flow_style:
        return text, Problem(where, "one-line-entry", f"'{fact_id}' is written between braces", _BY_HAND)
    message = f"'{field}' of '{fact_id}' cannot be changed without touching what stands around it"
    return text, Problem(where, "odd-layout", message, _BY_HAND)


CHANGED_MEANWHILE = "changed-meanwhile"


@dataclass(frozen=True, slots=True)
class ChangeAuthor:
    """Who makes a change, and what the person does, for the log."""

    by: str
    on: date
    what: str = log.EDITED


def replace_file(home: FactsFolder, path: Path, old: str, new: str, hand: ChangeAuthor) -> list[Problem]:
    """Replace a file's text if the file is still the same as when the change was begun; otherwise write nothing."""

    def swap(present: str) -> tuple[str, Problem | None]:
        if present == old:
            return new, None
        message = "was changed by another hand meanwhile, and was left alone"
        return present, Problem(Where(home.name_of(path)), CHANGED_MEANWHILE, message)

    return _change(home, path, swap, hand)


def add_fact(home: FactsFolder, path: Path, text: str, hand: ChangeAuthor) -> list[Problem]:
    """Add the text of a fact at the end of a file, after one blank line."""
    return _change(home, path, lambda present: (appended(present, text), None), hand)


def change_field(home: FactsFolder, fact: Fact, field: str, value: Written, hand: ChangeAuthor) -> list[Problem]:
    """Set one field of a fact, in its file as it is now.

    What became of a fact that came with the program is entered among the office's overrules. Nothing else of such a
    fact can be set.
    """
    if not home.is_own(fact):
        return _overrule(home, fact, field, value, hand)
    path = home.path_of(fact)
    name = home.name_of(path)
    return _change(home, path, lambda present: set_field(present, fact.id, field, value, name), hand)


def not_own(fact: Fact) -> Problem:
    """What is said if the text of a fact that came with the program is to be changed."""
    message = f"'{fact.id}' came with drafter, and is not changed here: an upgrade would bring the old words back"
    hint = "enter a fact of your own, then 'drafter facts supersede' or 'withdraw' this one"
    return Problem(fact.where, "shipped-fact", message, hint)


def _overrule(home: FactsFolder, fact: Fact, field: str, value: Written, hand: ChangeAuthor) -> list[Problem]:
    """Enter what became of a fact that came with the program, in the office's own folder of its subject."""
    if field not in ("superseded_by", "withdrawn"):
        return [not_own(fact)]
    path = home.folder / fact.subject / OVERRULES
    name = home.name_of(path)

    def enter(present: str) -> tuple[str, Problem | None]:
        if present.strip():
            document, _ = located_yaml.parse_yaml(present, name)
            root = document.root if document is not None and isinstance(document.root, list) else []
            index = next(
                (i for i, one in enumerate(root) if isinstance(one, dict) and one.get("fact") == fact.id), None
            )
            if document is not None and index is not None:
                changed = with_field(document, index, field, value, OVERRULE_FIELDS)
                message = f"the entry on '{fact.id}' cannot be changed without touching what stands around it"
                problem = Problem(document.entries[index], "odd-layout", message, "change it in your own editor")
                return (changed, None) if changed is not None else (present, problem)
        made: dict[str, Written] = {"fact": fact.id, "of": fingerprint(fact), field: value}
        return appended(present or _OVERRULES, entry(made, OVERRULE_LAYOUT)), None

    return _change(home, path, enter, hand)


def _change(
    home: FactsFolder, path: Path, make: Callable[[str], tuple[str, Problem | None]], hand: ChangeAuthor
) -> list[Problem]:
    name = home.name_of(path)
    with locked(home.folder):
        present, problems = read_file(path, name)
        if problems:
            return problems
        text, problem = make(present)
        if problem is not None:
            return [problem]
        before, after = home.load().base, home.load({path: text})
        if errors(after.problems):
            return errors(after.problems)
        problem = write_atomically(path, text.encode("utf-8"), name, replace=True, shared=True, make_folder=True)
        if problem is not None:
            return [problem]
        changed = [
            (hand.what if id_ in before.facts else log.ADDED, fact)
            for id_, fact in after.base.facts.items()
            if before.facts.get(id_) != fact
        ]
        return log.append_versions(home.folder, home.name, changed, hand.by, hand.on)


# New facts: suggestions for the person who enters one.

_LONGEST = 56  # characters; an id may have 60, with a number behind it
_WORDS = 6
_LITTLE = frozenset(
    "a an and any are as at be been being by for from had has have he her his in into is it its no not of on or she "
    "should so some such than that the their them there these they this those to under up was were what when which "
    "who will with would".split()
) - {"no", "not"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NewFact:
    """What the person who enters a fact has said."""

    id: str
    topics: tuple[str, ...]
    series: str
    kind: str
    claim: str
    start: date
    review_by: date | None
    cite: Citation
    occasion: str = ""
    on_record: bool = False

    def entry(self) -> str:
        """The fact's entry as it stands in a file."""
        cite: dict[str, Written] = {
            "source": self.cite.source,
            "quote": cleaned(self.cite.quote),
            "paragraph": self.cite.paragraph,
            "occurrence": self.cite.occurrence or None,
        }
        fields: dict[str, Written] = {
            "id": self.id,
            "topics": [bare(topic) for topic in self.topics],  # of the subject in whose folder it stands
            "series": self.series or None,
            "kind": self.kind if self.kind != FactKind.CLAIM else None,
            "claim": cleaned(self.claim),
            "occasion": cleaned(self.occasion) or None,
            "on_record": "yes" if self.on_record else None,
            "from": self.start.isoformat(),
            "review_by": self.review_by.isoformat() if self.review_by else None,
            "cites": [cite],
        }
        return entry(fields, FACT_LAYOUT)


def propose_id(claim: str, taken: Iterable[str]) -> str:
    """An id from the important words of a claim."""
    told = re.sub(r"['\u2019]s\b", "", plain(claim).casefold())
    words = [word for word in simple_words(told) if word not in _LITTLE]
    return id_from(" ".join(words[:_WORDS]), taken, "fact", _LONGEST)


def home_of(topics: Sequence[str], base: FactBase) -> str:
    """The name of the file with most facts whose first topic this is; without one, a name made from the topic."""
    counts = Counter(
        PurePosixPath(fact.where.path.replace("\\", "/")).name
        for fact in base.facts.values()
        if fact.topics[0] == topics[0]
    )
    return counts.most_common(1)[0][0] if counts else f"{bare(topics[0])}.yaml"
