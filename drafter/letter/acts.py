"""The member's acts: what the office decided for all letters, and what was entered for one reader."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from functools import lru_cache
from itertools import permutations
from typing import TYPE_CHECKING, Final

from drafter import office as offices
from drafter.decisions import Decision, How
from drafter.english.messages import listed, shortened
from drafter.english.sentences import is_several
from drafter.english.words import clean_line
from drafter.facts.edtf import day_in_words, parse_day
from drafter.facts.model import Action, FactBase, Topic, bare
from drafter.files import located_yaml
from drafter.files.atomic import locked, write_atomically
from drafter.files.yaml_edit import read_file, with_item
from drafter.files.yaml_text import Layout, Written, cleaned
from drafter.frozen import NamedTuple
from drafter.letter import clauses
from drafter.letter.request import Did, Length
from drafter.letter.tree import Kind, Segment
from drafter.office import FILE, Office
from drafter.patterns import late_pattern
from drafter.problems import Problem, Where, errors, nearest

if TYPE_CHECKING:
    from drafter.letter.templates import TemplateContext, Templates

# Claimed acts: a letter may claim only those that the office has entered.

_AUXILIARY = r"(?:'ve|\u2019ve|'d|\u2019d| have| had| was| were| did)?"
_ADVERBS = (
    r"(?:,? (?:\w+ly|also|already|once|never|always|too|then|just|therefore|again|myself|very|and|both|long)\b,?)*"
)
_FELT = (
    "touched|impressed|honoured|struck|upset|thrilled|humbled|heartened|privileged|worried|shocked|sorry|glad|sad"
    "|grateful|delighted|concerned|pleased|interested|saddened|surprised|relieved|disappointed|moved"
)
_SAID = late_pattern(rf"\b(?:I|[Ww]e){_AUXILIARY}{_ADVERBS} (\w+)\b(?!['\u2019]t\b)")
_MINE = late_pattern(
    r"\b[Mm]y (?:\w+ )?(?:vote|signature|motion|question|letter|speech|petition|amendment|meeting|campaign)s?\b"
)
_AMONG = late_pattern(
    rf"\b(?:I|[Ww]e) was\b(?!(?: very| so)? (?:{_FELT}))"
    r"|\bI am (?:a|an|one of the|the) (?:\w+ )?(?:signator|sponsor|member|chair|author|co-)\w*"
)
# Past forms that do not end in -ed. "Believed", "felt", "hoped" and "thought" are missing: they express a view.
_PAST = frozenset(
    """
    met spoke spoken wrote written told put held made fought cast went came gave took sent led brought sought
    stood sat ran began did said saw laid drew won lost rose broke chose built left kept
    """.split()
)
# Words that never follow "I" as the beginning of a past act.
NOT_PAST: Final = frozenset(
    """
    will shall would should can could may might must am is are do does have to not the a an my our we he she they you it
    meet speak write tell hold make fight go come give take send bring lead seek stand sit run begin say see draw win
    lose choose build leave keep ask raise sign vote call press visit table attend support oppose join host contact
    phone email invite plan intend hope want mean
    """.split()
)
_PERFECT = late_pattern(r"have (?:(?:also|already|now|since|today) )?(\w+)")
_VIEWS = frozenset(
    """
    believed hoped wanted welcomed enjoyed appreciated valued feared supported opposed shared wished need agreed indeed
    """.split()
) | set(_FELT.split("|"))


def is_perfect(what: str) -> bool:
    """Whether the words after "I" say that something is done, without a day: "have written to the Minister"."""
    match = _PERFECT.match(what)
    return match is not None and (match[1] in _PAST or match[1].endswith("ed"))


def claimed_acts(text: str) -> Iterator[str]:
    """The acts that a text claims in the first person."""
    for match in _SAID.finditer(text):
        word = match[1].casefold()
        if word in _PAST or (word.endswith("ed") and word not in _VIEWS):
            yield match[0]
    for pattern in (_MINE, _AMONG):
        yield from (match[0] for match in pattern.finditer(text))


def acts_in_a_template(templates: Templates, path: str, source: str) -> Iterator[Problem]:
    """The acts that a template claims in its own words. No template may claim an act, because many readers get it."""
    for act, line in _acts_in(source):
        hint = "enter it with 'drafter office decide': letters answer first what they are asked to do"
        yield Problem(templates.where(path, line), "claimed-act", f"'{act}' claims an act of the member's", hint)


@lru_cache(maxsize=64)  # a position is looked at for each letter that takes it
def _acts_in(source: str) -> tuple[tuple[str, int], ...]:
    """The acts that a template's source claims, each with its line."""
    # Comments may mention acts. They are blanked, not removed, so that the lines after them keep their numbers.
    text = re.sub(r"\{#.*?#\}", lambda match: re.sub(r"[^\n]", " ", match[0]), source, flags=re.DOTALL)
    text = re.sub(r"\s", " ", text)
    return tuple((act, source.count("\n", 0, text.index(act)) + 1) for act in claimed_acts(text))


