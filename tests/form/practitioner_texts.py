"""Sentences as practitioners write them, full of words that are also names; none of them names anybody."""

from __future__ import annotations

import random

WORD_LIKE = (
    ("Hidden One", "Will Young", "May Church", "Mark Field", "Rose Green", "Grace Day", "Hope West",
     "Joy Best"),
    ("Faith Long", "Summer White", "Sunny Hill", "Bill Ward", "Art King", "Drew Park", "Jack Price",
     "Frank Short"),
    ("Ivy Wood", "Penny Small", "Dawn Rivers", "Amber Stone", "Holly Marsh", "Olive Bush", "Reed Banks"),
    ("April Knight", "June Waters", "Daisy Bell", "Rich Cash", "Guy Major", "Chase Walker", "Grant Page"),
    ("Iris Lane", "Miles Post", "Dean Cook", "Ray Bishop", "Sandy Beach", "Star Light", "Max Power"),
    ("Victor Strong", "Ernest Good", "Kirk Session", "Gill Trainer", "Sonny Close", "Ana Mean", "Kit Member"),
    ("Jo Support", "Cy Team", "Di Data", "Ed Change", "Una Winter", "Pam Bank", "Liz Friend", "Sam Thursday"),
)  # fmt: skip
ORDINARY = ("Isla Brown", "Tom Reid", "Zoë Müller", "Ewan McDonald", "Kim Smith-Jones", "Ada van der Berg")
_LINES = """
We will meet again in May, when the days are long. One of us will mark the change on the wall.
One said that it helps. One asked why. Two of us agreed, and one did not. Two led it.
It was one of the best days of the year. Hope is a big word, but we kept it.
The group met in the church hall on the green. Nobody wanted to be the one who left first.
Will this last? May we ask for more time? Mark it in your diary.
Young people said that they hope for more. Young carers were asked last.
Summer was quiet. By summer the numbers rose, and by the autumn they fell again.
In the west of the town one bus a day is all there is. West of the river there is none.
Good practice takes time. Best practice is a phrase that we do not like.
The long day ends with a short walk in the park. Long waits were common.
One member kept a field diary. Field notes were read aloud at each meeting.
Green spaces matter. White walls do not. Grey areas remained.
Joy and faith were words on the wall. Grace is said before the meal.
We asked: “Will it help?” and “May I bring a friend?”
Price matters. The price rose by 20 per cent. Cash was short, and the food bank was busy.
Hill walking was one idea; wood work was another. Wood was given by a local firm.
People rose early. Rose bushes grow by the door. A rose was drawn on one card.
Day one was hard. Day two was better. On the first day we drew a plan.
Church groups came, and so did the Field Studies Council. We met in Church Street and at West Lodge.
The King’s Fund has a toolkit. We used the Best Value guide. See the Green Book for the method.
Change takes time. Support was given. Care at home was the theme. Learning is slow.
A ward sister told us what helps on the ward. Ward rounds take all morning.
Housing support workers said the same. Housing First was named by two people.
Members of the team met every Thursday. Thursday suited most. Meetings were short.
Bill payers were asked. The bill came in June. In April, June and July we had no meeting.
Everyone had a strong view. Strong views were welcome. Power was a theme. Power is not shared easily.
Page 4 says what we did. The page was changed. Post came late. The post of clerk is open.
Cook and eat sessions ran in winter. Winter fuel payments stopped. Onions and rice were bought.
We grant that this is a small step. Small steps count. A grant was given. Grant money was spent.
No one knew. Each one of us wrote one line. Two of the five left. One left in May.
A close friend is worth more than cash. Close to home is best. Close the gap, said a card.
WHAT WE WILL DO IN MAY
What We Will Do Next
Hope, Joy And Faith
A good day out
The Long Road To Change
Our Group And Its Members
One Year On: What Changed
Stone soup was made. Stone walls are cold. Banks were shut, banks of screens were not.
The young man next to me said: one day this will be mine. “Young at heart” was the name of the club.
The session ran over. Session two was cut. At the end of the session we had tea.
The dean of the college and the bishop came. The farmer, the cook and the shepherd told their story.
A knight, a king and a queen were drawn in the art room. Art helps. Art and music were offered.
Light meals were served. The light was poor. Star charts were used with the children.
Major works closed the lane. The lane is narrow. Bell Lane and Marsh Road were shut.
Data was collected by hand. Data shows little. Action 3 was put off. Report it. Survey results are below.
We took a person-centred view. Person by person we asked. Mean scores were not used.
Garden visits, table talks and house calls were tried. House calls worked best. Table 3 shows this.
Come as you are, one card said. Friend or foe? A friend of the group gave the room.
Hidden costs were a theme. What is hidden from view is hard to ask about. One hidden cost was the bus.
In May and June, one in three came. From 1 May to 3 June we were shut. May 2016 was cold.
Mark twain was quoted once. Mark schemes were shared. High marks, low marks: nobody cared.
Sunny days helped. A sunny room was found on the hill. Sandy soil, said one.
The read-aloud went well. Waters rose in winter. Rivers burst their banks.
Dawn raids are feared. Dawn broke. Holly was on the table. Ivy grew up the wall.
Drew lots for who reads first. Jack of all trades, one wrote. Frank talk helped. Guy ropes held.
He said May would be best. They thought Will might mean a legal will. She asked if Hope Street was near.
Thank you for one more year. Thanks to one and all. Thanks for the hard work.
With hope, we go on. With one voice. With summer near, we plan. By one o’clock all had left.
The person who led it was one of the trainers. Trainer notes exist. A trainer came.
All in all a good year. Happy, sad, hopeful. Green, amber, red. Red, Amber and Green cards were used.
We said no; they said yes. No means no. Yes, one said.
Monday, Wednesday and Thursday. Spring, Summer and Winter. North, South, East and West.
Faith groups, church groups, youth groups. Youth, Church and Family. Care and Support.
Good idea! Best so far. Long may it last. Young and old came. Short and sweet.
Team Day, Family Day and Open Day were held. Action Plan, Data and Survey are in the annex.
It was the West End’s first. The Day Centre’s bus came. Summer’s end. The day’s work. Today’s best.
Ask One Question is a card game. The One Show was on. Plan B. Group A met Group B.
The Church said no. The Bank said yes. The Team asked for more. The Group led the work.
Church leaders wrote. Field workers said so. Ward staff told us.
"""
_ENDS = (".", "?", "!", "”")


def texts(count: int, seed: int = 1) -> list[str]:
    """Return texts of a few paragraphs, some with a heading; the same every time."""
    chance = random.Random(seed)  # noqa: S311 - it must be repeatable
    lines = _LINES.strip().splitlines()
    said, headings = (
        [line for line in lines if line.endswith(_ENDS)],
        [line for line in lines if not line.endswith(_ENDS)],
    )
    drawn = []
    for _ in range(count):
        heading = [chance.choice(headings)] if chance.random() < 0.3 else []
        drawn.append("\n".join([" ".join(chance.sample(said, chance.randint(2, 4))), *heading]))
    return drawn
