"""Who wrote a letter, for whom, and from where. It takes what stands in the letter, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from drafter.english.addresses import (
    Found,
    addresses_in,
    ends_with_postcode,
    is_place,
)
from drafter.english.names import BODIES, fold_name_word, is_initials, title_at
from drafter.english.people import is_fuller, is_organisation, signed_by
from drafter.english.words import any_of
from drafter.inbox.model import Writer
from drafter.inbox.sections import MessageSections
from drafter.inbox.signature import ASIDE, OfficeContext, Signature, is_titled, named_in, signature_of

# Writing for somebody else: a person then decides to whom the reply goes, and where.

_PERSON: Final = any_of(
    r"""(?:grand|great-grand|step|god)?(?:mother|father|mum|mam|mom|dad|daughter|son|child|parents?|children)(?:-in-law)?|
    nan|nana|gran|granny|grandad|grandpa|aunt(?:ie|y)?|uncle|niece|nephew|cousin|sister|brother|wife|husband|partner|
    fianc\u00e9e?|neighbours?|friends?|client|patient|tenant|lodger|late \w+"""
)
_RELATIVE: Final = rf"(?:my|our)(?: \w+){{0,3}}? {_PERSON}\b(?! and (?:i|me|myself)\b)"
_TITLED: Final = r"(?:mrs|mr|ms|miss|dr|sir|lady|revd?)\.?(?-i:(?: [A-Z][\w'\u2019.-]*){1,3})"
_WHOM: Final = rf"(?P<whom>{_RELATIVE}(?:,? {_TITLED})?|{_TITLED})"
_WRITES: Final = any_of(
    r"""(?:i am |i'm |i\u2019m |i )?(?:writ(?:e|ing)|contact(?:ing)? you|e-?mail(?:ing)?(?: you)?|get(?:ting)? in touch|
    act(?:ing)?|speak(?:ing)?)(?: to you)? (?:on behalf of|for|in the name of|at the request of)|
    (?:i hold|i have|holding|under|with) (?:a |the )?(?:lasting |enduring )?power of attorney for|
    (?:i am|i'm|i\u2019m|as) (?:the |a |an )?(?:full[- ]time )?(?:carer|attorney|deputy|guardian|advocate|executor|
    representative|solicitor|next of kin) (?:for|of|to)|on behalf of"""
)
_BEHALF: Final = re.compile(rf"(?<![\w-])(?:{_WRITES}) {_WHOM}", re.IGNORECASE)
_ASKED: Final = re.compile(
    rf"(?<![\w-])(?P<whom>{_RELATIVE}(?-i:,?(?: [A-Z][\w'\u2019.-]*){{1,3}})?|{_TITLED}),? (?:has |have |had )?"
    r"(?:asked|authorised|instructed|wants|would like) me to (?:write|contact|e-?mail|get in touch|ask you|tell you)",
    re.IGNORECASE,
)
_PROXY: Final = re.compile(
    r"(?:\b(?:attorney|executor|executrix|deputy|carer|guardian|advocate|appointee|representative|solicitor|"
    r"next of kin|"
    r"(?:grand|step)?(?:son|daughter)|wife|husband|widow|widower|niece|nephew|sister|brother|mother|father)(?:-in-law)?"
    r" (?:for|of|to)(?: the late)?|\(for(?! drs\b)|\bby (?:her|his|their) \w+,?|\bfor my \w+) "
    r"(?P<whom>(?:my \w+ )?(?-i:[A-Z])[\w'\u2019-]+"
    r"(?-i:(?: [A-Z][\w'\u2019.-]*){0,3}))",
    re.IGNORECASE,
)
_SIGNED_FOR: Final = re.compile(
    r"\s*(?:(?:for and )?on behalf of|p\.?\s?p\.?)\s+(?P<whom>\S.{2,60}?)[\s,.]*", re.IGNORECASE
)


def _in_one_line(lines: Iterable[str]) -> str:
    """The words of several lines, as a sentence may run over their ends."""
    return " ".join(" ".join(lines).split())


def written_for(body: Iterable[str], tail: Iterable[str]) -> str:
    """For whom somebody writes, in the letter's own words ("my mother, Mrs Olwen Hale"); empty where for nobody else.

    A signature for an organisation does not count: its letter is answered to the person who signed.
    """
    text = _in_one_line(body)
    for pattern in (_BEHALF, _ASKED):
        for found in pattern.finditer(text):
            after = text[found.end() : found.end() + 30].casefold().lstrip(" ,")
            if not re.match(r"(?:and|&) (?:i|me|myself|my|our)\b", after):
                return found["whom"].strip(" ,")
    for line in list(tail)[:4]:
        if proxy := _PROXY.search(line):
            return proxy["whom"].strip(" ,")
    for line in tail:
        signed = _SIGNED_FOR.fullmatch(line.strip())
        if signed and (whom := signed_by(signed["whom"])) and not is_organisation(signed["whom"]):
            return " and ".join(whom.names)
    return ""


_NAMED: Final = re.compile(
    r"\b(?i:my name is|i am called|i am|i'm|i\u2019m)\s+(?P<name>(?:[A-Z][\w'\u2019.\-]*\s?){1,5})"
)
_LIVES: Final = re.compile(
    r"\b"
    + any_of(
        r"""(?:i|we) (?:now |still |currently |both )?live (?:at|in)|
        (?:i am|i'm|i\u2019m|we are|we're|we\u2019re) now (?:at|living at)|
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
_COUNTED: Final = re.compile(r"\A\d{1,3} (?=[A-Z][a-z]+\Z)")  # "38 Degrees" is a name, and "38 Degrees Lane" none
_MOST_OF_ADDRESS: Final = 7  # lines of an address

