"""That what people see is found through its entry point, and does what the seam promises."""

from netmon.views import find_views


def test_the_installed_views_render_mail() -> None:
    views = find_views()
    assert views is not None
    payload = {
        "kind": "firing",
        "subject": "incident",
        "id": "i-1",
        "severity": "critical",
        "cause": {"kind": "link", "name": "cheb-as", "title": "Cheb – Aš"},
        "candidates": ["cheb-as"],
        "municipalities": [{"code": "554499", "name": "Aš"}],
        "degraded": 0,
        "inhabitants": 13_000,
        "started": "2026-11-23T05:00:00.000Z",
        "ended": None,
        "summary": "Cheb – Aš přerušeno",
        "evidence": [],
        "url": "http://127.0.0.1:8080/v/i-1",
    }
    mail = views.render_mail(payload, "cs")
    assert "Aš" in mail.subject
    assert "http://127.0.0.1:8080/v/i-1" in mail.text
    assert "<" in mail.html
