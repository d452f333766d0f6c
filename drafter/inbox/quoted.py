"""Tells the writer's own words from quoted and forwarded ones, and from footers of programs and law departments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from drafter.english.addresses import ends_with_postcode
from drafter.english.lists import lists
from drafter.english.words import any_of
from drafter.inbox.model import MessageParts
from drafter.inbox.sections import greets, is_of_signature, reads_on, says, talks

# Where another person's mail begins within a mail: at a line that says who wrote it, or at its headers.
#
# The words, in many languages, are in ``english/data/languages.txt``.

_MAIL: Final = lists("mail")
_LONGEST: Final = 300  # letters of a line that says who wrote
_BROKEN: Final = 4  # lines over which such a line may be broken
_LETTERS_OF_DAYS: Final = 3  # "at", "am", "BST"
_HEADERS: Final = 14  # lines within which the headers of a mail stand

_MONTH: Final = _MAIL.either("months")
_DAY: Final = _MAIL.either("days")
_DATED: Final = re.compile(
    rf"\b(?:\d{{1,4}}[./\-]\s?\d{{1,2}}[./\-]|\d{{4}}\b|\d{{1,2}}\.?\s+\w{{3,12}}|(?:{_DAY})\w*,?\s|(?:{_MONTH})\w*\s\d)",
    re.IGNORECASE,
)
_TIMED: Final = re.compile(r"(?<!\d)\d{1,2}[:.h]\d{2}(?!\d)")
_ADDRESSED: Final = re.compile(r"\S@\S")
# Whatever the language: an address in brackets and a day with a time, on a line that ends with a colon.
_IN_BRACKETS: Final = r"[<(\[]\s?[^\s<>()\[\]]+@[^\s<>()\[\]]+[>)\]]"
_STAMPED: Final = re.compile(rf"(?=.*{_IN_BRACKETS})(?=.*(?:19|20)\d\d|.*\d[/.]\d\d?[/.]\d\d)")
# A writer speaks: "I sent an e-mail to Dr Rao <rao@surgery.example>, and this is what he said:".
_SPEAKS: Final = re.compile(r"(?<![\w'\u2019.-])(?:I|[Mm]y|me|[Ww]e|us|[Oo]ur)(?= )")
_SAYS_IT: Final = re.compile(
    r"\b(?:wrote|writes|said|says|sent|replied|answered|responded)(?: the following)?\s*:\s*\Z", re.IGNORECASE
)
_OF_OFFICES: Final = frozenset(("office", "of", "the", "team", "for", "via", "from", "on", "behalf", "by", "rt", "hon"))
_KINDS: Final = ("from", "sent", "to", "subject", "other", "opens", "wrote", "mark")


def _words() -> dict[str, str]:
    """The words that programs write in all languages, as patterns by kind."""
    found: dict[str, list[str]] = {kind: [] for kind in _KINDS}
    for lines in lists("languages").texts.values():
        for line in lines.splitlines():
            kind, _, words = line.partition(": ")
            found[kind] += map(re.escape, words.split(" | "))
    return {kind: f"(?:{'|'.join(sorted(set(words), key=len, reverse=True))})" for kind, words in found.items()}


_WORDS: Final = _words()
_OPENS: Final = rf"(?:{_WORDS['opens']}|in a message dated|quoting)"
_WROTE: Final = _WORDS["wrote"]
_SAID: Final = _MAIL.either("said")
_VERB: Final = re.compile(rf"(?<!\w)(?:{_WROTE}|{_SAID})(?!\w)", re.IGNORECASE)
_PLAIN_VERB: Final = re.compile(rf"(?<!\w){_WROTE}(?!\w)", re.IGNORECASE)
_ENDS: Final = re.compile(r"(?:[:\uff1a]|-{2,}|_{2,}|\*{2,})\s*\Z")
_ENDINGS: Final = (":", "\uff1a", "-", "_", "*")
_BARE: Final = re.compile(
    r"\s*\d{4}-\d\d-\d\d \d{1,2}:\d\d.{0,40}<\s?\S+@\S+>:\s*|\s*in a message dated .{6,80} writes:\s*|"
    r"\s*quoting .{2,80}<?\S+@\S+>?:\s*",
    re.IGNORECASE,
)
# The beginning of such a line after the writer's own words.
_BEGINS: Final = re.compile(
    rf"(?:(?:(?<=[.!?;)\]])|(?<=\A))\s*(?P<line>[-\s]*{_OPENS}\s.{{0,200}})|"
    rf"(?<=[\s-])(?P<dated>[-\s]*on (?:(?:{_DAY})\w*,? |\d{{1,2}}[ /.]|(?:{_MONTH})\w* \d).{{0,200}}))\Z",
    re.IGNORECASE | re.DOTALL,
)
_NAMED: Final = re.compile(r"\S@[^\s:]+:\s*\Z")  # "Ann Hill <ann@mailbox.example>:"
_WITH_WORDS: Final = re.compile(r"(?P<says>\s*On .{4,200}\S@\S.{0,60} wrote:)\s+(?P<theirs>\S.*)")

_LABEL: Final = re.compile(
    r"[\s*_>|]*(?:"
    + "|".join(f"(?P<{kind}>{_WORDS[kind]})" for kind in ("from", "sent", "to", "subject", "other"))
    + r")\s?[*_]*\s?(?::[*_]*(?:\s|\Z)|\uff1a)",
    re.IGNORECASE,
)
_ON_ONE_LINE: Final = re.compile(
    r"[\s*_\u2010-]*(?:original message[\s*_\u2010-]*)?(?=.{0,300}\bfrom:\s)"
    r"(?=.{0,300}\b(?:sent|date):\s)(?=.{0,400}\bto:\s)(?=.{0,400}\bsubject:\s)"
    r"(?:from|sent|date|to):\s",
    re.IGNORECASE,
)
_MARK: Final = re.compile(rf"\s*[-_=*>\u2010-\u2015\s]*{_WORDS['mark']}[-_=*:\u2010-\u2015\s]*", re.IGNORECASE)
# The same between rules, which is enough without headers; and where a program asks for the answer to stand.
_RULED_MARK: Final = re.compile(
    rf"\s*[-_=*\u2010-\u2015]{{2,}}\s*(?:{_WORDS['mark']})\s*[-_=*\u2010-\u2015]{{2,}}\s*|"
    r"[\s#=*>_-]*(?:please )?(?:(?:type|write|enter|add|post) )?(?:your )?(?:reply|answer|response) (?:above|over) "
    r"this line[\s#=*<_.-]*",
    re.IGNORECASE,
)
_RULES: Final = ("--", "__", "==", "**", "\u2010\u2010", "\u2013\u2013", "\u2014\u2014", "\u2015\u2015")
_LONG_RULE: Final = re.compile(r"\s*(?:[-_=*]\s*){8,}")


def is_attribution(line: str, *, quoted_next: bool = False) -> bool:
    """Whether a line says that somebody else wrote what follows. Evidence is an e-mail address, quoted lines below it,
    or a day or time with the verb that programs write. Without these, a writer quotes somebody in their own letter.
    """
    if len(line) > _LONGEST or _QUOTED.match(line):
        return False
    if _BARE.fullmatch(line):
        return True
    if not _ENDS.search(line) or _is_writers(line):
        return False
    if _is_stamped(line):
        return True
    if not _VERB.search(line):
        return False
    if _ADDRESSED.search(line):
        return True
    if quoted_next:
        return len(line.split()) <= 20
    if not _PLAIN_VERB.search(line) or re.search(r"\byou wrote\b", line):  # "On 4 June the Minister said:"
        return False
    opens = re.match(rf"[-\s]*{_OPENS}\s", line, re.IGNORECASE)
    return bool(_TIMED.search(line) or (opens and _DATED.search(line)))


def _is_writers(line: str) -> bool:
    """Whether the writer of the letter speaks of themselves, as no program does."""
    return _SPEAKS.search(line) is not None and line.isascii()


def _is_stamped(line: str) -> bool:
    """Whether a line has all that a program puts above another's words, but for a verb that is known here: an address,
    a day, a time, and nothing behind them.
    """
    if not (line.rstrip().endswith((":", "\uff1a")) and _TIMED.search(line) and _STAMPED.match(line)):
        return False
    return not (line.isascii() and says(line) and not _PLAIN_VERB.search(line))


def _is_members(line: str, member: frozenset[str], *, signed: bool) -> bool:
    """Whether a line says that the member or the office wrote what follows, and nothing else: "Eleanor Marsh MP
    wrote:". A writer who quotes the member in a letter to the member says "you wrote". ``signed`` tells that a
    signature stands above; without one a bare name may be the writer's own way to quote.
    """
    found = _SAYS_IT.search(line)
    if found is None or len(line) > _LONGEST or not member or _is_writers(line):
        return False
    said = re.sub(_IN_BRACKETS, " ", line[: found.start()])
    said = _DATED.sub(" ", _TIMED.sub(" ", said))
    words = [re.sub(r"['\u2019]s?\Z", "", word) for word in re.findall(r"[^\W\d_]+(?:['\u2019]\w*)?", said.casefold())]
    named = [word for word in words if word in member]
    rest = [word for word in words if word not in member and word not in _OF_OFFICES]
    told = _DATED.search(line) or _TIMED.search(line) or _ADDRESSED.search(line) or {"mp", "office"} & set(words)
    return (
        bool(told or signed)
        and len(named) > 1
        and len(rest) <= 1
        and not any(len(word) > _LETTERS_OF_DAYS for word in rest)
    )


def join_broken(lines: Sequence[str]) -> list[str]:
    """The lines, with each line that says who wrote joined and on a line of its own, though it was broken or follows
    other words.
    """
    lines = [piece for line in lines for piece in _apart(line)]
    kept = list(lines)
    for at, line in enumerate(lines):
        if not line.rstrip().endswith(_ENDINGS) or len(line) > _LONGEST or _QUOTED.match(line):
            continue
        if not _ENDS.search(line) or not (_VERB.search(line) or _ADDRESSED.search(line)):
            continue
        after = next((each for each in lines[at + 1 : at + 3] if each.strip()), "")
        marked = bool(_QUOTED.match(after))
        for start in range(at, max(-1, at - _BROKEN), -1):
            if start < at and (not lines[start].strip() or _QUOTED.match(lines[start])):
                break
            whole = " ".join(each.strip() for each in lines[start : at + 1])
            found = _BARE.fullmatch(whole) or _BEGINS.search(whole)
            if found is None and start < at and not _ADDRESSED.search(line) and _is_alone(lines, start, whole):
                kept[start : at + 1] = [*[""] * (at - start), whole]
                break
            if found is None:
                continue
            name = next((name for name, value in found.groupdict().items() if value), None)
            named, began = (found[name], found.start(name)) if name else (whole, 0)
            if _DATED.search(named) and is_attribution(named.strip(), quoted_next=marked):
                own = whole[:began].strip(" -")
                kept[start : at + 1] = [own, *[""] * (at - start)] if own else [""] * (at - start + 1)
                kept[at] = f"{own}\n{named.strip()}" if own and start == at else named.strip()
                break
    return [piece for line in kept for piece in line.split("\n")]


def _is_alone(lines: Sequence[str], start: int, whole: str) -> bool:
    """Whether broken lines are one that says who wrote, and begin a paragraph."""
    return (start == 0 or not lines[start - 1].strip()) and is_attribution(whole) and _is_stamped(whole)


def says_whose(above: Sequence[str], within: Sequence[str]) -> bool:
    """Whether a block of a page holds another person's words: the lines above it, or its first pieces of text, say who
    wrote it, show a mail's headers, or have the words that programs put above a mail.
    """
    near = [line.strip("> ") for line in above if line.strip("> ")][-_BROKEN:]
    if any(is_attribution(" ".join(near[at:])) for at in range(len(near))):
        return True
    labels = {match.lastgroup for line in near if (match := _LABEL.match(line))}
    if near and (_MARK.fullmatch(near[-1]) or _NAMED.search(near[-1]) or ("from" in labels and len(labels) > 1)):
        return True
    if any(is_attribution(" ".join(within[: at + 1])) for at in range(min(len(within), 2 * _BROKEN))):
        return True
    return bool(within and (_MARK.fullmatch(within[0]) or quoted_from(within) is not None))


def _apart(line: str) -> list[str]:
    """Split a line on which another person's words follow directly after the words that announce them."""
    found = _WITH_WORDS.match(line) if "wrote:" in line else None
    return [found["says"], found["theirs"]] if found else [line]


