"""Quotations in their documents, found word for word or not at all; the findings are kept in a lock file."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate, combinations
from pathlib import Path

from drafter.facts.model import Citation, Fact, Source
from drafter.files.digests import sha256_of
from drafter.files.system import reason_of
from drafter.frozen import NamedTuple, dataclass
from drafter.patterns import late_pattern
from drafter.problems import Problem, Severity, Where

MARK = "\u00ad"  # a doubtful hyphen in a kept text, set by ``drafter.sources.paragraphs``

# Texts: each document's text is a file in the office's own folder, with one line for each paragraph.

LARGEST = 50_000_000  # bytes; no document that a letter cites is longer


class DocumentText(NamedTuple):
    """The text of a document. ``blocks`` are its lines that are not blank; a citation counts them from 1."""

    source: str
    blocks: tuple[str, ...]
    sha256: str

    def block(self, number: int) -> str | None:
        """The block with this number, or ``None``."""
        return self.blocks[number - 1] if 0 < number <= len(self.blocks) else None


def blocks_of(text: str) -> tuple[str, ...]:
    """The paragraphs of a kept text."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def text_path(folder: Path, source: str) -> Path:
    """The file in which the text of a source is kept."""
    return folder / f"{source}.txt"


def read_text(folder: Path, source: Source, name: str = "texts") -> tuple[DocumentText | None, Problem | None]:
    """The kept text of a source. ``(None, None)`` if there is none; a problem if it is not the registered text."""
    path = text_path(folder, source.id)
    where = Where(f"{name}/{path.name}")
    try:
        if path.stat().st_size > LARGEST:
            return None, Problem(where, "unreadable-text", "is too large for the text of a document")
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except FileNotFoundError:
        return None, None
    except UnicodeDecodeError:
        return None, Problem(where, "unreadable-text", "is not UTF-8 text", "add the document again")
    except OSError as failure:
        return None, Problem(where, "unreadable-text", f"cannot be read: {reason_of(failure)}")
    found = sha256_of(data)
    if source.sha256 and found != source.sha256:
        message = f"is not the text that facts/sources.yaml names for '{source.id}': another edition, or changed since"
        hint = "if it is right, 'drafter sources add' it as a source of its own"
        return None, Problem(where, "changed-text", message, hint)
    return DocumentText(source.id, blocks_of(text), found), None


# Finding: a quotation must stand in its document word for word.
#
# White space, quotation marks, dashes and soft hyphens are folded, because they change on the way from page to text;
# nothing else is. If a line end leaves it in doubt whether a word has a hyphen, the document counts as having both
# readings. A near miss is shown, never accepted.

_FOLD = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u2032", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        "\u00ad": None,
    }
)
_WORD = late_pattern(r"\S+")
_HYPHEN = late_pattern(r"(?<=\w)-(?=\w)")
# A place where a word may have a hyphen, with the hyphen if the text has one; and a character for such places, which no
# text has.
_DOUBTFUL = late_pattern(f"(?<=\\w)[-\u2010-\u2015\u2212]?{MARK}+(?=\\w)")
_HERE = "\ufdd0"
_MOST_HYPHENS = 6  # hyphens in a quotation for which all combinations are tried


class QuotationPlace(NamedTuple):
    """Where a quotation stands: its block, which occurrence in the block it is, and its characters there.

    Blocks and occurrences count from 1; ``end`` is the character after the last.
    """

    paragraph: int
    occurrence: int
    start: int
    end: int


def fold_quotation(text: str) -> str:
    """A text in which everything that may differ is made the same."""
    # No sign of ASCII is among those that are exchanged.
    return " ".join((text if text.isascii() else text.translate(_FOLD)).split())


def find(quote: str, text: DocumentText) -> tuple[QuotationPlace, ...]:
    """Every place where the quotation stands as whole words."""
    (places,) = find_all([quote], text)
    return tuple(
        QuotationPlace(p.paragraph, p.occurrence, *_unfolded(text.blocks[p.paragraph - 1], p.start, p.end))
        for p in places
    )


