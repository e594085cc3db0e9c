from django.apps import apps
from django.contrib import admin
from django.contrib.admin.apps import AdminConfig


class OcopAdminConfig(AdminConfig):
    """Django's admin with the portal's own site behind it."""

    default_site = "ocop_portal.admin.OcopAdminSite"
    # People, their addresses and second factors are managed in the portal, where it
    # is recorded; groups give no right here. What waits for a worker stands at the
    # import that it is for.
    left_out = [
        "auth.Group",
        "account.EmailAddress",
        "mfa.Authenticator",
        "django_tasks_database.DBTaskResult",
    ]

    def ready(self):
        super().ready()
        for name in self.left_out:
            admin.site.unregister(apps.get_model(name))