def quoted_from(lines: Sequence[str], member: frozenset[str] = frozenset()) -> int | None:
    """Where another person's unquoted mail begins. Everything after that belongs to it. ``member`` are the words of the
    member's name, in lower case: a line that says that the member wrote needs no more than that.
    """
    for at, line in enumerate(lines):
        if not line.strip():
            continue
        if line.rstrip().endswith(_ENDINGS) and (_ENDS.search(line) or _BARE.fullmatch(line)):
            after = next((each for each in lines[at + 1 : at + 6] if each.strip()), "")
            alone = at == 0 or not lines[at - 1].strip()
            if not _QUOTED.match(after) and (
                is_attribution(line) or (alone and _is_members(line, member, signed=_ends_signed(lines[:at])))
            ):
                return at
        if (line.lstrip()[:2] in _RULES or "this line" in line) and _RULED_MARK.fullmatch(line):
            return at
        if _ON_ONE_LINE.match(line) and not _QUOTED.match(line):
            return _with_mark(lines, at)
        if _LABEL.match(line) and not _QUOTED.match(line) and _has_headers(lines, at):
            return _with_mark(lines, at)
    return None


def _ends_signed(lines: Sequence[str]) -> bool:
    """Whether the last line with words is one of a signature."""
    last = next((line for line in reversed(lines) if line.strip()), "")
    return is_of_signature(last) and not greets(last)


