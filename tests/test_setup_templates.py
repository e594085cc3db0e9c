from django.conf import settings
from django.template import Context, Origin, Template, engines
from django.test import SimpleTestCase

from .undefined import UndefinedVariableError

OURS = str(settings.BASE_DIR / "templates" / "example.html")
THEIRS = "/site-packages/django/contrib/admin/templates/admin/example.html"


def rendered(source: str, path: str) -> str:
    template = Template(source, Origin(path), engine=engines["django"].engine)
    return template.render(Context({"known": "có"}))


class UndefinedVariableTests(SimpleTestCase):
    def test_missing_variable_in_a_template_of_ours_fails(self):
        with self.assertRaises(UndefinedVariableError) as caught:
            rendered("{{ known }} {{ unknown|upper }}", OURS)
        self.assertEqual(str(caught.exception), f"{{{{ unknown|upper }}}} in {OURS}")

    def test_asking_for_it_is_no_use_of_it(self):
        source = '{% if unknown %}a{% endif %}{{ unknown|default:"b" }}'
        self.assertEqual(rendered(source, OURS), "b")

    def test_templates_of_other_packages_keep_the_empty_string(self):
        self.assertEqual(rendered("[{{ unknown }}]", THEIRS), "[]")
