"""``drafter help``: the documentation, without a browser or a network."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import click

from drafter.catalogue import explain
from drafter.cli.common import fail
from drafter.problems import nearest
from drafter.shipped import pages

_FEW = 4
_HEADING = re.compile(r"^(#{1,6}) +(.+?)\s*$")
_FENCE = re.compile(r"^\s*(```|~~~)")
_HIDDEN = re.compile(r"<!--.*?-->\n?|^!\[.*?\]\(.*?\)\n?", re.DOTALL | re.MULTILINE)


@click.command("help")
@click.argument("topic", metavar="[TOPIC]...", nargs=-1)
@click.pass_context
def command(ctx: click.Context, topic: tuple[str, ...]) -> None:
    """Show a page of the documentation, the help of a command, or what a rule is for.

    Without TOPIC, list the pages. Any other word shows the sections whose headings have it, or else the paragraphs.
    """
    texts = {name: _HIDDEN.sub("", path.read_text("utf-8")) for name, path in pages().items()}
    if not topic:
        width = max(map(len, texts))
        for name, text in texts.items():
            click.echo(f"{name:{width}}  {_title(text)}")
        click.echo("\n'drafter help PAGE' shows one; a command, a rule or any word of a heading will do too", err=True)
        return
    words = " ".join(topic)
    told = texts.get(words) or _of_command(topic, ctx) or explain(words)
    if told is None:
        found = list(_sections(texts, words)) or list(_paragraphs(texts, words))
        told = "\n\n".join(f"{name}: {text}" for name, text in found)
    if not told:
        fail(f"no page, command or rule is called so, and no page has '{words}'; {_known(words, texts, ctx)}")
    click.echo_via_pager(told.rstrip() + "\n")


def _title(text: str) -> str:
    return next((match[2] for line in text.splitlines() if (match := _HEADING.match(line))), "")


def _of_command(topic: tuple[str, ...], ctx: click.Context) -> str | None:
    """The help of a command, by its name."""
    context = ctx.find_root()
    found: click.Command | None = context.command
    for word in topic:
        found = found.get_command(context, word) if isinstance(found, click.Group) else None
        if found is None:
            return None
        context = click.Context(found, info_name=word, parent=context)
    return found.get_help(context) if found is not None else None


def _as_words(words: str) -> re.Pattern[str]:
    """Words as a text has them: "foo" is not in "food", but "letter" is in "letters"."""
    return re.compile(rf"(?<!\w){re.escape(words)}(?:s|es)?(?!\w)", re.IGNORECASE)


def _sections(texts: Mapping[str, str], words: str) -> Iterator[tuple[str, str]]:
    """The sections whose headings have these words, each with its page: from its heading to the next as high."""
    wanted = _as_words(words)
    for name, text in texts.items():
        kept: list[str] = []
        depth, fenced = 0, False
        for line in [*text.splitlines(), "# "]:
            fenced ^= _FENCE.match(line) is not None
            heading = None if fenced else _HEADING.match(line) or (line == "# " or None)
            level = len(heading[1]) if isinstance(heading, re.Match) else 1 if heading else 0
            if depth and level and level <= depth:
                yield name, "\n".join(kept).rstrip()
                kept, depth = [], 0
            if not depth and isinstance(heading, re.Match) and wanted.search(heading[2]):
                depth = level
            if depth:
                kept.append(line)


def _paragraphs(texts: Mapping[str, str], words: str) -> Iterator[tuple[str, str]]:
    """The paragraphs that have these words, each with its page; of each page, the first few."""
    wanted = _as_words(words)
    for name, text in texts.items():
        having = [block for block in re.split(r"\n\s*\n", text) if wanted.search(" ".join(block.split()))]
        yield from ((name, block.strip("\n")) for block in having[:_FEW])


def _known(words: str, texts: Mapping[str, str], ctx: click.Context) -> str:
    group = ctx.find_root().command
    commands = group.list_commands(ctx) if isinstance(group, click.Group) else []
    return nearest(words, [*texts, *commands]) or f"pages: {', '.join(texts)}"
