"""A tab on the sample pages, and one with somebody signed in."""

import pytest

from accounts.enums import Role
from tests.factories import UserFactory
from tests.sample import urls

from . import sign_in


@pytest.fixture
def sample(page, settings):
    """Serve the sample pages, and return the tab of a visitor to open them in."""
    settings.ROOT_URLCONF = urls.__name__
    return page


@pytest.fixture
def officer(transactional_db):
    return UserFactory(username="can-bo", role=Role.OFFICER)


@pytest.fixture
def officer_sample(sample, officer, live_server):
    """Return a tab in which an officer is signed in, for the sample pages."""
    sign_in(sample.context, officer, live_server.url)
    return sample
