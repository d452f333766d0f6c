"""Whose words they are: another's mail below the writer's own, in whatever language, and no word of the writer's lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from post import read

from drafter.inbox.quoted import is_attribution, join_broken, quoted_from

OWN = "The drain in Long Row has been blocked since April, and nobody has come."
THEIRS = "Thank you for writing. We shall ask the council about it."


def paragraphs(text: str) -> tuple[str, ...]:
    head = "From: x <x@post.example>\nSubject: Re: Drains\nContent-Type: text/plain; charset=utf-8\n\n"
    return read((head + text).encode()).paragraphs


@pytest.mark.parametrize(
    "attribution",
    [
        "On Tue, 4 Jun 2024 at 09:12, Office of Eleanor Marsh MP <office@post.example> wrote:",
        "On Tue, 4 Jun 2024 at 09:12, Office of Eleanor Marsh MP\n<office@post.example>\nwrote:",
        "On 2 Jul 2018, at 11:20, Eleanor Marsh <office@post.example> said:",
        "--- On Tue, 4/6/24, The Office <office@post.example> wrote:",
        "---- On Tue, 04 Jun 2024 09:12:00 +0100 The Office <office@post.example> wrote ----",
        "2024-06-04 9:12 GMT+01:00 The Office <office@post.example>:",
        "In a message dated 04/06/2024 09:12:00 GMT Daylight Time, office@post.example writes:",
        "The Office <office@post.example> wrote on 04/06/2024 09:12:",
        "Ar Maw, 4 Meh 2024 am 09:12, ysgrifennodd Y Swyddfa <swyddfa@post.example>:",
        "Le mar. 4 juin 2024 \u00e0 09:12, Le Bureau <bureau@post.example> a \u00e9crit :",
        "Am Di., 4. Juni 2024 um 09:12 Uhr schrieb Das B\u00fcro <buero@post.example>:",
        "El mar, 4 jun 2024 a las 9:12, La Oficina (<oficina@post.example>) escribi\u00f3:",
        "Il giorno mar 4 giu 2024 alle ore 09:12 L'Ufficio <ufficio@post.example> ha scritto:",
        "Em ter., 4 de jun. de 2024 \u00e0s 09:12, O Gabinete <gabinete@post.example> escreveu:",
        "Op di 4 jun 2024 om 09:12 schreef Het Kantoor <kantoor@post.example>:",
        "wt., 4 cze 2024 o 09:12 Biuro <biuro@post.example> napisa\u0142(a):",
        "\u043f\u043d, 4 \u0438\u044e\u043d. 2024 \u0433. \u0432 09:12, Office <office@post.example> \u043d\u0430\u043f\u0438\u0441\u0430\u043b(\u0430):",
        "From: The Office <office@post.example>\nSent: 04 June 2024 09:12\nTo: Jane Doe <jane@post.example>\nSubject: Drains",
        ("________________________________\nFrom: The Office <office@post.example>\nSent: 04 June 2024 09:12\nTo: Jane Doe\n"
        "Cc: Somebody Else\nSubject: Drains"),
        "-----Original Message-----\nFrom: The Office [mailto:office@post.example]\nSent: 04 June 2024 09:12\nTo: Jane Doe",
        ("*From:* The Office [mailto:\n office@post.example]\n*Sent:* Tuesday, 4 June 2024 09:12\n*To:* jane@post.example\n"
        "*Subject:* Drains"),
        "From: The Office\nSubject: Drains\nDate: 4 June 2024 at 09:12:00 BST\nTo: Jane Doe",
        "Oddi wrth: Y Swyddfa <swyddfa@post.example>\nAnfonwyd: 04 Mehefin 2024 09:12\nAt: Jane Doe\nPwnc: Draeniau",
        "De : Le Bureau <bureau@post.example>\nEnvoy\u00e9 : mardi 4 juin 2024 09:12\n\u00c0 : Jane Doe\nObjet : \u00c9gouts",
        "Von: Das B\u00fcro <buero@post.example>\nGesendet: Dienstag, 4. Juni 2024 09:12\nAn: Jane Doe\nBetreff: Kanal",
        "De: La Oficina <oficina@post.example>\nEnviado el: martes, 4 de junio de 2024 9:12\nPara: Jane Doe\nAsunto: Drenaje",
        "Da: L'Ufficio <ufficio@post.example>\nInviato: marted\u00ec 4 giugno 2024 09:12\nA: Jane Doe\nOggetto: Scarichi",
        "Od: Biuro <biuro@post.example>\nWys\u0142ano: wtorek, 4 czerwca 2024 09:12\nDo: Jane Doe\nTemat: Studzienki",
        "De la: Biroul <birou@post.example>\nTrimis: mar\u021bi, 4 iunie 2024 09:12\nC\u0103tre: Jane Doe\nSubiect: Canal",
        ("\u0645\u0646: \u0627\u0644\u0645\u0643\u062a\u0628 <office@post.example>\n\u062a\u0645 \u0627\u0644\u0625\u0631\u0633\u0627\u0644: 4/6/2024\n"
        "\u0625\u0644\u0649: Jane Doe\n\u0627\u0644\u0645\u0648\u0636\u0648\u0639: Drains"),
        "Date: Tue, 4 Jun 2024 09:12:00 +0100 From: office@post.example To: jane@post.example Subject: Drains",
        "* The Office <office@post.example> [2024-06-04 09:12]:",
        "On 4 June 2024 at 09:12 The Office <office@post.example>:",
        "wt., 4 cze 2024 o 09:12 Biuro <biuro@post.example>\nnapisa\u0142(a):",
        "\u043f\u043d, 4 \u0438\u044e\u043d. 2024 \u0433. \u0432 09:12, Office <office@post.example>:",
        "Office <office@post.example> \u4e8e2024\u5e746\u67084\u65e5\u5468\u4e8c \u4e0a\u534809:12\u5199\u9053\uff1a",
        "\u53d1\u4ef6\u4eba: Office\n\u53d1\u9001\u65f6\u95f4: 2024\u5e746\u67084\u65e5 09:12\n\u6536\u4ef6\u4eba: Jane Doe\n\u4e3b\u9898: Drains",
        "\u53d1\u4ef6\u4eba\uff1aOffice\n\u53d1\u9001\u65f6\u95f4\uff1a2024\u5e74\n\u6536\u4ef6\u4eba\uff1aJane Doe\n\u4e3b\u9898\uff1aDrains",
        "Nuo: Biuras <biuras@post.example>\nI\u0161si\u0173sta: 2024-06-04 09:12\nKam: Jane Doe\nTema: Drains",
        "\u0391\u03c0\u03cc: Office\n\u03a3\u03c4\u03ac\u03bb\u03b8\u03b7\u03ba\u03b5: 4/6/2024 09:12\n\u03a0\u03c1\u03bf\u03c2: Jane Doe\n\u0398\u03ad\u03bc\u03b1: Drains",
        "-----Neges Wreiddiol-----\nOddi wrth: Y Swyddfa\nAnfonwyd: 04 Mehefin 2024 09:12",
        "----- Begin quoted message -----",
        "##- Please type your reply above this line -##",
        "Eleanor Marsh MP wrote:",
        "On 04/06/2024 09:12, Eleanor Marsh MP said the following:",
        "On 4 Jun 2024, Eleanor Marsh MP\u2019s office replied:",
    ],
)  # fmt: skip
@pytest.mark.parametrize("signed", ["", "\n\nJane Doe"])
def test_anothers_mail_below_is_not_the_writers(attribution, signed):
    assert paragraphs(f"{OWN}{signed}\n\n{attribution}\n\n{THEIRS}\n") == (OWN,)
    assert paragraphs(f"{OWN}{signed}\n\n{attribution}\n\n> {THEIRS}\n") == (OWN,)


@pytest.mark.parametrize(
    "text",
    [
        "On 4 June 2018 the Minister said:\n\nWe shall consult.\n\nI do not believe it.",
        "On Monday you wrote:\n\nWe shall ask.\n\nI have heard nothing since.",
        "At 10:30 on 4 June the chairman replied:\n\nThere is no plan.\n\nIs that so?",
        "On 2 July 2018 at 11:20 you wrote to me:\n\nWe shall ask.\n\nI have heard nothing since.",
        "My MP, Eleanor Marsh, said:\n\nWe shall ask.\n\nI have heard nothing since.",
        "In the Gazette of 2 July 2018, Eleanor Marsh MP said:\n\nWe shall ask.\n\nI have heard nothing since.",
        "I sent an e-mail to Dr Rao (rao@post.example) on 2 July 2018, and he said:\n\nIt will close.\n\nIs that so?",
        "Eleanor Marsh wrote:\n\nWe will act.\n\nI read that in the Gazette, and nobody has come.",
        "Please write to the editor <ed@post.example> by 3 July 2018, 10:00:\n\nthen he can print it.",
        "Please read the lines above. Above this line you see my reply.\n\nIs that so?",
        "My neighbour wrote on the wall:\n\nNo more cuts.\n\nI agree with her.",
        "From what I read: nothing is settled.\nTo me: that is wrong.\n\nWhat will you do about it?",
        "All messages are sent from the main office.\n\nThis email was sent to you by the council, and you did not answer it.\n\nWhy?",
        "This letter is confidential. Please do not publish my name.\n\nI was told by the hospital that the list is closed.",
        "Sent from my daughter's phone, so please ring her number and not mine.\n\nWhat can be done about it?",
        "The lamp has been dark since May, and I do not like my daughter\nto walk home alone\n\nWhat can be done about it?",
        "Thank you Asha, I did get your letter and I still do not think that the\nanswer is good enough.",
        "Thank you very much.",
        "FYI",
        "Hi it can happen to anyone, as long as they live in Long Row.",
        "Martin, can we have:\n\n1 lamp\n2 bins\n\nto 111 Long Row\n\nThat would be a help!",
        "The school is to close. I would ask the\nSecretary of State for Education to intervene.",
        "I would like you to ask the\nMinister of State for Health.",
        "Please speak to the\nHead of Nursing",
        "From my window I see the hospital.\nTo my mind it must stay.",
        "Is it so?\n\nGet Outlook to work, said my son, and here I am.",
        "This is the end of the road for us.\n\nEnd of the story.",
        "Will you act?\n\nstill no answer",
    ],
)  # fmt: skip
def test_no_word_of_the_writers_is_lost(text):
    said = " ".join(" ".join(paragraphs(text)).split())
    assert [word for word in text.split() if word not in said.split()] in ([], ["Hi"], ["to"])


def test_an_address_alone_is_what_its_writer_says():
    """The answer to an e-mail that asked for it."""
    found = read(b"9 Weir Street\nWestmere\nWV1 3CC\n", ".txt")
    assert found.paragraphs == ("9 Weir Street Westmere WV1 3CC",)
    assert (found.writer.address, found.writer.postcode) == (("9 Weir Street", "Westmere"), "WV1 3CC")


def test_what_a_guard_a_list_and_a_platform_add_is_not_the_writers():
    caution = "CAUTION: This email originated from outside of the organisation. Do not click links or open attachments."
    assert paragraphs(f"{caution}\n\n{OWN}\n") == (OWN,)
    assert paragraphs(f"[EXTERNAL EMAIL]\n{caution}\n\nDear Ms Marsh,\n\n{OWN}\n\nJane Doe\n") == (OWN,)
    below = "_______________________________________________\nDrains mailing list\ndrains@post.example\nTo unsubscribe: drains-leave@post.example"
    assert paragraphs(f"{OWN}\n\nJane Doe\n\n{below}\n") == (OWN,)
    found = read(
        f"Dear Ms Marsh,\n\n{OWN}\n\n-- \nJane Doe\nRinging the bells of St Anne's since 1987\n".encode(), ".txt"
    )
    assert (found.paragraphs, found.writer.name) == ((OWN,), "Jane Doe")


PLATFORM = (
    "-- \nThis email was sent by Ida Thorne via Do Gooder, a website that allows people to contact you regarding issues they "
    "consider important.\n\nTo learn more about Do Gooder visit www.dogooder.example"
)


@pytest.mark.parametrize(
    "below",
    [
        PLATFORM,
        "**********\nTake action with us! Join at Speak Together, 40 Bowler Lane, London EC1R 9ZZ",
        "Powered by Speak Together. Our address is 40 Bowler Lane, London EC1R 9ZZ",
    ],
)
def test_what_a_platform_says_of_itself_below_a_signature_is_not_the_writers(below):
    signed = "Yours sincerely,\nIda Thorne\n9 Weir Street\nWestmere\nWV1 3CC"
    found = read(f"Dear Ms Marsh,\n\n{OWN}\n\n{signed}\n\n{below}\n".encode(), ".txt")
    assert (found.paragraphs, found.writer.name, found.writer.postcode) == ((OWN,), "Ida Thorne", "WV1 3CC")


@pytest.mark.parametrize(
    "text",
    [
        "This email was sent by the council to all residents.\n\nIt says that the ward will close. Why is that?",
        f"Long Row\n\nThis message was sent via Speak Together.\n\nDear Ms Marsh,\n\n{OWN} It must be mended now.",
        "The list says this:\n\n**********\nNo cuts. No sales. Not in Long Row, Westmere WV1 2AB",
    ],
)
def test_nothing_below_such_a_notice_is_lost_where_no_signature_stands_above(text):
    said = " ".join(paragraphs(text))
    assert all(word in said for word in text.split("\n\n")[-1].split() if word.isalpha())


def test_the_offices_own_letter_is_never_the_constituents():
    """Pasted below without a mark."""
    theirs = (
        "Dear Ms Doe,\n\nPrivate companies may not run these organisations.\n\nYours sincerely,\n\nEleanor Marsh MP"
    )
    found = read(f"Dear Ms Marsh,\n\n{OWN}\n\nYours sincerely,\n\nJane Doe\n\n{theirs}\n".encode(), ".txt")
    assert found.paragraphs == (OWN,)
    assert found.writer.name == "Jane Doe"
    assert "Private companies may not run these organisations." in found.parts.quoted


sentences = st.sampled_from((
    "The drain in Long Row is blocked.", "Who pays for it?", "I have written twice, and heard nothing.", "Nobody asked us!",
    "We were told that on 4 June it would be mended.", "It says: no parking.", "On the whole I am content.",
))  # fmt: skip


@given(st.lists(sentences, min_size=1, max_size=6), st.integers(1, 3), st.booleans())
def test_a_line_that_says_who_wrote_ends_the_writers_words_wherever_it_is_broken(said, pieces, marked):
    words = "On Tue, 4 Jun 2024 at 09:12, The Office of Eleanor Marsh <office@post.example> wrote:".split()
    step = -(-len(words) // pieces)
    broken = "\n".join(" ".join(words[at : at + step]) for at in range(0, len(words), step))
    theirs = f"> {THEIRS}" if marked else THEIRS
    own = "\n\n".join(said)
    assert " ".join(paragraphs(f"{own}\n\n{broken}\n\n{theirs}\n")) == " ".join(said)


def test_lines_that_say_who_wrote_are_put_together_and_apart():
    assert join_broken(["That is so. On Tue, 4 Jun 2024, A <a@b.example>", "wrote:", "> x"])[-2:] == [
        "On Tue, 4 Jun 2024, A <a@b.example> wrote:",
        "> x",
    ]
    assert not is_attribution("On 4 June the Minister said:")
    assert is_attribution("On 4 June the Minister said:", quoted_next=True)
    assert quoted_from(["From: a", "x", "y", "z"]) is None
