"""Czech of `netmon report` and `netmon explain`, and what is refused about periods and corrections."""

TEXTS = {
    # What the commands do
    "Say how available municipalities were, and correct what was recorded wrongly.": (
        "Řekne, jak byly obce dostupné, a opraví, co se zaznamenalo chybně."
    ),
    "Say how available municipalities were, and correct what was recorded wrongly.\n\n"
    "Example: netmon report sla 2026-10": (
        "Řekne, jak byly obce dostupné, a opraví, co se zaznamenalo chybně.\n\nPříklad: netmon report sla 2026-10"
    ),
    "Print how well the contracts of a period were kept.": "Vypíše, jak se v období dodržely smlouvy.",
    "Print how well the contracts of a period were kept.\n\n"
    "PERIOD is a month such as 2026-10, a quarter 2026-Q4, a year 2026 or a day 2026-10-25, by the clocks of\n"
    "Europe/Prague; of one that is not over, what has passed counts. Every figure is computed anew from the\n"
    "recorded changes of state, with what was corrected.\n\n"
    "Unknown time is neither up nor down: the worst figure counts it as an outage, the best as up, the measured\n"
    "one leaves it out. A contract is met if the worst figure reaches the target, breached if the best does not,\n"
    "else undetermined. Figures are rounded down.\n\n"
    "Example: netmon report sla 2026-10 --format csv > 2026-10.csv": (
        "Vypíše, jak se v období dodržely smlouvy.\n\n"
        "PERIOD je měsíc, třeba 2026-10, čtvrtletí 2026-Q4, rok 2026 nebo den 2026-10-25, podle hodin\n"
        "Europe/Prague; z období, které ještě neskončilo, se počítá, co už uplynulo. Všechny údaje se pokaždé\n"
        "znovu spočtou ze zaznamenaných změn stavu i s opravami.\n\n"
        "Čas bez dat není provoz ani výpadek: nejhorší údaj jej počítá jako výpadek, nejlepší jako provoz,\n"
        "naměřený jej vynechává. Smlouva je splněna, když i nejhorší údaj dosáhne cíle, porušena, když ho nedosáhne\n"
        "ani nejlepší, jinak nerozhodnuto. Údaje se zaokrouhlují dolů.\n\n"
        "Příklad: netmon report sla 2026-10 --format csv > 2026-10.csv"
    ),
    "Say what a municipality really went through.": "Zapíše, co se v obci opravdu dělo.",
    "Say what a municipality really went through.\n\n"
    "MUNICIPALITY is a name or a six-digit code. What was recorded is never changed: the correction stands beside\n"
    "it with its author and reason, counts in every figure from now on, and is listed in the report. The last of\n"
    "several about the same time holds.\n\n"
    "As up, outages were none; as maintenance, they were announced work; as unknown, nothing that was recorded\n"
    "can be relied on; as recorded, earlier corrections are withdrawn. Unknown time stays unknown.\n\n"
    "Example: netmon report correct Aš --from 2026-10-25T02:30 --to 2026-10-25T03:15 --as up"
    ' --reason "probe failed"': (
        "Zapíše, co se v obci opravdu dělo.\n\n"
        "MUNICIPALITY je název nebo šestimístný kód. Co se zaznamenalo, se nikdy nemění: oprava stojí vedle toho\n"
        "se svým autorem a důvodem, odteď platí ve všech údajích a výkaz ji uvádí. Z několika oprav téhož času\n"
        "platí poslední.\n\n"
        "Jako up: výpadky nebyly; jako maintenance: byla to ohlášená údržba; jako unknown: na záznam se nelze\n"
        "spolehnout; jako recorded: dřívější opravy se odvolávají. Čas bez dat zůstává bez dat.\n\n"
        "Příklad: netmon report correct Aš --from 2026-10-25T02:30 --to 2026-10-25T03:15 --as up"
        ' --reason "chyba sondy"'
    ),
    "Say why a municipality is, or was, connected or not.": "Vysvětlí, proč obec je či byla připojena, nebo ne.",
    "Say why a municipality is, or was, connected or not.\n\n"
    "MUNICIPALITY is a name or a six-digit code. Printed are its state and since when, the incident behind it with\n"
    "its cause and evidence, and the way to the anchor with the state of each device and link on it. Of the present,\n"
    "what probes and ports said last stands there too. Times are those of Europe/Prague.\n\n"
    "Example: netmon explain Aš --at 2026-10-25T14:30": (
        "Vysvětlí, proč obec je či byla připojena, nebo ne.\n\n"
        "MUNICIPALITY je název nebo šestimístný kód. Vypíše stav obce a odkdy trvá, výpadek, který za ním stojí,\n"
        "s příčinou a doklady, a cestu ke kotvě se stavem všech zařízení a tras na ní. O přítomnosti uvede i to,\n"
        "co naposledy řekly sondy a rozhraní. Časy jsou v pásmu Europe/Prague.\n\n"
        "Příklad: netmon explain Aš --at 2026-10-25T14:30"
    ),
    "How it is printed.": "V jaké podobě se vypíše.",
    "When it begins, such as 2026-10-25T02:30.": "Kdy to začíná, třeba 2026-10-25T02:30.",
    "When it ends.": "Kdy to končí.",
    "What the time counts as.": "Jako co se ten čas počítá.",
    "Why, for whoever reads the figures.": "Proč, pro toho, kdo bude údaje číst.",
    "The moment, such as 2026-10-25T14:30; by default now.": "Okamžik, třeba 2026-10-25T14:30; jinak teď.",
    # The figures
    "{period}: {start} – {end}": "{period}: {start} – {end}",
    "{period} so far: {start} – {end}": "{period} dosud: {start} – {end}",
    "municipality": "obec",
    "worst": "nejhůř",
    "measured": "naměřeno",
    "best": "nejlépe",
    "known": "známo",
    "outage": "výpadek",
    "excused": "omluveno",
    "target": "cíl",
    "contract": "smlouva",
    "together": "dohromady",
    "by municipality": "podle obcí",
    "by inhabitant": "podle obyvatel",
    "met": "splněna",
    "breached": "porušena",
    "undetermined": "nerozhodnuto",
    "{share:,.3f} %": "{share:,.3f} %",
    "* {name}: {start} – {end} counts as {kind}: {reason} ({author}, {at})": (
        "* {name}: {start} – {end} se počítá jako {kind}: {reason} ({author}, {at})"
    ),
    "no outage": "provoz",
    "maintenance": "údržba",
    "as recorded": "zaznamenaný stav",
    "{name} ({code}): {start} – {end} counts as {kind} from now on": (
        "{name} ({code}): {start} – {end} se odteď počítá jako {kind}"
    ),
    # The explanation
    "{name} ({code}) at {at}: {state}, since {since}": "{name} ({code}), {at}: {state}, od {since}",
    "{name} ({code}): nothing was recorded yet": "{name} ({code}): zatím se nic nezaznamenalo",
    "corrected: it counts as {kind}: {reason} ({author}, {at})": (
        "opraveno: počítá se jako {kind}: {reason} ({author}, {at})"
    ),
    "{cause}, or {others}": "{cause}, nebo {others}",
    "cause: {cause}, since {since} (incident {incident})": "příčina: {cause}, od {since} (výpadek {incident})",
    "cause: {cause}, {since} – {until} (incident {incident})": (
        "příčina: {cause}, {since} – {until} (výpadek {incident})"
    ),
    "the way to the anchor:": "cesta ke kotvě:",
    "  {element}: {state}": "  {element}: {state}",
    "  {element}: {state}, since {since}": "  {element}: {state}, od {since}",
    "    probes: {count:,} lost in a row, last answered {time}": (
        "    sondy: ztraceno {count:,} za sebou, poslední odpověď {time}"
    ),
    "    probes: last answered {time}": "    sondy: poslední odpověď {time}",
    "    {port} reports up since {time}": "    {port} hlásí provoz od {time}",
    "    {port} reports down since {time}": "    {port} hlásí mimo provoz od {time}",
    # What is refused
    "{time} is still to come": "{time} teprve přijde",
    "{text} is no period; write one such as 2026-10, 2026-Q4, 2026 or 2026-10-25": (
        "{text} není období; napište třeba 2026-10, 2026-Q4, 2026 nebo 2026-10-25"
    ),
    "{period} has not begun yet": "{period} ještě nezačalo",
    "{text} is no time; write one such as 2026-10-25T14:30": "{text} není čas; napište třeba 2026-10-25T14:30",
    "{text} is a time that the clocks skipped; write one before or after": (
        "{text} je čas, který hodiny přeskočily; napište dřívější nebo pozdější"
    ),
    "{text} came twice; add +02:00 for the first or +01:00 for the second": (
        "{text} nastalo dvakrát; připište +02:00 pro první, nebo +01:00 pro druhé"
    ),
    "several municipalities are called {text}; write a code: {codes}": (
        "{text} se jmenuje několik obcí; napište kód: {codes}"
    ),
    "no municipality is called {text}; {cure}": "obec jménem {text} neexistuje; {cure}",
    "a correction needs a reason, for whoever reads the figures": (
        "oprava potřebuje důvod, pro toho, kdo bude údaje číst"
    ),
    "the correction ends before it begins": "oprava končí dřív, než začíná",
    "the correction is longer than a year": "oprava je delší než rok",
    "only what is over can be corrected": "opravit lze jen to, co už skončilo",
    "nothing was ever recorded of municipality {code}": "o obci {code} se nikdy nic nezaznamenalo",
}
