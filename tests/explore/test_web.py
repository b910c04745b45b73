"""The addresses of the server."""

from support.live import until


def rest(client):
    """Wait until nothing is being made, and return the state."""
    until(lambda: client.get("state").json()["task"] is None)
    return client.get("state").json()


def test_lock_plan_anew_and_undo(client):
    """What is forbidden leaves; undo shows the plan before."""
    before = client.get("plan").json()["record"]
    choice = client.get("state").json()["choice"]
    regions = [row[0] for row in before["build"]]
    option = before["build"][0][1]
    page = client.get("").text
    region = page.partition('"regions":{"id":[')[2].partition("]")[0].split(",")[regions[0]]
    lock = f"{region.strip(chr(34))}:{option}"
    answer = client.post("choose", json=choice | {"locked_out": [*choice["locked_out"], lock]})
    assert answer.json()["task"]["choice"]["locked_out"][-1] == lock
    state = rest(client)
    assert (state["step"], state["undo"], state["failure"]) == (1, True, "")
    shown = client.get("plan").json()
    assert shown["change"]["leaves"][0]["what"]
    assert [regions[0], option] not in [row[:2] for row in shown["record"]["build"]]
    assert client.post("undo", json={}).json()["step"] == 0
    assert client.get("plan").json()["record"] == before
    assert client.post("redo", json={}).json()["step"] == 1


def test_the_page_is_that_of_the_session(client):
    """Its policy is in the header, too; the scenario can be downloaded."""
    answer = client.get("")
    assert answer.headers["content-type"].startswith("text/html")
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert '"live":{' in answer.text
    scenario = client.get("scenario.toml")
    assert scenario.text.startswith("\n[settings]\nbudget = 120.0")
    assert "attachment" in scenario.headers["content-disposition"]


def test_what_is_sent_must_be_json_that_fits(client):
    """No form of another site, nothing endless; what doesn't fit is named."""
    assert client.post("stop", content=b"a=1", kind="text/plain").status_code == 415
    assert client.post("choose", content=b"{").status_code == 400
    assert client.post("choose", content=b" " * 1_000_001).status_code == 413
    answer = client.post("choose", json={"budget": -1})
    assert answer.status_code == 422
    assert "budget" in answer.json()["failure"]
    assert client.get("choose").status_code == 405


def test_stop_is_answered_at_once(client):
    """With nothing to stop, too."""
    assert client.post("stop", json={}).json()["task"] is None


def test_saving_tells_where(client, hub):
    """Folder and scenario; a name that leads elsewhere is refused."""
    saved = client.post("save", json={"name": "mine"}).json()["saved"]
    assert saved == [str(hub.out / "mine"), str(hub.out / "mine.toml")]
    assert (hub.out / "mine" / "plan.json").exists()
    assert client.post("save", json={"name": "../x"}).status_code == 422


def test_a_plan_drawn_by_hand_is_valued(client):
    """Objective, bound and broken rules; an unknown region is named."""
    rows = [["dunmarrow", "bio_hub", 1]]
    found = client.post("score", json={"rows": rows}).json()["score"]
    assert found["objective"] > 0
    assert {"bound", "broken", "swaps"} <= set(found)
    answer = client.post("score", json={"rows": [["nowhere", "bio_hub", 1]]})
    assert "nowhere" in answer.json()["refused"]


def test_an_unknown_session_is_told_and_its_page_leads_to_a_new_one(client):
    """The address with the token is still good."""
    assert client.get("../nobody/state").status_code == 404
    answer = client.get("../nobody/")
    assert (answer.status_code, answer.headers["location"]) == (303, "../../")


def test_a_file_is_read_as_rows(client):
    """Names in either language become ids; a row that can't be understood is named."""
    text = "지역;option;count\n던매로;bio_hub;2\n"
    local = client.post("drawn", json={"csv": text}).json()
    assert local.get("rows") == [["dunmarrow", "bio_hub", 2]] or "던매로" in local["refused"]
    rows = client.post("drawn", json={"csv": "region,option\nDunmarrow,bio_hub\n"}).json()["rows"]
    assert rows == [["dunmarrow", "bio_hub", 1]]
    answer = client.post("drawn", json={"csv": "region,option\nnowhere,bio_hub\n"}).json()
    assert "nowhere" in answer["refused"]
    assert client.post("drawn", json={"csv": 3}).status_code == 422


def test_reasons_come_with_the_plan_once_they_are_asked_for(client):
    """The record has lines and sites, and the shared parts that these point at."""
    assert client.get("state").json()["reasons"] is False
    client.post("reasons", json={})
    until(lambda: client.get("state").json()["question"] is None)
    shown = client.get("plan").json()
    assert client.get("state").json()["reasons"] is True
    assert shown["record"]["reasons"]["lines"]
    places = {str(place) for row in shown["record"]["reasons"]["sites"] for place in row[-1]}
    assert places <= set(shown["shared"])


def test_one_thing_is_asked_about(client):
    """With an interval that is proven, and what is in the way with its rule's name."""
    found = client.post("why", json={"region": "dunmarrow", "option": "bio_hub"}).json()["why"]
    assert found["status"] in ("chosen", "not chosen", "impossible")
    assert all(way["rule"] for way in found["ways"])
    assert client.post("why", json={"region": 3}).status_code == 422
