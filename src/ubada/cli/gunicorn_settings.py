"""Gunicorn's settings, read by gunicorn itself as `python:ubada.cli.gunicorn_settings`."""

from __future__ import annotations

from pathlib import Path

from ubada.config import environment

_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - gunicorn makes an unnamed file there

wsgi_app = "ubada.config.wsgi:application"
# One process with threads keeps memory low; the code is loaded before the fork, so that more processes share it.
workers = environment.integer("UBADA_WEB_WORKERS")
threads = environment.integer("UBADA_WEB_THREADS")
worker_class = "gthread"
preload_app = True
timeout = 60
graceful_timeout = 10
keepalive = 5
# A heartbeat file on a slow disk would make a healthy worker look dead.
worker_tmp_dir = str(_SHARED_MEMORY) if _SHARED_MEMORY.is_dir() else None
# An access log says who read what and when; none is kept.
accesslog = None
# A warning for every HEAD request, whose body gunicorn drops as it should, would fill the log.
loglevel = "error"
control_socket_disable = True
