"""Rules for what a claim's quotations must bear out: its figures, names and hedges, its direction, its quoted words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache

from drafter.english.lists import lists
from drafter.english.sentences import ENDS
from drafter.facts.claims import QUOTED, plain
from drafter.facts.edtf import MONTHS, Issued, day_in_words, month_in_words
from drafter.facts.model import WORDS, Fact, FactBase, Subject
from drafter.frozen import NamedTuple
from drafter.patterns import late_pattern
from drafter.problems import Problem, Where
from drafter.rules.claims import MANY, NUMBERS, OPENERS, WORD, both_ways, is_date, is_figure, unquoted, without_genitive
from drafter.rules.looked import Looked
from drafter.sources.quotations import fold_quotation

_WORDS = lists("claims")

# Hedges and conditions: a claim has the same ones as its quotations.


class _Hedge(NamedTuple):
    """Words that weaken a statement, and other words that do the same.

    A claim may have one of ``words`` where a quotation has one of them, or of ``in_quotation``. A quotation's hedge
    must be in the claim, or one of ``in_claim``.
    """

    words: re.Pattern[str]
    in_quotation: re.Pattern[str]
    in_claim: re.Pattern[str]


def _hedge(name: str) -> _Hedge:
    """The hedge with a name in the data. A star at a word's end allows any ending."""

    def pattern(*kinds: str) -> re.Pattern[str]:
        entries = [entry for kind in kinds for entry in _WORDS.phrases(f"{name}, {kind}")]
        ended = (entry.removesuffix("*") if entry.endswith("*") else rf"{entry}\b" for entry in entries)
        return re.compile(rf"\b(?:{'|'.join(ended)})", re.IGNORECASE)

    return _Hedge(pattern("words"), pattern("words", "in quotation"), pattern("words", "in claim"))


_HEDGED = ", words"  # ends the name of a list of hedges


@cache
def hedges() -> tuple[_Hedge, ...]:
    """The closed table of hedges, and what may stand for each. Its patterns take 10 ms to compile, so not at import."""
    return tuple(_hedge(name.removesuffix(_HEDGED)) for name in _WORDS.texts if name.endswith(_HEDGED))


def not_quoted_hedge(looked: Looked) -> Iterator[Problem]:
    """A hedge or a condition that is in a claim and in no quotation of the fact, or the other way round.

    'May', 'hoped', 'if introduced', 'usually', 'some', 'only': a claim without them says more than its document, one
    with others says something else. What stands for what is a closed table: 'hoped' for 'hope', 'plans to' for 'will
    be', 'could' for 'potential'. A quotation need hold no more than the words that carry the claim; what the document
    does ('occasion: hopes') counts too, and so do the hedges of the claim that is told straight before ('only_after').
    """
    for fact in looked.base.facts.values():
        claim = f"{plain(fact.claim)} ({looked.base.occasion(fact)})"
        quoted = " | ".join(cite.quote for cite in fact.cites)
        for added, lost in differences(claim, _leant_on(fact, looked.base), quoted):
            if added:
                message = f"'{fact.id}' says '{added}', and nothing in its quotations does"
                hint = "quote the words that carry it, or take it out"
            else:
                message = f"a quotation of '{fact.id}' says '{lost}', and the claim does not"
                hint = "say it in the claim, or quote only the words that carry the claim"
            yield Problem(looked.claim(fact), "not-quoted-hedge", message, hint)


@lru_cache(maxsize=MANY)
def differences(claim: str, before: str, quoted: str) -> tuple[tuple[str, str], ...]:
    """Hedges that a claim adds to its quotations, and hedges that it leaves out: pairs with one side empty."""
    return tuple(_differences(claim, before, quoted))


def _differences(claim: str, before: str, quoted: str) -> Iterator[tuple[str, str]]:
    for hedge in hedges():
        added, lost = hedge.words.search(claim), hedge.words.search(quoted)
        if added and not hedge.in_quotation.search(quoted) and not hedge.words.search(before):
            yield _whole(added, claim), ""
        if lost and not hedge.in_claim.search(f"{claim} | {before}"):
            yield "", _whole(lost, quoted)