def find_all(quotes: Sequence[str], text: DocumentText) -> list[tuple[QuotationPlace, ...]]:
    """The places of many quotations, from one reading of the text. Positions are those in ``bare`` blocks."""
    from ahocorasick_rs import AhoCorasick  # late: only looking up quotations needs it

    # A line feed ends a block. Folding leaves no line feeds in quotations, so none can go over two blocks.
    doubtful: set[int] = set()
    starts, parts = [0], []
    for block in text.blocks:
        part, places_ = without_hyphens(block)
        parts.append(part)
        doubtful.update(starts[-1] + place for place in places_)
        starts.append(starts[-1] + len(part) + 1)
    whole = "\n".join(parts)
    wanted = [dict(_readings(fold_quotation(quote), doubts=bool(doubtful))) for quote in quotes]
    patterns = sorted({pattern for readings in wanted for pattern in readings if pattern})
    matches = AhoCorasick(patterns).find_matches_as_indexes(whole, overlapping=True) if patterns else []
    found: dict[str, list[tuple[int, int]]] = {pattern: [] for pattern in patterns}
    for number, start, end in matches:
        if not _cuts_a_word(whole, start, end):
            found[patterns[number]].append((start, end))
    return [
        tuple(
            _places(
                sorted(
                    place
                    for pattern, hyphens in readings.items()
                    for place in found.get(pattern, ())
                    if doubtful.issuperset(place[0] + at for at in hyphens)
                ),
                starts,
            )
        )
        for readings in wanted
    ]


def _places(found: Sequence[tuple[int, int]], starts: Sequence[int]) -> Iterator[QuotationPlace]:
    last, again = 0, 0
    for start, end in found:
        paragraph = bisect_right(starts, start)
        again = again + 1 if paragraph == last else 1
        last = paragraph
        yield QuotationPlace(paragraph, again, start - starts[paragraph - 1], end - starts[paragraph - 1])


def without_hyphens(block: str) -> tuple[str, tuple[int, ...]]:
    """A folded block without its doubtful hyphens, and the places where each of them may stand."""
    if MARK not in block:
        return fold_quotation(block), ()
    parts = fold_quotation(_DOUBTFUL.sub(_HERE, block)).split(_HERE)
    return "".join(parts), tuple(accumulate(map(len, parts[:-1])))


def _readings(quote: str, *, doubts: bool) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The forms in which a folded quotation may stand: with all hyphens, or without some; each with their places."""
    hyphens = [found.start() for found in _HYPHEN.finditer(quote)] if doubts else []
    few = len(hyphens) <= _MOST_HYPHENS
    for many in range(len(hyphens) + 1):
        if few or many in {0, 1, len(hyphens)}:
            for some in combinations(hyphens, many):
                without = "".join(letter for at, letter in enumerate(quote) if at not in some)
                yield without, tuple(at - before for before, at in enumerate(some))


def _cuts_a_word(text: str, start: int, end: int) -> bool:
    return _joined(text, start - 1, start, -1) or _joined(text, end, end - 1, 1)


def _joined(text: str, outside: int, inside: int, step: int) -> bool:
    """Whether the character outside belongs to the word inside: a letter, a hyphen, a number's point or sign."""
    if not 0 <= outside < len(text) or not text[inside].isalnum():
        return False
    between, beyond = text[outside], text[outside + step] if 0 <= outside + step < len(text) else " "
    if between.isalnum() or (between in "-'" and beyond.isalnum()):
        return True
    if between in ".,:/" and beyond.isdigit() and text[inside].isdigit():
        return True
    return between in "\u00a3$\u20ac%" and text[inside].isdigit()


def _unfolded(block: str, start: int, end: int) -> tuple[int, int]:
    """Turn positions in a block's ``bare`` form into positions in the block itself."""
    left_out = {at for found in _DOUBTFUL.finditer(block) for at in range(*found.span())}
    positions: list[int] = []
    for index, character in enumerate(block):
        if character.isspace():
            if positions and not block[positions[-1]].isspace():
                positions.append(index)
        elif character != MARK and index not in left_out:
            positions.append(index)
    return positions[start], positions[end - 1] + 1


def nearest_passage(quote: str, blocks: Iterable[str]) -> tuple[int, str]:
    """The run of words most like the quotation, and the number of its block; ``(0, "")`` if nothing is like it."""
    import difflib  # late: only a missing quotation needs it

    wanted = [word.casefold() for word in _WORD.findall(fold_quotation(quote))]
    known = set(wanted)
    best: tuple[float, int, str] = (0.0, 0, "")
    for number, block in enumerate(blocks, 1):
        words = _WORD.findall(fold_quotation(block))
        low = [word.casefold() for word in words]
        hits = [index for index, word in enumerate(low) if word in known]
        if len(set(map(low.__getitem__, hits))) * 2 < len(known):
            continue
        for first in hits[:200]:
            window = low[first : first + len(wanted)]
            ratio = difflib.SequenceMatcher(None, wanted, window, autojunk=False).ratio()
            if ratio > best[0]:
                best = (ratio, number, " ".join(words[first : first + len(wanted)]))
    return (best[1], best[2]) if best[0] > 0.5 else (0, "")


# The lock: every quotation of the fact base is looked up, and the findings are kept in ``facts/quotations.lock``.
#
# With it a check on a computer without the texts still notices that a quotation, its paragraph number, or the document
# was changed since. A line holds: fact, number of the citation, source, paragraph, and the first 16 hex digits of the
# SHA-256 of the text, of the folded quotation, and of the document's details; and then, where the claim has names or
# years that stand elsewhere in the document, these.

