"""Words of ordinary life, in which an office writes to one reader alone; and the words of public life, which are none.

A word of the subject is one that its facts and questions hold and that is not here: what is said with it is claimed of
the subject, however kindly. Words that make a claim of a service ('free', 'closed', 'paid', 'run') are left out on
purpose.
"""

from __future__ import annotations

from typing import Final

# Small words, and the ordinary words of letters, meetings, families, health and time; the forms that are used.
EVERYDAY: Final = frozenset(
    """
    a able about above across act address after again against ago ahead all almost along already also although
    always am among an and another answer answered answers any anybody anyone anything anyway april are area arm's
    around as aside ask asked asking asks at august away back be became because become been before began begin
    behind being believe below beside best better between beyond big both bring bringing brought but by call called
    calls came can cannot care cared careful carefully caring carry case cause centre certain certainly chance
    change children choice choose church clear clearly close closely closer come comes coming community concern
    concerns conditions consider copied could country day days deal dear december decide decided delay delayed
    dentist did different difficult difficulty do doctor doctors does doing done door doors down draw during each
    early easier easily easy either else end enough especially even evening ever every everybody everyone everything
    example expect experience experiences express face facing fact fall february feel feeling feels felt few find
    finding finds first follow following for form forms forward found from full fully further future gave general
    get gets getting give given gives giving glad go goes going gone good grateful great group had hall hand happen
    happened happens happy hard hardly has have having he heads health hear heard heart held help helped helpful
    helping helps her here hers high him his hold hope hoped hopes hoping hospital hospitals hour hours how i idea
    if ill impact important in include including indeed instead interest into invite is issue it its itself january
    job jobs join july june just keen keep kept kind kindly kindness kinds knew know known large last late later
    learn learned learnt least leave leaving left length less let letter letters library life light like likely
    little live lived lives living local long longer look looked looking looks lot love made mail make makes making
    man many march matter matters may me mean means meant meantime meet meeting meetings member mental mention
    mentioned message might mind mine moment month months more morning most move much must my myself name near
    nearly need needed needs neither never new next nice night no nobody none nor not note nothing november now
    number nurse nurses october of off offer offered office often old on once one ones only open or other others our
    ours ourselves out outcome over own paper papers part particular particularly past patient patients people
    perhaps person personal physical piece place places plan plans play please point poor poorly possible post
    practice prefer preferred present probably problem problems properly put question questions quick quickly quite
    raised rather reach read reading ready real really reason receive received reply rest results right room said
    same saw say see seeing seem seems seen send sent september serious service set several shall share shared she
    short should shown side similar since single sit sitting situation small so some somebody someone something
    sometimes soon sorry sort spare speak speaking spoke spoken staff stand standing start stay still stop story
    street strong stronger such support suppose sure take taken takes taking talk talking team telephone tell
    telling than thank that the their them themselves then there these they thing things think thinking this those
    though thought thoughts through time times to today together told too took touch treatment tried trouble true
    try trying turn twice two under understand unhelpful until up upon us use used useful using usual usually very
    view views visit wait waited waiting want wanted wants was way ways we week weeks welcome well went were what
    whatever when where whether which while who whole whom whose why wide will wish wishes with within without woman
    word words work worked working worried worry worse would write writing written wrong wrote year year's years yes
    yet you young your yours yourself
    """.split()
)

# Of these none stands in what is said to one reader alone: who governs, and what is decided by them.
PUBLIC: Final = frozenset(
    """
    amendment authorities authority cabinet chancellor committee commons conservative conservatives council
    councils councillor councillors court courts democrat democrats department departments election elections
    government governments health-service judge judges labour law laws legislation liberal lords manifesto minister
    ministers mp mps nhs opposition parliament parliamentary policies policy political politicians prime
    regulation regulations secretary taxpayer taxpayers tories tory treasury vote votes westminster whitehall
    """.split()
)

# Of these, none with a capital: 'the Party', and 'your birthday party'.
PUBLIC_NAMES: Final = frozenset("Act Acts Bill Bills House Parties Party Speaker State".split())

# People who may be somebody's, and what came in the post: of these an office may say how they are, or that they came.
YOURS: Final = frozenset(
    """
    account anxiety aunt baby brother card children circumstances comments concern concerns contact courage dad daughter
    daughters disappointment distress e-mail e-mails email emails enquiry experience experiences family father feelings
    frustration gran granddaughter grandfather grandmother grandson grief husband interest invitation kindness letter
    letters loss message messages mother mum nan neighbour neighbours note nephew niece parents partner patience
    petition postcard question questions situation sister son sons story support thoughtfulness time uncle view views
    visit wife words worry
    """.split()
)

