"""Words by which a reader knows somebody’s job: other titles for it, and what only such people have or do.

Each line has the words of a role that mean a job, the words of an organisation that do, other titles of such
a person, and things that go with the job. A title with ~ means somebody of the group only if they use it of
themselves: “as a nurse”, but not “the nurse”.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from carreport.review.identity.text_words import letters_of, stems_of

_JOBS = """
teacher, headteacher, head teacher, rector, depute, principal teacher, lecturer | school, academy |
 ~teacher, ~guidance teacher, ~class teacher, ~schoolteacher, ~subject teacher, ~dominie | my classroom, my
 class, in the classroom, of teaching, in teaching, staffroom, my lessons, i teach, i taught, my teaching,
 my pupils, my timetable, marking, probationer, school gate, assembly, registration class
head teacher, headteacher, rector, depute, principal |  | senior management team | my school, my staff, run
 a school, running a school, my teachers
early years, nursery, childcare, playworker, practitioner in early years | nursery, playgroup | ~nursery
 nurse, ~nursery teacher, ~childminder | toddlers, my nursery, playroom, snack time
psychologist, psychology |  | psychologist, ep, shrink | cognitive assessment, test children, assess
 children, tests in a cupboard, my psychology training, psychology
attendance, welfare officer, education welfare |  | truancy officer, attendance lady, attendance man |
 truancy, attendance figures, attendance letters, the registers
link worker, family worker, family support, home school |  | family worker, link worker | home visits, on
 the doorstep, at the front door
team leader, manager, leader |  | ~manager, ~line manager, ~boss | line manage, report to me, reports to me,
 answer to me
youth | youth club, youth hall, ymca, scouts, youth project | youth worker, club leader | youth club,
 drop-in nights, detached work, the young folk at the club, streetwork
police, constable, sergeant, inspector | police | policeman, policewoman, police officer, constable, cop,
 bobby, pc, sergeant, polis, community officer | in policing, my beat, on the beat, uniform, in uniform, my
 sergeant, my inspector, my shift sergeant, the force, patrol, my patrol, stab vest, my radio, police car
firefighter, fire officer | fire and rescue, fire service | fireman, firefighter | fire station, fire engine
health visitor, health visiting |  | health visitor, hv | weigh, red book, the scales in my car
nurse, nursing, sister |  | ~nurse, ~staff nurse, ward sister, ~district nurse, ~matron | my ward, in
 nursing, dressings, my nursing
midwife, midwifery | maternity | midwife | catch babies, catch more babies, deliver babies, labour ward,
 births i attended, antenatal, delivery suite
general practitioner, gp, doctor, physician | medical practice, surgery, health centre | ~gp, ~family
 doctor, ~doctor, general practitioner | surgery, my patients, see patients, ten-minute appointments, ten
 minute appointment, prescribe, my list, house calls, evening surgery, stethoscope, consulting room,
 referral letter
pharmacist, pharmacy, dispenser | pharmacy, chemist | pharmacist, ~chemist, ~dispenser | chemist, pharmacy,
 prescriptions, dispensary, dispense, behind the counter, my counter, my shop, repeat prescription
peer supporter, peer worker, peer mentor |  | peer supporter | fed my own, my own baby, my own babies, been
 there myself, my own children were fed, as a mum myself
occupational therapist, occupational therapy |  | ot, therapist | grab rail, grab rails, ramp, ramps, bath
 seat, raised toilet seat, adaptations, stairlift, walking frame, equipment store, perching stool, commode
physiotherapist, physiotherapy |  | physio, physiotherapist | exercises, my treadmill, joints
speech and language, speech therapist |  | speech therapist | stammer, picture cards
dietitian, dietician, nutritionist |  | dietitian, dietician | meal plans, diet sheets
social worker, social work | social work | ~social worker | caseload, my caseload, child protection, case
 conference, care order, safeguarding visits, supervision order
support worker, key worker, project worker, carers | carers centre, support project | ~key worker, carers
 worker | my carers, carers’ group, carers’ lunch, the carers i see, respite, young carers i work with
home carer, care worker, care assistant, home care | care home, home care | ~carer, ~home help, home carer |
 my run, tuck-in visits, personal care
day centre, day services | day centre | day centre lady, day centre man | my day centre, our members, our
 lunch club, my staff at the centre
housing | housing association, homes | housing officer, housing man, housing lady | tenants, tenancy,
 tenancies, my tenants, rent arrears, our tenants, voids, evictions, repairs line, key handover, allocations
welfare rights, benefits adviser, money adviser, debt adviser |  | benefits adviser, welfare rights woman,
 welfare rights man | tribunal, appeals, mandatory reconsideration, benefit claims, pip forms, my appeals
adviser, advice worker | citizens advice, advice bureau | ~adviser, cab adviser | our bureau, interview
 room, my interviews