# Trades: who has one has a place of work. Such a job is not an office in an organisation that writes.
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


def writer_of(letter: MessageSections, around: OfficeContext) -> Writer:
    """Who signed, and from where. Of several addresses the one next to the name counts. What is not sure becomes a
    doubt.
    """
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
        if _has_own_name(address, found, around) or _is_of_a_body(address, found):
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
    """Why an address may be wrong: there are others in the letter, or it seems to be mistyped."""
    if rivals:
        return [f"it holds several addresses: {'; '.join(_said(each) for each in (chosen, *rivals))}"]
    if chosen is not None and chosen.lines and not chosen.postcode and _MISTYPED.search(chosen.lines[-1]):
        return ["its postcode seems to be mistyped"]
    return []


def _doubts_of_signers(found: Signature, body: Iterable[str], whom: str) -> list[str]:
    """Why it is not sure whom to answer, or where, judged by who signed and what they say."""
    doubts = []
    if _NOT_HERE.search(_in_one_line(body)):
        doubts.append("it asks not to be written to at an address")
    if found.more:
        doubts.append("more than two people signed it")
    if found.doubtful_second and len(found.names) > 1:
        doubts.append(f"is '{found.names[1]}' a second person, or a house?")
    if whom:
        doubts.append(f'somebody writes for "{whom}": who is answered, and where?')
    return doubts


def _above_closing(body: Sequence[str], around: OfficeContext) -> Found | None:
    """An address that is the whole last paragraph of a letter's text."""
    filled = [line.strip() for line in body if line.strip()]
    last: list[str] = []
    for line in reversed([line.strip() for line in body]):
        if not line and last:
            break
        if line:
            last.append(line)
    last.reverse()
    above = filled[-len(last) - 1] if len(filled) > len(last) else ""
    if not last or not is_place(last[0].split(",")[0]) or above.endswith(":"):
        return None  # the line above it says whose it is
    found = next(iter(addresses_in(last)), None) if 0 < len(last) <= _MOST_OF_ADDRESS else None
    whole = found is not None and (found.start, found.end) == (0, len(last)) and bool(found.postcode)
    return found if whole and found is not None and found.lines and not _is_foreign(found, around) else None


def _together(home: Found, signed: Found) -> Found:
    """The address that the writer gives in the text, with the signature's postcode where the signature has only
    that.
    """
    return home._replace(postcode=home.postcode or signed.postcode) if home.lines else signed


def _said(found: Found | None) -> str:
    return found.said if found else ""


def _nearest(places: list[Found], found: Signature, around: OfficeContext) -> tuple[Found | None, list[Found]]:
    """The address next to the name, and the others that may also be the writer's."""
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


def _is_of_a_body(one: Found, found: Signature) -> bool:
    """Whether an address away from the name begins with an organisation for which the writer does not sign."""
    beside = one.start == found.named_at and not found.apart
    plain = bool(found.names) and not (found.role or found.organisation or beside) and len(one.lines) > 1
    return plain and is_organisation(one.lines[0]) and not is_place(one.lines[0])


def _has_own_name(one: Found, found: Signature, around: OfficeContext) -> bool:
    """Whether an address in its own block begins with somebody else's name: "Speak Together, 40 Bowler Lane,
    London".
    """
    if not one.lines:
        return False
    first, *more = one.lines
    first = _COUNTED.sub("", first)
    numbered = any((line[:1].isdigit() and is_place(line)) or line.casefold().startswith("po box") for line in more[:2])
    here = re.sub(r"\d.*", "", one.postcode) in around.areas
    local = here or any(line.casefold() in around.towns for line in one.lines)
    plain = [line for line in (first, *more[:1]) if not is_place(line) and not any(map(str.isdigit, line))]
    # "Hawthorns" below the name is the writer's house if the town is one of the constituency; two such lines are not.
    beside = one.start == found.named_at and not found.apart
    return numbered and first in plain and (not local or (beside and len(plain) > 1))


