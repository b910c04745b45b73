"""What a notebook shows of an instance."""

from support.plans import tiny


def test_an_instance_in_a_notebook():
    """Regions, options by name, tables with their rows; the repr is one short line."""
    html = tiny()._repr_html_()
    assert "12 regions" in html
    assert "Biotech cluster (pilot)" in html
    assert "<td" in html
    assert "<script" not in html
    assert len(html) < 20_000
    assert len(repr(tiny())) <= 200
