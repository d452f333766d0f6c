"""Where a letter ends and its signature begins, and who signed: as it stands there, and nothing that does not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from drafter.mail.addresses import address_in, ends_with_postcode, is_phone, is_place, split_postcode
from drafter.mail.model import Writer
from drafter.mail.people import is_organisation, organisation_of, role_of, signed_by

_CLOSING: Final = re.compile(
    r"(?:(?:with|and|in)\s+)?(?:yours|(?:my |our )?(?:very |most )?(?:kind(?:est)?|best|warm(?:est)?|good|every) (?:regards|wishes|blessing)"
    r"|best|regards|sincerely|faithfully|respectfully|cordially|love|cheers|ta|god bless|(?:many |with |my |much )*thanks?"
    r"(?: you)?|thanking you|in (?:solidarity|hope|anticipation|friendship)|peace|hoping|looking forward|i remain|namaste|"
    r"fraternally|kindly reply|ever)\b[^.?!]{0,60}[,.!]?\s*",
    re.IGNORECASE,
)
_CLOSES_IN: Final = re.compile(
    r"(?P<close>(?:(?:with )?(?:kind|best|warm) (?:regards|wishes)|regards|(?:many )?thanks|thank you|cheers|yours "
    r"(?:sincerely|faithfully|truly|ever)))[\s,.!:\-\u2013]+(?P<name>[A-Z][^.?!]{1,60})\s*",
    re.IGNORECASE,
)
_GREETING: Final = re.compile(
    r"(?:(?:my )?dear|hello|hi|hey|hiya|good (?:morning|afternoon|evening)|respected|to|for the attention of|fao|attn)\b"
    r"[^.?!]{0,80}[,:;.!\-]?\s*|(?:sir|madam|ms|mrs|miss|mr|dr|eleanor)\b.{0,40},",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(
    r"(?P<what>(?:full |your |my )?name|(?:home |postal |my |your |full )?address|post ?code|constituent)\s*(?:is)?\s*[:=]\s*(?P<value>\S.*)",
    re.IGNORECASE,
)
_TAIL: Final = re.compile(r"(?:[^.?!]*[.?!])+[\"'\u201d\u2019)]*\s+(?P<tail>[^?!]{3,120})\Z", re.DOTALL)
_LONGEST: Final = 75
_MOST_LINES: Final = 14


@dataclass(frozen=True)
class Letter:
    """A letter's lines told apart: what stands above its greeting, its body, what it ends with."""

    head: tuple[str, ...]
    body: tuple[str, ...]
    tail: tuple[str, ...]


def told_apart(lines: Sequence[str]) -> Letter:
    """The parts of a letter."""
    greeting = _greeting(lines)
    head = tuple(lines[:greeting]) if greeting is not None else ()
    rest = list(lines[greeting:]) if greeting is not None else list(lines)
    if greeting is not None:
        rest[0] = _after_greeting(rest[0])
    body, tail = _ending(rest)
    return Letter(head, tuple(body), tuple(tail))


def _greeting(lines: Sequence[str]) -> int | None:
    """Where the greeting stands: alone on its line, or before a comma and the first sentence."""
    for at, line in enumerate(lines[:25]):
        said = line.strip()
        if not said:
            continue
        match = _GREETING.match(said)
        if match and (
            match.end() == len(said) or said.lower().startswith(("dear", "hi ", "hi,", "hello", "respected"))
        ):
            return at
        if len(said) > 90 or re.search(r"[.?!]\s", said):
            return None
    return None


def _after_greeting(line: str) -> str:
    """What stands on the greeting's own line behind it."""
    said = line.strip()
    if len(said) <= 60 and not re.search(r"[.?!]\s+\S", said):
        return ""
    match = re.match(r"[^,:\-\u2013]{2,50}[,:\-\u2013]\s+", said)
    return (
        said[match.end() :]
        if match
        else re.sub(r"^(?:dear|hi|hello)\s+(?:mp|sir|madam)?\s*", "", said, flags=re.IGNORECASE)
    )


