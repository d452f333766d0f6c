"""The words that names are made of: titles, particles, letters after names.

The usage is Debrett's Forms of Address;
for the clergy that of Crockford's "How to address the clergy" and of the Church in Wales ("How To Address a Cleric").
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final


class Rule(StrEnum):
    """What follows a title in a salutation; a silent title is not printed there at all."""

    SURNAME = "surname"
    FORENAME = "forename"
    PEERAGE = "peerage"
    WHOLE = "whole name"
    SILENT = "silent"


@dataclass(frozen=True)
class Title:
    """A title as it is usually printed. Of several, that with the highest ``rank`` greets, as ``spoken``."""

    usual: str
    rule: Rule
    rank: int
    spoken: str


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _titles(rule: Rule, rank: int, names: str) -> dict[str, Title]:
    """A table from ``typed/typed/.../Usual>Spoken`` entries; the usual form is itself understood when typed."""
    table = {}
    for entry in names.split(", "):
        *typed, last = entry.split("/")
        usual, _, spoken = last.partition(">")
        for form in (*typed, usual):
            table[form.casefold().replace("-", " ")] = Title(usual, rule, rank, spoken or usual)
    return table


STYLE: Final = 1  # the rank of Mr, Mrs ..., which no other title follows
LAST: Final = 7  # the rank of Sir, Lord ..., which no other title follows either
TITLES: Final = {
    **_titles(
        Rule.SILENT,
        -1,
        "Dear, FAO, Attn, His Honour, Her Honour, Rt Hon, Right Hon, Right Honourable, The Hon, The Honourable",
    ),
    # "The form 'Reverend Smith' should never be used this side of the Atlantic" (Crockford). "Mr Smith", which is meant
    # instead, would be a guess at the sex: so the whole name, unless a second title says more ("Rev Dr", "Rev Canon").
    **_titles(Rule.WHOLE, 0, "Rev, Rvd/Revd, Reverend, Ven, Venerable, Rt Rev, Rt Revd, Rt Reverend, Right Rev"),
    **_titles(Rule.WHOLE, 0, "Right Revd, Right Reverend, Very Rev, Very Revd, Very Reverend, Most Rev, Most Revd"),
    **_titles(Rule.WHOLE, 0, "Most Reverend"),
    **_titles(Rule.SURNAME, STYLE, "Mr, Mrs, Miss, Ms, Mx"),
    **_titles(Rule.WHOLE, STYLE, "Messrs, Misses"),
    **_titles(Rule.SURNAME, 2, "Doctor/Dr"),
    **_titles(Rule.SURNAME, 3, "Fr/Father, Rabbi, Judge, Capt/Captain, Maj/Major, Lt Col/Lieutenant Colonel>Colonel"),
    # "Col" may be a forename, so it is not written out; "Gen" more often is one, so it is no title here.
    **_titles(Rule.SURNAME, 3, "Col, Colonel, Brig/Brigadier, General, Maj Gen/Major General>General, Admiral"),
    **_titles(Rule.SURNAME, 3, "Lt Gen/Lieutenant General>General, Rear Admiral>Admiral, Vice Admiral>Admiral"),
    **_titles(Rule.SURNAME, 3, "Cdr/Cmdr/Commander, Lt Cdr/Lieutenant Commander>Commander, Commodore, Field Marshal"),
    **_titles(
        Rule.SURNAME, 3, "Air Cdre/Air Commodore, Air Marshal, Air Vice-Marshal, Air Chief Marshal, Cpl/Corporal"
    ),
    **_titles(Rule.SURNAME, 3, "Sgt/Sergeant, Wg Cdr/Wing Commander, Gp Capt/Group Captain, Sqn Ldr/Squadron Leader"),
    **_titles(Rule.SURNAME, 3, "Flt Lt/Flight Lieutenant"),
    # A nun is "Sister Mary", a nurse "Sister Smith"; imams are called by either name.
    **_titles(Rule.WHOLE, 3, "Sister, Imam"),
    **_titles(Rule.SURNAME, 4, "Prof/Professor"),
    **_titles(Rule.SURNAME, 5, "Canon"),
    **_titles(Rule.SURNAME, 6, "Cllr, Councillor"),
    **_titles(Rule.FORENAME, LAST, "Sir, Dame"),
    **_titles(Rule.PEERAGE, LAST, "Lord, Lady, Baroness"),
}
STYLES: Final = _set("mr mrs miss ms mx dr doctor prof professor")
LIKE_INITIALS: Final = frozenset({"MR", "MS", "MX", "DR", "FR"})  # "MS Patel" may be M. S. Patel
AND: Final = frozenset({"and", "&", "+"})
PARTICLES: Final = _set(
    """van von der den de del della dello degli dei du da das do dos di la le les lo zu zum zur und ter ten te het 't
    op af av bin ibn bint binti binte al el abu abdul abdel abd ap ab ferch verch st ste saint mac mc o' ó ní nic
    uí d' fitz"""
)
# Words that join names in ways which leave the surname in doubt: "Ortega y Gasset", "Zia ul Haq", "David Ben Gurion".
JOINING: Final = _set("y e i ul ud ur uz ben bat")
# Courtesy titles of the Subcontinent, which stand where a surname would.
NOT_SURNAMES: Final = _set("begum bibi khatun khatoon")
# Family names that are commonly written first: "Mr Chen Wei" is Mr Chen. "Lee" is left out, a British forename.
WRITTEN_FIRST: Final = _set(
    """ahn bui cai cao chan chang chen cheng cheung chiu cho choi chow cui dang deng ding dong du duong fan feng fu
    gao guo han he ho hoang hong hu hua huang huynh hwang jeong jiang jung kang kim kwok kwon lam lau leung li
    liang liao lim lin liu lu luo ma mao ng ngo nguyen ngô nguyễn oh pan park peng pham phan phạm ren seo shen
    shin song su sun tan tang tian tran trần tsang vo vu wang wei wong wu xi xiao xie xu yang yao ye yip yoon yu
    yuan zeng zhang zhao zheng zhong zhou zhu"""
)
AFTER_NAMES: Final = _set(
    """OBE MBE CBE KBE DBE GBE BEM KC QC MP MSP MS MLA MEP AM TD JP DL PC VC GC DSO MC DFC DSC QPM KPM MVO LVO CVO
    KCVO DCVO GCVO CB KCB DCB GCB CMG KCMG DCMG GCMG CH OM KG KT PhD DPhil DSc DD LLD EdD DMus MD BA BSc BEd BEng
    BMus BDS MA MSc MBA MEd MEng MPhil MRes LLB LLM MB BS ChB BCh BM MBBS MBChB MBBCh BVSc PGCE PGDip QTS CEng
    FRCS MRCS FRCP MRCP FRCGP MRCGP FRCN FRS FBA FRSA FRSE FSA FRSL FRGS FRAS FRSC FCA ACA FCCA ACCA RIBA FRICS
    MRICS RGN SRN RN RM RAF RNR SJ OP OSB OFM Bt Esq Esquire Jr Jnr Snr Sr II III IV Hons Retd"""
)
AFTER_NAMES_SMALL: Final = frozenset(letters.casefold() for letters in AFTER_NAMES)
LIKE_SURNAMES: Final = _set("ma ba om am dd ms ch bem mba")  # "MR JACK MA" may be Mr Ma


