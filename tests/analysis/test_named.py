"""Regions and options are found by the names that planners use."""

import pytest
from support.plans import tiny

import optimizer as opt
from optimizer.analysis.named import key_of, split_key


@pytest.mark.parametrize("region", ["tamsel", "Tamsel", "탐셀", "TAMS"])
@pytest.mark.parametrize(
    "option",
    ["bio_pilot", "biotech pilot", "Bio-Pilot", "Biotech cluster (pilot)", "바이오 클러스터(시범)"],
)
def test_names_in_either_language_and_beginnings(region, option):
    """Id, name, local name, sector and scale; case, blanks and marks don't count."""
    assert key_of(tiny(), region, option) == ("tamsel", "bio_pilot")


def test_several_are_listed_and_none_is_answered_with_the_nearest():
    """Both words are told at once."""
    with pytest.raises(opt.InputError) as error:
        key_of(tiny(), "Tamsell", "biotech")
    told = str(error.value)
    assert "no region is called so" in told and "amsel" in told
    assert "options are called so: bio_pilot" in told and "option_id" in told


def test_a_colon_parts_region_and_option():
    """The last one; without it the form is shown."""
    assert split_key(" Iksan : ai_hub") == ("Iksan", "ai_hub")
    with pytest.raises(opt.InputError, match="REGION:OPTION"):
        split_key("Iksan")
