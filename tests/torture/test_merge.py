"""The short run of the torture of merging: whatever people do, copies always come back together."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from carreport.draft.revisions.revision import bare_revision
from carreport.draft.revisions.tree import RevisionTree
from tests.rich_text import text
from tests.torture.merge import ACTS, STORY, World, interleaving


class Exchange(RuleBasedStateMachine):
    """People write, remove, move and send copies in any order; now and then all exchange theirs."""

    @initialize(people=st.integers(3, 8))
    def begin(self, people: int) -> None:
        self.world = World(people)

    @rule(who=st.integers(0, 7), what=st.sampled_from(ACTS), where=st.integers(0, 9))
    def act(self, who: int, what: str, where: int) -> None:
        self.world.act(who, what, where)

    @rule()
    def exchange(self) -> None:
        self.world.exchange()
        assert self.world.trouble() == ""

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.exchange()


Exchange.TestCase.settings = settings(deadline=None, max_examples=25, stateful_step_count=30)
TestExchange = Exchange.TestCase


def test_many_random_histories_end_in_the_same_words_for_everybody() -> None:
    assert [seed for seed in range(60) if interleaving(seed).trouble()] == []


def test_a_lost_word_would_be_noticed() -> None:
    world = World(3)
    person = world.people[1]
    world.type(person, STORY, text(world.word(person)))
    person.book.seal()
    person.book.tree = RevisionTree(
        bare_revision(each.id, each.path, each.parents) for each in person.book.tree
    )
    assert "lost" in world.trouble() or "differ" in world.trouble()
