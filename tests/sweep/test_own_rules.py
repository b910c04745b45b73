"""Sweeps under rules of one's own: each run keeps them, wherever it is done."""

import os

import pytest
from support.own_rules import bio_in_b, hidden, no_ai_in_a, two_towns

import optimizer as opt

BUDGETS = [10, 20, 30]


@pytest.fixture(scope="module")
def towns(tmp_path_factory):
    return opt.load(two_towns(tmp_path_factory.mktemp("towns")))


def retained(sweep):
    """Return who stays, by budget; failing runs with their reason."""
    assert list(sweep.to_frame()["reason"].dropna()) == []
    return sweep.to_frame()["retained"].tolist()


def keys(sweep):
    return [row["key"] for row in sweep.to_rows()]


def swept(towns, **more):
    return opt.sweep(towns, budgets=BUDGETS, gap=0, **{"workers": 1, **more})


def test_each_run_is_the_plan_of_a_model_with_the_rule(towns):
    """Biotech in A, then AI in B, then biotech there; without the rule 60, 90, 110."""
    sweep = swept(towns, rules=no_ai_in_a)
    assert retained(sweep) == pytest.approx([30, 50, 60])
    for budget in BUDGETS:
        model = opt.build_model(towns, budget=budget)
        no_ai_in_a(model)
        plan = opt.solve(model, gap=0)
        assert sweep[budget].build.equals(plan.build)
        assert sweep[budget].bound == plan.bound
        assert "no_ai" in sweep[budget].notes[-1]
    assert retained(swept(towns)) == pytest.approx([60, 90, 110])


def test_its_plans_remember_the_rules(towns):
    """Asked for the worth of instruments they keep them: 30 + 10 without AI."""
    found = opt.by_instrument(swept(towns, rules=no_ai_in_a)[20], gap=0).instruments
    assert dict(zip(found["instrument"], found["adds"], strict=True)) == pytest.approx(
        {"bio": 30, "ai": 10}
    )


@pytest.mark.parametrize("nested", ["up", "down", "best"])
def test_nested_plans_keep_them(towns, nested):
    """Each contains the one before, and none has AI in A."""
    sweep = swept(towns, rules=no_ai_in_a, nested=nested)
    before = set()
    for _, _, counts in sweep.decided():
        now = {key for key, count in counts.items() if count}
        assert before <= now
        assert ("A", "ai") not in now
        before = now


def test_a_store_keeps_the_runs_of_each_rule_apart(towns, tmp_path):
    """No key is shared between rules, with none, or with two; the same rule is found again."""
    choices = [None, no_ai_in_a, bio_in_b, [no_ai_in_a, bio_in_b]]
    sweeps = [swept(towns, rules=rules, store=tmp_path) for rules in choices]
    assert len({key for sweep in sweeps for key in keys(sweep)}) == len(choices) * len(BUDGETS)
    assert retained(sweeps[3]) == pytest.approx([10, 40, 60])
    again = swept(towns, rules=no_ai_in_a, store=tmp_path)
    assert again.to_frame().equals(sweeps[1].to_frame())


def test_two_rules_of_one_name_have_other_keys(towns, tmp_path):
    """AI is forbidden in A, or in B."""

    def made(place):
        def rule(model):
            model.x[place, "ai"].setub(0)

        return rule

    one, other = (swept(towns, rules=made(place), store=tmp_path) for place in "AB")
    assert not set(keys(one)) & set(keys(other))
    assert (retained(one)[1], retained(other)[1]) == pytest.approx((50, 90))


def test_a_rule_without_source_needs_a_store_in_memory(towns, tmp_path):
    """Refused for a folder before anything is written there."""
    with pytest.raises(opt.InputError, match="“hidden” can't be told from others"):
        swept(towns, rules=hidden(), store=tmp_path / "store")
    assert list((tmp_path / "store").glob("*/*")) == []
    assert retained(swept(towns, rules=hidden())) == pytest.approx([60, 90, 110])
    assert retained(swept(towns, rules=hidden(), store="memory://hidden"))


def test_the_sweep_says_under_which_rules_it_was_made(towns, tmp_path):
    """In its summary, also when it is opened again."""
    told = "rules of one's own (no_ai_in_a)"
    sweep = swept(towns, rules=no_ai_in_a, store=tmp_path)
    assert told in str(sweep)
    assert told in str(opt.open_sweep(tmp_path))
    page = sweep.report(tmp_path / "page.html").read_text(encoding="utf-8")
    assert "no_ai_in_a" in page
    assert told not in str(swept(towns))


def test_what_cant_be_sent_to_processes_is_refused(towns):
    """By name, with the remedy."""
    with pytest.raises(opt.InputError, match=r"“<lambda>” can't be sent.*workers=1"):
        swept(towns, rules=[no_ai_in_a, lambda model: None], workers=2)


def test_where_no_workers_are_asked_for_it_is_done_here(towns, monkeypatch):
    """With a message, since it takes longer."""
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    sweep = swept(towns, rules=[no_ai_in_a, lambda model: None], workers=None)
    assert retained(sweep) == pytest.approx([30, 50, 60])
    assert "done in this process" in sweep.messages[0]


def test_what_the_started_script_holds_is_refused(towns, monkeypatch):
    """Pickle takes it, but a worker has another script."""
    import __main__

    def rule(model):
        pass

    rule.__module__, rule.__qualname__ = "__main__", "rule"
    monkeypatch.setattr(__main__, "rule", rule, raising=False)
    with pytest.raises(opt.InputError, match="“rule” is written in the script that was started"):
        swept(towns, rules=rule, workers=2)


def test_a_rule_that_breaks_is_a_row(towns):
    """The other runs go on."""

    def broken(model):
        if model.budget_given == 20:
            raise KeyError("nowhere")

    rows = swept(towns, rules=broken).to_rows()
    assert [row["status"] for row in rows] == ["optimal", "failed", "optimal"]
    assert "nowhere" in rows[1]["reason"]


@pytest.mark.slow
def test_worker_processes_keep_them(towns):
    """A rule that is imported there gives the same table."""
    assert retained(swept(towns, rules=no_ai_in_a, workers=2)) == pytest.approx([30, 50, 60])


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_a_cluster_keeps_them(towns):
    """Also a rule that has no name there."""
    distributed = pytest.importorskip("distributed")
    place = "A"
    with (
        distributed.LocalCluster(
            n_workers=1, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        sweep = swept(towns, rules=lambda model: model.x[place, "ai"].setub(0), dask=client)
    assert retained(sweep) == pytest.approx([30, 50, 60])
