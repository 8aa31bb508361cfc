"""Czech of `netmon rules` and `netmon incident explain`: rules tested and replayed, and why somebody was told."""

TEXTS: dict[str, str] = {
    # netmon.cli.rules
    "Try rules before they may call anybody, and ask why an alert is as it is.\n\nExample: netmon rules test": (
        "Vyzkouší pravidla dřív, než smějí někoho volat, a řekne, proč je výstraha taková, jaká je.\n\n"
        "Příklad: netmon rules test"
    ),
    "Try rules before they may call anybody, and ask why an alert is as it is.": (
        "Vyzkouší pravidla dřív, než smějí někoho volat, a řekne, proč je výstraha taková, jaká je."
    ),
    "Play written cases of the rules in virtual time.\n\nWithout a FILE these are all in the folder rules-tests of the inventory. A case says what is measured and what\nhappens, and what has to come of it: where the alert stands, and who gets which message. What evaluates and\ntells is netmon's own; nothing is polled and nothing is sent. A case that deviates is told with its place, what\nwas expected and what was.\n\nExit codes: 0 all as written, 1 something deviates or cannot be read, 2 wrong usage.\n\nExample: netmon rules test --coverage": (  # noqa: E501 -- a docstring is one key
        "Přehraje sepsané případy pravidel ve virtuálním čase.\n\n"
        "Bez FILE jsou to všechny ze složky rules-tests v inventáři. Případ říká, co se měří a co se děje, a co z toho"
        " musí vzejít: jak na tom je výstraha a kdo dostane kterou zprávu. Vyhodnocuje a oznamuje sám netmon; nikoho se"
        " na nic neptá a nic neposílá. Kde se případ liší, tam řekne místo, co se čekalo a co nastalo.\n\n"
        "Návratové kódy: 0 vše podle případů, 1 něco se liší nebo nejde přečíst, 2 chybné použití.\n\n"
        "Příklad: netmon rules test --coverage"
    ),
    "Play written cases of the rules in virtual time.": "Přehraje sepsané případy pravidel ve virtuálním čase.",
    "Also demand that each level fires, does not fire and lacks data once.": (
        "Požaduje také, aby každá úroveň jednou zazněla, jednou nezazněla a jednou neměla data."
    ),
    "Also change each rule a little, and demand that a test notices.": (
        "Také každé pravidlo trochu změní a požaduje, aby si toho některý případ všiml."
    ),
    "Say how often each rule would have called somebody of late.\n\nThe samples that netmon keeps are replayed through the rules as the inventory has them now. What is not kept,\nsuch as the states of SNMP agents, cannot be replayed; it is said of which rules. Outages and planned works\nare not replayed: what they would have held back is counted too. A night is 22:00 to 06:00.\n\nExit codes: 0 said, 1 not possible, 2 wrong usage.\n\nExample: netmon rules backtest --from 7d --rule interface-utilisation": (  # noqa: E501 -- as above
        "Řekne, kolikrát by každé pravidlo v poslední době někoho zavolalo.\n\n"
        "Vzorky, které netmon uchovává, se přehrají pravidly tak, jak je inventář má teď. Co se neuchovává, třeba stavy"
        " agentů SNMP, přehrát nelze; řekne se, kterých pravidel se to týká. Výpadky a plánované práce se nepřehrávají:"
        " počítá se i to, co by zadržely. Noc je od 22:00 do 06:00.\n\n"
        "Návratové kódy: 0 řečeno, 1 nelze, 2 chybné použití.\n\n"
        "Příklad: netmon rules backtest --from 7d --rule interface-utilisation"
    ),
    "Say how often each rule would have called somebody of late.": (
        "Řekne, kolikrát by každé pravidlo v poslední době někoho zavolalo."
    ),
    "How far back, such as 12h.": "Jak daleko zpět, třeba 12h.",
    "Only this rule; may be given several times.": "Jen toto pravidlo; lze uvést vícekrát.",
    "Say why an alert fires or not, who was told of it or not, and who is called next.\n\nALERT is a rule and a thing, such as interface-utilisation/cheb-core-1:xe1, the id of a message, or an incident\nby its id. Printed are the conditions with the values that netmon measured last put in, where the alert stands\nand since when, each message with what became of it, what every stage has against telling more, and when whom\nnetmon calls next if it lasts and nobody does anything. What only the netmon that runs can know is said to be so.\n\nExit codes: 0 said, 1 not possible, 2 wrong usage.\n\nExample: netmon rules explain packet-loss/cheb-core-1": (  # noqa: E501 -- as above
        "Řekne, proč výstraha zní nebo ne, kdo se o ní dozvěděl nebo ne a kdo bude volán příště.\n\n"
        "ALERT je pravidlo a věc, třeba interface-utilisation/cheb-core-1:xe1, označení zprávy, nebo výpadek pod svým"
        " označením. Vypíší se podmínky s dosazenými hodnotami, které netmon naměřil naposledy, jak na tom výstraha je"
        " a odkdy, každá zpráva s tím, co se s ní stalo, co který stupeň má proti další zprávě, a kdy netmon koho"
        " zavolá příště, pokud to potrvá a nikdo nic neudělá. Co může vědět jen běžící netmon, o tom se to řekne.\n\n"
        "Návratové kódy: 0 řečeno, 1 nelze, 2 chybné použití.\n\n"
        "Příklad: netmon rules explain packet-loss/cheb-core-1"
    ),
    "Say why an alert fires or not, who was told of it or not, and who is called next.": (
        "Řekne, proč výstraha zní nebo ne, kdo se o ní dozvěděl nebo ne a kdo bude volán příště."
    ),
    # netmon.cli.incident
    "Say why it is an incident, who was told of it or not, and who is called next.\n\nPrinted are the cause and what speaks for it, each message with what became of it, what every stage has\nagainst telling more, and when whom netmon calls next if it lasts and nobody does anything.\n\nExit codes: 0 said, 1 not possible, 2 wrong usage.\n\nExample: netmon incident explain INC-2026-0412": (  # noqa: E501 -- as above
        "Řekne, proč to je výpadek, kdo se o něm dozvěděl nebo ne a kdo bude volán příště.\n\n"
        "Vypíše se příčina a co pro ni mluví, každá zpráva s tím, co se s ní stalo, co který stupeň má proti další"
        " zprávě, a kdy netmon koho zavolá příště, pokud to potrvá a nikdo nic neudělá.\n\n"
        "Návratové kódy: 0 řečeno, 1 nelze, 2 chybné použití.\n\n"
        "Příklad: netmon incident explain INC-2026-0412"
    ),
    "Say why it is an incident, who was told of it or not, and who is called next.": (
        "Řekne, proč to je výpadek, kdo se o něm dozvěděl nebo ne a kdo bude volán příště."
    ),
    # netmon.rehearsal.series, netmon.rehearsal.script, netmon.rehearsal.reading
    "{text} is no samples": "{text} nejsou vzorky",
    "write such as 0+5x10, 80x4, _x3 or stale": "napište třeba 0+5x10, 80x4, _x3 nebo stale",
    "more than {limit:,} samples": "víc než {limit:,} vzorků",
    "write a shorter test, or a longer interval": "napište kratší případ nebo delší interval",
    "this is no time of the region": "to není čas regionu",
    "write one such as 2026-10-25T14:30": "napište třeba 2026-10-25T14:30",
    "no stage is called so": "žádný stupeň se tak nejmenuje",
    "write one of {stages}": "napište jeden z těchto: {stages}",
    "an event is one thing": "událost je jediná věc",
    "write one of down, up, restart and maintenance beside the time": (
        "vedle času napište jedno z down, up, restart a maintenance"
    ),
    "a message has one time": "zpráva má jediný čas",
    "write either at: 10m or between: [10m, 15m]": "napište buď at: 10m, nebo between: [10m, 15m]",
    "{folder}: there are no tests of rules; write some, or name a file with them": (
        "{folder}: nejsou tu žádné případy pravidel; nějaké napište, nebo jmenujte soubor s nimi"
    ),
    # netmon.rehearsal.checking
    "unknown here: {word}; {cure}": "tady neznámé: {word}; {cure}",
    "at {at} netmon did not run, so nothing can be expected": "v {at} netmon neběžel, takže nelze nic čekat",
    "at {at} expected {expected}, was {found}": "v {at} se čekalo {expected}, bylo {found}",
    "held back by {stage}": "zadržuje {stage}",
    "held back by nothing": "nic nezadržuje",
    "{time}: expected {expected}, sent was {sent}; of all messages: {all_sent}": (
        "{time}: čekalo se {expected}, posláno bylo {sent}; ze všech zpráv: {all_sent}"
    ),
    "none": "žádná",
    "at least 1": "aspoň 1",
    "exactly {count}": "přesně {count}",
    "to {name}": "komu: {name}",
    # netmon.rehearsal.coverage
    "not firing": "nezní",
    "missing data": "bez dat",
    # netmon.rehearsal.mutation
    "without its {word}": "bez {word}",
    # netmon.rehearsal.backtest, netmon.rehearsal.explanation
    "there is no rule {name}; {cure}": "pravidlo {name} neexistuje; {cure}",
    "write such as packet-loss/cheb-core-1": "napište třeba packet-loss/cheb-core-1",
    "rule {rule} is not about {name}; {cure}": "pravidlo {rule} se netýká {name}; {cure}",
    # netmon.console.rules, netmon.console.alert
    "ok      {rule}: {name}": "v pořádku  {rule}: {name}",
    "failed  {rule}: {name}": "liší se    {rule}: {name}",
    "uncovered  {rule}, {level}: {lacks}": "nepokryto  {rule}, {level}: {lacks}",
    "unnoticed  {rule}, {change}": "bez povšimnutí  {rule}, {change}",
    "{tests:test|tests}, {failed} failed": "{tests:případ|případy|případů}, liší se {failed}",
    "{gaps:level|levels} not covered": "nepokryto: {gaps:úroveň|úrovně|úrovní}",
    "{all:mutant|mutants}, {alive} unnoticed": "{all:změna|změny|změn}, bez povšimnutí {alive}",
    "replaying": "přehrávám",
    "--from: {error}": "--from: {error}",
    "would have told": "oznámilo by",
    "at night": "v noci",
    "things": "věcí",
    "samples": "vzorků",
    "{rule}: not kept, so not replayed: {fields}": "{rule}: neuchovává se, a tak se nepřehrálo: {fields}",
    "{rule}: there are more samples than were replayed; look less far back": (
        "{rule}: vzorků je víc, než se přehrálo; dívejte se méně daleko zpět"
    ),
    "{rule}, {name}: ok": "{rule}, {name}: v pořádku",
    "{rule}, {name}: {phase} ({level}) since {time}": "{rule}, {name}: {phase} ({level}) od {time}",
    "nothing of it was measured of late": "v poslední době se z toho nic nenaměřilo",
    "measured last at {time}": "naposledy naměřeno {time}",
    "the rule is not about it: its condition `where` does not hold": (
        "pravidlo se toho netýká: jeho podmínka `where` neplatí"
    ),
    "  {level} fires: {holds}: {text}": "  {level} zní: {holds}: {text}",
    "  {level} clears: {holds}: {text}": "  {level} končí: {holds}: {text}",
    "yes": "ano",
    "no": "ne",
    "cannot be told": "nelze říci",
    "held back by {stage}: {reason}": "zadržuje {stage}: {reason}",
    "{reason}, until {time}": "{reason}, do {time}",
    "nobody was told: it has not fired": "nikdo se nic nedozvěděl: nezazněla",
    # netmon.rehearsal.course
    "netmon does not run here: whatever goes out goes out when it does": (
        "netmon tu neběží: co má odejít, odejde, až poběží"
    ),
    "how much went there within the minute is counted from the outbox; the netmon that runs counts since it started,"
    " and does not count what another way failed to carry": (
        "kolik tam za minutu odešlo, se počítá ze zpráv k odeslání; běžící netmon počítá od svého spuštění a nepočítá,"
        " co nedonesla jiná cesta"
    ),
    "incidents that ended a moment ago explain things until {time} at the latest; a netmon that was started after that"
    " knows nothing of them": (
        "výpadky, které před chvílí skončily, vysvětlují ostatní nejdéle do {time}; netmon spuštěný až potom o nich"
        " neví"
    ),
    # netmon.console.course, netmon.console.why
    "it is over": "je po všem",
    "it comes and goes": "objevuje se a mizí",
    "it began and is over": "začátek i konec",
    "alarm about delivery": "poplach kvůli doručování",
    "together with others": "společně s jinými",
    "reminder": "připomínka",
    "letter": "dopis",
    "test": "zkouška",
    "told {time}: {kind}, {whom}: {became}": "oznámeno {time}: {kind}, {whom}: {became}",
    "delivered {time}": "doručeno {time}",
    "given up {time}: {error}": "vzdáno {time}: {error}",
    "not sent: its end says it too": "neodesláno: řekne to i zpráva o konci",
    "is being sent": "právě se odesílá",
    "{attempts:attempt|attempts} failed, next {time}: {error}": (
        "{attempts:pokus|pokusy|pokusů} bez úspěchu, další {time}: {error}"
    ),
    "waits to be sent": "čeká na odeslání",
    "people know of it as {subject}": "lidé o tom vědí jako o {subject}",
    "goes out now: {kind}, {whom}": "právě odchází: {kind}, {whom}",
    "if all stays as it is and nobody does anything:": "pokud vše zůstane, jak je, a nikdo nic neudělá:",
    "nobody else is called, as all stands now": "podle stavu věcí už nikdo další volán nebude",
    "  it may as well be {others}": "  stejně dobře to může být {others}",
    "it was part of incident {whole}; more is told of that one": (
        "byla to součást výpadku {whole}; dál se oznamuje ten"
    ),
    "nobody was told, and nobody is to be": "nikdo se nic nedozvěděl a nikdo ani nemá",
}
