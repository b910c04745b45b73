"""Records are whole or absent, and a damaged one is found out."""

import json
import socket
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

import optimizer as opt


@pytest.fixture(params=["folder", "memory"])
def store(request, tmp_path):
    return opt.Store(tmp_path / "runs" if request.param == "folder" else f"memory://{uuid.uuid4()}")


def test_what_is_written_is_read(store):
    """Korean text, numbers and nulls come back as they were."""
    content = {"name": "대전", "value": 0.1, "list": [1, None]}
    store.write("k1", content)
    assert store.read("k1") == content
    assert store.keys() == ["k1"]
    assert store.read("other") is None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text[: len(text) // 2],
        lambda text: text.replace("0.5", "0.6"),
        lambda text: text.replace('"key": "k1"', '"key": "k2"'),
        lambda text: "",
        lambda text: "[]",
    ],
)
def test_a_damaged_record_is_named(tmp_path, spoil):
    """A changed byte or half a file is never read as a result."""
    store = opt.Store(tmp_path)
    store.write("k1", {"value": 0.5})
    path = tmp_path / "runs" / "k1.json"
    path.write_text(spoil(path.read_text()))
    with pytest.raises(opt.DamagedRecordError, match=r"k1\.json is damaged"):
        store.read("k1")


def test_nothing_unfinished_is_left_or_listed(tmp_path):
    """A write that breaks off leaves no file."""
    store = opt.Store(tmp_path)

    def breaks_off(file):
        file.write(b"half")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        store.put("runs/k1.json", breaks_off)
    assert list((tmp_path / "runs").iterdir()) == []
    (tmp_path / "runs" / "k2.json.123.part").write_text("killed here")
    assert store.keys() == []


def test_a_folder_in_a_records_place_is_named_and_moved_aside(tmp_path):
    """Nothing of somebody else's is lost."""
    store = opt.Store(tmp_path)
    (tmp_path / "runs" / "k1.json").mkdir()
    (tmp_path / "runs" / "k1.json" / "notes.txt").write_text("somebody's")
    with pytest.raises(opt.DamagedRecordError, match="can't be read"):
        store.read("k1")
    store.write("k1", {"value": 0.5})
    assert store.read("k1") == {"value": 0.5}
    assert store.keys() == ["k1"]
    assert next((tmp_path / "runs").glob("*.moved/notes.txt")).read_text() == "somebody's"


def test_what_killed_processes_left_is_removed(tmp_path):
    """Claims and parts of dead processes of this machine, not those of others."""
    store = opt.Store(tmp_path)
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    name = f"{socket.gethostname()}-{dead.pid}"
    assert store.claim("k1")
    (tmp_path / "claims" / "k1").write_text(name)
    left = tmp_path / f"frame.json.{name}-1.part"
    of_others = tmp_path / "runs" / "k1.json.another-1-1.part"
    for path in (left, of_others):
        path.write_text("half")
    store.claim("k2")
    store.sweep_up()
    assert [path.name for path in (tmp_path / "claims").iterdir()] == ["k2"]
    assert not left.exists()
    assert of_others.exists()
    store.sweep_up(older_than=-1)
    assert not of_others.exists()


def test_a_full_disk_is_told_in_words(tmp_path, monkeypatch):
    """As bad input with the system's reason, and no record is listed."""
    store = opt.Store(tmp_path)

    def full(number):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(opt.InputError, match="No space left"):
        store.write("k1", {})
    assert store.keys() == []


def test_a_second_process_sees_the_claim(tmp_path):
    """Until the run is written."""
    one, other = opt.Store(tmp_path), opt.Store(tmp_path)
    assert one.claim("k1")
    assert not other.claim("k1")
    one.write("k1", {})
    assert other.claim("k1")


def test_a_folder_with_an_instance_is_refused(tmp_path):
    """A store would mix with its tables."""
    (tmp_path / "instance.toml").write_text("")
    with pytest.raises(opt.InputError, match="holds an instance"):
        opt.Store(tmp_path)


def test_a_store_that_cant_be_is_refused(tmp_path):
    """A file in its place, or a protocol that nobody knows."""
    (tmp_path / "file").write_text("")
    with pytest.raises(opt.InputError, match="store"):
        opt.Store(tmp_path / "file")
    with pytest.raises(opt.InputError, match="store"):
        opt.Store("nosuchprotocol://runs")


def test_a_record_is_plain_json(tmp_path):
    """With its key and content, for scripts that read it."""
    opt.Store(tmp_path).write("k1", {"value": 0.5})
    record = json.loads((tmp_path / "runs" / "k1.json").read_text())
    assert record["key"] == "k1"
    assert record["content"] == {"value": 0.5}


@pytest.mark.slow
def test_records_killed_at_any_moment_are_whole(tmp_path):
    """200 kills while records and the table are written; the next sweep clears what is left."""
    program = Path(__file__).parents[1] / "support" / "killed.py"
    words = [sys.executable, program, tmp_path, "store", "200"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
