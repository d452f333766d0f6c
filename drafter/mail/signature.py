"""Who signed a letter, for whom, and from where: as it stands there, and nothing that does not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from drafter.letter.bodies import BODIES
from drafter.letter.name_words import fold, is_initials, title_at
from drafter.mail.addresses import Found, addresses_in, ends_with_postcode, is_place
from drafter.mail.closing import Letter
from drafter.mail.model import Writer
from drafter.mail.on_behalf import written_for
from drafter.mail.patterns import any_of
from drafter.mail.people import is_organisation, signed_by
from drafter.mail.same_name import is_fuller
from drafter.mail.signers import Signature, named_in, signature_of
from drafter.mail.surroundings import Surroundings

_NAMED: Final = re.compile(
    r"\b(?i:my name is|i am called|i am|i'm|i\u2019m)\s+(?P<name>(?:[A-Z][\w'\u2019.\-]*\s?){1,5})"
)
_LIVES: Final = re.compile(
    r"\b"
    + any_of(
        r"""(?:i|we) (?:now |still |currently |both )?live (?:at|in)|
        (?:i am|i'm|i\u2019m) (?-i:(?:[A-Z][\w'\u2019.-]*,? ){1,4})(?:of|from|at)|
        (?:i am|i'm|i\u2019m|we are) (?:a |one of your )?(?:resident|living|constituent|voter)s?(?: of yours)?,?
        (?: living)? (?:at|in)|
        my home is (?:at|in)|
        (?:please )?(?:write|reply|send|post)(?: [\w']+){0,4}? (?:to me at|by post to|at|to my [\w ]{3,20} at)|
        (?:my|our) (?:new |other |present |temporary |term[- ]time |home |postal |own |full )?address is|
        (?:my|our) post ?code is|writing (?:to you )?from"""
    )
    + r"\s*:?\s+(?=(?P<where>[^?!;]{3,160}))",
    re.IGNORECASE,
)
_NOT_HERE: Final = re.compile(
    r"\b(?:do not|don't|don\u2019t|never) (?:write|reply|send|post)\b[^.?!;]{0,40}"
    r"\b(?:home|(?:my|this|that|the above) address)\b",
    re.IGNORECASE,
)
_MISTYPED: Final = re.compile(r"\A[A-Z]{1,2}(?:[IOL]|\d[IOL])[A-Z\d]?\s?[\dO][A-Z]{2}\Z", re.IGNORECASE)
_FROM: Final = re.compile(r"\s*(?:from|sender)\s*:?\s+(?P<rest>\S.*)", re.IGNORECASE)
_MOST_OF_ADDRESS: Final = 7  # lines
# Who trades has a place of work, and what is done there for wages is no office of a body that writes.
_TRADES: Final = re.compile(
    r"\b(?:ltd|limited|llp|plc|inc|solicitors|consulting|consultants|& co|partners)\b\.?", re.IGNORECASE
)
_SPEAKS: Final = re.compile(
    r"\b(?:chair\w*|member for|(?:practice|general) manager|secretary|president|treasurer|convenor|organiser|trustee|"
    r"clerk|vicar|rector|minister|pastor|priest|"
    r"director|chief|ceo|head|principal|founder|editor|co-?ordinator|councillor|spokes\w+|representative)\b",
    re.IGNORECASE,
)
_FOR_ALL: Final = re.compile(
    r"\b(?:we at|we are (?:a|an|the)|our (?:members|organisation|charity|company|firm|trustees|practice|patients|"
    r"clients|customers|residents|staff|branch|parish)|on behalf of (?:our|the|all))\b",
    re.IGNORECASE,
)


def writer_of(letter: Letter, around: Surroundings) -> Writer:
    """Who signed, and from where: of several addresses the one next to the name. What is not sure is a doubt."""
    found = signature_of(letter.tail, around)
    places = [one for one in addresses_in(found.left) if not _is_foreign(one, around)]
    address, others = _nearest(places, found, around)
    rest = [*_without(found.left, address), *([address.behind] if address else [])]
    heads = _own_heads(letter.head, around)
    head = heads[0] if heads else []
    above = [one for lines in heads for one in addresses_in(lines) if not _is_foreign(one, around)]
    homes = _homes_in_text((*letter.body, *found.said), around)
    home = homes[0] if homes else None
    if address is None and not above and home is None:
        address = _above_closing(letter.body, around)
    employed = address is not None and _is_work(address, found, letter.body)
    chosen = address
    if home is not None and (address is None or not address.lines or employed):
        chosen = home if address is None or employed else _together(home, address)
    if chosen is None or not chosen.lines:
        chosen = next((one for one in above if one.lines), chosen)
    rivals = [one for one in (*others, *above, *homes) if chosen and not chosen.is_of(one)]
    doubts = _doubts_about(chosen, rivals)
    if address is not None and chosen is address and not rivals:
        if employed:
            doubts = [f"the address is that of {found.organisation or 'where the writer works'}: {address.said}"]
        if _has_own_name(address, found, around):
            doubts.append(f"the only address begins with another name: {address.said}")
    whom = written_for(letter.body, letter.tail)
    doubts += _doubts_of_signers(found, letter.body, whom)
    own = chosen is address
    writer = Writer(
        name=found.names[0] if found.names else "",
        second=found.names[1] if len(found.names) > 1 else "",
        organisation="" if signed_by(found.organisation) and whom else found.organisation,
        address=chosen.lines if chosen else (),
        postcode=chosen.postcode if chosen else "",
        rest=tuple(dict.fromkeys(line for line in (found.role, *found.remarks, *rest) if line)),
        doubts=tuple(doubts),
        said=tuple(found.said),
    )
    writer = _tidied(writer, around) if own or chosen in above else writer
    return _from_head(_named_in_text(writer, letter.body), head)


def _doubts_about(chosen: Found | None, rivals: list[Found]) -> list[str]:
    """Why an address is perhaps not the one: others stand there too, or it seems to be mistyped."""
    if rivals:
        return [f"it holds several addresses: {'; '.join(_said(each) for each in (chosen, *rivals))}"]
    if chosen is not None and chosen.lines and not chosen.postcode and _MISTYPED.search(chosen.lines[-1]):
        return ["its postcode seems to be mistyped"]
    return []


def _doubts_of_signers(found: Signature, body: Iterable[str], whom: str) -> list[str]:
    """Why it is not sure who is answered, or where: by who signed, and what they say."""
    doubts = []
    if _NOT_HERE.search(" ".join(" ".join(body).split())):
        doubts.append("it asks not to be written to at an address")
    if found.more:
        doubts.append("more than two people signed it")
    if found.doubtful_second and len(found.names) > 1:
        doubts.append(f"is '{found.names[1]}' a second person, or a house?")
    if whom:
        doubts.append(f'somebody writes for "{whom}": who is answered, and where?')
    return doubts


def _above_closing(body: Sequence[str], around: Surroundings) -> Found | None:
    """An address that is the whole last paragraph of a letter's text."""
    filled = [line.strip() for line in body if line.strip()]
    last: list[str] = []
    for line in reversed([line.strip() for line in body]):
        if not line and last:
            break
        last = [line, *last] if line else last
    above = filled[-len(last) - 1] if len(filled) > len(last) else ""
    if not last or not is_place(last[0].split(",")[0]) or above.endswith(":"):
        return None  # whose it is, the line above it says
    found = next(iter(addresses_in(last)), None) if 0 < len(last) <= _MOST_OF_ADDRESS else None
    whole = found is not None and (found.start, found.end) == (0, len(last)) and bool(found.postcode)
    return found if whole and found is not None and found.lines and not _is_foreign(found, around) else None


def _together(home: Found, signed: Found) -> Found:
    """Where the writer says to live, and the postcode of the signature where that is all it has."""
    return home._replace(postcode=home.postcode or signed.postcode) if home.lines else signed


def _said(found: Found | None) -> str:
    return found.said if found else ""


def _nearest(places: list[Found], found: Signature, around: Surroundings) -> tuple[Found | None, list[Found]]:
    """The address next to the name, and the others that may as well be the writer's."""
    if not places:
        return None, []
    after = [one for one in places if one.start >= found.named_at]
    own = after[0] if after and found.names else places[0]
    home = next((one for one in places if one.whose == "home"), None)
    if home is not None and own.whose != "home":
        own = home
    if own is not places[0] and _has_own_name(own, found, around) and places[0].end <= found.named_at:
        own = places[0]
    others = [
        one
        for one in places
        if one is not own and not own.is_of(one) and one.whose != "work" and not _has_own_name(one, found, around)
    ]
    return own, others


def _has_own_name(one: Found, found: Signature, around: Surroundings) -> bool:
    """Whether an address in a block of its own begins with somebody else: "Speak Together, 40 Bowler Lane, London"."""
    if not one.lines:
        return False
    first, *more = one.lines
    numbered = any((line[:1].isdigit() and is_place(line)) or line.casefold().startswith("po box") for line in more[:2])
    here = re.sub(r"\d.*", "", one.postcode) in around.areas
    local = here or any(line.casefold() in around.towns for line in one.lines)
    plain = [line for line in one.lines[:2] if not is_place(line) and not any(map(str.isdigit, line))]
    # "Hawthorns", below the name, is the writer's house, where the town is one of here; two such lines are none.
    beside = one.start == found.named_at and not found.apart
    return numbered and first in plain and (not local or (beside and len(plain) > 1))


def _is_work(address: Found, found: Signature, body: Iterable[str]) -> bool:
    """Whether an address is where the writer works, for all that is written there, and not a body's that writes."""
    if address.whose:
        return address.whose == "work"
    if not found.organisation or (found.employed_at is not None and address.start < found.employed_at):
        return False
    if found.employed_at is None and not _TRADES.search(found.organisation):
        return False  # "for Westmere Keep Our NHS"
    if _FOR_ALL.search(" ".join(body)):
        return False
    return bool(_TRADES.search(found.organisation)) or not _SPEAKS.search(found.role)


def _is_foreign(found: Found, around: Surroundings) -> bool:
    """Whether an address is the office's own, or the House's."""
    return any(line.casefold() in around.lines for line in found.lines) or found.postcode == "SW1A 0AA"


def _without(lines: Sequence[str], found: Found | None) -> list[str]:
    return [*lines[: found.start], *lines[found.end :]] if found else list(lines)


def _own_heads(head: Sequence[str], around: Surroundings) -> list[list[str]]:
    """The blocks above a greeting that are the writer's: not those that name the member or the House."""
    own: list[list[str]] = []
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
            own.append([piece for line in block for piece in _from_line(line)])
    return own


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
    while lines and all(map(is_initials, lines[0].split())) and not lines[0].isdigit():
        lines.pop(0)  # "K O" is whoever signed, and no house
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


def _named_in_text(writer: Writer, body: Iterable[str]) -> Writer:
    """The writer by the name that the text says in so many words, where the signature says none."""
    named = _NAMED.search(" ".join(" ".join(body).split()))
    signed = signed_by(re.split(r"\s(?:of|from|at|and)\s", named["name"].strip(" ."))[0]) if named else None
    if signed is None or len(signed.names[0].split()) < 2:
        return writer
    fuller = not writer.name or (len(writer.name.split()) == 1 and is_fuller(signed.names[0], writer.name))
    return replace(writer, name=signed.names[0]) if fuller else writer


def _homes_in_text(body: Iterable[str], around: Surroundings) -> list[Found]:
    """Where the writer says to live, or to want letters, in so many words."""
    homes: list[Found] = []
    text = " ".join(" ".join(body).split())
    for lives in _LIVES.finditer(text):
        if text[: lives.start()].rstrip()[-1:] in ('"', "'", "\u2018", "\u201c", ":"):
            continue  # what somebody else says: "She says: I live at ..."
        where = re.split(r"(?<=[a-z]{2})\.\s+(?=[A-Z])|,?\s+(?:and|but|so|where|which|since|for)\s+", lives["where"])[0]
        place = next(iter(addresses_in([where.strip(" .")])), None)
        if place is not None and not _is_foreign(place, around):
            towns = len(place.lines) > 1
            lines = tuple(one for one in place.lines if towns or one.casefold() not in around.towns)
            homes.append(place._replace(lines=lines))
    return homes


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
