"""What of a letter raises a topic, and what is only its furniture."""

from __future__ import annotations

import pytest
from labelled import recogniser

from drafter.facts.model import FactBase, Subject, Topic
from drafter.inbox.examples import stem
from drafter.inbox.personal import PublicMatter, personal, personal_addition
from drafter.inbox.topics import About, Recogniser, check_cues
from drafter.problems import Where

ASKS = "What are accountable care organisations?"


def raised(text: str) -> set[str]:
    """All topics that a message seems to raise, sure or not."""
    return {one.id for one in recogniser().recognise("", text).topics}


@pytest.mark.parametrize(
    "said",
    [
        "My postcode is WV1 7EE.",
        "My address and postcode are below, should you need them.",
        "I live at 14 Ward Street in Westmere.",
        "My sister lives at 3 Hospital Road.",
        "I have been your supporter all my life at every election.",
        "We have lived here all our lives, and voted for you in every election.",
        "I have voted Conservative for forty years.",
        "Thank you for your time and for all that your staff do.",
        "I am a retired nurse.",
        "I worked in a hospital for thirty years, as a porter.",
        "I have paid my taxes since 1968.",
        "I hope that you are well, and look forward to hearing from you after the court case.",
        "Our hard-working nurses and doctors have my respect.",
        "The nurses and doctors do a wonderful job.",
        "Staff always do their best.",
        "I have nothing against the staff.",
        "I am full of admiration for the doctors and nurses.",
    ],
)
def test_furniture_raises_nothing(said):
    assert raised(f"{ASKS} {said}") == {"overview"}


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("Will it not be a postcode lottery under accountable care?", "patients"),
        ("Will the waiting list at the clinic be longer with accountable care?", "patients"),
        ("Will nurses lose their jobs when accountable care comes?", "staff"),
        ("Under accountable care our dedicated nurses will lose their jobs.", "staff"),
        ("What has accountable care to do with privatisation?", "privatisation"),
    ],
)
def test_what_only_looks_like_furniture_raises_its_topic(said, topic):
    assert topic in recogniser().recognise("", said).sure


def test_a_phrase_weighs_more_where_the_subject_is_named():
    base = FactBase(
        {}, {"a": Subject("a", "trams", (), recognised_by={"phrases": ("tram*",)})},
        {"money": Topic("money", "a", "Money", "Money", "money", Where("here"), ("funding",))}, {}, {},
    )  # fmt: skip
    of = Recogniser.of(base)
    assert of.recognise("", "The trams are late. Funding is short.").sure == ()
    assert of.recognise("", "The trams need funding.").sure == ("money",)
    assert of.recognise("", "The trams are late. Where is the funding?").sure == ("money",)


def _trams(topic: Topic, *others: Topic) -> Recogniser:
    subject = Subject("a", "trams", (), recognised_by={"phrases": ("tram*",)})
    return Recogniser.of(FactBase({}, {"a": subject}, {one.id: one for one in (topic, *others)}, {}, {}))


def test_a_hint_that_is_part_of_another_is_not_counted_with_it():
    of = _trams(Topic("firms", "a", "Firms", "Firms", "firms", Where("here"), words=("firm|firms", "a firm", "owner*")))
    assert of.recognise("", "The trams are late. It is run by a firm.").sure == ()
    assert of.recognise("", "The trams are late. It is run by a firm and its owners.").sure == ("firms",)


_MONEY = tuple(f"There is no money for {what}." for what in "rails wires stops seats poles depots bells signs".split())
_FARES = tuple(f"The fare to the {what} is dear." for what in "sea market church bridge pier square port mill".split())


def _with_examples() -> Recogniser:
    money = (
        *_MONEY,
        "Who would pay for the tracks?",
        "The tracks cost money.",
        "The money in the budget is spent.",
        "A tax pays it.",
    )
    fares = (
        *_FARES,
        "A ticket is dear.",
        "Children pay half.",
        "The ticket costs more.",
        "Is a ticket to the sea so dear?",
    )
    return _trams(
        Topic(
            "money", "a", "Money", "Money", "money", Where("here"), ("taxpayer*",), words=("budget",), examples=money
        ),
        Topic("fares", "a", "Fares", "Fares", "fares", Where("here"), ("fares",), words=("ticket",), examples=fares),
    )


def test_what_speaks_for_a_topic_is_weighed_together_with_how_much_a_sentence_is_like_its_examples():
    of = _with_examples()
    assert of.recognise("", "The trams are late. Our budget is blue.").sure == ()
    assert of.recognise("", "The trams are late. There is no money for tracks, and our budget costs a tax.").sure == (
        "money",
    )
    long = (
        "The trams are late. There is no money for tracks, and our budget costs a tax."
        + " We saw the sea and a red boat there." * 60
    )
    assert of.recognise("", long).sure == ()  # so much else is said


