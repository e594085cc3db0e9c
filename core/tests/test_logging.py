import json
import logging
import sys

from django.test import SimpleTestCase

from core.logging import JsonFormatter, LineFormatter, request_id


def record(**extra) -> logging.LogRecord:
    made = logging.makeLogRecord({"name": "ocop", "levelname": "INFO", **extra})
    made.msg, made.created = "Đã ký", 1694764800.25  # 15/9/2023, 15:00 in Vietnam
    return made


class JsonFormatterTests(SimpleTestCase):
    def test_line_is_one_json_object_with_local_time(self):
        token = request_id.set("abc")
        self.addCleanup(request_id.reset, token)
        line = JsonFormatter().format(record(fields={"user": "lan"}))
        self.assertEqual(
            json.loads(line),
            {
                "time": "2023-09-15T15:00:00.250+07:00",
                "level": "INFO",
                "logger": "ocop",
                "message": "Đã ký",
                "request_id": "abc",
                "user": "lan",
            },
        )
        self.assertIn("Đã ký", line)

    def test_exception_stays_on_the_line(self):
        try:
            raise ValueError("hỏng")
        except ValueError:
            line = JsonFormatter().format(record(exc_info=sys.exc_info()))
        self.assertEqual(len(line.splitlines()), 1)
        self.assertIn("ValueError: hỏng", json.loads(line)["exception"])


class LineFormatterTests(SimpleTestCase):
    def test_line_is_for_reading(self):
        line = LineFormatter().format(record(fields={"user": "lan", "agency": None}))
        self.assertEqual(line, "15:00:00 Đã ký user=lan")
