"""From a request and a fact base to a letter: choose what is told, put it in order, and find its words."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from itertools import chain, groupby, takewhile, tee, zip_longest
from operator import attrgetter

from drafter.facts.model import Answer, Fact, FactBase, Topic, bare
from drafter.facts.timeline import LastReview, is_due, nobody_looked, on
from drafter.frozen import NamedTuple, dataclass
from drafter.letter import finish
from drafter.letter.acts import Act, acts_beside, acts_of, acts_on, as_sentences, did_for_reader
from drafter.letter.basis import on_a_basis
from drafter.letter.clauses import ECHOES, Clauses, listed, named_in_full, voice_of
from drafter.letter.finish import envelope, finalise, rendered, spelt_out
from drafter.letter.in_short import in_short
from drafter.letter.laws import broken
from drafter.letter.plan import (
    Begin,
    Bundle,
    HeadStep,
    PlannedPart,
    Put,
    Say,
    Section,
    Silence,
    Step,
    Views,
    Yet,
    asked,
    bundles_of,
    choose,
    concerns_of,
    in_order,
    passages,
    planned_words,
    plans,
)
from drafter.letter.realise import Realiser
from drafter.letter.remarks import cautions
from drafter.letter.request import Length, LetterRequest, concerns_in, most_notes, most_words, without_repeats
from drafter.letter.templates import (
    SAID,
    SUFFIX,
    Marks,
    Node,
    Rest,
    TemplateContext,
    Templates,
    TemplateWords,
    Vary,
    only_concern,
    vocabulary,
)
from drafter.letter.thanks import thanks_in_words, with_thanks
from drafter.letter.tree import Kind, Letter, Paragraph, Segment
from drafter.office import Office
from drafter.problems import Problem, ProblemsFound, Where

SILENT, ASKING, ACTED, WORRIED = "silent", "asking", "acted", "worried"
ASKING_BY_EMAIL = "asking-by-email"
_IN_A_SENTENCE = 2  # questions or fears that are repeated in one sentence
_HEADED = 3  # from this number of concerns on, each answer may have a heading
_HEAD_LINES = 6  # lines of address and reference for which a page still has room
_LINE = 12  # words
_GUESSED, _SLACK = 1.15, 10
# Tags are worth leaving out a claim in four. Where each is from another paper, shorter letters have no fewer of them.
_WORTH_TAGS = 0.75
_AROUND = 9  # about the words of the greeting, the close and the signature
_TRIES = 12
MOST_TAGS = 2.6  # per hundred words
# Fields of a request that belong to the reader and not to the text.
_OF_READER = ("to", "reference", "mailing", "attached")
_of_text = attrgetter(*(field.name for field in fields(LetterRequest) if field.name not in _OF_READER))
_of_ties = attrgetter(*(field.name for field in fields(LetterRequest) if field.name not in (*_OF_READER, "thanks")))


@dataclass(frozen=True)
class Composed:
    """A letter, and the warnings about it for the member of staff."""

    letter: Letter
    warnings: tuple[Problem, ...]


def compose(
    request: LetterRequest,
    base: FactBase,
    templates: Templates,
    office: Office,
    reviews_of: Callable[[Iterable[Fact]], LastReview] = lambda _: nobody_looked,
) -> Composed:
    """Compose the reply. Raises ProblemsFound if the request names something unknown, or a template is wrong.

    ``reviews_of`` gives the reviews of some facts. It is called only if a warning depends on them; the letter's text
    never does.
    """
    subject, topics = asked(request, base, templates, office)
    request = without_repeats(request, base)
    desk = TemplateContext(request, topics, subject, base, on(base, request.date), templates, office)
    if request.asks_address:
        return Composed(_asking(desk), ())
    sections = tuple(_sections(desk))
    letter = finalise(_fitted(sections, desk), desk)
    wrong = [Problem(Where("the letter"), breach.law, breach.message) for breach in broken(letter, desk)]
    if wrong:
        raise ProblemsFound(wrong)
    silent = [topic for topic in topics if not _holds_anything(topic, sections, desk)]
    cited = [base.facts[id_] for id_ in letter.claims]
    due = any(is_due(fact, request.date) for fact in cited)
    timeline = replace(desk.day, last_review=reviews_of(cited)) if due else desk.day
    return Composed(letter, tuple(cautions(request, cited, silent, timeline, letter)))


def text_key(request: LetterRequest) -> Hashable:
    """A key of everything that a letter's text depends on. Requests with the same key get the same text.

    Of the reader it holds only how the letter closes, and how much room a long address takes.
    """
    to = request.to
    wording = _of_text(request), to.close, _lines_too_many(to.addressee, request.reference)
    # An e-mail asks for an address in other words, and the text's file names what is attached.
    return (*wording, request.asks_address, request.attached) if request.mailing is not None else wording


def _lines_too_many(addressee: tuple[str, ...], reference: str) -> int:
    return max(0, len(addressee) + bool(reference) - _HEAD_LINES)


def tie_breaker(desk: TemplateContext) -> str:
    """What decides between wordings that are equally good. It depends on what is asked, when and by whose office, and
    not on the reader, so that all readers of one text get the same words, whatever they are thanked for.
    """
    office = desk.office
    text = repr((_of_ties(desk.request), str(office.side), office.party, office.constituency))
    return hashlib.sha256(text.encode()).hexdigest()


# -- Room


def _fitted(sections: Sequence[Section], desk: TemplateContext) -> Letter:
    """The longest letter that has room.

    The plan is cut by an estimate of its words, and cut again if the letter is still too long. A letter that says too
    often who said it is worded again with a higher cost for tags, and then cut too, but for a full one, as long as it
    keeps most of its claims.
    """
    count, length = concerns_in(desk.request, len(desk.topics)), desk.request.length
    bound, notes = most_words(length, count), most_notes(length, count)
    if bound is not None:
        bound -= _LINE * _lines_too_many(desk.request.to.addressee, desk.request.reference)
    # The words of claims and the notes are only estimates, so that more is tried first and less if it was too much.
    realiser = realiser_of(desk)
    words, room, dear = _a_little_more(bound), _a_little_more(notes), False
    every: Iterator[Sequence[PlannedPart]] = plans(sections, desk)
    roomy: Letter | None = None  # the longest letter that has room, however often it says who said it
    for _ in range(_TRIES):
        every, tried = tee(every)  # so that no plan is made twice
        chosen = choose(tried, lambda parts: _has_room(parts, words, room, desk))  # noqa: B023
        letter = worded(chosen, desk, replace(realiser, dear=dear))
        over = letter.words() - bound if bound is not None else 0
        many = _notes(letter, desk) - notes if notes is not None else 0
        tagged = _tags_in_100(letter) > MOST_TAGS
        if over <= 0 and many <= 0 and not tagged:
            break
        if over <= 0 and many <= 0 and dear:
            roomy = roomy or letter
            if len(letter.claims) < _WORTH_TAGS * len(roomy.claims):
                return roomy
        taken = _words(chosen, desk)
        if over > 0:
            words = taken - max(over - _SLACK, 5)
        elif many > 0:
            room = passages([fact for part in chosen for fact in part.facts], desk) - 1
        elif not dear:
            dear = True
        elif bound is not None:
            words = taken - 5
        else:
            break
    else:
        return roomy or letter
    return letter


def _a_little_more(bound: int | None) -> int | None:
    return None if bound is None else round(bound * _GUESSED)


def _has_room(parts: Sequence[PlannedPart], words: int | None, notes: int | None, desk: TemplateContext) -> bool:
    told = [fact for part in parts for fact in part.facts]
    return (words is None or _words(parts, desk) <= words) and (notes is None or passages(told, desk) <= notes)


def _words(parts: Sequence[PlannedPart], desk: TemplateContext) -> int:
    """About how many words a letter takes."""
    return _AROUND + _own_words(desk) + sum(planned_words(part) for part in parts)


def _notes(letter: Letter, desk: TemplateContext) -> int:
    """About how many notes a letter will have."""
    paragraphs = [block.sentences for block in letter.blocks if isinstance(block, Paragraph)]
    return len(finish.runs_of_claims(paragraphs, desk.day.facts, desk.day.sources))


def _tags_in_100(letter: Letter) -> float:
    """How often a letter says who said it, per hundred words."""
    segments = [segment for sentence in letter.sentences() for segment in sentence.segments]
    words = sum(len(segment.text.split()) for segment in segments)
    return 100 * sum(segment.kind is Kind.FRAME for segment in segments) / max(1, words)


def _own_words(desk: TemplateContext) -> int:
    """About how many words acts, echoes and views take."""
    request = desk.request
    return (
        11 * (len(request.wants) + len(request.did) + bool(request.thanks))
        + 9 * (len(request.asks) + len(request.fears))
        + 11 * sum(1 for _ in acts_beside(desk))
        + (20 * min(3, len(desk.topics)) if request.position else 0)
    )


# -- Order


def _sections(desk: TemplateContext) -> Iterator[Section]:
    """The parts of the letter in their order, as their templates give them."""
    home = desk.subject.id

    def section(
        name: str,
        path: str,
        topics: tuple[Topic, ...],
        heading: str = "",
        *,
        topic: bool = False,
        invited: bool = False,
    ) -> Section:
        plain = topic and not desk.templates.has(f"{path}{SUFFIX}")
        paragraphs = _plainly(topics) if plain else _said_of(f"{path}{SUFFIX}", topics, desk, invited=invited)
        return Section(name, heading, f"{path}{SUFFIX}", paragraphs, topic)

    def common(name: str, topics: tuple[Topic, ...] = desk.topics, *, invited: bool = False) -> Section:
        """A part that every letter has: in the words of its subject, if the subject has its own."""
        own = f"{home}/{name}"
        return section(name, own if desk.templates.has(f"{own}{SUFFIX}") else name, topics, invited=invited)

    request = desk.request
    yield common(ACTED) if request.wants else common("thanks")
    feared = [topic for topic in desk.topics if any(name.startswith(f"{topic.id}.") for name in request.fears)]
    if feared:
        yield common(WORRIED, (feared[0],))  # it follows the first fear
    for topic in desk.topics:
        heading = topic.heading if _is_headed(desk) else ""
        yield section(topic.id, f"{home}/{topic.name}", (topic,), heading, topic=True)
    invited = False
    if desk.templates.has(f"{home}/next{SUFFIX}"):
        coming = section("next", f"{home}/next", desk.topics)
        yield coming
        invited = _ends_with_words(coming.paragraphs)
    yield common("close", invited=invited)


def _plainly(topics: tuple[Topic, ...]) -> tuple[tuple[Node, ...], ...]:
    """What a topic without a template says: all that is entered on it."""
    return ((Rest(tuple(topic.id for topic in topics)),),)


def _said_of(
    path: str,
    topics: tuple[Topic, ...],
    desk: TemplateContext,
    *,
    invited: bool = False,
    feared: tuple[str, ...] | None = None,
) -> tuple[tuple[Node, ...], ...]:
    """The paragraphs of one template, which speaks of these topics, and of what is ``feared``: all, by default."""
    marks = Marks()
    return rendered(path, vocabulary(desk, topics, marks, invited=invited, feared=feared), marks, desk)


def _ends_with_words(paragraphs: Sequence[Sequence[Node]]) -> bool:
    """Whether the last of what a template says are its own words: in 'next', what the reader can do."""
    nodes = [node for nodes in paragraphs for node in nodes]
    said = [node for node in nodes if not isinstance(node, TemplateWords) or node.text.strip()]
    return bool(said) and isinstance(said[-1], TemplateWords | Vary)


def realiser_of(desk: TemplateContext) -> Realiser:
    """What words a letter."""
    return Realiser(desk.base, Clauses(desk.subject, desk.request.date), tie_breaker(desk))


def worded(chosen: Sequence[PlannedPart], desk: TemplateContext, realiser: Realiser) -> Letter:
    """The chosen parts as a letter, with its abbreviations spelt out; not yet typeset, and without its notes."""
    shortly = _in_short(chosen, desk)
    steps = _together(_without_lone_claims(_steps(chosen, shortly, desk)))
    personal = desk.request.thanks or shortly  # then a word on the papers would stand in between
    blocks = realiser.blocks(steps if personal else on_a_basis(steps, desk, "thanks"))
    return spelt_out(replace(envelope(desk), blocks=blocks), desk)


def _steps(chosen: Sequence[PlannedPart], shortly: Sequence[Step], desk: TemplateContext) -> Iterator[Step]:
    """The letter's steps in order: acts, then answers, with the member's views where they belong."""
    views = Views(desk)
    did = list(did_for_reader(desk))
    acts = list(acts_of(desk))
    beside = list(acts_beside(desk))
    if acts:
        # One sentence alone would be lost further down.
        here = beside if len(beside) == 1 and not desk.declined else []
        yield from _acted(acts, did, here, list(views.lead()), list(_words_of(ACTED, chosen)), desk)
        did, beside = [], beside[len(here) :]
    by_name = {topic.id: topic for topic in desk.topics}
    first = next((topic for topic in desk.topics if concerns_of(topic, desk)), None)
    kindly = [part.section.path for part in chosen if part.section.name == WORRIED]
    repeated: list[str] = []
    thanked = _is_thanked_for(chosen, desk)
    told: Sequence[Step] = ()
    for part in chosen:
        if part.section.name in {ACTED, WORRIED}:
            continue
        if beside and part.section.name in {"next", "close"}:
            yield Begin("acts")
            yield from _put_acts(beside)
            beside = []
        topic = by_name.get(part.section.name)
        view = [*_put_acts(acts_on(topic, desk)), *views.of(topic)] if topic is not None else []
        steps = list(_of_part(part, topic, desk, _LeftToSay(did, kindly, repeated, thanked, bool(shortly)), view))
        if part.section.name == "thanks":
            steps[1:2] = _thanking(steps[1:2], desk)
            steps = _shortly(steps, shortly)
        if topic is first:
            # Not where the paragraph goes on about how old the papers are: 'it was to be' would be said of them.
            steps = _answered_at_once(steps) if thanked and not desk.old else steps
        says = [step for step in steps if not isinstance(step, Begin | HeadStep)]
        if not says or (says == told and not part.section.heading):
            continue  # nothing, or a second time "I have found nothing yet that answers this"
        told = says
        if part.section.heading:
            yield HeadStep(part.section.heading, part.section.name)
        yield from steps
    if did:
        yield Begin("acts")
        yield from _put_acts(did)


def _acted(
    acts: Iterable[Act],
    did: Sequence[Act],
    beside: Sequence[Act],
    view: Sequence[Step],
    words: Sequence[Step],
    desk: TemplateContext,
) -> Iterator[Step]:
    """What the member did and will do of what the reader wants, with the member's ``view`` of it, and ``words`` of
    thanks. The view stands right behind the acts, but not behind a refusal: there a kind word comes first.
    """
    yield Begin("acts")
    apart = beside if view else ()
    together = [*did, *([] if view else beside)]
    yield from (Put((sentence,)) for sentence in as_sentences(acts, together, asked=True))
    thanks = _thanking(list(words), desk)
    yield from (*thanks, *view) if desk.declined else (*view, *_put_acts(apart), *thanks)


def _put_acts(acts: Iterable[Act]) -> Iterator[Step]:
    yield from (Put((sentence,)) for sentence in as_sentences(acts))


def _in_short(chosen: Sequence[PlannedPart], desk: TemplateContext) -> list[Step]:
    """What the letter answers to all that was feared and asked, in short. Where something is wanted of the member, that
    is answered first, and this is not said; nor in a brief letter, or one whose papers are old.
    """
    if desk.old or desk.request.wants or desk.request.length is Length.BRIEF:
        return []
    replies = {name: answer for part in chosen for name, answer in part.replies.items()}
    raised = (*desk.request.fears, *desk.request.asks)
    return [Put((sentence,)) for sentence in in_short(replies, raised)]


def _shortly(steps: Sequence[Step], shortly: Sequence[Step]) -> list[Step]:
    """The steps of the thanks, with what is answered in short in place of words such as "Let me tell you what I can"
    behind the first. What they tell besides begins a paragraph.
    """
    if not shortly:
        return [*steps]
    begin, first, *others = steps
    words = list(takewhile(lambda step: isinstance(step, Put), others))
    rest = others[len(words) :]
    thanks = [step for step in words if isinstance(step, Put) and step.options[0][0].kind is Kind.READER]
    return [begin, first, *thanks, *shortly, *([begin, *rest] if rest else [])]


def _thanking(words: Sequence[Step], desk: TemplateContext) -> list[Step]:
    """Words of thanks with what the reader is thanked for: in the first sentence where that thanks too, or last."""
    thanks = desk.request.thanks
    first = words[0] if words else None
    texts = [segments[0].text for segments in first.options] if isinstance(first, Put) else []
    both = tuple((Segment(text, Kind.READER),) for text in (with_thanks(one, thanks) for one in texts) if text)
    if both:
        return [Put(both), *words[1:]]
    return [*words, Put(thanks_in_words(thanks))] if thanks else [*words]


def _is_thanked_for(chosen: Sequence[PlannedPart], desk: TemplateContext) -> bool:
    """Whether the thanks repeat the letter's only question or fear: then it is not said again."""
    concern, _ = only_concern(desk)
    thanks = (words for part in chosen if part.section.name == "thanks" for b in part.bundles for words in b.words)
    return bool(concern) and any(concern in words for words in thanks)


