"""Facts of taking CSV bytes apart: what passes, what is refused, and in which row."""

import pytest

from optimizer.instance.problems import ProblemList
from optimizer.instance.reading.csv_text import read_csv
from optimizer.instance.schema.columns import TABLES

PLAIN = "id,name\na,Anna\nb,Bea\n"


def read(raw):
    problems = ProblemList()
    frame = read_csv(raw if isinstance(raw, bytes) else raw.encode(), "t.csv", problems)
    return frame, [str(problem) for problem in problems]


@pytest.mark.parametrize(
    "raw",
    [
        PLAIN,
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        "\ufeff" + PLAIN,
        PLAIN.rstrip("\n"),
        PLAIN + "\n\n\n",
        PLAIN + ",\n,\n",
        PLAIN + ",,,,,\n",
        PLAIN.replace("\n", ",,\n"),
        '"id","name"\n"a","Anna"\n"b","Bea"\n',
        "id,name\na,Anna\n\nb,Bea\n",
        "id,name\na,Anna,,\nb,Bea,\n",
    ],
)
def test_harmless_variants_read_alike(raw):
    """BOM, line ends, quotes and blank rows or columns at the end, as Excel leaves them, pass."""
    frame, problems = read(raw)
    assert problems == []
    cells = frame.iloc[:, :2]
    cells = cells[(cells != "").any(axis=1)]
    assert cells.to_numpy().tolist() == [["a", "Anna"], ["b", "Bea"]]


@pytest.mark.parametrize(("first", "mark"), [("sep=;", ";"), ('"sep=,"', ","), ("SEP=|\r", "|")])
def test_the_line_for_excel_names_the_separator(first, mark):
    """It is no row: the header behind it is row 1, as Excel shows it, also where others stand."""
    frame, problems = read(f"{first}\nid{mark}name\na{mark}An,na;s\nb\n".replace(",na;s", "na"))
    assert list(frame.columns) == ["id", "name"]
    assert frame.loc[2].tolist() == ["a", "Anna"]
    assert problems[0].startswith("t.csv, row 3: the row has 1 cells")


def test_rows_count_records_not_lines():
    """A quoted line break does not begin a new row, but a blank line takes one."""
    frame, problems = read('id,name\na,"An\nna"\n\nb,Bea\nc\n')
    assert list(frame.index) == [2, 4]
    assert problems[0].startswith("t.csv, row 5: the row has 1 cells; the header has 2")


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", ["empty"]),
        (b" \n\n", ["empty"]),
        (b"\xef\xbb\xbf", ["empty"]),
        ("id,name\na,안나\n".encode("cp949"), ["row 2", "CP949", "CSV UTF-8"]),
        ("id,name\na,Ann\u00e9e\n".encode("latin-1"), ["row 2", "0xe9", "not UTF-8"]),
        (b"\xef\xbb\xbfid,name\na,\xff\n", ["row 2", "0xff"]),
        ('id,name\n"a\nb",x\nc,\u00ff\n'.encode("latin-1"), ["row 3", "0xff"]),
        (PLAIN.encode("utf-16"), ["UTF-16"]),
        (PLAIN.encode("utf-16-le"), ["UTF-16"]),
        (PLAIN.encode("utf-16-be"), ["UTF-16"]),
        (b"PK\x03\x04" + bytes(100), ["Excel workbook"]),
        (b"\xd0\xcf\x11\xe0" + bytes(100), ["Excel workbook"]),
        (b"id,name\na,An\x00na\n" * 9, ["row 2", "NUL"]),
        ("id|name\na|Anna\n", ["row 1", "bars", "expected commas"]),
        ('"id,name"\n"a,Anna"\n', ["row 1", "quotation marks"]),
        (",,\nid,name\na,b\n", ["row 1", "blank", "header"]),
        ("\nid,name\na,b\n", ["row 1", "blank", "header"]),
        ('id,name\na,"Anna\nb,Bea\n', ["row 2", "never closed", '"']),
        ('id,name\na,x\nb,"Anna"x\nc,y\n', ["row 3", "behind a closing quotation mark"]),
        ('id,name\na,"' + "x" * 200_000, ["row 2", "not closed"]),
        ("id,name\na\n", ["row 2", "1 cells; the header has 2", "'a'"]),
        ("id,name\na,b,c\n", ["row 2", "3 cells", "'c'"]),
        ("id,jobs\na,1,200\n", ["row 2", "3 cells", "is 1,200 one number?"]),
        ('"id\n', ["row 1", "never closed"]),
    ],
)
def test_what_is_refused(raw, words):
    """Each fault of a file as such is named with its row and how to mend it."""
    _, problems = read(raw)
    assert len(problems) == 1
    assert all(word in problems[0] for word in words), problems
    assert "Remedy" in problems[0]


def test_rows_before_and_after_a_ragged_one_are_read():
    """A ragged row is left out; the others keep their numbers, so all problems come at once."""
    frame, problems = read("id,name\na,A\nb\nc,C\n")
    assert list(frame.index) == [2, 4]
    assert len(problems) == 1


@pytest.mark.parametrize("mark", [";", "\t"])
def test_semicolons_and_tabs_separate_too(mark):
    """Where the header is so separated, its rows are; quoted text may hold either."""
    frame, problems = read(f'id{mark}name\na{mark}"An{mark}na, B"\n')
    assert problems == []
    assert frame.to_numpy().tolist() == [["a", f"An{mark}na, B"]]


@pytest.mark.parametrize(
    "top", ["Table 4. Graduates\n", "Graduates,,\n\n", "source: x,,\n,,\nunit: persons,,\n"]
)
def test_a_title_above_the_header_is_told_as_that(top):
    """Both rows are named, and nothing else is said of the file."""
    problems = ProblemList()
    raw = f"{top}option_id,field,graduates\na,b,1\n".encode()
    assert read_csv(raw, "needs.csv", problems, TABLES["needs"]) is None
    line = str(next(iter(problems)))
    assert len(problems) == 1
    assert "is a title" in line
    assert f"in row {top.count(chr(10)) + 1}" in line
