"""The verbs of claim: how somebody claims, and what is claimed to be done in the world.

No approval lets them into a courtesy: whoever reads 'was announced' or 'will be cut' takes it for a claim.
"""

from __future__ import annotations

import re

# Beginnings of words; each takes the endings below.
_CLAIMING = """
    abolish accept accus admit agree alleg announc appoint approv argu assert assur attack award axe ban betray
    blam block break broke bring brought built buy bought campaign cancel caus ceas claim clos(?=e|u|i) collaps
    commit complain conceal conclud condemn confirm consult contracted contracting criticis criticiz crush cut
    cutting damag deceiv decid declar decreas defeat defend defund delay deliver demand deni deny denying
    destroy deteriorat die died dying disclos dismantl disput doubl drop ensur establish estimat exclud expos
    fail fear fought fund grew grow guarantee halt halv harm hid hidden hide hiding hir ignor impos improv
    increas indicat insist introduc invest kill lack launch lead led legislat lie lied lies lying lose loses
    losing lost lower maintain merg misled mislead negotiat oppos order outsourc overturn own owns owned owning
    paid permit plan pledg postpon preserv prevent privatis privatiz promis propos protect prov publish
    recommend reduc refus reject repeal report requir resign reveal rise risen rising rob rose ruin ruled ruling
    sack sacrific said sav saw say scandal scrap secret sell selling share shut sign slash sold spend spending
    spent spread starv stated stating steal stole stop struck suffer sue suppress surg swindl threaten took
    trebl tripl transfer undermin unlawful illegal uphold upheld vot warn wast weaken win withdr won worse
    worsen
""".split()
_ENDING = r"(?:e|es|s|ed|d|ing|ied|ies|y|ting|ted|t|ned|ning|ped|ping|led|ling|en|n|awn|ew|aw|ure|ures|al|als|er|ers)?"
CLAIM = re.compile(rf"\b(?:{'|'.join(_CLAIMING)}){_ENDING}\b", re.IGNORECASE)
