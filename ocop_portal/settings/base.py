"""Settings shared by every environment. No branches, no secrets."""

from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent.parent

PORTAL_NAME = "Cổng OCOP Cao Bằng"
PORTAL_PROVINCE_NAME = "Tỉnh Cao Bằng"
PORTAL_VERSION = "0.1.0"

# Applications in import order, the foundation first (docs/architecture.md).
OCOP_APPS = [
    "core",
    "history",
    "areas",
    "accounts",
    "producers",
    "products",
    "inspections",
    "imports",
    "documents",
    "dashboards",
    "catalogue",
    "fieldwork",
    "office",
]

INSTALLED_APPS = [
    "ocop_portal.apps.OcopAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "import_export",
    *OCOP_APPS,
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.RequestLogMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "core.middleware.RefuseBrokenInputMiddleware",
    "core.middleware.NotAllowedPageMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SessionLimitMiddleware",
    "accounts.middleware.SignInRequiredMiddleware",
    "accounts.middleware.FirstStepsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.DefaultViewMiddleware",
]

ROOT_URLCONF = "ocop_portal.urls"
WSGI_APPLICATION = "ocop_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context_processors.portal",
                "accounts.context_processors.session",
            ],
        },
    },
]

# SQLite as several people can use it: writers queue instead of failing, and a
# reader never waits for a writer.
SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
    ),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.RoleBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation"
        ".UserAttributeSimilarityValidator"
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 8},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["ocop_portal.formats"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / "staticfiles"

MEDIA_ROOT = BASE_DIR / "media"
# Uploaded files are served by views that ask who may see them, never by a folder.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "core.storage.StaticFiles"},
}

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# What a filter offers that narrows nothing.
FILTERS_EMPTY_CHOICE_LABEL = "Tất cả"

IMPORT_EXPORT_USE_TRANSACTIONS = True
# The checklist of a site with many products has three fields for each answer.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
# The largest list that may be uploaded; what it unpacks to is limited as well.
IMPORT_MAX_BYTES = 20 * 1024 * 1024
# How long an import can be undone; `forget_undo` then drops the earlier values.
IMPORT_UNDO_DAYS = 90
# Longer lists are read and written in the background.
IMPORT_INLINE_ROWS = 2000
# Whether the portal starts a worker itself when it has queued something; else
# `manage.py db_worker` runs as a service, once or more often.
IMPORT_CALLS_WORKER = False
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Public pages as they were built last; about 8 kB each, in every process.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
    # How far workers are; all processes share it. No table on SQLite, where the
    # transaction that writes an import lets nobody else write.
    "progress": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": BASE_DIR / ".progress",
    },
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
PERMISSIONS_POLICY = {
    "camera": ["self"],
    "geolocation": ["self"],
    "microphone": [],
    "payment": [],
    "usb": [],
}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "core.views.csrf_failure"

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"

# Roles that may sign in only with a second factor.
SECOND_FACTOR_ROLES: list[str] = []

# Wrong tries as (so many, in so many seconds). A whole office may share one address.
SIGN_IN_TRIES_PER_ACCOUNT = (5, 5 * 60)
SIGN_IN_TRIES_PER_ADDRESS = (50, 10 * 60)

# How long a producer may answer by a link, and how often addresses that open nothing
# may be tried, as (so many, in so many seconds).
ANSWER_LINK_DAYS = 14
ANSWER_LINK_TRIES_PER_ADDRESS = (20, 10 * 60)
# How often one link may send answers.
ANSWER_LINK_SENDS = (60, 60 * 60)

# A password that an admin hands over must be used within so many days.
ISSUED_PASSWORD_DAYS = 7
# A link to set a new password works for two hours.
PASSWORD_RESET_TIMEOUT = 2 * 60 * 60

# The back office may be kept to networks ("10.20.0.0/16") and to hours of working days
# such as (7, 18), from the first up to the second.
BACK_OFFICE_NETWORKS: list[str] = []
BACK_OFFICE_HOURS: tuple[int, int] | None = None

# A session ends after so long without work, and after so long in all.
SESSION_IDLE_MINUTES = 30
SESSION_ABSOLUTE_HOURS = 12
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_HOURS * 60 * 60

ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"[{PORTAL_NAME}] "
# Addresses stand on the user alone; allauth's own generator would keep copies.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = (
    "django.contrib.auth.tokens.PasswordResetTokenGenerator"
)
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": None,  # accounts.throttle counts wrong passwords and codes
    "reset_password": "20/h/ip,5/h/key",
    "reset_password_from_key": "20/h/ip",
}
ACCOUNT_FORMS = {
    "login": "accounts.forms.sign_in.SignInForm",
    "change_password": "accounts.forms.sign_in.ChangePasswordForm",
    "reset_password": "accounts.forms.sign_in.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.sign_in.NewPasswordForm",
    "reauthenticate": "accounts.forms.sign_in.ConfirmPasswordForm",
}
MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_TOTP_ISSUER = PORTAL_NAME
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "accounts.forms.sign_in.CodeForm",
    "reauthenticate": "accounts.forms.sign_in.ConfirmCodeForm",
    "activate_totp": "accounts.forms.sign_in.ActivateForm",
}

# How many proxies of ours stand in front; only they are believed about the
# address of the visitor and about HTTPS.
TRUSTED_PROXY_COUNT = 0

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "core.logging.LineFormatter"},
        "json": {"()": "core.logging.JsonFormatter"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        # The request log has a line for each refusal already.
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "ocop": {"level": "INFO"},
    },
}

# Where the map gets its background, such as https://host/{z}/{x}/{y}.png; without one
# it draws boundaries and points on plain ground. The attribution is what the server
# asks to be named by.
MAP_TILE_URL = ""
MAP_TILE_ATTRIBUTION = ""

# Demonstration data and accounts; production settings refuse to switch it on.
DEMO_MODE = False
