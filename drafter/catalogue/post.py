"""What can be wrong with the post, with a sorting, and with the words by which post is recognised."""

from __future__ import annotations

from drafter.catalogue.model import Rule, Severity

RULES = (
    Rule("unreadable-message", "A file in the post that is damaged, or is not a message."),
    Rule(
        "doubtful-line",
        "A line in an mbox that may begin a message, or be part of the letter it stands in. Neither is read: "
        "if two letters were read as one, the second writer would be lost.",
    ),
    Rule(
        "left-alone",
        "Files in a folder of post that are not messages, or are of a kind that is not read. They are counted"
        " by their endings.",
        severity=Severity.WARNING,
    ),
    Rule("unsigned", "A message that nobody signed and that names no sender. Nothing is guessed."),
    Rule(
        "unsure-writer",
        "It is not certain who is to be answered, or where: there are several addresses, or one is a "
        "workplace, somebody writes for somebody else, or lives outside the office's 'postcodes'. What was found is "
        "shown.",
        advice="A person decides.",
    ),
    Rule(
        "shared-address",
        "One address that several writers of a campaign give who are not one household. It belongs to a "
        "platform or to an organiser. No batch answers them until a person has looked.",
        severity=Severity.WARNING,
    ),
    Rule(
        "shared-postcode",
        "A postcode that many writers of one campaign give: more than the few houses of a street would.",
        severity=Severity.WARNING,
    ),
    Rule("other-subject", "A message about something on which there are no facts. Nothing is drafted."),
    Rule(
        "unsure-subject",
        "A message in which only a few words say that it is about the subject, or that speaks of the subject in "
        "passing and mostly of something else.",
        advice="A person decides.",
    ),
    Rule(
        "several-subjects",
        "A message that is about more than one of the office's subjects. No letter is on two, and an answer on one "
        "alone would leave the other unanswered.",
        advice="Say with --subject which is answered; a letter on each can be drafted.",
        severity=None,
    ),
    Rule(
        "unsure-topic",
        "A concern that a message may raise. The words that say so are shown.",
        advice="A person decides.",
        severity=None,
    ),
    Rule(
        "unread-question",
        "A question of a message that is none of the known ones, or that may be one but is not sure; or something that "
        "its writer asks to be done for them, and no action knows. The letter may leave it unanswered. At most five of "
        "them are shown.",
        advice="Answer it by hand, or add its words to a question in topics.yaml.",
        severity=Severity.WARNING,
    ),
    Rule(
        "other-business",
        "A passage of a message that opens with words such as 'on another matter' and names none of the office's "
        "subjects. Its words count for nothing, and the letter does not answer it.",
        advice="Answer it by hand.",
        severity=Severity.WARNING,
    ),
    Rule(
        "danger",
        "A message in which somebody threatens, or in which a life, a child or somebody in a violent home may be in "
        "danger. It lies on a pile of its own, before all others, and no batch answers it.",
        advice="Read it now, and do what the office does in such cases. Where a letter is wanted all the same, or the "
        "words mean nothing of the kind, '--case-seen' drafts it, and 'drafter mail decide' lays it on another pile.",
        severity=None,
    ),
    Rule(
        "personal-case",
        "A message about a trouble of the writer's own, which no standard letter answers. Where it surely is one, "
        "nothing is drafted before somebody has seen it.",
        advice="Read it. Where a letter is wanted all the same, '--case-seen' drafts it.",
        severity=None,
    ),
    Rule(
        "of-the-message",
        "Something unusual in a message that a person should know: say, an attachment, or that it was cut off.",
        severity=Severity.WARNING,
    ),
    Rule("no-sorting", "A folder that holds no sorted post."),
    Rule(
        "not-a-sorting",
        "A folder that holds other things.",
        advice="Give a sorting a folder of its own.",
    ),
    Rule("no-messages", "A place without a message: no .eml, .msg, .docx or .txt file, no mbox and no Maildir."),
    Rule("unusable-sorting", "A sorting whose file is damaged or in use. Decisions are kept in another file."),
    Rule("lost-decisions", "A sorting with fewer decisions than were entered in it, or with other ones."),
    Rule(
        "odd-cue",
        "A phrase or word in topics.yaml, actions.yaml or words.yaml that can find nothing: it has no word, "
        "or has '...' at its beginning or end, or fewer than three letters before a '*', or a sign or a comma within a "
        "word.",
    ),
    Rule(
        "misread-cue",
        "A phrase or word in topics.yaml or words.yaml with a bar between several words on either side: the bar parts "
        "only the two words beside it, and no example of the topic has what that makes.",
        advice="Put brackets around the choices, '(hospital parking|car park*)', or write two phrases.",
        severity=Severity.WARNING,
    ),
    Rule(
        "lost-example",
        "An example in topics.yaml in which its own topic is not recognised. Letters like it would be missed.",
        advice="Add one of its phrases.",
        severity=Severity.WARNING,
    ),
)