LOCK = "quotations.lock"
UNVERIFIED = "unverified-quotation"
_COLUMNS = 7
_ELSEWHERE = "elsewhere="
_HEADER = "# Written by 'drafter facts verify': which quotation was found where, in which text. Not to be edited.\n"
Locate = Callable[[Fact, int, str], Where]


class Verified(NamedTuple):
    """The result of a look-up: one line of the lock for each quotation that was found, and the problems."""

    lines: tuple[str, ...]
    problems: tuple[Problem, ...]
    looked_up: int


def verify(
    facts: Iterable[Fact],
    sources: Mapping[str, Source],
    texts: Mapping[str, DocumentText],
    locate: Locate,
    elsewhere: Callable[[Fact], Iterable[str]] = lambda _: (),
) -> Verified:
    """Look up the quotations of these facts, if their texts are at hand. ``locate`` gives a field's place.

    ``elsewhere`` gives the words of a fact's claim that stand elsewhere in its document.
    """
    wanted: dict[str, list[tuple[Fact, int, Citation]]] = defaultdict(list)
    for fact in facts:
        for number, cite in enumerate(fact.cites):
            if cite.source in texts:
                wanted[cite.source].append((fact, number, cite))
    lines, problems = [], []
    for source, cites in wanted.items():
        text = texts[source]
        for (fact, number, cite), places in zip(cites, find_all([c.quote for *_, c in cites], text), strict=True):
            found = list(_problems(cite, places, text, partial(_of, locate, fact, number)))
            problems += found
            if not found:
                line = lock_line(fact, number, cite, sources[source], text.sha256)
                words = ",".join(elsewhere(fact))
                lines.append(f"{line} {_ELSEWHERE}{words}" if words else line)
    return Verified(tuple(sorted(lines)), tuple(sorted(problems)), sum(map(len, wanted.values())))


def borne_out(rows: Rows, sources: Mapping[str, Source]) -> dict[str, frozenset[str]]:
    """The words of claims, by the fact's id, that were found elsewhere in the document that is registered now."""
    found: dict[str, frozenset[str]] = {}
    for id_, lines in rows.items():
        for row in (line.split() for line in lines.values() if f" {_ELSEWHERE}" in line):
            source = sources.get(row[2])
            if source is not None and len(row) == _COLUMNS + 1 and row[4] == source.sha256[:16]:
                found[id_] = found.get(id_, frozenset()) | set(row[-1].removeprefix(_ELSEWHERE).split(","))
    return found


def _of(locate: Locate, fact: Fact, number: int, key: str) -> Where:
    return locate(fact, number, key)


def _problems(
    cite: Citation, places: tuple[QuotationPlace, ...], text: DocumentText, where: Callable[[str], Where]
) -> Iterator[Problem]:
    here = [place for place in places if place.paragraph == cite.paragraph]
    if not places:
        number, passage = nearest_passage(cite.quote, text.blocks)
        message = f"the quotation is not in the text of '{cite.source}'"
        hint = f"paragraph {number} has \u201c{passage}\u201d" if passage else "nothing in it is like it"
        yield Problem(where("quote"), "quotation-not-found", message, hint)
    elif not here:
        numbers = ", ".join(str(number) for number in dict.fromkeys(place.paragraph for place in places))
        message = f"the quotation does not stand in paragraph {cite.paragraph} of '{cite.source}'"
        yield Problem(where("paragraph"), "wrong-paragraph", message, f"it stands in paragraph {numbers}")
    elif len(here) > 1 and not cite.occurrence:
        message = f"the quotation stands {len(here)} times in paragraph {cite.paragraph} of '{cite.source}'"
        hint = "say which with 'occurrence: 1', or quote a few words more"
        yield Problem(where("quote"), "ambiguous-quotation", message, hint)
    elif cite.occurrence > len(here):
        message = f"the quotation stands only {len(here)} time(s) in paragraph {cite.paragraph} of '{cite.source}'"
        yield Problem(where("occurrence"), "wrong-occurrence", message)


def lock_line(fact: Fact, number: int, cite: Citation, source: Source, text_sha256: str) -> str:
    """The lock's line for a quotation that was found in the text with this hash."""
    quote = _hash(fold_quotation(cite.quote), cite.occurrence)
    details = _hash(
        source.type, source.title, source.author, source.publisher, source.issued.text, source.number, source.url,
        source.counted_from, source.sections, sorted(source.furniture), *source.speaker.entry.values(),
        source.side, source.party, source.occasion,
    )  # fmt: skip
    return f"{fact.id} {number + 1} {cite.source} {cite.paragraph} {text_sha256[:16]} {quote} {details}"


