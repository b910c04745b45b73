"""`rooted new`: a small instance to start from."""

from support.command import TINY


def test_new_writes_an_instance_to_start_from(rooted, tmp_path):
    """It is sound, has the tables of the invented country, and is never written over."""
    answer = rooted("new", tmp_path / "mine")
    assert answer.code == 0
    assert "rooted check" in answer.out
    assert rooted("check", tmp_path / "mine").code == 0
    copied = {path.name: path.read_bytes() for path in (tmp_path / "mine").glob("*.csv")}
    assert copied == {path.name: path.read_bytes() for path in TINY.glob("*.csv")}
    assert rooted("new", tmp_path / "mine").code == 2
