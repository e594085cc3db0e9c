from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "nền tảng"

    def ready(self):
        from . import checks  # noqa: F401, PLC0415 -- registers the checks
