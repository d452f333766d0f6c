"""Letters to try the writers on. Everybody and everything in them is invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from directly import plain_sentence

from drafter.letter.record import SaidFact
from drafter.letter.tree import Heading, Kind, Letter, Note, Paragraph, Run, Segment, Sentence

_FACTS = {
    "what-it-is": (
        "The Library describes a reading garden as a piece of open ground, planted and kept by its neighbours, in"
        " which anybody may sit and read without being asked to leave."
    ),
    "who-pays": (
        "Its briefing adds that most of the forty gardens now open are paid for by the parish in which they lie, and"
        " the rest by gifts."
    ),
    "minister-promised": (
        "The Minister told the House on 14 February 2018 that no garden would be closed before the consultation"
        " had ended."
    ),
    "consultation-opened": (
        "The consultation opened on 3 April 2018, and the Department then expected it to run for twelve weeks."
    ),
    "consultation-extended": "On 19 June 2018 the Department said that it would stay open for four weeks more.",
    "committee-asked": "The Gardens Committee asked in its third report for a register of every garden, open to all.",
    "reply-to-committee": "The Government replied in May 2018 that such a register would cost more than it was worth.",
    "trust-disagrees": (
        "The Reading Gardens Trust disputes that figure, and puts the cost of a register at less than a tenth of it."
    ),
    "next-step": "The Department has said that it will publish its answer before the House returns in September.",
}  # fmt: skip
_COURTESIES = {
    "opening": "Thank you for writing to me about the reading gardens of Westmere, and what might become of yours.",
    "turn": "You ask whether the garden in Mill Lane may be closed before anybody has been heard.",
    "open": "The documents that I have seen do not say which gardens might be looked at first.",
    "thanks": "Thank you again for taking the trouble to write.",
    "offer": (
        "If there is more that you would like me to know about the garden, above all about how it is used"
        " in winter, please write to me again at either of the addresses at the head of this letter."
    ),
}
_TITLES = {
    "who-pays": "Reading gardens: a short guide",
    "minister-promised": "Reading Gardens: Closures",
    "committee-asked": "Ground to Read On: Keeping the Gardens Open to All",
}

_HEADINGS = (
    ("closures", "Will gardens be closed?"),
    ("cost", "Who pays for the gardens"),
    ("register", "A register of gardens"),
    ("next", "What happens next"),
)


def sample_letter(**changes: Any) -> Letter:
    """A reply to one concern: about 300 words, nine notes, an address of five lines."""
    return replace(_one_page(), **changes)


def long_letter() -> Letter:
    """A reply to several concerns, under headings: three pages."""
    letter = _one_page()
    blocks: list[Paragraph | Heading] = [letter.blocks[0]]
    for part, title in _HEADINGS:
        blocks += [Heading(title, part), *letter.blocks[1:-1]]
    return replace(letter, blocks=(*blocks, letter.blocks[-1]), length="long")


def note(fact: str) -> Note:
    """A note as a reader sees it: a source, a linked title in some of them, a date, a place."""
    title = _TITLES.get(fact, "")
    runs: tuple[Run, ...]
    if title:
        runs = (
            Run("House of Commons Library, "),
            Run(title, emphasis=True, url="https://www.example.org/library/9001"),
            Run(", briefing paper 9001, 25 January 2018, "),
            Run("Summary", emphasis=True),
            Run(", under \u201cWhat the Library was asked, and what it could find out in the time it had\u201d."),
        )
    else:
        runs = (
            Run("Department for Gardens, "),
            Run("answer 55500", url="https://www.example.org/answers/55500"),
            Run(", paragraph 2."),
        )
    return Note((fact,), ("library-9001" if title else "answer-55500",), runs)


def claim(text: str, id_: str) -> Segment:
    """A claim of the fact base's, as one part of a sentence."""
    return Segment(text, Kind.CLAIM, id_)


def fact(id_: str) -> Sentence:
    """A sentence that is one claim, which its note belongs to."""
    return Sentence((claim(_FACTS[id_], id_),))


def courtesy(id_: str) -> Sentence:
    """A sentence of the template's."""
    return plain_sentence(_COURTESIES[id_], Kind.COURTESY)


BLANK = "[DECIDE: whether to sign the motion on the gardens]"