def test_a_sentence_that_says_nearly_the_same_as_an_example_raises_its_topic():
    of = _with_examples()
    found = of.recognise("", "I like the trams. Is a ticket to the sea dear?")
    assert found.sure == ("fares",)
    assert found.topics[0].evidence[-1] == "like \u201cIs a ticket to the sea so dear?\u201d"
    assert of.recognise("", "I like the trams. Is a dog dear?").sure == ()


@pytest.mark.parametrize(
    "text",
    [
        "Come and hear the ACO (Alderwyke Community Orchestra) on 3 June. Its funding was cut.",
        "As the ACO (adult cadet officer) for Westmere I invite you to our inspection.",
        "The Association of Choral Organisers, the ACO, has lost its grant.",
        "The Area Cricket Officers (ACOs) will meet in Westmere. Will the NHS send a team?",
        "Our animal control officer, or ACO, is to go. Nobody was consulted.",
    ],
)
def test_a_short_form_that_is_spelt_out_as_something_else_names_no_subject(text):
    assert recogniser().recognise("", text).about is About.NO


@pytest.mark.parametrize(
    "text",
    [
        "I do not want to talk about accountable care. The car park at the hospital costs too much.",
        "This has nothing to do with accountable care: a private firm runs the car park.",
        "I am not writing about accountable care, but about the private firm that runs the car park.",
    ],
)
def test_what_a_message_is_said_not_to_be_about_is_not_its_subject(text):
    assert recogniser().recognise("", text).about is not About.YES


@pytest.mark.parametrize(
    "text",
    [
        "I would give my right arm for an answer, and have waited months.",
        "Join up care, my foot!",
        "I am sick to death of waiting for ministers.",
        "They have turned a blind eye since April, and my blood boils.",
        "They told me to foot the bill, which costs an arm and a leg.",
    ],
)
def test_a_figure_of_speech_is_no_part_of_the_body(text):
    assert not personal([text], PublicMatter.of()).doubtful


@pytest.mark.parametrize(
    ("text", "case"),
    [
        (
            "Our children would have nowhere to go, and those of us who cannot drive have no way of getting there.",
            False,
        ),
        ("We have been promised a bus, and people who cannot afford it need your help.", False),
        ("I have waited two months, and am one of those who cannot drive.", True),
        ("I have waited two months, and cannot drive.", True),
    ],
)
def test_what_many_people_cannot_do_is_no_case_of_the_writers(text, case):
    found = personal([text], PublicMatter.of())
    assert (found.likely or found.doubtful) is case


@pytest.mark.parametrize(
    "text",
    [
        "I read that accountable care organisations could cost £2.5bn.",
        "I hear that we are to lose £1bn.",
        "We were told that it would save £350 million a week.",
        "I see that £22 billion has to be found.",
        "I heard that our hospital must find £18,700,000.",
        "I understand that they are given £1,200 per patient.",
        "I read that our bus station could cost £450k.",
    ],
)
def test_a_great_sum_is_no_case_of_ones_own(text):
    assert not personal([text], PublicMatter.of()).likely
    assert not personal([text], PublicMatter.of()).doubtful


@pytest.mark.parametrize(
    "text",
    [
        "My rent is £640 and I cannot pay it.",
        "I would lose about £190 a month.",
        "They have stopped my money and I have £11 until Thursday.",
        "I am £3k in debt and I cannot pay it.",
        "I have lost £12 k a year and cannot pay the rent.",
    ],
)
def test_a_sum_of_ones_own_is(text):
    assert personal([text], PublicMatter.of()).likely


@pytest.mark.parametrize(
    ("text", "case"),
    [
        ("The dwp have sanctioned me.", True),
        ("My child has no school place.", True),
        ("My GP will not refer me.", True),
        ("Can I have an appointment at your surgery about my housing?", True),
        ("GPs will not refer patients to private firms.", False),
        ("Our village needs a school.", False),
        ("The Government will not let Parliament vote.", False),
        ("Housing is a scandal in this country.", False),
    ],
)
def test_troubles_in_few_words(text, case):
    found = personal([text], PublicMatter.of())
    assert (found.likely or found.doubtful) is case


def test_our_and_a_name_is_somebody_of_the_family():
    def weight(text: str) -> float:
        return personal([f"{text} has waited nine months and was refused help."], PublicMatter.of()).weight

    assert weight("Our Doris") > weight("Our hospital") == weight("OUR HOSPITAL")


