"""Words that people use for one another in letters, whatever these are about; a full stop ends a family."""

from __future__ import annotations

from typing import Final

FAMILIES: Final = """
close closed closing closure closures closes shut shuts shutting locked padlock padlocked mothball mothballed.
cut cuts cutting axe axed axing scrap scrapped scrapping withdraw withdrawn withdrawing cancel cancelled
cancelling dropped.
cost costs costing price prices priced fee fees charge charges charged charging afford affordable cheap cheaper
cheapest expensive pay pays paying.
money fund funds funded funding budget budgets cash finance finances financial purse subsidy grant grants.
consult consults consulted consulting consultation consultations.
list lists listed register registers registered recorded catalogue inventory.
sell sells selling sold sale flog flogged auction.
company companies firm firms corporation corporations business businesses operator operators conglomerate.
private privatise privatised privatisation privately commercial.
profit profits profitable profiteering dividend dividends shareholder shareholders owners.
law laws legal lawful unlawful statute statutory act legislation.
parliament parliamentary commons lords chamber.
debate debated debates debating.
vote votes voted voting division.
court courts judge judges judgment judicial barrister barristers lawyers.
committee committees inquiry.
contract contracts tender tendering procurement bid bids bidding bidder bidders.
job jobs post posts redundancy redundancies redundant.
wage wages salary salaries paid pension pensions.
staff employee employees workforce workers worker colleagues.
employer employers employed employ employing.
teacher teachers teaching pupil pupils student students.
doctor doctors gp gps physician consultant consultants surgeon surgeons.
nurse nurses nursing midwife midwives.
patient patients.
hospital hospitals infirmary ward wards.
clinic clinics surgery surgeries.
treatment treatments operation operations procedure procedures.
old elderly pensioner pensioners aged.
disabled disability wheelchair blind deaf.
school schools college colleges.
house houses housing homes dwelling dwellings flats.
build building builder builders developer developers built development.
pollution polluted fumes smoke exhaust emissions diesel diesels.
clean cleaner electric battery hydrogen.
late delay delays delayed unreliable.
evening evenings night nights sunday sundays saturday weekend weekends.
timetable timetables.
route routes.
fare fares.
ticket tickets.
village villages rural parish.
council councils councillor councillors.
transparent transparency secret secrecy secretive.
accountable accountability answerable responsible responsibility liable.
elect elected unelected democratic democratically democracy.
america american americans usa.
explain explained explanation clarify clarification define definition jargon.
difference different differs differ.
safe safety unsafe dangerous danger.
rubbish litter waste bins.
tree trees hedge hedges.
flood floods flooding flooded.
noise noisy loud.
crime criminal police officers.
parking park parked.
pothole potholes.
trains train rail railway railways.
"""
