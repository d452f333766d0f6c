"""Who signed a letter, for whom, and from where: as it stands there, and nothing that does not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from drafter.letter.bodies import BODIES
from drafter.letter.name_words import fold, title_at
from drafter.mail.addresses import Found, address_in, ends_with_postcode, is_place
from drafter.mail.closing import Letter
from drafter.mail.model import Writer
from drafter.mail.patterns import any_of
from drafter.mail.people import is_organisation, signed_by
from drafter.mail.same_name import is_fuller
from drafter.mail.signers import named_in, signature_of
from drafter.mail.surroundings import Surroundings

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


def writer_of(letter: Letter, around: Surroundings) -> Writer:
    """Who signed."""
    found = signature_of(letter.tail, around)
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
    for lines in blocks:
        block = [line for line in lines if _FROM.fullmatch(line)] or lines  # of a memorandum's "To:", "From:"
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
    signed, rest = named_in(match["rest"])
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
    known = {fold(text) for text in (writer.name, writer.second, writer.organisation) if text}
    signed = signed_by(head[0])
    whole = signed is not None and (len(head[0].split()) > 1 or bool(writer.name))  # "Hawthorns" may be the house
    taken = whole and (not writer.name or (signed is not None and _is_short(writer.name, signed.names[0])))
    body = not writer.organisation and is_organisation(head[0]) and not is_place(head[0])
    if (taken and not is_place(head[0])) or body:
        known.add(fold(head[0]))
    kept = tuple(line for line in writer.address if fold(line) not in known or is_place(line))
    writer = replace(writer, address=kept)
    if signed and taken and not is_place(head[0]):
        return replace(writer, name=signed.names[0])
    if not writer.organisation and is_organisation(head[0]) and not is_place(head[0]):
        return replace(writer, organisation=head[0])
    return writer


def _is_short(short: str, name: str) -> bool:
    """Whether somebody who signed shortly is the one whom the head of the letter names."""
    return _are_initials(short, name) or (len(short) < len(name) and is_fuller(name, short))


def _are_initials(short: str, name: str) -> bool:
    letters = re.sub(r"[^A-Za-z]", "", short)
    words = [word for word in name.split() if title_at([word], 0)[0] is None]
    return 0 < len(letters) <= 4 and letters.isupper() and letters == "".join(word[0] for word in words).upper()