def _is_work(address: Found, found: Signature, body: Iterable[str]) -> bool:
    """Whether an address is the writer's place of work, as far as its words tell, and not that of an organisation that
    writes.
    """
    if address.whose:
        return address.whose == "work"
    if not found.organisation or (found.employed_at is not None and address.start < found.employed_at):
        return False
    if found.employed_at is None and not _TRADES.search(found.organisation):
        return False  # "for Westmere Keep Our Library"
    if _FOR_ALL.search(" ".join(body)):
        return False
    return bool(_TRADES.search(found.organisation)) or not _SPEAKS.search(found.role)


def _is_foreign(found: Found, around: OfficeContext) -> bool:
    """Whether an address is the office's own, or the House's."""
    return any(line.casefold() in around.lines for line in found.lines) or found.postcode == "SW1A 0AA"


def _without(lines: Sequence[str], found: Found | None) -> list[str]:
    return [*lines[: found.start], *lines[found.end :]] if found else list(lines)


def _own_heads(head: Sequence[str], around: OfficeContext) -> list[list[str]]:
    """The blocks above a greeting that are the writer's: not those that name the member or the House."""
    own: list[list[str]] = []
    blocks: list[list[str]] = [[]]
    for line in head:
        if line.strip():
            blocks[-1].append(line.strip())
        elif blocks[-1]:
            blocks.append([])
    for lines in blocks:
        # The "From:" lines of a memorandum, if there are any.
        block = [line for line in lines if _FROM.fullmatch(line)] or lines
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


def _tidied(writer: Writer, around: OfficeContext) -> Writer:
    """The writer without lines that only seemed to be an address: a lone town, the writer's own name."""
    names = {fold_name_word(name) for name in (writer.name, writer.second) if name}
    lines = [line for line in writer.address if fold_name_word(line) not in names]
    if len(lines) > 1 and _names_the_writer(lines[0], writer):
        lines.pop(0)
    while lines and all(map(is_initials, lines[0].split())) and not lines[0].isdigit():
        lines.pop(0)  # "K O" is the writer's name, and no house
    organisation = writer.organisation
    house = (
        bool(lines)
        and lines[0].casefold().startswith("the ")
        and not BODIES.intersection(map(fold_name_word, lines[0].split()))
    )
    if lines and not organisation and is_organisation(lines[0]) and not is_place(lines[0]) and not house:
        organisation = lines.pop(0)
    towns = all(line.casefold() in around.towns for line in lines)
    if towns or (len(lines) == 1 and not is_place(lines[0]) and not writer.postcode):
        return replace(writer, address=(), organisation=organisation, rest=(*writer.rest, *lines))
    return replace(writer, address=tuple(lines), organisation=organisation)


def _names_the_writer(line: str, writer: Writer) -> bool:
    """Whether the line above an address has the writer's name in another form: "Mrs Dilys Rees", "Dilys Rees (Mrs)"."""
    signed = signed_by(line)
    if signed is None or is_place(line) or len(line.split()) < 2:
        return False
    own = [ASIDE.sub("", name).strip() for name in (writer.name, writer.second) if name]
    above = [ASIDE.sub("", name).strip() for name in signed.names]
    if any(is_fuller(one, other) for one in above for other in own if len(other.split()) > 1 and one):
        return True
    surnames = {fold_name_word(name.split()[-1]) for name in own if len(name.split()) > 1}
    return is_titled(line) and fold_name_word(above[-1].split()[-1]) in surnames


def by_sender(writer: Writer, sender: str) -> Writer:
    """The writer, with the name of the message's sender where that stands below what was taken for the name.

    What stands above it may be closing words that nobody knows ("Hwyl fawr"). Where it reads as a whole name, it is
    left, and a person looks.
    """
    names = [name for name in (writer.name, writer.second) if name]
    if not names or len(sender.split()) < 2 or is_fuller(names[0], sender):
        return writer
    if writer.second and is_fuller(writer.second, sender):
        doubt = f"is '{writer.name}' a person who signs too, or a part of the close?"
        lone = len(writer.name.split()) == 1 and len(writer.second.split()) > 1 and not writer.doubts
        return replace(writer, doubts=(doubt,)) if lone else writer
    for field_, lines in (("address", writer.address), ("rest", writer.rest)):
        signed = signed_by(lines[0]) if lines else None
        if signed is None or len(lines[0].split()) < 2 or not is_fuller(signed.names[0], sender):
            continue
        if len(writer.name.split()) > 1 or writer.second:
            doubt = f"is it signed by '{writer.name}', or by '{lines[0]}', the sender?"
            return replace(writer, doubts=(*writer.doubts, doubt))
        rest = lines[1:] if field_ == "rest" else writer.rest
        address = lines[1:] if field_ == "address" else writer.address
        return replace(writer, name=signed.names[0], address=address, rest=rest)
    return writer


