"""Czech of the ways to people: channels, their settings and `netmon notify`."""

TEXTS = {
    # What the command does
    "Find out whether messages reach people.": "Zjistí, zda zprávy k lidem dojdou.",
    "Find out whether messages reach people.\n\nExample: netmon notify test oncall": (
        "Zjistí, zda zprávy k lidem dojdou.\n\nPříklad: netmon notify test oncall"
    ),
    "Send a test message to a receiver or a person, the way that all others go.": (
        "Pošle příjemci nebo osobě zkušební zprávu stejnou cestou, jakou chodí všechny."
    ),
    "Send a test message to a receiver or a person, the way that all others go.\n\n"
    "NAME is that of a receiver or person of the inventory. The message is put into the outbox, and\n"
    "netmon's couriers carry it to each address. Where no netmon runs, this command carries it itself,\n"
    "with whatever else waits in the outbox and is due.\n\n"
    "Exit codes: 0 every address has it, 1 one has not, 2 wrong usage.\n\n"
    "Example: netmon notify test oncall --json": (
        "Pošle příjemci nebo osobě zkušební zprávu stejnou cestou, jakou chodí všechny.\n\n"
        "NAME je jméno příjemce nebo osoby z inventáře. Zpráva se vloží mezi zprávy k odeslání a poslové\n"
        "netmonu ji donesou na každou adresu. Neběží-li netmon, donese ji tento příkaz sám, a s ní vše, co\n"
        "k odeslání čeká a čemu nadešel čas.\n\n"
        "Návratové kódy: 0 mají ji všechny adresy, 1 některá ne, 2 špatné použití.\n\n"
        "Příklad: netmon notify test oncall --json"
    ),
    # What became of it
    "there is no receiver or person {name}; {cure}": "příjemce ani osoba {name} není; {cure}",
    "there is no way to {name}: it has no address": "k {name} nevede žádná cesta: nemá žádnou adresu",
    "sent": "odesláno",
    "given up: {reason}": "vzdáno: {reason}",
    "not sent yet, it is tried again: {reason}": "zatím neodesláno, zkusí se to znovu: {reason}",
    "not sent yet, nobody has carried it": "zatím neodesláno, nikdo zprávu neodnesl",
    "only messages of the kind test can be sent by hand": "ručně lze posílat jen zkušební zprávy",
    # Channels
    "no SMS leaves this netmon: set NETMON_SMS__OUTBOX or NETMON_SMS__GATEWAY__URL": (
        "z tohoto netmonu žádná SMS neodejde: nastavte NETMON_SMS__OUTBOX nebo NETMON_SMS__GATEWAY__URL"
    ),
    "{path}: there is no such directory to put SMS into": "{path}: adresář, kam se mají ukládat SMS, neexistuje",
    "{path}: no SMS can be put there: {reason}": "{path}: SMS tam nelze uložit: {reason}",
    "{path}: SMS wait there for minutes; gammu-smsd does not run or cannot send": (
        "{path}: SMS tam čekají už několik minut; gammu-smsd neběží nebo nemůže odesílat"
    ),
    "{number!r} is not a telephone number": "{number!r} není telefonní číslo",
    "{address}: the URL names no topic of ntfy": "{address}: adresa neuvádí téma (topic) ntfy",
    "the secret that is to hold a URL holds no http:// or https:// URL": (
        "v tajemství, které má obsahovat URL, není adresa http:// ani https://"
    ),
    "the key that signs webhooks begins with whsec_ and is no base64": (
        "klíč, kterým se podepisují webhooky, začíná whsec_, ale není v base64"
    ),
    # Settings
    "the body must say where {{number}} and {{text}} go": "tělo musí říci, kam patří {{number}} a {{text}}",
    "a JSON body cannot be sent with GET; write POST": "tělo v JSON nelze poslat metodou GET; napište POST",
    "the body is not JSON: {reason}": "tělo není JSON: {reason}",
    "SMS leave by one way; set either OUTBOX or GATEWAY__URL": (
        "SMS odcházejí jednou cestou; nastavte buď OUTBOX, nebo GATEWAY__URL"
    ),
    # doctor
    "SMS": "SMS",
    "SMS are to go to {names}, but none leaves": "SMS mají jít příjemcům {names}, ale žádná neodejde",
    "set NETMON_SMS__OUTBOX or NETMON_SMS__GATEWAY__URL, or give them another way": (
        "nastavte NETMON_SMS__OUTBOX nebo NETMON_SMS__GATEWAY__URL, nebo jim dejte jinou cestu"
    ),
    "NETMON_SMS__OUTBOX is not set: no SMS leaves": "NETMON_SMS__OUTBOX chybí: žádná SMS neodejde",
    "{path} takes our SMS, and none waits there for long": "{path} přijímá naše SMS a žádná tam dlouho nečeká",
    "{path} is no directory that we may write into": "{path} není adresář, do kterého smíme zapisovat",
    "usermod -aG gammu netmon, and under systemd SupplementaryGroups=gammu and ReadWritePaths={path}; or mend"
    " NETMON_SMS__OUTBOX": (
        "usermod -aG gammu netmon, pod systemd SupplementaryGroups=gammu a ReadWritePaths={path}; nebo opravte"
        " NETMON_SMS__OUTBOX"
    ),
    "{path}: SMS wait there for minutes": "{path}: SMS tam čekají už několik minut",
    "look why gammu-smsd does not send them: systemctl status gammu-smsd": (
        "podívejte se, proč je gammu-smsd neodesílá: systemctl status gammu-smsd"
    ),
    "the URL of the gateway cannot be had, see secrets": "URL brány nelze zjistit, viz tajemství",
    "the gateway is not asked over https: numbers and passwords travel readable": (
        "brána se nevolá přes https: čísla a hesla putují čitelně"
    ),
    "write its https address into the secret {name}": "napište do tajemství {name} její adresu https",
    "the gateway is asked over {scheme}; whether it sends, netmon notify test says": (
        "brána se volá přes {scheme}; zda odesílá, řekne netmon notify test"
    ),
}
