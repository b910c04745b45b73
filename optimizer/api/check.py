"""The check of an instance's tables, or of a plan's folder without the solver."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from optimizer.api.load import load
from optimizer.api.options import versions
from optimizer.api.verify import proven
from optimizer.instance import InputError, Instance, Problem
from optimizer.plan import other_making, other_names, own_rules, read_names, read_record
from optimizer.verify import verify


@dataclass(frozen=True)
class Checked:
    """What a check of an instance or of a plan has found.

    Attributes
    ----------
    what : str
        What was checked, in words.
    failures : tuple of str
        What is wrong with a plan, a sentence each; empty where it holds. An instance that is
        returned has none.
    notes : tuple of str
        What the reader should know: assumptions of an instance, or where a plan's rules are not
        those of its instance.
    plan : bool
        Whether it is a plan.
    recomputed, trusted : tuple of str
        What of a plan was worked out anew, and what stays its claim.
    differs : tuple of str
        Where a plan was made under something else than the instance says: budget, settings,
        limits, locks, versions, tables. The notes say it too.
    proof : str
        What a further solve says of a plan's bound and gap; "" where none was asked for.
    """

    what: str
    failures: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    plan: bool = False
    recomputed: tuple[str, ...] = ()
    trusted: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()
    proof: str = ""

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.failures

    def to_dict(self) -> dict[str, Any]:
        """Return status ("ok" or "check_failed"), and a plan's failures or an instance's notes."""
        status = "ok" if self.ok else "check_failed"
        if self.plan:
            return {
                "status": status,
                "reasons": list(self.failures),
                "recomputed": list(self.recomputed),
                "not_recomputed": list(self.trusted),
                "differs": list(self.differs),
                "proof": self.proof or None,
            }
        return {"status": status, "notes": list(self.notes)}

    def __str__(self) -> str:
        """Return the outcome, with a line for each failure."""
        if not self.plan:
            return f"{self.what}: no problems found."
        if self.ok:
            head = "The plan holds: every rule, cost and figure recomputed from the tables agrees."
            claims = "Not recomputed, claims of the plan:"
            return "\n".join(
                [
                    head,
                    *_listed("Recomputed:", self.recomputed),
                    *_listed(claims, self.trusted),
                    *([self.proof] if self.proof else []),
                ]
            )
        count = len(self.failures)
        head = f"The plan fails its check in {count} place{'s' if count != 1 else ''}:"
        return "\n".join([head, *(f"- {failure}" for failure in self.failures)])


def _listed(head: str, lines: Iterable[str]) -> list[str]:
    found = [f"- {line}" for line in lines]
    return [head, *found] if found else []


def check(
    what: str | Path,
    instance: str | Path | None = None,
    *,
    scenarios: Iterable[str | Path] = (),
    settings: Sequence[str] | Mapping[str, Any] = (),
    prove: bool = False,
    time_limit: float | None = None,
) -> Checked:
    """Check an instance's tables, or recompute a plan from the tables without the solver.

    Parameters
    ----------
    what : str or Path
        An instance: a folder or a shipped name. Or a plan: its folder, or its plan.json.
    instance : str or Path, optional
        The plan's instance. A plan is checked under the settings and the scale that it records.
    scenarios, settings
        Of an instance, as for `load`. Without effect on a plan; a note says so.
    prove : bool
        Of a plan: solve anew under its own settings and budget, to see whether its bound holds.
    time_limit : float, optional
        Seconds of that solve.

    Returns
    -------
    Checked

    Raises
    ------
    InputError
        An instance is bad, with every problem; a plan's file is missing or damaged; or a plan is
        given without its instance.

    Examples
    --------
    >>> print(check("tiny"))
    >>> check("out/tiny", "tiny").failures
    """
    if instance is not None:
        unused = bool(settings) or bool(tuple(scenarios))
        return _check_plan(Path(what), instance, unused, prove, time_limit)
    if _is_plan(Path(what)):
        raise InputError(
            [Problem(str(what), "this is a plan.", remedy="name its instance: --instance DIR.")]
        )
    problem = load(what, scenarios=scenarios, settings=settings)
    return Checked(repr(problem), notes=tuple(problem.notes))


def _is_plan(path: Path) -> bool:
    return path.name == "plan.json" or (path / "plan.json").is_file()


def _check_plan(
    path: Path, instance: str | Path, unused: bool, prove: bool, time_limit: float | None
) -> Checked:
    """Check a plan's folder under the plan's own settings and scale."""
    notes = []
    if unused:
        notes.append("--set and --scenario have no effect; a plan is checked under its own.")
    record, differences = read_record(path)
    problem = load(instance)
    unlike = own_rules(record, problem)
    made = other_making(record, problem, versions()) + other_names(record, problem)
    notes += [f"{difference}; checked under the plan's own." for difference in unlike]
    notes += [f"{difference}." for difference in made]
    if unlike or record.get("scale"):
        problem = under_its_own(record, problem, instance)
    if record.get("instance_hash") != problem.data_hash:
        made.append("the instance has changed since the plan was made")
        notes.append("the instance has changed since the plan was made; checked as it is now.")
    checked = verify(record, problem, read_names(path))
    if prove and not differences:
        checked = proven(record, checked, problem, time_limit=time_limit)
    failures = tuple(str(item) for item in (*differences, *checked.failures))
    return Checked(
        str(path),
        failures,
        tuple(notes),
        plan=True,
        recomputed=checked.recomputed,
        trusted=checked.trusted,
        differs=(*unlike, *made),
        proof=checked.proof,
    )


def under_its_own(record: Mapping[str, Any], problem: Instance, instance: str | Path) -> Instance:
    """Return the instance under the plan's settings and scale, where these make sense at all."""
    settings, scale = record.get("settings"), record.get("scale")
    words: dict[str, Any] = {}
    if isinstance(settings, dict):
        words |= {key: value for key, value in settings.items() if value is not None}
    if isinstance(scale, dict):
        words |= {f"scale.{column}": factor for column, factor in scale.items()}
    try:
        return load(instance, settings=words)
    except InputError:
        # A plan with impossible settings fails its check; only the tables can be bad input.
        return problem
