"""Who signed a letter, for whom, and from where. It takes what stands in the letter, and nothing else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import field, replace
from typing import Final, NamedTuple

from drafter.english.addresses import (
    Found,
    addresses_in,
    ends_with_postcode,
    is_address_label,
    is_phone,
    is_place,
    is_reached,
    split_postcode,
    told_behind,
)
from drafter.english.names import BODIES, fold_name_word, is_body, is_initials, is_letters, title_at
from drafter.english.people import Signed, is_fuller, is_organisation, organisation_of, role_of, signed_by
from drafter.english.words import any_of
from drafter.frozen import dataclass
from drafter.inbox.model import Writer
from drafter.inbox.sections import MessageSections, tells
from drafter.inbox.webforms import label_of
from drafter.letter.recipient import postcodes
from drafter.office import Office

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


# Surroundings: names and places in a letter to an office that are not its writer's.


@dataclass(frozen=True)
class OfficeContext:
    """Names and places that are not the writer's, in lower case: the office's own streets, the member's name, towns.

    ``areas`` are the letters with which postcodes in the constituency begin, in upper case. ``postcodes`` are the first
    halves of all of them, empty where the office does not say.
    """

    lines: frozenset[str] = frozenset()
    member: frozenset[str] = frozenset()
    towns: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    postcodes: frozenset[str] = frozenset()

    @property
    def names(self) -> frozenset[str]:
        """The words of the member's name and of the towns."""
        return self.member | {word for town in self.towns for word in town.split()}


def surroundings(office: Office) -> OfficeContext:
    """Find the surroundings of an office."""
    lines = [line for _, address in office.addresses for line in address]
    parts = [part.strip().casefold() for line in lines for part in line.split(",")]
    streets = {part for part in parts if any(map(str.isdigit, part)) and not postcodes(part)} | {"house of commons"}
    towns = {part for part in parts if part and not any(map(str.isdigit, part))} - streets
    member = {word.casefold().strip(".") for word in office.member.split()} | {"mp", "ms", "mrs", "miss", "mr", "dr"}
    codes = [code for line in lines if line.casefold() not in streets for code in postcodes(line)]
    # Nobody lives at the House's postcode.
    areas = {re.sub(r"\d.*", "", code) for code in codes if not code.startswith("SW1A")}
    named = frozenset({*towns, office.constituency.casefold(), "uk"})
    return OfficeContext(frozenset(streets), frozenset(member), named, frozenset(areas), frozenset(office.postcodes))


# Lines of a signature: whom they name, for whom they sign, what the writers are, where they live.