# Acts for one reader: read from what was typed, such as "wrote to the Minister 2018-02-03".

LONGEST: Final = 25  # words
_WHERE: Final = Where("--did")
_RULE: Final = "odd-act"
_EXAMPLE: Final = "for example: 'wrote to the Minister 2018-02-03'"
_LEANING: Final = frozenset("of the a an by from in on to for and with at".split())
_DAY_WORDS: Final = 4  # Friday 3 February 2018
# An act is the member's own and happened on one day.
_DAY_WITHIN: Final = late_pattern(
    r"\b\d{1,2}(?:st|nd|rd|th)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d"
    r"|\b\d{1,2}[/.]\d{1,2}[/.]\d|\b(?:yesterday|last week)\b",
    re.IGNORECASE,
)
_OTHERS: Final = late_pattern(
    r"\b(?:and|but|so|who|which|because|since) (?:that )?(?:he|she|they|it|you|we|there|this|the|his|her|their)\b"
    r"|\b(?:who|which|whose) \w+|\band (?:was|were|is|are|has|have) ",
    re.IGNORECASE,
)


def read_did(typed: str, letter: date) -> Did | Problem:
    """What was done and on which day, or what is wrong with what was typed, for a letter of this date."""
    words = clean_line(typed).rstrip(".").removeprefix("I ").split()
    what, day = _parted(words)
    if day is None:
        return Problem(_WHERE, _RULE, f"'{_shown(words)}' does not end in a day of the calendar", _EXAMPLE)
    if day > letter:
        message = f"'{_shown(what)}' is of {day_in_words(day)}, after the letter's date"
        return Problem(_WHERE, _RULE, message, "a letter tells what is done, not what is to come")
    if not what or not any(map(str.isalpha, what[0])):
        return Problem(_WHERE, _RULE, "says when, and not what", _EXAMPLE)
    begun = what[0].lower() if what[0].istitle() and what[0] != "I" else what[0]
    text = " ".join((begun, *what[1:]))
    if _DAY_WITHIN.search(text):
        return Problem(
            _WHERE, _RULE, f"'{_shown(what)}' holds a day of its own", f"say when at its end only; {_EXAMPLE}"
        )
    other = _OTHERS.search(text)
    if other is not None:
        message = f"'{other[0]}' goes on to what somebody else did, which needs a fact"
        return Problem(_WHERE, _RULE, message, "enter what the member did, and no more")
    if is_several(text) or re.search("[?!]", text):
        return Problem(_WHERE, _RULE, f"'{_shown(what)}' is more than one sentence", "give --did again for each act")
    if len(what) > LONGEST:
        return Problem(_WHERE, _RULE, f"'{_shown(what)}' has {len(what)} words; {LONGEST} at most")
    if what[-1] in _LEANING:
        message = f"'{_shown(what)}' breaks off: the day is when it was done, after all that was done"
        return Problem(_WHERE, _RULE, message, _EXAMPLE)
    first = text.split()[0]
    if (first in NOT_PAST and not is_perfect(text)) or first.endswith("ing") or text.startswith("I "):
        message = f"'{_shown(what)}' does not go on from 'I' in the past"
        return Problem(_WHERE, _RULE, message, _EXAMPLE)
    return Did(text, day)


def _parted(words: list[str]) -> tuple[list[str], date | None]:
    """The words before the day, and the day that they end with."""
    for count in range(min(_DAY_WORDS, len(words)), 0, -1):
        day = parse_day(" ".join(words[-count:]))
        if day is not None:
            before = words[:-count]
            if before and before[-1] == "on":
                before = before[:-1]
            return " ".join(before).rstrip(" ,;:").split(), day
    return words, None


def _shown(words: list[str]) -> str:
    return shortened(" ".join(words))


# Decisions: those that a letter of a day may tell, and those that no letter can tell.


def decision_on(action_id: str, subject: str, office: Office, day: date) -> Decision | None:
    """The latest decision on an action that was taken by this day; ``None`` if there is none."""
    return max((one for one in _on(action_id, subject, office) if one.on <= day), key=_day, default=None)


