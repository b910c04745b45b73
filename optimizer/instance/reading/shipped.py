"""Finds an instance, the planner's folder or one of the package's, and its scenarios by name."""

from __future__ import annotations

from pathlib import Path

from optimizer.instance.problems import InputError, Problem, ProblemList, brief, nearest, shown

WORKBOOK = ".xlsx"
PLAN_FILE = "plan.json"
"""What makes a folder a plan."""
_PACKAGE = Path(__file__).resolve().parents[2]
_PLACES = (_PACKAGE / "shipped", _PACKAGE.parent / "instances")
"""Inside an installed wheel, and in a checkout."""


def shipped() -> dict[str, Path]:
    """Return the instances that come with the package: name to folder."""
    found: dict[str, Path] = {}
    for place in _PLACES:
        if place.is_dir():
            for folder in sorted(place.iterdir()):
                if (folder / "instance.toml").is_file():
                    found.setdefault(folder.name, folder)
    return found


def find_folder(source: str | Path) -> Path:
    """Return the folder of an instance, or the workbook that is one.

    Parameters
    ----------
    source : str or Path
        A folder that holds instance.toml, a workbook (.xlsx), or a shipped name. A folder wins.

    Raises
    ------
    InputError
        Neither is there.
    """
    folder = Path(source)
    if _is(folder / "instance.toml", "file"):
        return folder
    if folder.suffix.lower() == WORKBOOK and _is(folder, "file"):
        return folder
    known = shipped()
    if str(source) in known:
        return known[str(source)]
    if _is(folder / PLAN_FILE, "file") or (folder.name == PLAN_FILE and _is(folder, "file")):
        problem = Problem(
            shown(str(source)),
            "this is a plan, not an instance.",
            remedy="give the instance that it was made for; `rooted check PLAN --instance "
            "INSTANCE` checks a plan.",
        )
    elif _is(folder, "file"):
        message = "this is a file; expected a folder, or a workbook (.xlsx) with a sheet a table."
        remedy = "name the folder that it lies in, or save the workbook as .xlsx."
        problem = Problem(shown(str(source)), message, remedy=remedy)
    elif _is(folder, "dir"):
        problem = Problem(
            "instance.toml",
            f"the folder {shown(str(source))} has no such file.",
            remedy=_almost(folder)
            or "every instance needs one; `rooted new DIR` writes a complete example.",
        )
    else:
        problem = Problem(
            brief(source) or "INSTANCE",
            "there is no such folder, nor a shipped instance of that name.",
            remedy=nearest(str(source), list(known)),
        )
    raise InputError([problem])


def _almost(folder: Path) -> str:
    """Return what to call a file of the folder that seems to be meant for instance.toml."""
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.name.casefold().split(".")[0] == "instance":
            remedy = f"{brief(path.name)} is there: call it instance.toml"
            return f"{remedy}, and write it as TOML." if ".toml" not in path.name else f"{remedy}."
    return ""


def scenarios_of(folder: Path) -> dict[str, Path]:
    """Return the scenarios that lie in an instance's folder `scenarios`: name to file."""
    place = folder / "scenarios"
    if not _is(place, "dir"):
        return {}
    return {file.stem: file for file in sorted(place.glob("*.toml"))}


def find_scenario(folder: Path, scenario: str | Path, problems: ProblemList) -> Path | None:
    """Return the file of a scenario.

    Parameters
    ----------
    folder : Path
        Of the instance.
    scenario : str or Path
        A file, or the name of one in the instance's folder `scenarios`, with or without .toml.
        A file wins.
    problems : ProblemList
        Receives a name that is neither.

    Returns
    -------
    Path or None
        None where a name is unknown. A path that isn't there is returned as it is: who reads it
        says why it can't be read.
    """
    path = Path(scenario)
    bare = path.name == str(scenario) and str(scenario) not in ("", ".", "..")
    if _is(path, "file") or not bare:
        return path
    known = scenarios_of(folder)
    name = str(scenario).removesuffix(".toml")
    if name in known:
        return known[name]
    if _is(path, "dir") or not known:
        return path
    names = ", ".join(known)
    problems.add(
        brief(str(scenario)),
        f"there is no such file, nor a scenario of that name; known are {names}.",
        remedy=nearest(name, list(known)),
    )
    return None


def _is(path: Path, kind: str) -> bool:
    """Ask the file system; what can't be a path at all is not there."""
    try:
        return path.is_file() if kind == "file" else path.is_dir()
    except (OSError, ValueError):
        return False