_NET: Final = re.compile(r"(?:\w{1,8}:\s*)?(?:\S+@\S+\.\S+|(?:https?://|www\.)\S+)", re.IGNORECASE)
_KISSES: Final = re.compile(r"\s+x{1,5}$", re.IGNORECASE)
_PICTURES: Final = "\u2190"  # from here on, symbols are pictures; below are "\u00a9" and "\u2105"
_OF_PICTURES: Final = frozenset(("So", "Sk", "Mn"))  # pictures, their colours and their forms
_IN_BRACKETS: Final = re.compile(r"\s*\(([A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2})\)", re.IGNORECASE)
_OF_SIGNERS: Final = frozenset(("signed", "signature", "yours", "from", "date", "t", "m", "e", "w", "tel", "h", "p"))
_ENCLOSED: Final = re.compile(r"(?P<name>[^()\[\]]*)[(\[](?P<inner>[^()\[\]]+)[)\]]")  # an address in brackets
# "Sue, Dave and Ellie Ramsbottom", "The Ramsbottom family": a letter can greet no more than two.
_CROWD: Final = re.compile(r"^[^,]+,.*\s(?:and|&)\s|\bfamily$", re.IGNORECASE)
_HOUSES: Final = frozenset(("house", "cottage", "lodge", "barn", "farm", "villa", "manor"))
_NUMBER: Final = re.compile(r"\b(?:charity|company|registration) (?:no|number)\b", re.IGNORECASE)
# "Please reply to my daughter:", and the lines below it.
_OTHERS: Final = re.compile(
    r"^(?!.*\b(?:me|us|address|details)\b).*\b(?:to|from|of|with|by|cc)\b.*\b\w+ .*:\s*$", re.IGNORECASE
)
# A telephone number or the like after a name on its line. Possessive, since backtracking would try too many ways.
_REACHED: Final = re.compile(
    r"(?<=[A-Za-z])(?:(?:[\s,;|\-]++|(?<=\s))"
    r"(?>(?:(?:tel|mob|t|m)[.:]*\s*)?(?:\+?[\d() ]{9,}+|(?=\S+@\S+\.\S)\S++)))++\Z"
)
# "GP: Dr Rao, The Surgery, Mill Lane", "My daughter's address:": the place of somebody else.
_ANOTHERS: Final = re.compile(
    r"\s*(?:my |our |the )?"
    + any_of(
        r"""gp|doctor|surgery|hospital|landlord|landlady|housing association|employer|solicitors?|school|daughter|son|
        mother|mum|father|dad|sister|brother|wife|husband|partner|carer|neighbour|friend|next of kin|agent|executor"""
    )
    + r"(?:['\u2019]s)?(?: \w+){0,2}\s*(?::|\bis\b(?: at)?:?)",
    re.IGNORECASE,
)
# From here to the end the lines name other people: who has a copy, what is enclosed, who passed the letter on.
_ELSEWHERE: Final = re.compile(
    r"\s*"
    + any_of(
        r"""(?:b?cc|c\.\s?c\.?|cop(?:y|ies|ied)(?: sent)?(?: to)?)(?:[\s:.]|$)|
        enc(?:l|ls|s|losed|losures?)?(?:[\s:.]|$)|
        attach(?:ed|ments?)\b|(?:sent|delivered|submitted|powered|provided|hosted|organised|promoted) (?:by|via|through|
        using|on behalf of)\b|(?:this|the) (?:e-?mail|message|letter|campaign) (?:was|is|has|comes|came)\b|
        (?:\u00a9|copyright)\s|registered (?:in|office|charity|company|address)\b"""
    ),
    re.IGNORECASE,
)
_STYLED: Final = re.compile(r"(?P<own>[^()]+?)\s*\((?P<title>mrs|mr|ms|miss|mx|dr)\.?\)", re.IGNORECASE)
_SIGNED: Final = re.compile(r"signed(?: by)?\s*:\s*", re.IGNORECASE)
_MARKED: Final = re.compile(
    r"[\s,(]*(?:\b(?:dob|d\.o\.b\.?|date of birth|born|nhs (?:no|number)|ni (?:no|number)|national insurance|"
    r"service no)\b.*|"
    r"(?<![\w/])[A-Z]\d{4}[A-Z]{2}\Z|\A\d{6,10}\Z|\s(?-i:n\u00e9e|nee) [A-Z]\S+\Z)",
    re.IGNORECASE,
)
# "Very Worried Pensioner", "Your Constituent": these describe the writer and are no line of an address.
_DESCRIBES: Final = re.compile(
    r"\b(?:constituents?|voters?|pensioners?|tax ?payers?|residents?|citizens?|patients?|"
    r"(?:labour|conservative|lib dem) \w+|"
    r"member|supporter|mother|father|grandmother|grandfather|nurse|carer|teacher|campaigner|activist)\b",
    re.IGNORECASE,
)
_IN_PLACE: Final = re.compile(r"(?:pp|p\.p\.)\s+(?=[A-Z])", re.IGNORECASE)  # "pp Verity Hopcroft"
_ASIDE: Final = re.compile(r"\(.*\)")


