"""Czech of `netmon influx`: setting a server up, comparing with it, filling it, and what it refuses."""

TEXTS = {
    # cli
    "Prepare the InfluxDB server, and look after what is in it.": (
        "Připraví server InfluxDB a dohlíží na to, co v něm je."
    ),
    "Prepare the InfluxDB server, and look after what is in it.\n"
    "\n"
    "Points are forwarded to it; nothing that pages or draws a page waits for it.\n"
    "\n"
    "Example: netmon influx setup --url http://influxdb:8086": (
        "Připraví server InfluxDB a dohlíží na to, co v něm je.\n"
        "\n"
        "Posílají se na něj naměřené body; nic, co hlásí nebo kreslí stránky, na něj nečeká.\n"
        "\n"
        "Příklad: netmon influx setup --url http://influxdb:8086"
    ),
    "Make what netmon needs on an InfluxDB server of 2.x, or of 1.8 and newer.": (
        "Založí na serveru InfluxDB 2.x, nebo 1.8 a novějším, co netmon potřebuje."
    ),
    "Make what netmon needs on an InfluxDB server of 2.x, or of 1.8 and newer.\n"
    "\n"
    "On 2.x these are the organisation, the buckets and a token each for netmon, for Grafana and for whoever reads.\n"
    "On 1.x they are the database, its retention policies and, if the server lets nobody in without a password, a\n"
    "user each, whose file holds user:password, which serves as a token. Each may do one thing. VictoriaMetrics is\n"
    "recognised.\n"
    "\n"
    "May be run again at any time: what exists is kept, what differs is put right.\n"
    "\n"
    "Example: netmon influx setup --url http://influxdb:8086 --tokens /run/tokens": (
        "Založí na serveru InfluxDB 2.x, nebo 1.8 a novějším, co netmon potřebuje.\n"
        "\n"
        "Na 2.x je to organizace, buckety a po jednom tokenu pro netmon, pro Grafanu a pro čtenáře. Na 1.x je to\n"
        "databáze, její pravidla uchovávání a, pokud server bez hesla nikoho nepustí, po jednom uživateli;\n"
        "soubor uživatele obsahuje jméno:heslo, což slouží jako token. Každý smí jen jedno. VictoriaMetrics pozná.\n"
        "\n"
        "Lze spustit kdykoli znovu: co už existuje, zůstane, co se liší, se opraví.\n"
        "\n"
        "Příklad: netmon influx setup --url http://influxdb:8086 --tokens /run/tokens"
    ),
    "The server's address.": "Adresa serveru.",
    "The organisation; made if missing. Only 2.x has any.": "Organizace; chybí-li, založí se. Má ji jen 2.x.",
    "A secret reference to a token that may make all this; for 1.x to user:password of an administrator.": (
        "Odkaz na tajemství: token, který to všechno smí; u 1.x jméno:heslo správce."
    ),
    "Where writer/influx-writer-token is left, and those of grafana and reader beside it.": (
        "Kam se uloží writer/influx-writer-token a vedle něj totéž pro grafana a reader."
    ),
    "Compare what InfluxDB has with what netmon measured, hour by hour.": (
        "Porovná po hodinách, co má InfluxDB, s tím, co netmon naměřil."
    ),
    "Compare what InfluxDB has with what netmon measured, hour by hour.\n"
    "\n"
    "Values are counted on both sides, by measurement and field. What still waits in the outbox, or was refused for\n"
    "good, need not be there. NETMON_INFLUX__READER names the secret that may read.\n"
    "\n"
    "Exit codes: 0 nothing is missing or too many, 1 something is, or InfluxDB cannot be asked.\n"
    "\n"
    "Example: netmon influx verify --from 2026-10-25T00:00": (
        "Porovná po hodinách, co má InfluxDB, s tím, co netmon naměřil.\n"
        "\n"
        "Hodnoty se spočítají na obou stranách, podle měření a pole. Co ještě čeká na odeslání nebo bylo natrvalo\n"
        "odmítnuto, tam být nemusí. NETMON_INFLUX__READER jmenuje tajemství, které smí číst.\n"
        "\n"
        "Návratové kódy: 0 nic nechybí ani nepřebývá, 1 něco ano, nebo se InfluxDB nelze zeptat.\n"
        "\n"
        "Příklad: netmon influx verify --from 2026-10-25T00:00"
    ),
    "Since when, such as 2026-10-25T02:30; by default a day.": "Od kdy, například 2026-10-25T02:30; jinak za den.",
    "Until when; by default five minutes ago.": "Do kdy; jinak do doby před pěti minutami.",
    "Send to InfluxDB once more what netmon keeps of a time.": (
        "Pošle do InfluxDB znovu, co netmon za nějakou dobu uchovává."
    ),
    "Send to InfluxDB once more what netmon keeps of a time.\n"
    "\n"
    "In the order of time and beside a netmon that runs, whose new points go first. What is there already stays as\n"
    "it is; whoever stops it begins again where it says that it has come to.\n"
    "\n"
    "Example: netmon influx backfill --from 2026-10-25T00:00 --to 2026-10-26T00:00": (
        "Pošle do InfluxDB znovu, co netmon za nějakou dobu uchovává.\n"
        "\n"
        "Postupně v čase a vedle běžícího netmonu, jehož nové body mají přednost. Co tam už je, zůstane beze změny;\n"
        "kdo odesílání přeruší, začne znovu tam, kam podle svých slov došlo.\n"
        "\n"
        "Příklad: netmon influx backfill --from 2026-10-25T00:00 --to 2026-10-26T00:00"
    ),
    "Since when, such as 2026-10-25T02:30.": "Od kdy, například 2026-10-25T02:30.",
    "Until when; by default now.": "Do kdy; jinak do této chvíle.",
    "Lines a second at most.": "Nejvýše řádků za sekundu.",
    "Show the lines that InfluxDB refused for good, and why; send them again or drop them.": (
        "Ukáže řádky, které InfluxDB natrvalo odmítla, a proč; pošle je znovu, nebo zahodí."
    ),
    "Show the lines that InfluxDB refused for good, and why; send them again or drop them.\n"
    "\n"
    "The last 1,000 are kept. Without a NUMBER all are meant.\n"
    "\n"
    "Example: netmon influx refused 17 --resend": (
        "Ukáže řádky, které InfluxDB natrvalo odmítla, a proč; pošle je znovu, nebo zahodí.\n"
        "\n"
        "Uchovává se jich posledních 1 000. Bez čísla NUMBER se myslí všechny.\n"
        "\n"
        "Příklad: netmon influx refused 17 --resend"
    ),
    "Put them into the outbox once more.": "Zařadí je znovu k odeslání.",
    "Let them go for good.": "Natrvalo je zahodí.",
    # store/influx: setting up
    "may only write": "smí jen zapisovat",
    "may only read": "smí jen číst",
    "made": "založeno",
    "kept": "ponecháno",
    "put right": "opraveno",
    "organisation {org}: {fate}": "organizace {org}: {fate}",
    "bucket {name}: {fate}, keeps {days:day|days}": "bucket {name}: {fate}, uchovává {days:den|dny|dní}",
    "token {path}: {fate}, {may}": "token {path}: {fate}, {may}",
    "database {name}: {fate}": "databáze {name}: {fate}",
    "retention policy {name}: {fate}, keeps {days:day|days}": (
        "pravidlo uchovávání {name}: {fate}, uchovává {days:den|dny|dní}"
    ),
    "this server asks nobody for a password: no users were made, and whoever reaches it may do all": (
        "tento server se nikoho neptá na heslo: uživatelé nebyli založeni a kdo se k němu dostane, smí vše"
    ),
    "{user} is an administrator at {url}; take that away: it may do one thing only": (
        "{user} je na {url} správcem; odeberte mu to: smí jen jedno"
    ),
    "the administrator's secret for a server of 1.x is written user:password": (
        "tajemství správce serveru 1.x se píše jméno:heslo"
    ),
    "{url} is InfluxDB {version}": "{url} je InfluxDB {version}",
    "{url} is VictoriaMetrics: it takes points as it is, nothing is to be made there": (
        "{url} je VictoriaMetrics: body přijímá rovnou, není tam co zakládat"
    ),
    "it keeps neither texts nor truths, and netmon influx verify cannot ask it": (
        "neuchovává texty ani pravdivostní hodnoty a netmon influx verify se jí zeptat nemůže"
    ),
    "InfluxQL finds buckets by their names from 2.4 on; tell this server once: influx v1 dbrp create": (
        "InfluxQL najde buckety podle jmen až od verze 2.4; tomuto serveru to jednou řekněte: influx v1 dbrp create"
    ),
    "{url} is InfluxDB {version}, which netmon cannot write to; take 1.8 or newer": (
        "{url} je InfluxDB {version}, do které netmon zapisovat neumí; použijte 1.8 nebo novější"
    ),
    "{url} is InfluxDB {version}: netmon writes to it, but make the databases {names} and tokens there": (
        "{url} je InfluxDB {version}: netmon do ní zapisuje, ale databáze {names} a tokeny tam založte sami"
    ),
    "{url} does not say that it is InfluxDB; is it the right address, and http or https?": (
        "{url} o sobě neříká, že je InfluxDB; je to správná adresa, a http, nebo https?"
    ),
    "InfluxDB at {url} answered {status} {reason}": "InfluxDB na {url} odpovídá {status} {reason}",
    "InfluxDB at {url} does not answer: {reason}": "InfluxDB na {url} neodpovídá: {reason}",
    "{said}; is the admin token right?": "{said}; je token správce správný?",
    "{said}; is the secret right that is used here?": "{said}; je tajemství, které se tu používá, správné?",
    "InfluxDB at {url} cannot be set up: {kind}: {error}": "InfluxDB na {url} nelze připravit: {kind}: {error}",
    "this is no answer of InfluxQL; is it InfluxDB that is asked?": (
        "toto není odpověď v InfluxQL; ptáme se opravdu InfluxDB?"
    ),
    "InfluxDB cannot answer: {reason}": "InfluxDB nemůže odpovědět: {reason}",
    # verify
    "{url} is VictoriaMetrics, which does not answer InfluxQL: nothing can be compared": (
        "{url} je VictoriaMetrics, která na InfluxQL neodpovídá: není co porovnat"
    ),
    "the end is not after the beginning": "konec není po začátku",
    "Comparing {hours:hour|hours} with InfluxDB": "S InfluxDB se porovnává {hours:hodina|hodiny|hodin}",
    "measurement": "měření",
    "hour": "hodina",
    "here": "zde",
    "there": "tam",
    "and {more:,} more": "a {more:,} dalších",
    "compared {compared:value|values}; {waiting:,} wait in the outbox, {refused:,} were refused for good": (
        "porovnáno: {compared:hodnota|hodnoty|hodnot}; na odeslání čeká {waiting:,}, natrvalo odmítnuto {refused:,}"
    ),
    "points are missing; send them with: netmon influx backfill --from {start} --to {end}": (
        "body chybějí; pošlete je příkazem: netmon influx backfill --from {start} --to {end}"
    ),
    "there is more than netmon measured: does somebody else write into this bucket?": (
        "je tam víc, než netmon naměřil: nezapisuje do tohoto bucketu ještě někdo?"
    ),
    "everything is there, once": "vše je na místě, a to jednou",
    # backfill
    "InfluxDB takes no points: {reason}": "InfluxDB nepřijímá body: {reason}",
    "what netmon measured of late still waits for InfluxDB, and goes first": (
        "na InfluxDB ještě čeká, co netmon naměřil nedávno, a to má přednost"
    ),
    "Sending what was measured since {start}": "Posílá se, co bylo naměřeno od {start}",
    "sent {lines:line|lines}": "odesláno: {lines:řádek|řádky|řádků}",
    "go on with: netmon influx backfill --from {start}": "pokračujte příkazem: netmon influx backfill --from {start}",
    "InfluxDB refused {lines:line|lines}, the last: {reason}": (
        "InfluxDB odmítla {lines:řádek|řádky|řádků}, poslední: {reason}"
    ),
    # refused
    "InfluxDB has refused nothing that is still kept": "InfluxDB neodmítla nic, co by se ještě uchovávalo",
    "{lines:line|lines} in the outbox once more": "znovu k odeslání: {lines:řádek|řádky|řádků}",
    "Let {lines:line|lines} go for good?": "Natrvalo zahodit {lines:řádek|řádky|řádků}?",
    "nothing was dropped; say --yes to drop without a question": (
        "nic nebylo zahozeno; bez otázky se zahazuje s volbou --yes"
    ),
    "{lines:line|lines} dropped": "zahozeno: {lines:řádek|řádky|řádků}",
    "there is no refused line {number}": "odmítnutý řádek {number} neexistuje",
}