def _has_headers(lines: Sequence[str], at: int) -> bool:
    """Whether a mail's headers begin at a line: the sender's and two more."""
    found: set[str] = set()
    last = at
    for number, line in enumerate(lines[at : at + _HEADERS], at):
        match = _LABEL.match(line)
        if match and match.lastgroup:
            if match.lastgroup in found and match.lastgroup != "other":
                break
            found.add(match.lastgroup)
            last = number
        elif number - last > 2 or (line.strip() and not lines[number - 1].strip()):
            break  # neither a header nor the continuation of one
    return "from" in found and len(found - {"other"}) >= 3


def another_within(text: str) -> str:
    """The header that shows that a second whole message stands in the text of one; empty where there is none.

    Programs that quote or forward a mail show whom it is from, and never how it travelled. Where a letter holds that, a
    box of mail was divided badly, and the second writer would be lost.
    """
    lines = text.split("\n")
    for at, line in enumerate(lines):
        if not _TRAVELLED.match(line):
            continue
        start, end = at, at
        while start > 0 and at - start < _HEADERS and _ANY_HEADER.match(lines[start - 1]):
            start -= 1
        while end + 1 < len(lines) and end - at < _HEADERS and _ANY_HEADER.match(lines[end + 1]):
            end += 1
        above = " ".join(lines[max(0, start - 3) : start])
        sent = any(each.lower().startswith("from:") for each in lines[start : end + 1])
        if sent and start and not _IS_FORWARD.search(above) and not _FORWARDED.search(above):
            return line.strip()
    return ""


