"""Czech of `netmon report` and `netmon explain`, and what is refused about periods, corrections and publications."""

TEXTS = {
    # What the commands do
    "Say how available municipalities were; correct and publish the figures.": (
        "Řekne, jak byly obce dostupné; údaje opraví i zveřejní."
    ),
    """Say how available municipalities were; correct and publish the figures.

Example: netmon report sla 2026-10""": """Řekne, jak byly obce dostupné; údaje opraví i zveřejní.

Příklad: netmon report sla 2026-10""",
    "Print how well the contracts of a period were kept.": "Vypíše, jak se v období dodržely smlouvy.",
    """Print how well the contracts of a period were kept.

PERIOD is a month such as 2026-10, a quarter 2026-Q4, a year 2026 or a day 2026-10-25, by the clocks of
Europe/Prague; of one that is not over, what has passed counts. Every figure is computed anew from the
recorded changes of state, with what was corrected.

Each outage is listed in JSON with how long it was at least and at most: it began after the last answer before
it and ended after the last probe that was lost, each at most one interval of the probes earlier. Of a month that
was published, it is said which figures differ now.

Unknown time is neither up nor down: the worst figure counts it as an outage, the best as up, the measured
one leaves it out. A contract is met if the worst figure reaches the target, breached if the best does not,
else undetermined. Figures are rounded down.

HTML, PDF and XLSX are documents with every outage, its cause, what is excused or unknown of it, and the method;
they bear the SHA-256 of the figures as canonical JSON, as JSON does. The same past makes the same CSV and JSON
anywhere. PDF needs WeasyPrint.

Example: netmon report sla 2026-10 --format pdf > 2026-10.pdf""": """Vypíše, jak se v období dodržely smlouvy.

PERIOD je měsíc, třeba 2026-10, čtvrtletí 2026-Q4, rok 2026 nebo den 2026-10-25, podle hodin
Europe/Prague; z období, které ještě neskončilo, se počítá, co už uplynulo. Všechny údaje se pokaždé
znovu spočtou ze zaznamenaných změn stavu i s opravami.

Každý výpadek je v JSON uveden s tím, jak dlouho nejméně a nejvýše trval: začal po poslední odpovědi před
ním a skončil po poslední ztracené sondě, obojí nejvýše o jeden interval sond dříve. U měsíce, který byl
vydán, se uvede, které údaje se teď liší.

Čas bez dat není provoz ani výpadek: nejhorší údaj jej počítá jako výpadek, nejlepší jako provoz,
naměřený jej vynechává. Smlouva je splněna, když i nejhorší údaj dosáhne cíle, porušena, když ho nedosáhne
ani nejlepší, jinak nerozhodnuto. Údaje se zaokrouhlují dolů.

HTML, PDF a XLSX jsou dokumenty s každým výpadkem, jeho příčinou, tím, co je z něj omluveno nebo neznámo, a
s metodou; nesou SHA-256 údajů jako kanonického JSON, stejně jako JSON. Ze stejné minulosti vzniknou kdekoli
stejné CSV a JSON. PDF potřebuje WeasyPrint.

Příklad: netmon report sla 2026-10 --format pdf > 2026-10.pdf""",
    # Documents
    "a terminal cannot show {form}; write it into a file: add > report.{form}": (
        "terminál nemůže {form} ukázat; zapište jej do souboru: připojte > report.{form}"
    ),
    "the pages are not installed, and they make the documents; install netmon whole": (
        "stránky nejsou nainstalovány, a právě ony dokumenty tvoří; nainstalujte netmon celý"
    ),
    "no PDF without WeasyPrint: install it into netmon's environment (pip install weasyprint) with the system's"
    " libpango-1.0-0, libpangoft2-1.0-0 and libharfbuzz-subset0, or take another format": (
        "PDF nevznikne bez WeasyPrintu: nainstalujte jej do prostředí netmonu (pip install weasyprint) i s balíky"
        " systému libpango-1.0-0, libpangoft2-1.0-0 a libharfbuzz-subset0, nebo zvolte jiný formát"
    ),
    "{cure} ({reason})": "{cure} ({reason})",
    "the document needs more than {seconds} s, {memory} MiB of memory or {size} MiB of file; take JSON or CSV,"
    " which have no limit ({reason})": (
        "dokument potřebuje více než {seconds} s, {memory} MiB paměti nebo {size} MiB souboru; vezměte JSON nebo CSV,"
        " které meze nemají ({reason})"
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
    """Say why a municipality is, or was, connected or not.

MUNICIPALITY is a name or a six-digit code. Printed are its state and since when, the incident behind it with
its cause and evidence, and the way to the anchor with the state of each device and link on it. Of the present,
what probes and ports said last stands there too. Of an outage it is said between which two probes it began and
ended. Times are those of Europe/Prague.

Example: netmon explain Aš --at 2026-10-25T14:30""": """Vysvětlí, proč obec je či byla připojena, nebo ne.

MUNICIPALITY je název nebo šestimístný kód. Vypíše stav obce a odkdy trvá, výpadek, který za ním stojí,
s příčinou a doklady, a cestu ke kotvě se stavem všech zařízení a tras na ní. O přítomnosti uvede i to,
co naposledy řekly sondy a rozhraní. U výpadku řekne, mezi kterými dvěma sondami začal a skončil.
Časy jsou v pásmu Europe/Prague.

Příklad: netmon explain Aš --at 2026-10-25T14:30""",
    ("Keep the figures of a month as they are given away, and print their SHA-256."): (
        "Uloží údaje za měsíc tak, jak se vydávají, a vypíše jejich SHA-256."
    ),
    """Keep the figures of a month as they are given away, and print their SHA-256.

MONTH is over, such as 2026-10. Its figures are kept as a record that nobody can change: which version it is,
when and by whom it was published, how many recorded changes and corrections it rests on, and the SHA-256 of the
figures as canonical JSON (keys sorted, no spaces). A month is published anew only with a reason, as the next
version; those before stay. `netmon report sla` says when its figures differ from the last version.

Example: netmon report publish 2026-10""": """Uloží údaje za měsíc tak, jak se vydávají, a vypíše jejich SHA-256.

MONTH je měsíc, který už skončil, třeba 2026-10. Údaje se uloží jako záznam, který nikdo nemůže změnit: kolikátá
je to verze, kdy a kdo ji vydal, z kolika zaznamenaných změn a oprav vychází, a SHA-256 údajů v kanonickém JSON
(klíče seřazené, bez mezer). Znovu lze měsíc vydat jen s důvodem, jako další verzi; dřívější zůstávají.
`netmon report sla` řekne, kdy se jeho údaje liší od poslední verze.

Příklad: netmon report publish 2026-10""",
    ("List what was published, the newest first."): ("Vypíše, co bylo vydáno, nejnovější první."),
    (
        "List what was published, the newest first.\n"
        "\n"
        "With a MONTH such as 2026-10 only its versions are listed; with --json the figures of each stand there too.\n"
        "\n"
        "Exit codes: 0 all figures are those that were published, 1 some are not, 2 wrong usage.\n"
        "\n"
        "Example: netmon report published 2026-10 --json"
    ): (
        "Vypíše, co bylo vydáno, nejnovější první.\n"
        "\n"
        "S argumentem MONTH, třeba 2026-10, vypíše jen jeho verze; s --json i údaje každé z nich.\n"
        "\n"
        "Návratové kódy: 0 všechny údaje jsou takové, jaké byly vydány, 1 některé nejsou, 2 chybné použití.\n"
        "\n"
        "Příklad: netmon report published 2026-10 --json"
    ),
    "Why it is published anew; the first time needs none.": "Proč se vydává znovu; poprvé důvod není potřeba.",
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
    "devices are asked every {seconds:,g} s: an outage may have begun, and ended, up to that much earlier": (
        "zařízení se ptáme každých {seconds:,g} s: výpadek mohl začít i skončit až o tolik dříve"
    ),
    # What was published
    "month": "měsíc",
    "version": "verze",
    "published": "vydáno",
    "published by": "vydal",
    "changes of state": "změn stavu",
    "corrections": "oprav",
    "SHA-256": "SHA-256",
    "nothing was published yet": "zatím se nic nevydalo",
    "{month}: published as version {version}; its SHA-256:": "{month}: vydáno jako verze {version}; její SHA-256:",
    "{month}, version {version}: these are not the figures that were published; look for them in a backup": (
        "{month}, verze {version}: toto nejsou údaje, které byly vydány; hledejte je v záloze"
    ),
    "published as version {version} ({author}, {at}), with these figures": (
        "vydáno jako verze {version} ({author}, {at}), s těmito údaji"
    ),
    "published as version {version} ({author}, {at}); since then"
    " {count:municipality has|municipalities have} other figures:": (
        "vydáno jako verze {version} ({author}, {at}); od té doby {count:obec má|obce mají|obcí má} jiné údaje:"
    ),
    "  {name}: {fields}": "  {name}: {fields}",
    "{field} {before} → {now}": "{field} {before} → {now}",
    # The explanation
    "it began between {start} and {end}": "začal mezi {start} a {end}",
    "it ended between {start} and {end}": "skončil mezi {start} a {end}",
    "it lasted {shortest} at least, {longest} at most": "trval nejméně {shortest}, nejvýše {longest}",
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
    "{period} is no month; months are published, such as 2026-10": (
        "{period} není měsíc; vydávají se měsíce, třeba 2026-10"
    ),
    "{month} is not over yet; publish it when it is": "{month} ještě neskončil; vydejte ho, až skončí",
    "{month} was published already, as version {version}; say by --reason why it is published anew": (
        "{month} už byl vydán, jako verze {version}; důvod nového vydání uveďte v --reason"
    ),
    "something about {month} was recorded while its figures were made; publish it again": (
        "při výpočtu údajů za {month} se o něm něco zaznamenalo; vydejte ho znovu"
    ),
    "{path}: has schema version {version}, this netmon reads {known}; {cure}": (
        "{path}: má verzi schématu {version}, tento netmon čte {known}; {cure}"
    ),
    "start netmon once, which brings it up to date and keeps a copy": (
        "spusťte jednou netmon, který soubor převede a kopii ponechá"
    ),
    "install the newer netmon again": "nainstalujte zase novější netmon",
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
