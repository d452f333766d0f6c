"""Entering, editing, rewording, superseding and withdrawing facts."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path, PureWindowsPath
from typing import Final, NoReturn

import click

from drafter.cli.common import (
    FOUND,
    complete_fact,
    day_or_today,
    fail,
    on_option,
    open_workspace,
    report,
    sound_facts,
    stop,
)
from drafter.cli.facts.common import echo_sentences, fact_named, folder_of, indented, name_of, to_recall
from drafter.entering import with_fact
from drafter.facts.cache import FactsFolder
from drafter.facts.edit import ChangeAuthor, change_field, not_own, replace_file
from drafter.facts.edtf import day_in_words
from drafter.facts.log import EDITED, SUPERSEDED, WITHDRAWN
from drafter.facts.model import OVERRULES, Fact, FactBase, Loaded, Withdrawal, fingerprint
from drafter.facts.timeline import Timeline, successors
from drafter.files.atomic import write_atomically
from drafter.files.located_yaml import Value
from drafter.files.system import ON_WINDOWS, reason_of
from drafter.files.yaml_edit import read_file
from drafter.files.yaml_text import cleaned
from drafter.frozen import dataclass
from drafter.letter.analysis import REST, Use, dependents, uses
from drafter.problems import Problem, Where, errors
from drafter.workspace import Workspace

# ``drafter facts reword``.


@click.command("reword")
@click.argument("id_", metavar="[ID]", required=False, shell_complete=complete_fact)
@click.option("--from", "place", required=True, metavar="LETTER@PLACE", help="The sentence: letter.docx@8:5.")
@click.option("--by", metavar="NAME", help="Who you are, for the log; your login name unless given.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@on_option
@click.pass_obj
def reword_fact(
    office_folder: str | None, id_: str | None, place: str, by: str | None, yes: bool, day: date | None
) -> None:
    """Take over the words that somebody changed in a letter into the claim itself, where they are better.

    Only the words that differ are exchanged. The claim then waits for review, and letters say it so once it is
    reviewed. ID is needed where the sentence says more than one fact.
    """
    hand = ChangeAuthor(name_of(by), day_or_today(day), EDITED)
    workspace = open_workspace(office_folder, hand.by)
    hand = replace(hand, by=workspace.office.person(hand.by))
    from drafter.cli.reading import passage_at  # late: few changes of facts begin with a letter
    from drafter.review.changes import claim_said, reworded

    review, passage = passage_at(place, workspace, date.today())  # noqa: DTZ011 - the office's day
    base = workspace.base
    facts = passage.facts
    if not facts:
        fail(f"--from: the sentence at {place.rpartition('@')[2]} says no fact; 'drafter facts new --from' begins one")
    if id_ is not None and id_ not in facts:
        fail(f"the sentence says {' and '.join(facts)}, and not '{id_}'")
    if id_ is None and len(facts) > 1:
        fail(f"the sentence says more than one fact: name one of {', '.join(facts)}")
    fact = base.facts[id_ or facts[0]]
    claim = reworded(fact, claim_said(passage, fact.id), base.subjects[fact.subject], review.letter.date)
    if claim is None:
        fail(f"'{fact.id}' cannot be put so word for word: 'drafter facts edit {fact.id}' opens it")
    new = replace(fact, claim=claim)
    after = with_fact(new, base)
    problems = workspace.wrong_claim(after, new)
    if problems:
        stop(problems)
    click.echo(f"was  {fact.claim}\nis   {claim}", err=True)
    echo_sentences(new, after, review.letter.date, err=True)
    if not yes and not click.confirm("Put the claim so?", default=False, err=True):
        click.echo("nothing was written", err=True)
        sys.exit(FOUND)
    problems = change_field(folder_of(workspace), fact, "claim", claim, hand)
    if problems:
        stop(problems)
    click.echo(f"{fact.where.path}: '{fact.id}' is put so")
    click.echo(f"it waits for review: drafter facts review {fact.id} --by NAME")


# ``drafter facts supersede``.


@click.command("supersede")
@click.argument("id_", metavar="ID", shell_complete=complete_fact)
@click.option(
    "--by", "new_id", required=True, metavar="NEW", shell_complete=complete_fact, help="The fact that takes its place."
)
@click.option("--who", metavar="NAME", help="Who you are, for the log; your login name unless given.")
@on_option
@click.pass_obj
def supersede_fact(office_folder: str | None, id_: str, new_id: str, who: str | None, day: date | None) -> None:
    """Enter in ID that NEW takes its place: from NEW's first day on, letters give ID only as history."""
    hand = ChangeAuthor(name_of(who, "--who"), day_or_today(day), SUPERSEDED)
    workspace = open_workspace(office_folder, hand.by, "--who")
    hand = replace(hand, by=workspace.office.person(hand.by))
    base = sound_facts(workspace)
    old, new = fact_named(id_, base), fact_named(new_id, base)
    _refuse_what_cannot_be(old, new, base)
    used = uses(workspace.templates, base)
    problems = change_field(folder_of(workspace), old, "superseded_by", new.id, hand)
    if problems:
        stop(problems)
    click.echo(
        f"{_entered_in(old, workspace)}: from {day_in_words(new.start)} on, '{new.id}' takes the place of '{old.id}'"
    )
    click.echo(f"what depends on '{old.id}':")
    click.echo(indented(dependents(old, base, used.get(old.id, ()))))
    letters = to_recall(old.id, workspace)
    if letters:
        click.echo(letters)
    if new.id not in used:
        click.echo(f"no template says '{new.id}' yet: 'drafter facts used {old.id}' shows where it may be wanted")


