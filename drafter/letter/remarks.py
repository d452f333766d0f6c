"""What staff are told beside a letter: remarks on its claims, and warnings about the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from drafter.english.messages import counted
from drafter.facts.claims import plain
from drafter.facts.edtf import day_in_words
from drafter.facts.model import REVIEWS, Answer, Fact, FactBase, Topic, bare
from drafter.facts.timeline import FactStatus, Status, Timeline
from drafter.letter.clauses import Clauses, Place, frames, voice_of
from drafter.letter.finish import in_full, typeset
from drafter.letter.request import LetterRequest, concerns_in, fears, most_words, questions
from drafter.letter.templates import OLD
from drafter.letter.tree import Letter, is_past, is_told_plainly, upper
from drafter.problems import Problem, Severity, Where

# Warnings about a letter for the member of staff: old documents, open questions, too many words.

_NAMED = 3  # the most unreviewed facts that a message names


def cautions(
    request: LetterRequest, cited: Sequence[Fact], silent: Iterable[Topic], timeline: Timeline, letter: Letter
) -> Iterator[Problem]:
    """The warnings, as problems at the places where they can be mended."""
    for topic in silent:
        message = (
            f"on {day_in_words(request.date)} no document said anything on '{topic.id}'; the letter says just that"
        )
        hint = "" if timeline.base.on_topic(topic) else f"'drafter facts new --topic {topic.id}' enters what one says"
        yield _warning(topic.where, "silent-topic", message, hint)
    yield from _unanswered(request, [one.id for one in silent], timeline.base, letter)
    yield from old_documents(cited, timeline.base, request.date)
    for fact in cited:
        if fact.review_by is not None and timeline.of(fact).is_overdue:
            message = f"'{fact.id}' was to be looked at again by {day_in_words(fact.review_by)}"
            yield _warning(fact.where, "past-review", message)
    bound = most_words(request.length, concerns_in(request, len(letter.topics)))
    if bound and letter.words() > bound + 2:  # the limit leaves a little room
        message = f"the letter has {letter.words()} words; {bound} are what such a letter should have at most"
        yield _warning(Where("--length"), "long-letter", message)


def _unanswered(request: LetterRequest, silent: Collection[str], base: FactBase, letter: Letter) -> Iterator[Problem]:
    """Questions and fears that no answer follows. A topic's claims may be of its others, if it has more than one."""
    concerns = {**questions(base), **fears(base)}
    given = [name for name in (*request.asks, *request.fears) if name.partition(".")[0] not in silent]
    of_topic = Counter(name.partition(".")[0] for name in given)
    said = {sentence.text for sentence in letter.sentences()}
    for name in given:
        topic = base.topics[name.partition(".")[0]]
        answers = tuple(base.subjects[topic.subject].answers_to(name, given))
        several = of_topic[topic.id] > 1 or topic.only_question is None
        if several and not any(_is_said(answer, said, letter) for answer in answers):
            message = (
                f"the letter has no answer of its own to “{concerns[name].text}”: see whether it says enough of that"
            )
            hint = f"an answer 'to: [{bare(name)}]' in words.yaml would stand behind it"
            yield _warning(topic.where, "no-answer", message, hint)


def _is_said(answer: Answer, said: Collection[str], letter: Letter) -> bool:
    """Whether a letter gives an answer: its words, or the claims that are the answer."""
    if answer.text:
        return typeset(answer.text) in said
    return set(letter.claims).issuperset(answer.rests_on)


def old_documents(cited: Iterable[Fact], base: FactBase, day: date, where: Where | None = None) -> Iterator[Problem]:
    """A warning if a letter of a day cites no new document; at the newest document unless ``where`` is given."""
    sources = [base.sources[cite.source] for fact in cited for cite in fact.cites]
    newest = max(sources, key=lambda source: source.issued.latest, default=None)
    if newest is not None and day - newest.issued.latest > OLD:
        message = (
            f"the newest document that this letter rests on, '{newest.id}' ({newest.issued}), is "
            f"{age_in_words(day - newest.issued.latest)} older than the letter"
        )
        yield _warning(where or newest.where, "old-documents", message, "look for what has happened since")


# Facts without a review: one warning, however many they are.


def unreviewed(name: str, cited: Iterable[FactStatus], problems: Iterable[Problem] = ()) -> list[Problem]:
    """A warning if some of these facts are not reviewed as they are now; and the problems of the reviews.

    ``name`` is what problems call the folder of facts.
    """
    found = [replace(problem, severity=Severity.WARNING) for problem in problems]  # the letter is sound without
    states = {stands.fact.id: stands.reviewed for stands in cited}
    waiting = [id_ for id_, reviewed in states.items() if reviewed is not Status.HOLDS]
    if waiting:
        message = _message(waiting, len(states), sum(reviewed is Status.CHANGED for reviewed in states.values()))
        found.append(
            _warning(Where(f"{name}/{REVIEWS}"), "unreviewed", message, "'drafter facts queue' lists what waits")
        )
    return found