# Reversed meanings: 'rose' where the document has 'fell'.

_ONE_WAY, _OTHER_WAY = ", one way", ", other way"


@cache
def _opposites() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """Pairs of patterns with opposite meanings."""
    names = [name.removesuffix(_ONE_WAY) for name in _WORDS.texts if name.endswith(_ONE_WAY)]
    return tuple((_any_of(f"{name}{_ONE_WAY}"), _any_of(f"{name}{_OTHER_WAY}")) for name in names)


@cache
def _any_of(name: str) -> re.Pattern[str]:
    entries = [entry.replace("*", r"\w*") for entry in _WORDS.phrases(name)]
    return re.compile(rf"\b(?:{'|'.join(entries)})\b", re.IGNORECASE)


def reversed_meaning(looked: Looked) -> Iterator[Problem]:
    """A claim that says the opposite of its quotations: 'rose' where they have 'fell', 'open' where they have 'close'.

    The words stand in a closed table of opposites. Where just one of the two is denied ('will not close', 'stay open'),
    they may mean the same, and a person has to see it: then nothing is said here.
    """
    for fact in looked.base.facts.values():
        for said, meant in _reversed(plain(fact.claim), " | ".join(cite.quote for cite in fact.cites)):
            message = f"'{fact.id}' says '{said}' where its quotation says '{meant}', which is the opposite"
            hint = "say what the document says, or quote the words that carry the claim"
            yield Problem(looked.claim(fact), "reversed-meaning", message, hint)


@lru_cache(maxsize=MANY)
def _reversed(claim: str, quoted: str) -> tuple[tuple[str, str], ...]:
    """What a claim says and its quotations mean where these are opposites."""
    return tuple(_opposite(unquoted(claim), quoted))


def _opposite(claim: str, quoted: str) -> Iterator[tuple[str, str]]:
    denied = _any_of("denied")
    if bool(denied.search(claim)) != bool(denied.search(quoted)):
        return
    for one, other in _opposites():
        for mine, theirs in ((one, other), (other, one)):
            said, meant = mine.search(claim), theirs.search(quoted)
            if said and meant and not theirs.search(claim) and not mine.search(quoted):
                yield said[0], meant[0]


def _whole(match: re.Match[str], text: str) -> str:
    """A match, extended to the end of its last word."""
    rest = re.match(r"\w*", text[match.end() :])
    return f"{match[0].rstrip()}{rest[0] if rest and not match[0].endswith(' ') else ''}"


def _leant_on(fact: Fact, base: FactBase) -> str:
    """The claims told directly before a fact."""
    seen: list[str] = []
    step = base.facts.get(fact.only_after)
    while step is not None and step.id not in seen:
        seen.append(step.id)
        step = base.facts.get(step.only_after)
    return " | ".join(plain(base.facts[id_].claim) for id_ in seen)


# Numbers, dates and names without support.

_WORKED_OUT = late_pattern(rf"\b({'|'.join(MONTHS)}) \[(\d{{4}})\]")
_DIGITS = {digits: word for word, digits in NUMBERS.items()}


def unsupported_detail(looked: Looked) -> Iterator[Problem]:
    """A number, a date or a proper name in a claim that its document does not support.

    Each must stand in a quotation of the fact, or in the document's own details (title, author, publisher, number,
    date, speaker), or be one of the names that words.yaml lists for the subject. The year of a month may be worked out
    from the document's date, where it stands in square brackets: 'in September [2017]'. A name, a month or a year may
    also stand elsewhere in the document ('detail-elsewhere'); any other figure stands in the quotation. A wrong figure
    or name is what a reader remembers; this finds one that slipped in.
    """
    for fact in looked.base.facts.values():
        details = _details(fact, looked)
        if details.nowhere:
            message = (
                f"'{fact.id}' says {_in_marks(details.nowhere)}, which neither its quotation nor its document carries"
            )
            year = re.search(rf"\b({'|'.join(MONTHS)}) ({'|'.join(map(re.escape, details.nowhere))})\b", details.claim)
            hint = "quote the words that carry it, or take it out"
            if year and year[2].isdigit():
                hint = f"a year that was worked out from the document's date is written so: '{year[1]} [{year[2]}]'"
            yield Problem(looked.claim(fact), "unsupported-detail", message, hint)