def _with_mark(lines: Sequence[str], at: int) -> int:
    """Where another person's mail is announced: at the rule or the words above its headers."""
    above = at - 1
    while above >= 0 and not lines[above].strip():
        above -= 1
    return above if above >= 0 and (_MARK.fullmatch(lines[above]) or _LONG_RULE.fullmatch(lines[above])) else at


# Telling apart: quotequail finds mails quoted in mails; our own few rules find footers below the signature.

_QUOTED: Final = re.compile(r"\s*>")
_TRAVELLED: Final = re.compile(
    r"(?:message-id|received|return-path|mime-version|x-mozilla-status2?|delivered-to):\s", re.IGNORECASE
)
_ANY_HEADER: Final = re.compile(r"[A-Za-z][\w-]{1,40}:\s|[ \t]+\S")
_FORWARDED: Final = re.compile(
    r"-{2,}\s*(?:forwarded|original) message|begin forwarded message|-{2,}\s*forwarded by", re.IGNORECASE
)
_FORWARDS: Final = re.compile(r"\s*(?:fwd?|fw)\s*:", re.IGNORECASE)
_REPLIES: Final = re.compile(r"\s*(?:re|aw|sv|fwd?|fw)\s*:", re.IGNORECASE)
_MEMO: Final = re.compile(r"(?:to|date|from)\s*:", re.IGNORECASE)
_IS_FORWARD: Final = re.compile(r"forwarded", re.IGNORECASE)
_WRAPPED: Final = 55  # letters of a line that may have been wrapped
_HEADER: Final = re.compile(r"[>\s*]*[\w\s-]{1,60}:")  # a line that may be a header of another mail
_MANY: Final = 300  # lines at which another person's words may begin; no real thread of mails has more
_LOOKED_AT: Final = 1_000  # letters of a line that are searched for an announcement
# Signs in any language that another person's words follow: a line ends with a colon, is a rule, names a header, or is
# quoted.
_MAY_QUOTE: Final = re.compile(r":\s*$|[-_]{3,}|^[\s*]*>|^[\s*]*\w[\w -]{1,20}:")
_RULE: Final = re.compile(r"\s*(?:[-_=*~\u2014\u2500]\s*){3,}")
# The beginning of a line that a program adds at the end.
_PROGRAM: Final = _MAIL.pattern("programs")
_SAYS_WHO: Final = re.compile(r"\b(?:wrote|said|writes|says)\b[^:]{0,20}:\s*\Z", re.IGNORECASE)
_LINK: Final = re.compile(r"\s*<https?://\S+>\s*")
_EXCUSES: Final = r"(?:[,.;]? (?:so )?(?:please )?(?:excuse|forgive|apologies for|sorry for) [\w ,'\u2019-]{3,60})?"
_DEVICE: Final = re.compile(
    r"[\s(<]*"
    + any_of(
        rf"""(?:sent|written|typed)(?: wirelessly)? (?:from|via|using|with|on|by) {_PROGRAM}\b
        [^,;:?!]{{0,60}}{_EXCUSES}[.)>\s]*\Z|
        (?:from|via) (?:my )?(?:mobile|iphone|ipad|phone|android)[\w ]{{0,15}}\Z|
        get (?:outlook (?:for|on)|the new yahoo|yahoo) |sent with proton|
        envoy\u00e9 (?:de|depuis|\u00e0 partir)|von meinem .{{0,40}}gesendet|diese nachricht wurde von|
        anfonwyd o |virus[- ]free\b|
        this (?:e-?mail|message) (?:has been|was) (?:checked|scanned)|
        (?:checked|scanned) (?:for viruses )?by |avast|avg\b|scanned by|to unsubscribe|unsubscribe\b|
        you (?:are on (?:this|our)(?: mailing)? list|are receiving this|received this|have been sent this)|
        click here to|view (?:this|in) .{{0,20}}browser|
        (?:p )?(?:please )?(?:consider|think of) the environment|(?:help )?save (?:paper|a tree)|follow us on|
        report abuse|\[?cid:|\[image|<https?://\S+>\s*$"""
    ),
    re.IGNORECASE,
)
# The notice of a site that passes letters on, to the end of its paragraph.
_RELAY: Final = re.compile(
    r"\s*(?:[0-9a-f]{10,}/[0-9a-f]{10,}|\(signed with an electronic signature|\[ this message was sent by|"
    r"(?:\(|\[)?\s*(?:this|the above) (?:e-?mail|message|letter) (?:was|has been|is being|is) "
    r"(?:sent|submitted|delivered|generated|forwarded|created)\b.{0,80}\b(?:by|through|via|using|on|with)\b|"
    r"(?:this|the above) (?:e-?mail|message|letter) (?:comes|came) (?:to you )?(?:from|through|via|by)\b|"
    r"(?:sent|delivered|submitted|powered|brought to you) (?:by|via|through|using) (?:the )?[A-Z0-9][^.?!]{2,60}"
    r"(?:[.,(\s]*\Z|\. (?:our|its|their|the|registered)\b)|"
    r"you (?:are receiving|received|have received) this\b|why did (?:i|you) (?:get|receive) this\b|"
    r"questions about this e-?mail\b|to stop receiving\b|log in to view\b|reply to this e-?mail to\b|"
    r"please do not reply to this (?:e-?mail|message)\b|this e-?mail was sent to \S+@|"
    r"[\w' ]{2,40} (?:helped this constituent|chose to contact you)\b|"
    r"(?:\u00a9|copyright (?:\u00a9|\(c\)))\s*\d{4})",
    re.IGNORECASE,
)
# "This e-mail was sent to you by the council, and you did not answer it."
_OF_ONESELF: Final = re.compile(
    r"\A(?!\s*why did)[^.?!]*\b(?:i|i'm|i've|we|did|didn't|have not|haven't|my)\b", re.IGNORECASE
)
_OF_WRITERS: Final = re.compile(r"(?<![\w'\u2019])(?:I|I['\u2019]\w+|[Mm]y|me)(?!\w)")
_TWO_SENTENCES: Final = re.compile(r"[a-z][.!?]\s+[A-Z]")
# The notice that a mail filter puts above a mail from outside.
_BANNER: Final = re.compile(
    r"\s*[\[(*!#\s]*"
    + any_of(
        r"""external(?: e-?mail| sender| message)?\s*[\])*:!]|
        (?:caution|warning|alert|attention|be careful|notice)\s*[:!\-\u2013].{0,60}
        \b(?:external|outside|originated|links?|attachments?|sender)\b|
        (?:this|the following) (?:e-?mail|message) (?:originated|was sent|came|comes|is|has been sent|has come)
        (?: to you)?(?: from)? (?:outside|an external|external|a sender)|
        you don(?:'|\u2019)?t often (?:get|receive) e-?mails? from|
        some people who received this message|zjqcmqryfpfpt|do not click (?:on )?(?:any )?links?\b"""
    ),
    re.IGNORECASE,
)
_LISTS: Final = re.compile(
    r"\b(?:mailing list|unsubscribe|subscribed to|list ?info|listserv|google ?groups?|groups\.io|yahoo! groups|"
    r"to post to this group|view this discussion|reply to sender)\b|\S+-(?:request|unsubscribe|leave)@",
    re.IGNORECASE,
)
_LEGAL: Final = re.compile(
    r"\b" + _MAIL.pattern("legal") + r"\b",
    re.IGNORECASE,
)
_FOR_ONE: Final = re.compile(
    r"\s*(?:this|the (?:information|contents?) (?:in|of) this) (?:e-?mail|message|communication|transmission)\b.{0,120}"
    r"\b(?:addressee|intended (?:only|solely|recipient)|(?:sole|intended) use)",
    re.IGNORECASE,
)
_LEGAL_STARTS: Final = re.compile(
    r"\s*" + _MAIL.pattern("legal starts"),
    re.IGNORECASE,
)