class _Line(NamedTuple):
    """A line of a signature: the person that it names, if any, what follows the name, and the number of its block."""

    text: str
    signed: Signed | None
    rest: tuple[str, ...]
    block: int


@dataclass
class Signature:
    """What is found in a signature. ``left`` are lines that may be an address, with an empty one between blocks.

    ``named_at`` is how many of these stand before the name; ``employed_at`` how many stand before the writer's office
    in an organisation. ``apart`` is whether the first of them is in another block than the name. ``said`` are lines
    that belong to the text, since they tell something. ``more`` is whether more than two people signed,
    ``doubtful_second`` whether the second name may be a house.
    """

    names: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    organisation: str = ""
    role: str = ""
    left: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    more: bool = False
    doubtful_second: bool = False
    named_at: int = 0
    employed_at: int | None = None
    apart: bool = False
    block: int = 0

    def leave(self, said: str, block: int) -> None:
        """Add a line to those that may be an address."""
        if self.left and block != self.block:
            self.left.append("")
        elif not self.left:
            self.apart = bool(self.names) and block != self.block
        self.left.append(said)
        self.block = block


def _lines_of(tail: Sequence[str], around: OfficeContext, hidden: list[str]) -> list[_Line]:
    """The lines told apart. A person's own numbers go to ``hidden``."""
    lines: list[_Line] = []
    block = 0
    for line in tail:
        plain = line if line.isascii() else _without_pictures(line)
        said = _KISSES.sub("", _IN_BRACKETS.sub(r", \1", plain.strip().strip("*"))).rstrip(",")
        if (
            said.endswith((")", "]"))
            and (enclosed := _ENCLOSED.fullmatch(said))
            and ends_with_postcode(enclosed["inner"])
        ):
            said = ", ".join(filter(None, (enclosed["name"].strip(" ,"), enclosed["inner"].strip())))
        if not said:
            block += bool(lines)
            continue
        said = _SIGNED.sub("", said)
        if marked := _MARKED.search(said):  # a number that must not be printed
            hidden.append(marked[0].strip(" ,"))
            said = said[: marked.start()].strip(" ,")
        said, behind = told_behind(said)
        for piece in (*(_pieces(said) if said else ()), *([behind] if behind else ())):
            signed, rest = named_in(piece, first=not lines or _has_surname(piece, lines[0]))
            foreign = signed is not None and all(
                {fold_name_word(word) for word in name.split()} <= around.member | around.towns for name in signed.names
            )
            lines.append(_Line(piece, None, (piece,), block) if foreign else _Line(piece, signed, rest, block))
    return _surname_last(lines, around)


def _without_pictures(line: str) -> str:
    """A line without the little pictures that people put behind their names."""
    return "".join(letter for letter in line if letter < _PICTURES or unicodedata.category(letter) not in _OF_PICTURES)


def _has_surname(piece: str, first: _Line) -> bool:
    """Whether a line ends with the surname of the first line's person: "Graham Hill", below "Gillian Hill"."""
    words = piece.split()
    names = first.signed.names[-1].split() if first.signed is not None else []
    return 1 < len(words) < 4 and len(names) > 1 and fold_name_word(words[-1]) == fold_name_word(names[-1])


def _surname_last(lines: list[_Line], around: OfficeContext) -> list[_Line]:
    """The lines, with "Potts, Jean" on the first as "Jean Potts", where it is plainly a name or an address follows."""
    if not lines or lines[0].signed is None or len(lines[0].rest) != 1 or len(lines[0].signed.names) != 1:
        return lines
    surname, own = lines[0].signed.names[0], lines[0].rest[0]
    if own.endswith(")") and (styled := _STYLED.fullmatch(own)):  # "Thorne, Ida (Mrs)"
        own = f"{styled['title']} {styled['own']}"
    words = own.split()
    plain = len(surname.split()) == 1 and len(words) <= 3 and not is_place(own) and signed_by(f"{own} {surname}")
    if not plain or own.casefold() in around.towns or ends_with_postcode(own):
        return lines
    sure = surname.isupper() or title_at(words, 0)[0] is not None or all(map(is_initials, words))
    if not sure and not (signed_by(own) and len(lines) > 1 and is_place(lines[1].text)):
        return lines
    surname = surname.title() if surname.isupper() and not own.isupper() else surname
    signed = Signed((f"{own} {surname}",), lines[0].signed.remark)
    return [_Line(f"{own} {surname}", signed, (), lines[0].block), *lines[1:]]