def _answered_at_once(steps: Sequence[Step]) -> list[Step]:
    """The steps of what the thanks repeat, with the answer in the paragraph of the thanks: what it rests on follows."""
    begin, *body = steps
    said = len(list(takewhile(lambda step: isinstance(step, Put), body)))
    answers = any(isinstance(step, Put) and step.options[0][0].kind is Kind.ANSWER for step in body[:said])
    return [*body[:said], begin, *body[said:]] if answers and body[said:] else [begin, *body]


def _without_lone_claims(steps: Iterable[Step]) -> Iterator[Step]:
    """The steps, without paragraphs of a single claim: it joins the paragraph before it, or the one behind it.

    It does not follow the member's view or what is left open, for these end a paragraph; nor does it come before a
    question that is repeated. In a letter without headings the last claim of a topic joins what comes next.
    """
    paragraphs: list[list[Step]] = []
    lone = False  # whether the last paragraph is a single claim that found no place
    for step in steps:
        if isinstance(step, Begin | HeadStep):
            paragraphs.append([step])
        else:
            paragraphs[-1].append(step)
    made: list[list[Step]] = []
    headed = any(isinstance(paragraph[0], HeadStep) for paragraph in paragraphs)
    for paragraph in paragraphs:
        begin, *body = paragraph
        alone = len(body) == 1 and isinstance(body[0], Say) and len(body[0].facts) == 1 and not body[0].had
        before = made[-1] if made else []
        joins = bool(body) and isinstance(begin, Begin) and not begin.opener and before[:1] == [Begin(begin.part)]
        if joins and ((alone and isinstance(before[-1], Say)) or (lone and isinstance(body[0], Say))):
            before += body
            lone = False
        elif lone and body and begin == Begin("next") and not headed:
            first, *others = body
            made[-1] = [begin, *before[1:], replace(first, apart=True) if isinstance(first, Say) else first, *others]
            lone = False
        else:
            made.append(paragraph)
            lone = alone
    return chain.from_iterable(made)


