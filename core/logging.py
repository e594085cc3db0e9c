"""Log lines that say who did what from where, one line each, without secrets."""

import json
import logging
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

request_id: ContextVar[str] = ContextVar("request_id", default="")


def _time(record: logging.LogRecord) -> datetime:
    return datetime.fromtimestamp(record.created, timezone.get_default_timezone())


class JsonFormatter(logging.Formatter):
    """One JSON object a line; ``extra={"fields": {...}}`` adds to it."""

    def format(self, record):
        line = {
            "time": _time(record).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": request_id.get(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class LineFormatter(logging.Formatter):
    """The same line for a person who watches a terminal."""

    def format(self, record):
        fields = getattr(record, "fields", {})
        words = [f"{_time(record):%H:%M:%S}", record.getMessage()]
        words += [f"{name}={value}" for name, value in fields.items() if value]
        line = " ".join(words)
        if record.exc_info:
            line += "\n" + self.formatException(record.exc_info)
        return line
