"""From a request to a letter that may go out, the same for one letter and for many; and the warnings for its staff."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from drafter.facts.model import Fact, FactBase
from drafter.facts.names import NameKind, known_as
from drafter.facts.timeline import LastReview, last_of, on
from drafter.formats import FORMATS, WRITERS, LetterForm, on_paper
from drafter.formats.copies import Copy
from drafter.frozen import NamedTuple, dataclass
from drafter.letter.acts import undecided, unknown_actions
from drafter.letter.compose import Composed, compose
from drafter.letter.mailing import Mailing
from drafter.letter.remarks import remarks, unreviewed
from drafter.letter.request import LetterRequest, subjects_of, topics_named
from drafter.letter.tree import Letter
from drafter.office import FILE, NO_POSITION, Office
from drafter.problems import Problem, ProblemsFound, Severity, Where
from drafter.workspace import Part, Workspace, unsound

NOTHING = "none"  # as an option's value: ignore this part of the message


def wrong_with_office(workspace: Workspace) -> list[Problem]:
    """Why nothing at all can be drafted: the facts are not sound, or a decision names an unknown action."""
    return unsound(workspace, Part.FACTS) or list(unknown_actions(workspace.office, workspace.base))


def draft(request: LetterRequest, workspace: Workspace) -> Composed:
    """The letter. Raises ProblemsFound for anything unknown, and for anything that no letter may rest on."""

    def reviews_of(facts: Iterable[Fact]) -> LastReview:
        return last_of(workspace.reviews_of(facts)[0])  # problems of the file are reported with the unreviewed facts

    composed = compose(request, workspace.base, workspace.templates, workspace.office, reviews_of)
    wrong = workspace.wrong_before_drafting(composed.letter.claims)
    if not wrong:
        timeline = workspace.on(request.date)
        wrong = [problem for fact in cited(composed, workspace.base) for problem in timeline.of(fact).unverified]
    if wrong:
        raise ProblemsFound(wrong)
    return composed


def cited(composed: Composed, base: FactBase) -> list[Fact]:
    """The facts that a letter cites, in order."""
    return [base.facts[id_] for id_ in composed.letter.claims]


def draft_of(
    letter: Letter, ending: str, workspace: Workspace, *, large_print: bool = False, clean: bool = False
) -> LetterForm:
    """A draft, to be filled for its readers. Raises ProblemsFound if the letterhead or the key cannot be used."""
    paper = on_paper(ending, letter)
    return WRITERS[ending](
        letter,
        workspace.letterhead if paper else b"",
        Copy.CLEAN if clean else Copy.REVIEWING,
        large_print=large_print,
        letterhead_at=workspace.letterhead_at,
        remarks=_remarks(letter, workspace) if paper and not clean else {},
    )


def _remarks(letter: Letter, workspace: Workspace) -> Mapping[str, tuple[str, ...]]:
    base = workspace.base
    # Problems of the file of reviews are reported together with the facts that are not reviewed.
    reviews, _ = workspace.reviews_of(base.facts[id_] for id_ in letter.claims)
    return remarks(letter, on(base, letter.date, last_of(reviews)))


def not_reviewed(facts: list[Fact], workspace: Workspace) -> list[Problem]:
    """A warning if cited facts are not reviewed as they are now. Raises ProblemsFound for a wrong key."""
    wrong = workspace.problems(Part.KEY)
    if wrong:
        raise ProblemsFound(wrong)
    reviews, problems = workspace.reviews_of(facts)
    timeline = on(workspace.base, date.max, last_of(reviews))  # reviews do not depend on a day
    return unreviewed(workspace.facts_name, map(timeline.of, facts), problems)


class AnsweredRequest(NamedTuple):
    """What a letter answers: topics, questions, fears and wishes."""

    topics: tuple[str, ...]
    asks: tuple[str, ...]
    fears: tuple[str, ...]
    wants: tuple[str, ...]


def as_known(given: AnsweredRequest, base: FactBase, subject: str = "") -> AnsweredRequest:
    """What was typed, by id. A name that means nothing, or several things, stays as it is: drafting refuses it.

    ``subject`` is the one of which bare names are meant, if it was said.
    """
    kinds = (NameKind.TOPIC, NameKind.QUESTION, NameKind.FEAR, NameKind.ACTION)
    return AnsweredRequest(*(known_as(said, kind, base, subject) for said, kind in zip(given, kinds, strict=True)))


def answered(given: AnsweredRequest, taken: AnsweredRequest | None, base: FactBase) -> AnsweredRequest:
    """What a letter answers: the message (``taken``) with ``given`` added, and its topics in order.

    If topics are given, only the message's questions and fears on these topics count.
    """
    asks = _of_topics(taken.asks, given.topics) if taken else ()
    fears = _of_topics(taken.fears, given.topics) if taken else ()
    asks, fears = _added(given.asks, asks), _added(given.fears, fears)
    topics = topics_named(asks, fears, taken.topics if taken else given.topics, base)
    return AnsweredRequest(topics, asks, fears, _added(given.wants, taken.wants if taken else ()))


@dataclass(frozen=True)
class Taken:
    """What a message, or the drafter, says about a letter before it is drafted; empty where neither says anything.

    ``asks``, ``fears`` and ``wants`` are what it surely asks and fears ("closures.when"), and the actions that the
    member is asked for. ``thanks`` is what the writer may be thanked for ("your 24 years as a nurse"). ``mailing`` is
    where the reply goes by e-mail, if it is to. ``raised`` is the order of what is asked and feared. With
    ``asks_address`` the letter only asks for the address.
    """

    name: str
    address: str
    reference: str
    topics: tuple[str, ...]
    asks: tuple[str, ...] = ()
    fears: tuple[str, ...] = ()
    wants: tuple[str, ...] = ()
    mailing: Mailing | None = None
    asks_address: bool = False
    thanks: str = ""
    raised: tuple[str, ...] = ()

    @property
    def answers(self) -> AnsweredRequest:
        """What a letter to the writer answers."""
        return AnsweredRequest(self.topics, self.asks, self.fears, self.wants)


def _of_topics(found: tuple[str, ...], topics: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in found if not topics or name.partition(".")[0] in topics)


def _added(given: tuple[str, ...], found: tuple[str, ...]) -> tuple[str, ...]:
    kept = () if NOTHING in given else found
    return tuple(dict.fromkeys(name for name in (*kept, *given) if name != NOTHING))


def position_of(given: str | None, request: LetterRequest, workspace: Workspace) -> str:
    """The position that is asked for, or the office's own for the letter's subject; empty for none."""
    if given is not None:
        return asked_position(given)
    subjects = subjects_of(request, workspace.base)
    return default_view(subjects[0], workspace) if subjects else ""


def default_view(subject: str, workspace: Workspace) -> str:
    """The position that letters on a subject take by default; empty for none.

    A position belongs to its subject. The office's default adds nothing to letters on a subject that has no text for
    it (``without_view`` says so), as long as another subject has one: a name that none has is a slip.
    """
    known = workspace.positions.get(subject, ())
    view = workspace.office.view(known)
    return "" if view not in known and _is_elsewhere(view, workspace) else view


def without_view(subjects: Iterable[str], workspace: Workspace) -> Iterator[Problem]:
    """A warning for each of these subjects on which the office's default position has no text."""
    office = workspace.office
    view = office.usual_view
    for subject in dict.fromkeys(subjects):
        if view and view not in workspace.positions.get(subject, ()) and _is_elsewhere(view, workspace):
            name = workspace.base.subjects[subject].name
            message = f"the office's position '{view}' has no text on {name}, so letters on that add no view"
            hint = f"write {workspace.templates.name}/{subject}/positions/{view}.md.j2, or draft with --position none"
            yield Problem(Where(office.path_of(FILE)), "position-elsewhere", message, hint)


