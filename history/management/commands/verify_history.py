from django.core.management.base import BaseCommand, CommandError

from history.verification import verify_log


class Command(BaseCommand):
    help = (
        "Recompute the digests of the change log. Reads only. Note the last digest it"
        " prints somewhere else: a log cut short at its end ends with another one."
    )

    def handle(self, *args, **options):
        report = verify_log()
        for fault in report.faults:
            self.stderr.write(fault)
        if report.faults:
            raise CommandError(f"Nhật ký có {len(report.faults)} chỗ không khớp.")
        self.stdout.write(f"Nhật ký nguyên vẹn: {report.count} lần thay đổi.")
        self.stdout.write(f"Mã băm cuối: {report.last_digest or '(chưa có)'}")
