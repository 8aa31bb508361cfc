"""What an InfluxDB 2.x server needs before netmon writes to it: organisation, buckets, and a token for each holder.

Everything may be run again: what exists is kept, what differs is corrected. Bucket names `name` and
`name/policy` give InfluxQL the databases and retention policies it asks for (virtual DBRP, 2.4+).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path

from influxdb_client.client.influxdb_client import InfluxDBClient
from influxdb_client.domain.authorization import Authorization
from influxdb_client.domain.bucket import Bucket
from influxdb_client.domain.bucket_retention_rules import BucketRetentionRules
from influxdb_client.domain.organization import Organization
from influxdb_client.domain.permission import Permission
from influxdb_client.domain.permission_resource import PermissionResource
from influxdb_client.rest import ApiException
from urllib3.exceptions import HTTPError

from netmon.clock import DAY, SECOND, Millis
from netmon.errors import StoreError
from netmon.phrase import Phrase
from netmon.secret import Secret
from netmon.store.influx.grants import GRANTS, KEPT, MADE, PUT_RIGHT, RETENTION, Grant, write_private

TIMEOUT = Millis(10 * SECOND)


def provision(url: str, org: str, admin: Secret, directory: Path) -> Iterator[Phrase]:
    """Set the server up, yielding one line for each thing that was made or found; raise StoreError.

    The tokens are left in `directory` as `writer/influx-writer-token` and so on, mode 0400, without a newline.
    """
    with InfluxDBClient(url, token=admin.reveal(), timeout=TIMEOUT, retries=False) as client, _explained(url):
        organization, fate = _find_or_create_organization(client, org)
        yield Phrase("organisation {org}: {fate}", org=org, fate=fate)
        buckets = []
        for name, retention in RETENTION.items():
            bucket, fate = _find_or_create_bucket(client, organization, name, retention)
            buckets.append(bucket)
            yield Phrase("bucket {name}: {fate}, keeps {days:day|days}", name=name, fate=fate, days=retention // DAY)
        for grant in GRANTS:
            path = grant.path_in(directory)
            is_new = _ensure_token(client, organization, buckets, grant, path)
            fate = MADE if is_new else KEPT
            yield Phrase("token {path}: {fate}, {may}", path=path, fate=fate, may=grant.may)


@contextmanager
def _explained(url: str) -> Iterator[None]:
    try:
        yield
    except ApiException as error:
        said = Phrase("InfluxDB at {url} answered {status} {reason}", url=url, status=error.status, reason=error.reason)
        if error.status == HTTPStatus.UNAUTHORIZED:
            said = Phrase("{said}; is the admin token right?", said=said)
        raise StoreError(said) from error
    except (HTTPError, OSError) as error:
        raise StoreError(
            Phrase(
                "InfluxDB at {url} cannot be set up: {kind}: {error}",
                url=url,
                kind=type(error).__name__,
                error=str(error),
            )
        ) from error


def _find_or_create_organization(client: InfluxDBClient, name: str) -> tuple[Organization, Phrase]:
    api = client.organizations_api()
    try:
        found = api.find_organizations(org=name)
    except ApiException as error:
        if error.status != HTTPStatus.NOT_FOUND:
            raise
        found = []
    return (found[0], KEPT) if found else (api.create_organization(name=name), MADE)


def _find_or_create_bucket(
    client: InfluxDBClient, organization: Organization, name: str, keep: Millis
) -> tuple[Bucket, Phrase]:
    api = client.buckets_api()
    rules = [BucketRetentionRules(type="expire", every_seconds=keep // SECOND)]
    found = api.find_buckets(org_id=organization.id, name=name).buckets
    if not found:
        return api.create_bucket(bucket_name=name, org=organization, retention_rules=rules), MADE
    bucket: Bucket = found[0]
    if [rule.every_seconds for rule in bucket.retention_rules] == [keep // SECOND]:
        return bucket, KEPT
    bucket.retention_rules = rules
    api.update_bucket(bucket)
    return bucket, PUT_RIGHT


def _ensure_token(
    client: InfluxDBClient, organization: Organization, buckets: list[Bucket], grant: Grant, path: Path
) -> bool:
    """Return whether a new token was made; a token whose file was lost is withdrawn first."""
    api = client.authorizations_api()
    present = [
        authorization
        for authorization in api.find_authorizations(org_id=organization.id)
        if authorization.description == grant.description
    ]
    if len(present) == 1 and _is_in_file(present[0], path):
        return False
    for authorization in present:
        api.delete_authorization(authorization)
    made = api.create_authorization(
        authorization=Authorization(
            org_id=organization.id,
            description=grant.description,
            permissions=[_permission(grant.action, bucket, organization) for bucket in buckets],
        )
    )
    write_private(path, made.token)
    return True


def _is_in_file(authorization: Authorization, path: Path) -> bool:
    """Return whether a file holds a token; from 2.9 on the server cannot tell it, and the file is believed."""
    return path.is_file() and authorization.token in (None, "", path.read_text(encoding="utf-8"))


def _permission(action: str, bucket: Bucket, organization: Organization) -> Permission:
    resource = PermissionResource(type="buckets", id=bucket.id, org_id=organization.id)
    return Permission(action=action, resource=resource)
