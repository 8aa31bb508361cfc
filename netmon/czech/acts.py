"""Czech of what people do about what is told: taking an incident, links in messages, silences."""

TEXTS: dict[str, str] = {
    # taking
    "an incident is taken for a minute at least and {most} hours at most": (
        "výpadek lze převzít nejméně na minutu a nejvýš na {most} hodin"
    ),
    "only a running netmon passes an incident on, as it has to call somebody": (
        "výpadek předá jen běžící netmon, protože musí někoho zavolat"
    ),
    "nobody called {person} can be called": "nikoho jménem {person} nelze zavolat",
    "incident {incident} is not open": "výpadek {incident} už netrvá",
    "passed on to you by {name}": "předává vám {name}",
    "passed on to you by {name}: {note}": "předává vám {name}: {note}",
    "this link has expired; open the incident and log in": (
        "platnost tohoto odkazu vypršela; otevřete výpadek a přihlaste se"
    ),
    "this link was used already; open the incident and log in": (
        "tento odkaz už byl použit; otevřete výpadek a přihlaste se"
    ),
    "this PIN has expired": "platnost tohoto PINu vypršela",
    "this PIN was used already": "tento PIN už byl použit",
    "too many SMS from this number were refused; it is not listened to for an hour": (
        "příliš mnoho SMS z tohoto čísla bylo odmítnuto; hodinu se na ně nebere zřetel"
    ),
    "{path}: the key of links cannot be kept here: {reason}": "{path}: klíč odkazů sem nelze uložit: {reason}",
    # silences
    "a silence needs a reason": "ticho potřebuje důvod",
    "say what is to be silent: a rule, device, link, municipality, ORP or severity": (
        "řekněte, co má být ticho: pravidlo, zařízení, trasa, obec, ORP nebo závažnost"
    ),
    "name at most {most} things to be silent": "uveďte nejvýš {most} věcí, které mají být ticho",
    "devices, links and municipalities can be silenced": "ztišit lze zařízení, trasy a obce",
    "the silence would be over already; write an end that is to come": (
        "ticho by už skončilo; napište konec, který teprve přijde"
    ),
    "a silence lasts {most} days at most; for planned work announce maintenance": (
        "ticho trvá nejvýš {most} dnů; plánovanou práci ohlaste jako údržbu"
    ),
    "{most} silences are in force; end one first": "platí už {most} ztišení; nejdřív některé ukončete",
    "there is no silence {key}; `netmon silence list` shows all": (
        "ticho {key} není; všechna ukáže `netmon silence list`"
    ),
    "silence {key} is over already": "ticho {key} už skončilo",
    "there is no rule {name} in the inventory": "pravidlo {name} v inventáři není",
    "there is no ORP {name} in the inventory": "ORP {name} v inventáři není",
    # netmon silence
    "Keep quiet about something for a time; it is watched all the same.\n\nExample: netmon silence list": (
        "Ztiší něco na čas; sleduje se to dál.\n\nPříklad: netmon silence list"
    ),
    "Keep quiet about something for a time; it is watched all the same.": "Ztiší něco na čas; sleduje se to dál.",
    "Tell nobody about something, for a week at most.\n\n"
    "What is named must be in the inventory, and hold together: of a rule, and of a device. A municipality\n"
    "silences only what hits no other. What happens is judged and shown all the same; if it still lasts at the\n"
    "end, people are told.\n\n"
    "Exit codes: 0 it is silent, 1 it is not, 2 wrong usage.\n\n"
    'Example: netmon silence add --device cheb-core-1 --for 4h --reason "nový zdroj"': (
        "O něčem nikoho neupozorní, nejvýš týden.\n\n"
        "Co je uvedeno, musí být v inventáři a platit zároveň: pravidlo i zařízení. Obec ztiší jen to, co se\n"
        "netýká žádné jiné. Co se děje, se dál posuzuje a ukazuje; trvá-li to i na konci ticha, přijde\n"
        "upozornění.\n\n"
        "Návratové kódy: 0 je ticho, 1 není, 2 chybný zápis příkazu.\n\n"
        'Příklad: netmon silence add --device cheb-core-1 --for 4h --reason "nový zdroj"'
    ),
    "Tell nobody about something, for a week at most.": "O něčem nikoho neupozorní, nejvýš týden.",
    "The inventory's directory, asked where no netmon runs.": "Adresář inventáře; ptá se ho, když netmon neběží.",
    "Show the silences in force, and with --all those of late.\n\nExample: netmon silence list --json": (
        "Ukáže platná ticha, s --all i nedávná.\n\nPříklad: netmon silence list --json"
    ),
    "Show the silences in force, and with --all those of late.": "Ukáže platná ticha, s --all i nedávná.",
    "End a silence now: what still lasts is told at once.\n\nExample: netmon silence end 3": (
        "Ukončí ticho teď: co ještě trvá, se hned oznámí.\n\nPříklad: netmon silence end 3"
    ),
    "End a silence now: what still lasts is told at once.": "Ukončí ticho teď: co ještě trvá, se hned oznámí.",
    "A rule; `incident` for incidents. May be repeated.": "Pravidlo; `incident` pro výpadky. Lze opakovat.",
    "A device. May be repeated.": "Zařízení. Lze opakovat.",
    "A link. May be repeated.": "Trasa. Lze opakovat.",
    "The code of a municipality. May be repeated.": "Kód obce. Lze opakovat.",
    "A district (ORP). May be repeated.": "ORP. Lze opakovat.",
    "A severity. May be repeated.": "Závažnost. Lze opakovat.",
    "How long, such as 90m, 4h or 7d.": "Jak dlouho, například 90m, 4h nebo 7d.",
    "Why, for everybody to read.": "Proč; přečte si to každý.",
    "Show also those that are over.": "Ukáže i ta, která skončila.",
    "silent until {until}": "ticho do {until}",
    "silence {key} has ended": "ticho {key} skončilo",
    "nothing is silenced": "nic není ztišeno",
    "what": "co",
    "by": "kdo",
}
