"""Django's settings. Everything that may differ between installations comes from `config.environment`."""

from __future__ import annotations

import operator
from pathlib import Path

from ubada.config import environment
from ubada.config.database import database_settings
from ubada.config.mail import mail_settings
from ubada.config.secret_key import secret_key
from ubada.languages.table import INTERFACE_LANGUAGES

PACKAGE = Path(__file__).resolve().parent.parent
DATA_DIR = environment.path("UBADA_DATA_DIR")
MODE = environment.choice("UBADA_MODE")
PUBLIC_URL = environment.text("UBADA_PUBLIC_URL").rstrip("/")
LOCAL_URL = f"http://localhost:{environment.integer('PORT')}"

DEBUG = environment.boolean("UBADA_DEBUG")
SECRET_KEY = secret_key(DATA_DIR)
ALLOWED_HOSTS = environment.items("UBADA_ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []

INSTALLED_APPS = [
    "ubada.ledger",
    "ubada.languages",
    "ubada.files",
    "ubada.organisations",
    "ubada.register",
    "ubada.search",
    "ubada.evidence",
    "ubada.assessments",
    "ubada.editions",
    "ubada.exchange",
    "ubada.intake",
    "ubada.api",
    "ubada.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "ubada.web.middleware.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ubada.web.middleware.PlainAnswers",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ubada.web.middleware.ActingPerson",
]

ROOT_URLCONF = "ubada.config.urls"
WSGI_APPLICATION = "ubada.config.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["ubada.web.template_loading.SharedTemplates", "ubada.web.template_loading.TemplatesOfApps"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ubada.web.context.shell",
                "ubada.web.context.newest_edition",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

USES_EMBEDDED_DATABASE = not environment.secret("DATABASE_URL")
DATABASES = {"default": database_settings(DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Signing in. Registration is closed: accounts are made by the people who run an installation.
AUTH_USER_MODEL = "organisations.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account"
ACCOUNT_ADAPTER = "ubada.organisations.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_CHANGE_EMAIL = True  # one address at a time: the new one replaces the old one once it is confirmed
ACCOUNT_MAX_EMAIL_ADDRESSES = 2
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = "strict"  # also to those signed in: whether an address has an account is not said
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_USER_DISPLAY = operator.attrgetter("name")
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Ubada: "
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PUBLIC_URL.startswith("https:") else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if MODE == "server" else 0
MFA_ADAPTER = "ubada.organisations.adapters.SecondFactorAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody registers an address of someone else's, so changing one's own stays possible
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_TOTP_ISSUER = "Ubada"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = MODE != "server"

SESSION_COOKIE_NAME = "ubada_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"  # Strict would lose the session on the way from a mail to the page for a new password
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 3600  # seconds
CSRF_COOKIE_NAME = "ubada_csrf"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_AGE = None  # gone with the browser session, like the other
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "ubada.web.errors.form_without_token"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = MODE == "server"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if MODE == "server" else None
SECURE_SSL_REDIRECT = False  # the reverse proxy does it; an onion service has no certificate to redirect to
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# One cache for one web process, for allauth's rate limits and small computed parts of pages.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "ubada"}}

LANGUAGE_CODE = "en"
LANGUAGES = [(language.django_code, language.endonym) for language in INTERFACE_LANGUAGES]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "build" / "collected"
STATICFILES_DIRS = [DATA_DIR / "build" / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_DIR / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 365 * 24 * 3600  # seconds; file names carry a hash of the content
SILENCED_SYSTEM_CHECKS = [
    "staticfiles.W004",  # the folder of built assets is made by the first start
    "auth.W004",  # e-mail addresses are unique whatever their case, by a constraint over lower(email)
]

globals().update(mail_settings(DATA_DIR))

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

SEARCH_INDEX_DIR = DATA_DIR / "index"
EDITIONS_DIR = DATA_DIR / "editions"
CHARTS_DIR = DATA_DIR / "charts"

LARGEST_FILE = environment.integer("UBADA_LARGEST_FILE") * 1024 * 1024  # bytes
UPLOAD_ADDRESSES = (
    "/desk/documents/",
    "/desk/evidence/",
    "/desk/rounds/",
)  # where files are taken; everywhere else they are read past
FILE_UPLOAD_HANDLERS = ["ubada.files.uploads.UploadHandler"]
MODELS_DIR = DATA_DIR / "models"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "ubada.config.logs.LeanFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # An access log says who read what and when; none is kept.
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.server": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # every scanner of the net would write a page of it
    },
}
DEFAULT_EXCEPTION_REPORTER_FILTER = "django.views.debug.SafeExceptionReporterFilter"

if MODE == "testing":
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
