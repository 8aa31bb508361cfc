"""Czech of the record of incidents: whom to call, tickets, promised reports and their reminders."""

TEXTS: dict[str, str] = {
    # writing down
    "the ticket has no number; write the one the supplier gave": "tiket nemá číslo; napište to, které dal dodavatel",
    "a ticket's number has {most} characters at most": "číslo tiketu má nejvýš {most} znaků",
    "that moment has passed; promise one that is to come": "ten čas už uplynul; slibte takový, který teprve přijde",
    "a report can be promised for {most} days ahead at most": "zprávu lze slíbit nejvýš na {most} dnů dopředu",
    "{text} is no time; write one such as 14:30, or +90m": "{text} není čas; napište třeba 14:30 nebo +90m",
    # reminders
    "• a report is due at {time}: {title}": "• do {time} je slíbena zpráva: {title}",
    "promised by {author}": "kdo slíbil: {author}",
    # netmon incident
    "Keep the record of an incident: whom to call, the ticket, the next report.\n\n"
    "Example: netmon incident show INC-2026-0412": (
        "Vede záznam o výpadku: koho volat, tiket, další zpráva.\n\nPříklad: netmon incident show INC-2026-0412"
    ),
    "Keep the record of an incident: whom to call, the ticket, the next report.": (
        "Vede záznam o výpadku: koho volat, tiket, další zpráva."
    ),
    "Show an incident: who has taken it, whom to call, the ticket, the next report, and how it went.\n\n"
    "Times are those of Europe/Prague.\n\n"
    "Example: netmon incident show INC-2026-0412 --json": (
        "Ukáže výpadek: kdo jej převzal, koho volat, tiket, další zprávu a průběh.\n\n"
        "Časy jsou časy Evropa/Praha.\n\n"
        "Příklad: netmon incident show INC-2026-0412 --json"
    ),
    "Show an incident: who has taken it, whom to call, the ticket, the next report, and how it went.": (
        "Ukáže výpadek: kdo jej převzal, koho volat, tiket, další zprávu a průběh."
    ),
    "Write down under which number the supplier deals with it; the latest counts.\n\n"
    "Example: netmon incident ticket INC-2026-0412 EM-4711": (
        "Zapíše, pod jakým číslem výpadek řeší dodavatel; platí poslední.\n\n"
        "Příklad: netmon incident ticket INC-2026-0412 EM-4711"
    ),
    "Write down under which number the supplier deals with it; the latest counts.": (
        "Zapíše, pod jakým číslem výpadek řeší dodavatel; platí poslední."
    ),
    "Say by when people hear more; the latest counts.\n\n"
    "A time of day is the next one that the clocks of the region show. Whoever promised is reminded a quarter\n"
    "of an hour before, unless a note, another promise or the end of the incident has come by then. The promiser\n"
    "is found among the people of the inventory by the account's name; failing that, everybody is reminded who\n"
    "heard of the incident.\n\n"
    "Exit codes: 0 it is promised, 1 it is not, 2 wrong usage.\n\n"
    "Example: netmon incident promise INC-2026-0412 +90m": (
        "Slíbí, do kdy se lidé dozvědí víc; platí poslední slib.\n\n"
        "Čas dne je ten nejbližší, který ukážou zdejší hodiny. Kdo slíbil, dostane čtvrt hodiny předem připomínku,\n"
        "pokud do té doby nepřibyla poznámka ani další slib a výpadek neskončil. Kdo to je, se pozná podle jména\n"
        "účtu mezi osobami inventáře; jinak dostanou připomínku všichni, komu byl výpadek oznámen.\n\n"
        "Návratové kódy: 0 je slíbeno, 1 není, 2 chybný zápis příkazu.\n\n"
        "Příklad: netmon incident promise INC-2026-0412 +90m"
    ),
    "Say by when people hear more; the latest counts.": "Slíbí, do kdy se lidé dozvědí víc; platí poslední slib.",
    'Write down what is known.\n\nExample: netmon incident note INC-2026-0412 "technik je na cestě"': (
        'Zapíše, co je známo.\n\nPříklad: netmon incident note INC-2026-0412 "technik je na cestě"'
    ),
    "Write down what is known.": "Zapíše, co je známo.",
    "incident {incident} has ticket {number}": "výpadek {incident} má tiket {number}",
    "the next report is promised by {time}": "další zpráva je slíbena do {time}",
    "noted": "zapsáno",
    "{incident}: {cause}, {severity}, since {since}": "{incident}: {cause}, {severity}, od {since}",
    "{incident}: {cause}, {severity}, {since} – {until}": "{incident}: {cause}, {severity}, {since} – {until}",
    "taken by {name} until {until}": "řeší {name}, do {until}",
    "ticket {number} ({author})": "tiket {number} ({author})",
    "next report by {time} ({author})": "další zpráva do {time} ({author})",
    "whom to call:": "koho volat:",
    "how it went:": "průběh:",
    "{name}: {ways} ({element})": "{name}: {ways} ({element})",
    "{name}: {ways}, circuit {circuit} ({element})": "{name}: {ways}, okruh {circuit} ({element})",
    "it began": "začátek",
    "it was noticed": "zjištěno",
    "impact": "dopad",
    "taken": "převzato",
    "passed on": "předáno",
    "note": "poznámka",
    "ticket": "tiket",
    "next report promised": "slíbena další zpráva",
    "it ended": "konec",
}
