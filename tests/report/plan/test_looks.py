"""Marks and shades that the map and its styles share."""

from dataclasses import replace

import pandas as pd
import pytest
from support.plans import tiny, tiny_plan

from optimizer.report.plan.looks import SHADES, looks_of, steps_to


@pytest.mark.parametrize("most", [0.0, 1.0, 3.0, 99.0, 100.0, 12_345.0])
def test_steps_reach_the_most(most):
    """They rise, end at or above the most, and are few."""
    steps = steps_to(most)
    assert steps == sorted(set(steps))
    assert steps[-1] >= most
    assert len(steps) <= SHADES + 1


def with_options(plan, options):
    """Return a plan that seems to build some options."""
    build = pd.DataFrame({"option_id": list(options)})
    return replace(plan, build=build)


def test_a_sector_has_a_colour_and_a_scale_a_form():
    """No two options of the table look alike; hubs have a colour of their own."""
    options = tiny().options
    looks = looks_of(with_options(tiny_plan(), options["option_id"]))
    assert len(set(looks.values())) == len(options)
    table = options.set_index("option_id")
    for one, (colour, form) in looks.items():
        for other, (hue, shape) in looks.items():
            if table.loc[one, "kind"] == table.loc[other, "kind"] == "cluster":
                same = table.loc[one, "sector"] == table.loc[other, "sector"]
                assert (colour == hue) == same
                assert (form == shape) == (table.loc[one, "scale"] == table.loc[other, "scale"])


def test_without_the_tables_no_two_options_look_alike():
    """Sixty-four of them have a colour and form each, in whatever order."""
    bare = replace(tiny_plan(), source=None)
    names = [f"option {n:02}" for n in range(64)]
    looks = looks_of(with_options(bare, names))
    assert len(set(looks.values())) == 64
    assert looks == looks_of(with_options(bare, reversed(names)))