def _together(steps: Iterable[Step]) -> list[Step]:
    """The steps, with nearby claims of one voice joined into one step, so that one frame serves more claims.

    Claims are joined only between the same gaps, views and paragraphs. History stays beside the claims that it is told
    with, and so do the words that sum claims up.
    """
    made: list[Step] = []
    every = tuple(steps)
    for step, following in zip_longest(every, every[1:]):
        if not isinstance(step, Say):
            made.append(step)
            continue
        place = len(made)
        if isinstance(following, Put) and not (made and isinstance(made[-1], Say) and made[-1].voice == step.voice):
            made.append(step)
            continue
        while not step.had and not step.answer and place and isinstance(made[place - 1], Say):
            place -= 1
            before = made[place]
            if isinstance(before, Say) and before.voice == step.voice and not (before.had or step.apart):
                made[place] = replace(before, facts=(*before.facts, *step.facts))
                break
            if isinstance(before, Say) and before.had:
                place = 0
        else:
            made.append(step)
    return made


def _words_of(name: str, chosen: Sequence[PlannedPart]) -> Iterator[Step]:
    """The words of a part that stands within another part, for example after the acts."""
    for part in chosen:
        if part.section.name == name:
            yield from _put_words(part.bundles)


def _put_words(bundles: Iterable[Bundle]) -> Iterator[Step]:
    """The words of bundles that tell nothing else."""
    yield from (Put(tuple((Segment(t, Kind.COURTESY),) for t in b.words)) for b in bundles if b.words)


