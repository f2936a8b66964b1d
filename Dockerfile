# Two stages: the first builds, the second holds only what runs. Everything that is installed has a hash.
ARG PYTHON_IMAGE=python:3.11.14-slim-bookworm

FROM ${PYTHON_IMAGE} AS builder
ENV PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /build

# Before the sources: a change in the code does not install all of this again.
COPY requirements.txt requirements-build.txt ./
RUN python -m venv /opt/ruggespraak \
    && /opt/ruggespraak/bin/pip install --require-hashes -r requirements.txt \
    && python -m venv /opt/build \
    && /opt/build/bin/pip install --require-hashes -r requirements-build.txt

COPY pyproject.toml README.md LICENSE ./
COPY ruggespraak/ ruggespraak/
COPY slackapp/ slackapp/
COPY console/ console/
COPY sandbox/ sandbox/
COPY workflows/ workflows/
COPY models/ models/
COPY texts/ texts/
RUN /opt/build/bin/hatchling build -t wheel -d /build/dist \
    && /opt/ruggespraak/bin/pip install --no-deps --no-index /build/dist/*.whl \
    && /opt/ruggespraak/bin/pip check \
    && /opt/ruggespraak/bin/pip uninstall --yes setuptools pip \
    && /opt/ruggespraak/bin/python -m compileall -q /opt/ruggespraak/lib


FROM ${PYTHON_IMAGE}
LABEL org.opencontainers.image.title="Ruggespraak" \
      org.opencontainers.image.description="Slack app for Dutch schools" \
      org.opencontainers.image.licenses="EUPL-1.2"

RUN groupadd --gid 10001 ruggespraak \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin ruggespraak \
    && install -d -o 10001 -g 10001 -m 0700 /data
COPY --from=builder /opt/ruggespraak /opt/ruggespraak

# The root file system may be read-only: bytecode is compiled above, gunicorn keeps its heartbeat in memory and
# opens no control socket, and what has to be written goes to /data.
ENV PATH="/opt/ruggespraak/bin:${PATH}" \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    LANG=C.UTF-8 \
    GUNICORN_CMD_ARGS="--no-control-socket --worker-tmp-dir=/dev/shm" \
    PORT=8000

USER 10001:10001
WORKDIR /data
VOLUME ["/data"]
EXPOSE 8000
STOPSIGNAL SIGTERM

HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/healthz', timeout=4)"]

ENTRYPOINT ["ruggespraak"]
CMD ["serve"]
