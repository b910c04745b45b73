"""What HiGHS prints stays off standard output."""

import threading

from optimizer.silent_highs import SilentHighs


def test_nothing_is_printed_when_it_is_made_and_run(capfd):
    """Not the greeting either, also where several are made at once."""

    def work():
        highs = SilentHighs()
        highs.addVar(0.0, 1.0)
        highs.run()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print("after", flush=True)
    assert capfd.readouterr().out == "after\n"
