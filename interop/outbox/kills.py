#!/usr/bin/env python3
"""Kills submitters and workers of an outbox at random moments; nothing may be lost, and what is double be in doubt.

kills.py PALOMA URL FOLDER KILLS SEED     prints one line, or what is wrong; the exit code says which
"""
import random
import sys
import time

from outbox import Failed, Ledger, Outbox, Submitter, judge

MAILS = 50  # between two kills


def recipients(chance):
    domains = ["a.test", "b.test", "c.test"]
    return ["%s@%s" % (name, chance.choice(domains)) for name in ("ann", "bob", "cid")[:chance.choice((1, 1, 1, 2, 3))]]


def rounds(outbox, submitter, ledger, kills, chance):
    """Yields what is to be in the ledger."""
    submitter.start()
    worker = outbox.worker(ledger.url)
    for number in range(kills):
        for mail in range(MAILS):
            key = "%d-%d" % (number, mail)
            whom = recipients(chance)
            submitter.submit(key, whom)
            yield from ("%s %s" % (key, one) for one in whom)
        time.sleep(chance.uniform(0.05, 2.5))
        if chance.random() < 0.7:
            worker.kill()
            worker = outbox.worker(ledger.url)
        else:
            submitter.kill()
            submitter.start()
    submitter.finish()
    worker.kill()


def main(paloma, url, folder, kills, seed):
    chance = random.Random(int(seed))
    outbox = Outbox(paloma, url, folder)
    ledger = Ledger(folder, "--trouble", seed)
    submitter = Submitter(outbox)
    try:
        wanted = set(rounds(outbox, submitter, ledger, int(kills), chance))
        outbox.empty(ledger.url)
        wrong = list(judge(outbox, submitter, wanted, ledger))
        twice = sum(times - 1 for times in ledger.count().values())
        print("%s kills, %d mails for %d recipients, %d sent again in doubt" % (kills, len(submitter.ids), len(wanted), twice))
        return wrong
    finally:
        ledger.stop()
        if submitter.program.alive():
            submitter.kill()


if __name__ == "__main__":
    try:
        trouble = main(*sys.argv[1:])
    except Failed as e:
        trouble = [str(e)]
    sys.exit("\n".join(trouble[:20]) if trouble else 0)
