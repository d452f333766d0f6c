"""``drafter facts``."""

from __future__ import annotations

from collections.abc import Mapping

import click

from drafter.cli.lazy import LazyGroup

COMMANDS: Mapping[str, tuple[str, str]] = {
    "list": ("drafter.cli.facts.look:list_facts", "List facts by topic, document, speaker, side and date."),
    "show": ("drafter.cli.facts.look:show_fact", "Show one fact, and what it rests on."),
    "search": ("drafter.cli.facts.look:search_facts", "Find facts by words, best first."),
    "used": ("drafter.cli.facts.look:used_in", "Which templates use a fact, by its id or through its series."),
    "verify": (
        "drafter.cli.facts.review:verify_facts",
        "Look up every quotation in its document's text, word for word.",
    ),
    "queue": ("drafter.cli.facts.look:queue_of_facts", "What waits to be reviewed, the most pressing first."),
    "review": (
        "drafter.cli.facts.review:review_facts",
        "Look at facts beside their documents, and say that they stand.",
    ),
    "new": ("drafter.cli.facts.new:new_fact", "Enter a new fact, question by question."),
    "reword": ("drafter.cli.facts.change:reword_fact", "Put a claim as a letter puts it; somebody else reviews it."),
    "edit": ("drafter.cli.facts.change:edit_fact", "Open a fact in your editor; what is wrong is not saved."),
    "supersede": ("drafter.cli.facts.change:supersede_fact", "Say that a newer fact takes the place of one."),
    "withdraw": (
        "drafter.cli.facts.change:withdraw_fact",
        "Say that a fact was wrong: no letter of any date says it again.",
    ),
    "log": ("drafter.cli.facts.look:log_of_fact", "What was done to a fact, by whom, and who reviewed it."),
}


@click.group("facts", cls=LazyGroup, table=COMMANDS)
def command() -> None:
    """Look into the facts; verify their quotations, review them, change them."""
