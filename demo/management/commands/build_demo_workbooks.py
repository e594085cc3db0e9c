from django.core.management.base import BaseCommand

from demo.workbooks import build


class Command(BaseCommand):
    help = "Dựng lại hai bảng tính của dữ liệu trình diễn trong demo/data."

    def handle(self, *args, **options):
        for path in build():
            self.stdout.write(path.name)
