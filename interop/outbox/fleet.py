#!/usr/bin/env python3
"""Four workers on one outbox: two are killed again and again, one stands still past its lease; then how two compare to one.

fleet.py PALOMA URL FOLDER MAILS SEED     prints what was seen, or what is wrong; the exit code says which
"""
import json
import random
import signal
import sys
import time
from pathlib import Path

from outbox import Failed, Ledger, Outbox, Submitter, judge, wait_until

DELAY = 20  # milliseconds that each answer to content takes
LEAST_SHARE = 0.10  # of what is sent by those that are left alone
SPEEDUP = 1.5


def hand_over(outbox, name, count):
    """Submits, and gives back the submitter and what must be in the ledger."""
    submitter = Submitter(outbox)
    submitter.start()
    wanted = set()
    for number in range(count):
        key, whom = "%s-%d" % (name, number), "ann@%d.test" % (number % 50)
        submitter.submit(key, [whom])
        wanted.add("%s %s" % (key, whom))
    submitter.finish()
    return submitter, wanted


def accepted(file):
    lines = [json.loads(line) for line in Path(file).read_text().splitlines(keepends=True) if line.endswith("\n")]
    return sum(1 for line in lines if line["outcome"] == "accepted")


def fleet(paloma, url, folder, mails, chance):
    outbox, ledger = Outbox(paloma, url, folder), Ledger(folder, "--delay", DELAY)
    try:
        submitter, wanted = hand_over(outbox, "f", mails)
        workers = {name: outbox.worker(ledger.url, name=name) for name in ("calm", "paused", "killed1", "killed2")}
        kills = 0
        pause = time.monotonic() + 4
        while outbox.ask("stats")[0]["queued"] > mails // 10:
            name = chance.choice(("killed1", "killed2"))
            workers[name].kill()
            workers[name] = outbox.worker(ledger.url, name=name)
            kills += 1
            if pause and time.monotonic() > pause:
                workers["paused"].signal(signal.SIGSTOP)
                time.sleep(6)  # twice its lease
                workers["paused"].signal(signal.SIGCONT)
                pause = None
            time.sleep(chance.uniform(0.5, 2))
        wait_until(lambda: not any(outbox.ask("stats")[0][state] for state in ("queued", "sending")), "nothing queued")
        for worker in workers.values():
            worker.signal(signal.SIGTERM)
        for name, worker in workers.items():
            if worker.process.wait(60) != 0:
                yield "%s ends with %d on SIGTERM" % (name, worker.process.returncode)
        shares = {name: accepted(outbox.folder / name) for name in workers}
        for name in ("calm",):
            if shares[name] < LEAST_SHARE * mails:
                yield "uneven: %s" % shares
        twice = sum(times - 1 for times in ledger.count().values())
        print("fleet: %d mails, %d kills, one pause, %d sent again in doubt, by worker %s" % (mails, kills, twice, shares))
        if not kills or pause:
            yield "it was over before anybody was killed, or stood still: give it more mails"
        yield from judge(outbox, submitter, wanted, ledger)
    finally:
        ledger.stop()


def rate(paloma, url, folder, name, count, mails):
    """Mails a second that so many workers get through."""
    outbox, ledger = Outbox(paloma, url, folder), Ledger(folder, "--delay", DELAY)
    try:
        hand_over(outbox, name, mails)
        workers = [outbox.worker(ledger.url, name="rate-" + name + str(i)) for i in range(count)]
        wait_until(lambda: sum(ledger.count().values()) > mails // 10, "a start", workers)
        began, first = time.monotonic(), sum(ledger.count().values())
        wait_until(lambda: sum(ledger.count().values()) > mails * 9 // 10, "most of it", workers)
        spent, last = time.monotonic() - began, sum(ledger.count().values())
        wait_until(lambda: sum(ledger.count().values()) >= mails, "all of it", workers)
        for worker in workers:
            worker.signal(signal.SIGTERM)
            worker.process.wait(60)
        return (last - first) / spent
    finally:
        ledger.stop()


def speed(paloma, url, folder):
    folders = [Path(folder) / name for name in ("one", "two")]
    for each in folders:
        each.mkdir()
    one = rate(paloma, url, folders[0], "one", 1, 2000)
    two = rate(paloma, url, folders[1], "two", 2, 4000)
    print("two workers: %.2f times one, with %d ms for each answer" % (two / one, DELAY))
    if two / one < SPEEDUP:
        yield "two workers are only %.2f times as fast as one" % (two / one)


def main(paloma, url, folder, mails, seed):
    return [*fleet(paloma, url, folder, int(mails), random.Random(int(seed))), *speed(paloma, url, folder)]


if __name__ == "__main__":
    try:
        trouble = main(*sys.argv[1:])
    except Failed as e:
        trouble = [str(e)]
    sys.exit("\n".join(trouble[:20]) if trouble else 0)
