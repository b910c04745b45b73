"""Ten innovation cities and three shipyard towns: recorded young moves, and what the model says.

Run: python data/korea/validation/hindcast.py [--instance DIR] [--into
docs/explanation/validation.md]. Reads shipped tables only and prints the tables of the page. The
model's answer: hindcast_model.py.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import itertools
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from hindcast_model import FURTHER, Model, answers, ends_of_ranges, read_model  # noqa: E402

Floats = NDArray[np.float64]

KOREA = HERE.parents[2] / "instances" / "korea"
SPAN = range(2015, 2022)
"""Ages are recorded from 2015; by September 2021 the staff counted here had moved."""
AGES_2016 = ["20-24", "25-29", "30-34", "35-39"]
NAJU = (36040,)
DRAWS, SEED = 9_999, 15
BEGIN, END = "<!-- hindcast.py -->", "<!-- end of hindcast.py -->"
ALIKE = 40
"""How many untouched regions nearest in size say how much a region's moves scatter."""
YOUNG_OF_MOVERS = 0.43
"""Ages 20-39 among all who move between municipalities: estimate, data/korea/SOURCES.md."""
FROM_CAPITAL = {
    "Naju": 0.63,
    "Wonju": 0.61,
    "Jeonju-Wanju": 0.82,
    "Jinju": 0.41,
    "Gimcheon": 0.61,
    "Eumseong-Jincheon": 1.08,
    "Seogwipo": 2.08,
}
"""Net in-migrants of all ages from the Capital Area per relocated worker, 2008-16 (KRIHS)."""


@dataclass(frozen=True)
class Recorded:
    """What was recorded, a row a region outside the Capital Area and Sejong.

    Attributes
    ----------
    moves : DataFrame
        Net moves of all ages by span and of ages 20-39 by year, persons; index region_id.
    jobs : DataFrame
        Rows of moved_jobs.csv: place, region_id, kind, jobs.
    youth : Series
        Residents of 20-39 in December 2016, persons.
    share : Series
        Their share of all residents.
    """

    moves: pd.DataFrame
    jobs: pd.DataFrame
    youth: pd.Series
    share: pd.Series

    def jobs_of(self, kind: str) -> pd.Series:
        """Return jobs that moved in ("relocated") or were lost ("lost"), by region."""
        rows = self.jobs[self.jobs["kind"] == kind].set_index("region_id")["jobs"]
        return rows.reindex(self.moves.index, fill_value=0.0)

    def net_young(self, years: range = SPAN) -> pd.Series:
        """Return net young migrants over the years, persons by region."""
        return self.moves[[str(year) for year in years]].sum(axis=1)

    def controls(self) -> Floats:
        """Return what a place was like before: constant, net moves 2008-11, size, youth share."""
        before = self.moves["net_2008_11"] / self.moves["population_2008"]
        columns = [np.ones(len(before)), before, np.log(self.youth), self.share]
        return np.column_stack([np.asarray(column, dtype=float) for column in columns])


def read_recorded(folder: Path = HERE) -> Recorded:
    """Read the recorded moves and jobs from the shipped tables."""
    moves = pd.read_csv(folder / "young_moves.csv").set_index("region_id")
    people = pd.read_csv(folder / "residents_2016.csv").set_index("region_id").loc[moves.index]
    youth = people[AGES_2016].sum(axis=1)
    return Recorded(moves, pd.read_csv(folder / "moved_jobs.csv"), youth, youth / people["all"])


def least_squares(outcome: Floats, table: Floats) -> tuple[Floats, Floats]:
    """Return coefficients and heteroscedasticity-robust (HC1) standard errors."""
    inverse = np.linalg.inv(table.T @ table)
    found = inverse @ table.T @ outcome
    rest = outcome - table @ found
    n, k = table.shape
    spread = inverse @ (table.T * rest**2) @ table @ inverse * n / (n - k)
    return found, np.sqrt(np.diag(spread))


def provinces(ids: pd.Index) -> Floats:
    """Return a column of 0 and 1 for each province but the first: two digits of region_id."""
    code = ids.to_numpy() // 1000
    return np.column_stack([(code == one).astype(float) for one in np.unique(code)[1:]])


