from django.core.management.base import BaseCommand

from documents.templates_docx import build


class Command(BaseCommand):
    help = "Dựng lại các mẫu văn bản .docx theo thể thức Nghị định 30/2020/NĐ-CP."

    def handle(self, *args, **options):
        for path in build():
            self.stdout.write(path.name)