def are_declined(action_ids: Iterable[str], base: FactBase, office: Office, day: date) -> bool:
    """Whether there are such actions, and the member will do none of them, as decided by this day."""
    decisions = [decision_on(id_, base.actions[id_].subject, office, day) for id_ in action_ids]
    return bool(decisions) and all(one is not None and one.how is How.WILL_NOT for one in decisions)


def undecided(action_ids: Iterable[str], base: FactBase, office: Office, day: date) -> list[str]:
    """Those of the actions on which nobody had decided by this day. Each of them becomes a blank in a letter."""
    return [id_ for id_ in action_ids if decision_on(id_, base.actions[id_].subject, office, day) is None]


def later(action_id: str, subject: str, office: Office, day: date) -> Decision | None:
    """The first decision on an action that was taken after this day; ``None`` if there is none."""
    return min((one for one in _on(action_id, subject, office) if one.on > day), key=_day, default=None)


def after_letter(decision: Decision) -> Problem:
    """The problem that a letter is asked to tell a decision that was taken after the letter's date."""
    message = f"the decision on '{decision.action}' is of {day_in_words(decision.on)}, after the letter's date"
    hint = "date the letter from that day on, or do not name the action"
    return Problem(decision.where, "decision-after-letter", message, hint)


def unknown_actions(office: Office, base: FactBase) -> Iterator[Problem]:
    """Decisions on actions that ``actions.yaml`` of their subject does not have."""
    for decision in office.decisions:
        homes = [action.subject for action in base.actions.values() if action.name == decision.action]
        if not homes:
            hint = nearest(decision.action, base.actions) or "'drafter office decisions' lists them"
            message = f"there is no action '{decision.action}' in any subject's actions.yaml"
            yield Problem(decision.where, "unknown-action", message, hint)
        elif decision.subject not in homes:
            listed = " or ".join(f"'{home}'" for home in homes)
            message = f"the action '{decision.action}' is of the subject {listed}, not of '{decision.subject}'"
            hint = " or ".join(f"'subject: {home}'" for home in homes)
            yield Problem(decision.where, "unknown-action", message, f"write {hint}")


def settled(office: Office, base: FactBase) -> frozenset[str]:
    """The ids of the actions on which the member has decided, whenever that was."""
    decided = {(one.action, one.subject) for one in office.decisions}
    return frozenset(id_ for id_, action in base.actions.items() if (action.name, action.subject) in decided)


def _on(action_id: str, subject: str, office: Office) -> Iterator[Decision]:
    return (one for one in office.decisions if (one.action, one.subject) == (bare(action_id), subject))


def _day(decision: Decision) -> date:
    return decision.on


# Sentences about acts: what the office decided, and what was entered for this reader.

BLANK = "[DECIDE: "  # how a blank begins: a drafter must decide what stands there


class Act(NamedTuple):
    """What a letter says of an act, as a sentence, and what was decided: ``None`` where nobody has decided."""

    text: str
    how: How | None


_MOST_JOINED = 30  # words
_ON = " on "  # before the day
_YES = (How.DONE, How.WILL)


def joined(first: str, second: str) -> str:
    """Two acts in one sentence; empty where that would be long.

    What was done twice is said once ("and on 4 May"), and so is the day of both.
    """
    deed, on, day = first.rpartition(_ON)
    again = deed and second.startswith(f"{deed}{on}") and second.removeprefix(f"{deed} ")
    here = deed if day[:1].isdigit() and second.endswith(f"{on}{day}") else first.rstrip(".")
    both = f"{here}, and {again or second}"
    return both if len(both.split()) <= _MOST_JOINED else ""


def agreed(act: str) -> str:
    """An act that answers a request with "yes"."""
    return f"Yes, {act}"


def refused(act: str) -> str:
    """An act that answers a request with "no"."""
    return f"No, {act}"


def as_sentences(
    acts: Iterable[Act], besides: Sequence[Act] = (), *, asked: bool = False
) -> Iterator[tuple[Segment, ...]]:
    """The sentences of some acts, what is done before what is to come, and then of those ``besides``, two in one where
    they are done or will be. They begin with "yes" where all was ``asked`` for, with "no" where nothing of it will be
    done.
    """
    every = sorted(dict.fromkeys(acts), key=lambda act: act.how is How.WILL)
    yes = asked and bool(every) and all(act.how in _YES for act in every)
    no = asked and bool(every) and all(act.how is How.WILL_NOT for act in every)
    every += (act for act in besides if act not in every)
    texts: list[str] = []
    single = False  # whether the last sentence tells one act, which is done or will be
    for act in every:
        both = joined(texts[-1], act.text) if single and act.how in _YES else ""
        texts[len(texts) - bool(both) :] = [both or act.text]
        single = not both and act.how in _YES
    texts[:1] = [agreed(text) if yes else refused(text) if no else text for text in texts[:1]]
    yield from ((Segment(text, Kind.ACT),) for text in texts)


