"""Czech of `netmon print` and proxies."""

TEXTS: dict[str, str] = {
    "Print a unit, a proxy's configuration, a completion.\n\nExample: netmon print systemd": (
        "Vypíše jednotku, nastavení proxy nebo doplňování.\n\nPříklad: netmon print systemd"
    ),
    "The name people type.": "Jméno, které lidé píší do prohlížeče.",
    "The netmon to run, if not this one.": "Který netmon se má spouštět, pokud ne tento.",
    "Print the unit of netmon-watch instead.": "Vypíše místo toho jednotku pro netmon-watch.",
    "Print a hardened unit for systemd.": "Vypíše zabezpečenou jednotku pro systemd.",
    (
        "Print a hardened unit for systemd.\n\n"
        "It runs netmon as a user of its own that may send ICMP and nothing else, hands it the secrets of\n"
        "/etc/netmon/secrets, and restarts it when it hangs. The comments in it say what to do before the\n"
        "first start. With --watcher it is the unit of a second, small process, which tells people when\n"
        "netmon itself is silent.\n\n"
        "Example: netmon print systemd > /etc/systemd/system/netmon.service"
    ): (
        "Vypíše zabezpečenou jednotku pro systemd.\n\n"
        "Netmon pod ní běží jako vlastní uživatel, který smí navíc jen posílat ICMP, dostane tajemství\n"
        "z /etc/netmon/secrets, a když se zasekne, je spuštěn znovu. Co udělat před prvním spuštěním,\n"
        "říkají komentáře v jednotce. S --watcher vypíše jednotku druhého, malého procesu, který lidem\n"
        "oznámí, že netmon sám mlčí.\n\n"
        "Příklad: netmon print systemd > /etc/systemd/system/netmon.service"
    ),
    "Print a site for nginx, which speaks TLS before netmon.": "Vypíše nastavení nginx, který před netmonem mluví TLS.",
    (
        "Print a site for nginx, which speaks TLS before netmon.\n\n"
        "Example: netmon print nginx --host netmon.example.cz > /etc/nginx/conf.d/netmon.conf"
    ): (
        "Vypíše nastavení nginx, který před netmonem mluví TLS.\n\n"
        "Příklad: netmon print nginx --host netmon.example.cz > /etc/nginx/conf.d/netmon.conf"
    ),
    "Print a site for Caddy, which gets its certificate itself.": (
        "Vypíše nastavení Caddy, který si sám obstará certifikát."
    ),
    (
        "Print a site for Caddy, which gets its certificate itself.\n\n"
        "Example: netmon print caddy --host netmon.example.cz > /etc/caddy/Caddyfile"
    ): (
        "Vypíše nastavení Caddy, který si sám obstará certifikát.\n\n"
        "Příklad: netmon print caddy --host netmon.example.cz > /etc/caddy/Caddyfile"
    ),
    "Print what lets a shell complete netmon's commands and options.": (
        "Vypíše doplňování příkazů a voleb netmonu pro shell."
    ),
    (
        "Print what lets a shell complete netmon's commands and options.\n\n"
        "SHELL is bash, zsh or fish.\n\n"
        "Example: netmon print completion bash > /etc/bash_completion.d/netmon"
    ): (
        "Vypíše doplňování příkazů a voleb netmonu pro shell.\n\n"
        "SHELL je bash, zsh nebo fish.\n\n"
        "Příklad: netmon print completion bash > /etc/bash_completion.d/netmon"
    ),
    "Print every key of the inventory, as a page in Markdown.": "Vypíše všechny klíče inventáře jako Markdown.",
    (
        "Print every key of the inventory, as a page in Markdown.\n\n"
        "Example: netmon print reference > inventory/REFERENCE.md"
    ): ("Vypíše všechny klíče inventáře jako Markdown.\n\nPříklad: netmon print reference > inventory/REFERENCE.md"),
    "{path}: a unit needs an absolute path of ASCII letters, digits and ./+@_-": (
        "{path}: jednotka potřebuje absolutní cestu z písmen bez diakritiky, číslic a znaků ./+@_-"
    ),
    "{path}: the unit will not see this file; install netmon into /opt/netmon": (
        "{path}: tento soubor jednotka neuvidí; nainstalujte netmon do /opt/netmon"
    ),
    "{host}: this is not the name of a host; write one such as netmon.example.cz": (
        "{host}: toto není jméno počítače; napište například netmon.example.cz"
    ),
    "cannot listen on {host} port {port}: {reason}; free it, or set NETMON_LISTEN or NETMON_PORT": (
        "nelze naslouchat na {host}, port {port}: {reason}; uvolněte jej, nebo nastavte NETMON_LISTEN či NETMON_PORT"
    ),
    "a part of netmon came to its end: {part}": "část netmonu skončila: {part}",
}