def split_quoted(text: str, subject: str, member: frozenset[str] = frozenset()) -> MessageParts:
    """Tell the parts of a text apart. ``subject`` shows whether the mail was forwarded as a whole. ``member`` are the
    words of the member's name, in lower case: what is signed with that name is not a constituent's.
    """
    lines = join_broken(_mended([line.rstrip() for line in text.split("\n")]))
    top, quoted, forwarded, bottom = _unwrapped(lines, subject, member)
    own: list[str] = []
    both = [*top, *bottom]
    for at, line in enumerate(both):
        after = next((each for each in both[at + 1 : at + 3] if each.strip()), "")
        if _QUOTED.match(line) or is_attribution(line, quoted_next=bool(_QUOTED.match(after))):
            quoted.append(line)
        else:
            own.append(line)
    own, banner = _without_banner(own)
    own, theirs = _without_members(own, member)
    quoted += theirs
    own, footers = _without_footers(own)
    footers = [*banner, *footers]
    return MessageParts(
        tuple(_trimmed(own)), tuple(_trimmed(quoted)), tuple(_trimmed(forwarded)), tuple(_trimmed(footers))
    )


def _mended(lines: list[str]) -> list[str]:
    """The lines, with marks added where a program wrapped a quoted line and left the rest of it unmarked."""
    mended: list[str] = []
    for line in lines:
        before = mended[-1] if mended else ""
        broken = len(before) >= _WRAPPED and _QUOTED.match(before) and line.strip() and not _QUOTED.match(line)
        goes_on = broken and (line.strip()[:1].islower() or not before.endswith((".", "?", "!", ":")))
        mended.append(f"> {line}" if goes_on else line)
    return mended


