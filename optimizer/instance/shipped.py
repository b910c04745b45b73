"""Finds an instance: a folder of the planner's, or one of those that come with the package."""

from __future__ import annotations

from pathlib import Path

from optimizer.instance.problems import InputError, Problem, brief, nearest, shown

_PACKAGE = Path(__file__).resolve().parents[1]
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
    """Return the folder of an instance.

    Parameters
    ----------
    source : str or Path
        A folder that holds instance.toml, or a shipped name. A folder wins.

    Raises
    ------
    InputError
        Neither is there.
    """
    folder = Path(source)
    if _is(folder / "instance.toml", "file"):
        return folder
    known = shipped()
    if str(source) in known:
        return known[str(source)]
    if _is(folder, "dir"):
        problem = Problem(
            "instance.toml",
            f"the folder {shown(str(source))} has no such file.",
            remedy="every instance needs one; `rooted new DIR` writes a complete example.",
        )
    else:
        problem = Problem(
            brief(source) or "INSTANCE",
            "there is no such folder, nor a shipped instance of that name.",
            remedy=nearest(str(source), list(known)),
        )
    raise InputError([problem])


def _is(path: Path, kind: str) -> bool:
    """Ask the file system; what can't be a path at all is not there."""
    try:
        return path.is_file() if kind == "file" else path.is_dir()
    except (OSError, ValueError):
        return False
