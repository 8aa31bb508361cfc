"""Czech of on-call duty: people, rotas, escalations, and `netmon oncall`."""

TEXTS: dict[str, str] = {
    # netmon.cli.oncall
    "Say who is on duty, who is next, and who rests too little.\n\n"
    "It is computed from the rotas of the inventory alone; no netmon needs to run. Times are those of\n"
    "Europe/Prague. Rest is too short below 11 hours between two shifts of a person.\n\n"
    "Exit codes: 0 said, 1 not possible, 2 wrong usage.\n\n"
    "Example: netmon oncall --from 2026-12-01 --to 2027-01-01": (
        "Řekne, kdo má pohotovost, kdo ji převezme a kdo málo odpočívá.\n\n"
        "Počítá se jen z rozpisů v inventáři; žádný netmon nemusí běžet. Časy platí pro Europe/Prague.\n"
        "Odpočinek je krátký, je-li mezi dvěma službami téhož člověka méně než 11 hodin.\n\n"
        "Návratové kódy: 0 řečeno, 1 nelze, 2 chybný zápis příkazu.\n\n"
        "Příklad: netmon oncall --from 2026-12-01 --to 2027-01-01"
    ),
    "Say who is on duty, who is next, and who rests too little.": (
        "Řekne, kdo má pohotovost, kdo ji převezme a kdo málo odpočívá."
    ),
    "The moment to ask about, such as 2026-12-24T08:00; by default now.": (
        "Okamžik, na který se ptáte, například 2026-12-24T08:00; jinak teď."
    ),
    "Show all shifts from then on.": "Ukáže všechny služby od tohoto okamžiku.",
    "Show them until then; by default 30 days.": "Ukáže je do tohoto okamžiku; jinak na 30 dní.",
    "Print somebody's shifts as an iCalendar.\n\n"
    "Calendar programs import it, or fetch it from wherever it is published; an event that was imported\n"
    "before is replaced, not doubled.\n\n"
    "Example: netmon oncall ics novakova > novakova.ics": (
        "Vypíše něčí služby jako iCalendar.\n\n"
        "Kalendáře ho načtou ze souboru, nebo odtud, kde ho vystavíte; událost načtená dřív se nahradí,\n"
        "nezdvojí.\n\n"
        "Příklad: netmon oncall ics novakova > novakova.ics"
    ),
    "Print somebody's shifts as an iCalendar.": "Vypíše něčí služby jako iCalendar.",
    "For how many days.": "Na kolik dní.",
    # netmon.console.oncall
    "the inventory has no rotas: nobody is on duty; add rotas: …": (
        "v inventáři není žádný rozpis: nikdo nemá pohotovost; doplňte rotas: …"
    ),
    "rota": "rozpis",
    "on duty": "pohotovost",
    "reached by": "spojení",
    "next hand-over": "příští předání",
    "to whom": "komu",
    "the period must end after it begins, and within three years": (
        "období musí skončit později, než začne, a nejvýš do tří let"
    ),
    "there is no person {name}; {cure}": "žádná osoba {name} není; {cure}",
    # netmon.oncall.checks
    "rota {name}: no escalation calls whoever is on duty": "rozpis {name}: pohotovost nevolá žádná eskalace",
    "name it in a step, or delete it": "uveďte ho v některém kroku, nebo ho smažte",
    "person {name}: {pause} of rest between shifts, from {start} to {end}; {least} must be": (
        "osoba {name}: mezi službami {pause} odpočinku, od {start} do {end}; musí být {least}"
    ),
    "let somebody else take one of the shifts": "dejte jednu ze služeb někomu jinému",
    # netmon.alerting.digest
    "{count:message|messages} in one: {first}": "{count:zpráva|zprávy|zpráv} v jedné: {first}",
    # netmon.inventory
    "person {name}": "osoba {name}",
    "rota {name}": "rozpis {name}",
    "escalation {name}": "eskalace {name}",
    "person, rota or receiver {name}": "osoba, rozpis ani příjemce {name}",
    "add the person": "doplňte osobu",
    "add the escalation": "doplňte eskalaci",
    "add the person, rota or receiver": "doplňte osobu, rozpis nebo příjemce",
    "person {name} has no address": "osoba {name} nemá žádnou adresu",
    "add email, sms or ntfy": "doplňte email, sms nebo ntfy",
    "{subject}: it leads to nobody": "{subject}: nevede k nikomu",
    "add receivers or an escalation": "doplňte receivers nebo escalation",
    "{subject}: receivers and an escalation are both given": "{subject}: je uvedeno receivers i escalation",
    "make the receivers a step of the escalation": "udělejte z příjemců krok eskalace",
    "{subject}: a person or a rota is called the same": "{subject}: stejně se jmenuje osoba nebo rozpis",
    "rename one of them: escalations name all three": "jedno z nich přejmenujte: eskalace uvádějí obojí",
    "{value} is not a date": "{value} není datum",
    "write one such as 2026-12-24": "napište je jako 2026-12-24",
    "{value} is not a local date and time": "{value} není místní datum a čas",
    "write one such as 2026-12-24T08:00": "napište je jako 2026-12-24T08:00",
    "quiet hours that end when they begin never end, or never begin": (
        "klidové hodiny, které končí, kdy začínají, nikdy neskončí, nebo nezačnou"
    ),
    "write another end, or delete them": "napište jiný konec, nebo je smažte",
    "an override that ends before it begins": "zástup, který končí dřív, než začne",
    "write an end after {start}": "napište konec po {start}",
    "nobody is called at once": "nikdo se nevolá hned",
    "begin with a step without after": "začněte krokem bez after",
    "the steps are not in order of time": "kroky nejdou po sobě v čase",
    "put the earlier one first": "dřívější dejte dopředu",
    "it would begin anew before its last step": "začala by znovu dřív než poslední krok",
    "write an every that is longer than the last after": "napište every delší než poslední after",
    "nobody was told that it began": "nikdo se nedozvěděl, že to začalo",
    "no route matches": "nehodí se žádná cesta",
    "the escalation reaches nobody": "eskalace se k nikomu nedostane",
    "waits for company": "čeká na další zprávy",
    "incident {id} explains it: {cause}": "vysvětluje to událost {id}: {cause}",
    "maintenance {id}: {reason}": "plánovaná práce {id}: {reason}",
    "silence {id} of {author} until {until}: {reason}": "ztišení {id}, {author}, do {until}: {reason}",
    "somebody has taken it": "někdo to převzal",
    "everybody was told already": "všichni se to už dozvěděli",
    "quiet hours": "noční klid",
    "{count:message|messages} went there within a minute": (
        "během minuty tam {count:odešla zpráva|odešly zprávy|odešlo zpráv}"
    ),
    "people believe that it still holds": "lidé vědí jen to, že to trvá",
    "it has to stay over for a while": "musí to chvíli vydržet",
}
