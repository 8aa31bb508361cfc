"""Czech of what is wrong with an inventory, and of `netmon check`."""

TEXTS = {
    # netmon.cli.check, netmon.console.check
    "Say what is wrong with an inventory.\n\nDIR is $NETMON_INVENTORY or else ./inventory. Every complaint names file, line and column, what is\nwrong there, and the cure. What a warning is about can be used; an error keeps netmon from starting.\n\nExit codes: 0 fine, 1 errors, 2 wrong usage, 3 warnings under --strict.\n\nExample: netmon check /etc/netmon/inventory --strict": (  # noqa: E501 -- the help as it stands
        "Řekne, co je v inventáři špatně.\n\n"
        "DIR je $NETMON_INVENTORY, jinak ./inventory. Každá výtka udává soubor, řádek a sloupec, co je tam špatně a jak"
        " to napravit. S varováním lze inventář použít, s chybou se netmon nespustí.\n\n"
        "Návratové kódy: 0 v pořádku, 1 chyby, 2 chybné použití, 3 varování při --strict.\n\n"
        "Příklad: netmon check /etc/netmon/inventory --strict"
    ),
    "Exit with 3 if there are warnings.": "Skončí s kódem 3, pokud najde varování.",
    "{errors:error|errors}": "{errors:chyba|chyby|chyb}",
    "{warnings:warning|warnings}": "{warnings:varování|varování|varování}",
    "{municipalities:municipality|municipalities}, {devices:device|devices}, {links:link|links}, {rules:rule|rules}": (
        "{municipalities:obec|obce|obcí}, {devices:zařízení|zařízení|zařízení}, {links:trasa|trasy|tras},"
        " {rules:pravidlo|pravidla|pravidel}"
    ),
    "fine": "v pořádku",
    # complaint
    "error": "chyba",
    "warning": "varování",
    '"{text}"': "„{text}“",
    # likeness
    'did you mean "{name}"?': "neměli jste na mysli „{name}“?",
    "nothing may stand here": "tady nesmí stát nic",
    "write one of {names}": "napište jedno z těchto: {names}",
    # quantities, models
    "{value} is not a duration": "{value} není doba",
    "write a number and ms, s, m, h or d, such as 30s": "napište číslo a ms, s, m, h nebo d, třeba 30s",
    "{value} is not a bit rate": "{value} není přenosová rychlost",
    "{value} is not a size": "{value} není velikost",
    "write a number and k, M, G or T, such as 5G": "napište číslo a k, M, G nebo T, třeba 5G",
    "write a number and k, M, G or T, such as 10G": "napište číslo a k, M, G nebo T, třeba 10G",
    "{value} is not an IP address": "{value} není IP adresa",
    "write one such as 192.0.2.1 or 2001:db8::1": "napište ji třeba takto: 192.0.2.1 nebo 2001:db8::1",
    "{value} cannot be watched": "{value} nelze sledovat",
    "write links, all, or a list of interface names": "napište links, all, nebo seznam názvů rozhraní",
    "{value} is not an end of a link": "{value} není konec trasy",
    "write device:interface, such as cheb-core-1:xe-0/0/0": "napište zařízení:rozhraní, třeba cheb-core-1:xe-0/0/0",
    # directory
    "there is no YAML file here": "není tu žádný soubor YAML",
    "name a directory with an inventory": "uveďte adresář, ve kterém je inventář",
    "there are more than {limit:,} files here": "je tu víc než {limit:,} souborů",
    "keep other files elsewhere": "ostatní soubory mějte jinde",
    "there are more than {limit} YAML files here": "je tu víc než {limit} souborů YAML",
    "merge some of them": "některé z nich spojte",
    "all files together exceed {limit:,} bytes": "všechny soubory dohromady mají víc než {limit:,} bajtů",
    "remove what is not needed": "odstraňte, co není potřeba",
    "the file name {name!a} cannot be printed": "název souboru {name!a} nelze vypsat",
    "rename the file": "přejmenujte soubor",
    "this link leads out of the inventory": "tento odkaz vede mimo inventář",
    "put the file itself here": "dejte sem sám soubor",
    "this is not a file": "toto není soubor",
    "rename or delete it": "přejmenujte to, nebo smažte",
    "a circle of links": "odkazy vedou do kruhu",
    "the file cannot be read ({reason})": "soubor nelze přečíst ({reason})",
    "check its permissions": "zkontrolujte jeho přístupová práva",
    # document
    "the file is larger than {limit:,} bytes": "soubor je větší než {limit:,} bajtů",
    "split it": "rozdělte ho",
    "byte 0x{byte:02x} is not UTF-8": "bajt 0x{byte:02x} není UTF-8",
    "save the file as UTF-8": "uložte soubor v kódování UTF-8",
    "a control character stands here": "stojí tu řídicí znak",
    "delete it": "smažte to",
    "a YAML directive stands here": "stojí tu direktiva YAML",
    "delete the line": "smažte řádek",
    "an alias (*) stands here": "stojí tu alias (*)",
    "write the value out": "vypište hodnotu celou",
    "an anchor (&) stands here": "stojí tu kotva YAML (&)",
    "delete it, and write out what refers to it": "smažte ji a vypište, co na ni odkazuje",
    "a tag (!) stands here": "stojí tu značka (!)",
    "delete it; put a text that begins with ! in quotes": "smažte ji; text, který začíná !, dejte do uvozovek",
    "the text holds an escaped control character": "v textu je zapsán řídicí znak",
    "values are nested deeper than {limit} levels": "hodnoty jsou vnořeny do víc než {limit} úrovní",
    "write it flatter": "zjednodušte zápis",
    "the file holds more than {limit:,} values": "v souboru je víc než {limit:,} hodnot",
    "a second document begins here": "začíná tu druhý dokument",
    "delete the line ---, or put the rest into another file": "smažte řádek ---, nebo dejte zbytek do jiného souboru",
    "this is not YAML": "toto není YAML",
    "this is not YAML: {reasons}": "toto není YAML: {reasons}",
    "check indentation, colons, quotes and brackets": "zkontrolujte odsazení, dvojtečky, uvozovky a závorky",
    "check that the file is text": "zkontrolujte, zda je soubor textový",
    "this key is not a text": "tento klíč není text",
    "write a name before the colon": "před dvojtečku napište název",
    "{name} stands here a second time, first in line {line}": "{name} tu stojí podruhé, poprvé na řádku {line}",
    "delete one of them": "jedno z toho smažte",
    # syntax: what the parser was doing
    "while parsing a block collection": "v seznamu po řádcích",
    "while parsing a block mapping": "v bloku klíčů a hodnot",
    "while parsing a block node": "v bloku",
    "while parsing a flow mapping": "ve složených závorkách",
    "while parsing a flow node": "v závorkách",
    "while parsing a flow sequence": "v hranatých závorkách",
    "while parsing a node": "v hodnotě",
    "while parsing a quoted scalar": "v textu v uvozovkách",
    "while parsing a tag": "ve značce",
    "while scanning a block scalar": "v textu o více řádcích",
    "while scanning a plain scalar": "v textu bez uvozovek",
    "while scanning a quoted scalar": "v textu v uvozovkách",
    "while scanning a simple key": "v klíči",
    "while scanning a tag": "ve značce",
    "while scanning an alias": "v aliasu",
    "while scanning an anchor": "v kotvě",
    "while scanning for the next token": "na začátku dalšího slova",
    # syntax: what it found
    "block sequence entries are not allowed in this context": "položka seznamu (-) tu být nesmí",
    "could not find expected ':'": "chybí dvojtečka",
    "did not find URI escaped octet": "za % chybí dvě šestnáctkové číslice",
    "did not find expected '-' indicator": "chybí pomlčka další položky",
    "did not find expected '!'": "chybí !",
    "did not find expected ',' or ']'": "chybí „,“ nebo „]“",
    "did not find expected ',' or '}}'": "chybí „,“ nebo „}}“",
    "did not find expected <document start>": "chybí začátek dokumentu",
    "did not find expected alphabetic or numeric character": "chybí písmeno nebo číslice",
    "did not find expected comment or line break": "chybí konec řádku",
    "did not find expected hexdecimal number": "chybí šestnáctkové číslo",
    "did not find expected key": "chybí klíč",
    "did not find expected node content": "chybí hodnota",
    "did not find expected tag URI": "chybí název značky",
    "did not find expected whitespace or line break": "chybí mezera nebo konec řádku",
    "did not find the expected '>'": "chybí >",
    "found a tab character that violates indentation": "odsazení porušuje tabulátor",
    "found a tab character where an indentation space is expected": "místo mezer odsazení je tu tabulátor",
    "found an indentation indicator equal to 0": "odsazení nesmí být 0",
    "found an incorrect leading UTF-8 octet": "první bajt znaku není UTF-8",
    "found an incorrect trailing UTF-8 octet": "další bajt znaku není UTF-8",
    "found character that cannot start any token": "tímto znakem nemůže nic začínat",
    "found invalid Unicode character escape code": "takový znak Unicode neexistuje",
    "found undefined tag handle": "neznámá předpona značky",
    "found unexpected ':'": "dvojtečka sem nepatří",
    "found unexpected document indicator": "začátek nebo konec dokumentu sem nepatří",
    "found unexpected end of stream": "soubor končí předčasně",
    "found unknown escape character": "neznámý znak za zpětným lomítkem",
    "mapping keys are not allowed in this context": "klíč tu být nesmí",
    "mapping values are not allowed in this context": "hodnota za dvojtečkou tu být nesmí",
    # merging
    "the file holds no sections": "v souboru nejsou žádné oddíly",
    "there is no section {name}": "oddíl {name} neexistuje",
    "this section is written in another way than at {place}": "tento oddíl je zapsán jinak než v {place}",
    "write both as a list, or both as keys and values": "zapište obojí jako seznam, nebo obojí jako klíče a hodnoty",
    "{name} stands here a second time, first at {place}": "{name} tu stojí podruhé, poprvé v {place}",
    "rename or delete one of them": "jedno z toho přejmenujte, nebo smažte",
    # fault
    "ORP {name}": "ORP {name}",
    "municipality {name}": "obec {name}",
    "site {name}": "lokalita {name}",
    "device {name}": "zařízení {name}",
    "link {name}": "trasa {name}",
    "supplier {name}": "dodavatel {name}",
    "shared risk {name}": "společné riziko {name}",
    "SLA class {name}": "třída SLA {name}",
    "anchor {name}": "kotva {name}",
    "receiver {name}": "příjemce {name}",
    "route {name}": "směrování {name}",
    "rule {name}": "pravidlo {name}",
    "window {name}": "okno {name}",
    "inventory": "inventář",
    "{protocol} credential {name}": "přihlašovací údaj {protocol} {name}",
    # shape
    '{subject}: unknown key "name"': "{subject}: neznámý klíč „name“",
    "delete it: the key is the name": "smažte ho: názvem je klíč",
    # wording
    "{value} is not a name": "{value} není název",
    "write lower-case letters, digits and hyphens, such as cheb-core-1": (
        "napište malá písmena bez diakritiky, číslice a spojovníky, třeba cheb-core-1"
    ),
    "{value} is not a municipality's code": "{value} není kód obce",
    "write its six digits in quotes": "napište jeho šest číslic v uvozovkách",
    "a secret stands here in clear, or its reference is wrong": (
        "stojí tu tajemství v otevřené podobě, nebo je odkaz na něj chybný"
    ),
    "write secret://name": "napište secret://název",
    "{value} is not an e-mail address": "{value} není e-mailová adresa",
    "{value} is not a telephone number": "{value} není telefonní číslo",
    "write it with the country's code and no spaces: +420777123456": (
        "napište ho s předvolbou země a bez mezer: +420777123456"
    ),
    "write one such as noc@example.org": "napište ji třeba takto: noc@example.org",
    "{value} is not a time of day": "{value} není čas",
    'write hours and minutes in quotes, such as "02:00"': 'napište hodiny a minuty v uvozovkách, třeba "02:00"',
    "{value} is not the name of an interface": "{value} není název rozhraní",
    "write 1 to 64 characters": "napište 1 až 64 znaků",
    "{value} is not a number": "{value} není číslo",
    "write one such as 50.22": "napište ho třeba takto: 50.22",
    "{value} is not a whole number": "{value} není celé číslo",
    "write digits alone": "napište jen číslice",
    "{value} is not a list": "{value} není seznam",
    "write [one, two]": "napište [jedna, dvě]",
    "{value} is not a block of keys and values": "{value} není blok klíčů a hodnot",
    "write indented lines such as key: value": "napište odsazené řádky jako klíč: hodnota",
    "{value} is not a text": "{value} není text",
    "write one text": "napište jeden text",
    "the text is empty": "text je prázdný",
    "write something, or delete the key": "něco napište, nebo klíč smažte",
    "the text has more than {max_length} characters": "text má víc než {max_length} znaků",
    "shorten it": "zkraťte ho",
    "{value} is neither true nor false": "{value} není true ani false",
    "write true or false": "napište true nebo false",
    "{value} is too small": "{value} je příliš málo",
    "write more than {gt:g}": "napište víc než {gt:g}",
    "write {ge:g} or more": "napište {ge:g} nebo víc",
    "{value} is too large": "{value} je příliš mnoho",
    "write less than {lt:g}": "napište méně než {lt:g}",
    "write {le:g} or less": "napište {le:g} nebo méně",
    "there is too little here": "je tu toho příliš málo",
    "write at least {min_length}": "napište aspoň {min_length}",
    "there is too much here": "je tu toho příliš mnoho",
    "write at most {max_length}": "napište nejvýš {max_length}",
    "nothing is written here": "není tu nic napsáno",
    "write a value, or delete the key": "napište hodnotu, nebo klíč smažte",
    "unknown key {word}": "neznámý klíč {word}",
    "unknown here: {word}": "{word} tu neznám",
    "element {number} is missing": "chybí prvek {number}",
    "add {name}: …": "doplňte {name}: …",
    "correct it": "opravte to",
    "this": "toto",
    # references
    "{subject}: there is no {thing}": "{subject}: neexistuje {thing}",
    "SNMP credential {name}": "přihlašovací údaj SNMP {name}",
    "SSH credential {name}": "přihlašovací údaj SSH {name}",
    "add the ORP": "přidejte ORP",
    "add the municipality": "přidejte obec",
    "add the site": "přidejte lokalitu",
    "add the device": "přidejte zařízení",
    "add the link": "přidejte trasu",
    "add the supplier": "přidejte dodavatele",
    "supplier {name} cannot be called": "dodavateli {name} nelze zavolat",
    "add phone or email": "přidejte phone nebo email",
    "add the shared risk": "přidejte společné riziko",
    "add the SLA class": "přidejte třídu SLA",
    "add the receiver": "přidejte příjemce",
    "add the SNMP credential": "přidejte přihlašovací údaj SNMP",
    "add the SSH credential": "přidejte přihlašovací údaj SSH",
    # consistency
    "device {name}: {address} is already an address of device {owner}": (
        "zařízení {name}: adresu {address} už má zařízení {owner}"
    ),
    "give each device an address of its own": "dejte každému zařízení vlastní adresu",
    "link {name}: interface {end} is already an end of link {user}": (
        "trasa {name}: na rozhraní {end} už končí trasa {user}"
    ),
    "name the interface that this link ends at": "uveďte rozhraní, na kterém končí tato trasa",
    "link {name}: both ends are at device {device}": "trasa {name}: oba konce má zařízení {device}",
    "name the device at the other end": "uveďte zařízení na druhém konci",
    "device {name}: its reachability is told by SNMP, but it has no snmp": (
        "zařízení {name}: dosažitelnost má říkat SNMP, ale chybí snmp"
    ),
    "add snmp: {{credential: …}}, or write icmp": "doplňte snmp: {{credential: …}}, nebo napište icmp",
    "{subject}: SNMPv3 knows no community": "{subject}: SNMPv3 nezná community",
    "delete it, or write version: v2c": "smažte to, nebo napište version: v2c",
    "{subject}: {protocol} sends everything in clear": "{subject}: {protocol} posílá všechno nešifrovaně",
    "use v3, or write allow_insecure: true where there is no other way": (
        "použijte v3, a kde to jinak nejde, napište allow_insecure: true"
    ),
    "{subject}: {protocol} is too weak for today": "{subject}: {protocol} je na dnešní dobu příliš slabé",
    "use SHA-256 and AES-128, or write allow_insecure: true where there is no other way": (
        "použijte SHA-256 a AES-128, a kde to jinak nejde, napište allow_insecure: true"
    ),
    "OpenSSL on this machine does not offer {protocol}, perhaps as it is in FIPS mode;"
    " write another protocol into the SNMP credential and set the device up for it": (
        "OpenSSL na tomto počítači nenabízí {protocol}, možná proto, že běží v režimu FIPS;"
        " napište do přihlašovacího údaje SNMP jiný protokol a nastavte ho i na zařízení"
    ),
    "{subject}: password and private_key are both given": "{subject}: je tu password i private_key",
    "{subject}: {protocol} needs {key}": "{subject}: pro {protocol} chybí {key}",
    # lint
    "there are no devices yet": "zatím tu není žádné zařízení",
    "add one with netmon device add ADDRESS": "přidejte první: netmon device add ADRESA",
    "the inventory has no anchors: no municipality can have a path": (
        "inventář nemá žádnou kotvu: žádná obec tak nemůže mít cestu"
    ),
    "add anchors: …": "doplňte anchors: …",
    "{municipality} is not monitored, yet devices stand there": "{municipality} se nesleduje, ale stojí tam zařízení",
    "{count:,} municipalities have no active device, among them {names}, …": (
        "{count:,} obcí nemá žádné aktivní zařízení, mimo jiné {names}, …"
    ),
    "add devices, or write monitored: false": "přidejte zařízení, nebo napište monitored: false",
    "{municipality} has no active device": "{municipality} nemá žádné aktivní zařízení",
    "add one, or write monitored: false": "přidejte je, nebo napište monitored: false",
    "{municipality} has no path from an anchor": "{municipality} nemá cestu od kotvy",
    "add the missing link": "doplňte chybějící trasu",
    "device {name}: no link ends here": "zařízení {name}: nekončí tu žádná trasa",
    "add its link": "doplňte jeho trasu",
    "{subject}: device {device} does not watch interface {interface}": (
        "{subject}: zařízení {device} nesleduje rozhraní {interface}"
    ),
    "add it to the device's watch, or write watch: links": "doplňte je do jeho watch, nebo napište watch: links",
    "{subject}: the ends disagree: no speed suits both {first} and {second}": (
        "{subject}: konce k sobě nepasují: {first} a {second} nemají žádnou společnou rychlost"
    ),
    "correct the interface that is wrong": "opravte rozhraní, které je chybné",
    "{subject}: capacity {capacity} is more than the {most} of {end}": (
        "{subject}: kapacita {capacity} je víc než {most}, které zvládne {end}"
    ),
    "correct the capacity or the interface": "opravte kapacitu, nebo rozhraní",
    "{subject}: {name} is {status}": "{subject}: {name} má status: {status}",
    "name something active, or change the status": "uveďte něco aktivního, nebo změňte status",
    "window {name} matches nothing": "okno {name} se ničeho netýká",
    "add devices, links or municipalities": "doplňte devices, links nebo municipalities",
    # audience
    "the inventory has no routes: nobody is told anything": "inventář nemá routes: nikdo se nic nedozví",
    "add receivers: … and routes: …": "doplňte receivers: … a routes: …",
    "incidents of severity {severity} reach nobody in ORP {orps}": (
        "o výpadcích závažnosti {severity} se nikdo nedozví v ORP {orps}"
    ),
    "rule {name}: its alerts of severity {severity} reach nobody in ORP {orps}": (
        "pravidlo {name}: o jeho hlášeních závažnosti {severity} se nikdo nedozví v ORP {orps}"
    ),
    "add a route that matches them": "přidejte směrování, které je zachytí",
    "receiver {name} has no address": "příjemce {name} nemá adresu",
    "add email, webhook, sms or ntfy": "doplňte email, webhook, sms nebo ntfy",
    "{subject} matches nothing: there is no {thing}": "{subject} nic nezachytí: neexistuje {thing}",
    "delete it, or add what it is for": "smažte to, nebo doplňte, k čemu to je",
}
