"""``drafter subject``: a subject of one's own, and the list of those that there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, TypeVar

import click

from drafter.cli.asking import broken_off, repeated, typed
from drafter.cli.common import (
    YES,
    as_json,
    day_or_today,
    fail,
    json_option,
    need,
    on_option,
    open_workspace,
    sound_facts,
    stop,
    typed_yes,
)
from drafter.cli.facts.common import name_of
from drafter.cli.lazy import LazyGroup
from drafter.english.messages import counted
from drafter.facts.ids import LONGEST, id_from, is_written_as_id, simple_words
from drafter.facts.model import Abbreviation, FactBase, Subject
from drafter.facts.reviews import append_word_review
from drafter.files.yaml_text import cleaned
from drafter.office import FILE
from drafter.problems import Problem, Where
from drafter.workspace import Part, Workspace

if TYPE_CHECKING:
    from drafter.subjects import NewConcern, NewSubject

T = TypeVar("T")

COMMANDS: Mapping[str, tuple[str, str]] = {
    "new": ("drafter.cli.subject:new_subject", "Set up a subject of your own, question by question."),
    "rename": ("drafter.cli.subject_moves:rename_subject", "Give a subject of your own another id."),
    "remove": ("drafter.cli.subject_moves:remove_subject", "Take a subject of your own away."),
    "list": ("drafter.cli.subject:list_subjects", "List the subjects that letters are about."),
}


@click.group("subject", cls=LazyGroup, table=COMMANDS)
def command() -> None:
    """What letters are about: each subject has its concerns, its facts and its words."""


# ``drafter subject list``.


@click.command("list")
@json_option
@click.pass_obj
def list_subjects(office_folder: str | None, json_: bool) -> None:
    """List the subjects, with how many concerns and facts each has. 'drafter topics' lists the concerns themselves."""
    workspace = open_workspace(office_folder)
    base = sound_facts(workspace)
    if json_:
        as_json([_as_json(subject, base) for subject in base.subjects.values()])
        return
    width = max(map(len, base.subjects), default=0)
    for subject in base.subjects.values():
        topics, facts = _counts(subject, base)
        click.echo(f"{subject.id:<{width}}  {subject.name} ({counted(topics, 'concern')}, {counted(facts, 'fact')})")
    if not base.subjects:
        click.echo("there is no subject yet: 'drafter subject new' sets one up")


def _counts(subject: Subject, base: FactBase) -> tuple[int, int]:
    topics = sum(topic.subject == subject.id for topic in base.topics.values())
    return topics, sum(fact.subject == subject.id for fact in base.facts.values())


def _as_json(subject: Subject, base: FactBase) -> dict[str, object]:
    from drafter.letter.finish import line_of  # late: the list itself needs nothing of letters

    topics, facts = _counts(subject, base)
    return {"id": subject.id, "name": subject.name, "line": line_of(subject), "topics": topics, "facts": facts}


# ``drafter subject new``.

_EXAMPLE = "'What it costs: whether it will cost more | Will it cost more?'"


@click.command("new")
@click.argument("name", required=False)
@click.option("--name", "named", metavar="TEXT", help="The subject within a sentence: 'hospital parking'.")
@click.option("--line", metavar="TEXT", help="The subject line of its letters; the name with a capital unless given.")
@click.option("--abbreviation", metavar="SHORT=LONG[=PLURAL]", help="A short form: 'PCN=primary care network'.")
@click.option("--concern", "concerns", multiple=True, metavar="TEXT", help=f"A concern, three or more: {_EXAMPLE}.")
@click.option("--id", "id_", metavar="ID", help="The name of its folder; made from the name unless given.")
@click.option(
    "--by", metavar="NAME", help="Who has read its words and stands for them; asked, or else they wait for a review."
)
@click.option("--yes", is_flag=True, help="Do not ask: write it, and with --by enter its words as read.")
@on_option
@click.pass_obj
def new_subject(
    office_folder: str | None,
    name: str | None,
    named: str | None,
    line: str | None,
    abbreviation: str | None,
    concerns: tuple[str, ...],
    id_: str | None,
    by: str | None,
    yes: bool,
    day: date | None,
) -> None:
    """Set up a subject of your own: its name, and three or more concerns with the question that people ask of each.

    What is not given is asked, and each sentence is shown that letters will say. A letter on a concern tells every fact
    that is entered on it; no template is needed. Nothing that there is already is ever replaced.
    """
    if name and named:
        fail("the name is given twice, once with --name")
    by = name_of(by) if by is not None else None
    workspace = open_workspace(office_folder, by or "")
    need(workspace, Part.FACTS)
    by = workspace.office.person(by) if by else None
    day = day_or_today(day)
    asker = _Asker(workspace, asks=not yes)
    with broken_off():
        new = asker.subject(name or named, line, abbreviation, concerns, id_)
        _show(new, workspace)
        if not yes and not click.confirm("Write it?", default=True, err=True):
            raise click.Abort
    from drafter.subjects import cues_of, enlisted, write_subject

    problems = write_subject(new, workspace) or enlisted(new, workspace)
    if problems:
        stop(problems)
    home = workspace.office.path_of("facts", new.id)
    click.echo(f"{home}: '{new.name}' is set up, with {counted(len(new.concerns), 'concern')}")
    if workspace.office.subjects is not None and new.id not in workspace.office.subjects:
        click.echo(f"{workspace.office.path_of(FILE)}: 'subjects' lists it, so letters are answered on it")
    if new.names:
        click.echo(f"names in its words, which {home}/words.yaml lists: {', '.join(new.names)}")
    click.echo(f"post is about it where it says: {', '.join(cues_of(new))} ('recognised_by' in {home}/words.yaml)")
    _approve(new, workspace, by, day, asks=not yes)
    _next(new, workspace.base)


class _Asker:
    """Asks until an answer can be used. What was given as an option is not asked: where it is wrong, that ends it."""

    def __init__(self, workspace: Workspace, *, asks: bool) -> None:
        self._workspace, self._asks = workspace, asks

    def subject(
        self,
        name: str | None,
        line: str | None,
        abbreviation: str | None,
        concerns: tuple[str, ...],
        id_: str | None,
    ) -> NewSubject:
        """The subject, from options and answers."""
        from drafter.letter.tree import upper
        from drafter.subjects import LEAST, NewSubject, ids_taken, subject_id

        told = self._answer("--name", name, "The subject, as it follows 'about' (hospital parking)", self._name)
        told = self._running(told)
        taken = ids_taken(self._workspace)
        new = NewSubject(subject_id(told, taken), told)
        if id_ is not None or not simple_words(told):
            question = (
                "An id for it, for its folder and the command line, in small letters of English (hospital-parking)"
            )
            new = replace(new, id=self._answer("--id", id_, question, self._id))
        click.echo(f"  {new.thanks()}", err=True)
        said = self._answer("--line", line, "The subject line of its letters", self._line(new), upper(told))
        new = replace(new, line=said)
        question = "An abbreviation of it (Enter if it has none)"
        short = self._answer("--abbreviation", abbreviation, question, self._short(new))
        if short is not None and not short.long:
            short = self._spelt_out(short, new)
        new = replace(new, abbreviation=short)
        for text in concerns:
            new = self._with_concern(new, self._given(text, new))
        while self._asks and not concerns:
            number = len(new.concerns) + 1
            more = "" if number <= LEAST else " (Enter if there is no other)"
            title = self._answer("--concern", None, f"Concern {number}, in a few words{more}", self._title(number), "")
            if not title:
                break
            new = self._with_concern(new, self._asked(title, new))
        if len(new.concerns) < LEAST:
            problem = f"a subject has {LEAST} concerns or more, and {len(new.concerns)} are given"
            stop([Problem(Where("--concern"), "unusable-answer", problem, f"for example {_EXAMPLE}")])
        made: dict[str, NewConcern] = {}
        for one in new.concerns:
            free = id_from(one.title, made, "concern") if one.id in made else one.id
            made[free] = replace(one, id=free)
        return replace(new, concerns=tuple(made.values()))

    def _running(self, told: str) -> str:
        """The name as it stands within a sentence, where it was written as a heading is."""
        from drafter.subjects import running, thanks_for

        return self._small("--name", told, running(told, self._workspace), thanks_for, self._name)

    def _concern(self, title: str, new: NewSubject) -> str:
        """The title of a concern as it stands within a sentence, as far as its first letter does not matter."""
        from drafter.letter.tree import lower
        from drafter.subjects import running, thanks_for

        small = running(title, self._workspace, new.name)
        if lower(small) == lower(title):
            return title
        return self._small(
            "--concern", title, small, lambda said: thanks_for(f"{new.name}, and about {said}"), self._title(1)
        )

    def _small(
        self, option: str, told: str, small: str, sentence: Callable[[str], str], use: Callable[[str], str]
    ) -> str:
        """What was typed, or the same with small letters, as somebody who sees both in their sentence decides."""
        if small == told:
            return told
        click.echo(f"  {sentence(told)}", err=True)
        if not self._asks:
            hint = f"if '{told}' is no name, give it as '{small}'"
            click.echo(f"note: letters will say it with its capitals, as above; {hint}", err=True)
            return told
        click.echo("A capital within a sentence makes a name of it. If it is none:", err=True)
        click.echo(f"  {sentence(small)}", err=True)
        return self._answer(
            option, None, "Within a sentence (Enter takes it so, or type it as it should be)", use, small
        )

    # One answer each: raises ValueError with what is wrong.

    def _name(self, text: str) -> str:
        from drafter.subjects import NewSubject, ids_taken, odd_name, same_name, subject_id

        wrong = odd_name(text)
        same = same_name(text, self._workspace.base)
        if same is not None:
            wrong = f"there is a subject '{same.name}' already, in facts/{same.id}; 'drafter subject list' lists them"
        if wrong:
            raise ValueError(wrong)
        self._refuse(NewSubject(subject_id(text, ids_taken(self._workspace)), text), None)
        return text

    def _id(self, text: str) -> str:
        from drafter.subjects import ids_taken, subject_id

        if not is_written_as_id(text, LONGEST):
            raise ValueError(f"an id has small letters, digits and single hyphens, {LONGEST} at most")
        if subject_id(text, ids_taken(self._workspace)) != text:
            raise ValueError(f"'{text}' is taken already, or no folder can have that name")
        return text

    def _line(self, new: NewSubject) -> Callable[[str], str]:
        from drafter.subjects import odd_name

        def line(text: str) -> str:
            wrong = odd_name(text, of="the subject line")
            if wrong:
                raise ValueError(wrong)
            self._refuse(replace(new, line=text), None)
            return text

        return line

    def _short(self, new: NewSubject) -> Callable[[str], Abbreviation | None]:
        from drafter.subjects import odd_name, plural_of

        def short(text: str) -> Abbreviation | None:
            if not text:
                return None
            said, *more = (part.strip() for part in text.split("="))
            if not said.isalnum() or said == said.lower():
                raise ValueError(f"'{said}' is no abbreviation: it is one word with capitals, such as PCN")
            long, plural = (*more, "", "")[:2]
            if not long and (more or not self._asks):
                raise ValueError(f"say what '{said}' stands for: {said}=primary care network")
            made = Abbreviation(said, long, plural or plural_of(long))
            for words in filter(None, (made.long, made.plural)):
                if odd_name(words):
                    raise ValueError(odd_name(words, of=f"'{words}'"))
            if long:
                self._refuse(replace(new, abbreviation=made), None)
            return made

        return short

    def _spelt_out(self, short: Abbreviation, new: NewSubject) -> Abbreviation:
        from drafter.subjects import odd_name, plural_of

        def words(text: str) -> str:
            if odd_name(text):
                raise ValueError(odd_name(text, of="the long form"))
            self._refuse(replace(new, abbreviation=Abbreviation(short.short, text, text)), None)
            return text

        long = self._answer("--abbreviation", None, f"{short.short} in full, for one of them", words, new.name)
        plural = self._answer("--abbreviation", None, "And for several of them", words, plural_of(long))
        return Abbreviation(short.short, long, plural)

    def _title(self, number: int) -> Callable[[str], str]:
        from drafter.subjects import LEAST, odd_name

        def title(text: str) -> str:
            if not text and number > LEAST:
                return ""
            wrong = odd_name(text.rstrip("?"), of="a concern")
            if wrong:
                raise ValueError(wrong)
            return text

        return title

    def _given(self, text: str, new: NewSubject) -> NewConcern:
        """A concern from an option. Ends the program where it cannot be used."""
        from drafter.subjects import NewConcern, concern_from, odd_directly, odd_name, odd_question

        title, asks, directly = concern_from(cleaned(text))
        title = self._concern(title, new)
        wrong = odd_name(title.rstrip("?"), of="a concern") or odd_question(asks, new) or odd_directly(directly)
        if wrong:
            message = f"'{text}': {wrong}"
            stop([Problem(Where("--concern"), "unusable-answer", message, f"a concern is written {_EXAMPLE}")])
        return NewConcern(id_from(title, (one.id for one in new.concerns), "concern"), title, asks, directly)

    def _asked(self, title: str, new: NewSubject) -> NewConcern:
        """A concern from answers."""
        from drafter.subjects import NewConcern, odd_directly, odd_question

        title = self._concern(title, new)

        def asks(text: str) -> str:
            wrong = odd_question(text, new)
            if wrong:
                raise ValueError(wrong)
            self._refuse(with_one(text), None)
            return text

        def directly(text: str) -> str:
            wrong = odd_directly(text)
            if wrong:
                raise ValueError(wrong)
            return text

        def with_one(text: str, direct: str = "") -> NewSubject:
            made = NewConcern(id_from(title, (one.id for one in new.concerns), "concern"), title, text, direct)
            return replace(new, concerns=(*new.concerns, made))

        said = self._answer("--concern", None, "What people ask of it, as it goes on from 'You ask'", asks)
        click.echo(f"  {new.thanks()} You ask {said}.", err=True)
        question = "The same as a question by itself (Enter to leave it out)"
        direct = self._answer("--concern", None, question, directly, "")
        return with_one(said, direct).concerns[-1]

    def _with_concern(self, new: NewSubject, one: NewConcern) -> NewSubject:
        return self._refuse(replace(new, concerns=(*new.concerns, one)), "--concern")

    def _refuse(self, new: NewSubject, option: str | None) -> NewSubject:
        """The subject with the names in its words. What the rules refuse is asked anew, or ends the program.

        Without ``option`` it raises ValueError, for an answer that is asked again.
        """
        from drafter.subjects import with_names, wrong_words

        made = with_names(new, self._workspace)
        wrong = wrong_words(made, self._workspace)
        if wrong and option is None:
            raise ValueError("; ".join(dict.fromkeys(_said(problem) for problem in wrong)))
        if wrong:
            stop(dict.fromkeys(replace(problem, where=Where(option or "")) for problem in wrong))
        return made

    def _answer(
        self, option: str, given: str | None, question: str, use: Callable[[str], T], default: str | None = None
    ) -> T:
        """The result of ``use`` for what was given or typed; ``use`` raises ValueError with what is wrong."""
        if given is not None or not self._asks:
            if given is None and default is None and option != "--abbreviation":
                fail(f"{option} is needed, where nothing is asked (--yes)")
            try:
                return use(cleaned(given if given is not None else default or ""))
            except ValueError as failure:
                stop([Problem(Where(option), "unusable-answer", str(failure))])
        return repeated(question, use, default or "")


def _said(problem: Problem) -> str:
    return f"{problem.message}{f'; {problem.hint}' if problem.hint else ''}"


def _show(new: NewSubject, workspace: Workspace) -> None:
    """What letters will say, to be read before anything is written: all that somebody then stands for."""
    from drafter.letter.tree import upper
    from drafter.subjects import about_of, thanks_for

    click.echo("\nLetters will say:", err=True)
    click.echo(f"  subject line: {new.line}", err=True)
    click.echo(f"  {new.thanks()}", err=True)
    for one in new.concerns:
        also = f" Or: {one.directly}" if one.directly else ""
        click.echo(f"  {upper(one.title)}: You ask {one.asks}.{also}", err=True)
    if new.concerns:
        click.echo("Where nothing was asked, they name the concern:", err=True)
    for one in new.concerns:
        click.echo(f"  {thanks_for(f'{new.name}, and about {about_of(one, new)}')}", err=True)
    if new.abbreviation is not None:
        short = new.abbreviation
        click.echo(f"  {short.short} is spelt out once: {short.long}, and of several {short.plural}.", err=True)
    click.echo(f"It goes to {workspace.office.path_of('facts', new.id)}.", err=True)


def _approve(new: NewSubject, workspace: Workspace, by: str | None, day: date, *, asks: bool) -> None:
    """Enter the words as read by a person, who has just seen them; without one they wait.

    Who is not known is asked for: whoever gives a name there stands for the words.
    """
    if by is not None and asks:
        by = by if typed_yes(f"{by}: do you stand for these words in letters?", goes_on=False) == YES else None
    elif asks:
        said = _who()
        by = workspace.office.person(said) if said else None
    if by is None:
        click.echo("its words wait to be read: drafter words review --by NAME")
        return
    from drafter.cli.registers import made_seal
    from drafter.subjects import with_subject, words_of

    office = workspace.office
    base, _ = with_subject(new, workspace)
    words = list(dict.fromkeys(words_of(new, base)))
    for one in words:
        problems = append_word_review(
            office.facts, office.path_of("facts"), str(one.kind), one.text, one.fingerprint, by, day,
            "entered with the subject", made_seal(workspace),
        )  # fmt: skip
        if problems:
            stop(problems)
    click.echo(f"{len(words)} of its words are entered as read by {by}")


def _who() -> str:
    """Whoever stands for the words that were shown; empty where nobody does yet, or the answers end."""
    question = "Who is setting it up, and stands for these words in letters? (a name; Enter leaves them to be read)"
    try:
        return cleaned(typed(question, ""))
    except click.Abort:  # the subject is written
        click.echo("", err=True)
        return ""


def _next(new: NewSubject, base: FactBase) -> None:
    from drafter.subjects import topic_id

    first = topic_id(new.concerns[0].id, new.id, base)
    click.echo("what comes next:")
    click.echo("  drafter sources add FILE          # keep a document that says something of it")
    click.echo(f"  drafter facts new --topic {first}    # what the document says, quoted")
    click.echo(f'  drafter draft --topic {first} --to "Mrs A Patel"')