def effect(
    data: Recorded,
    outcome: pd.Series,
    without: tuple[int, ...] = (),
    by_province: bool = False,
    known: tuple[int, ...] = (0, 1, 2, 3),
) -> dict[str, tuple[float, float]]:
    """Return the effect per job, with its standard error, of jobs that came and of jobs lost.

    Parameters
    ----------
    data : Recorded
    outcome : Series
        Persons by region; divided by the youth of 2016, as the jobs are.
    without : tuple of int
        Regions left out.
    by_province : bool
        With an effect for each province.
    known : tuple of int
        Columns of `Recorded.controls` to hold constant; 0, the constant, among them.
    """
    keep = ~data.moves.index.isin(without)
    came, lost = (data.jobs_of(kind) / data.youth for kind in ("relocated", "lost"))
    table = np.column_stack([came, lost, data.controls()[:, list(known)]])
    if by_province:
        table = np.column_stack([table, provinces(data.moves.index)])
    found, error = least_squares((outcome / data.youth).to_numpy()[keep], table[keep])
    return {
        "relocated": (float(found[0]), float(error[0])),
        "lost": (float(found[1]), float(error[1])),
    }


def randomised(data: Recorded, kind: str, draws: int = DRAWS, seed: int = SEED) -> float:
    """Return the share of random assignments of the jobs whose effect is at least as large.

    The jobs per young resident of `kind` are dealt out anew among all regions, the other kind
    staying where it is; two-sided, the assignment that happened counted among the draws.
    """
    outcome = (data.net_young() / data.youth).to_numpy()
    other = "lost" if kind == "relocated" else "relocated"
    fixed = np.column_stack([data.jobs_of(other) / data.youth, data.controls()])
    basis, _ = np.linalg.qr(fixed)
    rest = outcome - basis @ (basis.T @ outcome)
    dose = (data.jobs_of(kind) / data.youth).to_numpy()

    def slope(dealt: Floats) -> float:
        own = dealt - basis @ (basis.T @ dealt)
        return float(own @ rest / (own @ own))

    found = abs(slope(dose))
    random = np.random.default_rng(seed)
    hits = sum(abs(slope(random.permutation(dose))) >= found * (1 - 1e-12) for _ in range(draws))
    return (hits + 1) / (draws + 1)


def excess(data: Recorded) -> pd.DataFrame:
    """Return for each place what was recorded beyond what its untouched likes foretell.

    Returns
    -------
    DataFrame
        By place: kind, jobs, recorded and foretold net young moves 2015-21, excess, and
        `noise`, persons: the root mean square of that difference, as a share of the youth, among
        the `ALIKE` untouched regions nearest in size, times the youth here.
    """
    untouched = ~data.moves.index.isin(data.jobs["region_id"])
    rate, table = (data.net_young() / data.youth).to_numpy(), data.controls()
    found, _ = least_squares(rate[untouched], table[untouched])
    foretold = pd.Series(table @ found, data.moves.index) * data.youth
    rest = pd.Series(rate - table @ found, data.moves.index)[untouched]
    size = np.log(data.youth)
    near = {
        region: (size[untouched] - size[region]).abs().nsmallest(ALIKE).index
        for region in data.jobs["region_id"]
    }
    spread = [
        np.sqrt((rest[near[region]] ** 2).mean()) * data.youth[region]
        for region in data.jobs["region_id"]
    ]
    rows = data.jobs.assign(
        recorded=data.net_young()[data.jobs["region_id"]].to_numpy(),
        foretold=foretold[data.jobs["region_id"]].to_numpy(),
        variance=np.square(spread),
    )
    sums = rows.groupby(["place", "kind"], sort=False)[
        ["jobs", "recorded", "foretold", "variance"]
    ].sum()
    sums["excess"] = sums["recorded"] - sums["foretold"]
    sums["noise"] = np.sqrt(sums.pop("variance"))
    return sums.reset_index("kind")