def test_a_subject_without_cues_is_known_by_its_name():
    topic = Topic("fares", "a", "Fares", "Fares", "fares", Where("here"), examples=("The fare went up.",) * 3)
    of = Recogniser.of(FactBase({}, {"a": Subject("a", "the county's trams", ())}, {"fares": topic}, {}, {}))
    found = of.recognise("", "Why did the fare on the tram go up?")
    assert (found.about, found.sure) == (About.YES, ("fares",))
    assert found.topics[0].evidence == ("fare", "like \u201cThe fare went up.\u201d")
    assert of.recognise("", "The fare of the ferry is high.").about is About.NO


def test_words_of_one_kind_have_one_stem():
    for words in ("close closed closing closures shut", "fare fares", "consult consulted consultation", "tram trams"):
        assert len(set(map(stem, words.split()))) == 1, words


STRIKE = (
    "My son told me that Ada Marchbank wants the tramway companies to run for profit, and we were refused an answer."
)


def test_how_people_speak_of_a_subject_is_its_own_to_say():
    trams = Subject("a", "trams", (), spoken_of={"names": ("Ada Marchbank",), "words": ("tram*",), "also": ("fare*",)})
    public = PublicMatter.of([trams], names=["westmere"])
    without = PublicMatter.of()
    assert personal([STRIKE], public).weight < personal([STRIKE], without).weight
    assert {"ada", "marchbank", "westmere", "parliament"} <= public.names
    added = ["Fares go up and up, and the sixteen of us on the hill have seen nothing at all for that in return."]
    assert not personal_addition(added, public).doubtful
    assert personal_addition(added, without).doubtful


def test_a_subject_that_says_nothing_is_spoken_of_by_its_name():
    assert PublicMatter.of([Subject("a", "reading gardens", ())]).talk.search("All our Reading Gardens are shut")


def test_no_choices_stand_in_how_people_speak_of_a_subject():
    wrong = Subject("a", "trams", (), spoken_of={"words": ("tram|trams", "tram*", "health service", "*")})
    found = list(check_cues(FactBase({}, {"a": wrong}, {}, {}, {}), "facts"))
    assert [str(one.where) for one in found] == ["facts/a/words.yaml"] * 2
    assert {one.rule for one in found} == {"odd-cue"}


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Blue Badge holders should not have to pay. They were promised it, and I have told you so before.", True),
        ("We want room for wheelchairs and for Blue Badges near the door; I was told there are four bays.", True),
        ("My Blue Badge was refused though I can hardly walk.", False),
        ("My mother's blue badge was taken away and nobody rang back.", False),
        ("I have had a Blue Badge for ten years, and now I am told that I cannot have it.", False),
    ],
)
def test_what_a_subject_is_about_is_no_sign_of_a_case_unless_it_is_somebodys(text, own):
    spoken = {"words": ("parking",), "not_personal": ("Blue Badge*", "wheelchair*")}
    with_own = PublicMatter.of([Subject("parking", "hospital parking", (), spoken_of=spoken)])
    without = PublicMatter.of([Subject("parking", "hospital parking", (), spoken_of={"words": ("parking",)})])
    assert personal([text], without).likely
    assert personal([text], with_own).likely is not own


@pytest.mark.parametrize(
    "said",
    [
        "I do NOT think that ACOs are privatisation.",
        "I don't believe accountable care is a form of privatisation, and I am not worried about that.",
        "I am not worried that accountable care is privatisation.",
        "We are not at all afraid of privatisation.",
        "Privatisation does not worry me.",
        "I have no fear of privatisation.",
        "My letter isn't about privatisation.",
    ],
)
def test_what_a_writer_denies_raises_no_topic(said):
    assert raised(f"{ASKS} {said}") == {"overview"}


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("I do not think people realise that ACOs are privatisation.", "privatisation"),
        ("I do not think it is right that ACOs privatise the NHS.", "privatisation"),
        ("I do not believe ministers when they say that ACOs are not privatisation.", "privatisation"),
        ("I am not afraid to say that ACOs are privatisation.", "privatisation"),
        ("Do you not think that ACOs are privatisation?", "privatisation"),
        ("I am not worried about ACOs, but nurses will lose their jobs in accountable care.", "staff"),
        ("I do not think that anybody is accountable for accountable care.", "accountability"),
    ],
)
def test_what_is_only_near_a_denial_raises_its_topic(said, topic):
    assert topic in recogniser().recognise("", said).sure