def _ending(lines: list[str]) -> tuple[list[str], list[str]]:
    """The body, and what it ends with: from the last closing words on, else the lines at the end that are a
    signature by their form.
    """
    closing = next((at for at in range(len(lines) - 1, -1, -1) if _closes(lines[at])), None)
    filled = [at for at, line in enumerate(lines) if line.strip()]
    if closing is not None and sum(1 for at in filled if at > closing) <= _MOST_LINES:
        after = lines[closing + 1 :]
        if all(len(line) <= _LONGEST * 2 for line in after):
            inline = _CLOSES_IN.fullmatch(lines[closing].strip())
            named = [inline["name"]] if inline and signed_by(inline["name"]) else []
            return lines[:closing], [*named, *after]
    start = len(lines)
    for at in reversed(filled):
        if filled and not _is_of_signature(lines[at], last=start == len(lines)):
            break
        if filled.index(at) < len(filled) - _MOST_LINES:
            break
        start = at
    if start < len(lines):
        return lines[:start], lines[start:]
    return _inline_ending(lines, filled)


def _inline_ending(lines: list[str], filled: list[int]) -> tuple[list[str], list[str]]:
    """A name and an address that stand on the last line of the text itself."""
    if not filled:
        return lines, []
    last = lines[filled[-1]]
    match = _TAIL.match(last)
    if match and signed_by(match["tail"].split(",")[0]) and (ends_with_postcode(last) or "," in match["tail"]):
        return [*lines[: filled[-1]], last[: match.start("tail")].rstrip()], [match["tail"]]
    return lines, []


def _closes(line: str) -> bool:
    said = line.strip()
    return bool(said) and len(said.split()) <= 8 and bool(_CLOSING.fullmatch(said) or _CLOSES_IN.fullmatch(said))


def _is_of_signature(line: str, *, last: bool) -> bool:
    said = line.strip()
    if len(said) > _LONGEST + 25:
        return False
    first = said.split(",")[0]
    return bool(
        is_place(said)
        or (ends_with_postcode(said) and len(said) <= _LONGEST + 25 and not re.search(r"[.?!]\s+[a-z]", said))
        or is_phone(said)
        or signed_by(said)
        or (signed_by(first) and len(said.split()) <= 14 and not said.endswith((".", "?", "!")))
        or role_of(said)
        or organisation_of(said)
        or (not last and is_organisation(said))
        or (last and is_organisation(said) and not said.endswith((".", "?", "!")))
        or _LABEL.fullmatch(said)
        or re.fullmatch(r"\S+@\S+\.\S+", said)
    )


def writer_of(letter: Letter, others: Iterable[str], places: Iterable[str]) -> Writer:
    """Who signed. ``others`` are postcodes that are not the writer's; ``places`` are words for towns and the like that
    a line by itself may hold.
    """
    strange, towns = set(others), {place.casefold() for place in places}
    tail = [line.strip() for line in letter.tail if line.strip()]
    labelled = _labelled([*letter.head, *letter.body[-12:], *tail])
    lines = [piece for line in tail if not _LABEL.fullmatch(line) for piece in _pieces(line)]
    names, used = _names(lines, towns)
    organisation, role = "", ""
    for at, line in enumerate(lines):
        if at in used:
            continue
        said = organisation_of(line) or (line.strip(" ,.") if is_organisation(line) and not is_place_only(line) else "")
        if said and not organisation and not ends_with_postcode(line):
            organisation, used = said, {*used, at}
        elif role_of(line):
            role, used = role_of(line), {*used, at}
    left = [line for at, line in enumerate(lines) if at not in used]
    found = address_in(left, strange)
    if found is None or (not found.lines and not found.postcode):
        above = address_in(_own_head(letter.head, strange), strange)
        found = above or found
        rest: list[str] = left if above else [line for line in left]
    else:
        rest = [*left[: found.start], *left[found.end :]]
    address, postcode = (found.lines, found.postcode) if found else ((), "")
    if found and found.lines and not any(map(is_place, found.lines)) and len(found.lines) < 2:
        address = () if not postcode or found.lines[0].casefold() in towns else found.lines
    if not organisation and not names and address and is_organisation(address[0]):
        organisation, address = address[0], address[1:]
    return Writer(
        name=labelled.get("name") or (names[0] if names else ""),
        second=names[1] if len(names) > 1 else "",
        organisation=organisation,
        address=labelled_address(labelled) or tuple(address),
        postcode=labelled.get("postcode") or postcode,
        rest=tuple(dict.fromkeys([*([role] if role else []), *rest])),
    )