def _pieces(said: str) -> list[str]:
    """The parts that stand side by side on one line: two names in columns are a couple's."""
    columns = re.split(r"\s{3,}", said)
    if len(columns) == 2 and all(map(_is_person, columns)):
        return [" and ".join(columns)]
    return [piece for column in columns for piece in re.split(r"\s+[|/\u2022\u00b7]\s+", column)]


def _is_person(said: str) -> bool:
    """Whether words are one person's forename and surname, and not a place, office or organisation."""
    signed = signed_by(said)
    plain = signed is not None and len(signed.names) == 1 and len(said.split()) > 1
    return plain and not (is_place(said) or role_of(said) or BODIES.intersection(map(fold_name_word, said.split())))


def named_in(said: str, *, first: bool = False) -> tuple[Signed | None, tuple[str, ...]]:
    """The person that a line names at its beginning, and what follows. On the first line "Ann Hill" is a person."""
    said = _IN_PLACE.sub("", _REACHED.sub("", said)) or said
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
        if any((other := signed_by(part)) and len(other.names) > 1 for part in behind):
            return None, (said,)  # "Sue, Dave and Ellie Ramsbottom": a letter can greet no more than two
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


def signature_of(tail: Sequence[str], around: OfficeContext) -> Signature:
    """What the last lines of a letter say."""
    found = Signature()
    lines = _own_lines(_lines_of(tail, around, found.remarks), found)
    first: _Line | None = None
    within = -1  # the block of an address that has begun: a village in it must not be taken for a name
    for at, line in enumerate(lines):
        if _signs_too(found, line):
            found.more = True
            found.remarks.append(line.text)
            continue
        village = line.block == within and not found.names and not _is_titled(line.text)
        if line.signed is not None and at < 8 and not village and _takes(found, line, first, lines[at + 1 :]):
            if first is None:
                first, found.named_at = line, len(found.left)
            found.block = line.block
            found.remarks += [line.signed.remark] if line.signed.remark else []
            for behind in line.rest:
                _behind(found, behind, line.block)
            continue
        if ends_with_postcode(line.text):
            within = -1
        elif is_place(line.text) and not organisation_of(line.text):
            within = line.block
        _beside(found, line, named=bool(found.names), closed=at == 0)
    return found


def _own_lines(lines: list[_Line], found: Signature) -> list[_Line]:
    """The lines that may say who signed and where. Lines that tell something, or name other people, are set aside."""
    own: list[_Line] = []
    others = -1  # the block of somebody else's address
    for at, line in enumerate(lines):
        if _ELSEWHERE.match(line.text):
            for each in lines[at:]:
                told = tells(each.text) and not _ELSEWHERE.match(each.text)
                (found.said if told else found.remarks).append(each.text)
            break
        if line.signed is None and tells(line.text):
            found.said.append(line.text)
            if not line.text.endswith((".", "!", "?", ")")):
                others = line.block  # the lines below it in its block belong to it
            continue
        if _OTHERS.search(line.text) or _ANOTHERS.match(line.text) or _is_label_of_others(line.text):
            others = line.block
        if line.block == others:
            found.remarks.append(line.text)
        else:
            own.append(line)
    return own


def _signs_too(found: Signature, line: _Line) -> bool:
    """Whether a line names a third person of one family, below the first two."""
    if len(found.names) != 2 or line.signed is None or found.left or line.block != found.block:
        return False
    return found.more or fold_name_word(line.text.split()[-1]) in {
        fold_name_word(name.split()[-1]) for name in found.names
    }