def _entered_in(fact: Fact, workspace: Workspace) -> str:
    """The file that now says what became of a fact."""
    folder = workspace.folder
    return fact.where.path if folder.is_own(fact) else f"{folder.name}/{fact.subject}/{OVERRULES}"


def _refuse_what_cannot_be(old: Fact, new: Fact, base: FactBase) -> None:
    if old.id == new.id:
        fail("a fact cannot take its own place")
    if old.superseded_by:
        fail(f"'{old.id}' is superseded already, by '{old.superseded_by}'; change that with 'drafter facts edit'")
    if new.withdrawn is not None:
        fail(f"'{new.id}' is withdrawn, and takes nobody's place")
    seen = [new.id, *dict.fromkeys(fact.id for fact in successors(new, base.facts))]
    if old.id in seen:
        fail(f"that would go round in a circle: {' -> '.join([*seen[: seen.index(old.id) + 1], new.id])}")
    if new.start <= old.start:
        fail(
            f"'{new.id}' begins on {day_in_words(new.start)}, no later than '{old.id}' ({day_in_words(old.start)}); "
            "a fact that was wrong from the first is withdrawn"
        )


# ``drafter facts withdraw``.


@click.command("withdraw")
@click.argument("id_", metavar="ID", shell_complete=complete_fact)
@click.option("--reason", required=True, metavar="TEXT", help="Why, for those who come after.")
@click.option("--by", metavar="NAME", help="Who you are, for the log; your login name unless given.")
@on_option
@click.pass_obj
def withdraw_fact(office_folder: str | None, id_: str, reason: str, by: str | None, day: date | None) -> None:
    """Enter that a fact was found to be wrong. It stays in its file, and no letter of any date says it again."""
    on = day_or_today(day)
    hand = ChangeAuthor(name_of(by), on, WITHDRAWN)
    if not cleaned(reason):
        fail("--reason: say why, for those who come after")
    workspace = open_workspace(office_folder, hand.by)
    hand = replace(hand, by=workspace.office.person(hand.by))
    base = sound_facts(workspace)
    fact = fact_named(id_, base)
    if fact.withdrawn is not None:
        fail(f"'{fact.id}' was withdrawn already, on {day_in_words(fact.withdrawn.on)}: {fact.withdrawn.reason}")
    entry: dict[str, Value] = {"on": on.isoformat(), "reason": reason}
    problems = change_field(folder_of(workspace), fact, "withdrawn", entry, hand)
    if problems:
        stop(problems)
    click.echo(f"{_entered_in(fact, workspace)}: '{fact.id}' is withdrawn")
    click.echo("what depends on it:")
    click.echo(indented(dependents(fact, base, uses(workspace.templates, base).get(fact.id, ()))))
    letters = to_recall(fact.id, workspace)
    if letters:
        click.echo(letters)
    if fact.series:
        click.echo(_instead(fact, base, on))


