"""The command "paloma outbox" and the ledger, for the programs that kill them."""
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENOUGH = 180  # seconds for anything that is to end by itself


class Failed(Exception):
    pass


class Program:
    """A process in a group of its own, so that a kill meets all of it."""

    def __init__(self, *words, log, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL):
        self.process = subprocess.Popen(
            [str(word) for word in words], stdin=stdin, stdout=stdout, stderr=open(log, "ab"), start_new_session=True)

    def signal(self, number):
        try:
            os.killpg(self.process.pid, number)
        except ProcessLookupError:
            pass

    def kill(self):
        self.signal(signal.SIGKILL)
        self.process.wait()

    def alive(self):
        return self.process.poll() is None


class Outbox:
    def __init__(self, paloma, url, folder):
        self.paloma, self.url, self.folder = paloma, url, Path(folder)
        self.log = self.folder / "log"

    def words(self, *words):
        return [self.paloma, "outbox", words[0], "--outbox", self.url, "--json", *words[1:]]

    def ask(self, *words):
        """The objects that a sub-command prints."""
        run = subprocess.run(
            [str(w) for w in self.words(*words)], capture_output=True, text=True, timeout=ENOUGH, stdin=subprocess.DEVNULL)
        if run.returncode != 0:
            raise Failed("outbox %s: exit %d: %s" % (" ".join(words[:3]), run.returncode, run.stderr.strip()))
        return [json.loads(line) for line in run.stdout.splitlines()]

    def worker(self, server, *options, name="worker"):
        return Program(
            *self.words("run", "--server", server, "--retry-first", "1s", "--retry-max", "2s", "--lease", "3s",
                        "--connections", "4", *options),
            log=self.log, stdout=open(self.folder / name, "ab"))

    def empty(self, server, *options):
        worker = self.worker(server, "--until-empty", *options)
        try:
            code = worker.process.wait(ENOUGH)
        except subprocess.TimeoutExpired:
            worker.kill()
            raise Failed("isn't empty after %d s: %s" % (ENOUGH, self.ask("stats")))
        if code != 0:
            raise Failed("run --until-empty: exit %d" % code)


class Submitter:
    """Hands mails over; knows which of them it has been given an id for."""

    def __init__(self, outbox):
        self.outbox = outbox
        self.ids = {}  # key: id
        self.waiting = {}  # key: line, not answered yet
        self.twice = []
        self.program = None

    def start(self):
        self.program = Program(
            *self.outbox.words("submit", "--lines", "-"),
            log=self.outbox.log, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.reader = threading.Thread(target=self.read, args=(self.program.process.stdout,))
        self.reader.start()
        for line in list(self.waiting.values()):
            self.write(line)

    def read(self, stream):
        for line in stream:
            if not line.endswith(b"\n"):
                return  # torn by a kill: no answer
            answer = json.loads(line)
            key, known = answer["key"], self.ids.get(answer["key"])
            if known is not None and known != answer["id"]:
                self.twice.append((key, known, answer["id"]))
            self.ids[key] = answer["id"]
            self.waiting.pop(key, None)

    def submit(self, key, recipients):
        self.waiting[key] = json.dumps({
            "from": "shop@mail.test", "to": recipients, "subject": "Order " + key, "text": "Thank you.\n" + "x" * 1000,
            "headers": {"X-Key": key}, "key": key}).encode() + b"\n"
        self.write(self.waiting[key])

    def write(self, line):
        try:
            self.program.process.stdin.write(line)
            self.program.process.stdin.flush()
        except BrokenPipeError:
            pass

    def kill(self):
        self.program.kill()
        self.reader.join()

    def finish(self):
        self.program.process.stdin.close()
        self.reader.join(ENOUGH)
        if self.program.process.wait(ENOUGH) != 0 or self.waiting:
            raise Failed("submit ends with %s, %d mails without an answer" % (self.program.process.returncode, len(self.waiting)))


class Ledger:
    def __init__(self, folder, *options):
        self.file = Path(folder) / "ledger"
        self.program = Program(
            sys.executable, HERE / "ledger.py", self.file, *options, log=Path(folder) / "ledger.log", stdout=subprocess.PIPE)
        self.url = "smtp://127.0.0.1:%s?tls=none" % self.program.process.stdout.readline().decode().strip()

    def count(self):
        return Counter(self.file.read_text().splitlines())

    def stop(self):
        self.program.kill()


def judge(outbox, submitter, wanted, ledger):
    """Lines that say what isn't as it must be."""
    taken = ledger.count()
    for key, known, other in submitter.twice:
        yield "%s was given two ids, %s and %s" % (key, known, other)
    for entry in sorted(wanted - set(taken)):
        yield "lost: " + entry
    for entry in sorted(set(taken) - wanted):
        yield "never submitted: " + entry
    stats = outbox.ask("stats")[0]
    if stats["queued"] + stats["sending"] + stats["held"] + stats["refused"] + stats["expired"] != 0:
        yield "stuck: %s" % stats
    if stats["accepted"] != len(submitter.ids):
        yield "%d mails were submitted, stats say %s" % (len(submitter.ids), stats)
    yield from unexplained(outbox, submitter, taken)


def unexplained(outbox, submitter, taken):
    """What was taken more than once has as many attempts in doubt."""
    again = sorted(entry for entry, times in taken.items() if times > 1)
    ids = sorted({submitter.ids[entry.split()[0]] for entry in again})
    for start in range(0, len(ids), 200):
        for mail in outbox.ask("show", *ids[start:start + 200]):
            for entry in again:
                key, recipient = entry.split()
                if submitter.ids[key] == mail["id"]:
                    doubts = sum(
                        1 for attempt in mail["attempts"]
                        if attempt["inDoubt"] and recipient.endswith("@" + attempt["domain"]))
                    if doubts < taken[entry] - 1:
                        yield "%s was sent %d times, with %d attempts in doubt" % (entry, taken[entry], doubts)


def wait_until(condition, what, programs=()):
    end = time.monotonic() + ENOUGH
    while not condition():
        if any(not program.alive() for program in programs):
            raise Failed("a worker has ended while waited for: " + what)
        if time.monotonic() > end:
            raise Failed("not after %d s: %s" % (ENOUGH, what))
        time.sleep(0.02)