def _hash(*values: object) -> str:
    return hashlib.sha256("\0".join(map(str, values)).encode()).hexdigest()[:16]


def lock_text(lines: Iterable[str], kept: str, verified: set[str]) -> str:
    """The lock with these lines. Lines of the earlier lock, ``kept``, stay for facts that were not looked up now."""
    lines = list(lines)
    anew = {tuple(line.split()[:2]) for line in lines}
    old = [
        row
        for row in kept.splitlines()
        if row and not row.startswith("#") and row.split()[0] not in verified and tuple(row.split()[:2]) not in anew
    ]
    return _HEADER + "".join(f"{row}\n" for row in sorted({*old, *lines}))


Rows = Mapping[str, Mapping[str, str]]  # the lock's lines, by the fact's id and the citation's number, from 1


def rows_of(lock: str) -> Rows:
    """The lines of a lock's text."""
    rows: dict[str, dict[str, str]] = defaultdict(dict)
    for line in lock.splitlines():
        id_, _, rest = line.partition(" ")
        rows[id_][rest.partition(" ")[0]] = line
    return rows


def check_lock(facts: Iterable[Fact], sources: Mapping[str, Source], lock: str, locate: Locate) -> Iterator[Problem]:
    """Quotations that have changed since they were verified, or were never verified."""
    rows = rows_of(lock)
    for fact in facts:
        yield from check_quotations(fact, sources, rows, locate)


def check_quotations(fact: Fact, sources: Mapping[str, Source], rows: Rows, locate: Locate) -> Iterator[Problem]:
    """The same for one fact."""
    mine = rows.get(fact.id, {})
    for number, cite in enumerate(fact.cites):
        row = mine.get(str(number + 1), "").split()
        if len(row) not in {_COLUMNS, _COLUMNS + 1}:
            message = f"citation {number + 1} of '{fact.id}' was never verified"
            yield Problem(locate(fact, number, "quote"), UNVERIFIED, message, "run 'drafter facts verify'")
            continue
        source = sources[cite.source]
        now = lock_line(fact, number, cite, source, source.sha256).split()
        for index, key, what in (
            (2, "source", "document"),
            (3, "paragraph", "paragraph"),
            (5, "quote", "quotation"),
        ):
            if row[index] != now[index]:
                message = f"the {what} of citation {number + 1} of '{fact.id}' was changed since it was verified"
                yield Problem(locate(fact, number, key), "changed-quotation", message, "run 'drafter facts verify'")
                break
        else:
            if row[6] != now[6]:
                message = f"the details of '{cite.source}' were changed since '{fact.id}' was verified"
                yield Problem(source.where, "changed-document", message, "look at them, then 'drafter facts verify'")
            if row[4] != now[4]:
                message = f"the text of '{cite.source}' is another than the one '{fact.id}' was verified against"
                yield Problem(locate(fact, number, "source"), "changed-document", message, "run 'drafter facts verify'")


def read_lock(folder: Path) -> str:
    """The lock file's text; empty if there is none."""
    try:
        return (folder / LOCK).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ""


def missing_texts(sources: Iterable[Source], texts: Mapping[str, DocumentText], cited: set[str]) -> Iterator[Problem]:
    """A warning for each document that is cited and whose text is not at hand."""
    for source in sources:
        if source.id in cited and source.id not in texts:
            message = f"the text of '{source.id}' is not at hand: its quotations were not looked up"
            hint = "'drafter sources attach FOLDER' finds it among your files"
            yield Problem(source.where, "no-text", message, hint, Severity.WARNING)


# Coverage: which facts quote each paragraph of a document, or why none does.


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One paragraph: the facts that quote it, or the reason why none does; neither if nobody has looked at it yet."""

    number: int
    text: str
    facts: tuple[str, ...]
    reason: str

    @property
    def accounted_for(self) -> bool:
        """Whether a fact quotes it, or the reason why none does is known."""
        return bool(self.facts or self.reason)


def coverage(text: DocumentText, source: Source, facts: Iterable[Fact]) -> tuple[CoverageRow, ...]:
    """The rows of a document, in its order."""
    quoting: dict[int, list[str]] = defaultdict(list)
    for fact in facts:
        for number in dict.fromkeys(c.paragraph for c in fact.cites if c.source == source.id):
            quoting[number].append(fact.id)
    reasons = {number: f"unused: {why}" for numbers, why in source.unused for number in numbers}
    reasons |= dict.fromkeys((number for number, _ in source.sections), "heading")
    reasons |= dict.fromkeys(source.furniture, "furniture")
    return tuple(
        CoverageRow(number, block, tuple(quoting[number]), "" if quoting[number] else reasons.get(number, ""))
        for number, block in enumerate(text.blocks, 1)
    )
