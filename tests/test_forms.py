"""Rules for every form of the portal, wherever it stands."""

from importlib import import_module

from django import forms
from django.conf import settings
from django.test import SimpleTestCase

from core.forms import VersionedModelForm


def forms_below(kind: type[forms.BaseForm]):
    """Yield the forms of the portal that are a kind of the given one."""
    for form in kind.__subclasses__():
        if form.__module__.partition(".")[0] in settings.OCOP_APPS:
            yield form
        yield from forms_below(form)


class FormTests(SimpleTestCase):
    def test_no_date_may_be_of_the_year_1_or_9999(self):
        import_module(settings.ROOT_URLCONF)  # and with it every form
        days = {
            f"{form.__module__}.{form.__name__}.{name}": field
            for form in forms_below(forms.BaseForm)
            for name, field in form.base_fields.items()
            if isinstance(field, forms.DateField)
            and not issubclass(form, VersionedModelForm)
        }
        self.assertIn("inspections.forms.follow_up.ExtendForm.due_on", days)
        for name, field in days.items():
            with self.subTest(name):
                self.assertNotEqual(field.validators, [])
