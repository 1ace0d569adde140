"""F64, F69: gaps, repairs, losses and a slow reader in any order: nothing is doubled, nothing lost without a word."""

from __future__ import annotations

import os
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from binance_usdm.streams import Gap, GapReason, agg_trade
from binance_usdm.streams._feed import Feed
from binance_usdm.streams._lane import Lane, RepairJob
from binance_usdm.streams._repair import plan

from .test_repair import Rest, put_trades
from .world import make_lane

TRADES = agg_trade("BTCUSDT")


class RepairInAnyOrder(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.feed = Feed(limit=1_000_000)
        self.lane: Lane = make_lane(TRADES, repair=True)
        self.next = 1
        self.taken: list[Any] = []
        self.jobs: list[RepairJob] = []

    @rule(skipped=st.sampled_from([0, 0, 0, 1, 7]), count=st.integers(1, 3), again=st.integers(0, 3))
    def trades_arrive(self, skipped: int, count: int, again: int) -> None:
        self.next += skipped
        numbers = range(self.next, self.next + count)
        self.next += count
        put_trades(self.feed, self.lane, *[each for each in range(self.next - again, self.next) if each > 0], *numbers)

    @rule(reason=st.sampled_from([GapReason.DISCONNECT, GapReason.SILENCE, GapReason.HANDOVER]))
    def the_connection_is_lost(self, reason: GapReason) -> None:
        self.feed.lose(self.lane, reason, 1)

    @rule()
    def the_reader_was_too_slow(self) -> None:
        self.feed.overflow()

    @rule(most=st.sampled_from([1, 2, 5, 1000]))
    def the_reader_takes(self, most: int) -> None:
        self.take(most)

    def take(self, most: int = 1_000_000) -> None:
        self.taken += self.feed.events(most)
        self.jobs += self.feed.jobs
        self.feed.jobs.clear()

    @precondition(lambda self: self.jobs)
    @rule(fate=st.sampled_from(["whole", "whole", "part", "nothing"]))
    def a_repair_ends(self, fate: str) -> None:
        self.end_repair(fate)

    def end_repair(self, fate: str) -> None:
        job = self.jobs.pop(0)
        rest = Rest(last=job.after[0].agg_trade_id - 2) if fate == "part" else Rest()
        events: list[Any] = []
        complete = False
        if fate != "nothing":
            steps = plan(job, 20)
            try:
                request = next(steps)
                while True:
                    request = steps.send(rest.answer(request))
            except StopIteration as done:
                events, complete = done.value
        self.feed.repaired(job, events, complete)
        # Told twice it counts once.
        self.feed.repaired(job, events, complete)

    @invariant()
    def at_most_one_repair_is_under_way(self) -> None:
        if hasattr(self, "jobs"):
            assert len(self.jobs) + len(self.feed.jobs) <= 1

    def teardown(self) -> None:
        if not hasattr(self, "taken"):
            return
        # What was overtaken shows at the next trades.
        put_trades(self.feed, self.lane, self.next, self.next + 1)
        self.take()
        while self.jobs:
            self.end_repair("whole")
            self.take()
        numbers = [each.agg_trade_id for each in self.taken if not isinstance(each, Gap)]
        assert sorted(set(numbers)) == numbers
        told: set[int] = set()
        for gap in [each for each in self.taken if isinstance(each, Gap)]:
            if gap.last_id is not None and gap.first_id is not None and gap.missed != gap.repaired:
                told.update(range(gap.last_id + 1, gap.first_id))
        seen = set(numbers)
        missing = [each for each in range(numbers[0], self.next + 2) if each not in seen]
        assert [] == [each for each in missing if each not in told]


RepairInAnyOrder.TestCase.settings = settings(
    max_examples=40 * (20 if "SOAK" in os.environ else 1), stateful_step_count=40, deadline=None
)
TestRepairInAnyOrder = RepairInAnyOrder.TestCase