def detail_elsewhere(looked: Looked) -> Iterator[Problem]:
    """A name, a month or a year in a claim that stands elsewhere in its document, and not in the quotation.

    The document says it, but perhaps of something else: whoever reviews the fact looks at both places. A few words
    more in the quotation settle it.
    """
    for fact in looked.base.facts.values():
        found = _details(fact, looked).elsewhere
        if found:
            told = ", ".join(f"'{word}' (paragraph {at})" if at else f"'{word}'" for word, at in found.items())
            message = f"'{fact.id}' says what stands elsewhere in its document, and not in its quotation: {told}"
            hint = "see that the document says it of the same thing, or quote the words that carry it"
            yield Problem(looked.claim(fact), "detail-elsewhere", message, hint)


class _Details(NamedTuple):
    """The details of a claim that neither quotation nor the document's entry carries.

    ``elsewhere`` are those that stand elsewhere in the document, with their paragraph, or 0 where only the lock knows
    of them. ``claim`` is the claim without what was rightly worked out. ``first`` is its first word if that has a
    capital and is not known to be a name.
    """

    nowhere: tuple[str, ...]
    elsewhere: Mapping[str, str]
    claim: str
    first: str = ""


def _details(fact: Fact, looked: Looked) -> _Details:
    claim = _without_worked_out(fact, looked)
    texts = both_ways(claim)
    words = list(dict.fromkeys(word for text in texts for word in details_of(text)))
    if not words:
        return _Details((), {}, claim)
    known = _known(fact, texts, looked)
    strange = [word for word in words if not _is_among(fold_quotation(word).casefold(), known)]
    if not strange:
        return _Details((), {}, claim)
    found = _found_elsewhere(fact, texts, strange, looked)
    # The first word of a sentence has a capital, whether it is a name or not. It counts as one only if the document
    # shows that it is; otherwise it is told that a claim begins small ('capital-in-claim').
    first = _first_capital(texts[0])
    if first in strange and first not in found and first not in looked.borne_out.get(fact.id, ()):
        strange.remove(first)
    else:
        first = ""
    found |= dict.fromkeys(
        (one for one in strange if one not in found and one in looked.borne_out.get(fact.id, ())), ""
    )
    return _Details(tuple(one for one in strange if one not in found), found, claim, first)


def said_elsewhere(fact: Fact, looked: Looked) -> tuple[str, ...]:
    """The names, months and years of a claim that stand elsewhere in its document, for the lock."""
    return tuple(_details(fact, looked).elsewhere)


def _first_capital(text: str) -> str:
    """The first word of a text if only the beginning of a sentence may have given it its capital; else empty."""
    match = WORD.match(text)
    word = without_genitive(match[0]) if match else ""
    plainly = word[:1].isupper() and (word[1:].islower() or len(word) == 1) and word != "I"
    return word if plainly and not is_date(word) and not is_figure(word) else ""


_YEAR = late_pattern(r"(?:19|20)\d\d\Z")
# What stands before a number that is a year, or before a month.
_BEFORE = (
    "in|of|by|since|until|till|from|to|before|after|during|between|and|early|late|mid|spring|summer|autumn|winter|"
    "around|about|the year|last|next|this|on"
)
_YEARS = late_pattern(
    rf"\b(?:(?:{_BEFORE}|{'|'.join(MONTHS)}),? (?:mid-|early |late )?|\()((?:19|20)\d\d)\b(?!%|[.,]\d| ?per ?cent)",
    re.IGNORECASE,
)