def _message(waiting: list[str], total: int, changed: int) -> str:
    since = f" ({changed} changed since)" if changed else ""
    if len(waiting) == total:
        return f"none of the {total} facts is reviewed{since}" if total > 1 else f"its one fact is not reviewed{since}"
    verb = "is" if len(waiting) == 1 else "are"
    rest = f" and {len(waiting) - _NAMED} more" if len(waiting) > _NAMED else ""
    names = ", ".join(waiting[:_NAMED])
    return f"{len(waiting)} of the {total} facts {verb} not reviewed{since}: {names}{rest}"


def _warning(where: Where, rule: str, message: str, hint: str = "") -> Problem:
    return Problem(where, rule, message, hint, Severity.WARNING)


def age_in_words(age: timedelta) -> str:
    """An age in words: 8 years; 3 months; 4 days."""
    years, months = age.days // 365, age.days // 30
    if years:
        return counted(years, "year")
    if months >= 2:
        return f"{months} months"
    return counted(age.days, "day")


# Remarks on a claim, for a reviewing copy and for the editor of its fact.

# Remarks: a claim's quotations, where they stand, its age, and who has reviewed it.


def remarks(letter: Letter, timeline: Timeline) -> Mapping[str, tuple[str, ...]]:
    """The remarks on each claim of a letter, by the fact's id. ``timeline`` is that of the letter's day."""
    citations = {fact: note.text for note in letter.notes for fact in note.facts}
    listed = {source: entry.text for entry in letter.sources for source in entry.sources}
    facts = (timeline.facts[id_] for id_ in letter.claims)
    return {
        fact.id: tuple(_lines(timeline.of(fact), citations.get(fact.id) or listed.get(fact.source, "")))
        for fact in facts
    }


def _lines(stands: FactStatus, citation: str) -> Iterator[str]:
    fact, timeline = stands.fact, stands.timeline
    # The document's words come first: a reviewer compares them with the claim.
    for cite in fact.cites:
        yield f"\u201c{cite.quote}\u201d"
    if citation:
        yield citation
    yield f"{reviewed(stands)} {aged(fact, timeline.base, timeline.date)}"
    yield f"Fact {fact.id}: {plain(fact.claim)}"


def reviewed(stands: FactStatus) -> str:
    """Who has reviewed a fact as it is now, as a sentence."""
    review = stands.review
    if review is None:
        return "Nobody has reviewed it."
    changed = ", but it was changed since" if stands.reviewed is Status.CHANGED else ""
    note = f" ({review.note})" if review.note else ""
    return f"Reviewed by {review.by} on {day_in_words(review.on)}{note}{changed}."


def aged(fact: Fact, base: FactBase, day: date) -> str:
    """A fact's age on a day, by its newest document, and the day by which it was to be reviewed, as sentences."""
    newest = max((base.sources[cite.source].issued for cite in fact.cites), key=lambda issued: issued.latest)
    age = f"{age_in_words(day - newest.latest)} older than" if day > newest.latest else "of the day of"
    due = f" To be looked at again by {day_in_words(fact.review_by)}." if fact.review_by else ""
    return f"Its document: {newest}, {age} the letter.{due}"


# Sentences: what letters will say of a fact, shown to its editor.


def sentences_of(fact: Fact, base: FactBase, day: date) -> tuple[str, str]:
    """What a letter of a day says of a fact: alone, and after another claim of the same speaker.

    A matter of record needs no speaker, and is told alone without one.
    """
    subject = base.subjects[fact.subject]
    past = is_past(fact, base, day)
    clauses, voice = Clauses(subject, day), voice_of(fact, base)
    plain = is_told_plainly(fact, past=past)
    named = frozenset[int]() if plain else clauses.things_in(voice.speaker.full)  # by the frame
    claim = clauses.told(fact.claim, past=past, known=named, near=named).text
    known = list(frames(voice, base, day, told_past=past))
    alone = next(frame for frame in known if frame.place is Place.LEAD)
    after = next(frame for frame in known if frame.place is Place.MORE)
    first = "" if plain else alone.text
    texts = (f"{upper(text + claim)}." for text in (first, after.text))
    first, second = (typeset(in_full(text, subject.abbreviations)) for text in texts)
    return first, second
