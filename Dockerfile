# The site as an image: docs/hosting.md says how it is run. It holds no key and no address; all of that comes from the
# environment, and the start stops in a sentence without it.
#
# No registry is asked for a digest here, so the base has the tag of one exact version. Whoever builds pins it, and takes
# newer ones in, by its digest: docker build --build-arg PYTHON_IMAGE=python@sha256:…
ARG PYTHON_IMAGE=python:3.13.9-slim-trixie

# Packages and static files are made here; neither pip nor what it keeps comes into the site's image.
FROM ${PYTHON_IMAGE} AS builder
ENV PATH=/opt/venv/bin:/usr/local/bin:/usr/bin:/bin
WORKDIR /app
RUN python -m venv --without-pip /opt/venv && mkdir /data
# It holds all of requirements.lock, and what is used behind a setting.
COPY requirements-hosting.lock ./
RUN ["/usr/local/bin/python", "-m", "pip", "--python", "/opt/venv/bin/python", "install", "--no-cache-dir", "--disable-pip-version-check", "--quiet", "--no-deps", "--require-hashes", "-r", "requirements-hosting.lock"]
COPY . .
# In local mode, which needs no key: the one it makes for itself is left behind. What is compiled now need not be at each
# start, where nothing can be written.
RUN LCEP_MODE=local DATA_DIR=/tmp/build STATIC_DIR=/app/collected python manage.py collectstatic --noinput --verbosity 0 \
 && python -m compileall -q --invalidation-mode unchecked-hash lcep_site members partnerships manage.py

FROM ${PYTHON_IMAGE} AS site
LABEL org.opencontainers.image.title="LCEP Directory" \
      org.opencontainers.image.description="A directory of Local Cultural Education Partnerships in England" \
      org.opencontainers.image.licenses="MIT"
ENV PATH=/opt/venv/bin:/usr/local/bin:/usr/bin:/bin \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    LCEP_MODE=production \
    DATA_DIR=/data \
    STATIC_DIR=/app/collected
WORKDIR /app
COPY --from=builder /opt/venv /opt/venv
COPY --from=builder /app /app
# A volume that is mounted here while it is empty belongs to whom this does. Everything else is only read.
COPY --from=builder --chown=10001:10001 /data /data
USER 10001:10001
EXPOSE 8000
# gunicorn, the worker and the scheduler end what they are at, and begin nothing new.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --start-interval=2s --retries=4 \
  CMD ["python", "-m", "lcep_site.container_health"]
CMD ["gunicorn", "-c", "python:lcep_site.gunicorn", "--bind", "0.0.0.0:8000"]
