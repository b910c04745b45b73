"""Facts of the culture curve and of culture_only_share laid over it."""

import pytest

from optimizer.instance import read_instance
from optimizer.instance.schema.culture_curve import ending_at
from optimizer.instance.schema.limits import Culture

CURVE = "\n[culture]\ncurve = [[0, 0], [0.5, 0.02], [1, 0.03]]\n"


def test_a_share_laid_over_a_curve_scales_it(copy):
    """The form stays, the end is what was asked for; 0 means that culture alone keeps nobody."""
    copy.edit("instance.toml", "[limits]", f"{CURVE}\n[limits]")
    curve = read_instance(copy.folder, settings=["culture_only_share=0.015"]).culture.curve
    assert curve == ((0, 0), (0.5, pytest.approx(0.01)), (1, 0.015))
    none = read_instance(copy.folder, settings=["culture_only_share=0"]).culture.curve
    assert none == ((0, 0), (0.5, 0), (1, 0))


def test_a_scenario_scales_the_curve_too_and_the_last_word_counts(copy):
    """A share in a scenario scales the curve of instance.toml; a later curve is as written."""
    copy.edit("instance.toml", "[limits]", f"{CURVE}\n[limits]")
    share = copy.write("../share.toml", "[settings]\nculture_only_share = 0.06\n")
    line = copy.write("../line.toml", "[culture]\ncurve = [[0, 0], [1, 0.01]]\n")
    scaled = read_instance(copy.folder, scenarios=[share]).culture.curve
    assert scaled == ((0, 0), (0.5, pytest.approx(0.04)), (1, 0.06))
    later = read_instance(copy.folder, scenarios=[share, line]).culture.curve
    assert later == ((0, 0), (1, 0.01))


def test_written_in_one_place_the_curve_is_as_written(copy):
    """In the file that has both, the curve takes the place of the share."""
    copy.edit("instance.toml", "culture_only_share = 0.03", "culture_only_share = 0.04")
    copy.edit("instance.toml", "[limits]", f"{CURVE}\n[limits]")
    assert read_instance(copy.folder).culture.curve[-1] == (1, 0.03)


def test_a_curve_of_nothing_becomes_a_line():
    """There is no form to keep where all shares are 0."""
    flat = Culture(curve=((0, 0), (0.5, 0), (1, 0)))
    assert ending_at(flat, 0.02).curve == ((0, 0), (1, 0.02))
    assert ending_at(Culture(), 0.02).curve is None