class _LeftToSay(NamedTuple):
    """What a letter has still to say of the acts for its reader (``did``) and after the first fear (``kindly``, the
    template), the questions and fears that it has ``repeated``, whether the thanks have ``thanked`` for the only one,
    and whether it has told all its answers ``shortly`` at its beginning.
    """

    did: list[Act]
    kindly: list[str]
    repeated: list[str]
    thanked: bool
    shortly: bool


def _of_part(
    part: PlannedPart, topic: Topic | None, desk: TemplateContext, left: _LeftToSay, view: list[Step]
) -> Iterator[Step]:
    """One part's steps. The act for this reader follows the first gap, or the claims after an answer that says of a
    question that it is open; the kind words follow the first fear.

    Each question and fear stands directly before its answer, and that before the claims that it rests on. Those without
    an answer follow, before the other claims of the topic. The member's view stands behind all that belongs to the
    first answer with claims: where there is no other behind it, it ends the part.
    """
    name = part.section.name
    unanswered: list[str] = []
    yield Begin(name)
    if topic is not None:
        silent = not any(bundle.facts or bundle.gaps for bundle in part.bundles)
        said = silent and (bool(part.replies) or _holds_anything(topic, (part.section,), desk))
        led = {one for bundle in part.bundles for one in bundle.answers} if not silent else set()
        unanswered = [one for one in concerns_of(topic, desk) if one not in led]
        if not led:
            yield from _echoed(topic, unanswered, desk, part.replies if said or not silent else {}, left)
            unanswered = []
        if silent:
            if not (said and part.replies):  # the answer is all that there is to say
                yield from _plain_paragraphs(f"{SAID if said else SILENT}{SUFFIX}", topic, desk)
            yield from view
            return
    yield from _of_bundles(part, topic, desk, left, view, unanswered)
    if topic is not None and unanswered:
        yield Begin(name)
        yield from _echoed(topic, unanswered, desk, part.replies, left)
        yield from _plain_paragraphs(f"{SAID}{SUFFIX}", topic, desk)