def ways_of_telling(acts: Iterable[Act], asked: AbstractSet[str] | None) -> Iterator[str]:
    """Every sentence in which a letter may tell of these acts: each alone, and two in one. With "yes" those that begin
    with what the reader ``asked`` for, unless some of that is refused or undecided; with any where nobody knows that.
    """
    decided = [act for act in acts if act.how is not None]
    one = [act.text for act in decided if act.how in _YES]
    both = {(first, joined(first, second)) for first, second in permutations(one, 2)}
    pairs = [(first, text) for first, text in sorted(both) if text]
    yield from (*(act.text for act in decided), *(text for _, text in pairs))
    never = [act.text for act in decided if act.how is How.WILL_NOT]
    yield from (way for text in never for way in (refused(text), f"I am sorry to say that {text}"))
    if asked is None or asked <= set(one):
        yes = set(one) if asked is None else asked
        yield from (agreed(text) for first, text in (*zip(one, one, strict=True), *pairs) if first in yes)


def acts_of(desk: TemplateContext) -> Iterator[Act]:
    """What there is to say of each thing that the constituent wants done; a visible blank where nobody has decided."""
    for id_ in desk.request.wants:
        action = desk.base.actions[id_]
        decision = decision_on(id_, action.subject, desk.office, desk.request.date)
        yield Act(act_in_words(action, decision, desk), decision.how if decision is not None else None)


_MOST_UNASKED, _MOST_BESIDE = 2, 3


def acts_on(topic: Topic, desk: TemplateContext) -> Iterator[Act]:
    """What the member did or will do on a topic, two acts at most, where the constituent wants nothing of it done.

    Who asks about a vote learns that the member presses for one.
    """
    actions = [action for action in desk.base.actions.values() if action.topic == topic.id]
    if not any(action.id in desk.request.wants for action in actions):
        yield from _told_unasked(actions, (), desk)


def acts_beside(desk: TemplateContext) -> Iterator[Act]:
    """What the member did or will do on other topics of the subject, three acts at most, where a letter of some length
    tells nothing of the kind on its own: whoever writes learns that the member acts. What is of no topic, such as a
    meeting, is between the member and whoever wants it, unless it is told ``unasked``.
    """
    if desk.request.length is Length.BRIEF or any(any(acts_on(topic, desk)) for topic in desk.topics):
        return
    wanted = [desk.base.actions[id_] for id_ in desk.request.wants]
    told = (one for one in desk.base.actions.values() if one.topic or one.unasked)
    mine = (one for one in told if one.subject == desk.subject.id)
    others = [one for one in mine if one not in wanted]
    yield from _told_unasked(others, wanted, desk, _MOST_BESIDE)


def _told_unasked(
    actions: Iterable[Action], before: Sequence[Action], desk: TemplateContext, most: int = _MOST_UNASKED
) -> Iterator[Act]:
    """Each act that is done or will be, a few at most, and none that is within another, or one ``before``."""
    told: list[Action] = [*before]
    for action in actions:
        made = decision_on(action.id, action.subject, desk.office, desk.request.date)
        within = any(set(action.ask.split()) < set(one.ask.split()) for one in told)  # a debate, in a debate and a vote
        room = len(told) - len(before) < most
        if made is not None and made.how is not How.WILL_NOT and not within and room:
            told.append(action)
            yield Act(act_in_words(action, made, desk), made.how)


_MOST_NAMED = 3  # points


def about_points(desk: TemplateContext) -> str:
    """What the reader's points are about, topic by topic: the questions and fears that have a name for that, or else
    the topic. Where these are many it is the topics alone, and where they are many too it is empty.
    """
    raised = desk.request.raised or (*desk.request.asks, *desk.request.fears)
    points: list[str] = []
    topics = [topic for topic in desk.topics if not topic.alone]
    for topic in sorted(topics, key=lambda topic: _first_raised(topic, raised)):
        named = {f"{topic.id}.{one.id}": one.about for one in (*topic.questions, *topic.fears)}
        points += [named[name] for name in raised if named.get(name)] or [topic.about]
    ways = list(dict.fromkeys(points)), [topic.about for topic in topics]
    return listed(next((some for some in ways if len(some) <= _MOST_NAMED), []))


