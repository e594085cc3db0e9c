"""Devices that send over the network, one thing after another."""

import hashlib
import http.client
import json
import random
import time
import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import islice

from django.conf import settings

from . import operations
from .pictures import Pictures
from .plans import Officer, Place

PIECE = 256 * 1024
PHOTOS = 10
# Each so many answers one is sent again, as where its answer was lost.
REPEATED = 10
MOST_TRIES, LONGEST_PAUSE = 12, 30
SESSION, SEND = "/tai-khoan/phien/", "/di-co-so/gui/"
OUTCOMES = ("passed",) * 8 + ("failed", "na")
TIMEOUT = 120


@dataclass
class Tally:
    """What one device sent, and how it was answered."""

    counts: Counter = field(default_factory=Counter)
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    op_ids: set[str] = field(default_factory=set)
    visits: set[uuid.UUID] = field(default_factory=set)
    answers: dict[tuple, tuple] = field(default_factory=dict)
    photos: dict[str, str] = field(default_factory=dict)  # name → SHA-256


class Phone:
    """The device of one officer, whose work is told to ``tally``."""

    def __init__(self, officer: Officer, port: int, pictures: Pictures):
        self.officer, self.port, self.pictures = officer, port, pictures
        self.tally = Tally()
        self.line: http.client.HTTPConnection | None = None
        self.draw = random.Random(officer.user)
        self.headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={officer.session}"}

    def sign_in(self) -> None:
        """Ask for the token that goes with the session."""
        response, body = self.ask("session", "GET", SESSION)
        token = response.getheader("Set-Cookie", "").partition(";")[0]
        self.headers["Cookie"] += f"; {token}"
        self.headers["X-CSRFToken"] = json.loads(body)["token"]

    def ask(self, what, method, path, body=None, content_type="application/json"):
        """Return response and body; whoever gets none tries again, later and later."""
        headers = self.headers | {"Content-Type": content_type}
        for tries in range(MOST_TRIES):
            begun = time.perf_counter()
            try:
                response, answer = self._once(method, path, body, headers)
            except (OSError, http.client.HTTPException):
                self.line = None
                self.tally.counts["no answer"] += 1
            else:
                self.tally.seconds[what].append(time.perf_counter() - begun)
                if response.status < 500:
                    return response, answer
                self.tally.counts["5xx"] += 1
            self.tally.counts["tried again"] += 1
            time.sleep(min(LONGEST_PAUSE, self.draw.random() * 2**tries))
        raise RuntimeError(f"{method} {path} was never answered")

    def _once(self, method, path, body, headers):
        if self.line is None:
            self.line = http.client.HTTPConnection(
                "127.0.0.1", self.port, timeout=TIMEOUT
            )
        self.line.request(method, path, body, headers)
        response = self.line.getresponse()
        return response, response.read()

    def send(self, op: dict, what: str = "record", status: int = 200) -> bytes:
        self.tally.op_ids.add(op["op_id"])
        response, answer = self.ask(what, "POST", SEND, json.dumps(op).encode())
        assert response.status == status, (response.status, answer.decode())
        return answer

    def record(self, place: Place, photos: int = PHOTOS) -> None:
        """Send all of one visit, and hand it in."""
        visit = uuid.uuid4()
        self.tally.visits.add(visit)
        for op in operations.opening(self.officer, visit, place):
            self.send(op)
        check = operations.check_of(visit, place)
        for number, question in enumerate(place.questions):
            self.answer(check, question, is_repeated=number % REPEATED == 0)
        self.contradict(check, place.questions[0])
        for question in islice(place.questions, photos):
            self.photograph(check, question)
        self.send(operations.operation(self.officer, "submit", visit, {}), "submit")

    def answer(self, check, question, *, is_repeated: bool) -> None:
        outcome = self.draw.choice(OUTCOMES)
        note = f"Ghi tại cơ sở {uuid.uuid4().hex}" if outcome == "failed" else ""
        op = operations.answer(
            self.officer, check, question, outcome=outcome, note=note
        )
        told = self.send(op, "answer")
        self.tally.answers[check, *question] = (outcome, note)
        if is_repeated:
            assert self.send(op, "answer again") == told
            self.tally.counts["sent twice"] += 1

    def contradict(self, check, question) -> None:
        """Answer a question as a second device that has not seen the first answer."""
        op = operations.answer(
            self.officer, check, question, note="Máy thứ hai, chưa thấy bản trước"
        )
        op["was"] = {"note": "Bản cũ hơn nữa"}
        self.send(op, "conflict", status=409)
        self.tally.counts["conflicts"] += 1

    def photograph(self, check, question) -> None:
        data, name = self.pictures.next(), str(uuid.uuid4())
        digest = hashlib.sha256(data).hexdigest()
        item, product = question
        told = {
            "check": str(check),
            "item": item,
            "product": product,
            "sha256": digest,
            "size": len(data),
        }
        begun = time.perf_counter()
        self.send(operations.operation(self.officer, "photo", name, told))
        self.upload(f"/di-co-so/anh/{name}/", data, digest)
        self.tally.seconds["photo"].append(time.perf_counter() - begun)
        self.tally.photos[name] = digest

    def upload(self, path: str, data: bytes, digest: str) -> None:
        _, body = self.ask("piece", "GET", path)
        state = json.loads(body)
        while not state["done"]:
            offset = state["offset"]
            response, body = self.ask(
                "piece",
                "PUT",
                f"{path}?tu={offset}",
                data[offset : offset + PIECE],
                "application/octet-stream",
            )
            assert response.status == 200, (response.status, body)
            state = json.loads(body)
        assert state["sha256"] == digest
