"""Who signed a letter, for whom, and from where: as it stands there, and nothing that does not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from drafter.letter.bodies import BODIES, is_body
from drafter.letter.name_words import fold, is_letters, title_at
from drafter.mail.addresses import Found, address_in, ends_with_postcode, is_phone, is_place, split_postcode
from drafter.mail.closing import Letter
from drafter.mail.model import Writer
from drafter.mail.patterns import any_of
from drafter.mail.people import Signed, is_organisation, organisation_of, role_of, signed_by

_NET: Final = re.compile(r"(?:\w{1,8}:\s*)?(?:\S+@\S+\.\S+|(?:https?://|www\.)\S+)", re.IGNORECASE)
_NAMED: Final = re.compile(r"\b(?:my name is|i am called)\s+(?P<name>(?:[A-Z][\w'\u2019.\-]*\s?){1,5})")
_LIVES: Final = re.compile(
    r"\b"
    + any_of(
        """i live (?:at|in)|my (?:home |postal )?address is|my post ?code is|i am (?:resident|living) (?:at|in)|
        we live (?:at|in)"""
    )
    + r"\s*:?\s+(?P<where>[^.?!;]{3,120})",
    re.IGNORECASE,
)
_FROM: Final = re.compile(r"\s*(?:from|sender)\s*:?\s+(?P<rest>\S.*)", re.IGNORECASE)
_KISSES: Final = re.compile(r"\s+x{1,5}$", re.IGNORECASE)
_IN_BRACKETS: Final = re.compile(r"\s*\(([A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2})\)", re.IGNORECASE)
_ASIDE: Final = re.compile(r"\(.*\)")


@dataclass(frozen=True)
class Surroundings:
    """What is not the writer's, in small letters: the office's own streets, words of the member's name, towns."""

    lines: frozenset[str] = frozenset()
    member: frozenset[str] = frozenset()
    towns: frozenset[str] = frozenset()

    @property
    def names(self) -> frozenset[str]:
        """The words of the member's name and of the towns."""
        return self.member | {word for town in self.towns for word in town.split()}


class _Line(NamedTuple):
    """A line of a signature: whom it names, if anybody, and what stands behind the name; which block it is in."""

    text: str
    signed: Signed | None
    rest: tuple[str, ...]
    block: int


@dataclass
class _Signature:
    """What was found so far."""

    names: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    organisation: str = ""
    role: str = ""
    left: list[str] = field(default_factory=list)


def writer_of(letter: Letter, around: Surroundings) -> Writer:
    """Who signed."""
    found = _signature(_lines_of(letter.tail, around))
    address = _address(found.left, around)
    rest = _without(found.left, address)
    head = _own_head(letter.head, around)
    if (address is None or not address.lines) and head:
        above = address_in(head)
        if above is not None and not _is_foreign(above, around):
            address = above
    writer = Writer(
        name=found.names[0] if found.names else "",
        second=found.names[1] if len(found.names) > 1 else "",
        organisation=found.organisation,
        address=address.lines if address else (),
        postcode=address.postcode if address else "",
        rest=tuple(dict.fromkeys(line for line in (found.role, *found.remarks, *rest) if line)),
    )
    return _from_head(_said_in_text(_tidied(writer, around), letter.body, around), head)


def _lines_of(tail: Sequence[str], around: Surroundings) -> list[_Line]:
    lines: list[_Line] = []
    block = 0
    for line in tail:
        said = _KISSES.sub("", _IN_BRACKETS.sub(r", \1", line.strip().strip("*"))).rstrip(",")
        if not said:
            block += bool(lines)
            continue
        for piece in re.split(r"\s+[|\u2022\u00b7]\s+", said):
            signed, rest = _named(piece, first=not lines)
            foreign = signed is not None and all(
                {fold(word) for word in name.split()} <= around.member | around.towns for name in signed.names
            )
            lines.append(_Line(piece, None, (piece,), block) if foreign else _Line(piece, signed, rest, block))
    return lines


def _named(said: str, *, first: bool = False) -> tuple[Signed | None, tuple[str, ...]]:
    """Whom a line names at its beginning, and what stands behind that. On the first line "Ann Hill" is a person."""
    if organisation_of(said) or role_of(said) or role_of(said.partition(",")[0]) or _NET.fullmatch(said):
        return None, (said,)
    if is_organisation(said) and ("&" in said or " and " in said.lower() or is_body(said.split())):
        return None, (said,)
    whole = signed_by(said)
    if whole and (first or not is_place(said)):
        return whole, ()
    name, comma, rest = said.partition(",")
    if comma and (signed := signed_by(name)) and (first or not is_place(name)):
        behind = [part.strip() for part in rest.split(",") if part.strip()]
        letters = [part for part in behind if all(is_letters(word) for word in part.split())]
        return signed, tuple(
            [", ".join(part for part in behind if part not in letters)] if len(behind) > len(letters) else []
        )
    bare, code = split_postcode(said)
    if code and bare and (signed := signed_by(bare)) and not is_place(bare):  # "L Yardley WV2 9WY"
        return signed, (code,)
    match = re.match(r"(?P<name>(?:\S+ ){1,4}?\S+?)[.,]?\s+(?P<rest>(?:Flat |Apt )?\d{1,4}[A-Za-z]?[, ].*)", said)
    if match and (signed := signed_by(match["name"])) and is_place(split_postcode(match["rest"])[0]):
        return signed, (match["rest"],)  # "Martin Quayle 19 Sandwell Close WV3 9ZQ"
    return None, (said,)


