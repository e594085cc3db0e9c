from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "người dùng"

    def ready(self):
        from . import signals  # noqa: F401, PLC0415 -- connects receivers to models