def _of_bundles(
    part: PlannedPart,
    topic: Topic | None,
    desk: TemplateContext,
    left: _LeftToSay,
    view: list[Step],
    unanswered: list[str],
) -> Iterator[Step]:
    """The bundles of a part, with the member's view. ``unanswered`` is cleared once they have been repeated."""
    name, begun, answered = part.section.name, False, False
    several = len((*desk.request.asks, *desk.request.fears)) > 1
    bundles = tuple(in_order(part.bundles))
    answering = max((place for place, bundle in enumerate(bundles) if bundle.answers), default=len(bundles))
    # Where the bundle that begins a paragraph tells nothing, the next one begins it, with the words that lead there.
    opened, led_by = False, ""
    for place, each in enumerate(bundles):
        opened, led_by = opened or each.begins, each.turn or ("" if each.begins else led_by)
        if not (each.facts or each.gaps or each.words or each.sums or each.answers):
            continue
        bundle = replace(each, begins=opened, turn=led_by)
        opened, led_by = False, ""
        behind = place > answering and not bundle.needs
        asks = behind and bool(unanswered)
        if topic is not None and asks:  # the topic's other claims may be of these, and go on in their paragraph
            yield Begin(name)
            yield from _echoed(topic, unanswered, desk, part.replies, left)
            unanswered.clear()
        if bundle.answers:
            if answered:
                yield from view
                view = []
            answered = any(one.facts for one in _led_by(place, bundles))
        if bundle.begins and answered and behind and several:
            yield from view  # and not behind what is told besides
            view = []
        if (bundle.begins and begun and not asks) or bundle.turn:
            # 'On the regulations' leads to claims, and not to a question that is repeated or to its answer.
            yield Begin(name, bundle.turn if bundle.facts and not bundle.answers else "")
        if topic is not None and bundle.answers:
            told = any(fact.id in one.needs for one in _led_by(place, bundles) for fact in one.facts)
            yield from _echoed(topic, bundle.answers, desk, part.replies, left, told=told)
        yield from _of_bundle(bundle, desk, "" if begun or part.replies else _just_asked(topic, desk))
        begun = True
        open_ = bundle.gaps or any(reply.open for to, reply in part.replies.items() if to != name)
        if open_ and left.did and topic is not None:
            yield from _put_acts(left.did)
            left.did.clear()
    yield from view


