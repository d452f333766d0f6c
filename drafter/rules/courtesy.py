"""The closed vocabulary of courtesy: words of which no claim about the world can be made.

A sentence made of these alone needs nobody's approval. Any other sentence of a template's own must stand, word for
word, among the 'courtesies' of the subject's words.yaml, where a person has looked at it.
"""

from __future__ import annotations

import re

VOCABULARY = frozenset(
    """
    a about above above-mentioned after again all also although am an and another answer answered answers any
    anything as ask asked asking asks at be because been before being below both briefly but by can come concern
    concerned concerns contact could dear detail did do document documents does each either else enough ever
    everything far first follow followed following follows for forward free from further get getting give given
    gives glad go goes grateful guess had happen happens has have having hear heard help helpful helps here
    hesitate hope how however i if in into is it its itself just keep kept kind kindly know known last later
    least letter letters like little long look looked looking made make makes many matter matters may me mean
    mention mentioned might mine moment more moreover most move moved much must my myself name names need never
    next no none nor not nothing of office on once one only or other others otherwise our out over own part
    passed perhaps place please point points possible put question questions quite raise raised raises rather
    read reading reason regards replied reply same second see seen send sent set shall should since sincerely so
    some somebody someone something soon sooner sorry still such take taken taking tell than thank thanks that
    the their them themselves then there therefore these they thing things think this those though thought
    through time times to told too took touch trouble turn two-fold understand until up upon us useful view
    views want was way we well were what when where whether which while who whole whom whose why will wish
    wished with within without word words would write writing written wrote yet you your yours yourself
    """.split()
)
# Each is how somebody claims, or what is claimed to be done in the world; no approval lets them into a courtesy.
_CLAIMING = """
    accept admit agree allege announce argue assert assure attack award ban blame bring build buy cancel cause
    cease claim clos(e) commit complain conclude condemn confirm consult contract(ed) criticis criticiz cut
    decid declar decreas defend defund delay deliver demand den(y) destroy deteriorat die disclos dismantl
    disput double drop ensur establish estimat exist expect explain fail fear find forc found fund grow
    guarantee halv harm hid(e) hir improv increas indicat insist introduc invest kill launch lead learn led
    legislat lie lied lose lost lower maintain negotiat oppos order outsourc own(ed) pa(id) permit plan pledg
    postpon preserv prevent privatis(ed) privatiz(ed) promis propos protect prov publish rais(ed) recommend
    record reduc refus regulat reject repeal report requir resign reveal rise rule sack said save say scrap sell
    shar show sign sold spend spent spread stat(e) stop suffer support suppress surge threaten transfer undermin
    vot(e) wait warn wast weaken win withdr worsen
    """.split()
_ENDING = r"(?:e|es|s|ed|d|ing|ied|ies|t|ting|ted|ned|ning|ped|ping|en|n)?"
CLAIM = re.compile(
    rf"\b(?:{'|'.join(re.escape(v.replace('(', '').replace(')', '')) for v in _CLAIMING)}){_ENDING}\b", re.IGNORECASE
)
