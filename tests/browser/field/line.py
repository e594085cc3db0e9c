"""A line between the device and a server that keeps operations, as the protocol says.

It answers in place of the end point, so that a test says what happens to each message:
it arrives, its answer is lost, or the server is down.
"""

import hashlib
import json
from collections import defaultdict
from urllib.parse import parse_qs, urlsplit

EMPTY = (None, "", [])


def same(one, other):
    return one == other or (one in EMPTY and other in EMPTY)


class Line:
    """Records by key as a server would hold them, and what was said on the line.

    ``fate`` is asked for each message: "arrives", "lost" (stored, the answer is not
    heard), "down", or a pair (status, body) that is answered in place of the server.
    """

    def __init__(self, user):
        self.user = user
        self.fate = lambda body: "arrives"
        self.answers, self.bodies, self.records = {}, {}, {}
        self.files = defaultdict(bytes)
        self.heard, self.puts, self.asked = [], 0, 0
        self.pack, self.choices, self.missing = {"visits": []}, [], set()

    def attach(self, context):
        context.route("**/di-co-so/gui/", self.operation)
        context.route("**/di-co-so/anh/**", self.photo)
        context.route("**/tai-khoan/phien/", self.session)
        context.route("**/di-co-so/goi/?**", self.prepared)

    def session(self, route):
        self.asked += 1
        if self.fate({}) == "down":
            return route.abort()
        state = {"seconds": 900 if self.user else 0, "user": self.user, "token": "t"}
        return route.fulfill(json=state | {"name": "Minh" if self.user == 8 else "Lan"})

    def prepared(self, route):
        if self.fate({}) == "down":
            return route.abort()
        query = parse_qs(urlsplit(route.request.url).query)
        self.choices.append((query.get("noi", []), query.get("buoi", [])))
        if self.missing & set(query.get("buoi", [])):
            return route.fulfill(status=404, json={"code": "missing"})
        tag = f'"{hash(json.dumps(self.pack))}"'
        if route.request.headers.get("if-none-match") == tag:
            return route.fulfill(status=304)
        return route.fulfill(json=self.pack, headers={"ETag": tag})

    def operation(self, route):
        text = route.request.post_data
        body = json.loads(text)
        fate = self.fate(body)
        if fate == "down":
            return route.abort()
        self.heard.append(body)
        if isinstance(fate, tuple):
            return route.fulfill(status=fate[0], json=fate[1])
        status, answer = self.take(text, body)
        if fate == "lost":
            return route.abort()
        return route.fulfill(status=status, json=answer)

    def take(self, text, body):
        op_id = body["op_id"]
        if body["user"] != self.user:
            return 403, {"code": "other_user"}
        if op_id in self.answers:
            if self.bodies[op_id] != text:
                return 409, {"code": "reused"}
            return 200, self.answers[op_id]
        answer = self.write(body)
        if "code" in answer:
            return 409, answer
        self.answers[op_id], self.bodies[op_id] = answer, text
        return 200, answer

    def write(self, body):
        key = tuple(body.get(name) for name in ("kind", "record", "item", "product"))
        version, values = self.records.get(key, (0, {}))
        if body.get("remove"):
            self.records.pop(key, None)
            return {"op_id": body["op_id"], "version": version + 1, "values": {}}
        fields, was = body["fields"], body["was"]
        stale = {
            name: {"was": was[name], "mine": value, "theirs": values.get(name)}
            for name, value in fields.items()
            if body["base_version"] != version
            and not same(values.get(name), was[name])
            and not same(values.get(name), value)
        }
        if stale:
            return {"code": "conflict", "fields": stale, "version": version, "page": ""}
        told = values | fields
        if body["kind"] == "minutes":
            told |= {"number": 1, "reason": "", "signatures": self.signed(fields)}
        self.records[key] = (version + 1, told)
        return {
            "op_id": body["op_id"],
            "record": body["record"],
            "version": version + 1,
            "values": told,
            "at": "2026-11-27T08:12:00+07:00",
        }

    def signed(self, fields):
        """Return who has signed the minutes of a check, without any picture."""
        before = [
            row
            for values in self.of_kind("minutes").values()
            if values["check"] == fields["check"]
            for row in values["signatures"]
        ]
        new = [
            {key: value for key, value in row.items() if key != "png"}
            | {"kind": "refused" if row.get("refusal") else "drawn"}
            for row in fields["signatures"]
        ]
        return [*before, *new]

    def photo(self, route):
        fate = self.fate({"kind": "bytes"})
        if fate == "down":
            return route.abort()
        if isinstance(fate, tuple):
            return route.fulfill(status=fate[0], json=fate[1])
        parts = urlsplit(route.request.url)
        uuid = parts.path.split("/")[-2]
        if route.request.method == "PUT":
            self.puts += 1
            offset = int(parse_qs(parts.query)["tu"][0])
            if offset != len(self.files[uuid]):
                return route.fulfill(status=409, json={"offset": len(self.files[uuid])})
            self.files[uuid] += route.request.post_data_buffer
        if fate == "lost":
            return route.abort()
        return route.fulfill(json=self.held(uuid))

    def held(self, uuid):
        content = self.files[uuid]
        size = self.values("photo", uuid)["size"]
        done = len(content) == size
        held = {"offset": len(content), "size": size, "done": done}
        return held | ({"sha256": hashlib.sha256(content).hexdigest()} if done else {})

    def values(self, kind, record, item=None, product=None):
        return self.records[kind, record, item, product][1]

    def of_kind(self, kind):
        return {
            key: values for key, (_, values) in self.records.items() if key[0] == kind
        }