def _found_elsewhere(fact: Fact, texts: Sequence[str], strange: Sequence[str], looked: Looked) -> dict[str, str]:
    """Which of these words stand elsewhere in the fact's documents, each with the number of a paragraph, as far as
    their texts are at hand.
    """
    found: dict[str, str] = {}
    for id_ in dict.fromkeys(cite.source for cite in fact.cites):
        whole = looked.texts.get(id_)
        if whole is None:
            continue
        source = looked.base.sources[id_]
        blocks = [(at, fold_quotation(block)) for at, block in enumerate(whole.blocks, 1) if at not in source.furniture]
        for text in map(fold_quotation, texts):
            for word, at in _standing(text, strange, blocks):
                found.setdefault(word, source.number_of(at))
    return found


def _standing(text: str, strange: Sequence[str], blocks: Sequence[tuple[int, str]]) -> Iterator[tuple[str, int]]:
    """The strange names, months and years of a claim with the first paragraph in which each stands.

    Names side by side must stand together there too, and so must a month and its year.
    """
    words = list(WORD.finditer(unquoted(text)))
    wanted = {fold_quotation(word): word for word in strange}
    at = 0
    while at < len(words):
        word = without_genitive(words[at][0])
        if word not in wanted:
            at += 1
        elif _YEAR.match(word):
            before = words[at - 1][0] if at else ""
            needed = rf"\b{before},? {word}\b" if before in MONTHS else ""
            if word in _YEARS.findall(text):
                place = next((n for n, block in blocks if word in _YEARS.findall(block)), 0)
                place = place if not needed else _place(needed, blocks)
                yield from [(wanted[word], place)] if place else []
            at += 1
        elif is_date(word):
            mark = rf"(?<=\b)(?:{_BEFORE}|\d) {word}\b|\b{word},? \d" if word[0].isupper() else rf"\b{word}\b"
            place = _place(mark, blocks)
            yield from [(wanted[word], place)] if place else []
            at += 1
        elif is_figure(word):
            at += 1
        else:
            run = [word]
            while at + len(run) < len(words) and _goes_on(text, words[at + len(run) - 1], words[at + len(run)], wanted):
                run.append(without_genitive(words[at + len(run)][0]))
            # The first word of a claim may have its capital from there only.
            follows = words[at + len(run)][0] if at + len(run) < len(words) else ""
            begins = at == 0 and len(run) == 1 and run[0] == _first_capital(text)
            place = _first_name(run[0], follows, blocks) if begins else _place(_named(run), blocks)
            if not place and at == 0 and run[0] == _first_capital(text) and len(run) > 1:
                run, place = run[:1], _first_name(run[0], "", blocks)
            if place:
                yield from ((wanted[one], place) for one in run)
            at += len(run)


def _goes_on(text: str, before: re.Match[str], word: re.Match[str], wanted: Mapping[str, str]) -> bool:
    bare = without_genitive(word[0])
    side_by_side = text[before.end() : word.start()] in {" ", "-"}
    return side_by_side and bare in wanted and bare[0].isupper() and not is_date(bare) and not is_figure(bare)


def _named(words: Sequence[str]) -> str:
    """The pattern of names that stand together: the same words, with at most two others between."""
    one = (rf"{re.escape(word.removesuffix('s') if len(word) > 3 else word)}s?" for word in words)
    together = r"[ -](?:[\w.]+ ){0,2}".join(one)
    return rf"(?<!\w){together}(?!\w)"


def _place(pattern: str, blocks: Sequence[tuple[int, str]]) -> int:
    looked_for = re.compile(pattern)
    return next((number for number, block in blocks if looked_for.search(block)), 0)


def _first_name(word: str, follows: str, blocks: Sequence[tuple[int, str]]) -> int:
    """Where the document shows that the first word of a claim is a name: it has its capital within a sentence, or
    before the same name, and is nowhere written small.
    """
    if follows[:1].isupper() and (together := _place(_named([word, follows]), blocks)):
        return together
    if _place(rf"(?<!\w){re.escape(word[0].lower() + word[1:])}(?!\w)", blocks):
        return 0
    running = [(number, block) for number, block in blocks if ENDS.search(block)]
    return _place(rf"[\w,;] {re.escape(word)}(?!\w)", running)


