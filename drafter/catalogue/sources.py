"""What can be wrong with documents, with their texts and with quotations from them."""

from __future__ import annotations

from drafter.catalogue.model import Area, Rule, Scope

RULES = (
    Rule(
        "quotation-not-found",
        check="drafter.rules.facts:quotation_not_found",
        scope=Scope.FACT,
    ),
    Rule(
        "long-quotation",
        "A quotation of more than 25 words. A short passage may be quoted; a document may not be copied.",
        also=(Area.FACTS,),
    ),
    Rule(
        "quoted-furniture",
        "A quotation of words that nobody said: a caption, a cookie notice, a link.",
        also=(Area.FACTS,),
    ),
    Rule("known-document", "A document that is in facts/sources.yaml already: its content is the same."),
    Rule(
        "missing-detail",
        "A detail that the document does not state.",
        advice="Give it by an option of 'drafter sources add'.",
    ),
    Rule("odd-value", "An option of 'drafter sources add' that is no date, a day still to come, or no address."),
    Rule("odd-file", "A facts/sources.yaml to which no entry can be added at the end as it stands."),
    Rule(
        "changed-text",
        "A kept text that is not the one which facts/sources.yaml names: it is another edition, or was changed since.",
    ),
    Rule("unreadable-text", "A kept text that cannot be read."),
    Rule(
        "no-text",
        "A document whose text is not at hand, so that its quotations cannot be looked up.",
        severity=None,
    ),
    Rule("wrong-paragraph", "A quotation that stands in another paragraph than the one it names."),
    Rule(
        "ambiguous-quotation",
        "A quotation that stands more than once in its paragraph, and does not say which of them it is.",
    ),
    Rule("wrong-occurrence", "A quotation that is said to stand more often in its paragraph than it does."),
)
