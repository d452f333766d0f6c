"""What can be wrong with templates and letterheads."""

from __future__ import annotations

from drafter.catalogue.model import Rule, Scope, Severity, Signing

RULES = (
    Rule(
        "figure-in-courtesy",
        check="drafter.rules.templates:figure_in_courtesy",
        scope=Scope.TEMPLATES,
        signing=Signing.NEVER,
    ),
    Rule(
        "name-in-courtesy",
        check="drafter.rules.templates:name_in_courtesy",
        scope=Scope.TEMPLATES,
        signing=Signing.NEVER,
    ),
    Rule(
        "claim-in-courtesy",
        check="drafter.rules.templates:claim_in_courtesy",
        scope=Scope.TEMPLATES,
        signing=Signing.NEVER,
    ),
    Rule(
        "unapproved-courtesy",
        check="drafter.rules.templates:unapproved_courtesy",
        scope=Scope.TEMPLATES,
        signing=Signing.NEVER,
    ),
    Rule(
        "claim-in-citation",
        check="drafter.rules.templates:claim_in_citation",
        scope=Scope.TEMPLATES,
        signing=Signing.NEVER,
    ),
    Rule(
        "unusual-template",
        check="drafter.rules.templates:unusual_template",
        scope=Scope.TEMPLATES,
        signing=Signing.NEVER,
    ),
    Rule(
        "unsaid-answer",
        severity=Severity.WARNING,
        check="drafter.rules.templates:unsaid_answer",
        scope=Scope.OFFICE,
    ),
    Rule("template-syntax", "A template that is not valid Jinja. The line is where reading stopped."),
    Rule("template-error", "A template that fails when a letter is made from it."),
    Rule("template-loop", "A template that includes itself, by way of others."),
    Rule("undefined-name", "A name that templates do not have."),
    Rule("unsafe-template", "A template that reaches for something it may not have."),
    Rule("missing-template", "A template that letters need is not there."),
    Rule("empty-citation", "A citation template that makes nothing of a document."),
    Rule("not-a-document", "A letterhead that is not a Word document."),
    Rule(
        "missing-style",
        "A letterhead without a style that letters need.",
        advice="'drafter letterhead --adopt FILE.docx' adds the styles that are missing.",
    ),
    Rule(
        "unsafe-letterhead",
        "A letterhead with macros, links to other files, tracked changes, comments, protection, sections, or fields "
        "that change by themselves. Every letter would have them.",
    ),
    Rule("odd-emblem", "A picture that cannot be the emblem of a letterhead: it is no PNG or JPEG, or far too large."),
    Rule(
        "bloated-letterhead",
        "A letterhead so heavy that every letter is slow and large.",
        severity=Severity.WARNING,
    ),
    Rule(
        "not-a4",
        "A letterhead whose page is not A4.",
        severity=Severity.WARNING,
    ),
    Rule(
        "wrong-language",
        "A letterhead whose language is not British English.",
        severity=Severity.WARNING,
    ),
    Rule(
        "no-alternative-text",
        "A picture without alternative text. A screen reader cannot say what it shows.",
        severity=Severity.WARNING,
    ),
    Rule(
        "letterhead-text",
        "Text in the body of the letterhead. It would stand at the head of every letter.",
        severity=Severity.WARNING,
    ),
)
