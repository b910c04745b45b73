"""Instances that were read already, for tests that are not about reading."""

from dataclasses import replace

from optimizer.instance.reading.shipped import find_folder

_READ = {}


def kept_reading(read):
    """Return a reader that reads the same bytes under the same words once.

    Its tables are copies, so that no test sees what another did to them.
    """

    def reading(source, *, scenarios=(), settings=()):
        scenarios = [scenarios] if isinstance(scenarios, str) else list(scenarios)
        places = [find_folder(source), *scenarios]
        files = [
            path
            for place in places
            for path in (sorted(place.rglob("*")) if hasattr(place, "rglob") else [])
            if path.is_file()
        ]
        facts = [(str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files]
        if any(not hasattr(place, "rglob") or not place.is_dir() for place in places):
            return read(source, scenarios=scenarios, settings=settings)  # by name, or a lone file
        key = (tuple(facts), repr(settings))
        if key not in _READ:
            _READ[key] = read(source, scenarios=scenarios, settings=settings)
        found = _READ[key]
        tables = {name: table.copy(deep=True) for name, table in found.tables.items()}
        return replace(found, tables=tables)

    return reading