def _unwrapped(
    lines: list[str], subject: str, member: frozenset[str]
) -> tuple[list[str], list[str], list[str], list[str]]:
    """The lines above the quotation, the quoted lines, the forwarded ones, and those below."""
    begin = quoted_from(lines, member)
    first = lines if begin is None else lines[:begin]
    found = _found(first)
    if found is not None and _is_writers_own(found[1]):
        found = None
    above, inner, below, kind = found or (first, [], [], "reply")
    if begin is not None and found is None:
        inner, kind = lines[begin:], "forward"
    elif begin is not None:
        inner = [*inner, *lines[begin:]]
    if not inner:
        return lines, [], [], []
    head = [line for line in inner if not _FORWARDED.search(line)] if begin is None else lines[begin:]
    if not any(map(str.strip, above)) and not _REPLIES.match(subject) and _is_head(head):
        return lines, [], [], []
    if not any(map(str.strip, above)) and not any(map(_QUOTED.match, inner)):
        at = next((at for at, line in enumerate(inner) if greets(line) and _names_any(line, member)), None)
        if at is not None:  # only the writer greets the member: their own words stand below what was answered
            return inner[at:], inner[:at], [], []
    marks = any(map(_IS_FORWARD.search, inner[:2]))
    forwards = kind == "forward" and bool(_FORWARDS.match(subject) or marks)
    return above, [] if forwards else inner, inner if forwards else [], below


def _is_writers_own(inner: list[str]) -> bool:
    """Whether a seeming mail begins with a line by which a writer quotes: "On Monday you wrote:"."""
    filled = [line for line in inner if line.strip()][:2]
    if filled and _MEMO.match(filled[0]) and quoted_from(inner) is None:
        return not any("@" in line for line in inner[:4])  # "From: a worried mother"
    said = bool(filled) and not _QUOTED.match(filled[0]) and bool(_SAYS_WHO.search(filled[0]))
    return said and not is_attribution(filled[0], quoted_next=len(filled) > 1 and bool(_QUOTED.match(filled[1])))


def _is_head(lines: list[str]) -> bool:
    """Whether lines begin like a letter written as a memorandum: "To:", "From:"."""
    first = next((line for line in lines if line.strip()), "")
    return bool(_MEMO.match(first))


