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
    a able about above across after again against ago ahead all almost along already also although always am among
    an and another any anybody anyone anything anyway are around as aside at away back be became because become been
    before began begin behind being believe below beside best better between beyond both bring bringing brought but
    by call called calls came can cannot care cared careful carefully caring carry case cause centre certain
    certainly chance change children choose church clear clearly close closely closer come comes coming concern
    concerns consider could country day days deal dear decide decided delay delayed did different difficult
    difficulty do doctor doctors does doing done door doors down draw during each early easier easily easy either
    else end enough especially even evening ever every everybody everyone everything example expect experience
    experiences express face facing fact fall feel feeling feels felt few find finding first follow following for
    forward found from full fully further gave general get gets getting give given gives giving glad go goes going
    gone good grateful great group had hall hand happen happened happens happy hard hardly has have having he heads
    health hear heard heart held help helped helpful helping helps her here hers high him his hold hope hoped hopes
    hoping hospital hospitals hour hours how i idea if ill impact important in include indeed instead interest into
    invite is issue it its itself just keen keep kept kind kindly kindness kinds knew know known large last late
    later learn learned learnt least leave leaving left length less let letter letters library life light like
    likely little live lived lives living local long longer look looked looking looks lot love made mail make makes
    making man many matter matters may me mean means meant meet meeting meetings member mental mention mentioned
    message might mind mine moment month months more morning most move much must my myself name near nearly need
    needed needs neither never new next nice night no nobody none nor not note nothing now number nurse nurses of
    off offer offered office often old on once one ones only open or other others our ours ourselves out outcome
    over own paper papers part particular particularly past patient patients people perhaps person personal physical
    piece place places plan plans play please point poor possible post practice present probably problem problems
    put question questions quick quickly quite raised rather reach read reading ready real really reason receive
    received reply rest right room said same saw say see seeing seem seems seen send sent serious service set
    several shall share shared she short should shown side similar since single sit sitting situation small so some
    somebody someone something sometimes soon sorry sort spare speak speaking spoke spoken stand standing start stay
    still stop story street strong such support suppose sure take taken takes taking talk talking team telephone
    tell telling than thank that the their them themselves then there these they thing things think thinking this
    those though thought thoughts through time times to today together told too took touch tried trouble true try
    trying turn two under understand until up upon us use used useful usual usually very view views visit wait
    waited waiting want wanted wants was way ways we week weeks welcome well went were what whatever when where
    whether which while who whole whom whose why wide will wish wishes with within without woman word words work
    worked working worried worry worse would write writing written wrong wrote year years yes yet you young your
    yours yourself
    """.split()
)

# Of these none stands in what is said to one reader alone: who governs, and what is decided by them.
PUBLIC: Final = frozenset(
    """
    amendment authorities authority cabinet chancellor committee commons conservative conservatives council
    councils councillor councillors court courts democrat democrats department departments election elections
    government governments health-service judge judges labour law laws legislation liberal lords manifesto minister
    ministers mp mps nhs opposition parliament parliamentary party parties policies policy political politicians prime
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