def _signature(lines: list[_Line]) -> _Signature:
    found = _Signature()
    first: _Line | None = None
    within = -1  # the block of an address that has begun: a village in it is nobody's name
    for at, line in enumerate(lines):
        village = line.block == within and not found.names and not _is_titled(line.text)
        if line.signed is not None and at < 8 and not village and _takes(found, line, first, lines[at + 1 :]):
            first = first or line
            found.remarks += [line.signed.remark] if line.signed.remark else []
            for behind in line.rest:
                _behind(found, behind)
            continue
        if ends_with_postcode(line.text):
            within = -1
        elif is_place(line.text) and not organisation_of(line.text):
            within = line.block
        _beside(found, line.text, named=bool(found.names), closed=at == 0)
    return found


def _is_titled(text: str) -> bool:
    return title_at(text.split(), 0)[0] is not None


def _takes(found: _Signature, line: _Line, first: _Line | None, following: list[_Line]) -> bool:
    """Whether a line that may be a name is one: the first, a fuller form of it, or a second person's."""
    assert line.signed is not None
    names = list(line.signed.names)
    if not found.names:
        found.names = names
        return True
    if len(names) == 1 and _is_fuller(names[0], found.names[0]):
        found.names[0] = max(names[0], found.names[0], key=len)
        return True
    beside = len(found.names) == 1 and len(names) == 1 and first is not None and line.block == first.block
    if beside and first is not None and _are_two(found.names[0], names[0], line, first, following):
        found.names.append(names[0])
        return True
    return False


def _is_fuller(one: str, other: str) -> bool:
    """Whether two names are one person's: every word of the shorter stands in the other, or begins a word of it."""
    short, long = ([fold(word) for word in name.split()] for name in sorted((one, other), key=len))
    if short == long:
        return True
    own = [word for word in short if title_at([word], 0)[0] is None]
    initials = [word for word in long if title_at([word], 0)[0] is None]
    return (
        bool(own)
        and len(own) <= len(initials)
        and all(
            any(word == other or (len(word.rstrip(".")) == 1 and other.startswith(word[:1])) for other in initials)
            for word in own
        )
    )


def _are_two(one: str, other: str, line: _Line, first: _Line, following: list[_Line]) -> bool:
    """Whether a second name below the first is a second person's, and not the house or the village of the first."""
    words, others = one.split(), other.split()
    if title_at(words, 0)[0] is not None and title_at(others, 0)[0] is not None:
        return True
    if len(others) < 2 or is_place(other):
        return False
    lettered = [any(is_letters(word.strip(",")) for word in name[1:]) for name in (words, others)]
    described = [bool(each.signed and each.signed.remark) or bool(each.rest) for each in (line, first)]
    if all(lettered) or all(described) or fold(words[-1]) == fold(others[-1]):
        return True
    # Two lines by themselves, and the address in a block below.
    below = [each for each in following if each.block == line.block]
    return not below and bool(following)


def _behind(found: _Signature, said: str) -> None:
    """What stands behind a name on its line: what the writer is, for whom, or where."""
    if is_place(said) or ends_with_postcode(said):
        found.left.append(said)
    elif organisation_of(said):
        found.organisation = found.organisation or organisation_of(said)
    else:
        parts = [part.strip() for part in said.split(",")]
        for part in parts:
            if is_organisation(part) and not role_of(part) and not found.organisation:
                found.organisation = part
            elif is_place(part):
                found.left.append(part)
            else:
                found.remarks.append(part)


def _beside(found: _Signature, said: str, *, named: bool, closed: bool) -> None:
    """A line that names nobody."""
    if organisation_of(said) and not found.organisation:
        found.organisation = organisation_of(said)
    elif _NET.fullmatch(said) or is_phone(said) or _ASIDE.fullmatch(said):
        found.remarks.append(said)
    elif role_of(said.partition(",")[0]):
        role, _, rest = said.partition(",")
        found.role = found.role or role.strip()
        if rest.strip():
            _beside(found, rest.strip(), named=named, closed=closed)
    elif (
        not found.organisation
        and not ends_with_postcode(said)
        and not re.match(r"\s*\d", said)
        and _is_body(found, said, named=named, closed=closed)
    ):
        found.organisation = said.strip(" ,.")
    else:
        found.left.append(said)