def _led_by(place: int, bundles: Sequence[Bundle]) -> Iterator[Bundle]:
    """The bundles that belong to the answer at a place: those up to the next one."""
    yield bundles[place]
    yield from takewhile(lambda one: not one.answers, bundles[place + 1 :])


def _of_bundle(bundle: Bundle, desk: TemplateContext, just_asked: str = "") -> Iterator[Step]:
    if bundle.words:
        yield Put(tuple((Segment(text, Kind.COURTESY),) for text in bundle.words))
    if bundle.sums is not None:
        yield Put(((Segment(bundle.sums.text, Kind.ANSWER, bundle.sums.rests_on[0]),),), bundle.sums.rests_on)
    facts = bundle.facts
    if bundle.rub is not None:
        cut = len(bundle.rub.told_first)
        yield from _said(facts[:cut], bundle, desk)
        yield Yet()
        yield from _said(facts[cut:], replace(bundle, short=False), desk)
        yield Put(((Segment(bundle.rub.question, Kind.GAP),),))
        return
    yield from _said(facts, bundle, desk)
    yield from (Silence(gap.question, gap.question == just_asked and not facts) for gap in bundle.gaps)


def _said(facts: Sequence[Fact], bundle: Bundle, desk: TemplateContext) -> Iterator[Step]:
    """Neighbours of one voice are said together."""
    answer = ""
    if bundle.short:
        answer = desk.subject.short_answer(facts[0].id)
    for voice, mine in groupby(facts, key=lambda fact: voice_of(fact, desk.base)):
        yield Say(voice, tuple(mine), had=bool(bundle.since) and not bundle.early, answer=answer)
        answer = ""