@lru_cache(maxsize=MANY)
def details_of(text: str) -> tuple[str, ...]:
    """The numbers, dates and names of a claim, outside quotation marks."""
    words = (without_genitive(match[0]) for match in WORD.finditer(unquoted(text)))
    return tuple(word for word in words if _is_detail(word))


@lru_cache(maxsize=MANY)
def _has_figure(text: str) -> bool:
    return any(map(is_figure, details_of(text)))


def _is_detail(word: str) -> bool:
    return is_figure(word) or is_date(word) or (word[:1].isupper() and word != "I")


def _without_worked_out(fact: Fact, looked: Looked) -> str:
    """A claim without months whose year was rightly worked out: the nearest before or after the document."""

    def blank(match: re.Match[str]) -> str:
        year, month = int(match[2]), MONTHS.index(match[1]) + 1
        for cite in fact.cites:
            issued = looked.base.sources[cite.source].issued
            if match[1] in WORD.findall(cite.quote) and year in _implied(month, issued):
                return ""
        return match[0]

    return _WORKED_OUT.sub(blank, fact.claim)


def _implied(month: int, issued: Issued) -> set[int]:
    """The years that a month without one may mean: its last occurrence, and its next."""
    before = issued.latest.year - (month > issued.latest.month)
    after = issued.earliest.year + (month < issued.earliest.month)
    return {before, after}


def _is_among(word: str, known: set[str]) -> bool:
    """Whether a word is known, or its plural is, or its singular."""
    return word in known or (word.endswith("s") and word[:-1] in known) or (len(word) > 2 and f"{word}s" in known)


def _known(fact: Fact, said: tuple[str, ...], looked: Looked) -> set[str]:
    subject = looked.base.subjects[fact.subject]
    speaker = looked.base.speaker(fact)
    # A name with a figure supports only itself: 'Early Day Motion 123' does not support 123 nurses.
    figured = [name for name in subject.names if _has_figure(name)]
    of_all = [name for name in subject.names if name not in figured]
    of_all += [name for a in subject.abbreviations for name in (a.short, f"{a.short}s", a.long, a.plural)]
    texts = [*speaker.names, *(name for name in figured if any(name in text for text in said))]
    for cite in fact.cites:
        source = looked.base.sources[cite.source]
        texts += [cite.quote, source.title, source.author, source.publisher, *source.speaker.names]
        # A day or a number of the document supports only itself: '6 July 2018' does not support six hospitals.
        wholes = [source.number, *_dates(source.issued)]
        # A month in the quotation belongs to the document's year, if that is a single known one.
        if source.issued.earliest.year == source.issued.latest.year:
            wholes += [f"{word} {source.issued.latest.year}" for word in WORD.findall(cite.quote) if is_date(word)]
        texts += [whole for whole in wholes if whole and any(whole in text for text in said)]
    known = set(_words_of_all(tuple(of_all))).union(*map(_bare_words, texts))
    return known.union(
        [NUMBERS[word] for word in NUMBERS.keys() & known], [_DIGITS[word] for word in _DIGITS.keys() & known]
    )


@lru_cache(maxsize=100)  # subjects
def _words_of_all(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*map(_bare_words, texts))


@lru_cache(maxsize=MANY)
def _bare_words(text: str) -> frozenset[str]:
    """The words of a text in small letters: Word writes O\u2019Connor, and others O'Connor."""
    return frozenset(without_genitive(word).casefold() for word in WORD.findall(fold_quotation(text)))


def _dates(issued: Issued) -> Iterator[str]:
    """Ways of writing the date of a document. Where only a range is known, this may be a winter."""
    for day in (issued.earliest, issued.latest):
        yield from (day_in_words(day), month_in_words(day), f"in {day.year}", f"of {day.year}")
    if issued.earliest != issued.latest:
        yield f"winter of {issued.earliest.year}-{issued.latest.year % 100:02}"


def _in_marks(words: Iterable[str]) -> str:
    """Words in quotation marks, separated by commas."""
    return ", ".join(f"'{word}'" for word in words)