def _is_label_of_others(text: str) -> bool:
    """Whether a line begins with a label that is not for the writer's name, address or numbers: "Patient: ..."."""
    label, colon, _ = text.partition(":")
    plain = bool(colon) and 1 <= len(label.split()) <= 4 and label[:1].isupper() and not is_reached(text)
    return plain and label_of(label) is None and not is_address_label(text) and label.casefold() not in _OF_SIGNERS


def _is_titled(text: str) -> bool:
    return title_at(text.split(), 0)[0] is not None


def _takes(found: Signature, line: _Line, first: _Line | None, following: list[_Line]) -> bool:
    """Take a line that may be a name as the first name, a fuller form of it, or a second person. Returns whether it is
    one.
    """
    assert line.signed is not None
    names = list(line.signed.names)
    if not found.names:
        found.names = names
        return True
    if len(names) == 1 and is_fuller(names[0], found.names[0]):
        found.names[0] = max(found.names[0], names[0], key=_letters_of_own)
        return True
    beside = len(found.names) == 1 and len(names) == 1 and first is not None and line.block == first.block
    joined = bool(found.left) and fold_name_word(found.left[-1]) in ("and", "&")
    if joined:
        found.left.pop()
        while found.left and not found.left[-1]:
            found.left.pop()
    if joined or (beside and first is not None and _are_two(found.names[0], names[0], line, first, following, found)):
        found.names.append(names[0])
        return True
    return False


def _letters_of_own(name: str) -> tuple[int, int]:
    """How many letters of a name, without its title, identify a person: "Rhona Blake" has more than "Cpl R Blake"."""
    words = name.split()
    return sum(len(word) for word in words[title_at(words, 0)[1] :]), len(name)


def _are_two(one: str, other: str, line: _Line, first: _Line, following: list[_Line], found: Signature) -> bool:
    """Whether a second name below the first is a second person, and not the first one's house or village."""
    words, others = one.split(), other.split()
    if title_at(words, 0)[0] is not None and title_at(others, 0)[0] is not None:
        return True
    if len(others) > 1 and len(words) > 1 and fold_name_word(words[-1]) == fold_name_word(others[-1]):
        return True  # "Gillian Hill" and "Graham Hill", though a hill is a place too
    if len(others) < 2 or is_place(other):
        return False
    lettered = [any(is_letters(word.strip(",")) for word in name[1:]) for name in (words, others)]
    described = [bool(each.signed and each.signed.remark) or bool(each.rest) for each in (line, first)]
    offices = bool(found.role) and bool(following) and bool(role_of(following[0].text))
    numbered = bool(following) and not found.left and following[0].text[:1].isdigit() and is_place(following[0].text)
    if (offices or numbered) and _is_person(other) and not others[0].endswith(("'s", "\u2019s")):
        found.doubtful_second = numbered and not offices  # a house with a name usually has no number
        return True
    if all(lettered) or all(described) or fold_name_word(words[-1]) == fold_name_word(others[-1]):
        return True
    # The two lines stand by themselves, and the address is in a block below.
    below = [each for each in following if each.block == line.block]
    return not below and bool(following)


def _behind(found: Signature, said: str, block: int) -> None:
    """What follows a name on its line: what the writer is, for whom, or where."""
    if is_place(said) or ends_with_postcode(said):
        found.leave(said, block)
    elif organisation_of(said):
        found.organisation = found.organisation or organisation_of(said)
    else:
        parts = [part.strip() for part in said.split(",")]
        for part in parts:
            if is_organisation(part) and not role_of(part) and not found.organisation:
                found.organisation = part
            elif is_place(part):
                found.leave(part, block)
            elif role_of(part) and not found.role:
                found.role = part
            else:
                found.remarks.append(part)