def woven_letter(**changes: Any) -> Letter:
    """A reply whose sentences are woven of parts: several claims in one, a note in the middle of one, a claim that a
    tag breaks in two, the member's view in a sentence and in a paragraph, acts, a blank, and words to this reader.
    """
    told, frame, join = Kind.CLAIM, Kind.FRAME, Kind.JOIN
    body = (
        _woven("thanks", (("Thank you for your letter about the garden in Mill Lane.", Kind.COURTESY),
                          (" I am sorry to hear of your fall.", Kind.READER))),
        _woven("acts", ((f"You asked me to sign the motion on the gardens: {BLANK}.", Kind.ACT),),
                       (("I wrote to the Minister on 3 July,", Kind.ACT), (" for ", Kind.JOIN),
                        ("I think that a garden", Kind.VIEW), (" is worth ", Kind.VIEW), ("a letter.", Kind.VIEW))),
        _woven("closures",
               (("The Minister told Parliament in February that ", frame), ("no garden would be closed,", told, "closed"),
                (" that ", join), ("every parish would be asked", told, "asked"), (" and that ", join),
                ("nothing was decided;", told, "decided"), (" the Library, this month, that ", frame),
                ("two have closed since.", told, "since")),
               (("It has also been told that a third ", told, "third"), ("(the Library, again, is careful) ", frame),
                ("may close.", told, "third"))),
        _woven("cost",
               (("The Government\u2019s answer is no: ", Kind.ANSWER, "price"), ("the guide says that ", frame),
                ("a register would cost more than it is worth", told, "price"), (", and that ", join),
                ("nobody keeps one now, ", told, "kept"), ("though neither says ", Kind.GAP), ("who might.", Kind.GAP)),
               (("I regret that, ", Kind.VIEW), ("since ", join), ("most gardens are paid for by parishes.", told, "paid"))),
        Paragraph((plain_sentence("I shall go on asking.", Kind.VIEW),
                   Sentence((Segment("Gardens, ", Kind.VIEW), Segment("I believe, matter.", Kind.VIEW)))), "position"),
        _woven("close", (("Please write again.", Kind.COURTESY),)),
    )  # fmt: skip
    runs = (("closed",), ("asked", "decided"), ("since", "third"), ("price", "kept"), ("paid",))
    said = tuple(SaidFact(f, f"{n:016x}", n != 2) for n, f in enumerate((f for run in runs for f in run), 1))
    changes = {"blocks": body, "notes": tuple(_of_run(run) for run in runs), "said": said, **changes}
    return sample_letter(asks=("closures.soon", "cost.register"), wants=("sign-motion",), **changes)


def _of_run(run: tuple[str, ...]) -> Note:
    runs = (Run("Library of Gardens, "), Run(f"On {run[0]}", emphasis=True, url="https://www.example.org/g"), Run("."))
    return Note(run, ("library-9001",), runs)


def _woven(part: str, *sentences: tuple[tuple[Any, ...], ...]) -> Paragraph:
    return Paragraph(tuple(Sentence(tuple(Segment(*given) for given in parts)) for parts in sentences), part)


def _one_page() -> Letter:
    return Letter(
        date=date(2018, 7, 10),
        reference="EM/2018/0417",
        topics=("closures", "cost"),
        position="",
        length="standard",
        subject_line="Reading gardens in Westmere",
        office="Eleanor Marsh MP",
        addressee=("Mrs Asha Patel", "Flat 2", "31 Mill Lane", "Westmere", "WV2 9ZZ"),
        salutation="Dear Mrs Patel",
        blocks=(
            Paragraph((courtesy("opening"),), "opening"),
            Paragraph((fact("what-it-is"), fact("who-pays")), "background"),
            Paragraph(
                (
                    courtesy("turn"),
                    fact("minister-promised"),
                    fact("consultation-opened"),
                    fact("consultation-extended"),
                ),
                "closures",
            ),
            Paragraph((fact("committee-asked"), fact("reply-to-committee"), fact("trust-disagrees")), "cost"),
            Paragraph((courtesy("open"), fact("next-step")), "next"),
            Paragraph((courtesy("offer"), courtesy("thanks")), "closing"),
        ),
        close="Yours sincerely",
        signature=("Eleanor Marsh MP", "Member of Parliament for Westmere Vale"),
        small_print=(
            "This office keeps your letter and this reply for as long as it needs them to act for you, and passes"
            " neither to anyone without your leave."
        ),
        notes=tuple(note(id_) for id_ in _FACTS),
    )