# Verbs that make a statement of a line; none of them is part of a name or of an address.
VERBS: Final = frozenset(
    """
    am is are was were be been being isn't aren't wasn't weren't has have had hasn't haven't hadn't does did doesn't
    didn't don't won't would shall should can't cannot could might must not never nothing
    """.split()
)

# The words of thanks, sympathy, meetings and help: what holds no other is read, and asked about no further.
KINDNESS: Final = frozenset(
    """
    a able about accept account adding address addressed admiration admire afraid after afternoon again age ago all
    allotment allotments alone along always am amount an and anger anniversary another answer answered answering
    anxious any anything apologies apologise appointment appreciate april are area arrange arrival arrived as ask
    asked asking assistant astray at attach attend august aunt autumn away baby back be bearing beautifully become
    been before beforehand behalf being bereavement best better birth birthday bless boiler born both box boy brave
    bravo briefly bring brother brother-in-law brothers brought bump busy but by cake call called came can cancelled
    cancer cannot card care carefully carer cares caring case caseworker cat catching celebrate chance chemotherapy
    children chocolates choir christmas church circumstances class clear clearly close coffee colleague colleagues
    come coming comments commons complete concert condolences confidence congratulations constituency contact
    conversation coped copies copy could courage course cousin crossed dad date daughter daughter-in-law daughters
    day daytime deal death december deepest delay delicious delight delighted delightful dementia details diagnosis
    diamond did died difficult difficulty direct disabled disappointed discussed do documents does dog door down
    drawing drop e-mail each earlier earned ease easier easiest easter easy elderly else email enclose enclosed
    engagement enjoy enjoyed enjoying enjoys enough envelope evening ever every everything exams excellent excuse
    exhausting experience express eyesight fair fall family father february feel feeling felt fete few file fill
    finally find finds first floor flower flowers fondness foot for forgive form forms forward forwarded frail
    friday friend friends from full further future fête garden get gets getting girl give giving glad goes going
    golden good grand grandad grandchildren granddad granddaughter grandma grandmother grandparents grandson
    grateful great ground had hand handwriting hangs happiness happy hard has have having he hear hearing help
    helpful helps her here hesitate highlight him hip his holiday home honesty honoured hope hoped hoping hospice
    house housing how husband i if ill illness imagine in including informed interest interested into invitation
    invited inviting is it jam january job join joy july june just keep kept kind kindly kindness knee knew knocked
    know large last late leaflet learn left let letter letters letting library life lift like list little live lived
    lives local long longer look looked looking losing loss lost love loved lovely luck lunch made mailing make many
    march market marmalade married marsh matter matters may me means meant meantime meanwhile meet meeting member
    memorial memories mend mending mentioned merry message met might mind mine mislaid miss missed misspelling
    monday month months more morning mother move moved much mum must my myself name naturally need needed neighbour
    neighbours nephew new news newspaper next nice nicer niece noon not note november number nurse october of off
    office often old on once one only open opening operation or other our out over own pain painful papers parent
    parents party pass passed passing patience patient patients permission person personal petition photograph
    photographs please pleased pleasure pm poem poor poorly popping post postcard postcode posted prefer preferred
    properly proud pupils puppies puppy put questions quick quickly quite quote raising ramp rang rather reach
    reached reaches reaching read realise received recent recovery reference regards regret relative remember
    remembrance replied reply replying rest restful retirement return returning right ring roses round sad saddened
    sadly safely said sang saturday saw say school scouts second see seeing send sending sent september settle
    settles settling shall share shared sharing she shines shock shortly should show sight sign signature signing
    since sincere sister sisters sleep slip smile smoothly so some someone somewhere son soon sooner sorry sounds
    speak speedy spelling spoiled spoke st staff stamped stand station stay stepfather still straight street
    stronger success suit suits summer sun sunday surgeries surgery sympathies sympathy take taken taking talk
    talking tea team telephone tell telling tells test than thank thanking thanks that the their then there think
    thinking this thoroughly thought thoughtful thoughtfulness thoughts thriving through thursday tick time tiring
    to together told too took touch touched tried trouble trust tuesday twice twins two typed unable uncle
    understand unfortunately unhelpful until unusually unwell up upset us very village visit volunteer wait waited
    waiting wall want wanted warm was way we weather wedding wednesday week weekday weekend weeks welcome well well-
    went were wheelchair when where whether while wife will wish wishes wishing with without wives woman wonderful
    words work worked worried worry worrying would write writing written wrongly wrote year years yesterday you your
    yours yourself
    """.split()
)
