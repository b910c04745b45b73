"""A sweep's table, its plans, and what is taken from the store."""

import json
import os
import random
import signal
import subprocess
import sys
import time

import pandas as pd
import pytest
from support.plans import plain_tiny

import optimizer as opt
from optimizer.solver import ParametricSolver
from optimizer.sweep.worker import Workshop

from .conftest import BUDGETS

CONTRACT = [
    *("budget", "scenario", "status", "reason", "retained", "arrived"),
    *("objective", "bound", "gap"),
    *("cost", "marginal", "built", "seconds", "key"),
]


def assert_same(one, other):
    """Compare tables but for the seconds, which differ from run to run."""
    pd.testing.assert_frame_equal(
        one.to_frame().drop(columns="seconds"), other.to_frame().drop(columns="seconds")
    )


def test_the_table_has_the_contracts_columns(swept):
    """In the contract's order; marginal is persons for each further unit of budget."""
    frame = swept.to_frame()
    assert list(frame.columns[: len(CONTRACT)]) == CONTRACT
    assert list(frame["budget"]) == BUDGETS
    assert set(frame["status"]) == {"optimal"}
    expected = frame["retained"].diff().iloc[1:] / frame["budget"].diff().iloc[1:]
    assert list(frame["marginal"])[:-1] == pytest.approx(list(expected))
    assert pd.isna(frame["marginal"].iloc[-1])


def test_two_scenarios_that_ask_for_the_same_keep_their_names():
    """A scenario that changes nothing shares its runs with `base`, and has rows of its own."""
    found = opt.sweep(
        plain_tiny(), budgets=[50], scenarios={"base": {}, "same": {}}, gap=0.05, workers=1
    )
    rows = found.to_rows()
    assert [row["scenario"] for row in rows] == ["base", "same"]
    assert rows[0]["key"] == rows[1]["key"]
    assert [scenario for _, scenario, _ in found.plans()] == ["base", "same"]


@pytest.mark.parametrize(
    "place", [0, *(pytest.param(place, marks=pytest.mark.slow) for place in (1, 2))]
)
def test_every_bound_holds_for_a_plan_found_the_ordinary_way(swept, tiny, place):
    """No plan of a single solve is better than the sweep's bound, nor the other way round."""
    row = swept.to_rows()[place]
    plan = opt.solve(tiny, budget=row["budget"], gap=0)
    assert plan.objective <= row["bound"] * (1 + 1e-9)
    assert row["objective"] <= plan.bound * (1 + 1e-9)
    assert row["gap"] <= 1e-3


def test_more_money_keeps_no_fewer_beyond_the_gap(swept):
    """The bound at the next level is at least the plan of this one."""
    frame = swept.to_frame()
    assert (frame["bound"].shift(-1).iloc[:-1] >= frame["objective"].iloc[:-1]).all()


def test_every_plan_verifies(swept, tiny):
    """Each plan checks, stays within the centre's budget and has its projection."""
    for budget, scenario, plan in swept.plans():
        assert opt.verify(plan, tiny).ok, (budget, scenario)
        # The budget is the centre's; provinces pay their share beside it.
        assert plan.purses["central"].sum() <= budget * (1 + 1e-9)
        assert plan.projection is not None


def test_the_store_alone_gives_the_same_table_and_plans(swept):
    """open_sweep needs no instance."""
    opened = opt.open_sweep(swept.store.place)
    assert_same(opened, swept)
    assert opened[200.0, "base"].build.equals(swept[200.0].build)
    rows = json.loads(opened.store._files.cat_file(f"{opened.store.place}/frame.json"))
    assert rows == swept.to_rows()
    table = pd.read_parquet(f"{opened.store.place}/frame.parquet")
    assert list(table.columns)[: len(CONTRACT)] == CONTRACT


def test_a_run_that_is_not_there_is_a_key_error(swept):
    """The message says that there is no such run."""
    with pytest.raises(KeyError, match="no run"):
        swept[123.0, "base"]


def test_what_the_store_has_is_not_done_again(swept, tiny, monkeypatch):
    """A second sweep over the store solves nothing."""

    def broken(*args, **more):
        raise AssertionError("solved again")

    monkeypatch.setattr(Workshop, "perform", broken)
    again = opt.sweep(tiny, budgets=BUDGETS, store=swept.store, workers=1)
    pd.testing.assert_frame_equal(again.to_frame(), swept.to_frame())


def test_a_damaged_record_is_named_and_made_again(tiny, tmp_path):
    """Its file is named in the messages, and the table is the same as before."""
    first = opt.sweep(tiny, budgets=[100, 200], store=tmp_path, workers=1)
    path = tmp_path / "runs" / f"{first.to_rows()[1]['key']}.json"
    path.write_text(path.read_text().replace("optimal", "optimum"))
    again = opt.sweep(tiny, budgets=[100, 200], store=tmp_path, workers=1)
    assert any(path.name in message for message in again.messages)
    assert_same(again, first)
    assert opt.open_sweep(tmp_path).messages == []