def with_constituency(writer: Writer, around: OfficeContext) -> Writer:
    """The writer, with a doubt where the postcode is outside the constituency: a member answers constituents."""
    code = writer.postcode.upper()
    if not around.postcodes or not code or code.split()[0] in around.postcodes:
        return writer
    doubt = f"its writer lives outside the constituency: {code}"
    return replace(writer, doubts=(*writer.doubts, doubt))


def _named_in_text(writer: Writer, body: Iterable[str]) -> Writer:
    """The writer named in so many words in the text, where the signature has no name."""
    named = _NAMED.search(_in_one_line(body))
    signed = signed_by(re.split(r"\s(?:of|from|at|and)\s", named["name"].strip(" ."))[0]) if named else None
    if signed is None or len(signed.names[0].split()) < 2:
        return writer
    fuller = not writer.name or (len(writer.name.split()) == 1 and is_fuller(signed.names[0], writer.name))
    return replace(writer, name=signed.names[0]) if fuller else writer


def _homes_in_text(body: Iterable[str], around: OfficeContext) -> list[Found]:
    """The addresses that the writer gives in so many words as a home or for letters."""
    homes: list[Found] = []
    text = _in_one_line(_with_commas(body))
    for lives in _LIVES.finditer(text):
        if text[: lives.start()].rstrip()[-1:] in ('"', "'", "\u2018", "\u201c", ":"):
            continue  # somebody else's words: "She says: I live at ..."
        where = re.split(r"(?<=[a-z]{2})\.\s+(?=[A-Z])|,?\s+(?:and|but|so|where|which|since|for)\s+", lives["where"])[0]
        place = next(iter(addresses_in([where.strip(" .")])), None)
        if place is not None and not _is_foreign(place, around):
            towns = len(place.lines) > 1
            lines = tuple(one for one in place.lines if towns or one.casefold() not in around.towns)
            homes.append(place._replace(lines=lines))
    return homes


def _with_commas(body: Iterable[str]) -> list[str]:
    """The lines of a text, with commas between those of an address that stands below a line which leads to it."""
    lines = [line.strip() for line in body]
    at = 0
    while at < len(lines):
        if not lines[at].endswith(":"):
            at += 1
            continue
        start = next((place for place in range(at + 1, len(lines)) if lines[place]), len(lines))
        end = next((place for place in range(start, len(lines)) if not lines[place]), len(lines))
        if 1 < end - start <= _MOST_OF_ADDRESS and ends_with_postcode(lines[end - 1]):
            lines[start:end] = [f"{', '.join(line.rstrip(',') for line in lines[start:end])};"]
            end = start + 1
        at = max(at + 1, end - 1)
    return lines


def _from_head(writer: Writer, head: Sequence[str]) -> Writer:
    """What only the head of the letter says: the name above the address, or a letterhead's organisation."""
    if not head:
        return writer
    known = {fold_name_word(text) for text in (writer.name, writer.second, writer.organisation) if text}
    signed = signed_by(head[0])
    whole = signed is not None and (len(head[0].split()) > 1 or bool(writer.name))  # "Hawthorns" may be the house
    taken = whole and (not writer.name or (signed is not None and _is_short(writer.name, signed.names[0])))
    body = not writer.organisation and is_organisation(head[0]) and not is_place(head[0])
    if (taken and not is_place(head[0])) or body:
        known.add(fold_name_word(head[0]))
    kept = tuple(line for line in writer.address if fold_name_word(line) not in known or is_place(line))
    writer = replace(writer, address=kept)
    if signed and taken and not is_place(head[0]):
        return replace(writer, name=signed.names[0])
    if not writer.organisation and is_organisation(head[0]) and not is_place(head[0]):
        return replace(writer, organisation=head[0])
    return writer


def _is_short(short: str, name: str) -> bool:
    """Whether a short signature is that of the person named at the head of the letter."""
    return _are_initials(short, name) or (len(short) < len(name) and is_fuller(name, short))


def _are_initials(short: str, name: str) -> bool:
    letters = re.sub(r"[^A-Za-z]", "", short)
    words = [word for word in name.split() if title_at([word], 0)[0] is None]
    return 0 < len(letters) <= 4 and letters.isupper() and letters == "".join(word[0] for word in words).upper()
