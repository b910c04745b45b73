"""The command line: every command is one call of the public API, its words those of the API."""

from __future__ import annotations

import io
import json
import logging
import os
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

import optimizer as opt
from optimizer.instance import new_instance, schema_json, schema_markdown
from optimizer.plan import check_writable, own_rules, plan_json, read_record
from optimizer.report import check_file
from optimizer.solver import THREAD, shown_on
from optimizer.sweep import Show
from optimizer.verify import verify as verify_record

DONE, BAD_INPUT, NO_PLAN_EXISTS, NONE_IN_TIME, CHECK_FAILED, INTERRUPTED = 0, 2, 3, 4, 5, 130
_EXIT = {"infeasible": NO_PLAN_EXISTS, "time_limit": NONE_IN_TIME, "interrupted": INTERRUPTED}

app = typer.Typer(
    name="rooted",
    help="Decide which regions get high-tech clusters and cultural hubs so that youth can stay.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

InstanceArgument = Annotated[
    str, typer.Argument(metavar="INSTANCE", help="A folder, or a shipped name: korea, tiny.")
]
Sets = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="One setting; may be repeated."),
]
Scenarios = Annotated[
    list[Path] | None,
    typer.Option(
        "--scenario", metavar="NAME|FILE", help="A scenario that ships, or a TOML file; repeat."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON alone on standard output.")]


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _print_json(content: Any) -> None:
    print(json.dumps(content, ensure_ascii=False, indent=2))


def _refuse(error: opt.InputError, as_json: bool) -> NoReturn:
    reasons = [str(problem) for problem in error.problems]
    _without_plan(BAD_INPUT, "bad_input", str(error), reasons, as_json)


def _without_plan(
    code: int, status: str, message: str, reasons: list[str], as_json: bool
) -> NoReturn:
    _say(message)
    if as_json:
        _print_json({"status": status, "reasons": reasons})
    raise typer.Exit(code)


@app.command()
def solve(
    instance: InstanceArgument,
    budget: Annotated[
        float | None, typer.Option(help="In the instance's currency; else settings.budget.")
    ] = None,
    gap: Annotated[float, typer.Option(help="Accepted optimality gap; 0 means 1e-6.")] = 0.001,
    time_limit: Annotated[
        float | None, typer.Option(metavar="SECONDS", help="For the solve.")
    ] = None,
    sets: Sets = None,
    scenario: Scenarios = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder to write the plan to.")
    ] = None,
    as_json: AsJson = False,
    seed: Annotated[int, typer.Option(help="Of HiGHS.")] = 0,
    threads: Annotated[int, typer.Option(help="0: HiGHS decides.")] = 0,
    draws: Annotated[
        int, typer.Option(help="Draws of the assumptions for the range of who stays; 0: none.")
    ] = 200,
    instruments: Annotated[
        bool,
        typer.Option("--instruments", help="Solve again without each kind of option or measure."),
    ] = False,
    instrument_gap: Annotated[
        float | None, typer.Option(help="Accepted gap of those solves; else that of --gap.")
    ] = None,
) -> None:
    """Find the best plan, prove how good it is, and check it without the solver."""
    try:
        started = time.perf_counter()
        if out is not None:
            check_writable(out)
        problem = opt.load(instance, scenarios=scenario or (), settings=sets or ())
        read = round(time.perf_counter() - started, 3)
        _say(f"{problem!r} read and checked.")
        with shown_on(sys.stderr, gap) as watcher:
            plan = opt.solve(
                problem,
                budget=budget,
                gap=gap,
                time_limit=time_limit,
                seed=seed,
                threads=threads,
                watcher=watcher,
            )
        plan = replace(plan, seconds={**plan.seconds, "read": read})
        interrupted = plan.status == "interrupted"
        try:
            if draws:
                plan = replace(plan, spread=plan.uncertainty(draws, seed))
            if instruments and not interrupted:
                _say("Solving again without each instrument in turn.")
                each = gap if instrument_gap is None else instrument_gap
                plan = opt.by_instrument(plan, gap=each, time_limit=time_limit, threads=threads)
        except KeyboardInterrupt:
            _say("Interrupted: the plan is kept, without what was still to be asked of it.")
            interrupted = True
    except opt.InputError as error:
        _refuse(error, as_json)
    except opt.NoPlanError as error:
        reasons = [str(reason) for reason in error.reasons] or [error.summary]
        _without_plan(_EXIT[error.status], error.status, str(error), reasons, as_json)
    except opt.CheckError as error:
        reasons = [str(failure) for failure in error.verification.failures]
        message = f"The plan fails its check and is not shown:\n{error}"
        _without_plan(CHECK_FAILED, "check_failed", message, reasons, as_json)
    except KeyboardInterrupt:
        reasons = ["interrupted; no plan was kept"]
        _without_plan(INTERRUPTED, "interrupted", "Interrupted.", reasons, as_json)
    written = out is None or _written(plan, out)
    print(plan_json(plan) if as_json else plan)
    if not written:
        raise typer.Exit(BAD_INPUT)
    if interrupted:
        raise typer.Exit(INTERRUPTED)


@app.command()
def sweep(
    instance: InstanceArgument,
    budgets: Annotated[
        str | None,
        typer.Option(metavar="FIRST:LAST:STEP", help="Or numbers with commas between them."),
    ] = None,
    scenario: Annotated[
        list[Path] | None,
        typer.Option("--scenario", metavar="NAME|FILE", help="As elsewhere, or the word base."),
    ] = None,
    grid: Annotated[
        list[str] | None,
        typer.Option("--grid", metavar="KEY=A,B,C", help="Each value of a setting; repeat."),
    ] = None,
    store: Annotated[
        str | None,
        typer.Option(metavar="DIR", help="Records of finished runs: a folder or an address."),
    ] = None,
    nested: Annotated[
        bool, typer.Option("--nested", help="Each plan contains that of a smaller budget.")
    ] = False,
    nesting: Annotated[
        str | None, typer.Option(metavar="up|down|best", help="How plans nest; best with --nested.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(help="Processes; one for each processor where not given.")
    ] = None,
    dask: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="A Dask cluster to use instead.")
    ] = None,
    gap: Annotated[float, typer.Option(help="Accepted optimality gap; 0 means 1e-6.")] = 0.001,
    time_limit: Annotated[
        float | None, typer.Option(metavar="SECONDS", help="For each run.")
    ] = None,
    sets: Sets = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The frontier: .png, .svg, .pdf, or a page, .html."),
    ] = None,
    draws: Annotated[
        int, typer.Option(help="Of the assumptions, for the range of who stays in --out; 0: none.")
    ] = 0,
    as_json: AsJson = False,
    seed: Annotated[int, typer.Option(help="Of HiGHS.")] = 0,
) -> None:
    """Find the best plan for every budget under every scenario; finished runs are never redone."""
    try:
        if out is not None:
            check_file(out)
        problem = opt.load(instance, settings=sets or ())
        _say(f"{problem!r} read and checked.")
        if store is None:
            _say("Without --store nothing is kept: give a folder to continue after an interrupt.")
        found = opt.sweep(
            problem,
            budgets=budgets,
            scenarios=scenario or (),
            grid=grid,
            store=store,
            nested=nesting or ("best" if nested else None),  # type: ignore[arg-type]  # checked there
            gap=gap,
            time_limit=time_limit,
            seed=seed,
            workers=workers,
            dask=dask,
            show=Show(sys.stderr),
        )
        for message in found.messages:
            _say(f"Note: {message}.")
        if out is not None:
            found.report(out, draws, seed)
            _say(f"Written to {out}.")
    except opt.InputError as error:
        _refuse(error, as_json)
    except KeyboardInterrupt:
        _without_plan(INTERRUPTED, "interrupted", "Interrupted.", ["interrupted"], as_json)
    if as_json:
        _print_json(found.to_rows())
    else:
        print(found.summary())
    if found.interrupted:
        raise typer.Exit(INTERRUPTED)
    _leave_by(found)


