from django.core.management.base import BaseCommand

from inspections.services.checklists import load_checklist


class Command(BaseCommand):
    help = "Công bố danh mục kiểm tra đầu tiên nếu chưa có; cần load_regimes trước."

    def handle(self, *args, **options):
        checklist = load_checklist()
        self.stdout.write(f"{checklist}: {checklist.items.count()} nội dung.")