def _instead(fact: Fact, base: FactBase, on: date) -> str:
    """The fact that the series gives now."""
    without = replace(base, facts={**base.facts, fact.id: replace(fact, withdrawn=Withdrawal(on, ""))})
    then = Timeline(on, without)
    holding = then.holding.get(fact.series)
    if holding is None or not then.holds(holding):
        return f"the series {fact.series} now gives nothing in a letter of {day_in_words(on)}"
    return f"the series {fact.series} now gives '{holding.id}' in a letter of {day_in_words(on)}"


# The user's own editor: which one it is, how it opens a file at a line, and how it ended.

# Where nobody has chosen one, the first that is there: those first that people can leave who have never seen them.
_IN_WINDOWS: Final = ("notepad",)  # on Windows, where Git may have brought others
_IN_A_TERMINAL: Final = ("nano", "micro")
_ON_A_DESKTOP: Final = ("gnome-text-editor", "gedit", "xed", "kate", "mousepad")
_LAST: Final = ("vi", "vim")
_SAVE_AND_CLOSE: Final = "save the file there and close it to go on; close it unsaved to leave all as it is"
_VI: Final = "i begins to type; Esc, then :wq and Enter saves and leaves; Esc, then :q! and Enter leaves all as it is"
_LEAVING: Final = {
    "nano": "Ctrl+O and Enter save, Ctrl+X leaves",
    "pico": "Ctrl+O and Enter save, Ctrl+X leaves",
    "micro": "Ctrl+S saves, Ctrl+Q leaves",
    "emacs": "Ctrl+X Ctrl+S saves, Ctrl+X Ctrl+C leaves",
    **dict.fromkeys((*_LAST, "nvim"), _VI),
}
_PROGRAMS: Final = (".exe", ".cmd", ".bat")
# Editors that do not understand 'editor +LINE FILE', or that return before the file is closed unless told to wait.
_OWN_WAYS = {
    **dict.fromkeys(("code", "code-insiders", "codium", "cursor", "windsurf"), ("--wait", "--goto", "{file}:{line}")),
    **dict.fromkeys(("subl", "sublime_text", "zed", "atom"), ("--wait", "{file}:{line}")),
    "mate": ("--wait", "--line", "{line}", "{file}"),
    "kate": ("--block", "--line", "{line}", "{file}"),
    **dict.fromkeys(("gedit", "xed"), ("--wait", "+{line}", "{file}")),
    "gnome-text-editor": ("--standalone", "{file}"),
    "mousepad": ("--disable-server", "{file}"),
    "notepad": ("{file}",),
    "notepad++": ("-multiInst", "-nosession", "-n{line}", "{file}"),
}


def editor_of_user() -> list[str]:
    """The editor and its options: $VISUAL, $EDITOR, else the first that is there; empty where there is none."""
    chosen = _chosen_editor()
    if not chosen:
        return [found for found in map(shutil.which, usual_editors(os.environ)) if found][:1]
    return split_command(chosen)


def _chosen_editor() -> str:
    return os.environ.get("VISUAL", "").strip() or os.environ.get("EDITOR", "").strip()


def usual_editors(environment: Mapping[str, str], *, on_windows: bool = ON_WINDOWS) -> tuple[str, ...]:
    """The editors to look for where nobody has chosen one, in order; those of a desktop only where there is one."""
    desktop = _ON_A_DESKTOP if environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY") else ()
    return (*(_IN_WINDOWS if on_windows else ()), *_IN_A_TERMINAL, *desktop, *_LAST, *_IN_WINDOWS)


def editor_name(editor: Sequence[str]) -> str:
    """What an editor is called, without its folder and without the ending of a program."""
    name = PureWindowsPath(editor[0]).name.casefold()  # which divides at either slash
    for ending in _PROGRAMS:
        name = name.removesuffix(ending)
    return name


def how_to_leave(editor: Sequence[str]) -> str:
    """How a file is saved in an editor, and the editor left."""
    return _LEAVING.get(editor_name(editor), _SAVE_AND_CLOSE)


