# netmon as a container: no compiler, no shell script, no root.

FROM python:3.11-slim-bookworm AS build
WORKDIR /build
COPY pyproject.toml requirements.lock README.md ./
RUN python -m venv /opt/netmon \
    && /opt/netmon/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements.lock
COPY netmon netmon
COPY collectors collectors
COPY dashboards dashboards
COPY inventory inventory
RUN /opt/netmon/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.11-slim-bookworm
RUN groupadd --gid 1000 netmon \
    && useradd --uid 1000 --gid 1000 --no-create-home --home-dir /var/lib/netmon netmon \
    && install -d -m 0700 -o netmon -g netmon \
        /var/lib/netmon /run/tokens /run/tokens/writer /run/tokens/reader /run/tokens/grafana
COPY --from=build /opt/netmon /opt/netmon
ENV PATH=/opt/netmon/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    NETMON_INVENTORY=/etc/netmon/inventory \
    NETMON_STATE=/var/lib/netmon
USER 1000:1000
WORKDIR /var/lib/netmon
EXPOSE 8080
ENTRYPOINT ["netmon"]
CMD ["run"]
