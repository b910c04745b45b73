"""Reading what somebody would build."""

import pandas as pd
import pytest
from support.plans import tiny

import optimizer as opt
from optimizer.instance import read_build


def test_names_codes_and_counts(tmp_path):
    """Region by id or name whatever the case, count 1 where blank; the same twice adds up."""
    path = tmp_path / "build.csv"
    text = "Region,option,count\nFerrowe,factory_reuse,\nferrowe,Factory Reuse,2\n"
    path.write_text(text, encoding="utf-8")
    found = read_build(path, tiny())
    assert dict(found.count) == {("ferrowe", "factory_reuse", tiny().base_year): 3}
    assert found.taken is None


def test_korean_names_in_a_workbook(tmp_path):
    """Header and names in Korean; a name that several regions bear asks for the code."""
    source = opt.load("korea")
    path = tmp_path / "build.xlsx"
    frame = pd.DataFrame({"지역": ["익산시", "Iksan"], "사업": ["ai_hub", "free_zone"]})
    frame.to_excel(path, index=False)
    found = read_build(path, source)
    (region,) = {key[0] for key in found.count}
    assert source.region_names[region] == "Iksan-si"
    assert found.taken == {(region, "free_zone")}
    with pytest.raises(opt.InputError, match="several regions"):
        read_build(pd.DataFrame({"region": ["중구"], "option": ["ai_hub"]}), source)


def test_every_problem_is_named_at_once():
    """Region, option, count and year, each with its row."""
    frame = pd.DataFrame(
        {
            "region": ["nowhere", "ferrowe", "ferrowe", "ferrowe"],
            "option": ["factory_reuse", "palace", "factory_reuse", "factory_reuse"],
            "count": ["1", "1", "many", "-1"],
        }
    )
    with pytest.raises(opt.InputError) as error:
        read_build(frame, tiny())
    text = str(error.value)
    assert [problem.row for problem in error.value.problems] == [2, 3, 4, 5]
    assert all(word in text for word in ("nowhere", "palace", "many", "-1"))


@pytest.mark.parametrize("header", [["place", "option"], ["region", "what"]])
def test_a_missing_column_is_told_with_the_header(header):
    """Region and option are needed."""
    with pytest.raises(opt.InputError, match="there is no column"):
        read_build(pd.DataFrame([["ferrowe", "factory_reuse"]], columns=header), tiny())


def test_a_missing_file_is_told(tmp_path):
    """One line, no traceback."""
    with pytest.raises(opt.InputError, match="no such file"):
        read_build(tmp_path / "none.csv", tiny())
