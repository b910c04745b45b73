"""Styles in which QGIS shows a plan's layers: a symbol for each option, shades for the people."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

from matplotlib import colormaps
from matplotlib.colors import to_hex, to_rgb

from optimizer.plan import PlanData
from optimizer.report.plan.looks import looks_of, steps_to

FORMS = {
    "o": "circle",
    "s": "square",
    "^": "triangle",
    "D": "diamond",
    "v": "equilateral_triangle",
    "P": "cross_fill",
    "X": "cross_fill",
    "*": "star",
}
"""What QGIS calls each form of the map's marks."""
HEAD = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
PEOPLE = '"retained" + "arrived"'
NONE = "#eeeeee"
SIZE = (2.4, 6.0)
"""Of the cheapest and the dearest option, mm."""


def write_build_style(plan: PlanData, path: Path) -> None:
    """Write the style of the layer `build`: a symbol for each option, larger where one costs more.

    Colours and forms are those of the map.
    """
    looks = looks_of(plan)
    numbers = plan.build.groupby("option_id")[["cost", "count"]].sum()
    each = (numbers["cost"] / numbers["count"]).to_dict()
    dearest = max([*each.values(), 1e-9])
    root = _root()
    renderer = _renderer(root, "categorizedSymbol", "option_id")
    categories = ElementTree.SubElement(renderer, "categories")
    symbols = ElementTree.SubElement(renderer, "symbols")
    for place, (option, (colour, form)) in enumerate(looks.items()):
        name = plan.labels.options.of(option)
        words = {"value": option, "symbol": str(place), "label": name, "render": "true"}
        ElementTree.SubElement(categories, "category", words)
        size = SIZE[0] + (SIZE[1] - SIZE[0]) * (each[option] / dearest) ** 0.5
        marker = {"name": FORMS[form], "size": f"{size:.2f}", "size_unit": "MM"}
        _symbol(symbols, place, "SimpleMarker", {"color": _rgba(colour), **_edge(), **marker})
    _write(root, path)


def write_region_style(plan: PlanData, path: Path, *, points: bool) -> None:
    """Write the style of the layer `regions`: shades by who stays or comes, as on the map."""
    people = plan.regions["retained"] + plan.regions["arrived"]
    steps = steps_to(float(people.max()) if len(people) else 0.0)
    shades = colormaps["YlGn"].resampled(len(steps) - 1)
    ends: list[tuple[float, float, str]] = [(0.0, float(steps[0]), NONE)]
    ends += [
        (float(low), float(high), to_hex(shades(place)))
        for place, (low, high) in enumerate(pairwise(steps))
    ]
    root = _root()
    renderer = _renderer(root, "graduatedSymbol", PEOPLE)
    renderer.set("graduatedMethod", "GraduatedColor")
    ranges = ElementTree.SubElement(renderer, "ranges")
    symbols = ElementTree.SubElement(renderer, "symbols")
    for place, (low, high, colour) in enumerate(ends):
        label = f"fewer than {high:,.0f}" if place == 0 else f"{low:,.0f} to {high:,.0f}"
        words = {"lower": str(low), "upper": str(high), "symbol": str(place), "label": label}
        ElementTree.SubElement(ranges, "range", words | {"render": "true"})
        look = {"color": _rgba(colour), **_edge()}
        if points:
            _symbol(symbols, place, "SimpleMarker", {**look, "name": "circle", "size": "4"})
        else:
            _symbol(symbols, place, "SimpleFill", {**look, "style": "solid"})
    _write(root, path)


def categories_of(text: str) -> dict[str, str]:
    """Return which symbol each category, or range, of a style has.

    Raises
    ------
    ValueError
        A category has no symbol.
    """
    root = ElementTree.fromstring(text)
    there = {found.get("name") for found in root.iter("symbol")}
    named = {
        str(found.get("value") or found.get("label")): str(found.get("symbol"))
        for kind in ("category", "range")
        for found in root.iter(kind)
    }
    lacking = sorted(name for name, symbol in named.items() if symbol not in there)
    if lacking:
        raise ValueError(f"no symbol for {', '.join(lacking)}")
    return named


def _root() -> ElementTree.Element:
    return ElementTree.Element("qgis", {"version": "3.22.0", "styleCategories": "Symbology"})


def _renderer(root: ElementTree.Element, kind: str, attribute: str) -> ElementTree.Element:
    words = {"type": kind, "attr": attribute, "symbollevels": "0", "enableorderby": "0"}
    return ElementTree.SubElement(root, "renderer-v2", words)


def _symbol(symbols: ElementTree.Element, place: int, kind: str, look: Mapping[str, str]) -> None:
    """Add a symbol, told both as QGIS 3.22 reads it (Option) and as earlier ones do (prop)."""
    shape = "marker" if kind == "SimpleMarker" else "fill"
    symbol = ElementTree.SubElement(
        symbols, "symbol", {"name": str(place), "type": shape, "alpha": "1", "clip_to_extent": "1"}
    )
    layer = ElementTree.SubElement(
        symbol, "layer", {"class": kind, "enabled": "1", "locked": "0", "pass": "0"}
    )
    options = ElementTree.SubElement(layer, "Option", {"type": "Map"})
    for key, value in look.items():
        words = {"name": key, "type": "QString", "value": value}
        ElementTree.SubElement(options, "Option", words)
        ElementTree.SubElement(layer, "prop", {"k": key, "v": value})


def _edge() -> dict[str, str]:
    return {
        "outline_color": "255,255,255,255",
        "outline_style": "solid",
        "outline_width": "0.2",
        "outline_width_unit": "MM",
    }


def _rgba(colour: str) -> str:
    return ",".join([*(str(round(255 * part)) for part in to_rgb(colour)), "255"])


def _write(root: ElementTree.Element, path: Path) -> None:
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    path.write_text(f"{HEAD}{text}\n", encoding="utf-8")
