"""A record that is whole may still be forged, or another run's."""

import pytest
from support.plans import plain_tiny

import optimizer as opt
from optimizer.sweep.trust import Trust
from optimizer.sweep.worker import Task


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """Return a store with two runs, and the rows."""
    store = opt.Store(tmp_path_factory.mktemp("store"))
    return store, sweep(store).to_rows()


def sweep(store):
    """Do or read the two runs."""
    return opt.sweep(plain_tiny(), budgets=[20, 40], store=store, workers=1)


def better(content):
    """Let a record say that more stay, everywhere."""
    plan = content["plan"]
    for row in plan["regions"]:
        row["retained"] *= 2
    for name in ("retained", "objective", "bound"):
        plan[name] *= 2


def dearer(content):
    """Let a record say that it is of another budget."""
    content["plan"]["budget"] = 400.0


def looser(content):
    """Let a record be one under other settings."""
    content["plan"]["settings"]["commute_limit"] = 75.0


def unproven(content):
    """Let a run call its plan proven that is not."""
    content["plan"]["status"] = "time_limit"


@pytest.mark.parametrize(
    ("forge", "why"),
    [
        (better, "has"),
        (dearer, "its plan is of the budget 400"),
        (looser, "settings.commute_limit is 75"),
        (unproven, "its plan is 'time_limit'"),
        (lambda content: content.update(budget=40.0), "it is of the budget 40"),
        (lambda content: content.update(plan="none"), "its plan can't be read"),
    ],
)
def test_a_forged_record_is_doubted(done, forge, why):
    """Whatever its checksum says; the true one is not."""
    store, rows = done
    task = Task(rows[0]["key"], "base", 20.0)
    trust = Trust({"base": plain_tiny()})
    content = store.read(task.key)
    assert trust.doubt(task, content) == ""
    forge(content)
    assert why in trust.doubt(task, content)


def test_a_forged_record_is_named_and_made_again(done):
    """The rows are what they were, and the store holds the true record again."""
    store, rows = done
    key = rows[0]["key"]
    true = store.read(key)
    content = store.read(key)
    better(content)
    store.write(key, content)
    again = sweep(store)
    assert f"runs/{key}.json is no record of this run (" in again.messages[0]
    assert again.messages[0].endswith("it is made again")
    assert again.to_rows()[0]["retained"] == rows[0]["retained"]
    assert store.read(key)["plan"]["regions"] == true["plan"]["regions"]
    assert sweep(store).messages == []


def test_an_instance_that_is_not_known_leaves_records_alone():
    """As where a scenario's instance is not at hand."""
    content = {"budget": 20.0, "plan": {"budget": 20.0, "status": "optimal"}, "status": "optimal"}
    assert Trust({}).doubt(Task("k", "base", 20.0), content) == ""
