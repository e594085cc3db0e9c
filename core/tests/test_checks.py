from django.core.checks import run_checks
from django.test import SimpleTestCase, override_settings


def errors(deploy=False) -> list[str]:
    found = run_checks(tags=["security"], include_deployment_checks=deploy)
    return [error.id for error in found if error.id.startswith("core.")]


class DemoModeTests(SimpleTestCase):
    @override_settings(DEMO_MODE=True, ALLOWED_HOSTS=["localhost", "127.0.0.1"])
    def test_demo_is_for_this_machine(self):
        self.assertEqual(errors(), [])

    @override_settings(DEMO_MODE=True, ALLOWED_HOSTS=["localhost", "ocop.gov.vn"])
    def test_demo_under_a_public_name_is_an_error(self):
        self.assertEqual(errors(), ["core.E001"])

    @override_settings(DEMO_MODE=True, ALLOWED_HOSTS=["localhost"])
    def test_demo_on_deployment_is_an_error(self):
        self.assertEqual(errors(deploy=True), ["core.E002"])

    @override_settings(DEMO_MODE=False, ALLOWED_HOSTS=["ocop.gov.vn"])
    def test_no_demo_no_error(self):
        self.assertEqual(errors(deploy=True), [])