def _first_raised(topic: Topic, raised: Sequence[str]) -> int:
    """The place of the first question or fear of a topic among those raised; behind them all where there is none."""
    return next((place for place, name in enumerate(raised) if name.startswith(f"{topic.id}.")), len(raised))


def ways_to_come(action: Action, decision: Decision, abouts: Iterable[str]) -> Iterator[str]:
    """Every sentence that tells what the member will do: without what it is about, and with each of ``abouts``."""
    if decision.how is How.WILL:
        yield f"I will {action.ask}."
        yield from (f"I will {action.ask_about.replace('{about}', about)}." for about in abouts if action.ask_about)


def _named(action: Action, about: str) -> str:
    """What is asked of the member, with what it is about; without, where its words have no place for that."""
    return (about and action.ask_about.replace("{about}", about)) or action.ask


# Words that have a capital only where they begin a sentence. After a colon they have none.
_BEGINS_SMALL = late_pattern(
    r"\A(?:This|That|These|Those|It|The|An?|There|They|We|He|She|My|Our|As|If|No|Nobody|Nothing|Since|In|On|To)\b"
)


def act_in_words(action: Action, decision: Decision | None, desk: TemplateContext) -> str:
    """What a letter says of an action, as one sentence."""
    if decision is None:
        return f"{BLANK}whether to {action.ask}]."
    match decision.how:
        case How.DONE:
            return f"I {action.done} {clauses.day_in_letter(decision.on, desk.request.date)}."
        case How.WILL:
            return f"I will {_named(action, about_points(desk))}."
        case How.WILL_NOT:
            reason = re.sub(r"\A[Bb]ecause ", "", decision.reason.rstrip("."))
            reason = _BEGINS_SMALL.sub(lambda word: word[0].lower(), reason, count=1)
            return f"I will not {action.ask}: {reason}."


def did_for_reader(desk: TemplateContext) -> Iterator[Act]:
    """Each thing that the member did for this reader. "Have written" is said without the day."""
    for did in desk.request.did:
        day = "" if is_perfect(did.what) else f" {clauses.day_in_letter(did.on, desk.request.date)}"
        yield Act(f"I {did.what}{day}.", How.DONE)


# Entering a decision: it is added to ``office.yaml``, the rest stays as it is, and the result is read back first.

_FIELD = "decisions"
_LAYOUT = Layout(bare=re.compile(r"[\w-]+"))  # a person's words stand in quotation marks
_BY_HAND = "enter it in your own editor"


def enter_decision(office: Office, decision: Decision) -> list[Problem]:
    """Add a decision to the office's file as it is on disk now. Either the whole decision is written or nothing."""
    path, name = office.folder / FILE, office.path_of(FILE)
    with locked(office.folder):
        present, problems = read_file(path, name)
        if problems:
            return problems
        text, problem = with_decision(present, decision, name)
        if problem is None:
            problems = _contradicted(text, office, name)
            problem = (
                None if problems else write_atomically(path, text.encode("utf-8"), name, replace=True, shared=True)
            )
    return [problem] if problem is not None else problems


def with_decision(text: str, decision: Decision, name: str) -> tuple[str, Problem | None]:
    """The text of ``office.yaml`` with a decision added; the unchanged text and a problem if that cannot be done.

    ``name`` is what problems call the file.
    """
    document, problems = located_yaml.parse_yaml(text, name)
    if document is None:
        return text, problems[0]
    changed = with_item(document, _FIELD, _fields(decision), _LAYOUT)
    if changed is not None:
        return changed, None
    message = f"no decision can be added to '{_FIELD}' without touching what stands around it"
    return text, Problem(document.where(_FIELD), "odd-layout", message, _BY_HAND)


def _contradicted(text: str, office: Office, name: str) -> list[Problem]:
    """What would be wrong with the office's file. The problems have no lines, because the text is not written yet."""
    document, problems = located_yaml.parse_yaml(text, name)
    if document is not None:
        problems += offices.read(document, office.folder, office.name)[1]
    hints = {"contradictory-decisions": "nothing is written"}
    return [Problem(Where(name), p.rule, p.message, hints.get(p.rule, p.hint)) for p in errors(problems)]


def _fields(decision: Decision) -> dict[str, Written]:
    day = decision.on.isoformat()
    fields: dict[str, Written] = {"action": decision.action, "subject": decision.subject}
    if decision.how is How.DONE:
        return {**fields, How.DONE.value: day}
    value = "yes" if decision.how is How.WILL else cleaned(decision.reason)
    return {**fields, "decided": day, decision.how.value: value}
