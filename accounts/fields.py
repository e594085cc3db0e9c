from django.db import models


class LowerEmailField(models.EmailField):
    """An e-mail address, stored in small letters so that it is known by one form."""

    def to_python(self, value):
        value = super().to_python(value)
        return value if value is None else value.strip().lower()

    def pre_save(self, model_instance, add):
        value = self.to_python(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, value)
        return value
