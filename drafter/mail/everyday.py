"""Words that any letter may hold, whatever it is about: they tell little or nothing of its topics."""

from __future__ import annotations

from typing import Final

# What holds a sentence together, and what is said in every letter.
EVERYDAY: Final = frozenset(
    """a about above across after again against ago all almost along already also although always am among an and
    another any anybody anyone anything anywhere apart are aren't around as at away back be because been before
    being below beside besides best better between beyond bit both but by came can can't cannot certainly come
    comes coming could couldn't couple dare day days did didn't different do does doesn't doing don't done dont
    down during each either else enough especially etc even ever every everybody everyone everything exactly
    except far few first five for four from further gave get gets getting give given gives giving go goes going
    gone good got great had hadn't half hardly has hasn't have haven't having he her here hers herself him
    himself his how however i i'd i'll i'm i've if in indeed inside instead into is isn't it it's its itself
    just keep keeps kept kind last later least less let lets like likely little long look looked looking lot
    lots made make makes making many may maybe me mean means meant might mine more most much must my myself near
    nearly need needed needs neither never new next nine no nobody none nor not nothing now of off often old on
    once one ones only onto or other others otherwise ought our ours ourselves out over own per perhaps please
    pls put puts quite rather really right round said same saw say saying says second see seem seems seen seven
    several shall she should shouldn't simply since six so some somebody someone something sometimes somewhere
    soon still such sure surely take taken takes taking tell telling tells ten than thank thanks that that's the
    their theirs them themselves then there there's therefore these they they're thing things third this those
    though three through thus till to today together told tomorrow too took toward towards twice two u under
    unless until up upon us use used uses using usual usually very via want wanted wants was wasn't way ways we
    we'd we're we've well went were weren't what what's whatever when whenever where whether which while who
    who's whoever whole whom whose why will with within without won't would wouldn't yes yesterday yet you you'd
    you'll you're you've your yours yourself""".split()
)
# What has a meaning, and stands in many letters all the same: it tells a little.
COMMON: Final = frozenset(
    """afraid agree answer answers apparently appreciate ask asked asking asks believe best bless call called
    concern concerned concerning concerns constituency constituent correct dear deeply delighted doubt email
    expect explain fact faithfully fear feel feels felt find finds finding found forward frankly friend friends
    general glad god grateful greatly happen happened happening happens happy hear heard hearing hello help
    helpful hi honestly hope hoping idea imagine inform interested january february march april june july august
    september october november december kindly knew know knowing known knows learn learned letter letters live
    lived lives living matter matters mention message mind mp name named neighbour neighbours note nice noticed
    obvious obviously opinion particularly people person personally point possible postcode prefer present
    presumably question questions quote read reading reads reason received regard regarding regards remember
    reply request respectfully response send sending sent sincerely sir situation sort sorry stand state stop
    stopped strongly subject suggest suppose supposed support supporter surprised talk talked talking think
    thinking thinks thought true truly trust try trying understand understood urge various view views voter wish
    wishes wonder wondering word words worried worry write writes writing written wrong wrote year years
    birthday christmas easter election elections life local address street road lane avenue house home town city
    county area morning afternoon evening night week weeks month months monday tuesday wednesday thursday friday
    saturday sunday time times minute minutes hour hours moment number part place plain place side start started
    end ended ends mr mrs ms miss dr madam lady lord sister brother mother father husband wife son daughter mum
    dad child children family boy girl man men woman women lad nan bad big small large real simple straight able
    become becomes becoming began begin begins bring brings bringing brought changed change changes changing
    decide decided deal early easy everywhere follow full hand hands hold holding holds important job leave
    leaves leaving left line lose lost main meet met middle move moved open order paper pass plus remain remains
    rest result return run running runs set sets show shown shows similar sit stay step table top turn turned
    wait walk watch work worked working works world young
    oppose opposed opposes opposing""".split()
)  # fmt: skip
