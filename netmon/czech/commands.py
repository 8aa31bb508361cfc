"""Czech of `netmon run`, `poll`, `status`, `demo`."""

TEXTS: dict[str, str] = {
    # run
    "Poll, judge, tell and show until stopped.\n"
    "\n"
    "SIGTERM and Ctrl-C stop it; SIGHUP loads the inventory anew. Settings come from NETMON_* variables;\n"
    "the README lists them.\n"
    "\n"
    "Exit codes: 0 it was stopped, 1 it could not start or go on.\n"
    "\n"
    "Example: NETMON_INVENTORY=inventory NETMON_STATE=/var/lib/netmon netmon run": (
        "Měří, posuzuje, hlásí a ukazuje, dokud ho nezastavíte.\n"
        "\n"
        "Zastaví ho SIGTERM a Ctrl-C; SIGHUP načte inventář znovu. Nastavení se bere z proměnných NETMON_*;\n"
        "jejich seznam je v README.\n"
        "\n"
        "Návratové kódy: 0 byl zastaven, 1 nemohl začít nebo pokračovat.\n"
        "\n"
        "Příklad: NETMON_INVENTORY=inventory NETMON_STATE=/var/lib/netmon netmon run"
    ),
    "Log every decision, not only transitions.": "Zapisuje každé rozhodnutí, nejen změny stavu.",
    # poll
    "Ask one device once and print what it says.\n"
    "\n"
    "Every collector that concerns DEVICE asks it. Nothing is stored, and a netmon that runs is not\n"
    "disturbed. A device that is only planned may be asked too.\n"
    "\n"
    "Exit codes: 0 something answered, 1 nothing did, 2 wrong usage.\n"
    "\n"
    "Example: netmon poll cheb-core-1 --once --json": (
        "Jednou se zeptá zařízení a vypíše, co řeklo.\n"
        "\n"
        "Zeptá se každý sběrač, kterého se DEVICE týká. Nic se neukládá a běžící netmon to neruší. Lze se\n"
        "ptát i zařízení, které je zatím jen v plánu.\n"
        "\n"
        "Návratové kódy: 0 něco odpovědělo, 1 neodpovědělo nic, 2 chybný zápis příkazu.\n"
        "\n"
        "Příklad: netmon poll cheb-core-1 --once --json"
    ),
    "Ask once and end; `netmon run` is what asks for ever.": "Zeptá se jednou a skončí; pořád se ptá `netmon run`.",
    "add --once: to poll for ever is what `netmon run` does": "přidejte --once: pořád se ptá `netmon run`",
    "no response": "bez odpovědi",
    "access denied": "přístup odepřen",
    "not a proper answer": "chybná odpověď",
    "too much or too long": "příliš mnoho nebo příliš dlouho",
    "misconfigured here": "chyba v nastavení",
    "fault of netmon": "chyba netmonu",
    "{device} at {address}": "{device} na {address}",
    "  no collector concerns it: its entry in the inventory names neither snmp nor ssh, nor icmp": (
        "  netýká se ho žádný sběrač: jeho záznam v inventáři neuvádí snmp, ssh ani icmp"
    ),
    "answered": "odpovědělo",
    "no answer": "bez odpovědi",
    "{collector}: {said}, {seconds:,.3f} s": "{collector}: {said}, {seconds:,.3f} s",
    # status
    "Show states, open incidents and waiting messages.\n"
    "\n"
    "What the netmon of a state directory knows now, read without asking it. Times are those of\n"
    "Europe/Prague; in JSON they are milliseconds since 1970 UTC.\n"
    "\n"
    "Exit codes: 0 netmon runs, 1 it does not, 2 wrong usage.\n"
    "\n"
    "Example: netmon status --json": (
        "Ukáže stavy, otevřené výpadky a čekající zprávy.\n"
        "\n"
        "Co teď ví netmon nad adresářem se stavem; čte se to, aniž by se ho ptal. Časy jsou v pásmu\n"
        "Europe/Prague; v JSON jsou to milisekundy od roku 1970 UTC.\n"
        "\n"
        "Návratové kódy: 0 netmon běží, 1 neběží, 2 chybný zápis příkazu.\n"
        "\n"
        "Příklad: netmon status --json"
    ),
    "no data": "bez dat",
    "up": "v provozu",
    "not answering": "neodpovídá",
    "behind an outage": "za výpadkem",
    "down": "přerušeno",
    "connected": "v provozu",
    "without a backup": "bez zálohy",
    "cut off": "odříznuto",
    "disconnected": "bez spojení",
    "critical": "kritický výpadek",
    "info": "informace",
    "netmon does not run; it never ran here": "netmon neběží; nikdy tu neběžel",
    "netmon runs; last beat {time}": "netmon běží; poslední známka života {time}",
    "netmon does not run; last beat {time}": "netmon neběží; poslední známka života {time}",
    "devices": "zařízení",
    "links": "trasy",
    "municipalities": "obce",
    "messages": "zprávy",
    "  given up {time}, {channel} {address}: {summary} ({reason})": (
        "  vzdáno {time}, {channel} {address}: {summary} ({reason})"
    ),
    "{waiting:,} waiting, {dead:,} given up": "čeká {waiting:,}, vzdáno {dead:,}",
    "open incidents": "otevřené výpadky",
    "interface {name}": "rozhraní {name}",
    "session {name}": "relace {name}",
    "netmon {name}": "netmon {name}",
    "  may just as well be {others}": "  stejně dobře to může být {others}",
    "none known yet": "zatím nic není známo",
    "  since {time}, detected after {seconds:,.1f} s": "  od {time}, zjištěno po {seconds:,.1f} s",
    "  {towns:municipality|municipalities} without connection, {people:inhabitant|inhabitants}": (
        "  {towns:obec|obce|obcí} bez spojení, {people:obyvatel|obyvatelé|obyvatel}"
    ),
    # demo
    "Watch a synthetic region on this machine.\n"
    "\n"
    "Simulated devices answer on the loopback, netmon polls them, a trunk is cut and heals again. Nothing\n"
    "leaves this machine, and nothing stays on it.\n"
    "\n"
    "Example: netmon demo --for 75s --json demo.json": (
        "Předvede na tomto stroji vymyšlenou síť kraje.\n"
        "\n"
        "Simulovaná zařízení odpovídají na loopbacku, netmon se jich ptá, jedna trasa se přeruší a zase\n"
        "opraví. Nic tento stroj neopustí a nic na něm nezůstane.\n"
        "\n"
        "Příklad: netmon demo --for 75s --json demo.json"
    ),
    "End this long after the story began, e.g. 75s; default: Ctrl-C.": (
        "Skončí takto dlouho po začátku příběhu, např. 75s; jinak až Ctrl-C."
    ),
    "Write the outcome here.": "Sem zapíše výsledek.",
    "Of the pages; default 8080, or any if that is taken.": "Port stránek; jinak 8080, nebo kterýkoli, je-li obsazený.",
    "Decides everything that is drawn.": "Určuje vše, co se losuje.",
    "What happens: one outage, or more after it.": "Co se stane: jeden výpadek, nebo po něm i další.",
    "Language of the lines and pages; default: the terminal's.": "Jazyk řádků a stránek; jinak jazyk terminálu.",
    "What to simulate; only addresses of this machine can be.": (
        "Co simulovat; jen zařízení s adresami tohoto stroje."
    ),
}