def _found(lines: list[str]) -> tuple[list[str], list[str], list[str], str] | None:
    """Where another person's mail stands in this one, as quotequail finds it. Given by lines, so that none is lost."""
    short = [line[:_LOOKED_AT] for line in lines]
    if not any(map(_MAY_QUOTE.search, short)):
        return None  # most mails end here; the search in every language takes longer than all the rest
    try:
        from quotequail import unwrap  # late: few commands read mail
    except ImportError:
        return _found_plainly(short, lines)
    if _may_begin(short) > _MANY:  # from each of them quotequail reads everything that follows
        return _found_plainly(short, lines)
    told = unwrap("\n".join(short))
    if told is None:
        return None
    above = (told.get("text_top") or "").split("\n") if told.get("text_top") else []
    below = (told.get("text_bottom") or "").split("\n") if told.get("text_bottom") else []
    start = _count(short, above)
    end = len(lines) - _count(short[::-1], below[::-1])
    return lines[:start], lines[start : max(start, end)], lines[max(start, end) :], str(told.get("type"))


def _may_begin(lines: Sequence[str]) -> int:
    """The number of lines at which another mail may begin: headers, and changes from unquoted to quoted lines."""
    count, quoted = 0, False
    for line in lines:
        if not line.strip():
            continue
        before, quoted = quoted, bool(_QUOTED.match(line))
        count += (quoted and not before) or bool(_HEADER.match(line))
    return count


def _count(lines: Sequence[str], wanted: Sequence[str]) -> int:
    """How many lines at the beginning, blank ones included, these lines take up."""
    left = [line.strip() for line in wanted if line.strip()]
    found = 0
    for at, line in enumerate(lines):
        if found == len(left):
            return at
        found += line.strip() == left[found]
    return len(lines) if found == len(left) else 0


def _found_plainly(short: Sequence[str], lines: list[str]) -> tuple[list[str], list[str], list[str], str] | None:
    """Without quotequail: from the first line that announces another person's words. ``short`` are the lines'
    beginnings.
    """
    for at, line in enumerate(short):
        if _FORWARDED.search(line):
            return lines[:at], lines[at:], [], "forward"
        if is_attribution(line):
            return lines[:at], lines[at:], [], "reply"
    return None


