"""Facts of reading as a whole: everything at once, never a traceback, and large files too."""

import random
import resource
import shutil

import numpy as np
import pytest

from optimizer.instance import InputError, Instance, read_instance, shipped

FILES = (
    "instance.toml",
    "regions.csv",
    "options.csv",
    "travel.csv",
    "universities.csv",
    "population.csv",
    "network/nodes.csv",
    "network/edges.csv",
    "measures.csv",
    "regions.gpkg",
)
CELLS = (
    "", " ", "-1", "nan", "inf", "1e999", "1,5", "x", '"', '""', "\n", "\r", "\x00", "\ufeff",
    "\ufffd", "true", "0", "9" * 400, "#REF!", "가", ",", ";", "=1+1", "2024-01-01", "[1]", "{}",
)  # fmt: skip


def test_problems_of_all_files_come_together(copy):
    """One message names a fault in each file and in the words; nothing hides behind the first."""
    copy.edit("regions.csv", ",7100,", ",-7100,")
    copy.edit("options.csv", "ai_pilot,cluster", "ai_pilot,klaster")
    copy.edit("travel.csv", "aurelle,kolvik", "aurelle,kolwik")
    copy.edit("network/edges.csv", "road,45", "road,fast")
    copy.edit("instance.toml", "budget = 800", "budget = -800")
    copy.write("needs.csv", "구분".encode("cp949"))
    copy.write("strenght.csv", "x")
    lines = copy.says()
    files = {line.split(",")[0].split(":")[0] for line in lines}
    assert files == {
        "regions.csv", "options.csv", "travel.csv", "network/edges.csv", "instance.toml",
        "needs.csv", "strenght.csv",
    }  # fmt: skip
    assert len(lines) == 7


def test_only_two_tables_are_needed(bare):
    """Regions and options make an instance; the effect of the others is absent."""
    assert set(read_instance(bare.folder).tables) == {"regions", "options"}


@pytest.mark.parametrize("name", ["regions.csv", "options.csv", "instance.toml"])
def test_needed_files(bare, name):
    """What every instance needs is named when it is missing."""
    (bare / name).unlink()
    assert any(name in line for line in bare.says())


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", ",,\n") + ",,,\n,,\n\n",
        lambda text: "\n".join(
            ",".join(f'" {cell} "' for cell in line.split(",")) for line in text.splitlines()
        ),
    ],
)
def test_what_excel_does_to_a_file_is_harmless(copy, change):
    """BOM, CRLF, blank columns and rows at the end, quotes and spaces change nothing."""
    plain = read_instance(copy.folder).data_hash
    for name in ("regions.csv", "options.csv", "travel.csv", "network/nodes.csv"):
        copy.write(name, change((copy / name).read_text()))
    assert read_instance(copy.folder).data_hash == plain


def corrupt(raw, rng):
    """Change one cell, byte or line, or cut the file."""
    kind = rng.randrange(8)
    if kind == 0:
        place = rng.randrange(len(raw))
        return raw[:place] + bytes([rng.randrange(256)]) + raw[place + 1 :]
    if kind == 1:
        place = rng.randrange(len(raw))
        return raw[:place] + bytes(rng.randrange(256) for _ in range(3)) + raw[place:]
    if kind == 2:
        return raw[: rng.randrange(len(raw))]
    lines = raw.split(b"\n")
    place = rng.randrange(len(lines))
    if kind == 3:
        lines.insert(rng.randrange(len(lines)), lines[place])
    elif kind == 4:
        del lines[place]
    elif kind == 5:
        lines[place] = rng.choice(CELLS).encode()
    else:
        mark = b"=" if b"=" in lines[place] else b","
        cells = lines[place].split(mark)
        cells[rng.randrange(len(cells))] = rng.choice(CELLS).encode()
        lines[place] = mark.join(cells)
    return b"\n".join(lines)


def assert_read_or_refused(folder, rng, name):
    """Corrupt a file, read, and mend it; only `InputError` may come out, in short lines."""
    before = (folder / name).read_bytes()
    (folder / name).write_bytes(corrupt(before, rng))
    try:
        assert isinstance(read_instance(folder), Instance)
    except InputError as error:
        assert error.problems
        assert all(problem.message and "\n" not in str(problem) for problem in error.problems)
        assert all(len(line) < 800 for line in error.lines())
    finally:
        (folder / name).write_bytes(before)


EVERY_RUN = ("instance.toml", "regions.csv", "travel.csv", "universities.csv")
"""Files that each run of the tests damages; the others are damaged by the long ones."""


@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=() if n in EVERY_RUN else pytest.mark.slow) for n in FILES],
)
def test_no_corruption_gives_a_traceback(copy, name):
    """Random damage to any file is read or refused with reasons, and nothing else."""
    if not name.startswith("network"):
        for other in copy.folder.glob("*.csv"):
            # Fewer tables, more trials: but what refers to the damaged one stays.
            if other.name in ("migration.csv", "survival.csv", "fertility.csv"):
                other.unlink()
    rng = random.Random(name)
    for _ in range(3):
        assert_read_or_refused(copy.folder, rng, name)


@pytest.mark.slow
def test_much_corruption_gives_no_traceback(copy):
    """The same, many times over, on every file."""
    rng = random.Random(2024)
    names = [path for path in copy.folder.rglob("*") if path.is_file()]
    for _ in range(150):
        assert_read_or_refused(copy.folder, rng, rng.choice(names).relative_to(copy.folder))


def test_damage_to_korea_is_named(tmp_path):
    """The large instance is refused in the same words as the small one."""
    shutil.copytree(shipped()["korea"], tmp_path / "korea")
    path = tmp_path / "korea" / "regions.csv"
    lines = path.read_text().splitlines()
    place = lines[0].split(",").index("leavers")
    cells = lines[99].split(",")
    lines[99] = ",".join([*cells[:place], '"1,5"', *cells[place + 1 :]])
    path.write_text("\n".join(lines))
    with pytest.raises(InputError, match=r"regions.csv, row 100, leavers: '1,5' does not fit"):
        read_instance(tmp_path / "korea")


@pytest.mark.slow
def test_a_million_rows_with_bad_cells(copy):
    """A million rows, all of them bad: a short message, and memory for a few copies only."""
    rows = np.arange(1_000_000)
    copy.write(
        "travel.csv",
        "from_region,to_region,minutes\n"
        + "".join(f"aurelle,kolvic{row % 7},{row}a\n" for row in rows.tolist()),
    )
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(InputError) as raised:
        read_instance(copy.folder)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    message = str(raised.value)
    assert message.startswith("2,000,000 problems in the input:")
    assert len(message) < 10_000
    assert len(raised.value.problems) < 1_000
    assert grown < 2_000_000  # kilobytes