def _echoed(
    topic: Topic,
    names: Sequence[str],
    desk: TemplateContext,
    replies: Mapping[str, Answer],
    left: _LeftToSay,
    *,
    told: bool = False,
) -> Iterator[Step]:
    """What was asked and is feared, each with its answer: so "yes" and "no" stand beside what they answer.

    What one answer is to stands together before it. The kind words follow the first fear. Without answers what was
    asked stands in one sentence, and so do the fears. ``told``: claims follow on which
    the answer rests. Then an answer that the letter has begun with is not said again.
    """
    for answer, mine in groupby(names, key=replies.get):
        here = _by_kind(mine, desk)
        if answer is not None and (left.shortly or answer.together):  # one of them says what this is about
            here = [(min((name for group in here for name in group), key=lambda name: _place_in(answer, name)),)]
        for group in here:
            if not left.thanked:
                yield from _echo(group, topic, desk, left.repeated)
            left.repeated.extend(group)
            if left.kindly and any(name in desk.request.fears for name in group):
                yield from _kind_words(left.kindly.pop(), group, topic, desk)
        if not (left.shortly and answer is not None and told and not answer.said_again):
            yield from _put_answer(answer)
    yield from _put_answer(replies.get(topic.id))


def _place_in(answer: Answer, name: str) -> int:
    """The place of a question or fear among those that an answer is to: the first of them says best what it is of."""
    return answer.to.index(bare(name))


def _kind_words(path: str, feared: tuple[str, ...], topic: Topic, desk: TemplateContext) -> Iterator[Step]:
    """The words that follow the first fears: of these alone, so that they fit."""
    paragraphs = _said_of(path, (topic,), desk, feared=feared)
    yield from _put_words(bundles_of(Section(WORRIED, "", path, paragraphs), desk))


