"""The process that sends load: each of several connections sends a request when its last one is answered.

It does little for each request, so that it does not limit what it measures: the questions are made before, and all
connections are waited for at once.
"""

from __future__ import annotations

import json
import pickle
import re
import select
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from itertools import cycle
from multiprocessing.connection import Connection

from bench.jobs import Job, Sent, Shape
from bench.questions import question

POOL = 50_000
"""So many questions are made before anything is measured; after the last one comes the first one again."""
WARM_UP = 0.2
"""For how many seconds is sent before anything counts."""
READ_ANSWERS = 17
"""Of so many answers one is read, to count its outcome. In all of them an outcome is looked for."""
TIMEOUT = 60
LENGTH = re.compile(rb"\r\ncontent-length: (\d+)\r\n", re.IGNORECASE)
HEAD = "POST {path} HTTP/1.1\r\nHost: bench\r\n{key}Content-Type: application/json\r\nContent-Length: "


class Line:
    """A connection, and what has come of the answer to its last request."""

    __slots__ = ("begun", "came", "head", "socket")

    def __init__(self, job: Job, key: str) -> None:
        """Connect."""
        self.head = HEAD.format(path=job.path, key=f"Authorization: Bearer {key}\r\n" if key else "").encode()
        self.socket = socket.create_connection(("127.0.0.1", job.port), timeout=TIMEOUT)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.came, self.begun = b"", 0.0

    def ask(self, body: bytes) -> None:
        """Send a request."""
        self.came, self.begun = b"", time.perf_counter()
        self.socket.sendall(self.head + b"%d\r\n\r\n" % len(body) + body)

    def answer(self) -> bytes:
        """Receive what has come, and return the answer if it is complete. Raises ConnectionError at an end before."""
        came = self.socket.recv(65536)
        if not came:
            raise ConnectionError(f"closed after {self.came!r}")
        self.came += came
        end = self.came.find(b"\r\n\r\n")
        length = LENGTH.search(self.came, 0, end + 2) if end > 0 else None
        return self.came if length and len(self.came) - end - 4 >= int(length[1]) else b""


def send(job: Job, bodies: Iterator[bytes]) -> Sent:
    """Send for as long as the job says, and wait for the last answers.

    Raises AssertionError at an answer that is not a 200 as expected.
    """
    with ExitStack() as stack:
        poll, lines = stack.enter_context(closing(select.epoll())), {}
        for number in range(job.connections):
            line = Line(job, job.keys[number % len(job.keys)])
            lines[stack.enter_context(closing(line.socket)).fileno()] = line
            poll.register(line.socket, select.EPOLLIN)
            line.ask(next(bodies))
        return _exchange(job, lines, poll, bodies)


def _exchange(job: Job, asked: dict[int, Line], poll: select.epoll, bodies: Iterator[bytes]) -> Sent:
    """Ask over each line again as soon as it has answered, until the time is over."""
    sent, begin = Sent(seconds=job.seconds), time.perf_counter() + WARM_UP
    while asked:
        ready = poll.poll(TIMEOUT)
        assert ready, f"no answer within {TIMEOUT} seconds"
        for number, _ in ready:
            if not (answer := asked[number].answer()):
                continue
            now = time.perf_counter()
            _must_be_right(job, answer)
            if begin <= now < begin + job.seconds:
                _count(sent, answer, now - asked[number].begun)
            if now < begin + job.seconds:
                asked[number].ask(next(bodies))
            else:
                del asked[number]
    return sent


def _must_be_right(job: Job, answer: bytes) -> None:
    assert answer.startswith(b"HTTP/1.1 200 "), answer[:500]
    assert job.expected in answer, answer[:500]


def _count(sent: Sent, answer: bytes, took: float) -> None:
    if len(sent.took) % READ_ANSWERS == 0:
        said = json.loads(answer.partition(b"\r\n\r\n")[2])
        sent.outcomes[said.get("outcome", "none")] += 1
    sent.took.append(took)


def bodies_of(people: int, organisations: tuple[str, ...], shape: Shape) -> Iterator[bytes]:
    """Return an endless iterator of questions as JSON, about so many people in each of these organisations."""
    asked = (shape(question(n, people, organisations)) for n in range(POOL))
    return cycle([json.dumps(one).encode() for one in asked])


def run(pipe: Connection, people: int, organisations: tuple[str, ...]) -> None:
    """Receive jobs and send them, until the process is killed. Questions go on where the job before ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the benchmark, which then kills this process
    made: dict[bytes, Iterator[bytes]] = {}
    while True:
        job = pipe.recv()
        shape = pickle.dumps(job.shape)
        if shape not in made:
            made[shape] = bodies_of(people, organisations, job.shape)
        try:
            pipe.send(send(job, made[shape]))
        except (AssertionError, OSError) as problem:
            pipe.send(RuntimeError(f"{job.path}: {problem}"))
