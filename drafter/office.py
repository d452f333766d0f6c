"""The office: who the member is, how its letters look, where its things lie. Read from ``office.yaml``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from drafter import located_yaml
from drafter.fields import Fields, mapping
from drafter.problems import Problem, ProblemsFound, Where, errors

FILE = "office.yaml"
FOOTNOTES, LIST, NONE = CITATIONS = ("footnotes", "list", "none")
ASK, ANSWER = WITHOUT_ADDRESS = ("ask", "answer")
ACT_FIELDS = ("id", "on", "sentence")
FIELDS = (
    "member", "signs_as", "constituency", "addresses", "email", "telephone", "website", "letterhead",
    "position", "data_protection", "acts", "rules", "register", "keep_names", "citations", "without_address",
)  # fmt: skip


@dataclass(frozen=True)
class Act:
    """Something the member did, entered by the office: what a position may claim, and nothing else may."""

    id: str
    on: date
    sentence: str


@dataclass(frozen=True)
class Office:
    """An office's own details. ``folder`` holds everything that is the office's: facts, templates, letters.

    ``addresses`` are pairs of a name (Westminster) and the address's lines; ``position`` is the name of a template
    in ``templates/positions``, or empty, which is the default: nobody's mouth is filled. ``rules`` are pairs of a
    rule's id and ``off``, ``warning`` or ``error``. ``register`` is the address of the register of approved letters,
    empty for a file of the office's own; ``keep_names`` is whether it has a column with the constituents' names.
    ``citations`` is how a final copy cites: in footnotes, by a closing list of documents, or not at all.
    ``without_address`` is what becomes of a message that gives no postal address: it is asked for, or answered.
    """

    folder: Path
    name: str
    member: str
    signs_as: tuple[str, ...]
    constituency: str
    addresses: tuple[tuple[str, tuple[str, ...]], ...]
    email: str
    telephone: str
    website: str
    letterhead: str
    position: str
    data_protection: str
    acts: tuple[Act, ...]
    rules: tuple[tuple[str, str], ...] = ()
    register: str = field(default="", repr=False)
    keep_names: bool = False
    citations: str = FOOTNOTES
    without_address: str = ASK

    @property
    def facts(self) -> Path:
        """The folder of the fact base."""
        return self.folder / "facts"

    @property
    def templates(self) -> Path:
        """The folder of the templates."""
        return self.folder / "templates"

    @property
    def letters(self) -> Path:
        """The folder where letters go that are given no place."""
        return self.folder / "letters"

    @property
    def texts(self) -> Path:
        """The folder of the documents' texts, which are the office's own and are not passed on."""
        return self.folder / "texts"

    def path_of(self, *parts: str) -> str:
        """How problems call a file of the office's."""
        return str(Path(self.name, *parts))


def load(folder: Path, name: str = "") -> tuple[Office | None, list[Problem]]:
    """Read the office in a folder. ``name`` is how problems call the folder; empty where it is the current one."""
    document, problems = located_yaml.read(folder / FILE, str(Path(name, FILE)))
    if document is None:
        return None, problems
    fields = mapping(document, problems)
    fields.allow(FIELDS)
    member = fields.text("member", required=True)
    inner = fields.inner("addresses")
    position = fields.text("position")
    rules = fields.inner("rules")
    office = Office(
        folder=folder,
        name=name,
        member=member,
        signs_as=fields.lines("signs_as") or (member,),
        constituency=fields.text("constituency", required=True),
        addresses=tuple((place, inner.lines(place)) for place in inner.value),
        email=fields.text("email"),
        telephone=fields.text("telephone"),
        website=fields.text("website"),
        letterhead=fields.text("letterhead", required=True),
        position="" if position == "none" else position,
        data_protection=fields.text("data_protection"),
        acts=tuple(_acts(fields)),
        rules=tuple((rule, rules.text(rule)) for rule in rules.value),
        register=_register(fields),
        keep_names=fields.choice("keep_names", ("yes", "no"), "wrong-type", default="no") == "yes",
        citations=fields.choice("citations", CITATIONS, "wrong-type", default=FOOTNOTES),
        without_address=fields.choice("without_address", WITHOUT_ADDRESS, "wrong-type", default=ASK),
    )
    return office, sorted(problems)


def _acts(fields: Fields) -> list[Act]:
    acts: list[Act] = []
    for part in fields.each("acts"):
        part.allow(ACT_FIELDS)
        id_, on, sentence = part.text("id", required=True), part.day("on", required=True), part.text("sentence")
        if not sentence.startswith("I ") or not sentence.endswith("."):
            hint = "for example: 'I signed Early Day Motion 660.'"
            message = "'sentence' must be a whole sentence in the first person"
            part.problem("not-a-sentence", message, "sentence", hint=hint)
        elif re.search(r"[.?!]\s+\S", sentence):
            part.problem("not-a-sentence", "'sentence' must be one sentence, and no more", "sentence")
        if any(act.id == id_ for act in acts):
            part.problem("repeated-id", f"the act '{id_}' stands already above", "id")
        if on is not None:
            acts.append(Act(id_, on, sentence))
    return acts


def _register(fields: Fields) -> str:
    """The address, which is never repeated: where it holds a password, this file is read by too many."""
    register = fields.text("register")
    secret = re.search(r"://[^/@]*:[^/]*@|[?&](ssl)?pass\w*=", register)
    if secret is not None:
        message = "'register' holds a password, which does not belong in a file that others read"
        fields.problem("password-in-file", message, "register", hint="set DRAFTER_REGISTER to the whole address")
    return register


def open_office(folder: Path, name: str = "") -> Office:
    """As ``load``; raises ProblemsFound where the office cannot be used."""
    office, problems = load(folder, name)
    if errors(problems):
        raise ProblemsFound(problems)
    if office is None:
        raise ProblemsFound([Problem(Where(str(Path(name, FILE))), "unreadable-file", "cannot be read")])
    return office