@pytest.mark.parametrize(
    "change", [{"targeting": 1.5}, {"scale.options.capital_cost": 1.1}, {"limits.max_uplift": 0.4}]
)
def test_a_changed_instance_never_reuses_a_record(swept, change, tmp_path, unsolved):
    """Another setting makes another key."""
    keys = {row["key"] for row in swept.to_rows()}
    same, other = (
        opt.sweep(instance, budgets=[100], store=tmp_path, workers=1).to_rows()[0]["key"]
        for instance in (opt.load("tiny"), opt.load("tiny", settings=change))
    )
    assert same in keys
    assert other not in keys


@pytest.fixture
def unsolved(monkeypatch):
    """Let no run be solved: its key is made before."""

    def left_out(*args, **more):
        raise RuntimeError("left out")

    monkeypatch.setattr(ParametricSolver, "solve", left_out)


def test_a_changed_table_never_reuses_a_record(tmp_path, unsolved):
    """Another cell makes another key."""
    from optimizer.instance.writing import new_instance

    new_instance(tmp_path / "mine")
    before = opt.sweep(tmp_path / "mine", budgets=[100], store=tmp_path / "runs", workers=1)
    path = tmp_path / "mine" / "options.csv"
    path.write_text(path.read_text(encoding="utf-8-sig").replace("800", "801"), encoding="utf-8")
    after = opt.sweep(tmp_path / "mine", budgets=[100], store=tmp_path / "runs", workers=1)
    assert before.to_rows()[0]["key"] != after.to_rows()[0]["key"]


@pytest.mark.slow
def test_scenarios_and_grids_are_rows_of_their_own(tiny, tmp_path):
    """A row for each budget, scenario and value."""
    (tmp_path / "dear.toml").write_text('[scale]\n"options.capital_cost" = 1.5\n')
    sweep = opt.sweep(
        tiny,
        budgets=[200],
        scenarios=["base", tmp_path / "dear.toml"],
        grid={"settings.additional_share": [0.25, 0.8]},
        workers=1,
    )
    frame = sweep.to_frame().set_index("scenario")["retained"]
    assert next(iter(frame.index)) == "additional_share=0.25"
    assert frame["additional_share=0.25"] < frame["additional_share=0.8"]
    assert frame["dear, additional_share=0.8"] < frame["additional_share=0.8"]
    name = "dear, additional_share=0.8"
    assert sweep[200, name].scale == {"options.capital_cost": 1.5}
    assert opt.verify(sweep[200, name], sweep.instances[name]).ok


def test_a_run_without_a_plan_is_a_row_with_its_reason_and_the_rest_goes_on(tiny):
    """One scenario that no plan meets does not end the sweep."""
    impossible = {"limits.min_retained_share": {"Verrin": 0.9}}
    sweep = opt.sweep(tiny, budgets=[100], scenarios={"no": impossible, "yes": {}}, workers=1)
    rows = {row["scenario"]: row for row in sweep.to_rows()}
    assert rows["no"]["status"] == "infeasible"
    assert "Verrin" in rows["no"]["reason"]
    assert rows["no"]["retained"] is None
    assert rows["yes"]["status"] == "optimal"
    with pytest.raises(KeyError, match="infeasible"):
        sweep[100, "no"]


def test_a_run_that_breaks_down_is_a_row_and_is_done_again(tiny, tmp_path, monkeypatch):
    """It is "failed" with its reason, and the next sweep tries again."""

    def broken(*args, **more):
        raise RuntimeError("out of order")

    with monkeypatch.context() as patch:
        patch.setattr(ParametricSolver, "solve", broken)
        failed = opt.sweep(tiny, budgets=[100], store=tmp_path, workers=1)
    assert failed.to_rows()[0]["status"] == "failed"
    assert "out of order" in failed.to_rows()[0]["reason"]
    again = opt.sweep(tiny, budgets=[100], store=tmp_path, workers=1)
    assert again.to_rows()[0]["status"] == "optimal"


@pytest.mark.parametrize(
    "nested", ["up", *(pytest.param(way, marks=pytest.mark.slow) for way in ("best", "down"))]
)
def test_nested_plans_nest_and_their_price_stands_beside(tiny, swept, nested):
    """Each plan contains that of the smaller budget; the free optimum is no worse."""
    sweep = opt.sweep(tiny, budgets=BUDGETS, store=swept.store.place, nested=nested, workers=1)
    before = {}
    for _, _, plan in sweep.plans():
        build = plan.build
        keys = zip(build["region_id"], build["option_id"], strict=True)
        counts = dict(zip(keys, build["count"], strict=True))
        assert all(counts.get(key, 0) >= count for key, count in before.items())
        assert opt.verify(plan, tiny).ok
        before = counts
    frame = sweep.to_frame()
    free = swept.to_frame()
    assert list(frame["free_objective"]) == pytest.approx(list(free["objective"]))
    assert (frame["price"] >= -free["gap"] * free["objective"] - 1e-6).all()


