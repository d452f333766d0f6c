"""What a constituent's message says for the reply to it, and the words that show it."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Final

from drafter.drafting import Taken
from drafter.facts.edtf import day_in_words
from drafter.facts.model import FactBase
from drafter.facts.names import NameKind
from drafter.frozen import dataclass
from drafter.inbox.concerns import concerns_by_id, topic_of
from drafter.inbox.danger import dangers_of, sure_ones, told
from drafter.inbox.email import Reply, answering, reply_to
from drafter.inbox.model import ParsedMessage
from drafter.inbox.of_self import said_of_self, thanks_of
from drafter.inbox.personal import PublicMatter, personal
from drafter.inbox.piles import name_of
from drafter.inbox.signature import office_context
from drafter.inbox.topics import About, Matter, Recognised, Recogniser, sure
from drafter.office import Office
from drafter.problems import Problem, Severity, Where, errors


@dataclass(frozen=True)
class Given:
    """What the member of staff gives in addition to the message: topics, a name, a postal address. These come first.

    ``subject`` is the one that is answered, of several that the message raises; topics that are given tell it too.
    Where topics are given, questions and fears of other topics are left out. ``asks`` tells that a letter without an
    address only asks for it. ``email`` is where the reply goes: empty for the address from which the message came,
    ``None`` for a reply on paper. ``seen`` tells that somebody has read what tells of a danger or of a case of the
    writer's own, and wants a letter all the same.
    """

    topics: tuple[str, ...] = ()
    name: str = ""
    address: str = ""
    asks: bool = False
    email: str | None = None
    subject: str = ""
    seen: bool = False


@dataclass(frozen=True)
class Replying:
    """What was taken from a message; ``None`` where nothing can be drafted from it.

    The output has this order: the problems ``before``, the lines, the problems ``after``.
    """

    taken: Taken | None
    before: tuple[Problem, ...]
    lines: tuple[str, ...] = ()
    after: tuple[Problem, ...] = ()


def replying_to(read: ParsedMessage, path: str, base: FactBase, office: Office, given: Given) -> Replying:
    """What a readable message says. ``path`` is its name in problems.

    Nothing is taken where it tells of a danger or of a case of the writer's own that nobody has seen, where no facts
    are about it, where nobody signed it, or where an e-mail can go nowhere.
    """
    found = Recogniser.of(base).recognise(read.subject, read.text, read.near)
    chosen = given.subject or next((base.topics[id_].subject for id_ in given.topics if id_ in base.topics), "")
    before = [*_of_danger(read, path, given), *_of_case(read, path, base, office, given)]
    grave = bool(errors(before))
    before += list(_of_others(found, chosen, path, base))
    found = found.on(chosen) if chosen else found
    before += list(_of_topics(found, path)) if not given.topics else []
    signed = given.name or name_of(read)
    if grave or not errors(before):  # who wrote a threat is told with it
        before += _of_writer(read, path, given, signed)
    if errors(before):
        return Replying(None, tuple(before))
    matter = Matter(given.topics or found.sure, sure(found.asks), sure(found.fears), sure(found.wants))
    matter = matter.on(given.topics) if given.topics else matter
    postal = given.address or read.writer.postal
    reply = _reply(read, office, signed, given.email)
    thanks = thanks_of(read.text) if _is_writer(signed, read) else ("", "")
    lines = [f"{path}{_written(read)}: {_reader(signed, postal, reply)}{_answered(matter, postal, given.asks)}"]
    if postal or not given.asks:
        lines += _evidence(found, matter)
        lines += _of_self(read.text, thanks)
    after = [*_of_message(path, read), *_of_reply(path, reply)]
    if postal or not given.asks:  # a letter that only asks for the address answers nothing yet
        told = {*matter.topics, *(() if given.topics else (one.id for one in found.topics))}
        after = [*_of_unread(found, told, path, base), *after]
    if errors(after):
        return Replying(None, tuple(before), tuple(lines), tuple(after))
    mailing = reply.mailing if reply is not None else None
    taken = Taken(signed, read.writer.postal, read.reference, *matter, mailing, thanks=thanks[0], raised=found.raised)
    return Replying(taken, tuple(before), tuple(lines), tuple(after))


_CHOOSE: Final = "--subject says which is answered, and a letter on each can be drafted"


def _of_topics(found: Recognised, path: str) -> Iterator[Problem]:
    """An error where no topic is sure, and a warning where there may be more topics."""
    hint = "--topic says what to answer; 'drafter topics' lists them"
    perhaps = "; ".join(f"{one.id}? ({', '.join(one.evidence[:2])})" for one in found.topics if not one.sure)
    if found.about is About.NO:
        message = "is not about anything that there are facts on; nothing is drafted"
        yield Problem(Where(path), "other-subject", message, hint)
    elif found.several:
        yield Problem(Where(path), "several-subjects", f"{found.doubt}; nothing is drafted", _CHOOSE)
    elif found.doubt:
        choose = "--subject or --topic says what to answer; 'drafter topics' lists them"
        yield Problem(Where(path), "unsure-subject", f"{found.doubt}; nothing is drafted", choose)
    elif found.about is About.UNSURE:
        message = f"may be about something else ({', '.join(found.evidence)} is all that says so); nothing is drafted"
        yield Problem(Where(path), "unsure-subject", message, hint)
    elif not found.sure:
        message = f"what it raises is not sure: {perhaps or 'nothing is recognised'}; nothing is drafted"
        yield Problem(Where(path), "unsure-topic", message, hint)
    elif perhaps:
        yield Problem(Where(path), "unsure-topic", f"may raise more: {perhaps}", hint, Severity.WARNING)


def _of_others(found: Recognised, chosen: str, path: str, base: FactBase) -> Iterator[Problem]:
    """A warning where a message raises more than the subject that is answered."""
    left = [base.subjects[id_].name for id_ in found.subjects if id_ != chosen]
    if chosen and left:
        message = f"is also about {' and '.join(left)}, which this letter does not answer"
        yield Problem(Where(path), "several-subjects", message, "write another letter on that", Severity.WARNING)


def _of_writer(read: ParsedMessage, path: str, given: Given, signed: str) -> Iterator[Problem]:
    """An error where it is not sure who wrote, and the drafting person did not give it."""
    if read.writer.doubts and not (given.name and given.address):
        hint = "--to and --address say who is answered, and where"
        for doubt in read.writer.doubts:
            yield Problem(Where(path), "unsure-writer", f"{doubt}; nothing is drafted", hint)
    elif not signed:
        message = "nobody has signed it, and it names no sender"
        yield Problem(Where(path), "unsigned", message, "--to says who is answered")


def _reply(read: ParsedMessage, office: Office, name: str, given: str | None) -> Reply | None:
    """Where the reply goes by e-mail, from the command line or the message; None for a letter on paper."""
    if given is None:
        return None
    return Reply(answering(read, given)) if given else reply_to(read, office.email, name)


def _of_reply(path: str, reply: Reply | None) -> Iterator[Problem]:
    """An error where an e-mail can go nowhere, and a warning for each doubt."""
    if reply is None:
        return
    if reply.mailing is None:
        yield Problem(Where(path), "no-recipient", reply.fault, "--email says where the reply goes, if you know")
        return
    for doubt in reply.doubts:
        yield Problem(Where(path), "doubtful-recipient", doubt, "is it the right person?")


def _written(read: ParsedMessage) -> str:
    return f", of {day_in_words(read.date)}" if read.date else ""


def _reader(name: str, postal: str, reply: Reply | None) -> str:
    """The reader and the address, in full, for checking before anything is sent there."""
    lines = [part for line in postal.splitlines() if (part := line.strip(" ,"))]
    by_email = f"; by e-mail to {reply.mailing.to}" if reply is not None and reply.mailing is not None else ""
    return f"to {', '.join([name, *(lines or ['no postal address'])])}{by_email}"


def _answered(matter: Matter, postal: str, asks: bool) -> str:
    if not postal and asks:
        return "; the letter only asks for the address, and answers nothing yet"
    return f"; topics: {', '.join(matter.topics)}"


def _evidence(found: Recognised, matter: Matter) -> Iterator[str]:
    """The words by which the things to be answered were recognised."""
    for what, taken, seen in (
        ("", matter.topics, found.topics),
        ("asks ", matter.asks, found.asks),
        ("fears ", matter.fears, found.fears),
        ("wants ", matter.wants, found.wants),
    ):
        for one in seen:
            if one.id in taken:
                yield f"  {what}{one.id}: {'; '.join(one.evidence)}"


def _is_writer(name: str, read: ParsedMessage) -> bool:
    """Whether the letter goes to the writer, beyond doubt: nobody else is thanked for what the writer tells."""
    alone = not (read.writer.doubts or read.writer.second)
    return alone and name.casefold().split()[-1:] == name_of(read).casefold().split()[-1:]


def _of_self(text: str, found: tuple[str, str]) -> Iterator[str]:
    """What the writer says of themselves, and what the letter thanks for."""
    thanks, by = found
    if thanks:
        yield f"  thanks for {thanks}: {by}"
    yield from (f"  says of themselves: {said}" for said in said_of_self(text) if said != by)


_UNREAD: Final = 5  # questions of a message that are shown
_BY_HAND: Final = "answer it by hand, or add its words to a question in topics.yaml"


def _of_unread(found: Recognised, told: Container[str], path: str, base: FactBase) -> Iterator[Problem]:
    """A warning for each question that the letter leaves without an answer, and for other business. ``told`` are the
    topics that are answered, or shown as unsure.
    """
    unread = "which is none of the known questions: the letter may leave it unanswered"
    messages = [f"the message asks \u201c{text}\u201d, {unread}" for text in found.unread]
    known = concerns_by_id(base, NameKind.QUESTION)
    for one in found.asks:
        if not one.sure and topic_of(one.id) not in told:
            by = "; ".join(one.evidence)
            messages.append(f"the message may ask {known[one.id]} (\u201c{by}\u201d): the letter leaves it unanswered")
    for message in messages[:_UNREAD]:
        yield Problem(Where(path), "unread-question", message, _BY_HAND)
    for text in found.beside:
        message = f"goes on to other business (\u201c{text}\u201d), which the letter does not answer"
        yield Problem(Where(path), "other-business", message, "answer it by hand")


_SEEN: Final = "--case-seen says that somebody has read it, sees to it, and wants a letter all the same"


def _of_danger(read: ParsedMessage, path: str, given: Given) -> Iterator[Problem]:
    """An error where somebody threatens or a life is in danger; a warning once somebody has seen it."""
    found = dangers_of(read)
    if found and (given.seen or not sure_ones(found)):
        yield Problem(Where(path), "danger", f"tells of {told(found)}", "", Severity.WARNING)
    elif found:
        message = f"tells of {told(found)}; read it now: nothing is drafted"
        yield Problem(Where(path), "danger", message, _SEEN, Severity.ERROR)


def _of_case(read: ParsedMessage, path: str, base: FactBase, office: Office, given: Given) -> Iterator[Problem]:
    """An error where the writer surely tells of a case of their own that nobody has seen; otherwise a warning."""
    case = personal(read.paragraphs, PublicMatter.of(base.subjects.values(), office_context(office).names))
    if not case.weight:
        return
    tells = "tells" if case.likely else "may tell"
    message = f"{tells} of a case of the writer's own ({case.words}), which no standard letter answers"
    if case.likely and not given.seen:
        yield Problem(Where(path), "personal-case", f"{message}; nothing is drafted", _SEEN, Severity.ERROR)
    else:
        yield Problem(Where(path), "personal-case", message, "", Severity.WARNING)


def _of_message(path: str, read: ParsedMessage) -> Iterator[Problem]:
    """What was odd in the message."""
    for note in read.notes:
        yield Problem(Where(path), "of-the-message", note)
