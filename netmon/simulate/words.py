"""In which words the demo speaks, Czech and English: one plain line for each thing that happens."""

from collections.abc import Mapping

from netmon.clock import SECOND, Millis
from netmon.language import Language

CS: Mapping[str, str] = {
    "title": "Ukázka netmonu: {region}. Páteř je smyšlená, nic neopustí tento počítač.",
    "pace": "Dotaz SNMP každé {probe} s, čas na odpověď {timeout} s × {attempts}, čítače každých {counters} s.",
    "belief": "Výpadek po {misses} ztrátách, obnova po {answers} odpovědích; ustálení {settle} s, nejvýše {limit} s.",
    "telling": "Zprávy odcházejí hned, bez čekání na další, do vlastního přijímače ukázky.",
    "seed": "Semínko {seed}, příběh {story}: trasa {link} ({name}).",
    "history": "Zapsáno {days} dní smyšlené historie: {points} vzorků za {seconds} s.",
    "agents": "Simulovaná zařízení na loopbacku tohoto počítače: {agents}.",
    "url": "Otevřete {url}",
    "link": "Jednorázový odkaz pro operátora: {url}",
    "end": "Ctrl-C ukončí.",
    "answered": "odpověděla všechna zařízení ({answered}); příběh začíná",
    "unanswered": "po {seconds} s odpovědělo jen {answered} z {devices} zařízení; příběh přesto začíná",
    "cut": "přerušena trasa {link}; mlčící zařízení: {silent}",
    "heal": "opravena trasa {link}; mlčící zařízení: {silent}",
    "work": "ohlášena údržba trasy {link}",
    "detected": "zjištěno {seconds} s po přerušení: {line}",
    "opened": "zjištěno: {line}",
    "ended": "{line}",
    "firing": "doručena zpráva: {line}",
    "resolved": "doručena zpráva o konci: {line}",
    "passed": "doručena zpráva o výpadku i jeho konci: {line}",
    "flapping": "doručena zpráva o kolísání: {line}",
    "alarm": "doručena zpráva o poruše doručování: {line}",
    "done": "Hotovo: zařízení {answered}/{devices}, výpadky {incidents}, zprávy {firing}+{resolved}, vzorky {points}.",
}
EN: Mapping[str, str] = {
    "title": "netmon demo: {region}. The backbone is invented; nothing leaves this computer.",
    "pace": "Reachability over SNMP every {probe} s, timeout {timeout} s × {attempts}, counters every {counters} s.",
    "belief": "Down after {misses} misses, up after {answers} answers; settling {settle} s, at most {limit} s.",
    "telling": "Messages leave at once, without waiting for company, to a receiver of the demo's own.",
    "seed": "Seed {seed}, story {story}: link {link} ({name}).",
    "history": "Wrote {days} days of synthetic history: {points} samples in {seconds} s.",
    "agents": "{agents} simulated devices answer on this computer's loopback.",
    "url": "Open {url}",
    "link": "One-time link for the operator: {url}",
    "end": "Ctrl-C ends it.",
    "answered": "every device has answered ({answered}); the story begins",
    "unanswered": "after {seconds} s only {answered} of {devices} devices have answered; the story begins all the same",
    "cut": "link {link} is cut; silent devices: {silent}",
    "heal": "link {link} is healed; silent devices: {silent}",
    "work": "maintenance of link {link} is announced",
    "detected": "detected {seconds} s after the cut: {line}",
    "opened": "detected: {line}",
    "ended": "{line}",
    "firing": "message delivered: {line}",
    "resolved": "message of the end delivered: {line}",
    "passed": "message of an outage and its end delivered: {line}",
    "flapping": "message of flapping delivered: {line}",
    "alarm": "message of a failed delivery delivered: {line}",
    "done": "Done: devices {answered}/{devices}, incidents {incidents}, messages {firing}+{resolved}, points {points}.",
}
WORDS: Mapping[Language, Mapping[str, str]] = {Language.CS: CS, Language.EN: EN}


def seconds(span: Millis, language: Language) -> str:
    """Return a span in seconds with at most one decimal, as the language writes it."""
    text = f"{span / SECOND:.1f}".removesuffix(".0")
    return text.replace(".", ",") if language is Language.CS else text


def number(count: int, language: Language) -> str:
    """Return a count with its thousands apart."""
    return f"{count:,}".replace(",", "\N{NO-BREAK SPACE}" if language is Language.CS else ",")
