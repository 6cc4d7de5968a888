#!/usr/bin/env python3
"""A server that writes down what it takes before it says so: ledger.py FILE [--delay MS] [--trouble SEED]

Prints its port, and serves until it is killed. FILE gets a line for each recipient of each mail taken: the mail's X-Key
field, a blank, the recipient. With --trouble some recipients and mails are deferred and some connections are dropped,
before the content is whole, or after it was taken and before that is said. --delay holds back each answer to content.
"""
import argparse
import asyncio
import random
import re

OFFER = b"250-ledger\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-ENHANCEDSTATUSCODES\r\n250 CHUNKING\r\n"
KEY = re.compile(rb"(?im)^X-Key: (\S+)\r$")


class Dropped(Exception):
    pass


class Session:
    def __init__(self, server, reader, writer):
        self.server, self.reader, self.writer = server, reader, writer
        self.forget()

    def forget(self):
        self.recipients, self.chunks = [], bytearray()

    async def serve(self):
        self.writer.write(b"220 ledger ESMTP\r\n")
        while True:
            line = await self.reader.readline()
            if not line:
                return
            verb = line.split()[0].upper() if line.split() else b""
            answer = getattr(self, verb.decode("ascii", "replace").lower() + "_", None)
            self.writer.write(await answer(line) if answer else b"500 5.5.1 what?\r\n")
            if verb == b"QUIT":
                return

    async def ehlo_(self, line):
        return OFFER

    async def mail_(self, line):
        self.forget()
        return b"250 2.1.0 ok\r\n"

    async def rcpt_(self, line):
        if self.server.chance(0.03):
            return b"451 4.2.1 not now\r\n"
        self.recipients.append(re.search(rb"<(.*?)>", line).group(1).decode())
        return b"250 2.1.5 ok\r\n"

    async def data_(self, line):
        if not self.recipients:
            return b"554 5.5.1 for nobody\r\n"
        self.writer.write(b"354 go on\r\n")
        await self.writer.drain()
        lines = []
        while (line := await self.reader.readline()) != b".\r\n":
            if not line.endswith(b"\n") or self.server.chance(0.002):
                raise Dropped
            lines.append(line)
        return await self.take(b"".join(lines))

    async def bdat_(self, line):
        words = line.split()
        self.chunks += await self.reader.readexactly(int(words[1]))
        if len(words) < 3:
            return b"250 2.0.0 more\r\n"
        if not self.recipients:
            return b"554 5.5.1 for nobody\r\n"
        return await self.take(bytes(self.chunks))

    async def take(self, content):
        if self.server.delay:
            await asyncio.sleep(self.server.delay)
        if self.server.chance(0.01):
            return b"451 4.3.0 not now\r\n"
        self.server.write_down(KEY.search(content).group(1).decode(), self.recipients)
        self.forget()
        if self.server.chance(0.01):
            raise Dropped
        return b"250 2.0.0 taken\r\n"

    async def rset_(self, line):
        self.forget()
        return b"250 2.0.0 ok\r\n"

    async def quit_(self, line):
        return b"221 2.0.0 bye\r\n"


class Ledger:
    def __init__(self, file, delay, trouble):
        self.file, self.delay = open(file, "a", buffering=1), delay
        self.random = random.Random(trouble) if trouble is not None else None

    def chance(self, share):
        return self.random is not None and self.random.random() < share

    def write_down(self, key, recipients):
        self.file.write("".join("%s %s\n" % (key, recipient) for recipient in recipients))

    async def connected(self, reader, writer):
        try:
            await Session(self, reader, writer).serve()
        except (Dropped, ConnectionError, asyncio.IncompleteReadError):
            writer.transport.abort()
        else:
            writer.close()


async def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("file")
    arguments.add_argument("--delay", type=float, default=0)
    arguments.add_argument("--trouble", type=int)
    given = arguments.parse_args()
    ledger = Ledger(given.file, given.delay / 1000, given.trouble)
    server = await asyncio.start_server(ledger.connected, "127.0.0.1", 0, limit=1 << 20, backlog=1000)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
