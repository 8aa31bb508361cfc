"""Czech of drills: whether a critical incident would reach people."""

TEXTS = {
    # The command
    "Say how the last drill went, or hold one.": "Řekne, jak dopadl poslední cvičný poplach, nebo ho uspořádá.",
    "Say how the last drill went, or hold one.\n\n"
    "In a drill everybody whom a critical incident would call at once gets a test message, by every way\n"
    "to them; nobody has to do anything. NETMON_DRILL__DAY holds one every week. A drill takes a running\n"
    "netmon, and none is held while something critical goes on.\n\n"
    "Exit codes: 0 it arrived everywhere, is under way, or there was none yet; 1 it did not, or was not\n"
    "held; 2 wrong usage.\n\n"
    "Example: netmon notify drill --now": (
        "Řekne, jak dopadl poslední cvičný poplach, nebo ho uspořádá.\n\n"
        "Při cvičném poplachu dostane každý, koho by kritický výpadek volal hned, zkušební zprávu všemi\n"
        "cestami, které k němu vedou; nikdo nemusí nic dělat. NETMON_DRILL__DAY ho pořádá každý týden. Je\n"
        "k němu třeba běžící netmon a nekoná se, dokud trvá něco kritického.\n\n"
        "Návratové kódy: 0 došel všude, právě probíhá, nebo zatím žádný nebyl; 1 nedošel nebo se nekonal;\n"
        "2 špatné použití.\n\n"
        "Příklad: netmon notify drill --now"
    ),
    "Hold a drill now.": "Uspořádat cvičný poplach hned.",
    # How it went
    "no drill was held yet": "žádný cvičný poplach se zatím nekonal",
    "the drill of {time} arrived everywhere in time": "cvičný poplach {time} došel všude včas",
    "the drill of {time} is under way": "cvičný poplach {time} právě probíhá",
    "the drill of {time} did not arrive everywhere in time": "cvičný poplach {time} nedošel všude včas",
    "the drill of {time} was not held: {reason}": "cvičný poplach {time} se nekonal: {reason}",
    "the drill of {time} was not held: netmon did not run then": (
        "cvičný poplach {time} se nekonal: netmon tehdy neběžel"
    ),
    "something critical went on: {about}": "trvalo něco kritického: {about}",
    "messages came thick and fast": "chodila jedna zpráva za druhou",
    "a critical incident would have reached nobody": "kritický výpadek by nikoho nezastihl",
    "delivered after {seconds:,.1f} s": "doručeno za {seconds:,.1f} s",
    "the next one is due {time}": "příští bude {time}",
    "no drill is planned; NETMON_DRILL__DAY=wed holds one every Wednesday at 12:00": (
        "žádný není naplánován; s NETMON_DRILL__DAY=wed se koná každou středu ve 12:00"
    ),
    # Why there is none now
    "netmon has not looked around yet; try again in a few seconds": (
        "netmon se ještě nerozhlédl; zkuste to za několik sekund znovu"
    ),
    "no drill now, as something critical goes on: {about}": "teď ne, trvá něco kritického: {about}",
    "no drill now, as messages come thick and fast; try again in a minute": (
        "teď ne, chodí jedna zpráva za druhou; zkuste to za minutu znovu"
    ),
    "a critical incident would reach nobody now: write a route to somebody, or end the silence": (
        "kritický výpadek by teď nikoho nezastihl: napište cestu (route) k někomu, nebo ukončete ticho"
    ),
    "only a running netmon holds a drill; start it, or try one receiver with netmon notify test": (
        "cvičný poplach pořádá jen běžící netmon; spusťte ho, nebo zkuste jednoho příjemce: netmon notify test"
    ),
    # Settings
    "this is no time of day; write such as 12:00": "tohle není čas; napište například 12:00",
    # doctor
    "drill": "cvičný poplach",
    "a drill is held every week; how the last one went, netmon notify drill says": (
        "cvičný poplach se koná každý týden; jak dopadl poslední, řekne netmon notify drill"
    ),
    "no route leads to anybody, so no drill can": "žádná cesta k nikomu nevede, cvičný poplach také ne",
    "no drill is held: nobody knows whether a call would reach people until it must": (
        "cvičný poplach se nekoná: nikdo neví, zda by lidi volání zastihlo, dokud nebude muset"
    ),
    "NETMON_DRILL__DAY=wed sends everybody a test on Wednesdays at 12:00, when the sirens are tested too": (
        "NETMON_DRILL__DAY=wed pošle všem zkušební zprávu ve středu ve 12:00, kdy se zkoušejí i sirény"
    ),
}
