"""Czech of `netmon inventory import`."""

TEXTS = {
    # netmon.cli.inventory
    "Bring devices from NetBox or a table.\n\nExample: netmon inventory import csv routers.csv": (
        "Převezme zařízení z NetBoxu nebo z tabulky.\n\nPříklad: netmon inventory import csv routery.csv"
    ),
    "Show what another source knows, and take it over on yes.": "Ukáže, co ví jiný zdroj, a po souhlasu to převezme.",
    "Show what another source knows, and take it over on yes.\n\n"
    "The first time, that is what would be written; later, how far the two have drifted apart.\n\n"
    "Example: netmon inventory import netbox https://netbox.example.org --token secret://netbox-token": (
        "Ukáže, co ví jiný zdroj, a po souhlasu to převezme.\n\n"
        "Poprvé ukáže, co by zapsal, později, v čem se oba rozešly.\n\n"
        "Příklad: netmon inventory import netbox https://netbox.example.org --token secret://netbox-token"
    ),
    "Exit with 3 if the two differ and stay so.": "Skončí s kódem 3, pokud se oba liší a liší se i nadále.",
    "The SNMP credential of devices that have none yet.": "Přihlašovací údaj SNMP pro zařízení, která žádný nemají.",
    "A secret reference to a token that may read, secret://name.": (
        "Odkaz na tajemství s tokenem, který smí číst, secret://nazev."
    ),
    "Take devices over from a table.": "Převezme zařízení z tabulky.",
    "Take devices over from a table.\n\n"
    "FILE is CSV in UTF-8, with commas or semicolons. Its first row names the columns: name, address and\n"
    "municipality (a name or a code) must be there; role, platform, site, status and credential may. Czech\n"
    "headings do as well. If any row is wrong, each one is told and nothing is written.\n\n"
    "Everything goes into one file, imported/NAME.yaml in the inventory. What people wrote elsewhere is\n"
    "never changed: differences are only told. Without a terminal, --yes is needed to write.\n\n"
    "Exit codes: 0 fine, 1 nothing could be written, 2 wrong usage, 3 differences under --strict.\n\n"
    "Example: netmon inventory import csv routers.csv --credential core": (
        "Převezme zařízení z tabulky.\n\n"
        "FILE je CSV v UTF-8, s čárkami nebo středníky. První řádek pojmenovává sloupce: název, adresa a obec (jméno"
        " nebo kód) tu být musí; role, platforma, lokalita, stav a přihlášení mohou. Anglické názvy fungují také."
        " Je-li některý řádek chybný, dozvíte se o každém a nic se nezapíše.\n\n"
        "Vše přijde do jednoho souboru, imported/NAZEV.yaml v inventáři. Co lidé napsali jinde, se nikdy nemění:"
        " rozdíly se jen vypíší. Bez terminálu je k zápisu třeba --yes.\n\n"
        "Návratové kódy: 0 v pořádku, 1 zapsat nebylo možné, 2 chybné použití, 3 rozdíly při --strict.\n\n"
        "Příklad: netmon inventory import csv routery.csv --credential core"
    ),
    "Take sites, devices and links over from NetBox 4.": "Převezme lokality, zařízení a trasy z NetBoxu 4.",
    "Take sites, devices and links over from NetBox 4.\n\n"
    "URL is NetBox's address; it is only read. FILE is JSON with the lists sites, devices, interfaces,\n"
    "cables and circuits, each as the API gives its results.\n\n"
    "A site lies in the municipality that its custom field municipality_code, its tenant, its name or its\n"
    "coordinates tell. Cables between interfaces, circuits that are cabled at both ends, and paths through\n"
    "patch panels become links. What is left out is told, with the reason.\n\n"
    "Everything goes into one file, imported/netbox.yaml in the inventory. Keys that NetBox knows nothing\n"
    "of may be added there and stay. What people wrote elsewhere is never changed: differences are only\n"
    "told. Without a terminal, --yes is needed to write.\n\n"
    "Exit codes: 0 fine, 1 nothing could be written, 2 wrong usage, 3 differences under --strict.\n\n"
    "Example: netmon inventory import netbox https://netbox.example.org --token secret://netbox-token": (
        "Převezme lokality, zařízení a trasy z NetBoxu 4.\n\n"
        "URL je adresa NetBoxu; pouze se z něj čte. FILE je JSON se seznamy sites, devices, interfaces, cables"
        " a circuits, každý tak, jak je API vrací v results.\n\n"
        "Lokalita leží v obci, kterou určí její vlastní pole municipality_code, nájemce, název nebo souřadnice."
        " Trasami se stanou kabely mezi rozhraními, okruhy zapojené na obou koncích a cesty přes propojovací panely."
        " Co se nepřevezme, to se vypíše i s důvodem.\n\n"
        "Vše přijde do jednoho souboru, imported/netbox.yaml v inventáři. Klíče, o kterých NetBox nic neví, tam můžete"
        " doplnit a zůstanou. Co lidé napsali jinde, se nikdy nemění: rozdíly se jen vypíší. Bez terminálu je k zápisu"
        " třeba --yes.\n\n"
        "Návratové kódy: 0 v pořádku, 1 zapsat nebylo možné, 2 chybné použití, 3 rozdíly při --strict.\n\n"
        "Příklad: netmon inventory import netbox https://netbox.example.org --token secret://netbox-token"
    ),
    # the command itself
    "{file}: rename the table; the import is kept under its name, and this one is taken": (
        "{file}: přejmenujte tabulku; import se ukládá pod jejím názvem a tento nelze použít"
    ),
    "{path}: the file is larger than {limit:,} bytes; split it": (
        "{path}: soubor je větší než {limit:,} bajtů; rozdělte ho"
    ),
    "asking NetBox at {host}": "ptám se NetBoxu na {host}",
    "the token travels in clear; better give an https:// address": (
        "token putuje nezašifrovaně; raději zadejte adresu https://"
    ),
    "there is not one device that could be taken over; may the token see devices? Nothing was written": (
        "není tu ani jedno zařízení, které by šlo převzít; smí token zařízení vidět? Nic nebylo zapsáno"
    ),
    "there is nothing to write": "není co zapsat",
    # the report
    "found: {sites:site|sites}, {devices:device|devices}, {links:link|links}": (
        "nalezeno: {sites:lokalita|lokality|lokalit}, {devices:zařízení|zařízení|zařízení}, {links:trasa|trasy|tras}"
    ),
    "left out, {kind} {names}: {reason}": "vynecháno, {kind} {names}: {reason}",
    "site": "lokalita",
    "device": "zařízení",
    "link": "trasa",
    "cable": "kabel",
    "circuit": "okruh",
    "{names} and {more:other|others}": "{names} a ještě {more:další|další|dalších}",
    "only there: {thing}": "jen tam: {thing}",
    "only here: {thing}": "jen tady: {thing}",
    "{thing}, {key}: there {theirs}, here {ours}": "{thing}, {key}: tam {theirs}, tady {ours}",
    "{difference} (written by hand, stays)": "{difference} (psáno ručně, zůstane)",
    "nothing": "nic",
    "no differences": "žádné rozdíly",
    "… and {more:more line|more lines}": "… a {more:další řádek|další řádky|dalších řádků}",
    "… and {more:more of the kind|more of the kind}": "… a {more:další takový|další takové|dalších takových}",
    "{more:more complaint|more complaints} of the inventory; netmon check tells them": (
        "{more:další výhrada|další výhrady|dalších výhrad} k inventáři; řekne je netmon check"
    ),
    # why something is left out
    "no name that letters or digits can be made of; name it": (
        "nemá jméno, z něhož by šlo udělat písmena a číslice; pojmenujte ho"
    ),
    "no primary address; give it one": "nemá primární adresu; doplňte ji",
    "its status says that it is not in the network": "podle svého stavu není v síti",
    "member of a stack; its master speaks for it": "člen stohu; mluví za něj hlavní přepínač",
    "its site is left out": "jeho lokalita je vynechána",
    "municipality unknown; fill in the custom field municipality_code, the tenant or the coordinates": (
        "obec neznámá; vyplňte vlastní pole municipality_code, nájemce nebo souřadnice"
    ),
    "no device that is taken stands there": "nestojí tam žádné převzaté zařízení",
    "something else already has this name; rename one of them": "toto jméno už nese něco jiného; jedno přejmenujte",
    "another device already has this address; correct one of them": (
        "tuto adresu už má jiné zařízení; jedno z nich opravte"
    ),
    "does not join two interfaces of devices": "nespojuje dvě rozhraní zařízení",
    "not cabled to an interface at both ends; add the cables": (
        "není na obou koncích zapojen kabelem do rozhraní; doplňte kabely"
    ),
    "a device at one of its ends is left out": "zařízení na jednom z konců je vynecháno",
    "both ends are at the same device": "oba konce má totéž zařízení",
    "an interface has no name of 1 to 64 characters": "některé rozhraní nemá jméno o 1 až 64 znacích",
    "another link already ends at one of its interfaces": "na jednom z jeho rozhraní už končí jiná trasa",
    "capacity unknown; fill in the speed of an interface, or the commit rate": (
        "kapacita neznámá; vyplňte rychlost rozhraní nebo smluvní rychlost (commit rate)"
    ),
    # asking NetBox
    "NetBox at {host}, {path}": "NetBox na {host}, {path}",
    "NetBox's address must be http:// or https:// and a host, without user, ? and #": (
        "adresa NetBoxu musí být http:// nebo https:// a jméno stroje, bez uživatele, ? a #"
    ),
    "NetBox's token holds characters that no token has; store it anew": (
        "token k NetBoxu obsahuje znaky, které v žádném nejsou; uložte ho znovu"
    ),
    "the pages of this list do not end": "stránky tohoto seznamu nekončí",
    "one page has more than {limit:,} bytes": "jedna stránka má více než {limit:,} bajtů",
    "its next page is said to be at another address; give NetBox's own address, or let its proxy pass on "
    "Host and X-Forwarded-Proto": (
        "další stránka má být na jiné adrese; zadejte vlastní adresu NetBoxu, nebo ať jeho proxy předává hlavičky"
        " Host a X-Forwarded-Proto"
    ),
    "the answer broke off, or took more than {seconds:g} s; try again later": (
        "odpověď se přerušila, nebo trvala déle než {seconds:g} s; zkuste to později"
    ),
    "no answer ({reason}); check the address": "bez odpovědi ({reason}); zkontrolujte adresu",
    "it does not accept the token; give one that may read, with --token secret://name": (
        "token nepřijal; zadejte takový, který smí číst, volbou --token secret://nazev"
    ),
    "there is no such list; is this NetBox's address?": "takový seznam tam není; je to adresa NetBoxu?",
    "it answered {status}, and redirects are not followed; give the address it leads to": (
        "odpověděl {status}, a přesměrování nenásleduji; zadejte adresu, kam vede"
    ),
    "it answered {status}; look into its log": "odpověděl {status}; podívejte se do jeho záznamů",
    "{where}: this is not what NetBox's API answers ({found}); nothing is imported": (
        "{where}: takto API NetBoxu neodpovídá ({found}); nic se nepřevzalo"
    ),
    # the table
    "{text} is no name of a device": "{text} není jméno zařízení",
    "write letters, digits and hyphens": "napište písmena, číslice a spojovníky",
    "the address is missing": "chybí adresa",
    "{text} means several municipalities": "{text} znamená několik obcí",
    "write the code, one of {codes}": "napište kód, jeden z těchto: {codes}",
    "{text} is no municipality of the inventory": "{text} není obec z inventáře",
    "write its name or its six-digit code": "napište její název nebo šestimístný kód",
    "{text} is unknown in the column {column}": "{text} ve sloupci {column} neznám",
    "device {name} stands here a second time": "zařízení {name} tu stojí podruhé",
    "delete one of the rows": "jeden z řádků smažte",
    "{address} is already an address of device {owner}": "adresu {address} už má zařízení {owner}",
    "site {site} lies in {town}": "lokalita {site} leží v obci {town}",
    "correct the municipality, or name another site": "opravte obec, nebo uveďte jinou lokalitu",
}