@lru_cache(maxsize=10_000)
def fold(word: str) -> str:
    """A word as the tables hold it. Inner full stops stay: "M.S." is not "Ms"."""
    return word.casefold().replace("’", "'").rstrip(".:;").replace("v'd", "vd")


def title_at(words: Sequence[str], at: int) -> tuple[Title | None, int]:
    """The title that starts at a word, and where the next word is."""
    for size in (3, 2, 1):
        typed = " ".join(map(fold, words[at : at + size])).replace("-", " ")
        if typed in TITLES and at + size <= len(words):
            return TITLES[typed], at + size
    if fold(words[at]) == "the" and at + 1 < len(words):
        return title_at(words, at + 1)
    return None, at


def is_initials(word: str) -> bool:
    """Whether a word is "J", "J." or "J.R."; "JR" may be a name."""
    return any(map(str.isalpha, word)) and all(len(piece) < 2 for piece in word.replace("-", ".").split("."))


def is_latin(word: str) -> bool:
    """Other scripts often write the family name first, so in them its place is not known."""
    return word.isascii() or all(
        unicodedata.category(letter) == "Lm" or unicodedata.name(letter, "").startswith("LATIN")
        for letter in word
        if letter.isalpha()
    )


def is_letters(word: str, shouted: bool = False) -> bool:
    """Whether a word is letters after a name; ``shouted``, where case tells nothing, in either case."""
    bare = word.replace(".", "").strip("()")
    return bare in AFTER_NAMES or (shouted and bare.casefold() in AFTER_NAMES_SMALL)


def without_letters(words: Sequence[str]) -> tuple[str, ...]:
    """The words without the letters after a name; they stay where they may be the surname."""
    own = list(words)
    shouted = all(word in (word.upper(), word.lower()) for word in own)
    while len(own) > 1 and is_letters(own[-1], shouted):
        if fold(own[-1]) in LIKE_SURNAMES and (shouted or len(own) < 3):
            break
        own.pop()
    return tuple(own)