def split_command(text: str, *, on_windows: bool = ON_WINDOWS) -> list[str]:
    """A program and its options, as people write them into an environment variable; paths may hold spaces.

    On Windows a backslash divides folders, elsewhere it takes the meaning from what follows.
    """
    bare = text.strip("\"'")
    if Path(bare).is_file():  # a path with spaces
        return [bare]
    try:
        words = shlex.split(text, posix=not on_windows)
    except ValueError:
        return [text]
    words = [word[1:-1] if len(word) > 1 and word[0] == word[-1] in "\"'" else word for word in words]
    words = [word for word in words if word]
    for count in range(len(words), 1, -1):  # an unquoted path with spaces, and options behind it
        if Path(" ".join(words[:count])).is_file():
            return [" ".join(words[:count]), *words[count:]]
    return words


def command_line(editor: list[str], file: Path, line: int) -> list[str]:
    """The command line that opens a file in the editor at a line."""
    way = _OWN_WAYS.get(editor_name(editor), ("+{line}", "{file}"))
    more = [part.format(file=file, line=line) for part in way]
    return [*editor, *(part for part in more if part not in editor)]


def run_editor(file: Path, line: int) -> str:
    """Open a file and wait until the editor is closed. Returns what went wrong, or nothing."""
    editor = editor_of_user()
    if not editor:
        return "there is no editor: name yours in the environment variable EDITOR"
    click.echo(f"{file.name} opens in {editor_name(editor)}: {how_to_leave(editor)}", err=True)
    if not _chosen_editor() and editor_name(editor) in _LAST:  # which fills the screen at once, and is hard to leave
        click.pause("press any key to open it", err=True)
    # Ctrl-C in the editor is for the editor. A handler is used because, unlike SIG_IGN, the editor does not inherit it.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        program, *words = command_line(editor, file, line)
        program = shutil.which(program) or program  # Windows starts "code.cmd" by its whole name alone
        code = subprocess.run([program, *words], check=False).returncode  # noqa: S603 - the user's own
    except OSError as failure:
        reason = reason_of(failure)
        return f"the editor '{editor[0]}' cannot be started: {reason}; name another in the environment variable EDITOR"
    finally:
        signal.signal(signal.SIGINT, before)
    if code < 0:
        return f"the editor '{editor[0]}' was ended by a signal ({(signal.strsignal(-code) or str(-code)).lower()})"
    return f"the editor '{editor[0]}' failed with exit code {code}" if code else ""


# ``drafter facts edit``.


@click.command("edit")
@click.argument("id_", metavar="ID", shell_complete=complete_fact)
@click.option("--by", metavar="NAME", help="Who you are, for the log; your login name unless given.")
@on_option
@click.pass_obj
def edit_fact(office_folder: str | None, id_: str, by: str | None, day: date | None) -> None:
    """Open the file of a fact at its line, in $VISUAL, $EDITOR or the editor that is there, on a copy.

    When the editor is left, the whole fact base is checked with the copy. Where anything is wrong it is shown, and the
    editor opened again; the file itself is written only when all is right, and only if nobody else changed it.
    """
    hand = ChangeAuthor(name_of(by), day_or_today(day))
    workspace = open_workspace(office_folder, hand.by)
    hand = replace(hand, by=workspace.office.person(hand.by))
    base = sound_facts(workspace)
    fact = fact_named(id_, base)
    folder = folder_of(workspace)
    if not folder.is_own(fact):
        stop([not_own(fact)])
    path = folder.path_of(fact)
    old, problems = read_file(path, folder.name_of(path))
    if problems:
        report(problems)
        sys.exit(FOUND)
    desk = Path(tempfile.mkdtemp(prefix="drafter-"))
    copy = EditedCopy(desk, desk / path.name, folder, path, old)
    copy.file.write_bytes(old.encode())
    used = uses(workspace.templates, base)
    name = folder.name_of(path)

    def judge(before: FactBase, loaded: Loaded, new: str) -> list[Problem]:
        after = loaded.base
        changed = [id_ for id_, fact in after.facts.items() if before.facts.get(id_) != fact]
        problems = [*errors(loaded.problems), *_gone(before, after, used, name)]
        return problems or workspace.wrong_facts(after, changed, name, new)

    new, after = edited_until_right(copy, fact.where.line, judge)
    problems = replace_file(folder, path, old, new, hand)
    if problems:
        report(problems)
        copy.keep_and_end()
    shutil.rmtree(desk, ignore_errors=True)
    _tell(base, after, folder.name_of(path), hand.on)