work coach, employability, job coach, employment | jobcentre, job centre, dwp | work coach, job coach |
 claimants, claimant, sanction, sanctions, universal credit, my claimants, commitments, journals, signing
 on, sign on
foodbank, food bank | foodbank, food bank | foodbank man, foodbank woman | food parcels, parcels, give out
 food, hand out food, tins, our shelves, vouchers, donations, sell-by, the van of beans
minister, priest, chaplain, pastor, vicar, clergy | church, parish, mosque, chapel | minister, priest,
 vicar, pastor, clergy, clergyman, man of the cloth, chaplain, padre, reverend, man in the collar |
 congregation, my parish, manse, pulpit, sermon, sermons, kirk session, parishioners, funerals, bury, buried,
 weddings i took, collar, another charge, my charge, on sundays i, hymn, preach, the kirk door, vestry, my
 flock, pews
librarian, library | library | librarian, library lady, library assistant | issue desk, stamp books, my
 library, lend, lending, book group, overdue, bookbug, reading room, my shelves, among the books, stacks,
 date stamp
transport planner, transport | transport, bus company | planner, bus planner, transport man, transport
 planner | timetables, bus routes, plan buses, buses i plan, bus route, timetable, passenger numbers, my
 maps, routes, traffic model, concessionary
driver |  | ~driver, ~minibus driver | behind the wheel, passengers, my passengers, my minibus, drive folk,
 my mirror, my car
community education, community learning, community development, learning and development |  | cld worker,
 community worker, community educator | adult learning, adult learners, learners, evening classes, adult
 classes, my learners, literacy group, adult literacy
volunteer coordinator, volunteering | volunteer centre |  | my volunteers, our volunteers, recruit
 volunteers
coordinator |  | coordinator |
councillor, elected member |  | councillor, elected member | my constituents, my surgeries, council chamber,
 my ward
chief executive, chief officer, director |  | chief executive, the boss, director | my board, our trustees,
 my directorate
analyst, statistician, performance officer, information officer |  | analyst, data person, numbers person,
 statistician | spreadsheets, my spreadsheet, statistics, data sets, datasets
policy |  | policy person | committee papers, ministers’ briefings
finance, accountant, treasurer |  | accountant, treasurer, finance person | the ledger, invoices, the books
 balanced
solicitor, lawyer, legal | law centre | lawyer, solicitor | my clients in court, in court
prison officer, criminal justice, justice social work | prison | prison officer | inmates, on the wing
researcher, research fellow, doctoral | university | researcher, academic, research fellow | my thesis, my
 university, the literature, fieldwork
mental health |  | mental health worker, cpn | my clinic
drug and alcohol, addiction, recovery worker |  | addiction worker, recovery worker | needle exchange,
 methadone
planner, town planning |  | town planner | planning applications
environmental health |  | environmental health officer | kitchens i inspect, inspections
arts, artist, culture | theatre, gallery, museum | artist | my studio, rehearsal
museum, curator | museum | curator | my collection, display cases
sport, leisure, coach | leisure trust, sports centre | sports coach | training sessions, pitch, the gym
receptionist, reception, administrator, secretary, clerical |  | receptionist, secretary, admin person,
 administrator | the front desk, my reception, the switchboard, typing, minutes of
caretaker, janitor, facilities |  | janitor, jannie, caretaker | my keys, boiler, mop
cook, catering | kitchen, cafe | cook, dinner lady | my kitchen, serve lunch, pots
interpreter, translator, esol |  | interpreter, translator | my language, interpreting
farmer, crofter |  | farmer, crofter | my sheep, lambing
"""


@dataclass(frozen=True, slots=True)
class JobWords:
    """A job: the words of roles and organisations that mean it, and those that tell a reader of it.

    `own_titles` mean somebody only if they say it of themselves, and `own_things` only after “my” or “our”.
    Things are stems, so that “preached” is found as “preach”.
    """

    roles: frozenset[str]
    organisations: frozenset[str]
    titles: frozenset[str]
    own_titles: frozenset[str]
    things: frozenset[str]
    own_things: frozenset[str]


def _read(text: str) -> tuple[JobWords, ...]:
    return tuple(map(_job, text.replace("\n ", " ").strip().split("\n")))


def _job(line: str) -> JobWords:
    roles, organisations, titles, things = (
        [part.strip() for part in column.split(",")] for column in line.split("|")
    )
    own_titles = [title for title in titles if title.startswith("~")]
    own_things = [thing for thing in things if thing.startswith(("my ", "our "))]
    return JobWords(
        _letters(roles),
        _letters(organisations),
        _letters(title for title in titles if title not in own_titles),
        _letters(own_titles),
        _stems(thing for thing in things if thing not in own_things),
        _stems(thing.partition(" ")[2] for thing in own_things),
    )


def _letters(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(filter(None, map(letters_of, phrases)))


def _stems(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(filter(None, map(stems_of, phrases)))


JOBS = _read(_JOBS)
