# syntax=docker/dockerfile:1
FROM python:3.11-slim AS build
WORKDIR /src
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY policies policies
COPY connectors connectors
COPY worker worker
RUN python -m venv /opt/annonsvakt \
 && /opt/annonsvakt/bin/pip install --no-cache-dir -c constraints.txt '.[postgres]'

FROM python:3.11-slim
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/annonsvakt annonsvakt \
 && install -d -m 0700 -o annonsvakt -g annonsvakt /var/lib/annonsvakt/state
COPY --from=build /opt/annonsvakt /opt/annonsvakt
ENV PATH=/opt/annonsvakt/bin:$PATH PYTHONUNBUFFERED=1
USER annonsvakt
WORKDIR /var/lib/annonsvakt
ENTRYPOINT ["annonsvakt"]
STOPSIGNAL SIGTERM
CMD ["run"]