def _leave_by(found: opt.Sweep) -> None:
    """Leave with 0 where any run has a plan; a plan that fails its check comes first."""
    statuses = {str(row["status"]) for row in found.to_rows()}
    if "check_failed" in statuses:
        raise typer.Exit(CHECK_FAILED)
    if all(row["retained"] is None for row in found.to_rows()):
        raise typer.Exit(NO_PLAN_EXISTS if statuses == {"infeasible"} else NONE_IN_TIME)


def _written(plan: opt.Plan, folder: Path) -> bool:
    """Write a plan; where that fails say why, for the plan is still to be shown."""
    try:
        plan.save(folder)
    except opt.InputError as error:
        _say(str(error))
        return False
    _say(f"Written to {folder}.")
    if plan.boundaries is None:
        _say("Without map.png and plan.gpkg: the instance has no boundaries (regions.gpkg).")
    return True


@app.command()
def balance(
    instance: InstanceArgument,
    budget: Annotated[
        float | None, typer.Option(help="In the instance's currency; else settings.budget.")
    ] = None,
    points: Annotated[int, typer.Option(help="Plans on the curve, at least 2.")] = 5,
    gap: Annotated[float, typer.Option(help="Accepted gap of each plan.")] = 0.001,
    time_limit: Annotated[
        float | None, typer.Option(metavar="SECONDS", help="For each plan.")
    ] = None,
    sets: Sets = None,
    scenario: Scenarios = None,
    as_json: AsJson = False,
    seed: Annotated[int, typer.Option(help="Of HiGHS.")] = 0,
    threads: Annotated[int, typer.Option(help="0: HiGHS decides.")] = 0,
) -> None:
    """Show the price of balance: all who stay against what the worst-off province keeps."""
    try:
        problem = opt.load(instance, scenarios=scenario or (), settings=sets or ())
        with shown_on(sys.stderr, gap) as watcher:
            curve = opt.balance_curve(
                problem,
                budget=budget,
                points=points,
                gap=gap,
                time_limit=time_limit,
                seed=seed,
                threads=threads,
                watcher=watcher,
            )
    except opt.InputError as error:
        _refuse(error, as_json)
    except opt.NoPlanError as error:
        reasons = [str(reason) for reason in error.reasons] or [error.summary]
        _without_plan(_EXIT[error.status], error.status, str(error), reasons, as_json)
    except opt.CheckError as error:
        reasons = [str(failure) for failure in error.verification.failures]
        message = f"A plan fails its check and is not shown:\n{error}"
        _without_plan(CHECK_FAILED, "check_failed", message, reasons, as_json)
    if as_json:
        _print_json({"most_possible": curve.most_possible, "points": curve.rows()})
    else:
        print(curve)


