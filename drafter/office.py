"""The office: who the member is, how its letters look, and where its files lie. Read from ``office.yaml``."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import field
from enum import StrEnum
from pathlib import Path

from drafter.decisions import Decision, read_decisions
from drafter.english.parties import parties, party_as_called
from drafter.files import located_yaml
from drafter.files.fields import Fields, mapping
from drafter.files.located_yaml import Document
from drafter.frozen import dataclass
from drafter.patterns import late_pattern
from drafter.problems import Problem, ProblemsFound, Where, errors, nearest
from drafter.retention import FIELD as RETENTION
from drafter.retention import Span, read_retention

FILE = "office.yaml"
REMOVED = "removed"  # the folder for subjects that were taken away
MOVING = ".moving-subject"  # beside it while a subject is renamed or removed: what is to be done
NO_POSITION = "none"
OUTWARD = r"[A-Za-z]{1,2}[0-9][A-Za-z0-9]?"  # the first half of a postcode
_OUTWARD = late_pattern(OUTWARD)
FOOTNOTES, LIST, NONE = CITATIONS = ("footnotes", "list", "none")
ASK, ANSWER = WITHOUT_ADDRESS = ("ask", "answer")
FIELDS = (
    "member", "signs_as", "constituency", "side", "party", "addresses", "email", "telephone", "website", "letterhead",
    "subjects", "position", "data_protection", "decisions", "rules", "register", "keep_names", "citations",
    "without_address", "surgeries", "opening_hours", "enclosures", "letterhead_says", "people", RETENTION, "postcodes",
    "areas",
)  # fmt: skip


class OfficeSide(StrEnum):
    """On which side of the House the member sits, for letters that speak for a side."""

    GOVERNMENT = "government"
    OPPOSITION = "opposition"
    NONE = "none"


@dataclass(frozen=True)
class Office:
    """An office's own details. ``folder`` holds all files of the office: facts, templates, letters.

    ``addresses`` are pairs of a name (Westminster) and the address's lines. ``position`` is the name of a position in
    the subject's templates, ``none``, or empty if the file does not say. ``party`` is the member's, if ``side`` is not
    ``none``. ``rules`` are pairs of a rule's id and ``off``, ``warning`` or ``error``. ``register`` is the address of
    the register of approved letters, or empty for a file of the office's own; ``keep_names`` tells whether it has a
    column for the constituents' names. ``citations`` is how a final copy cites: in footnotes, by a closing list of
    documents, or not at all. ``without_address`` is what happens to a message without a postal address: the letter asks
    for it, or answers. ``surgeries``, ``opening_hours`` and ``enclosures`` are lines that letters to one reader may
    have; ``letterhead_says`` are the lines of the letterhead apart from the details here. ``people`` are those who may
    act by name; if there are none, anybody may. ``retention`` are pairs of a kind of personal data and how long it is
    kept. ``subjects`` are those on which the office answers: its own folder of each is laid over the one that came with
    the program. If it is ``None``, the office answers on what its own folder holds, and takes nothing from the program.
    ``postcodes`` are the first halves of the postcodes in the constituency, and ``areas`` the towns and districts in
    which it lies, as papers name them; both are empty if the file does not say.
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
    decisions: tuple[Decision, ...] = ()
    side: OfficeSide = OfficeSide.NONE
    party: str = ""
    rules: tuple[tuple[str, str], ...] = ()
    register: str = field(default="", repr=False)
    keep_names: bool = False
    citations: str = FOOTNOTES
    without_address: str = ASK
    surgeries: tuple[str, ...] = ()
    opening_hours: tuple[str, ...] = ()
    enclosures: tuple[str, ...] = ()
    letterhead_says: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    retention: tuple[tuple[str, Span], ...] = ()
    subjects: tuple[str, ...] | None = None
    postcodes: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()

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
        """The folder for letters without a given place."""
        return self.folder / "letters"

    @property
    def approved(self) -> Path:
        """The folder of final copies, among the letters."""
        return self.letters / "approved"

    @property
    def texts(self) -> Path:
        """The folder of the documents' texts, which stay in the office and are not passed on."""
        return self.folder / "texts"

    @property
    def removed(self) -> Path:
        """The folder of the subjects that were taken away."""
        return self.folder / REMOVED

    @property
    def details(self) -> tuple[str, ...]:
        """The office's details, as they stand here and as they are commonly typed: what its letterhead may say."""
        lines = [line for _, mine in self.addresses for line in mine]
        whole = [sign.join(mine) for _, mine in self.addresses for sign in (", ", " ")]
        every = (
            self.member, self.member.removesuffix(" MP"), self.constituency, self.email, self.telephone,
            self.telephone.replace(" ", ""), self.website, self.website.partition("//")[2], *lines, *whole,
            *self.opening_hours,
        )  # fmt: skip
        return tuple(dict.fromkeys(filter(None, every)))

    def person(self, name: str) -> str:
        """A person's name as the office writes it; a name that it does not list stays as it is."""
        from drafter.english.names import name_key  # late: only somebody who acts is looked up

        return next((one for one in self.people if name_key(one) == name_key(name)), name)

    @property
    def usual_view(self) -> str:
        """The position that letters take by default: the one that is set, or the one named after the side; or none."""
        if self.position:
            return "" if self.position == NO_POSITION else self.position
        return str(self.side) if self.side is not OfficeSide.NONE else ""

    def view(self, known: Collection[str]) -> str:
        """The usual view, of a subject that has the positions ``known``. The side's is one only where there is a text
        for it.
        """
        return self.usual_view if self.position or self.usual_view in known else ""

    def path_of(self, *parts: str) -> str:
        """What problems call a file of the office."""
        return str(Path(self.name, *parts))