def _is_elsewhere(view: str, workspace: Workspace) -> bool:
    return any(view in names for names in workspace.positions.values())


def asked_position(given: str) -> str:
    """A position, from its name or the name of its file; empty for none."""
    chosen = given.removesuffix(".md.j2")
    return "" if chosen == NO_POSITION else chosen


def at_the_setting(found: ProblemsFound, office: Office) -> list[Problem]:
    """A letter's problems with a position from the office's settings: the setting is their place, not an option."""
    setting = Where(office.path_of(FILE))
    return [replace(p, where=setting) if p.where.path == "--position" else p for p in found.problems]


def blanks(letter: Letter, workspace: Workspace) -> Iterator[Problem]:
    """A warning that a letter has blanks, which wait for the member's decisions."""
    missing = undecided(letter.wants, workspace.base, workspace.office, letter.date)
    if missing:
        asked = " and ".join(f"'{id_}' ({workspace.base.actions[id_].ask})" for id_ in missing)
        count = f"{len(missing)} blanks" if len(missing) > 1 else "a blank"
        message = f"has {count} in it, '[DECIDE: ...]': nobody has decided on {asked}"
        hint = f"'drafter office decide {missing[0]}' enters it, and then draft it again"
        yield Problem(Where("the letter"), "undecided", message, hint, Severity.WARNING)


def personal_page(letter: Letter, ending: str) -> Iterator[Problem]:
    """A warning that a page, which may be meant for a website, says where somebody lives."""
    if FORMATS[ending].published and letter.particulars.can_be_posted:
        message = "the page has its reader's name and address in it, which belong on no website"
        hint = "for all to read: --to 'Residents of ...' without an address"
        yield Problem(Where("the letter"), "personal-page", message, hint)