def _beside(found: Signature, line: _Line, *, named: bool, closed: bool) -> None:
    """Take a line that names nobody."""
    said = line.text
    if organisation_of(said) and not found.organisation:
        body, *where = organisation_of(said).split(", ")
        placed = bool(where) and (is_place(where[0]) or ends_with_postcode(where[-1]))
        found.organisation = body if placed else organisation_of(said)
        if placed:
            found.leave(", ".join(where), line.block)
    elif _NET.fullmatch(said) or is_phone(said) or _ASIDE.fullmatch(said) or _NUMBER.search(said) or is_reached(said):
        found.remarks.append(said)
    elif role_of(said.partition(",")[0]):
        role, _, rest = said.partition(",")
        found.role = found.role or role.strip()
        if rest.strip():
            _beside(found, line._replace(text=rest.strip()), named=named, closed=closed)
    elif (
        not found.organisation
        and not ends_with_postcode(said)
        and not re.match(r"\s*\d", said)
        and _is_body(found, said, named=named, closed=closed)
    ):
        found.organisation = said.strip(" ,.")
        found.employed_at = len(found.left)
        _take_office(found)
    elif (_CROWD.search(said) and not is_place(said)) or (
        named and _DESCRIBES.search(said) and not is_place(said) and not any(map(str.isdigit, said))
    ):
        found.remarks.append(said)
    else:
        found.leave(said, line.block)


def _take_office(found: Signature) -> None:
    """Take what stands between a name and the organisation for which somebody signs: it is the writer's office
    there.
    """
    between = found.left[found.named_at :]
    if (
        found.names
        and between
        and not any(not said or is_place(said) or any(map(str.isdigit, said)) for said in between)
    ):
        found.role = found.role or between[0]
        found.remarks += between[0 if found.role != between[0] else 1 :]
        del found.left[found.named_at :]
        found.employed_at = len(found.left)


def _is_body(found: Signature, said: str, *, named: bool, closed: bool) -> bool:
    """Whether a line is the organisation's, shown by its words or by its place after somebody's office in it."""
    words = said.split()
    if words[-1].casefold() == "family":
        return False
    house = words[-1].casefold() in _HOUSES  # "The Surgery House" is a home
    plainly = bool(BODIES.intersection(map(fold_name_word, words))) and "," not in said and not found.left and not house
    if is_organisation(said) and (not is_place(said) or closed or bool(found.role) or plainly):
        return True
    capitals = sum(word[:1].isupper() for word in words)
    plain = not is_place(said) and "," not in said and capitals * 2 > len(words) and not any(map(str.isdigit, said))
    return plain and (
        (bool(found.role) and not found.left and len(words) >= 2) or (closed and not named and len(words) >= 3)
    )


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
        last = [line, *last] if line else last
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


def _has_own_name(one: Found, found: Signature, around: OfficeContext) -> bool:
    """Whether an address in its own block begins with somebody else's name: "Speak Together, 40 Bowler Lane,
    London".
    """
    if not one.lines:
        return False
    first, *more = one.lines
    numbered = any((line[:1].isdigit() and is_place(line)) or line.casefold().startswith("po box") for line in more[:2])
    here = re.sub(r"\d.*", "", one.postcode) in around.areas
    local = here or any(line.casefold() in around.towns for line in one.lines)
    plain = [line for line in one.lines[:2] if not is_place(line) and not any(map(str.isdigit, line))]
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
    own = [_ASIDE.sub("", name).strip() for name in (writer.name, writer.second) if name]
    above = [_ASIDE.sub("", name).strip() for name in signed.names]
    if any(is_fuller(one, other) for one in above for other in own if len(other.split()) > 1 and one):
        return True
    surnames = {fold_name_word(name.split()[-1]) for name in own if len(name.split()) > 1}
    return _is_titled(line) and fold_name_word(above[-1].split()[-1]) in surnames


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
