"""What can be wrong with facts, office.yaml and the other files that staff edit."""

from __future__ import annotations

from drafter.catalogue.model import Area, Rule, Scope, Severity

RULES = (
    Rule(
        "unused-fact",
        severity=Severity.WARNING,
        check="drafter.rules.facts:unused_fact",
        scope=Scope.OFFICE,
    ),
    Rule(
        "no-review-date",
        check="drafter.rules.facts:no_review_date",
        scope=Scope.FACT,
    ),
    Rule(
        "other-figure",
        severity=Severity.WARNING,
        check="drafter.rules.facts:other_figure",
        scope=Scope.FACTS,
    ),
    Rule(
        "series-overlap",
        check="drafter.rules.facts:series_overlap",
        scope=Scope.FACTS,
    ),
    Rule(
        "bad-supersession",
        check="drafter.rules.facts:bad_supersession",
        scope=Scope.FACTS,
    ),
    Rule(
        "empty-topic",
        severity=Severity.WARNING,
        check="drafter.rules.facts:empty_topic",
        scope=Scope.OFFICE,
    ),
    Rule(
        "unsupported-detail",
        check="drafter.rules.support:unsupported_detail",
        scope=Scope.FACT,
    ),
    Rule(
        "detail-elsewhere",
        severity=Severity.WARNING,
        check="drafter.rules.support:detail_elsewhere",
        scope=Scope.FACT,
    ),
    Rule(
        "said-in-letters",
        "A subject that is to be removed, and on whose facts approved letters rely. Without them no such letter could "
        "be recalled and corrected.",
        advice="Leave it. Withdraw facts that were wrong.",
    ),
    Rule(
        "subject-needed",
        "What says a fact of a subject that is to be removed, or leans on one.",
        advice="Change that first.",
    ),
    Rule(
        "dangling-word",
        severity=Severity.WARNING,
        check="drafter.rules.claims:dangling_word",
        scope=Scope.FACT,
    ),
    Rule(
        "more-than-the-term",
        check="drafter.rules.support:more_than_the_term",
        scope=Scope.FACT,
    ),
    Rule(
        "not-quoted-hedge",
        check="drafter.rules.support:not_quoted_hedge",
        scope=Scope.FACT,
    ),
    Rule(
        "reversed-meaning",
        check="drafter.rules.support:reversed_meaning",
        scope=Scope.FACT,
    ),
    Rule(
        "first-person",
        check="drafter.rules.claims:first_person",
        scope=Scope.FACT,
    ),
    Rule(
        "speaker-in-claim",
        check="drafter.rules.claims:speaker_in_claim",
        scope=Scope.FACT,
    ),
    Rule(
        "capital-in-claim",
        check="drafter.rules.support:capital_in_claim",
        scope=Scope.FACT,
    ),
    Rule(
        "not-on-record",
        check="drafter.rules.claims:not_on_record",
        scope=Scope.FACT,
    ),
    Rule(
        "long-claim",
        severity=None,
        check="drafter.rules.claims:long_claim",
        scope=Scope.FACT,
    ),
    Rule(
        "ageing-words",
        check="drafter.rules.claims:ageing_words",
        scope=Scope.FACT,
    ),
    Rule(
        "copied-words",
        check="drafter.rules.copied:copied_words",
        scope=Scope.FACT,
    ),
    Rule(
        "misquoted",
        check="drafter.rules.support:misquoted",
        scope=Scope.FACT,
    ),
    Rule(
        "unknown-abbreviation",
        check="drafter.rules.claims:unknown_abbreviation",
        scope=Scope.FACT,
    ),
    Rule(
        "unknown-subject",
        "A subject that office.yaml lists, that --subject names, or that was decided for a message, and that neither "
        "the office nor drafter has. 'drafter topics' lists the office's subjects.",
        also=(Area.DRAFTING, Area.POST),
    ),
    Rule(
        "unlisted-subject",
        "A subject's folder in facts that 'subjects' in office.yaml does not list, so that no letter answers on it.",
        severity=Severity.WARNING,
    ),
    Rule(
        "shipped-too",
        "A fact or a document of the office's own with the id of one that came with drafter. The office's own counts.",
        severity=Severity.WARNING,
    ),
    Rule(
        "shipped-fact",
        "A fact that came with drafter, and is not changed in the office's folder.",
        advice="Enter a fact of your own, then supersede or withdraw the other; an upgrade leaves both as they are.",
    ),
    Rule(
        "shipped-changed",
        "A fact that came with drafter, and that an upgrade changed or took away after approved letters said it.",
        severity=Severity.WARNING,
        advice="'drafter recall FACT' lists the letters; 'drafter facts log FACT' shows the words then and now.",
    ),
    Rule(
        "overruled-changed",
        "A fact that the office overruled, and that an upgrade of drafter has changed since. It stays overruled.",
        severity=Severity.WARNING,
    ),
    Rule(
        "overruled-gone",
        "An entry in overrules.yaml on a fact that drafter does not bring any more.",
        severity=Severity.WARNING,
    ),
    Rule("unknown-type", "A type of document that drafter does not know."),
    Rule("unknown-source", "A fact that cites a document which is not in facts/sources.yaml."),
    Rule(
        "unknown-topic",
        "A topic that is not in topics.yaml.",
        also=(Area.TEMPLATES, Area.DRAFTING, Area.POST, Area.BATCHES),
    ),
    Rule("unknown-kind", "A kind of fact other than claim, status, plan or forecast."),
    Rule("unknown-side", "A side other than government, parliament, independent or party."),
    Rule(
        "unknown-party",
        "A party in office.yaml or of a document that drafter does not know. Only letters of a party's members cite "
        "its papers, and only where both have the same name.",
        severity=Severity.WARNING,
    ),
    Rule("unknown-pronoun", "A speaker's pronoun other than he, she, it or they."),
    Rule("missing-speaker", "A document that does not say how letters name the person or body who speaks in it."),
    Rule(
        "unknown-fact",
        "A fact that does not exist.",
        severity=None,
        also=(Area.TEMPLATES,),
    ),
    Rule(
        "unknown-question",
        "A question or a fear that no topic has.",
        also=(Area.TEMPLATES, Area.DRAFTING, Area.POST, Area.BATCHES),
    ),
    Rule(
        "unknown-action",
        "Something that constituents ask for which is not in actions.yaml, or not for this subject.",
        also=(Area.TEMPLATES, Area.DRAFTING, Area.POST, Area.BATCHES),
    ),
    Rule(
        "unknown-rub",
        "Two claims that are set side by side under a name which words.yaml does not have.",
        also=(Area.TEMPLATES,),
    ),
    Rule("unknown-change", "An entry in facts/log.yaml about a change that no command makes."),
    Rule("unknown-series", "A series that no fact belongs to.", also=(Area.TEMPLATES,)),
    Rule(
        "unknown-position",
        "A position that has no template in the subject's folder 'positions'.",
        also=(Area.DRAFTING, Area.BATCHES),
    ),
    Rule(
        "unknown-rule",
        "A setting in office.yaml for a rule that does not exist, or a setting other than off, warning or error.",
    ),
    Rule("no-facts", "A facts folder without facts: no letter can say anything yet.", severity=Severity.WARNING),
    Rule("not-a-sentence", "A text that must be a whole sentence, and does not end like one."),
    Rule(
        "leaning-short",
        "The short form of an answer, with a comma or with a word such as 'it'. A letter that begins in short lists "
        "those to all that its reader asks, in any order: 'it' would mean something else there.",
    ),
    Rule(
        "old-fact",
        "A fact from the time when facts were whole sentences.",
        advice="Write its claim alone, without speaker or date.",
    ),
    Rule(
        "unknown-answer",
        "A sentence that sums claims up, and is not among the answers in words.yaml.",
        also=(Area.TEMPLATES,),
    ),
    Rule("not-a-question", "A topic's question, as it is put directly, without a question mark."),
    Rule(
        "not-a-clause",
        "A full stop at the end of a text that becomes part of a sentence: a claim, or a topic's question.",
        advice="Take the full stop out.",
    ),
    Rule(
        "attribution-in-claim",
        "A claim that says who said it. The program says that, from the document's entry.",
        advice="Take it out of the claim.",
    ),
    Rule(
        "two-verbs",
        "Two verbs marked side by side.",
        advice="Mark only the one that changes with time: 'has' in 'has begun'.",
    ),
    Rule("odd-mark", "A brace, bracket or bar in a claim without its other half."),
    Rule(
        "other-document",
        "A claim that relies on a claim from another document.",
        advice="A 'rub' in words.yaml sets two documents side by side.",
    ),
    Rule("odd-term", "A term of the glossary that has both 'plain' and 'gloss', or neither."),
    Rule(
        "idle-field",
        "A field that means nothing here: say, a party where the side is not a party's.",
        advice="Take it out.",
    ),
    Rule(
        "old-acts",
        "An office.yaml with 'acts'.",
        advice="Write what the member did, will do or will not do under 'decisions'.",
    ),
    Rule(
        "odd-decision",
        "A decision that does not say exactly one of three things: done (when), will, or will not (why).",
    ),
    Rule("odd-reason", "A reason for not doing something that is not the member's own, in one sentence."),
    Rule("contradictory-decisions", "Two decisions on one action that cannot both be true."),
    Rule(
        "odd-retention",
        "A time for which personal data is kept that is not a time.",
        advice="Write it like this: '24 months'.",
    ),
    Rule(
        "no-retention",
        "An office.yaml that does not say how long personal data is kept.",
        advice="Add 'retention'.",
    ),
    Rule("until-before-from", "A fact that ends before it begins."),
    Rule(
        "from-before-document",
        "A fact that begins before its document existed. A letter cites nothing that is still to come.",
    ),
    Rule("series-clash", "Two facts of one series that begin on one day. Nobody could tell which of them holds."),
    Rule(
        "password-in-file",
        "A password in office.yaml.",
        advice="Put the whole address into the environment variable DRAFTER_REGISTER instead.",
    ),
    Rule("unknown-person", "Somebody who is not among the people that office.yaml lists."),
    Rule(
        "fact-gone",
        "A change that would remove a fact which a template tells.",
        advice="Withdraw the fact instead.",
    ),
    Rule(
        "one-line-entry",
        "A fact written between braces. drafter cannot set a field in it.",
        advice="Write each field on a line of its own.",
    ),
    Rule("unusable-answer", "An answer or option that does not fit the question."),
    Rule("no-full-text-search", "A Python whose SQLite was built without full-text search."),
    Rule(
        "odd-layout",
        "An entry in which a field cannot be set without changing more.",
        advice="Use 'drafter facts edit'.",
        also=(Area.DRAFTING,),
    ),
    Rule(
        "unsealed-review",
        "An entry of a review without the seal of the office's key: somebody typed it into the file.",
        severity=Severity.WARNING,
    ),
)
