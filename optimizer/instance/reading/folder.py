"""Finds each table's file in an instance folder, and refuses files that are none."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import NamedTuple

from optimizer.instance.problems import ProblemList, brief, closest, nearest
from optimizer.instance.reading.files import SUFFIXES
from optimizer.instance.reading.strays import (
    GEOMETRIES,
    refuse_other_formats,
    refuse_packed_tables,
    refuse_tables_in_folders,
    sheets_meant,
)
from optimizer.instance.reading.toml_words import INSTANCE_FILE
from optimizer.instance.reading.workbook import sheet_names, why_unreadable
from optimizer.instance.schema.columns import REQUIRED_TABLES, TABLES
from optimizer.instance.schema.definitions import Table
from optimizer.instance.schema.settings import SECTIONS

BOUNDARIES = "regions.gpkg"
COMPANIONS = (".gpkg-wal", ".gpkg-shm", ".gpkg-journal", ".qml", ".qgz", ".qgs", ".sld")
"""Of GeoPackages and of QGIS: they hold no table."""
NETWORK = "network"
"""Folder of nodes and edges."""
SETTINGS = "settings"
"""Sheet of the words of instance.toml, in a workbook that is a whole instance."""
LEFT_ALONE = "A sheet whose name begins with _ is left alone."
_SPREADSHEETS = (".xls", ".ods", ".txt", ".tsv")


class Place(NamedTuple):
    """Where a table stands: a file, and the sheet where that is a workbook of several."""

    path: Path
    name: str
    sheet: str | None = None


def find_tables(folder: Path, problems: ProblemList) -> dict[str, Place]:
    """Return the place of each table that is there.

    Parameters
    ----------
    folder : Path
        The instance.
    problems : ProblemList
        Receives unknown files and sheets, folders in the place of files, two places for one
        table, missing tables.

    Returns
    -------
    dict of table name to Place
        In the order in which tables are read.
    """
    for place in ("", NETWORK):
        _refuse_unknown(folder, place, problems)
    sheets = _sheets(folder, problems)
    tables: dict[str, Place] = {}
    for table in TABLES.values():
        path = _find(folder, table, table.name in sheets, problems)
        found = [] if path is None else [Place(path, path.relative_to(folder).as_posix())]
        found += sheets.get(table.name, [])
        if len(found) > 1:
            names = " and ".join(place.name for place in found)
            message = f"{names} hold the same table."
            problems.add(found[0].name, message, remedy="keep one of them.")
        if found:
            tables[table.name] = found[0]
    if folder.is_dir():
        refuse_other_formats(folder, tables, problems)
        refuse_packed_tables(folder, tables, problems)
        refuse_tables_in_folders(folder, tables, problems)
    for name, other in (("nodes", "edges"), ("edges", "nodes")):
        if name in tables and other not in tables:
            problems.add(
                tables[name].name,
                f"there is no network/{other}.csv, so there is no network.",
                remedy=f"add it, or delete {name}.csv.",
            )
    return tables


def find_sheets(path: Path, problems: ProblemList) -> dict[str, Place]:
    """Return the sheet of each table in a workbook that is a whole instance.

    Parameters
    ----------
    path : Path
    problems : ProblemList
        Receives unknown sheets and missing ones.
    """
    names = sheet_names(path)
    if not names:
        error = why_unreadable(path)
        problems.add(path.name, f"{error}.", remedy=error.remedy)
        return {}
    for name in names:
        if name not in TABLES and name != SETTINGS and not name.startswith("_"):
            remedy = f"{nearest(name, [*TABLES, SETTINGS])} {LEFT_ALONE}"
            label = f"{path.name}, sheet {brief(name)}"
            problems.add(label, "the sheet is none of an instance's tables.", remedy=remedy)
    for name in (SETTINGS, *REQUIRED_TABLES):
        if name not in names:
            message = f"there is no sheet {name}, which every instance needs."
            remedy = "`rooted new NAME.xlsx` writes a complete example."
            problems.add(path.name, message, remedy=remedy)
    return {
        name: Place(path, f"{path.name}, sheet {name}", name) for name in TABLES if name in names
    }


def _sheets(folder: Path, problems: ProblemList) -> dict[str, list[Place]]:
    """Return the sheets of workbooks that hold tables; of such a workbook every sheet must.

    A workbook without any sheet that is called as a table, or seems to hold one, is left alone.
    """
    found: dict[str, list[Place]] = {}
    for path in sorted(folder.glob("*.xlsx")):
        if path.stem in TABLES or path.name.startswith((".", "~$")):
            continue
        names = sheet_names(path)
        if not names:
            error = why_unreadable(path)
            problems.add(
                path.name, f"{error}, so that its sheets aren't known.", remedy=error.remedy
            )
        if not set(names) & set(TABLES):
            for name, table, why in sheets_meant(path, names):
                label = f"{path.name}, sheet {brief(name)}"
                remedy = f"call the sheet {table}. {LEFT_ALONE}"
                problems.add(label, f"{why}.", remedy=remedy)
            continue
        for name in names:
            label = f"{path.name}, sheet {brief(name)}"
            if name in TABLES:
                found.setdefault(name, []).append(Place(path, label, name))
            elif not name.startswith("_"):
                remedy = nearest(name, list(TABLES))
                if name.casefold() in SECTIONS:
                    remedy = f"write [{name.casefold()}] in {INSTANCE_FILE}."
                remedy += f" {LEFT_ALONE}"
                problems.add(label, "the sheet is none of an instance's tables.", remedy=remedy)
    return found


def _refuse_unknown(folder: Path, place: str, problems: ProblemList) -> None:
    here = folder / place if place else folder
    known = [table.name for table in TABLES.values() if table.folder == place]
    if place and here.exists() and not here.is_dir():
        problems.add(place, "this is a file; expected a folder.", remedy="rename or move it.")
        return
    if not here.is_dir():
        return
    try:
        paths = sorted(here.iterdir())
    except OSError as error:
        problems.add(
            place or str(folder),
            f"the folder can't be read ({error.strerror}).",
            remedy="check who may read it.",
        )
        return
    for path in paths:
        suffix, name = path.suffix.lower(), path.relative_to(folder).as_posix()
        if path.is_dir() and path.name != NETWORK and path.name.casefold() in (NETWORK, "networks"):
            problems.add(name, "the folder isn't read.", remedy=f"call it {NETWORK}.")
        if path.name.startswith((".", "~$")) or suffix in COMPANIONS:
            continue
        if suffix not in (*SUFFIXES, ".toml"):
            _refuse_look_alike(path, name, problems)
            continue
        if suffix == ".xlsx" and path.stem not in TABLES:
            continue  # a workbook of many tables, or of other things
        fits = path.suffix == suffix and path.stem in known and suffix in SUFFIXES
        if fits or (not place and path.name == INSTANCE_FILE):
            if not path.is_file():
                what = "this is a folder" if path.is_dir() else "the link leads nowhere"
                problems.add(name, f"{what}; expected a file.", remedy="rename or move it.")
            continue
        elsewhere = next((t.folder for t in TABLES.values() if t.name == path.stem), place)
        remedy = _named_like(path, known if place else [*known, Path(INSTANCE_FILE).stem])
        if elsewhere != place:
            remedy = f"it belongs in {'the folder ' + elsewhere if elsewhere else 'the instance'}."
        problems.add(brief(name), "the file is none of an instance's tables.", remedy=remedy)


def _named_like(path: Path, known: list[str]) -> str:
    """Return what a file that is none of the tables should be called."""
    if path.suffix.lower() == ".gpkg":
        return f"boundaries are read from {BOUNDARIES}: call it so, or move it elsewhere."
    instance = Path(INSTANCE_FILE)
    words = {word: INSTANCE_FILE if word == instance.stem else f"{word}.csv" for word in known}
    meant = closest(path.name.split(".")[0], known)
    if meant is None and path.suffix.lower() == instance.suffix:
        meant = instance.stem
    if meant in words:
        return f"did you mean {words[meant]!r}? Rename it, or move it elsewhere."
    return f"{nearest('', list(words.values()))} Rename it, or move it elsewhere."


def _refuse_look_alike(path: Path, name: str, problems: ProblemList) -> None:
    """Refuse a file that is called as a table is, but isn't of a kind that is read."""
    stem = path.name.split(".")[0].casefold()
    if path.is_dir() and not path.suffix:
        return  # a folder of sources, say
    if stem in TABLES or stem == Path(INSTANCE_FILE).stem:
        kind = path.suffix or "a file without an ending"
        message = f"it is called as the table {stem} is, but {kind} isn't read."
        remedy = f"save it as {stem}.csv (UTF-8), .xlsx or .parquet; or give it another name."
        if stem == "regions" and path.suffix.casefold() in GEOMETRIES:
            message = f"boundaries in the format {path.suffix} aren't read."
            remedy = f"save them as {BOUNDARIES} (GeoPackage); or give the file another name."
        problems.add(brief(name), message, remedy=remedy)


