"""The maps and counts of extinction-risk classes."""

from dataclasses import replace

from support.plans import tiny_plan

from optimizer.plan.projection import Projection
from optimizer.report.plan.layers import region_layer
from optimizer.report.plan.risk import LIFTED, draw_risk


def test_a_lifted_region_is_outlined_and_counted(tmp_path):
    """A region in a better class with the plan is named in the title and drawn round in blue."""
    plan = tiny_plan()
    told = plan.projection.record()
    women, old = (told["regions"]["plan"][name] for name in ("women_20_39", "residents_65"))
    women["montarry"][-1] = 2.0 * old["montarry"][-1]
    lifted = replace(plan, projection=Projection.from_record(told))
    assert len(lifted.projection.lifted()) == 1
    draw_risk(lifted, lifted.projection, region_layer(lifted), tmp_path / "risk.svg")
    text = (tmp_path / "risk.svg").read_text(encoding="utf-8")
    assert "1 region is lifted into a better class" in text
    assert LIFTED.lower() in text.lower()
