"""Czech of `netmon device`."""

TEXTS: dict[str, str] = {
    """Add a device, test how it can be reached, or see what was renamed.

Example: netmon device add 192.0.2.1""": """Přidá zařízení, zkusí, jak je dosažitelné, nebo ukáže, co se přejmenovalo.

Příklad: netmon device add 192.0.2.1""",
    "List renamed interfaces and replaced devices.": "Vypíše přejmenovaná rozhraní a vyměněná zařízení.",
    """List renamed interfaces and replaced devices.

An interface that the device calls otherwise than before keeps its series, known by its MAC address, its ifAlias
or its LLDP neighbour; of another device at the same address it is told which trait gave it away. With a DEVICE
only what happened there is listed, the newest first.

Example: netmon device moves cheb-core-1 --json""": """Vypíše přejmenovaná rozhraní a vyměněná zařízení.

Rozhraní, kterému zařízení říká jinak než dříve, si ponechá svou řadu; pozná se podle adresy MAC, ifAlias nebo
souseda v LLDP. O jiném zařízení na téže adrese se uvede, podle čeho se to poznalo. S argumentem DEVICE se vypíše
jen to, co se stalo na něm, nejnovější první.

Příklad: netmon device moves cheb-core-1 --json""",
    "How many, the newest.": "Kolik nejnovějších.",
    "found": "zjištěno",
    "interface": "rozhraní",
    "was called": "název předtím",
    "is called": "název nyní",
    "known by": "poznáno podle",
    "the device itself": "samo zařízení",
    "MAC address": "adresa MAC",
    "ifAlias": "ifAlias",
    "LLDP neighbour": "soused v LLDP",
    "name": "název",
    "serial number": "výrobní číslo",
    "SNMP engine": "SNMP engine",
    "no interface was found under another name, and no device is another one": (
        "žádné rozhraní se nenašlo pod jiným názvem a žádné zařízení nebylo vyměněno"
    ),
    (
        "Ask a device who it is, and write it into the inventory.\n\n"
        "The device at ADDRESS is asked over SNMP with the credentials of the inventory: SNMPv3 first, then\n"
        "v2c and v1 where an entry says allow_insecure. Its name, its municipality, its addresses, and links\n"
        "to neighbours it hears over LLDP become a file of its own below devices/. The change is shown as a diff\n"
        "and written when you agree, whole or not at all.\n\n"
        "--json prints one object and writes only with --yes beside it.\n\n"
        "Exits 0 if all is well, 1 if nothing was written, 2 on wrong usage.\n\n"
        "Example: netmon device add 192.0.2.1 --role core"
    ): (
        "Zeptá se zařízení, kdo je, a zapíše je do inventáře.\n\n"
        "Zařízení na adrese ADDRESS se ptá přes SNMP přihlašovacími údaji z inventáře: nejprve SNMPv3, potom\n"
        "v2c a v1 tam, kde záznam uvádí allow_insecure. Jméno, obec, adresy a trasy k sousedům, které slyší\n"
        "přes LLDP, budou v samostatném souboru v adresáři devices/. Změnu ukáže jako diff a zapíše, až budete\n"
        "souhlasit, a to celou, nebo vůbec.\n\n"
        "--json vypíše jeden objekt a zapisuje jen spolu s --yes.\n\n"
        "Skončí s 0, je-li vše v pořádku, s 1, pokud se nic nezapsalo, s 2 při chybném použití.\n\n"
        "Příklad: netmon device add 192.0.2.1 --role core"
    ),
    "Ask a device who it is, and write it into the inventory.": "Zeptá se zařízení, kdo je, a zapíše je do inventáře.",
    (
        "Try every way to a device: ICMP, SNMP and SSH, as far as the inventory names them.\n\n"
        "Each is shown with the time it took; where one fails, with the reason and the cure. Over SSH netmon\n"
        "logs in, which shows that host key and credential are right, and runs no command.\n\n"
        "Exits 0 if all is well, 1 if something is not, 2 on wrong usage.\n\n"
        "Example: netmon device test cheb-core-1"
    ): (
        "Vyzkouší každou cestu k zařízení: ICMP, SNMP a SSH, pokud je inventář uvádí.\n\n"
        "U každé ukáže, jak dlouho trvala; pokud selže, i důvod a nápravu. Přes SSH se jen přihlásí, čímž se\n"
        "ověří klíč serveru i přihlašovací údaje, a žádný příkaz nespouští.\n\n"
        "Skončí s 0, je-li vše v pořádku, s 1, pokud něco není, s 2 při chybném použití.\n\n"
        "Příklad: netmon device test cheb-core-1"
    ),
    "Try every way to a device: ICMP, SNMP and SSH, as far as the inventory names them.": (
        "Vyzkouší každou cestu k zařízení: ICMP, SNMP a SSH, pokud je inventář uvádí."
    ),
    "Ask as this SNMP credential of the inventory only.": "Ptá se jen tímto SNMP přihlášením z inventáře.",
    "The agent's UDP port.": "UDP port agenta.",
    "The name in the inventory; by default made of sysName.": "Jméno v inventáři; jinak podle sysName.",
    "Where it stands: a name, or a code where names repeat.": "Kde stojí: název obce; kód, pokud se název opakuje.",
    "Where it stands: the nearest municipality.": "Kde stojí: nejbližší obec.",
    "The site it stands at, known or new.": "Lokalita, kde stojí, známá nebo nová.",
    "What it is there for.": "K čemu slouží.",
    "The platform; by default guessed from sysDescr.": "Platforma; jinak se odhadne ze sysDescr.",
    "--at: write latitude and longitude in degrees, such as 50.0796,12.3739": (
        "--at: napište zeměpisnou šířku a délku ve stupních, například 50.0796,12.3739"
    ),
    '"{text}" is no IP address; write one such as 192.0.2.1 or 2001:db8::1': (
        "„{text}“ není IP adresa; napište například 192.0.2.1 nebo 2001:db8::1"
    ),
    (
        "{directory} has no SNMP credential; write one below credentials, snmp, such as"
        " core: {{user: netmon, auth_key: secret://core-auth, priv_key: secret://core-priv}}"
    ): (
        "{directory} nemá žádné přihlašovací údaje pro SNMP; napište je pod credentials, snmp, například"
        " core: {{user: netmon, auth_key: secret://core-auth, priv_key: secret://core-priv}}"
    ),
    "Which SNMP credential? {names}, or {all} for one after the other": (
        "Které přihlašovací údaje SNMP? {names}, nebo {all} pro všechny postupně"
    ),
    'the inventory has no SNMP credential "{name}"; {cure}': "inventář nemá přihlašovací údaje SNMP „{name}“; {cure}",
    "asking {address} port {port} over SNMP": "ptám se {address} port {port} přes SNMP",
    "  as {credential}: {error}": "  jako {credential}: {error}",
    "    {cure}": "    {cure}",
    "{address} answers to no credential; nothing was written": (
        "{address} neodpovídá na žádné přihlašovací údaje; nic se nezapsalo"
    ),
    "Municipality (name or code)": "Obec (název nebo kód)",
    "{path}: something else stands in this file; move it, or add --name": (
        "{path}: v tomto souboru už je něco jiného; přesuňte ho, nebo přidejte --name"
    ),
    "- {remark}": "- {remark}",
    "not everything could be read: {problem}": "nešlo přečíst všechno: {problem}",
    "the inventory could not be used with this; nothing was written": (
        "s tímto by inventář nešel použít; nic se nezapsalo"
    ),
    "nothing was written yet; to write this, add --yes": "zatím se nic nezapsalo; k zápisu přidejte --yes",
    "nothing was written": "nic se nezapsalo",
    "Write it?": "Zapsat?",
    "{path}: written": "{path}: zapsáno",
    "next: netmon device test {name}": "dále: netmon device test {name}",
    "a netmon that runs learns of it when it gets SIGHUP: systemctl reload netmon": (
        "běžící netmon se to dozví, až dostane SIGHUP: systemctl reload netmon"
    ),
    "{way}: fine ({said}), {took} ms": "{way}: v pořádku ({said}), {took} ms",
    "{way}: fine, {took} ms": "{way}: v pořádku, {took} ms",
    "{way}: {error}, {took} ms": "{way}: {error}, {took} ms",
    "{name} at {address}": "{name} na adrese {address}",
    "the inventory names no way to it: add snmp, ssh, or reachability: icmp": (
        "inventář k němu neuvádí žádnou cestu: přidejte snmp, ssh nebo reachability: icmp"
    ),
    "the inventory has {count:device|devices}": "v inventáři je {count:zařízení|zařízení|zařízení}",
    'there is no device "{name}"; {cure}': "zařízení „{name}“ neexistuje; {cure}",
    "{address}: no reply to {count} echo requests": "{address}: na {count} žádosti o echo nepřišla odpověď",
    '--name "{name}": write small letters, digits and hyphens, such as {cure}': (
        "--name „{name}“: pište malá písmena, číslice a spojovníky, například {cure}"
    ),
    "--name {name}: the inventory has a device of that name; choose another": (
        "--name {name}: zařízení toho jména už v inventáři je; zvolte jiné"
    ),
    'the device calls itself "{name}", which makes no name; add --name': (
        "zařízení si říká „{name}“, z čehož jméno nevznikne; přidejte --name"
    ),
    "{address} is in the inventory already, as device {name}; ask it with netmon device test {name}": (
        "{address} už v inventáři je jako zařízení {name}; vyzkoušejte ho příkazem netmon device test {name}"
    ),
    (
        "another device is called {stated}, at other addresses: this one becomes {name};"
        " if it is the same, change that one's addresses instead"
    ): (
        "jméno {stated} už má jiné zařízení na jiných adresách, toto bude {name};"
        " pokud je to totéž zařízení, změňte raději adresy tamtoho"
    ),
    "{address} is left out: it is an address of {name} too": "{address} vynechávám: má ji i zařízení {name}",
    "{left:further address|further addresses} left out": (
        "{left:další adresa vynechána|další adresy vynechány|dalších adres vynecháno}"
    ),
    "it stands in {town}: {sign}": "stojí v obci {town}: {sign}",
    "write its name or its code": "napište název nebo kód obce",
    'no municipality is called "{text}"; {cure}': "žádná obec se nejmenuje „{text}“; {cure}",
    (
        "--at {latitude},{longitude} is {distance:,.0f} km from {town}, the nearest municipality;"
        " write the latitude first, such as 50.0796,12.3739"
    ): (
        "--at {latitude},{longitude} je {distance:,.0f} km od nejbližší obce, jíž je {town};"
        " nejprve pište zeměpisnou šířku, například 50.0796,12.3739"
    ),
    'its sysLocation is "{location}"': "jeho sysLocation je „{location}“",
    "its name begins so": "tak začíná jeho jméno",
    "its neighbours do ({names}); if it stands elsewhere, add --municipality": (
        "stojí tam jeho sousedé ({names}); pokud je jinde, přidejte --municipality"
    ),
    "nothing says which municipality the device stands in; add --municipality NAME or --at LAT,LON": (
        "nic neříká, ve které obci zařízení stojí; přidejte --municipality NÁZEV nebo --at ŠÍŘKA,DÉLKA"
    ),
    "the device may stand in several municipalities; choose with --municipality: {known}": (
        "zařízení může stát ve více obcích; vyberte volbou --municipality: {known}"
    ),
    '--site "{site}": write small letters, digits and hyphens, such as {cure}': (
        "--site „{site}“: pište malá písmena, číslice a spojovníky, například {cure}"
    ),
    "site {site} stands in {there}, not in {here}": "lokalita {site} je v obci {there}, ne v obci {here}",
    '--platform "{platform}": write small letters, digits and hyphens, such as ios-xe': (
        "--platform „{platform}“: pište malá písmena, číslice a spojovníky, například ios-xe"
    ),
    "SNMP will say whether it is reachable, as ICMP cannot: {silence}": (
        "o dosažitelnosti bude vypovídat SNMP, protože ICMP nemůže: {silence}"
    ),
    "there was no anchor: the region begins at {name} until you name another": (
        "nebyla žádná kotva: kraj začíná u zařízení {name}, dokud neurčíte jinou"
    ),
    "and {left:more remark|more remarks}": "a {left:další poznámka|další poznámky|dalších poznámek}",
    "link {link}: the speed of {end} is not known; capacity {capacity} is assumed": (
        "trasa {link}: rychlost {end} není známa; předpokládám kapacitu {capacity}"
    ),
    "hears {name} at {interface}, which is not in the inventory yet; add it next": (
        "na {interface} slyší {name}, které v inventáři ještě není; přidejte ho jako další"
    ),
    "hears {name} at {interface}, which is not in the inventory yet; add it next: netmon device add {address}": (
        "na {interface} slyší {name}, které v inventáři ještě není; přidejte ho: netmon device add {address}"
    ),
    'hears {name} at {interface}, but "{port}" is no name of an interface; write this link yourself': (
        "na {interface} slyší {name}, ale „{port}“ není jméno rozhraní; tuto trasu napište sami"
    ),
    "hears {name} at {interface}, which the inventory calls retired": (
        "na {interface} slyší {name}, které je v inventáři vyřazené"
    ),
    "hears {name} at {interface}, but {end} is an end of link {link} already": (
        "na {interface} slyší {name}, ale {end} už je konec trasy {link}"
    ),
    "keep it: {commands}": "uložte ho: {commands}",
    "choose a longer one, on the device too, and keep it: {commands}": (
        "zvolte delší, i na zařízení, a uložte ho: {commands}"
    ),
    "mend the credential {credential} in the inventory, or keep its secrets: {commands}": (
        "opravte přihlašovací údaje {credential} v inventáři, nebo uložte jejich tajemství: {commands}"
    ),
    "netmon doctor says what this machine lacks": "co tomuto stroji chybí, řekne netmon doctor",
    "write the host key that ssh-keyscan -p {port} {address} prints": (
        "napište klíč serveru, který vypíše ssh-keyscan -p {port} {address}"
    ),
    ("check the cable, the power and the route; if it answers no echo request by design, write `reachability: snmp`"): (
        "zkontrolujte kabel, napájení a cestu; pokud na echo záměrně neodpovídá, napište `reachability: snmp`"
    ),
    "switch SNMP on there, or name the port it listens at (--port, or `port` in the inventory)": (
        "zapněte na něm SNMP, nebo uveďte port, na kterém poslouchá (--port, nebo `port` v inventáři)"
    ),
    "give it more time: NETMON_SNMP__TIMEOUT=5s": "dejte mu více času: NETMON_SNMP__TIMEOUT=5s",
    (
        "check the address and that the device and every firewall let this machine ask UDP port {port};"
        " silence is also what a wrong community or an access list brings"
    ): (
        "zkontrolujte adresu a zda zařízení i firewally pouštějí tento stroj na UDP port {port};"
        " mlčením odpovídá i chybná komunita nebo přístupový seznam"
    ),
    "create user {user} there with {protocols}, or correct `user` in credential {credential}": (
        "založte na něm uživatele {user} s {protocols}, nebo opravte `user` v přihlašovacích údajích {credential}"
    ),
    "give user {user} there the level authPriv ({protocols})": (
        "dejte na něm uživateli {user} úroveň authPriv ({protocols})"
    ),
    ("compare `auth` and its passphrase in credential {credential} with the device's; to keep it anew: {commands}"): (
        "porovnejte `auth` a jeho heslo v přihlašovacích údajích {credential} se zařízením;"
        " znovu ho uložíte takto: {commands}"
    ),
    ("compare `priv` and its passphrase in credential {credential} with the device's; to keep it anew: {commands}"): (
        "porovnejte `priv` a jeho heslo v přihlašovacích údajích {credential} se zařízením;"
        " znovu ho uložíte takto: {commands}"
    ),
    "let credential {credential} read system, interfaces, ip and lldp there (a view of 1.3.6.1.2.1 and 1.0.8802)": (
        "povolte na něm přihlašovacím údajům {credential} číst system, interfaces, ip a lldp"
        " (pohled na 1.3.6.1.2.1 a 1.0.8802)"
    ),
    (
        "if it was replaced, compare this fingerprint at its console, then write as host_key what"
        " ssh-keyscan -p {port} {address} prints; if not, somebody else answers: do not log in"
    ): (
        "pokud bylo vyměněno, porovnejte tento otisk na jeho konzoli a jako host_key napište, co vypíše"
        " ssh-keyscan -p {port} {address}; pokud ne, odpovídá někdo jiný: nepřihlašujte se"
    ),
    (
        "check that user {user} may log in there, and the secret of credential {credential}; to keep it anew:"
        " {commands}"
    ): (
        "zkontrolujte, zda se tam uživatel {user} smí přihlásit, a tajemství přihlašovacích údajů {credential};"
        " znovu ho uložíte takto: {commands}"
    ),
    "check that SSH is switched on there and that every firewall lets this machine reach TCP port {port}": (
        "zkontrolujte, zda je tam SSH zapnuté a zda firewally pouštějí tento stroj na TCP port {port}"
    ),
    "something else than SSH may listen at port {port}: check `port` and `address`": (
        "na portu {port} možná poslouchá něco jiného než SSH: zkontrolujte `port` a adresu"
    ),
    "something else than this device may answer at port {port}: check `port` and `address`": (
        "na portu {port} možná odpovídá něco jiného než toto zařízení: zkontrolujte `port` a adresu"
    ),
    "the device says more than can be read in one visit; ask it by hand what it does": (
        "zařízení toho říká víc, než lze při jedné návštěvě přečíst; podívejte se na něj sami"
    ),
}