def _own_head(head: Sequence[str], strange: set[str]) -> list[str]:
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
            split_postcode(line)[1] in strange for line in block
        )
        if not foreign and any(map(ends_with_postcode, block)):
            return block
    return []


def is_place_only(line: str) -> bool:
    """Whether a line that may be an organisation's name is a place by its number."""
    return bool(re.match(r"\s*\d", line)) or ends_with_postcode(line)


def _pieces(line: str) -> list[str]:
    """A line of a signature; one that holds a name and more is parted behind the name."""
    said = line.strip().rstrip(",")
    first, comma, rest = said.partition(",")
    if comma and signed_by(first) and not is_place(first):
        return [first, *_pieces(rest)] if rest.strip() else [first]
    if comma and (role_of(first) or organisation_of(first)):
        return [first, *_pieces(rest)]
    bare, code = split_postcode(said)
    if code and bare and signed_by(bare) and not is_place(bare):  # "L Yardley WV2 9WY"
        return [bare, code]
    if ". " in said and code and signed_by(said.partition(". ")[0]):
        return [piece.strip() for piece in said.split(". ", 1)]
    match = re.match(r"(?P<name>(?:\S+ ){1,4}\S+?)\s+(?P<rest>\d{1,4}[A-Za-z]?\s.*)", said)
    if match and signed_by(match["name"]) and is_place(match["rest"]):  # "Martin Quayle 19 Sandwell Close WV3 9ZQ"
        return [match["name"], match["rest"]]
    return [said] if said else []


def _names(lines: Sequence[str], towns: set[str]) -> tuple[list[str], set[int]]:
    """Those who signed, and the lines that name them: the first line that is a name, and the next where that is one
    too and cannot be the name of a house.
    """
    for at, line in enumerate(lines[:6]):
        signed = signed_by(line)
        if signed is None or line.strip(" ,.").casefold() in towns:
            continue
        names, used = list(signed.names), {at}
        after = lines[at + 1] if at + 1 < len(lines) else ""
        beside = signed_by(re.sub(r"^(?:and|&)\s+", "", after)) if after else None
        if beside and len(names) == 1 and len(beside.names) == 1 and after.strip(" ,.").casefold() not in towns:
            if re.match(r"(?:and|&)\s", after) or _are_two(names[0], beside.names[0], lines[at + 2 : at + 4]):
                names, used = [*names, beside.names[0]], {at, at + 1}
        return names, used
    return [], set()


def _are_two(first: str, second: str, following: Sequence[str]) -> bool:
    """Whether a second name below the first is a second person's, and not the house or the village of the first."""
    from drafter.letter.name_words import title_at

    if title_at(second.split(), 0)[0] is not None and title_at(first.split(), 0)[0] is not None:
        return True
    if len(second.split()) < 2 or is_place(second):
        return False
    return first.rsplit(maxsplit=1)[-1].casefold() == second.rsplit(maxsplit=1)[-1].casefold()


def _labelled(lines: Iterable[str]) -> dict[str, str]:
    """What a form has asked for: "Name: ...", "Postcode: ..."."""
    found: dict[str, str] = {}
    for line in lines:
        match = _LABEL.fullmatch(line.strip())
        if match is None:
            continue
        what, value = match["what"].lower(), match["value"].strip()
        if "name" in what or "constituent" in what:
            if signed_by(value):
                found.setdefault("name", value)
        elif "address" in what and "@" not in value:
            found.setdefault("address", value)
        elif "post" in what and split_postcode(f" {value}")[1]:
            found.setdefault("postcode", split_postcode(f" {value}")[1])
    if "address" in found:
        bare, code = split_postcode(found["address"])
        if code:
            found["address"] = bare
            found.setdefault("postcode", code)
    return found


def labelled_address(labelled: dict[str, str]) -> tuple[str, ...]:
    """The address that a form asked for, line by line."""
    return tuple(part.strip() for part in labelled.get("address", "").split(",") if part.strip())
