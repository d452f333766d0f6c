"""What the fields of forms are called, on web sites of every kind."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import Final

from drafter.mail.patterns import any_of


class Label(StrEnum):
    """What a field holds, as far as a letter to whoever filled it in needs it."""

    TITLE = "title"
    FORENAME = "forename"
    SURNAME = "surname"
    NAME = "name"
    ADDRESS = "address"
    COUNTRY = "country"
    POSTCODE = "postcode"
    MESSAGE = "message"
    OTHER = "other"  # a field of forms that no letter needs


_LONGEST: Final = 50
_OWNER: Final = (
    r"(?:(?:the|your|my|our|user|contact|constituents?|senders?|customers?|supporters?|residents?|writers?)(?:'?s)? )*"
)
_LINE: Final = r"(?: ?(?:line)? ?(?:[1-9]|one|two|three|four))?"
_NAMES: Final = {
    Label.TITLE: "title|salutation|prefix|honorific|name prefix",
    Label.FORENAME: r"(?:first|fore|given|christian) ?names?|name first|first",
    Label.SURNAME: r"(?:sur|last|family|second) ?names?|name last|last",
    Label.NAME: r"(?:full )?names?|from|sender|constituent|name of (?:the )?(?:constituent|sender)|"
    r"submitted by|name and surname|first and last name",
    Label.ADDRESS: rf"(?:(?:home|postal|full|street|residential|mailing|main|current|house|property) )*address{_LINE}|"
    r"street(?: name| address)?|road(?: name)?|(?:house|flat|building|property|apartment)(?: (?:name|number|no))?|"
    r"(?:house|building|property)? ?(?:name|number|no)(?: or | and )(?:house )?(?:name|number|no|street)|"
    r"address street|"
    r"(?:post(?:al)? )?town|city|(?:town|city|village|town village)(?: or )(?:town|city|village|area|"
    r"locality)|address city|"
    r"village|locality|suburb|district|county(?: or region)?|region|county state|state or county|province|"
    r"address county",
    Label.COUNTRY: "country|nation|address country",
    Label.POSTCODE: r"post ?codes?|postal ?codes?|zip(?: ?code)?|(?:postcode|zip)(?: or )(?:post(?:al)? ?code|zip)|"
    r"post(?:al)? or zip ?code|address post ?code",
    Label.MESSAGE: r"(?:e-?mail )?(?:message|comments?|enquiry|query|question|letter|feedback|views|concern|request)s?"
    r"(?: (?:text|body|details|content))?|"
    r"(?:message|letter|question|e-?mail|comments?|enquiry) (?:to|for) .{1,40}|message or (?:enquiry|"
    r"question|comments?)|"
    r"(?:comments?|questions?|enquiry) (?:or|and) (?:comments?|questions?|enquir(?:y|ies)|messages?)|"
    r"details of (?:the |your )?(?:enquiry|query|issue|concern|problem|request)|"
    r"(?:how|what) (?:can|may|could) (?:i|we|the office|\w+ \w+) (?:do to )?help(?: you)?(?: with)?|"
    r"what (?:would you like|do you want) to (?:say|ask|tell|write).{0,30}|what is (?:your|"
    r"the) (?:enquiry|message).{0,20}",
    Label.OTHER: r"(?:confirm )?e-?mail(?: address)?(?: confirm(?:ed|ation)?)?|e-?mail from|"
    r"(?:(?:contact|tele|daytime|evening|home|work|mobile|cell) ?)*(?:phone|mobile|number|"
    r"tel)(?: ?(?:number|no))?|tel|fax|"
    r"subject(?: of (?:your |the )?(?:message|enquiry))?|topic|category|reason for (?:contact|writing)|"
    r"(?:type|nature) of (?:enquiry|query|contact)|enquiry type|message type|"
    r"middle ?names?|initials?|suffix|organisation|company|constituency|ward|polling district|member of parliament|mp|"
    r"date of birth|dob|age(?: group)?|gender|preferred (?:method of )?contact.{0,20}|"
    r"best time to (?:call|contact).{0,10}|"
    r"consents?|privacy.{0,40}|gdpr.{0,30}|terms.{0,30}|submitted.{0,20}|ip(?: address)?|source|page(?: url)?|url|"
    r"referrer|user agent|browser|newsletter.{0,20}|marketing.{0,20}|sent|date(?: (?:submitted|sent|received))?|time|"
    r"how did you hear.{0,30}|captcha|form(?: name| id)?|entry id|submission id|reference(?: number)?|id|attachments?|"
    r"files?|upload.{0,20}|signature|i agree.{0,60}|are you (?:a|my) constituent.{0,20}",
}
_FIELDS: Final = re.compile(_OWNER + any_of("|".join(f"(?P<{label}>{names})" for label, names in _NAMES.items())))
_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z0-9])")
_REMARK: Final = re.compile(
    r"\((?:s|required|optional|please|if |as |no |e\.?g|your|must|max|including)[^()]{0,60}\)", re.IGNORECASE
)
_SIGNS: Final = re.compile(r"[\s_*:=?.>#\u2022\u2019'\"\-\u2013\u2014]+")


@lru_cache(maxsize=4_096)  # of forms, and of campaigns, thousands have the same lines
def label_of(text: str) -> Label | None:
    """The field that is called so; ``None`` where none is, or where it is no more than part of a sentence."""
    if not 0 < len(text) <= _LONGEST + 40:
        return None
    said = _REMARK.sub("", _HUMP.sub(" ", text.strip()))
    said = _SIGNS.sub(" ", said.replace("'s", "s").replace("\u2019s", "s").replace("/", " or ").replace("&", " and "))
    said = " ".join(said.split()).casefold()
    match = _FIELDS.fullmatch(said) if 0 < len(said) <= _LONGEST else None
    return Label(match.lastgroup) if match is not None and match.lastgroup else None
