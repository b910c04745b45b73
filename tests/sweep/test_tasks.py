"""A sweep's runs: their keys, and which has to wait for which."""

import pytest
from support.plans import tiny

import optimizer as opt
from optimizer.sweep.tasks import list_runs
from optimizer.sweep.worker import Asked

LEVELS = [50.0, 100.0, 200.0]
ASKED = Asked(1e-3, None, 0, {})


def runs(nested=None, instances=None, asked=ASKED):
    """Return tasks and places of a sweep of tiny."""
    return list_runs(instances or {"base": tiny()}, LEVELS, asked, nested)


def test_free_runs_wait_for_nobody():
    """One for each budget and scenario, each with a key of its own."""
    tasks, places = runs(instances={"base": tiny(), "aimed": tiny(targeting=1.5)})
    assert len({task.key for task in tasks}) == len(places) == 6
    assert not any(task.after for task in tasks)
    assert [place.free for place in places] == [task.key for task in tasks]


@pytest.mark.parametrize(
    ("nested", "order"),
    [("up", [50, 100, 200]), ("down", [200, 100, 50])],
)
def test_a_chain_goes_from_budget_to_budget(nested, order):
    """Each run waits for the one before, and contains it or is contained in it."""
    tasks, places = runs(nested)
    chain = [task for task in tasks if task.nesting]
    assert [task.budget for task in chain] == order
    assert [task.after for task in chain] == ["", *(task.key for task in chain[:-1])]
    assert all(task.larger == (nested == "up") for task in chain[1:])
    assert places[0].nested == {nested: next(t.key for t in chain if t.budget == 50)}


def test_the_best_of_three_chains():
    """One begins in the middle and goes both ways."""
    tasks, places = runs("best")
    assert set(places[0].nested) == {"up", "down", "middle"}
    middle = [task for task in tasks if task.nesting == "middle"]
    assert [task.budget for task in middle] == [100, 200, 50]
    assert middle[1].after == middle[2].after == middle[0].key


def test_a_key_depends_on_all_that_a_plan_depends_on():
    """Settings, gap, seed and versions; the same words give the same key."""
    first = runs()[0][0].key
    assert runs()[0][0].key == first
    others = [
        runs(instances={"base": tiny(targeting=1.5)})[0][0].key,
        *(
            runs(asked=Asked(*words))[0][0].key
            for words in ((1e-2, None, 0, {}), (1e-3, 9.0, 0, {}))
        ),
        runs(asked=Asked(1e-3, None, 1, {}))[0][0].key,
        runs(asked=Asked(1e-3, None, 0, {"highspy": "2"}))[0][0].key,
    ]
    assert len({first, *others}) == 6


def test_an_unknown_chain_is_refused():
    """The message says which there are."""
    with pytest.raises(opt.InputError, match="expected up, down or best"):
        runs("sideways")