def table(header: list[str], rows: list[list[str]]) -> None:
    """Print a Markdown table and a blank line."""
    print("| " + " | ".join(header) + " |")
    print("|" + "---|" * len(header))
    for row in rows:
        print("| " + " | ".join(row) + " |")
    print()


def other_choices(data: Recorded) -> str:
    """Say how far the effects move over every choice of controls, with provinces and without."""
    choices = [
        (0, *chosen) for count in range(4) for chosen in itertools.combinations((1, 2, 3), count)
    ]
    found: dict[str, list[float]] = {"came": [], "without": [], "lost": []}
    for known, by_province in itertools.product(choices, (False, True)):
        young = data.net_young()
        all_places = effect(data, young, by_province=by_province, known=known)
        without = effect(data, young, NAJU, by_province, known)
        found["came"].append(all_places["relocated"][0])
        found["without"].append(without["relocated"][0])
        found["lost"].append(all_places["lost"][0])
    low, high = ({key: pick(value) for key, value in found.items()} for pick in (min, max))
    return (
        f"Over all {len(found['came'])} choices of what is held constant (first row): "
        f"{low['came']:+.2f} to {high['came']:+.2f} per relocated worker, {low['without']:+.2f} to "
        f"{high['without']:+.2f} without Naju, {low['lost']:+.2f} to {high['lost']:+.2f} per job "
        "lost."
    )


def year_rows(folder: Path = HERE) -> list[list[str]]:
    """Return the rows of the table of recorded moves by place, persons a year by span."""
    years = pd.read_csv(folder / "places_by_year.csv")
    spans = {"08": (2008, 2011), "12": (2012, 2014), "15": (2015, 2021), "22": (2022, 2025)}
    rows = []
    for place, own in years.groupby("place", sort=False):
        own = own.set_index("year").drop(columns="place")
        mean = {key: own.loc[first:last].mean() for key, (first, last) in spans.items()}
        figures = [mean[key]["net_all"] for key in spans]
        figures += [mean["15"]["net_young"], mean["22"]["net_young"]]
        gross = [mean["15"]["all_in"], mean["15"]["all_out"]]
        rows.append([str(place), *(f"{x:+,.0f}" for x in figures), *(f"{x:,.0f}" for x in gross)])
    return rows


def regression_rows(data: Recorded) -> list[list[str]]:
    """Return the rows of the regression table: each way of asking, with and without Naju."""
    young = data.net_young()
    everyone = data.moves["net_2012_14"] + data.moves["net_2015_21"]
    asked = {
        "ages 20–39, 2015–21": (young, False),
        "the same with province effects": (young, True),
        "ages 20–39, 2016–21": (data.net_young(range(2016, 2022)), False),
        "ages 20–39, 2022–25": (data.net_young(range(2022, 2026)), False),
        "all ages, 2012–21": (everyone, False),
        "all ages, 2022–25": (data.moves["net_2022_25"], False),
    }
    rows = []
    for name, (outcome, by_province) in asked.items():
        all_places = effect(data, outcome, by_province=by_province)
        without = effect(data, outcome, without=NAJU, by_province=by_province)
        found = [all_places["relocated"], without["relocated"], all_places["lost"]]
        rows.append([name, *(f"{value:+.2f} ({error:.2f})" for value, error in found)])
    return rows


def place_rows(data: Recorded, model: Model) -> tuple[list[list[str]], list[list[str]]]:
    """Return the rows of the two tables by place: recorded, and the model's answer per job."""
    found = excess(data)
    given = model.settings
    share = given["realised_share"] * given["additional_share"]
    full = answers(model, data.jobs)
    usual = answers(model, data.jobs, share)
    recorded, told = [], []
    for place, row in found.iterrows():
        jobs = row["jobs"]
        recorded.append(
            [str(place), f"{jobs:,.0f}"]
            + [f"{row[name]:+,.0f}" for name in ("recorded", "foretold", "excess")]
            + [f"{row['noise']:,.0f}", f"{row['excess'] / jobs:+.2f}"]
        )
        answer = full.loc[place] / jobs
        total = float(answer.sum())
        capital = FROM_CAPITAL.get(str(place))
        further = FURTHER[row["kind"]] / (1 + FURTHER[row["kind"]])
        movers = given["youth_share"] + further * total if row["kind"] == "relocated" else None
        told.append(
            [str(place), f"{row['excess'] / jobs:+.2f} ± {row['noise'] / jobs:.2f}"]
            + ["" if capital is None else f"{capital:.2f} → {capital * YOUNG_OF_MOVERS:.2f}"]
            + [f"{answer[name]:.2f}" for name in ("kept_here", "kept_around", "arrived")]
            + [f"**{total:.2f}**", f"{usual.loc[place].sum() / jobs:.2f}"]
            + ["" if movers is None else f"{movers:.2f}"]
        )
    return recorded, told


