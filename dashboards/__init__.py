"""How people see it: the Flask app, mail and report views, Grafana dashboards."""

from collections.abc import Mapping

from dashboards.app import create_app
from dashboards.letters import is_letter, render_letter
from dashboards.mail import render_mail
from dashboards.statement.documents import Recipient, document
from dashboards.texts import Words
from netmon.commands import Commands
from netmon.language import Language
from netmon.reader import Reader
from netmon.report.findings import Findings
from netmon.views import Document, Form, Mail, Views, WsgiApp


class Dashboards:
    """What netmon finds through its entry point."""

    def create_app(self, reader: Reader, commands: Commands) -> WsgiApp:
        """Return the dashboard as a WSGI app."""
        return create_app(reader, commands)

    def render_mail(self, payload: Mapping[str, object], language: str) -> Mail:
        """Return the payload of a notification or a letter as mail."""
        return render_letter(payload) if is_letter(payload) else render_mail(payload, language)

    def render_report(self, findings: Findings, form: Form, language: str) -> Document:
        """Return a report as a document, with all that an operator may read."""
        return document(findings, form, Recipient(Words(Language(language))))


VIEWS: Views = Dashboards()