@dataclass(frozen=True, slots=True)
class EditedCopy:
    """The copy that is edited. It is kept until its content is in the facts, or in a file beside them."""

    desk: Path
    file: Path
    folder: FactsFolder
    path: Path
    old: str

    def keep_and_end(self) -> NoReturn:
        """Save the edited text in a file beside the facts, say where, and end."""
        try:
            data = self.file.read_bytes()
        except OSError:
            data = self.old.encode()
        if data == self.old.encode():
            shutil.rmtree(self.desk, ignore_errors=True)
            click.echo(f"{self.folder.name_of(self.path)} is as it was", err=True)
            sys.exit(FOUND)
        for number in range(1, 1000):
            # Facts are not read from files with this ending.
            beside = self.path.with_name(f"{self.path.name}.edited{f'-{number}' if number > 1 else ''}")
            name = self.folder.name_of(beside)
            problem = write_atomically(beside, data, name, replace=False, shared=True)
            if problem is None:
                shutil.rmtree(self.desk, ignore_errors=True)
                click.echo(f"{self.folder.name_of(self.path)} is as it was; what you wrote is kept in {name}", err=True)
                sys.exit(FOUND)
            if problem.rule != "file-exists":
                break
        click.echo(f"{self.folder.name_of(self.path)} is as it was; what you wrote is kept in {self.file}", err=True)
        sys.exit(FOUND)


def edited_until_right(
    copy: EditedCopy, line: int, judge: Callable[[FactBase, Loaded, str], list[Problem]]
) -> tuple[str, FactBase]:
    """What the user wrote, once it is right. Ends the program where it never is.

    ``judge`` finds what is wrong, by the facts before, what is read now, and the new text.
    """
    name = copy.folder.name_of(copy.path)
    while True:
        failure = run_editor(copy.file, line)
        if failure:
            click.echo(f"drafter: error: {failure}", err=True)
            copy.keep_and_end()
        if not copy.file.exists():
            click.echo("drafter: error: the editor left no file behind", err=True)
            copy.keep_and_end()
        new, problems = read_file(copy.file, name)
        if not problems:
            if new == copy.old:
                shutil.rmtree(copy.desk, ignore_errors=True)
                click.echo(f"nothing was changed in {name}")
                sys.exit(0)
            before, loaded = copy.folder.load().base, copy.folder.load({copy.path: new})
            problems = judge(before, loaded, new)
            if not problems:
                return new, loaded.base
        report(problems)
        if not _again():
            copy.keep_and_end()
        line = next((p.where.line for p in problems if p.where.path == name and p.where.line), line)


def _gone(before: FactBase, after: FactBase, used: dict[str, tuple[Use, ...]], name: str) -> Iterable[Problem]:
    for id_ in before.facts:
        named = [use for use in used.get(id_, ()) if use.how != REST]
        if id_ not in after.facts and named:
            message = f"'{id_}' would be gone, and {named[0].where.path}:{named[0].where.line} uses it"
            yield Problem(Where(name), "fact-gone", message, f"leave it in, or 'drafter facts withdraw {id_}'")


def _again() -> bool:
    try:
        return click.confirm("Open it again?", default=True, err=True)
    except click.Abort:
        return False


def _tell(before: FactBase, after: FactBase, name: str, day: date) -> None:
    changed = [id_ for id_, fact in after.facts.items() if before.facts.get(id_) != fact]
    gone = [id_ for id_ in before.facts if id_ not in after.facts]
    click.echo(f"{name}: written; {_listed('changed', changed)}{_listed('gone', gone)}".rstrip("; "))
    for id_ in changed:
        old = before.facts.get(id_)
        if old is None or fingerprint(old) != fingerprint(after.facts[id_]):
            click.echo(f"letters say of {id_}:")
            echo_sentences(after.facts[id_], after, day)
        if old is None or old.cites != after.facts[id_].cites:
            click.echo(f"its quotations are to be looked up: drafter facts verify {id_}")
        if old is None or fingerprint(old) != fingerprint(after.facts[id_]):
            click.echo(f"it waits for review: drafter facts review {id_} --by NAME")


def _listed(what: str, ids: list[str]) -> str:
    return f"{what}: {', '.join(ids)}; " if ids else ""