def script(store, workers):
    return (
        "import optimizer as opt\n"
        f"opt.sweep('tiny', budgets={BUDGETS}, store={str(store)!r}, workers={workers})\n"
    )


def killed(store, seconds, workers):
    """Start a sweep in a process group of its own and kill it after some seconds."""
    process = subprocess.Popen(
        [sys.executable, "-c", script(store, workers)], start_new_session=True
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def finished(store):
    folder = store / "runs"
    return {p.name: p.read_bytes() for p in folder.glob("*.json")} if folder.is_dir() else {}


def after_kills(tiny, store, times, workers, seed):
    """Kill and go on, so that no finished record is lost or changed; return the sweep at last."""
    chance = random.Random(seed)
    before = {}
    for _ in range(times):
        killed(store, chance.uniform(1.0, 4.0), workers)
        now = finished(store)
        assert all(now[name] == data for name, data in before.items())
        before = now
        if len(before) == len(BUDGETS):
            before = {}
            for path in (store / "runs").iterdir():
                path.unlink()
    ended = opt.sweep(tiny, budgets=BUDGETS, store=store, workers=1)
    assert ended.messages == []
    return ended


def test_a_killed_sweep_loses_only_the_runs_in_flight(tiny, swept, tmp_path):
    """What was finished is never done again."""
    ended = after_kills(tiny, tmp_path / "runs", times=1, workers=1, seed=1)
    assert_same(ended, swept)


@pytest.mark.slow
def test_two_hundred_kills_lose_nothing(tiny, swept, tmp_path):
    """Nor after many kills, with one and two workers."""
    for store, times, workers in (("one", 150, 1), ("two", 50, 2)):
        assert_same(after_kills(tiny, tmp_path / store, times, workers, seed=times), swept)


@pytest.mark.slow
def test_two_processes_share_a_store(tiny, swept, tmp_path):
    """Both end well, and the table is that of one."""
    both = [subprocess.Popen([sys.executable, "-c", script(tmp_path, 1)]) for _ in range(2)]
    assert [process.wait(120) for process in both] == [0, 0]
    opened = opt.open_sweep(tmp_path)
    assert opened.messages == []
    assert_same(opened, swept)


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_a_dask_cluster_survives_the_death_of_a_worker(tiny, swept, tmp_path):
    """The table is that of one process."""
    distributed = pytest.importorskip("distributed")
    cluster = distributed.LocalCluster(
        n_workers=3, threads_per_worker=1, processes=True, dashboard_address=None
    )
    with cluster, distributed.Client(cluster) as client:
        victim = next(iter(client.run(os.getpid).values()))
        import threading

        threading.Timer(1.5, os.kill, (victim, signal.SIGKILL)).start()
        sweep = opt.sweep(tiny, budgets=BUDGETS, store=tmp_path, dask=client)
    assert_same(sweep, swept)


@pytest.mark.slow
def test_memory_of_a_long_batch_stays_flat(tmp_path):
    """The process is no larger after many runs than after some."""
    text = (
        "import optimizer as opt, psutil\n"
        "from optimizer.sweep import scheduler\n"
        "sizes, ended = [], scheduler.Drive._end\n"
        "def end(self, *args, **more):\n"
        "    ended(self, *args, **more)\n"
        "    sizes.append(psutil.Process().memory_info().rss)\n"
        "scheduler.Drive._end = end\n"
        "levels = [i * 0.05 for i in range(1000)]\n"
        f"opt.sweep('tiny', budgets=levels, store={str(tmp_path)!r}, workers=1)\n"
        "print(sizes[99], sizes[-1])\n"
    )
    out = subprocess.run(
        [sys.executable, "-c", text], check=True, capture_output=True, text=True
    ).stdout
    early, late = map(int, out.split()[-2:])
    assert late < 1.1 * early


@pytest.mark.slow
@pytest.mark.parametrize(
    ("ending", "workers"), [(signal.SIGINT, "1"), (signal.SIGTERM, "2")], ids=["ctrl-c", "kill"]
)
def test_ctrl_c_keeps_what_is_done(tmp_path, ending, workers):
    """Exit 130, after SIGTERM too; the next sweep takes the finished runs from the store."""
    words = ("sweep", "tiny", "--budgets", "100:2000:50", "--workers", workers, "--store")
    process = subprocess.Popen(
        [sys.executable, "-m", "optimizer", *words, str(tmp_path)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while not list((tmp_path / "runs").glob("*.json") if (tmp_path / "runs").is_dir() else []):
        time.sleep(0.1)
    process.send_signal(ending)
    assert process.wait(60) == 130
    statuses = opt.open_sweep(tmp_path).to_frame()["status"]
    assert "optimal" in set(statuses)
    assert "not_run" in set(statuses)
