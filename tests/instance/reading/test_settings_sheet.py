"""A workbook that is a whole instance: a sheet a table, and one of settings."""

import openpyxl
import pandas as pd
import pytest

import optimizer as opt
from optimizer.instance.writing import settings_sheet

WORDS = {
    "name": "2024",
    "base_year": 2024,
    "horizon_year": 2040,
    "currency": "m EUR",
    "settings": {"budget": 500, "graduate_half_minutes": "none", "targeting": 1.5},
    "culture": {"curve": [[0, 0], [1, 0.03]]},
    "limits": {"max_options": {"venue": 2}, "zones": 3},
    "locked": {"in": ["elmspring:bio_pilot"]},
    "ranges": {"targeting": [1.0, 2.0], "options.jobs[ai]": [0.5, 1.5]},
}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Write the starting point as one workbook."""
    return opt.new_instance(tmp_path_factory.mktemp("book") / "my land.xlsx")


@pytest.fixture
def book(written, tmp_path):
    """Return what changes a copy: a function of what is done to the open workbook."""
    path = tmp_path / "land.xlsx"

    def changed(change):
        book = openpyxl.load_workbook(written)
        change(book)
        book.save(path)
        return path

    return changed


def rows_of(sheet):
    """Return rows of a sheet by the text of their first cell."""
    return {row[0].value: row[0].row for row in sheet.iter_rows(max_col=1)}


def test_one_workbook_is_the_whole_instance(written):
    """Tables, settings, limits, locks and ranges are those of the folder it was made from."""
    found, tiny = opt.load(written), opt.load("tiny")
    assert found.name == "my land"
    assert found.settings == tiny.settings
    assert (found.limits, found.locked, found.culture) == (tiny.limits, tiny.locked, tiny.culture)
    assert found.ranges == tiny.ranges
    assert set(found.tables) == set(tiny.tables)
    pd.testing.assert_frame_equal(found.table("regions"), tiny.table("regions"))
    assert written.with_suffix(".xlsx").is_file()


@pytest.mark.slow
def test_what_is_saved_as_a_workbook_reads_the_same(tmp_path):
    """Also what a scenario laid over it; a file that is there stays as it is."""
    tiny = opt.load("tiny", settings=["budget=77", "limits.zones=2", "ranges.targeting=[1, 3]"])
    place = tiny.save(tmp_path / "saved.xlsx")
    found = opt.load(place)
    assert (found.settings, found.limits, found.ranges) == (tiny.settings, tiny.limits, tiny.ranges)
    assert found.data_hash == tiny.data_hash
    with pytest.raises(opt.InputError, match="already"):
        tiny.save(place)
    assert [path.name for path in tmp_path.iterdir()] == ["saved.xlsx"]


def test_every_word_stands_in_a_row():
    """Settings by their name alone, all else with the section; low and high beside a setting."""
    rows = settings_sheet(WORDS).astype(object).where(lambda f: f.notna(), None)
    by_key = {row[0]: row[1:] for row in rows.itertuples(index=False, name=None)}
    assert by_key["name"] == ("2024", None, None)
    assert by_key["targeting"] == (1.5, 1.0, 2.0)
    assert by_key["graduate_half_minutes"] == ("none", None, None)
    assert by_key["limits.max_options"] == ("{ venue = 2 }", None, None)
    assert by_key["options.jobs[ai]"] == (None, 0.5, 1.5)


def test_a_wrong_cell_is_named_with_sheet_and_row(book):
    """As a spreadsheet counts it, for a value, a range and a year."""

    def change(book):
        sheet = book["settings"]
        rows = rows_of(sheet)
        sheet.cell(rows["base_year"], 2, "soon")
        sheet.append(["commute_limit", "an hour"])
        sheet.append(["comute_limit", 60])

    with pytest.raises(opt.InputError) as refused:
        opt.load(book(change))
    text = str(refused.value)
    last = openpyxl.load_workbook(book(change))["settings"].max_row
    assert "land.xlsx, sheet settings, row 3, base_year: 'soon'" in text
    assert f"land.xlsx, sheet settings, row {last}, settings.comute_limit" in text
    assert "did you mean 'commute_limit'" in text


@pytest.mark.slow
def test_what_stands_twice_or_has_no_header_is_named(book):
    """A key in two rows, and a sheet whose header is another."""
    with pytest.raises(opt.InputError, match="'base_year' stands twice"):
        opt.load(book(lambda book: book["settings"].append(["base_year", 2030])))

    def change(book):
        book["settings"]["A1"] = "word"

    with pytest.raises(opt.InputError, match="must hold key"):
        opt.load(book(change))


def test_a_sheet_that_is_missing_or_unknown_is_named(book):
    """Settings and regions are needed; a sheet that begins with _ is left alone."""

    def change(book):
        book.create_sheet("_notes")
        book["measures"].title = "mesures"
        del book["settings"], book["options"]

    with pytest.raises(opt.InputError) as refused:
        opt.load(book(change))
    text = str(refused.value)
    assert "there is no sheet settings" in text
    assert "there is no sheet options" in text
    assert "sheet mesures" in text
    assert "did you mean 'measures'" in text
    assert "_notes" not in text


def test_another_file_is_no_instance(tmp_path):
    """A file of another kind is told what an instance may be; a broken workbook that it is none."""
    (tmp_path / "land.ods").touch()
    with pytest.raises(opt.InputError, match="expected a folder, or a workbook"):
        opt.load(tmp_path / "land.ods")
    (tmp_path / "land.xlsx").write_text("no", encoding="utf-8")
    with pytest.raises(opt.InputError, match="no Excel workbook"):
        opt.load(tmp_path / "land.xlsx")
