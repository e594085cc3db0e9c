from django.core.management.base import BaseCommand

from imports.undoing import forget_earlier_values


class Command(BaseCommand):
    help = (
        "Xóa các giá trị cũ còn giữ của những lần nhập đã quá hạn hoàn tác"
        " (IMPORT_UNDO_DAYS). Nên chạy hằng ngày."
    )

    def handle(self, *args, **options):
        count = forget_earlier_values()
        if options["verbosity"]:
            self.stdout.write(f"Đã xóa giá trị cũ của {count} hồ sơ.")
