# Indgang in a container: data in /data, port 8000. Settings: `docker run … settings`; with PostgreSQL: compose.yaml.

FROM python:3.11-slim AS build
WORKDIR /srv/indgang
# The locked requirements first: they change less often than the program, and this layer is kept until they do.
COPY requirements-setup.txt requirements.txt ./
RUN python -m venv .venv \
    && .venv/bin/pip install --no-cache-dir --require-hashes -r requirements-setup.txt \
    && .venv/bin/uv pip sync --no-cache --compile-bytecode --python .venv/bin/python --require-hashes \
        requirements-setup.txt requirements.txt
COPY . .
RUN bin/compile \
    && .venv/bin/pip install --no-cache-dir --no-deps --no-index --no-build-isolation --editable . \
    && .venv/bin/python -m compileall -q app \
    && .venv/bin/pip uninstall --yes --quiet uv setuptools pip

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin indgang \
    && install --directory --owner=indgang --mode=700 /data
COPY --from=build /srv/indgang /srv/indgang
WORKDIR /srv/indgang
ENV PATH=/srv/indgang/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    INDGANG_DATA=/data \
    INDGANG_DEMO=off
USER indgang
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["indgang"]
CMD ["serve", "--host", "0.0.0.0"]
