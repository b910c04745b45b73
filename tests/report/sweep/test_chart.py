"""A sweep's frontier as a figure."""

import pytest

import optimizer as opt


@pytest.mark.slow
def test_a_figure_of_any_kind_can_be_drawn(sweep, tmp_path):
    """PNG, SVG and PDF are written, none of them empty."""
    for ending in ("png", "svg", "pdf"):
        assert sweep.report(tmp_path / f"frontier.{ending}").stat().st_size > 1000


def test_a_place_that_cant_be_is_named_before_anything_is_read(sweep, tmp_path):
    """No such folder, or a folder of the file's name."""
    with pytest.raises(opt.InputError, match="no folder"):
        sweep.report(tmp_path / "nowhere" / "frontier.png")
    (tmp_path / "folder.png").mkdir()
    with pytest.raises(opt.InputError, match="can't be written"):
        sweep.report(tmp_path / "folder.png")