def load(folder: Path, name: str = "") -> tuple[Office | None, list[Problem]]:
    """Read the office in a folder. ``name`` is what problems call the folder; empty for the current one."""
    document, problems = located_yaml.read_yaml(folder / FILE, str(Path(name, FILE)))
    if document is None:
        return None, problems
    office, found = read(document, folder, name)
    return office, sorted([*problems, *found])


def read(document: Document, folder: Path, name: str = "") -> tuple[Office, list[Problem]]:
    """Like ``load``, from the text of ``office.yaml`` as it is or would be."""
    problems: list[Problem] = []
    fields = mapping(document, problems)
    if "acts" in fields.value:
        _of_old_shape(fields)
    fields.allow((*FIELDS, "acts"))
    member = fields.text("member", required=True)
    inner = fields.inner("addresses")
    side, party = _side(fields)
    party = party_as_called(party) if party else ""
    if party and party not in parties():
        hint = nearest(party, parties()) or "letters cite a party's papers by its name alone"
        where = fields.where("party")
        problems.append(Problem(where, "unknown-party", f"'{party}' is no party that drafter knows", hint))
    rules = fields.inner("rules")
    office = Office(
        folder=folder,
        name=name,
        member=member,
        signs_as=fields.lines("signs_as") or (member,),
        constituency=fields.text("constituency", required=True),
        side=side,
        party=party,
        addresses=tuple((place, inner.lines(place)) for place in inner.value),
        email=fields.text("email"),
        telephone=fields.text("telephone"),
        website=fields.text("website"),
        letterhead=fields.text("letterhead", required=True),
        position=fields.text("position"),
        data_protection=fields.text("data_protection"),
        decisions=tuple(read_decisions(fields)),
        rules=tuple((rule, rules.text(rule)) for rule in rules.value),
        register=_register(fields),
        keep_names=fields.choice("keep_names", ("yes", "no"), "wrong-type", default="no") == "yes",
        citations=fields.choice("citations", CITATIONS, "wrong-type", default=FOOTNOTES),
        without_address=fields.choice("without_address", WITHOUT_ADDRESS, "wrong-type", default=ASK),
        surgeries=fields.lines("surgeries"),
        opening_hours=fields.lines("opening_hours"),
        enclosures=fields.lines("enclosures"),
        letterhead_says=fields.lines("letterhead_says"),
        people=fields.lines("people"),
        retention=read_retention(fields),
        subjects=fields.texts("subjects") if "subjects" in fields.value else None,
        postcodes=tuple(_postcodes(fields)),
        areas=tuple(_areas(fields)),
    )
    return office, problems


def _postcodes(fields: Fields) -> Iterator[str]:
    for at, code in enumerate(fields.texts("postcodes")):
        if _OUTWARD.fullmatch(code):
            yield code.upper()
        else:
            message = f"'{code[:12]}' is not the first half of a postcode"
            fields.problem("wrong-type", message, "postcodes", at, hint="write 'WV1', without what follows the space")


def _areas(fields: Fields) -> Iterator[str]:
    for at, area in enumerate(fields.lines("areas")):
        if any(map(str.isalpha, area)):
            yield area
        else:
            fields.problem("wrong-type", f"'{area[:12]}' names no place", "areas", at, hint="write 'Westmere'")


def _side(fields: Fields) -> tuple[OfficeSide, str]:
    side = OfficeSide(fields.choice("side", tuple(OfficeSide), "unknown-side", default=NONE) or NONE)
    party = fields.text("party")
    if side is OfficeSide.OPPOSITION and not party:
        message = "'party' must say which party the member sits for, since 'side' is opposition"
        fields.problem("missing-field", message, "side", hint="for example 'party: Labour'")
    elif party and fields.text("side") in ("", NONE):
        hint = "set 'side' to government or opposition, or take 'party' out"
        fields.problem("idle-field", "'party' says nothing where 'side' is none", "party", hint=hint)
    return side, party


def _of_old_shape(fields: Fields) -> None:
    """Say what to write instead of ``acts``."""
    days = [act.get("on") for act in fields.value["acts"] or () if isinstance(act, dict)]
    entry = f"- {{ action: visit-the-library, subject: libraries, done: {days[0]} }}" if days else ""
    message = "an office has no 'acts' any more: what the member did, will or will not do stands under 'decisions'"
    hint = f"for example '{entry}'; 'drafter office decide' writes it" if days else "write 'decisions: []' in its place"
    fields.problem("old-acts", message, "acts", hint=hint)


def _register(fields: Fields) -> str:
    """The register's address. One with a password is refused, and never repeated: too many people read this file."""
    register = fields.text("register")
    secret = re.search(r"://[^/@]*:[^/]*@|[?&](ssl)?pass\w*=", register)
    if secret is not None:
        message = "'register' holds a password, which does not belong in a file that others read"
        fields.problem("password-in-file", message, "register", hint="set DRAFTER_REGISTER to the whole address")
    return register


def open_office(folder: Path, name: str = "") -> Office:
    """Like ``load``; raises ProblemsFound if the office cannot be used."""
    office, problems = load(folder, name)
    if errors(problems):
        raise ProblemsFound(problems)
    if office is None:
        raise ProblemsFound([Problem(Where(str(Path(name, FILE))), "unreadable-file", "cannot be read")])
    return office