@app.command()
def check(
    what: Annotated[str, typer.Argument(metavar="INSTANCE|PLAN", help="An instance or a plan.")],
    instance: Annotated[
        str | None,
        typer.Option("--instance", metavar="INSTANCE", help="The plan's instance."),
    ] = None,
    sets: Sets = None,
    scenario: Scenarios = None,
    as_json: AsJson = False,
) -> None:
    """Check an instance's tables, or recompute a plan from the tables without the solver.

    A plan is checked under the settings and the scenario that it records.
    """
    try:
        if instance is None and not _is_plan(Path(what)):
            problem = opt.load(what, scenarios=scenario or (), settings=sets or ())
            for note in problem.notes:
                _say(f"Note: {note}")
            if as_json:
                _print_json({"status": "ok", "notes": list(problem.notes)})
            else:
                print(f"{problem!r}: no problems found.")
            return
        if instance is None:
            problem_ = opt.Problem(
                what, "this is a plan.", remedy="name its instance: --instance DIR."
            )
            raise opt.InputError([problem_])
        if sets or scenario:
            _say("Note: --set and --scenario have no effect; a plan is checked under its own.")
        failures = _check_plan(Path(what), instance)
    except opt.InputError as error:
        _refuse(error, as_json)
    if as_json:
        _print_json({"status": "check_failed" if failures else "ok", "reasons": failures})
    elif not failures:
        print("The plan holds: every rule, cost and figure recomputed from the tables agrees.")
    for failure in failures:
        _say(f"- {failure}")
    if failures:
        raise typer.Exit(CHECK_FAILED)


