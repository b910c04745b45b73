"""Damages files at random and reads them, in a process that may die of it.

`python -m support.mutations FOLDER COUNT`: each reader gets COUNT damaged inputs. A traceback, a
crash, or ten seconds with one input end the process; the last line tells the file and the seed.
"""

import random
import resource
import shutil
import signal
import sys
from pathlib import Path

import pandas as pd

from optimizer.instance.checks.boundaries import check_boundaries
from optimizer.instance.problems import ProblemList
from optimizer.instance.reading.files import read_text
from optimizer.instance.reading.tables import parse_table
from optimizer.instance.reading.toml_words import read_sections, read_toml
from optimizer.instance.schema.columns import TABLES

TINY = Path(__file__).parents[2] / "instances" / "tiny"
SECONDS = 10
WORDS = [b'"', b"\n", b",", b";", b"=", b"\x00", b"\xff\xfe", b"[[", b"'", b"1e999", b"\t", b"PK"]


def mutated(raw, dice):
    """Return bytes with a few places flipped, cut, doubled, or written over by what is awkward."""
    for _ in range(dice.choice((1, 1, 2, 5, 20))):
        at = dice.randrange(len(raw) + 1)
        span = dice.choice((1, 4, 64, 1024))
        how = dice.randrange(6)
        if how == 0:
            raw = raw[:at] + bytes([dice.randrange(256)]) + raw[at + 1 :]
        elif how == 1:
            raw = raw[:at] + raw[at + span :]
        elif how == 2:
            raw = raw[:at] + raw[at : at + span] * 2 + raw[at + span :]
        elif how == 3:
            raw = raw[:at] + dice.choice(WORDS) + raw[at:]
        elif how == 4:
            raw = raw[:at] + dice.randbytes(span) + raw[at + span :]
        else:
            raw = raw[:at]
    return raw


def originals(folder):
    """Write one sound file of each kind, and return them."""
    frame = pd.read_csv(TINY / "needs.csv")
    frame.to_parquet(folder / "needs.parquet")
    frame.to_excel(folder / "needs.xlsx", index=False)
    frame.to_csv(folder / "needs.csv", index=False, sep=";", decimal=",")
    for name in ("regions.csv", "regions.gpkg", "instance.toml"):
        shutil.copyfile(TINY / name, folder / name)
    return sorted(path for path in folder.iterdir() if path.is_file())


def read(path):
    """Read a file as an instance does."""
    problems = ProblemList()
    if path.suffix == ".toml":
        toml = read_toml(path, path.name, problems)
        if toml is not None:
            list(read_sections(toml, ("name", "settings", "limits"), path.name, problems))
    else:
        table = TABLES[path.stem]
        text = read_text(path, path.name, table, problems)
        if text is not None:
            parse_table(text, table, path.name, problems)
    if path.suffix == ".gpkg":
        check_boundaries(path, pd.read_csv(TINY / "regions.csv", dtype=str), None, problems)
    return [str(problem) for problem in problems]


def main(folder, count):
    """Try every file so many times; print each attempt before it is made."""
    for original in originals(folder):
        raw, place = original.read_bytes(), folder / "tried" / original.name
        place.parent.mkdir(exist_ok=True)
        for seed in range(count):
            place.write_bytes(mutated(raw, random.Random(f"{original.name} {seed}")))
            print(original.name, seed, flush=True)
            signal.alarm(SECONDS)
            assert all("\n" not in line for line in read(place))
            signal.alarm(0)
    print("most memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, "MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
