"""A plan's facts: what the tables lack is named once."""

import math

from optimizer.verify import verify


def test_numbers_that_the_tables_lack(plan, instance, with_cell):
    """Settings that need a number which a region lacks fail by that number, once."""
    for column in ("youth_zero_migration", "youth"):
        other = with_cell(instance, "regions", ["C"], column, math.nan)
        lacking = [
            failure.place
            for failure in verify(plan, other).failures
            if failure.rule == "instance of the plan"
        ]
        assert lacking == [f"regions.{column} of Gamma (C)"]
