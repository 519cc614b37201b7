# syntax=docker/dockerfile:1
FROM python:3.11-slim AS build
WORKDIR /src
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY policies policies
COPY connectors connectors
COPY worker worker
RUN python -m venv /opt/annonsvakt \
 && /opt/annonsvakt/bin/pip install --no-cache-dir -c constraints.txt '.[postgres,procrastinate]'

FROM python:3.11-slim
LABEL org.opencontainers.image.title="Annonsvakt" \
      org.opencontainers.image.licenses="EUPL-1.2"
RUN groupadd --gid 10001 annonsvakt \
 && useradd --no-log-init --uid 10001 --gid 10001 --create-home --home-dir /var/lib/annonsvakt annonsvakt \
 && install -d -m 0700 -o annonsvakt -g annonsvakt /var/lib/annonsvakt/state
COPY --from=build /opt/annonsvakt /opt/annonsvakt
# Charts keep a cache of fonts: /tmp is the only place to write to beside the state.
# Two heaps for all threads: with one for nearly each, memory grows by half and creeps on.
ENV PATH=/opt/annonsvakt/bin:$PATH PYTHONUNBUFFERED=1 MALLOC_ARENA_MAX=2 MPLCONFIGDIR=/tmp/matplotlib
USER 10001:10001
WORKDIR /var/lib/annonsvakt
ENTRYPOINT ["annonsvakt"]
STOPSIGNAL SIGTERM
# Of the service alone: other commands end by themselves. `[health] listen` must stay on loopback here. No proxy
# is asked: Docker may hand its own on to the container.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["python", "-c", "from urllib.request import ProxyHandler, build_opener; build_opener(ProxyHandler({})).open('http://127.0.0.1:9464/healthz', timeout=3)"]
CMD ["run"]
