"""The lines of a signature: who signed a letter, in what office, and which lines may be an address."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import field
from typing import Final

from drafter.english.addresses import (
    ends_with_postcode,
    is_address_label,
    is_date,
    is_home_label,
    is_phone,
    is_place,
    is_reached,
    split_postcode,
    told_behind,
)
from drafter.english.names import BODIES, fold_name_word, is_body, is_initials, is_letters, title_at
from drafter.english.people import Signed, is_fuller, is_organisation, organisation_of, role_of, signed_by
from drafter.english.words import any_of
from drafter.frozen import NamedTuple, dataclass
from drafter.inbox.sections import tells
from drafter.inbox.webforms import Label, label_of
from drafter.letter.recipient import postcodes
from drafter.office import Office

# Names and places in a letter to an office that are not its writer's.


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


def office_context(office: Office) -> OfficeContext:
    """The names and places of an office."""
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
_MOST_INITIALS: Final = 5
_HOUSES: Final = frozenset(("house", "cottage", "lodge", "barn", "farm", "villa", "manor"))
_NUMBER: Final = re.compile(
    r"\b(?:charity|company|registration|member(?:ship)?|account|patient|case|reference|ref) (?:no|number)\b",
    re.IGNORECASE,
)
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
_SIGNED: Final = re.compile(r"(?:(?:signed(?: by)?|from|sender)\s*:|\(signed\)|/s/)\s*", re.IGNORECASE)
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
# "Martin Quayle 19 Sandwell Close WV3 9ZQ", "Rhona Blake of 5 Hazel Close, Westmere".
_HOUSED: Final = re.compile(
    r"(?P<name>(?:\S+ ){1,4}?\S+?)[.,]?\s+(?:(?:of|at|from)\s+)?(?P<rest>(?:Flat |Apt )?\d{1,4}[A-Za-z]?[, ].*)"
)
_OF_A_HOUSE: Final = re.compile(r"(?P<name>(?:\S+ ){1,4}?\S+?),?\s+(?:of|at|from)\s+(?P<rest>[A-Z].*)")
_MOST_OF_DESCRIPTION: Final = 4  # words
_IN_PLACE: Final = re.compile(r"(?:pp|p\.p\.)\s+(?=[A-Z])", re.IGNORECASE)  # "pp Verity Hopcroft"
ASIDE: Final = re.compile(r"\(.*\)")


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
    for line in _whole(tail):
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


def _whole(tail: Sequence[str]) -> list[str]:
    """The lines, with the second of two people put behind the first where "and" ends the line."""
    whole: list[str] = []
    for line in tail:
        joins = (
            bool(whole)
            and whole[-1].strip().casefold().endswith((" and", " &"))
            and signed_by(whole[-1].rpartition(" ")[0])
        )
        if joins and signed_by(line):
            whole[-1] = f"{whole[-1].strip()} {line.strip()}"
        else:
            whole.append(line)
    return whole


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
    if comma and first and (couple := _by_comma(name, rest)):
        return couple, ()
    if comma and (signed := signed_by(name)) and (first or not is_place(name)):
        behind = [part.strip() for part in rest.split(",") if part.strip()]
        if any((other := signed_by(part)) and len(other.names) > 1 for part in behind) or _is_crowd(name, behind):
            return None, (said,)  # "Sue, Dave and Ellie Ramsbottom": a letter can greet no more than two
        letters = [part for part in behind if all(is_letters(word) for word in part.split())]
        return signed, tuple(
            [", ".join(part for part in behind if part not in letters)] if len(behind) > len(letters) else []
        )
    bare, code = split_postcode(said)
    if code and bare and (signed := signed_by(bare)) and not is_place(bare):  # "L Yardley WV2 9WY"
        return signed, (code,)
    match = _HOUSED.match(said)
    if match and (signed := signed_by(match["name"])) and is_place(split_postcode(match["rest"])[0]):
        return signed, (match["rest"],)  # "Martin Quayle 19 Sandwell Close WV3 9ZQ"
    match = _OF_A_HOUSE.match(said) if code else None
    if match and (signed := signed_by(match["name"])) and is_place(match["rest"].split(",")[0]):
        return signed, (match["rest"],)  # "Rhona Blake of Rose Cottage, Westmere WV1 7EE"
    return None, (said,)


def _by_comma(name: str, rest: str) -> Signed | None:
    """Two people of one surname, with a comma between them: "Rhona Blake, Tom Blake"."""
    words, others = name.split(), rest.split()
    one, other = signed_by(name), signed_by(rest)
    both = one is not None and other is not None and len(one.names) == len(other.names) == 1
    alike = len(words) > 1 and len(others) > 1 and fold_name_word(words[-1]) == fold_name_word(others[-1])
    return Signed((name.strip(), rest.strip())) if both and alike and not is_place(rest) else None


def _is_crowd(name: str, behind: Sequence[str]) -> bool:
    """Whether a forename is the first of several: "John, Mary and baby Tom Hale"."""
    last = behind[-1] if behind else ""
    joined = re.search(r"\s(?:and|&)\s", last) is not None and not any(map(str.isdigit, last))
    return joined and len(name.split()) == 1 and not (role_of(last) or is_organisation(last) or is_place(last))


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
        village = line.block == within and not found.names and not is_titled(line.text)
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
        if line.block == others and not is_home_label(line.text):
            found.remarks.append(line.text)
        else:
            others = -1
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
    return (
        plain
        and label_of(label) in (None, Label.BEHALF)
        and not is_address_label(text)
        and label.casefold() not in _OF_SIGNERS
    )


def _is_title(text: str) -> bool:
    words = text.split()
    return bool(words) and title_at(words, 0)[1] == len(words)


def is_titled(text: str) -> bool:
    """Whether a line begins with a title, as a name does."""
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
    if len(names) == len(found.names) == 2 and not found.left and all(map(is_fuller, names, found.names)):
        found.names = [max(pair, key=_letters_of_own) for pair in zip(found.names, names, strict=True)]
        return True
    if len(names) == 1 and (is_fuller(names[0], found.names[0]) or _initialled(found.names[0], names[0])):
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


def _initialled(short: str, name: str) -> bool:
    """Whether letters alone are the initials of a name: "RB" above "Rhona Blake"."""
    words = name.split()
    own = words[title_at(words, 0)[1] :]
    return short.isupper() and 1 < len(short) < _MOST_INITIALS and short == "".join(word[0] for word in own).upper()


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
    elif (
        is_date(said)
        or _is_title(said)
        or _NET.fullmatch(said)
        or is_phone(said)
        or ASIDE.fullmatch(said)
        or _NUMBER.search(said)
        or is_reached(said)
    ):
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
    elif named and (described := _described(said)):
        found.remarks.append(described[0])
        _beside(found, line._replace(text=described[1]), named=named, closed=closed)
    elif (_CROWD.search(said) and not is_place(said)) or (
        named and _DESCRIBES.search(said) and not is_place(said) and not any(map(str.isdigit, said))
    ):
        found.remarks.append(said)
    else:
        found.leave(said, line.block)


def _described(said: str) -> tuple[str, str] | None:
    """What a writer calls themselves, and the address behind it: "Constituent, 5 Hazel Close, Westmere"."""
    first, _, rest = (part.strip() for part in said.partition(","))
    describes = _DESCRIBES.search(first) and len(first.split()) <= _MOST_OF_DESCRIPTION and not is_place(first)
    placed = is_place(rest.split(",")[0]) and not any(map(str.isdigit, first))
    return (first, rest) if describes and placed else None


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
