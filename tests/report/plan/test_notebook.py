"""What a notebook shows of a plan."""

from dataclasses import replace

from support.plans import tiny_plan


def test_a_plan_in_a_notebook():
    """Headline, proof, what is built by name, and where; short, and nothing to run."""
    plan = tiny_plan()
    html = plan._repr_html_()
    assert len(html) < 20_000
    assert "young people stay" in html
    assert "Proven" in html
    assert plan.labels.options.of(plan.build["option_id"].iloc[0]) in html
    assert "together" in html
    assert "<script" not in html


def test_names_are_escaped():
    """A region named as a tag is text."""
    plan = tiny_plan()
    html = replace(plan, names=dict.fromkeys(plan.names, "<b>x</b>"))._repr_html_()
    assert "<b>x</b>" not in html
    assert "&lt;b&gt;x&lt;/b&gt;" in html


def test_an_empty_plan():
    """It says that nothing is built."""
    assert "Nothing is built." in tiny_plan(0.0)._repr_html_()
