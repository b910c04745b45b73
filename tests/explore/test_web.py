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
    assert answer.status_code == 422
    assert "nowhere" in answer.json()["failure"]


def test_an_unknown_session_is_told_and_its_page_leads_to_a_new_one(client):
    """The address with the token is still good."""
    assert client.get("../nobody/state").status_code == 404
    answer = client.get("../nobody/")
    assert (answer.status_code, answer.headers["location"]) == (303, "../../")
