"""What can be wrong with the post, a sorting and the words that post is known by; an id and what it says."""

from __future__ import annotations

PROBLEMS = {
    "unreadable-message": "A file among the post that is no message, or a damaged one.",
    "doubtful-line": "A line in an mbox that may begin a message, or be one of the letter that it stands in. Neither "
    "is read: two letters that are read as one lose the second writer.",
    "left-alone": "Files in a folder of post that are none, or of a kind that is not read, counted by their endings.",
    "unsigned": "A message that nobody signed and that names no sender; nothing is guessed.",
    "unsure-writer": "Who is answered and where is not sure: several addresses, one that is a place of work, somebody "
    "who writes for somebody else. What was found is shown. A person decides.",
    "shared-address": "An address that several writers of one campaign give, who are no household: a platform's, or an "
    "organiser's. No batch answers them until a person has looked.",
    "shared-postcode": "A postcode that many writers of one campaign give, more than a street's few houses would.",
    "other-subject": "A message that is not about anything that there are facts on; nothing is drafted.",
    "unsure-subject": "A message of which only few words say that it is about the subject. A person decides.",
    "unsure-topic": "A concern that a message may raise; the words that say so are shown. A person decides.",
    "personal-case": "A message that tells of a trouble of the writer's own, which no standard letter answers.",
    "of-the-message": "Something odd in a message that a person should know: what is attached, what was cut off.",
    "no-sorting": "A folder that holds no sorted post.",
    "not-a-sorting": "A folder that holds other things. A sorting has a folder of its own.",
    "no-messages": "A place where no message lies: no .eml, .msg, .docx or .txt file, no mbox and no Maildir.",
    "unusable-sorting": "A sorting whose file is damaged or in use. Decisions lie in a file of their own.",
    "lost-decisions": "A sorting with fewer decisions than were entered in it, or others than those.",
    "odd-cue": "A phrase or word in topics.yaml, actions.yaml or words.yaml which can find nothing: without a word, "
    "with '...' at its beginning or end, or with fewer than three letters before a '*'.",
    "lost-example": "An example in topics.yaml which its topic is not recognised in, so that letters like it go by.",
}
