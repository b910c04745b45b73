"""A plan's bound is proven, or refuted, by a further solve."""

import json
from dataclasses import replace

import pytest
from support.figures import blank_figures
from support.plans import plain_tiny, tiny_plan

import optimizer as opt


@pytest.fixture(scope="module")
def plan():
    """Return a plan that is solved fast."""
    return opt.solve(plain_tiny(), budget=60, gap=0)


def test_an_honest_bound_holds(plan):
    """And then it is no claim any more."""
    checked = opt.verify(plan, plain_tiny(), prove=True)
    assert checked.ok
    assert checked.proof.startswith("The bound")
    assert "holds: no plan exceeds" in checked.proof
    assert "by a solver" in checked.recomputed[-1]
    assert not any(words.startswith("bound") for words in checked.trusted)
    assert "Not recomputed" not in str(checked)


def test_a_poor_plan_that_calls_itself_the_best_is_refuted(plan):
    """Its bound edited to its objective, its gap to 0; without a solver that is not seen."""
    poor = opt.solve(plain_tiny(), budget=20)
    forged = replace(poor, budget=60.0, bound=poor.objective, gap=0.0)
    assert "Not recomputed: bound" in str(opt.verify(forged, plain_tiny()))
    checked = opt.verify(forged, plain_tiny(), prove=True)
    assert not checked.ok
    assert "is wrong: a plan that reaches" in checked.proof
    assert "by a solver" in str(checked.failures[0])


def test_what_is_no_claim_about_the_instance_is_not_proven(plan):
    """A plan that fails its check, one of a changed model, and nested ones."""
    for other, why in (
        (replace(plan, cost=0.0), "fails its check"),
        (replace(plan, changed=("x",)), "changed by hand"),
        (replace(plan, notes=("Nested: and so on.",)), "nested"),
    ):
        assert why in opt.verify(other, plain_tiny(), prove=True).proof


def test_check_says_what_it_vouches_for(monkeypatch, tmp_path):
    """What was recomputed, what was not, and what differs; a budget that nobody gave is named."""
    blank_figures(monkeypatch)
    folder = replace(tiny_plan(), boundaries=None).save(tmp_path / "plan")
    path = folder / "plan.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    content |= {"budget": 1_000_000.0, "bound": content["objective"], "gap": 0.0}
    content["versions"]["highspy"] = "0.1"
    path.write_text(json.dumps(content), encoding="utf-8")
    checked = opt.check(folder, "tiny")
    told = checked.to_dict()
    assert any("every rule" in words for words in told["recomputed"])
    assert told["not_recomputed"][0].startswith("bound")
    budget = "the budget is 1,000,000 bn KRW in the plan and 800 bn KRW in the instance"
    assert budget in told["differs"]
    assert any("highspy 0.1 (here" in words for words in told["differs"])
    assert "Not recomputed, claims of the plan:\n- bound" in str(checked)