def _put_answer(answer: Answer | None) -> Iterator[Step]:
    if answer is not None and answer.text:
        yield Put(((Segment(answer.text, Kind.ANSWER, answer.rests_on[0]),),))


def _by_kind(names: Iterable[str], desk: TemplateContext) -> list[tuple[str, ...]]:
    """The questions together, and the fears together, few enough for a sentence."""
    known = list(names)
    kinds = ([name for name in known if (name in desk.request.fears) is feared] for feared in (False, True))
    return [tuple(kind[at : at + _IN_A_SENTENCE]) for kind in kinds for at in range(0, len(kind), _IN_A_SENTENCE)]


def _echo(names: Sequence[str], topic: Topic, desk: TemplateContext, before: Collection[str]) -> Iterator[Step]:
    """Questions or fears in the topic's own words, which are used for nothing else. ``before`` are the ones that stand
    before them.

    One of several is put as a question of its own.
    """
    concerns = concerns_of(topic, desk)
    feared = names[0] in desk.request.fears
    unnamed = not before and bool(desk.request.wants)  # no thanks have named the subject
    direct = [concerns[name].directly for name in names]
    if all(direct) and len((*desk.request.asks, *desk.request.fears)) > 1:
        if unnamed:
            direct[0] = named_in_full(direct[0], desk.subject)
        yield from (Put(((Segment(text, Kind.COURTESY),),)) for text in direct)
        return
    texts = [concerns[name].text for name in names]
    if unnamed:
        texts[0] = named_in_full(texts[0], desk.subject)
    said = sum((name in desk.request.fears) is feared for name in before)
    ways = ECHOES[feared]
    yield Put(((Segment(f"{ways[min(said, len(ways) - 1)]} {listed(texts)}.", Kind.COURTESY),),))


def _is_headed(desk: TemplateContext) -> bool:
    """Whether each answer stands under a heading: of three concerns, and one of them without a question of its own.

    What belongs to an act that the reader wants needs none: it stands behind the act.
    """
    acted = {desk.base.actions[id_].topic for id_ in desk.request.wants}
    alone = (topic for topic in desk.topics if topic.name not in acted and not concerns_of(topic, desk))
    return len(desk.topics) >= _HEADED and any(alone)


def _just_asked(topic: Topic | None, desk: TemplateContext) -> str:
    """The one question of a topic that is repeated before its answer."""
    if topic is None:
        return ""
    asked = [one.text for one in topic.questions if f"{topic.id}.{one.id}" in desk.request.asks]
    feared = any(f"{topic.id}.{one.id}" in desk.request.fears for one in topic.fears)
    return asked[0] if len(asked) == 1 and not feared else ""


def _plain_paragraphs(path: str, topic: Topic, desk: TemplateContext) -> Iterator[Step]:
    for nodes in _said_of(path, (topic,), desk):
        text = " ".join("".join(getattr(node, "text", "") for node in nodes).split())
        yield Put(((Segment(text, Kind.COURTESY),),))


def _asking(desk: TemplateContext) -> Letter:
    """The letter to a writer who gave no address. For e-mail it has its own words, if the office has them."""
    steps: list[Step] = []
    by_email = desk.request.mailing is not None and ASKING_BY_EMAIL in desk.templates.named("")
    for nodes in _said_of(f"{ASKING_BY_EMAIL if by_email else ASKING}{SUFFIX}", desk.topics, desk):
        text = " ".join("".join(getattr(node, "text", "") for node in nodes).split())
        steps += [Begin(ASKING), Put(((Segment(text, Kind.COURTESY),),))]
    realiser = realiser_of(desk)
    letter = replace(
        envelope(desk), blocks=realiser.blocks(steps), topics=(), position="", length="", asks=(), fears=(), wants=()
    )
    return finalise(spelt_out(letter, desk), desk)


def _holds_anything(topic: Topic, sections: Sequence[Section], desk: TemplateContext) -> bool:
    """Whether any fact in the topic's template may be told, even under another topic."""
    mine = next(section for section in sections if section.name == topic.id)
    return any(desk.may_tell(fact) for bundle in bundles_of(mine, desk) for fact in bundle.facts)
