"""Reads one message: decodes it, tells its parts apart and finds its writer. Nothing here raises, whatever the
message.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from drafter.english.damaged import repaired
from drafter.english.people import is_fuller
from drafter.english.words import clean_line
from drafter.facts.edtf import parse_day
from drafter.files.inputs import input_of, reader
from drafter.inbox.model import Message, MessageParts, ParsedMessage, RawMessage, UnreadableMessage, Writer
from drafter.inbox.quoted import another_within, split_quoted
from drafter.inbox.sections import split_letter
from drafter.inbox.signature import OfficeContext
from drafter.inbox.strangers import doubts_about_writers, sent_by_program
from drafter.inbox.webforms import filled_in
from drafter.inbox.writer import by_sender, with_constituency, writer_of
from drafter.letter.mailing import message_ids
from drafter.sources.details import dates_in

_LONGEST: Final = 60_000  # letters of a writer's own text that are read: a short book
_DIGITS: Final = (
    r"(?:[A-Z]{1,6}[/\-]?[0-9][A-Z0-9/\-]{1,20}|(?=[A-Z/\-]*[0-9])[A-Z0-9]{1,6}(?:[/\-][A-Z0-9]{1,8}){1,4})"
)
_LETTERS: Final = r"[A-Z]{1,6}(?:[/\-][A-Z]{1,8}){1,4}"
_REFERENCE: Final = re.compile(
    r"\bref(?:erence)?\b"
    # Without a digit ("and/or") it is a reference only where a number or a colon announces it.
    rf"(?:(?:[\s.]*(?:no|number|num)\b[\s.:#]+|\s*[.:#][\s.:#]*)({_DIGITS}|{_LETTERS})|\s+({_DIGITS}))(?![\w/\-])",
    re.IGNORECASE,
)
_REPAIRED: Final = "letters with accents were decoded wrongly, and are put right: look at names"
_ASKED: Final = re.compile(r"(?<=[^\W\d_])\?(?=[^\W\d_])")  # "4 Ffordd y M?r"
_SHOWN: Final = 60  # letters
_MOST_ADDRESSES: Final = 5  # addresses for answers
_WIDE: Final = re.compile(r" {61,}")
_GAP: Final = " " * 60  # wider than any column; a pattern for the end of a run of spaces would start anew at each space
_ITEM: Final = re.compile(r"\s*(?:[-*\u2022\u00b7\u2013]|\(?[0-9a-z]{1,3}[.)])\s+")


def key_of(raw: RawMessage) -> str:
    """The key of a message: a hash of its bytes, or of its place where it has none."""
    return hashlib.sha256(raw.data or raw.where.encode("utf-8", "replace")).hexdigest()[:12]


def read_message(raw: RawMessage, around: OfficeContext) -> ParsedMessage:
    """Read a message. One that cannot be read is empty, and ``fault`` says why."""
    key = key_of(raw)
    if raw.fault:
        return ParsedMessage(key, raw.where, fault=raw.fault)
    try:
        message: Message = reader(input_of(raw.kind).message)(raw.data)
        return _read(key, raw, message, around)
    except UnreadableMessage as failure:
        return ParsedMessage(key, raw.where, fault=str(failure))
    except (RecursionError, MemoryError):
        return ParsedMessage(key, raw.where, fault="takes more time or memory to read than any letter")
    except Exception as broken:  # noqa: BLE001 - the standard library's own readers raise whatever broken mail makes them
        return ParsedMessage(key, raw.where, fault=f"is damaged ({type(broken).__name__})")


def _read(key: str, raw: RawMessage, message: Message, around: OfficeContext) -> ParsedMessage:
    message = _repaired(message)
    text = message.text
    notes = list(message.notes)
    if len(text) > _LONGEST:
        text = text[:_LONGEST]
        notes.append(f"only the first {_LONGEST:,} letters of it are read")
    text = _seen(text)
    parts = split_quoted(text, message.subject, around.member)
    own = filled_in(parts.own)
    letter = split_letter(own.lines, around.member)
    signed = by_sender(writer_of(letter, around), clean_line(message.sender))
    writer = with_constituency(signed if own.writer is None else _of_form(own.writer, signed), around)
    # People also tell things below the signature, and there may describe a trouble of their own.
    paragraphs = (*paragraphs_of(letter.body), *signed.said)
    doubts = [*writer.doubts, *doubts_about_writers((message.subject, *paragraphs, *letter.tail))]
    doubts += filter(None, [_passed_on(parts, writer, clean_line(message.sender))])
    if header := another_within(text):
        doubts.append(
            f"it may be two messages: another's header stands in it, \u201c{clean_line(header)[:_SHOWN]}\u201d"
        )
    doubts += filter(None, [sent_by_program(message, writer), _lost_in(writer, message.text)])
    writer = replace(writer, doubts=tuple(doubts))
    if not paragraphs:
        notes.append("it holds no words of the writer's own")
    fault = (
        "" if any(map(str.strip, (*parts.own, *parts.forwarded, *parts.quoted, message.subject))) else "holds no text"
    )
    head = "\n".join((message.subject, *letter.head, *letter.body[:3], *letter.tail))
    reference = _REFERENCE.search(head)
    return ParsedMessage(
        key=key,
        where=raw.where,
        subject=clean_line(message.subject)[:200],
        sender=clean_line(message.sender)[:200],
        sender_address=clean_line(message.address)[:200],
        date=message.date or _date_of("\n".join(letter.head)),
        reference=clean_line(reference[1] or reference[2]).upper() if reference else "",
        writer=writer,
        paragraphs=paragraphs,
        parts=MessageParts(parts.own, parts.quoted, parts.forwarded, parts.footers),
        message_id=clean_line(message.id)[:200],
        notes=tuple(notes),
        fault=fault,
        reply_to=tuple(clean_line(one)[:200] for one in message.reply_to[:_MOST_ADDRESSES]),
        references=message_ids(message.references),
    )


def _repaired(message: Message) -> Message:
    """The message with the letters that a program on the way decoded wrongly, and a note about that."""
    if message.text.isascii() and message.sender.isascii() and message.subject.isascii():
        return message
    lines = [repaired(line) for line in message.text[: 2 * _LONGEST].split("\n")]
    text = "\n".join((*lines, *([message.text[2 * _LONGEST :]] if len(message.text) > 2 * _LONGEST else [])))
    sender, subject = repaired(message.sender), repaired(message.subject)
    if (text, sender, subject) == (message.text, message.sender, message.subject):
        return message
    return replace(message, text=text, sender=sender, subject=subject, notes=(*message.notes, _REPAIRED))


def _passed_on(parts: MessageParts, writer: Writer, sender: str) -> str:
    """Why it is not sure whom to answer, where somebody sent on another's letter without a word of their own."""
    marked = any("forwarded" in line.casefold() for line in parts.quoted[:3])
    if not (marked and writer.name and sender) or "@" in sender or is_fuller(writer.name, sender):
        return ""
    return f"it was forwarded by '{sender[:_SHOWN]}', and signed by '{writer.name}': who is answered, and where?"


