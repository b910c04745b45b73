"""What a notebook shows of a sweep."""

from optimizer.report.sweep.notebook import sweep_html


def test_a_sweep_in_a_notebook(sweep):
    """A row for each run, without columns that say nothing; the repr is one short line."""
    html = sweep_html(sweep)
    assert html.count("<tr>") == len(sweep.places) + 1
    assert "who stay" in html
    assert "<script" not in html
    assert len(repr(sweep)) <= 200
