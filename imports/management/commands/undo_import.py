import json

from django.core.management.base import BaseCommand, CommandError

from imports.exceptions import ImportRefusedError
from imports.management.people import person_named
from imports.models import ImportRun
from imports.reports import named_refusals, undone_words
from imports.undoing import undo_import


class Command(BaseCommand):
    help = "Hoàn tác một lần nhập danh sách; hồ sơ đã sửa từ đó được giữ lại."

    def add_arguments(self, parser):
        parser.add_argument("run", type=int, help="số của lần nhập, như trên địa chỉ")
        parser.add_argument(
            "--as", dest="username", help="hoàn tác dưới tên và trong địa bàn người này"
        )
        parser.add_argument("--json", action="store_true", help="in một đối tượng JSON")

    def handle(self, *args, run, username, **options):
        by = person_named(username)
        runs = (
            ImportRun.objects.all() if by is None else ImportRun.objects.editable_by(by)
        )
        try:
            run = undo_import(runs.get(pk=run), by=by)
        except ImportRun.DoesNotExist:
            raise CommandError("Không có lần nhập này.") from None
        except ImportRefusedError as refusal:
            raise CommandError(str(refusal)) from None
        refused = [
            {"sheet": w.sheet, "row": w.row, "kind": w.content_type.name,
             "name": name, "message": w.refusal}
            for w, name in named_refusals(
                run, run.written.refused().select_related("content_type")
            )
        ]  # fmt: skip
        if options["json"]:
            undone = run.written.filter(is_undone=True).count()
            report = {"state": run.state, "undone": undone, "refused": refused}
            self.stdout.write(json.dumps(report, ensure_ascii=False))
            return
        self.stdout.write(undone_words(run))
        for one in refused:
            self.stdout.write(
                "  {sheet}, dòng {row}: {kind} {name}: {message}".format(**one)
            )
