"""A sweep with all that may be asked of it; what it finds is in tests/sweep."""

import pytest
from support.plans import tiny

import optimizer as opt


def test_bad_options_are_refused_before_anything_runs(tmp_path):
    """Gap and budget by name; the store is not begun."""
    with pytest.raises(opt.InputError, match="--gap"):
        opt.sweep(tiny(), budgets=[50], gap=2.0, store=tmp_path / "runs")
    with pytest.raises(opt.InputError, match="--budget"):
        opt.sweep(tiny(), budgets=[-50], store=tmp_path / "runs")
    assert not (tmp_path / "runs").exists()


def test_a_sweep_has_its_verbs_and_so_has_a_stored_one(tmp_path):
    """Rows of runs without a plan too; plans are those of `solve`, with their verbs."""
    runs = opt.sweep(tiny(), budgets=[0.0], store=tmp_path, workers=1)
    assert isinstance(runs, opt.Sweep)
    assert isinstance(runs[0.0], opt.Plan)
    assert [type(plan) for _, _, plan in runs.plans()] == [opt.Plan]
    assert str(runs) == runs.summary()
    again = opt.open_sweep(tmp_path)
    assert isinstance(again, opt.Sweep)
    assert again.to_rows() == runs.to_rows()
    with pytest.raises(opt.InputError):
        opt.open_sweep(tmp_path / "nowhere")


def test_the_whole_sweeps_time_limit_leaves_rows_and_the_next_sweep_goes_on(tmp_path):
    """Nothing is begun without time; with the same store the runs are done then."""
    late = opt.sweep(tiny(), budgets=[0.0, 1.0], store=tmp_path, workers=1, total_time_limit=0)
    rows = late.to_rows()
    assert [row["status"] for row in rows] == ["time_limit"] * 2
    assert all("whole sweep" in row["reason"] for row in rows)
    assert "whole sweep" in late.summary()
    done = opt.sweep(tiny(), budgets=[0.0, 1.0], store=tmp_path, workers=1, total_time_limit=600)
    assert [row["status"] for row in done.to_rows()] == ["optimal"] * 2
    with pytest.raises(opt.InputError, match="--total-time-limit"):
        opt.sweep(tiny(), budgets=[0.0], total_time_limit=-1)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"workers": 1.5}, "workers=1.5"),
        ({"store": 5}, "store=5"),
        ({"grid": 5}, "grid=5"),
        ({"scenarios": 5}, "scenarios=5"),
        ({"total_time_limit": "60"}, "total_time_limit='60'"),
    ],
)
def test_arguments_of_another_type_are_named(wrong, said):
    """In Python's words, before anything runs."""
    with pytest.raises(TypeError, match=said):
        opt.sweep(tiny(), budgets=[50], **wrong)