def _without_banner(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines without a mail filter's notice above them, and the notice: up to the greeting, or the end of its
    paragraph.
    """
    banner: list[str] = []
    rest = list(lines)
    while rest and not rest[0].strip():
        rest.pop(0)
    while rest and _BANNER.match(rest[0]):
        while rest and rest[0].strip() and (not banner or not greets(rest[0])):
            banner.append(rest.pop(0))
        while rest and not rest[0].strip():
            rest.pop(0)
    return (rest, banner) if any(map(str.strip, rest)) else (list(lines), [])


def _without_members(lines: list[str], member: frozenset[str]) -> tuple[list[str], list[str]]:
    """The lines without an unmarked letter of the office's own below them: from "Dear Ms Hill" to the member's name."""
    signed = next((at for at, line in enumerate(lines) if at > 3 and _is_member(line, member)), None)
    if signed is None:
        return lines, []
    begin = next((at for at in range(signed, 0, -1) if greets(lines[at]) and not _names_any(lines[at], member)), None)
    if begin is None or not any(map(str.strip, lines[:begin])):
        return lines, []
    end = signed + 1
    while end < len(lines) and lines[end].strip():
        end += 1
    return [*lines[:begin], *lines[end:]], lines[begin:end]


def _is_member(line: str, member: frozenset[str]) -> bool:
    if "mp" not in line.casefold():
        return False
    words = [word.casefold().strip(".,*") for word in line.split()]
    return len(words) > 1 and "mp" in words and set(words) <= member


def _names_any(line: str, member: frozenset[str]) -> bool:
    titles = {"mp", "ms", "mrs", "miss", "mr", "dr"}
    return bool({word.casefold().strip(".,:") for word in line.split()} & (member - titles))


def _without_footers(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines without the footers that programs add and law departments require."""
    own: list[str] = []
    footers: list[str] = []
    blocks = _blocks(lines)
    said_last = _last_said(blocks)
    passed_on = _passed_on(blocks)
    ruled = False
    for number, whole in enumerate(blocks):
        signed, block = _signed_above(whole)
        own += signed
        said = " ".join(line.strip() for line in block)
        legal = len(_LEGAL.findall(said))
        ruled = ruled or bool(number and _RULE.fullmatch(block[0]))
        last = number >= len(blocks) - 4
        listed = ruled and last and bool(_LISTS.search(said))
        addressed = bool(number or signed) and last and legal and bool(_FOR_ONE.match(said))
        below = number > said_last
        disclaims = legal >= 2 and (_LEGAL_STARTS.match(said) or legal >= 3 or last)
        if below and (
            listed or addressed or disclaims or (legal and ruled and last) or _is_platforms(blocks, number, passed_on)
        ):
            footers += [*block, ""]
            continue
        kept: list[str] = []
        relayed = False
        for line in block:
            relayed = relayed or (below and bool(_RELAY.match(line)) and not _OF_ONESELF.search(line))
            added = bool(number or kept) and bool(_DEVICE.match(_LINK.sub("", line) or line))
            (footers if relayed or (added and (below or not _LINK.fullmatch(line))) else kept).append(line)
        own += [*kept, ""] if kept else []
    # A rule with nothing below it belonged to the footer.
    while own and (not own[-1].strip() or re.fullmatch(r"[-_=*~\u2014\u2013\s]{2,}", own[-1])):
        footers.append(own.pop())
    return own, footers


def _signed_above(block: list[str]) -> tuple[list[str], list[str]]:
    """Split a block into the lines of a signature and the legal footer below them."""
    start = next((at for at, line in enumerate(block) if _LEGAL_STARTS.match(line) or _LEGAL.search(line)), 0)
    if not start or not any(map(is_of_signature, block[:start])):
        return [], block
    return block[:start], block[start:]


def _passed_on(blocks: Sequence[Sequence[str]]) -> int:
    """The number of the block in which a site says, below a signature, that it passed the letter on; the number of all
    blocks where none does. A letter may also begin below such a notice.
    """
    signed = False
    for at, block in enumerate(blocks if any(map(_is_relay, blocks)) else ()):
        if signed and _is_relay(block):
            return len(blocks) if any(greets(line) for below in blocks[at + 1 :] for line in below) else at
        signed = signed or (at > 0 and any(map(is_of_signature, block[-2:])))
    return len(blocks)


def _is_signed_above(blocks: Sequence[Sequence[str]], number: int) -> bool:
    """Whether a signature stands above a block, as far as the last lines of the blocks there tell."""
    return any(map(is_of_signature, (line for block in blocks[1:number] for line in block[-2:])))


def _is_relay(block: Sequence[str]) -> bool:
    """Whether a block says that a site passed the letter on."""
    return any(_RELAY.match(line) and not _OF_ONESELF.search(line) for line in block)


def _is_platforms(blocks: Sequence[Sequence[str]], number: int, relayed: int) -> bool:
    """Whether a block is what a site or an organiser adds: sentences below the notice that the letter was passed on, or
    below a rule with an address at their end, and none that the writer says of themselves. ``relayed`` is the number of
    the notice's block.
    """
    block = blocks[number]
    said = " ".join(line.strip() for line in block)
    if _OF_WRITERS.search(said) or not (reads_on(block) or talks(said) or _TWO_SENTENCES.search(said)):
        return False
    ruled = number > 1 and _RULE.fullmatch(blocks[number - 1][0]) is not None
    housed = ruled and number == len(blocks) - 1 and ends_with_postcode(block[-1])
    return number > relayed or (housed and _is_signed_above(blocks, number))


def _last_said(blocks: Sequence[Sequence[str]]) -> int:
    """The last block that the writer wrote; programs add what stands below it. The first block is always the
    writer's.
    """
    relayed = _passed_on(blocks)
    for number in range(len(blocks) - 1, 0, -1):
        said = " ".join(line.strip() for line in blocks[number])
        foreign = _LEGAL.search(said) or _LISTS.search(said) or any(map(_RELAY.match, blocks[number]))
        foreign = foreign or _is_platforms(blocks, number, relayed)
        if (reads_on(blocks[number]) or talks(said)) and not foreign and not _DEVICE.match(said):
            return number
    return 0


def _blocks(lines: Sequence[str]) -> list[list[str]]:
    """The blocks of lines, separated by blank lines and rules."""
    blocks: list[list[str]] = [[]]
    for line in lines:
        if not line.strip():
            blocks.append([])
        elif _RULE.fullmatch(line):
            blocks += [[line], []]
        else:
            blocks[-1].append(line)
    return [block for block in blocks if block]


def _trimmed(lines: Sequence[str]) -> list[str]:
    """The lines without blank ones at either end."""
    filled = [at for at, line in enumerate(lines) if line.strip()]
    return list(lines[filled[0] : filled[-1] + 1]) if filled else []
