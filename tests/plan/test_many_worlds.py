"""A plan for many worlds says so, in the words by which it is known."""

import pytest

from optimizer.plan import is_robust, many_worlds


@pytest.mark.parametrize("two_stage", [False, True])
def test_what_it_says_is_known(two_stage):
    """In one stage and in two; other notes are not taken for it."""
    words = many_worlds(1200, 3, two_stage=two_stage)
    assert "1,200 worlds (seed 3)" in words
    assert is_robust(["a note", f"{words}: on average 5."])
    assert not is_robust(["One plan for the centre"])