# Words with a capital, and words in quotation marks.

_TITLED = late_pattern(r"(?:Rt Hon|Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Dame|Lord|Lady|Baroness|Professor) [A-Z]")


def capital_in_claim(looked: Looked) -> Iterator[Problem]:
    """A claim that begins with a capital letter, and not with a name.

    A claim stands after 'said that', in the middle of a sentence; where it begins one, the program sets the capital. A
    name is one that the document, its entry or words.yaml shows with a capital, and not at a sentence's beginning only.
    """
    for fact in looked.base.facts.values():
        said = plain(fact.claim)
        first = WORD.match(said)
        if not first or not first[0][:1].isupper():
            continue
        plainly = _is_no_name(first[0], fact, looked)
        if plainly or (_details(fact, looked).first and not _TITLED.match(said)):
            message = f"the claim of '{fact.id}' begins with a capital letter: '{first[0]}'"
            hint = f"write '{first[0][:1].lower()}{first[0][1:]}': the program begins sentences"
            if not plainly:
                hint += "; if it is a name, quote words of the document that have it with its capital"
            yield Problem(looked.claim(fact), "capital-in-claim", message, hint)


def _is_no_name(word: str, fact: Fact, looked: Looked) -> bool:
    """Whether a word with a capital is known not to need one."""
    if word.casefold() in OPENERS:
        return True
    names = {name for text in looked.base.subjects[fact.subject].names for name in WORD.findall(text)}
    low = word[:1].lower() + word[1:]
    return word not in names and any(low in WORD.findall(c.quote) for c in fact.cites)


def misquoted(looked: Looked) -> Iterator[Problem]:
    """Words in quotation marks, in a claim, that are not in a quotation of that fact.

    What stands in quotation marks is taken for the document's own words, and the other rules leave it alone; so it must
    be there, word for word.
    """
    for fact in looked.base.facts.values():
        own = [fold_quotation(cite.quote) for cite in fact.cites]
        for match in QUOTED.finditer(fact.claim):
            said = fold_quotation(match[0]).strip('"').strip(" .,;")
            if not any(said in quote for quote in own):
                message = f"'{fact.id}' puts \u201c{said}\u201d in quotation marks, which none of its quotations has"
                hint = "quote the document's own words, or leave the marks out"
                yield Problem(looked.claim(fact), "misquoted", message, hint)


# Short names and plain terms of words.yaml, which stand in claims. They must say exactly as much as what they replace.


def more_than_the_term(looked: Looked) -> Iterator[Problem]:
    """A short name or a plain term, in words.yaml, that says more than what it stands for, or less.

    'then' and 'near' of a thing, 'plain' and 'gloss' of a term stand in claims in place of the document's words, or
    beside them. A figure, a date, a name or a hedge that is not in those words would be told without a citation. What
    stands in place of a term must hedge as the term does.
    """
    for subject in looked.base.subjects.values():
        where = Where(looked.office.path_of("facts", subject.id, WORDS))
        for name, text, replaced in dict.fromkeys(_stand_ins(subject)):
            known = {
                without_genitive(word).casefold() for said in (name, *subject.names) for word in WORD.findall(said)
            }
            differ = differences(text, "", name)
            more = [word for word in details_of(text) if word.casefold() not in known]
            more += [added for added, _ in differ if added]
            less = [lost for _, lost in differ if lost and replaced]
            if more or less:
                how = (
                    f"says {_in_marks(more)}, which '{name}' does not"
                    if more
                    else f"lacks {_in_marks(less)} of '{name}'"
                )
                hint = "it must say the same, no more and no less"
                yield Problem(where, "more-than-the-term", f"'{text}' {how}", hint)


def _stand_ins(subject: Subject) -> Iterator[tuple[str, str, bool]]:
    """A name or a term, what it stands for, and whether it also replaces the hedges."""
    for thing in subject.things:
        yield from ((thing.names[0], text, False) for text in (thing.then, thing.near))
    for term in subject.glossary:
        yield term.term, term.plain or term.gloss, bool(term.plain)
