"""Everything that belongs to a plan, in one folder."""

from dataclasses import replace

from support.plans import tiny_plan

from optimizer.plan.folder import FILES
from optimizer.report.save import save


def test_every_file_is_there(tmp_path):
    """With boundaries, all that a plan may have; the summary is the printed one."""
    assert save(tiny_plan(), tmp_path) == tmp_path
    assert {path.name for path in tmp_path.iterdir()} == set(FILES)
    assert (tmp_path / "summary.txt").read_text(encoding="utf-8-sig") == f"{tiny_plan()}\n"


def test_without_boundaries_no_map(tmp_path):
    """Neither plan.gpkg nor map.png."""
    save(replace(tiny_plan(), boundaries=None), tmp_path)
    assert set(FILES) - {path.name for path in tmp_path.iterdir()} == {"plan.gpkg", "map.png"}
