"""What would be lost without what each region has, as a map."""

from dataclasses import replace

import pytest
from support.reasons import told

from optimizer.report.plan.importance_map import draw_importance, loss_of


def test_a_proven_interval_counts_by_its_middle():
    """Where it is not known, by what the relaxation loses."""
    lines = told().reasons.lines
    assert loss_of(lines).tolist() == pytest.approx(lines["relaxed_loss"].tolist())
    proven = lines.assign(loss_low=1.0, loss_high=4.0)
    assert loss_of(proven).tolist() == [2.5] * len(lines)


def test_it_names_the_lines_and_numbers_them(tmp_path):
    """In SVG its text can be read: title, ranks and what is lost."""
    draw_importance(told(), told().reasons, tmp_path / "map.svg")
    text = (tmp_path / "map.svg").read_text(encoding="utf-8")
    assert "what would be lost without each line" in text
    assert f"{told().reasons.lines['relaxed_loss'].iloc[0]:,.1f}" in text


def test_where_nothing_is_lost_it_is_drawn_all_the_same(tmp_path):
    """Lines without which nothing is lost, or that are required."""
    lines = told().reasons.lines.assign(relaxed_loss=0.0)
    lines.loc[0, "status"] = "required"
    draw_importance(told(), replace(told().reasons, lines=lines), tmp_path / "map.png")
    assert (tmp_path / "map.png").stat().st_size > 1000