def _is_plan(path: Path) -> bool:
    return path.name == "plan.json" or (path / "plan.json").is_file()


def _check_plan(path: Path, instance: str) -> list[str]:
    """Return what is wrong with a plan, in words; it is checked under its own settings."""
    record, differences = read_record(path)
    problem = opt.load(instance)
    unlike = own_rules(record, problem)
    for difference in unlike:
        _say(f"Note: {difference}; checked under the plan's own.")
    if unlike or record.get("scale"):
        problem = _under_its_own(record, problem, instance)
    if record.get("instance_hash") != problem.data_hash:
        _say("Note: the instance has changed since the plan was made; checked as it is now.")
    checked = verify_record(record, problem)
    return [str(item) for item in (*differences, *checked.failures)]


def _under_its_own(record: dict[str, Any], problem: opt.Instance, instance: str) -> opt.Instance:
    """Return the instance under the plan's settings and scale, where these make sense at all."""
    settings, scale = record.get("settings"), record.get("scale")
    words: dict[str, Any] = {}
    if isinstance(settings, dict):
        words |= {key: value for key, value in settings.items() if value is not None}
    if isinstance(scale, dict):
        words |= {f"scale.{column}": factor for column, factor in scale.items()}
    try:
        return opt.load(instance, settings=words)
    except opt.InputError:
        # A plan with impossible settings fails its check; only the tables can be bad input.
        return problem


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to make.")],
) -> None:
    """Write a complete small instance to start from."""
    try:
        new_instance(folder)
    except opt.InputError as error:
        _refuse(error, as_json=False)
    print(f"Written to {folder}. Edit its tables, then: rooted check {folder}")


@app.command()
def schema(
    instance: Annotated[
        str | None,
        typer.Option(metavar="INSTANCE", help="Show what this instance holds, with its sources."),
    ] = None,
    form: Annotated[str, typer.Option("--format", metavar="json|md")] = "md",
) -> None:
    """Print every table, column and setting: the definitions that inputs are checked against.

    With --instance: what that instance holds, with figures, ranges, sources, years and licences.
    """
    try:
        if form not in ("json", "md"):
            problem = opt.Problem("--format", f"{form!r} does not fit; expected json or md.")
            raise opt.InputError([problem])
        held = None if instance is None else opt.contents(instance)
    except opt.InputError as error:
        _refuse(error, as_json=False)
    if form == "json":
        _print_json(schema_json() if held is None else held.to_dict())
    else:
        print(schema_markdown() if held is None else held.to_markdown())


def main() -> None:
    """Run the command line; text is UTF-8 everywhere, also where Windows would use CP949."""
    if sys.stderr is None:  # closed: messages must not appear on standard output instead
        sys.stderr = io.StringIO()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
    # Pyomo writes its errors to standard output, where --json must be alone; ours say them.
    logging.getLogger("pyomo").setLevel(logging.CRITICAL)
    try:
        app()
    except KeyboardInterrupt:
        _say("Interrupted.")
        _leave(INTERRUPTED)
    except SystemExit as leaving:
        _leave(leaving.code)


def _leave(code: str | int | None) -> NoReturn:
    """Leave; at once where HiGHS still works, since its thread can't be waited for."""
    if any(thread.name == THREAD for thread in threading.enumerate()):
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
        os._exit(code if isinstance(code, int) else 0)
    sys.exit(code)
