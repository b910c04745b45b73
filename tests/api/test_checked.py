"""A plan that was just made is refused where it does not hold."""

from dataclasses import replace

import pytest
from support.plans import tiny, tiny_plan

import optimizer as opt
from optimizer.api.checked import check_plan


def test_a_plan_that_holds_passes():
    """And one with another cost or another name of a region does not."""
    check_plan(tiny_plan(), tiny())
    names = {**tiny_plan().names, next(iter(tiny_plan().names)): "Elsewhere"}
    for other in (replace(tiny_plan(), cost=0.0), replace(tiny_plan(), names=names)):
        with pytest.raises(opt.CheckError):
            check_plan(other, tiny())
