from django.core.management.base import BaseCommand

from areas.agencies import load_agencies


class Command(BaseCommand):
    help = "Nạp các cơ quan của một tỉnh từ dữ liệu kèm theo; chạy lại được."

    def add_arguments(self, parser):
        parser.add_argument("province_code", nargs="?", default="04")

    def handle(self, *args, **options):
        self.stdout.write(f"{load_agencies(options['province_code'])} cơ quan.")
