"""What can be wrong with a requested letter."""

from __future__ import annotations

from drafter.catalogue.model import Area, Rule, Severity

RULES = (
    Rule(
        "silent-topic",
        "A topic about which no document had said anything by the letter's date.",
        severity=Severity.WARNING,
    ),
    Rule(
        "no-answer",
        "Something asked or feared to which no approved answer was found: the claims of its topic may be of others.",
        severity=Severity.WARNING,
    ),
    Rule(
        "long-letter",
        "A letter that is longer than such a letter should be.",
        severity=Severity.WARNING,
    ),
    Rule(
        "far-ahead",
        "A letter to be drafted for a day that is more than a year ahead: mostly a slip of the year.",
        advice="Give the day that was meant with '--date'.",
        severity=Severity.WARNING,
        also=(Area.BATCHES,),
    ),
    Rule("before-first-document", "A letter dated to a day on which there was nothing to cite yet."),
    Rule("before-document", "A claim in a letter that is dated before the claim's document."),
    Rule("no-topic", "A letter without a topic.", also=(Area.BATCHES,)),
    Rule(
        "mixed-subjects",
        "A letter on topics of different subjects.",
        advice="Draft one letter for each subject.",
    ),
    Rule(
        "shared-name",
        "The name of a topic, a question, a fear or an action that more than one of them has: two subjects may each "
        "have a topic 'costs'.",
        advice="Write it with its subject, as the message shows: 'parking/costs'.",
        also=(Area.BATCHES, Area.POST),
    ),
    Rule(
        "position-elsewhere",
        "The position that letters take by default has no text on a subject. Letters on it add no view, and never one "
        "that was written for another subject.",
        advice="Write the position for this subject, or draft with '--position none'.",
        severity=Severity.WARNING,
    ),
    Rule(
        "odd-name",
        "A name that may not be meant so: with an address in it, with two titles, in small letters or in capitals, "
        "with others beside it, or of somebody dead.",
        advice="Look at the line above the letter and at the greeting.",
        severity=Severity.WARNING,
        also=(Area.BATCHES,),
    ),
    Rule("unusable-name", "A name by which nobody could be greeted.", also=(Area.BATCHES,)),
    Rule("unusable-address", "An address that does not fit a letter.", also=(Area.BATCHES,)),
    Rule("odd-act", "What the member did for one reader, in words that cannot follow 'I', or without its day."),
    Rule(
        "odd-thanks",
        "What the reader is thanked for, in words that cannot follow 'Thank you for', or with more in them.",
    ),
    Rule("decision-after-letter", "A letter that would tell of a decision made only after the letter's date."),
    Rule(
        "personal-page",
        "A page with a constituent's name and address in it.",
        advice="Do not put it on a website.",
        severity=Severity.WARNING,
    ),
)
