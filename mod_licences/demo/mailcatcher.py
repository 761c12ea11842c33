#!/usr/bin/python3
"""A mail server for the demo: takes every message on 127.0.0.1 and writes it into a folder as NUMBER-RECIPIENT.eml."""
import asyncio
import os
import re
import signal
import sys

from aiosmtpd.smtp import SMTP


class Folder:
    def __init__(self, path):
        self.path = path
        self.last = max((int(n.split("-")[0]) for n in os.listdir(path) if re.match(r"\d+-", n)), default=0)

    async def handle_DATA(self, server, session, envelope):
        self.last += 1
        to = re.sub(r"[^\w.@+-]", "_", envelope.rcpt_tos[0])
        name = os.path.join(self.path, "%05d-%s.eml" % (self.last, to))
        with open(name + ".part", "wb") as file:
            file.write(envelope.content)
        os.rename(name + ".part", name)
        return "250 taken"


async def main(path, port_file):
    folder = Folder(path)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(folder, enable_SMTPUTF8=True, hostname="demo"), "127.0.0.1", 0)
    with open(port_file + ".part", "w") as file:
        file.write("%d\n" % server.sockets[0].getsockname()[1])
    os.rename(port_file + ".part", port_file)
    stop = asyncio.Event()
    for name in signal.SIGTERM, signal.SIGINT:
        loop.add_signal_handler(name, stop.set)
    await stop.wait()
    server.close()


asyncio.run(main(*sys.argv[1:]))
