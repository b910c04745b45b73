"""A solved plan, and all that may be asked of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from optimizer.api.checked import made_again
from optimizer.api.options import NUMBER, PATH, WHOLE, check_options, check_types
from optimizer.coefficients import Coefficients
from optimizer.model import Rules, rules_if_given
from optimizer.plan import PlanData, Uncertainty
from optimizer.plan import load_plan as read_plan
from optimizer.report import plan_summary
from optimizer.solver import Controls, Solution
from optimizer.uncertainty import uncertainty_of

if TYPE_CHECKING:
    from optimizer.api.alternatives_of import Alternatives
    from optimizer.api.answers import Importance, Sensitivity, Why

MANY_REGIONS = 1000
"""In more of them the reasons of a plan are not asked for by the way."""


class Plan(PlanData):
    """A solved plan: what is built where, what it costs, who stays, and how sure that is.

    Its attributes are those of `optimizer.plan.PlanData`.

    What answers a question, draws or writes a page is imported when it is asked for: it takes
    longer to import than to solve a small instance.
    """

    @classmethod
    def of(cls, data: PlanData) -> Plan:
        """Return a plan's data with all that may be asked of it."""
        return cls(**{field.name: getattr(data, field.name) for field in fields(data)})

    def uncertainty(self, draws: int = 1000, seed: int = 0) -> Uncertainty:
        """Return the distribution of the effect, and which assumption matters, the plan fixed.

        Parameters
        ----------
        draws : int
            Of all assumptions at once, between their low and high (`rooted schema`).
        seed : int
            Same seed, same draws.

        Raises
        ------
        InputError
            draws or seed don't fit, or the plan was read from a folder without its `source`.
        """
        return uncertainty_of(self, draws, seed)

    def alternatives(self, n: int = 10, within: float = 0.01, **more: Any) -> Alternatives:
        """Return plans nearly as good that differ from this one and from each other.

        Parameters
        ----------
        n, within, more
            As for `optimizer.alternatives`.
        """
        from optimizer.api.alternatives_of import alternatives_of

        return alternatives_of(self, Plan.of, n=n, within=within, **more)

    def importance(
        self,
        *,
        others: Iterable[PlanData] = (),
        rules: Rules | None = None,
        gap: float | None = None,
        time_limit: float | None = None,
        threads: int = 0,
    ) -> Importance:
        """Return what would be lost without each line of the plan, as `optimizer.importance`."""
        from optimizer.analysis import importance
        from optimizer.api.answers import Importance

        check_types(others=(others, (Iterable,), "plans"))
        others = list(others)
        for other in others:
            check_types(others=(other, (PlanData,), "plans"))
        own = rules_if_given(rules)
        controls = self._controls(gap, time_limit, threads)
        return Importance.of(importance(self, controls, others=others, rules=own))

    def why(
        self,
        region: str,
        option: str,
        *,
        rules: Rules | None = None,
        gap: float | None = None,
        time_limit: float | None = None,
        threads: int = 0,
    ) -> Why:
        """Return why something stands in the plan, or why not, as `optimizer.why`."""
        from optimizer.analysis import key_of, source_of, why
        from optimizer.api.answers import Why

        check_types(
            region=(region, (str,), "a region by id or name"),
            option=(option, (str,), "an option by id or name"),
        )
        key = key_of(source_of(self), region, option)
        own = rules_if_given(rules)
        controls = self._controls(gap, time_limit, threads)
        return Why.of(why(self, key, self._made, controls, rules=own))

    why_not = why

    def sensitivity(
        self,
        *,
        only: Collection[str] | str | None = None,
        within: float = 0.01,
        steps: int = 0,
        rules: Rules | None = None,
        gap: float = 0.005,
        time_limit: float | None = None,
        threads: int = 0,
    ) -> Sensitivity:
        """Return over which ranges the plan's clusters stay, as `optimizer.sensitivity`."""
        from optimizer.analysis import sensitivity
        from optimizer.api.answers import Sensitivity

        check_types(
            only=(only, (str, Collection, type(None)), 'names such as ["budget"]'),
            within=(within, NUMBER, "a share such as 0.01"),
            steps=(steps, WHOLE, "a whole number"),
        )
        only = [only] if isinstance(only, str) else only
        own = rules_if_given(rules)
        controls = self._controls(gap, time_limit, threads)
        found = sensitivity(self, controls, only=only, within=within, steps=steps, rules=own)
        return Sensitivity.of(found)

    def _controls(self, gap: float | None, time_limit: float | None, threads: int) -> Controls:
        """Return how to solve again; by default to the gap that was asked of the plan."""
        asked = self.gap_asked if gap is None else gap
        check_options(asked, time_limit, self.seed, threads)
        return Controls(gap=asked, time_limit=time_limit, seed=self.seed, threads=threads)

    def _with_reasons(self) -> PlanData:
        """Return the plan with its reasons, where they can be had in seconds."""
        from optimizer.analysis import reasons

        large = len(self.regions) > MANY_REGIONS
        if self.reasons is not None or self.source is None or self.changed or large:
            return self
        found = reasons(self, self._controls(None, None, 0), rules=self.rules)
        return replace(self, reasons=found)

    def _made(self, coefficients: Coefficients, solution: Solution) -> Plan:
        """Return the checked plan of a solution of the plan's problem."""
        return Plan.of(made_again(self, coefficients, solution, self.gap_asked))

    def summary(self) -> str:
        """Return what goes where, what it costs, how many stay and how sure that is."""
        return plan_summary(self)

    def __str__(self) -> str:
        return self.summary()

    def _repr_html_(self) -> str:
        from optimizer.report import plan_html

        return plan_html(self)

    def save(
        self,
        folder: str | Path,
        *,
        force: bool = False,
        csv_dialect: str = "comma",
        xlsx: bool = False,
        geojson: bool = False,
    ) -> Path:
        """Write plan.json, its tables as CSV, summary.txt, a page, plan.gpkg and figures as PNG.

        A plan that is there stays whole until this one takes its place.

        Parameters
        ----------
        folder : str or Path
            Made if it isn't there; files in it that aren't a plan's stay.
        force : bool
            Also where a file with the name of a plan's file is there that no plan wrote, such as
            a build.csv of your own: it is kept as build.csv.old.
        csv_dialect : {"comma", "semicolon", "tab"}
            Of the CSV files; the second with decimal commas, as most of Europe's spreadsheets
            read it. `load_plan` reads each.
        xlsx : bool
            Write plan.xlsx too: all tables as one workbook, a sheet each.
        geojson : bool
            Write regions.geojson and build.geojson too: the layers of plan.gpkg in longitude and
            latitude.

        Raises
        ------
        InputError
            The folder holds an instance, or such a file; or it can't be written to. Another
            dialect.
        """
        from optimizer.report import save

        check_types(folder=(folder, PATH, "the folder to write to"))
        return save(
            self,
            Path(folder),
            force=force,
            csv_dialect=csv_dialect,
            xlsx=xlsx,
            geojson=geojson,
        )

    def report(self, path: str | Path) -> Path:
        """Write the plan as one page that stands alone: map, charts, tables, and why.

        Where the plan has no `reasons` yet they are asked for by the way, as by
        `optimizer.explain`: some seconds on a whole country. A plan that was read from a folder
        without its `source`, or solved from a model that was changed by hand, does without.

        Parameters
        ----------
        path : str or Path
            Ending in .html.

        Raises
        ------
        InputError
            Another ending, or the file can't be written.
        """
        from optimizer.report import PAGES, check_file, write_plan_page

        check_types(path=(path, PATH, "the file to write"))
        check_file(Path(path), PAGES)
        write_plan_page(self._with_reasons(), Path(path))
        return Path(path)

    def figures(
        self, folder: str | Path, formats: Collection[str] = ("png", "svg", "pdf")
    ) -> list[Path]:
        """Draw all figures in several formats, as `draw` does in one.

        Parameters
        ----------
        folder : str or Path
        formats : collection of {"png", "svg", "pdf"}

        Returns
        -------
        list of Path

        Raises
        ------
        InputError
            Another format; the folder holds an instance, or can't be written to.
        """
        from optimizer.report import draw

        return [path for each in formats for path in draw(self, Path(folder), each)]

    def draw(
        self,
        folder: str | Path,
        format: str = "png",  # noqa: A002 (as matplotlib and pandas call it)
        uncertainty: Uncertainty | None = None,
    ) -> list[Path]:
        """Draw map, youth path, pyramid, extinction risk, importance, flows and tornado.

        Parameters
        ----------
        folder : str or Path
            Made if it isn't there; other files in it are left alone.
        format : {"png", "svg", "pdf"}
        uncertainty : Uncertainty, optional
            Of this plan, by default `spread`; without either there is no tornado.

        Returns
        -------
        list of Path
            What was drawn: no map without boundaries, no paths without residents and rates.

        Raises
        ------
        InputError
            Another format; the folder holds an instance, or can't be written to.
        """
        from optimizer.report import draw

        return draw(self, Path(folder), format, uncertainty)


def load_plan(folder: str | Path, /, **more: Any) -> Plan:
    """Read a plan folder; `verify` says whether it holds.

    Parameters
    ----------
    folder : str or Path
        The folder, or its plan.json.
    more
        Attributes that a folder doesn't hold: `source`, the instance that the plan was made for,
        to ask more of it; `boundaries`, for maps.

    Raises
    ------
    InputError
        A file is missing or damaged, or a CSV table contradicts plan.json.
    """
    check_types(folder=(folder, PATH, "the folder of a plan"))
    return Plan.of(read_plan(folder, **more))


def read_plan_with_map(folder: str | Path, /, **more: Any) -> Plan:
    """Read a plan folder, with the boundaries of its own GeoPackage where it has one.

    Raises
    ------
    InputError
        As for `load_plan`.
    """
    check_types(plan=(folder, PATH, "a Plan, or its folder"))
    place = Path(folder)
    own = (place.parent if place.name == "plan.json" else place) / "plan.gpkg"
    boundaries = {"boundaries": own} if own.is_file() else {}
    return load_plan(folder, **(boundaries | more))