def _is_body(found: _Signature, said: str, *, named: bool, closed: bool) -> bool:
    """Whether a line is the organisation's: by its words, or by where it stands, behind what somebody is in it."""
    words = said.split()
    plainly = bool(BODIES.intersection(map(fold, words))) and "," not in said and not found.left
    if is_organisation(said) and (not is_place(said) or closed or bool(found.role) or plainly):
        return True
    capitals = sum(word[:1].isupper() for word in words)
    plain = not is_place(said) and "," not in said and capitals * 2 > len(words) and not any(map(str.isdigit, said))
    return plain and (
        (bool(found.role) and not found.left and len(words) >= 2) or (closed and not named and len(words) >= 3)
    )


def _address(left: list[str], around: Surroundings) -> Found | None:
    found = address_in(left)
    return None if found is None or _is_foreign(found, around) else found


def _is_foreign(found: Found, around: Surroundings) -> bool:
    """Whether an address is the office's own, or the House's."""
    return any(line.casefold() in around.lines for line in found.lines) or found.postcode == "SW1A 0AA"


def _without(lines: Sequence[str], found: Found | None) -> list[str]:
    return [*lines[: found.start], *lines[found.end :]] if found else list(lines)


def _own_head(head: Sequence[str], around: Surroundings) -> list[str]:
    """The lines above a greeting that are the writer's: not those that name the member or the House."""
    blocks: list[list[str]] = [[]]
    for line in head:
        if line.strip():
            blocks[-1].append(line.strip())
        elif blocks[-1]:
            blocks.append([])
    for block in blocks:
        said = " ".join(block)
        foreign = re.search(r"\bMP\b|House of Commons", said) or any(
            line.casefold().strip(" ,") in around.lines for line in block
        )
        if not foreign and (any(map(ends_with_postcode, block)) or any(map(is_place, block))):
            return [piece for line in block for piece in _from_line(line)]
    return []


def _from_line(line: str) -> list[str]:
    match = _FROM.fullmatch(line)
    if match is None:
        return [line]
    signed, rest = _named(match["rest"])
    return [*signed.names, *rest] if signed else [match["rest"]]


def _tidied(writer: Writer, around: Surroundings) -> Writer:
    """The writer without what an address only seemed to be: a town by itself, the writer's own name."""
    names = {fold(name) for name in (writer.name, writer.second) if name}
    lines = [line for line in writer.address if fold(line) not in names]
    organisation = writer.organisation
    house = (
        bool(lines) and lines[0].casefold().startswith("the ") and not BODIES.intersection(map(fold, lines[0].split()))
    )
    if lines and not organisation and is_organisation(lines[0]) and not is_place(lines[0]) and not house:
        organisation = lines.pop(0)
    towns = all(line.casefold() in around.towns for line in lines)
    if towns or (len(lines) == 1 and not is_place(lines[0]) and not writer.postcode):
        return replace(writer, address=(), organisation=organisation, rest=(*writer.rest, *lines))
    return replace(writer, address=tuple(lines), organisation=organisation)


def _said_in_text(writer: Writer, body: Iterable[str], around: Surroundings) -> Writer:
    """What the writer says of name and address in so many words, where the signature does not."""
    text = " ".join(" ".join(body).split())
    named, lives = _NAMED.search(text), _LIVES.search(text)
    if named and not writer.name and (signed := signed_by(named["name"].strip(" ."))):
        writer = replace(writer, name=signed.names[0])
    if lives and not writer.postcode:
        where = re.split(r"\s+(?:and|but|so|where|which|since|for)\s+", lives["where"])[0]
        found = address_in([where.strip()])
        if found and not _is_foreign(found, around):
            lines = tuple(line for line in found.lines if line.casefold() not in around.towns or len(found.lines) > 1)
            writer = replace(writer, address=writer.address or lines, postcode=found.postcode)
    return writer


def _from_head(writer: Writer, head: Sequence[str]) -> Writer:
    """What only the head of the letter says: the name above the address, the organisation of a letterhead."""
    if not head:
        return writer
    known = {fold(text) for text in (writer.name, writer.second, writer.organisation, head[0]) if text}
    kept = tuple(line for line in writer.address if fold(line) not in known or is_place(line))
    writer = replace(writer, address=kept)
    signed = signed_by(head[0])
    if signed and not is_place(head[0]) and (not writer.name or _are_initials(writer.name, signed.names[0])):
        return replace(writer, name=signed.names[0])
    if not writer.organisation and is_organisation(head[0]) and not is_place(head[0]):
        return replace(writer, organisation=head[0])
    return writer


def _are_initials(short: str, name: str) -> bool:
    letters = re.sub(r"[^A-Za-z]", "", short)
    words = [word for word in name.split() if title_at([word], 0)[0] is None]
    return 0 < len(letters) <= 4 and letters.isupper() and letters == "".join(word[0] for word in words).upper()
