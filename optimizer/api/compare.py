"""Two plans side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from optimizer.analysis import ComparisonData, text_of
from optimizer.analysis import compare as compare_plans
from optimizer.api.answer import Answer
from optimizer.api.load import loaded
from optimizer.api.plan import Plan, read_plan_with_map
from optimizer.instance import InputError, Instance, Problem
from optimizer.report import draw_comparison, save_comparison

AnyInstance: TypeAlias = Instance | str | Path


class Comparison(ComparisonData, Answer):
    """Two plans side by side: what enters and leaves, who gains and loses, and what it costs.

    Its attributes are those of `optimizer.analysis.ComparisonData`.
    """

    def __str__(self) -> str:
        """Return the sentence, and the tables as text."""
        return text_of(self)

    def save(self, folder: str | Path) -> Path:
        """Write compare.json, compare.txt, compare_*.csv, and compare_map.png with boundaries.

        Parameters
        ----------
        folder : str or Path
            Made if it isn't there; other files in it are left alone.

        Raises
        ------
        InputError
            The folder holds an instance, or can't be written to.
        """
        tables = {
            name: getattr(self, name)
            for name in ("enters", "leaves", "by_region", "by_province", "parts")
        }
        bounded = any(plan.boundaries is not None for plan in self.plans)
        draw = self.draw if bounded else None
        return save_comparison(self.to_dict(), tables, str(self), draw, Path(folder))

    def draw(self, path: str | Path) -> Path:
        """Draw the map: who gains and loses by region, where something enters and leaves.

        Parameters
        ----------
        path : str or Path
            A .png or .svg file.

        Raises
        ------
        InputError
            Neither plan has boundaries, or the file's ending is another.
        """
        path = Path(path)
        if all(plan.boundaries is None for plan in self.plans):
            message = "neither plan has boundaries of its regions, so there is no map."
            remedy = "name the instance, which has regions.gpkg: instance=."
            raise InputError([Problem(str(path), message, remedy=remedy)])
        if path.suffix.lower() not in (".png", ".svg"):
            message = f"{path.suffix!r} does not fit; expected .png or .svg."
            raise InputError([Problem(str(path), message)])
        changes = (self.enters, self.leaves)
        draw_comparison(self.plans, self.by_region, changes, self.names, path)
        return path


def compare(
    first: Plan | str | Path,
    second: Plan | str | Path,
    *,
    instance: AnyInstance | Sequence[AnyInstance] | None = None,
    names: tuple[str, str] | None = None,
) -> Comparison:
    """Compare two plans, of one instance, of its scenarios or of different instances.

    Parameters
    ----------
    first, second : Plan, str or Path
        Plans, or their folders. Every difference is the second's number less the first's.
    instance : Instance, str or Path, or two of them, optional
        What the plans were made for, one for both or one for each. Only the objective by region
        needs it, where regions have weights, and the map of a plan that was saved without one.
    names : tuple of two str, optional
        What the plans are called; else the names of their folders.

    Returns
    -------
    Comparison
        `enters`, `leaves`, `by_region`, `by_province`, `difference` (persons who stay or come)
        and `differences`, `sentence`. The parts add up to the differences.

    Raises
    ------
    InputError
        A folder holds no plan, or an instance is bad.

    Notes
    -----
    Nothing is solved or checked: the plans are compared as they are recorded. What differs
    between what they were made for is in `notes`. Where the proofs leave open which of the two
    problems has the better plan, a note says so.

    Examples
    --------
    >>> both = compare(solve("tiny", budget=60), solve("tiny", budget=120))
    >>> print(both.sentence)
    >>> both.by_province[["province", "difference"]]
    """
    instances = _instances(instance)
    plans = [_plan(plan, known) for plan, known in zip((first, second), instances, strict=True)]
    called = _names(first, second) if names is None else names
    return Comparison.of(compare_plans(plans[0], plans[1], called, instances))


def _instances(
    given: AnyInstance | Sequence[AnyInstance] | None,
) -> tuple[Instance | None, Instance | None]:
    if given is None:
        return None, None
    if isinstance(given, Instance | str | Path):
        both = loaded(given)
        return both, both
    if len(given) not in (1, 2):
        message = f"{len(given)} instances for two plans; expected one for both or one for each."
        raise InputError([Problem("--instance", message)])
    first = loaded(given[0])
    return first, first if len(given) == 1 else loaded(given[1])


def _plan(plan: Plan | str | Path, instance: Instance | None) -> Plan:
    found = plan if isinstance(plan, Plan) else read_plan_with_map(plan)
    if found.boundaries is None and instance is not None:
        return replace(found, boundaries=instance.boundaries)
    return found


def _names(first: Plan | str | Path, second: Plan | str | Path) -> tuple[str, str]:
    """Return what two plans are called: their folders' names, as far as these tell them apart."""
    if isinstance(first, Plan) or isinstance(second, Plan):
        told = tuple(
            which if isinstance(plan, Plan) else str(plan)
            for plan, which in ((first, "the first plan"), (second, "the second plan"))
        )
        return told[0], told[1]
    one, other = (
        path.parent if path.name == "plan.json" else path for path in (Path(first), Path(second))
    )
    if one.name != other.name:
        return one.name, other.name
    if one != other:
        return str(one), str(other)
    return f"{one.name} (A)", f"{other.name} (B)"
