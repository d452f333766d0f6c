"""What can be wrong with an approval, with the register and with final copies."""

from __future__ import annotations

from drafter.catalogue.model import Area, Rule, Severity, Signing

RULES = (
    Rule("not-as-seen", "A letter that is to be approved and is not the one that was read: something changed since."),
    Rule("register-gone", "Letters were entered, but the register is not there. Numbers do not begin again at 1."),
    Rule(
        "older-register",
        "A register that lacks a letter which was entered, or has another one in its place.",
        severity=None,
    ),
    Rule(
        "no-witness",
        "The file that remembers the register's last letter, register/last, is gone.",
        severity=Severity.WARNING,
    ),
    Rule(
        "second-copy",
        "A final copy that lies twice in letters/approved, under two names.",
        advice="One of them can be deleted.",
        severity=Severity.WARNING,
    ),
    Rule(
        "missing-copy",
        "Letters whose final copies are not in letters/approved.",
        severity=Severity.WARNING,
    ),
    Rule(
        "deleted-copy",
        "Letters whose final copies 'drafter privacy' deleted, as 'retention' in office.yaml says.",
        severity=Severity.WARNING,
    ),
    Rule("not-approved", "A draft from which no final copy can be made that the register knows."),
    Rule("odd-receipt", "A file that is not a receipt of 'drafter letters receipt'."),
    Rule(
        "clock-back",
        "The last letter was approved at a time that this machine's clock has not reached yet.",
        severity=Severity.WARNING,
    ),
    Rule(
        "register-away",
        "A register that cannot be reached: a server that does not answer, or a file that cannot be opened.",
    ),
    Rule("register-refused", "A server that does not let this user in, or does not let them do this."),
    Rule("register-locked", "A register that another process is using and does not release."),
    Rule("register-full", "A register for which the disk has no room left."),
    Rule("register-unwritten", "A register that could not be written: the disk failed."),
    Rule("register-failed", "A database that failed for a reason which drafter does not know."),
    Rule("read-only-register", "A register that may be read but not written."),
    Rule("damaged-register", "A register whose file is damaged, cut off, or another program's."),
    Rule(
        "newer-register",
        "A register that a newer drafter has changed. This one would not understand what it holds.",
        advice="Install the newer drafter.",
    ),
    Rule(
        "odd-register",
        "An address that does not name a register, or a register that holds something drafter does not make.",
    ),
    Rule("missing-key", "A register without its key. Every computer in the office needs the same key."),
    Rule("wrong-key", "A key that is not the one the register was made with."),
    Rule("odd-key-file", "A key that cannot be read, or a file that is not a key."),
    Rule(
        "sent-already",
        "A reader who has an approved letter already, with this reference, or on this matter and of this day. Of two"
        " edits of one draft only one should go out; where both are meant, the approver says so.",
        severity=Severity.WARNING,
        signing=Signing.ASKED,
    ),
    Rule("already-approved", "A letter that is in the register already, byte for byte."),
    Rule("unknown-letter", "A letter that is not in the register."),
    Rule(
        "unusable-approval",
        "An approval that cannot be kept as it is. The mistake lies in the program that asked for it.",
    ),
    Rule("altered-letter", "A letter in the register that is not as it was entered."),
    Rule("altered-fact", "The words of a fact in the register that are not as they were entered."),
    Rule(
        "missing-letter",
        "In the register, a number that is not there though later ones are. In a batch, a letter that the "
        "manifest names and that is no longer there.",
        severity=None,
        also=(Area.BATCHES,),
    ),
    Rule("wrong-head", "A register that does not end where it did: letters were cut off, or added without drafter."),
    Rule("altered-copy", "A final copy that was changed. No letter in the register has exactly its content."),
    Rule(
        "odd-spool",
        "Something among the final copies in waiting that no run of drafter put there, or that has no seal of"
        " the office's key.",
    ),
    Rule("outcome-unknown", "A letter of which the register's server did not say whether it was entered."),
    Rule(
        "broken-off",
        "A letter that was to be approved by a run that stopped before it was.",
        advice="Approve it again.",
        severity=Severity.WARNING,
    ),
    Rule(
        "recovered",
        "An approved letter whose final copy was still to be put in its place when a run stopped. It is there now.",
        severity=Severity.WARNING,
    ),
    Rule("no-exception", "An exception that nobody may make, or for which there is no reason."),
    Rule("no-final-copy", "An approved letter whose final copy is not where it was looked for."),
    Rule("undeleted", "Personal data that was to be deleted and could not be."),
)
