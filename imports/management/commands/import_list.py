import hashlib
import json
import logging
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from areas.models import Agency
from imports.enums import ListKind
from imports.exceptions import FileRefusedError, ImportRefusedError
from imports.management.people import person_named
from imports.reports import lines_of, plan_report, refusal_report
from imports.services import (
    change_kind,
    change_layout,
    commit_import,
    discard_import,
    load_book,
    preview_import,
    start_import,
)
from products.models import Regime

logger = logging.getLogger("ocop.imports")
ROWS_REJECTED, FILE_REFUSED = 1, 2


class Command(BaseCommand):
    help = (
        "Nhập một danh sách từ tệp bảng tính. Trả về 0, 1 nếu có dòng bị loại,"
        " 2 nếu tệp không đọc được."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="đường dẫn tới tệp")
        parser.add_argument(
            "--dry-run", action="store_true", help="chỉ xem trước, không ghi"
        )
        parser.add_argument(
            "--as", dest="username", help="ghi dưới tên và trong địa bàn của người này"
        )
        parser.add_argument(
            "--kind",
            choices=ListKind.values,
            help="loại danh sách; mặc định là đoán theo tiêu đề các cột",
        )
        parser.add_argument("--regime", help="bộ quy định, ví dụ 148/QĐ-TTg")
        parser.add_argument("--issuer", help="cơ quan ban hành các quyết định")
        parser.add_argument("--json", action="store_true", help="in một đối tượng JSON")

    def handle(self, *args, file, username, **options):
        by = person_named(username)
        chosen = self.choices(options)
        try:
            data = file.read_bytes()
        except OSError as error:
            raise CommandError(f"Không mở được tệp: {error}") from None
        try:
            run = start_import(data, file.name, by=by)
        except FileRefusedError as refusal:
            self.refuse(file.name, data, refusal, options)
        except ImportRefusedError as refusal:
            raise CommandError(str(refusal)) from None
        try:
            plan = self.preview(run, by, options["kind"], chosen)
        except ImportRefusedError as refusal:
            discard_import(run)
            raise CommandError(str(refusal)) from None
        self.carry_out(run, by, is_dry=options["dry_run"])
        self.tell(plan_report(run, plan), lines_of(run, plan), options)
        if plan.counts()["rejected"]:
            sys.exit(ROWS_REJECTED)

    def preview(self, run, by, kind, chosen):
        """Return the plan of a file, read as it is said to be read."""
        if kind:
            change_kind(run, ListKind(kind), by=by)
        _, layout = load_book(run)
        change_layout(run, layout, **chosen)
        return preview_import(run, by=by)

    def carry_out(self, run, by, *, is_dry):
        """Write what was previewed unless told not to; a dry run leaves nothing."""
        if is_dry:
            discard_import(run)
        else:
            try:
                commit_import(run, by=by)
            except ImportRefusedError as refusal:
                logger.exception("import_list %s", run.sha256)
                raise CommandError(str(refusal)) from None

    def choices(self, options):
        """Return the regime and the issuer named for the whole file."""
        chosen = {}
        for name, model, column in (
            ("regime", Regime, "number"),
            ("issuer", Agency, "name"),
        ):
            if options[name]:
                rows = list(model.objects.filter(**{column: options[name]})[:2])
                if len(rows) != 1:
                    raise CommandError(f"Không xác định được “{options[name]}”.")
                chosen[name] = rows[0]
        return chosen

    def refuse(self, name, data, refusal, options):
        report = refusal_report(name, hashlib.sha256(data).hexdigest(), refusal)
        self.tell(report, [f"{name}: không nhập được. {refusal.message}"], options)
        sys.exit(FILE_REFUSED)

    def tell(self, report, lines, options):
        if options["json"]:
            self.stdout.write(json.dumps(report, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(lines))
