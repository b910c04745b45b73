"""A folder of records, one a finished run: written whole or not at all, and checked when read.

The folder may be local, shared, in memory or on object storage: whatever fsspec opens.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import fsspec

from optimizer.instance import InputError, Problem
from optimizer.plan import is_gone, whose

FORMAT = 1
RUNS, SWEEPS, CLAIMS = "runs", "sweeps", "claims"
UNFINISHED = ".part"


class DamagedRecordError(Exception):
    """A record can't be trusted: it is cut short, or does not fit its checksum.

    Attributes
    ----------
    name : str
        The record's file.
    why : str
    """

    def __init__(self, name: str, why: str):
        self.name, self.why = name, why
        super().__init__(f"{name} is damaged ({why})")

    def __reduce__(self) -> tuple[type[DamagedRecordError], tuple[str, str]]:
        return type(self), (self.name, self.why)


class Store:
    """Records by key.

    A record is a JSON file `runs/KEY.json`: format, key, checksum (SHA-256 of the content's
    canonical JSON) and content. It appears under its name only when it is complete and on disk,
    so that a process killed at any moment leaves no half record. Several processes may use a
    store at once; the same run written twice is written whole both times.

    Parameters
    ----------
    place : str or Path
        A folder, or an address that fsspec knows, such as `memory://runs` or `s3://bucket/runs`.
    options : mapping, optional
        For fsspec, such as credentials.

    Raises
    ------
    InputError
        The place can't be opened or written to.
    """

    def __init__(self, place: str | Path, options: Mapping[str, Any] | None = None):
        self.place = str(place)
        try:
            self._files, root = fsspec.core.url_to_fs(self.place, **(options or {}))
            self._root = str(root).rstrip("/") or "/"
            self.local = "file" in _protocols(self._files)
            self.lasting = "memory" not in _protocols(self._files)
            if self.local:
                self._refuse_other()
            for folder in (RUNS, SWEEPS):
                self._files.makedirs(f"{self._root}/{folder}", exist_ok=True)
        except (OSError, ValueError, ImportError) as error:
            raise _unusable(self.place, error) from error

    def _refuse_other(self) -> None:
        there = Path(self._root)
        if (there / "instance.toml").exists() or (there / "plan.json").exists():
            raise ValueError("the folder holds an instance or a plan")

    def has(self, key: str) -> bool:
        """Return whether there is a record; it may still be damaged."""
        return bool(self._files.exists(self._name(RUNS, key)))

    def read(self, key: str) -> dict[str, Any] | None:
        """Return a record's content, None where there is none.

        Raises
        ------
        DamagedRecordError
            There is one, but not as it was written.
        """
        return self._read(RUNS, key)

    def write(self, key: str, content: Mapping[str, Any]) -> None:
        """Write a record, which takes the place of one with the same key."""
        self._write(RUNS, key, content)
        self.release(key)

    def keys(self) -> list[str]:
        """Return the keys of all records."""
        return self._listed(RUNS)

    def note(self, name: str, content: Mapping[str, Any]) -> None:
        """Write which runs a sweep consists of."""
        self._write(SWEEPS, name, content)

    def notes(self, messages: list[str] | None = None) -> list[dict[str, Any]]:
        """Return what every sweep of the store consists of, the newest last.

        Parameters
        ----------
        messages : list of str, optional
            Receives which ones are damaged.
        """
        found: list[dict[str, Any]] = []
        for name in self._listed(SWEEPS):
            try:
                content = self._read(SWEEPS, name)
            except DamagedRecordError as error:
                if messages is not None:
                    messages.append(str(error))
                continue
            if content is not None:
                found.append(content)
        return sorted(found, key=lambda content: str(content.get("made", "")))

    def claim(self, key: str) -> bool:
        """Say that this process works on a run; False if another one said so before.

        A claim only changes who begins with what: a run whose claimant was killed is done by
        another process when it has nothing else left.
        """
        name = self._name(CLAIMS, key)
        try:
            self._files.makedirs(f"{self._root}/{CLAIMS}", exist_ok=True)
            if self.local:
                with open(name, "x") as file:  # noqa: PTH123 - exclusive creation
                    file.write(whose())
                return True
            if self._files.exists(name):
                return False
            self._files.pipe_file(name, whose().encode())
        except OSError:
            return False
        return True

    def release(self, key: str) -> None:
        """Take a claim back."""
        with contextlib.suppress(OSError):
            self._files.rm_file(self._name(CLAIMS, key))

    def publish(self, name: str, write: Callable[[Any], object]) -> None:
        """Write a file as `put` does, and say for a planner why it can't be written.

        Raises
        ------
        InputError
            The disk is full, or this process may not write there.
        """
        try:
            self.put(name, write)
        except OSError as error:
            raise _unusable(self.place, error) from error

    def put(self, name: str, write: Callable[[Any], object]) -> None:
        """Write a file of the store whole or not at all; `write` receives it, open for bytes."""
        target = f"{self._root}/{name}"
        if not self.local:
            # An object appears under its name when it is closed, and not before.
            with self._files.open(target, "wb") as file:
                write(file)
            return
        try:
            _put_here(Path(target), write)
        except FileNotFoundError:
            # The folder was removed, or another machine of this name took the file for a leftover.
            Path(target).parent.mkdir(parents=True, exist_ok=True)
            _put_here(Path(target), write)

    def sweep_up(self, older_than: float = 3600.0) -> None:
        """Remove what killed processes left: unfinished files and claims.

        Those of this machine whose process is gone; of other machines, old ones.
        """
        if not self.local:
            return
        left = [*Path(self._root, CLAIMS).glob("*")]
        for folder in ("", RUNS, SWEEPS):
            left += Path(self._root, folder).glob(f"*{UNFINISHED}")
        for path in left:
            with contextlib.suppress(OSError):
                by = path.name if path.suffix == UNFINISHED else path.read_text()
                if is_gone(by) or time.time() - path.stat().st_mtime > older_than:
                    path.unlink()

    def _name(self, folder: str, key: str) -> str:
        return f"{self._root}/{folder}/{key}" + ("" if folder == CLAIMS else ".json")

    def _listed(self, folder: str) -> list[str]:
        names = self._files.ls(f"{self._root}/{folder}", detail=False)
        ends = [str(name).rsplit("/", 1)[-1] for name in names]
        return sorted(end.removesuffix(".json") for end in ends if end.endswith(".json"))

    def _write(self, folder: str, key: str, content: Mapping[str, Any]) -> None:
        text = _canonical(content)
        # The content's own text, so that it is turned into JSON once.
        record = (
            f'{{"format": {FORMAT}, "key": {json.dumps(key)}, "checksum": "{_digest(text)}", '
            f'"content": {text}}}\n'
        )
        self.publish(f"{folder}/{key}.json", lambda file: file.write(record.encode()))

    def _read(self, folder: str, key: str) -> dict[str, Any] | None:
        name = self._name(folder, key)
        try:
            text = self._files.cat_file(name).decode()
        except FileNotFoundError:
            return None
        except UnicodeDecodeError as error:
            raise DamagedRecordError(name, "it is no text") from error
        except OSError as error:
            reason = error.strerror or str(error)
            raise DamagedRecordError(name, f"it can't be read: {reason}") from error
        try:
            record = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise DamagedRecordError(name, "it is no valid JSON") from error
        if not isinstance(record, dict) or not isinstance(record.get("content"), dict):
            raise DamagedRecordError(name, "it is no record")
        if record.get("format") != FORMAT or record.get("key") != key:
            raise DamagedRecordError(name, "it has another format or key")
        content: dict[str, Any] = record["content"]
        if record.get("checksum") != _digest(_canonical(content)):
            raise DamagedRecordError(name, "its checksum does not fit")
        return content


def digest_of(content: object) -> str:
    """Return the SHA-256 of something's canonical JSON."""
    return _digest(_canonical(content))


def _canonical(content: object) -> str:
    return json.dumps(
        content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _put_here(target: Path, write: Callable[[Any], object]) -> None:
    temporary = target.with_name(f"{target.name}.{whose()}-{uuid.uuid4().hex}{UNFINISHED}")
    try:
        with temporary.open("wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        if target.is_dir() and not target.is_symlink():
            # Not of the store, so it is kept, beside the file that has this name.
            target.rename(target.with_name(f"{target.name}.{uuid.uuid4().hex}.moved"))
        temporary.replace(target)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    _settle(temporary.parent)


def _settle(folder: Path) -> None:
    """Have the folder's new names on disk, where the system can do that."""
    with contextlib.suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def _protocols(files: Any) -> Iterator[str]:
    known = files.protocol
    yield from [known] if isinstance(known, str) else known


def _unusable(place: str, error: Exception) -> InputError:
    reason = getattr(error, "strerror", None) or str(error)
    remedy = "choose another folder for --store, or check the address and who may write there."
    return InputError([Problem(place, f"it can't be used as a store ({reason}).", remedy=remedy)])
