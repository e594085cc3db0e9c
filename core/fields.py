"""Form and model fields that keep Vietnamese text in its one stored form."""

from django.db import models

from .text import clean_line, clean_text, search_key


class LineField(models.CharField):
    """One line of text, stored NFC with single spaces and no zero-width characters."""

    def to_python(self, value):
        value = super().to_python(value)
        return value if value is None else clean_line(value)

    def pre_save(self, model_instance, add):
        value = self.to_python(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, value)
        return value


class TextBlockField(models.TextField):
    """Text of several lines, stored NFC with tidy spaces."""

    def to_python(self, value):
        value = super().to_python(value)
        return value if value is None else clean_text(value)

    def pre_save(self, model_instance, add):
        value = self.to_python(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, value)
        return value


class WebField(models.URLField):
    """An address on the web; what is typed without a scheme means https."""

    def formfield(self, **kwargs):
        return super().formfield(**{"assume_scheme": "https", **kwargs})

    def deconstruct(self):
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs


class SearchKeyField(models.CharField):
    """What the search box compares with: the named fields without case and marks.

    Filled on save and by ``bulk_create``; ``QuerySet.update`` does not see it.
    """

    def __init__(self, *args, sources=(), **kwargs):
        self.sources = tuple(sources)
        kwargs.setdefault("max_length", 1000)
        kwargs.setdefault("editable", False)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs["sources"] = self.sources
        return name, path, args, kwargs

    def value_for(self, instance) -> str:
        """Return the key of an instance, cut to the width of the column."""
        parts = (getattr(instance, source) or "" for source in self.sources)
        return search_key(" ".join(parts))[: self.max_length]

    def pre_save(self, model_instance, add):
        value = self.value_for(model_instance)
        setattr(model_instance, self.attname, value)
        return value