def report(folder: Path) -> None:
    """Print the tables of the page, with the model of the instance in folder."""
    data, model = read_recorded(), read_model(folder)
    print("Recorded moves, persons a year:\n")
    table(
        [
            *("place", "net, all ages, 2008–11", "2012–14", "2015–21", "2022–25"),
            *("net, ages 20–39, 2015–21", "2022–25", "all ages in, 2015–21", "out"),
        ],
        year_rows(),
    )
    print(f"{len(data.moves)} regions outside the Capital Area and Sejong, persons a job:\n")
    table(
        ["net moves of", "per relocated worker", "without Naju", "per shipyard job lost"],
        regression_rows(data),
    )
    print(f"{other_choices(data)}\n")
    chance = {kind: randomised(data, kind) for kind in ("relocated", "lost")}
    print(
        f"Dealt out at random ({DRAWS:,} times, first row): p = {chance['relocated']:.4f} for the "
        f"relocated staff, {chance['lost']:.3f} for the lost jobs.\n"
    )
    recorded, told = place_rows(data, model)
    table(
        ["place", "jobs", "recorded", "foretold", "excess", "noise, 1 s.d.", "excess per job"],
        recorded,
    )
    found = excess(data)
    cities = found[found["kind"] == "relocated"]
    noise = float(np.sqrt((cities["noise"] ** 2).sum()))
    total = cities[["jobs", "excess"]].sum()
    print(
        f"Ten cities together: {total['excess']:,.0f} beyond the foretold (noise {noise:,.0f}), "
        f"{total['excess'] / total['jobs']:.2f} ± {noise / total['jobs']:.2f} per worker.\n"
    )
    table(
        [
            *("place", "recorded excess", "net from the Capital, all ages → young"),
            *("kept in the place", "kept around", "arrived", "model", "with the shares"),
            "movers counted",
        ],
        told,
    )
    staff = data.jobs[data.jobs["kind"] == "relocated"]
    share = model.settings["realised_share"] * model.settings["additional_share"]
    people = [float(answers(model, staff, part).to_numpy().sum()) for part in (1.0, share)]
    per_job = [count / staff["jobs"].sum() for count in people]
    print(
        f"Ten cities in the model: {people[0]:,.0f} young people, {per_job[0]:.2f} per relocated "
        f"worker; with the shares of promised jobs {people[1]:,.0f}, {per_job[1]:.2f}.\n"
    )
    low, high = (
        float(answers(read_model(folder, **ends), staff).to_numpy().sum()) / staff["jobs"].sum()
        for ends in ends_of_ranges(folder)
    )
    print(
        f"With all it hangs on at the low ends of their ranges {low:.2f}, at the high {high:.2f}."
    )


def written_into(page: str, printed: str) -> str:
    """Return the page with what is printed between its two marks."""
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n\n{printed.strip()}\n\n{END}{after}"


def main(arguments=None) -> None:
    """Print the tables, or write them into a page between its marks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--instance", type=Path, default=KOREA, help="folder of the instance")
    parser.add_argument("--into", type=Path, help="page that has the marks")
    chosen = parser.parse_args(arguments)
    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        report(chosen.instance)
    if chosen.into is None:
        print(text.getvalue(), end="")
        return
    page = chosen.into.read_text(encoding="utf-8")
    chosen.into.write_text(written_into(page, text.getvalue()), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