def _find(folder: Path, table: Table, elsewhere: bool, problems: ProblemList) -> Path | None:
    base = folder / table.folder if table.folder else folder
    places = [base / f"{table.name}{suffix}" for suffix in SUFFIXES]
    found = [path for path in places if path.is_file()]
    if table.name == "regions" and any(path.suffix != ".gpkg" for path in found):
        # Beside a table of regions the GeoPackage holds their boundaries.
        found = [path for path in found if path.suffix != ".gpkg"]
    elif table.name == "regions" and found and not _has_column(found[0], "leavers"):
        # ... and so it does where that table is missing, or has another name.
        found = []
    if len(found) > 1:
        names = " and ".join(path.name for path in found)
        problems.add(
            found[0].relative_to(folder).as_posix(),
            f"{names} hold the same table.",
            remedy="keep one of them.",
        )
    if (
        not found
        and not elsewhere
        and table.name in REQUIRED_TABLES
        and not any(path.exists() and path.name != BOUNDARIES for path in places)
    ):
        remedy = f"every instance needs it: {table.meaning[0].lower()}{table.meaning[1:]}"
        for suffix in _SPREADSHEETS:
            if (base / f"{table.name}{suffix}").is_file():
                remedy = f"save {table.name}{suffix} as “CSV UTF-8 (comma delimited)”."
        problems.add(f"{table.name}.csv", "the file is missing.", remedy=remedy)
    return found[0] if found else None


def _has_column(path: Path, column: str) -> bool:
    """Return whether a GeoPackage has a column; what can't be read is left to its reader."""
    import pyogrio

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return column in list(pyogrio.read_info(path)["fields"])
    except Exception:  # damaged files make GDAL raise anything
        return True
