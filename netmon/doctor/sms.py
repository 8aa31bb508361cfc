"""Would SMS leave: is there a directory that gammu-smsd empties, or a gateway that can be asked in secret."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from netmon.alerting.notify.gammu import is_stuck, waiting
from netmon.clock import Millis
from netmon.doctor.finding import Check, Finding, Verdict
from netmon.doctor.url import is_loopback
from netmon.errors import SecretError
from netmon.phrase import Phrase
from netmon.secret import SecretStore
from netmon.settings import Gateway, Sms


def examine(sms: Sms | None, secrets: SecretStore, now: Millis) -> Finding:
    """Return whether SMS would leave; none is sent."""
    if sms is not None and sms.outbox is not None:
        return _judge_outbox(sms.outbox, now)
    if sms is not None and sms.gateway is not None:
        return _judge_gateway(sms.gateway, secrets)
    return Finding(Check.SMS, Verdict.NOT_CHECKED, Phrase("NETMON_SMS__OUTBOX is not set: no SMS leaves"))


def _judge_outbox(outbox: Path, now: Millis) -> Finding:
    if not (outbox.is_dir() and os.access(outbox, os.R_OK | os.W_OK | os.X_OK)):
        what = Phrase("{path} is no directory that we may write into", path=outbox)
        cure = Phrase(
            "usermod -aG gammu netmon, and under systemd SupplementaryGroups=gammu and ReadWritePaths={path}; or mend"
            " NETMON_SMS__OUTBOX",
            path=outbox,
        )
        return Finding(Check.SMS, Verdict.ERROR, what, cure)
    if is_stuck(outbox, waiting(outbox), now):
        cure = Phrase("look why gammu-smsd does not send them: systemctl status gammu-smsd")
        return Finding(Check.SMS, Verdict.ERROR, Phrase("{path}: SMS wait there for minutes", path=outbox), cure)
    return Finding(Check.SMS, Verdict.OK, Phrase("{path} takes our SMS, and none waits there for long", path=outbox))


def _judge_gateway(gateway: Gateway, secrets: SecretStore) -> Finding:
    try:
        url = urlsplit(secrets.resolve(gateway.url).reveal())
    except (SecretError, ValueError):
        return Finding(Check.SMS, Verdict.NOT_CHECKED, Phrase("the URL of the gateway cannot be had, see secrets"))
    if url.scheme == "https" or (url.scheme == "http" and is_loopback(url.hostname or "")):
        what = Phrase(
            "the gateway is asked over {scheme}; whether it sends, netmon notify test says", scheme=url.scheme
        )
        return Finding(Check.SMS, Verdict.OK, what)
    what = Phrase("the gateway is not asked over https: numbers and passwords travel readable")
    cure = Phrase("write its https address into the secret {name}", name=gateway.url)
    return Finding(Check.SMS, Verdict.WARNING, what, cure)