def _lost_in(writer: Writer, text: str) -> str:
    """Why a name or an address may be wrong, where a program lost a letter of it; empty where none is lost."""
    said = {part for part in (writer.name, writer.second, *writer.address) if part}
    lost = (line for line in text[:_LONGEST].split("\n") if "\ufffd" in line) if "\ufffd" in text else ()
    parts = {clean_line(part.replace("\ufffd", "")) for line in lost for part in (line, *line.split(","))}
    if said & parts or any(map(_ASKED.search, said)):
        return "a letter of its name or address is lost"
    return ""


def _of_form(form: Writer, signed: Writer) -> Writer:
    """The writer that a form names. The message's signature fills fields that the form leaves out."""
    doubts = [*form.doubts, *signed.doubts]
    if signed.postcode and form.postcode and signed.postcode != form.postcode:
        doubts.append(f"it holds several addresses: {', '.join((*form.address, form.postcode))}; {signed.postal}")
    if not form.name:
        form = replace(form, name=signed.name, second=signed.second, organisation=signed.organisation)
    if not form.address and not form.postcode:
        form = replace(form, address=signed.address, postcode=signed.postcode)
    return replace(form, doubts=tuple(doubt.replace("\n", ", ") for doubt in doubts))


def _date_of(head: str) -> date | None:
    for found in dates_in(head):
        day = parse_day(found)
        if day is not None:
            return day
    return None


def _seen(text: str) -> str:
    """The text without invisible characters. Its lines stay."""
    text = _WIDE.sub(_GAP, text.replace("\u00a0", " ").replace("\u202f", " ").replace("\t", " "))
    return "\n".join(line if _is_clean(line) else _with_indent(line) for line in text.split("\n"))


def _is_clean(line: str) -> bool:
    return line.isprintable() and (line.isascii() or unicodedata.is_normalized("NFC", line))


def _with_indent(line: str) -> str:
    """One line without invisible characters, with its indent."""
    return line[: len(line) - len(line.lstrip(" "))] + clean_line(line)


def paragraphs_of(lines: Sequence[str]) -> tuple[str, ...]:
    """The paragraphs. Lines that a program wrapped are joined; items of a list are not."""
    found: list[list[str]] = []
    fresh = True
    for line in lines:
        said = " ".join(line.split())
        if not said:
            fresh = True
            continue
        # A paragraph of twenty pieces or more is never short. So pieces are joined only once, at the end.
        if fresh or _ITEM.match(line) or (len(found[-1]) < 20 and _stands_alone(" ".join(found[-1]))):
            found.append([said])
        else:
            found[-1].append(said)
        fresh = False
    return tuple(" ".join(parts) for parts in found)


def _stands_alone(line: str) -> bool:
    """Whether the writer ended a line on purpose: it is short, and a sentence ends with it."""
    return len(line) < 40 and line.endswith((".", "?", "!", ":"))
