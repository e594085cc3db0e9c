from django.core.management import call_command
from django.core.management.base import BaseCommand

from imports.worker import turn


class Command(BaseCommand):
    help = (
        "Làm hết việc nhập danh sách đang chờ rồi thôi. Cổng tự gọi lệnh này khi không"
        " có tiến trình db_worker nào chạy sẵn."
    )

    def handle(self, *args, **options):
        with turn() as is_ours:
            if is_ours:
                call_command("db_worker", batch=True, reload=False, startup_delay=False)
                call_command("prune_db_task_results")
