"""Czech of `netmon user` and what is refused about accounts."""

TEXTS = {
    # What the commands do
    "Say who may log in to the dashboard.\n\nExample: netmon user list": (
        "Určí, kdo se smí přihlásit.\n\nPříklad: netmon user list"
    ),
    "Let a person log in.": "Umožní někomu přihlášení.",
    "Let a person log in.\n\n"
    "The password is asked for twice at a terminal, else it is the first line of standard input. An\n"
    "operator's has 12 characters or more, an administrator's 17; names, rows of keys and repetitions do\n"
    "not count. A random one is printed once on standard output; the person has to replace it within 24\n"
    "hours, at the first login.\n\n"
    "An operator sees and does everything on the pages. An account of a municipality sees what the public\n"
    "does and the internals of its own municipalities, each named by --code, and changes nothing.\n\n"
    "The password of a break-glass account is random, printed once and to be sealed in an envelope. Every\n"
    "login with it is warned of in the log and has a row of its own in the audit.\n\n"
    'Example: netmon user add novakova --full-name "Jana Nováková"': (
        "Umožní někomu přihlášení.\n\n"
        "Na heslo se na terminálu dvakrát zeptá, jinak přečte první řádek standardního vstupu. Heslo operátora\n"
        "má nejméně 12 znaků, heslo správce 17; jména, řady kláves a opakování se nepočítají. Náhodné heslo\n"
        "se jednou vypíše na standardní výstup; jeho majitel si je musí do 24 hodin při prvním přihlášení\n"
        "změnit.\n\n"
        "Operátor na stránkách vidí a smí všechno. Účet obce vidí to co veřejnost a podrobnosti o svých obcích,\n"
        "z nichž každou uvádí --code, a nic nemění.\n\n"
        "Heslo nouzového účtu je náhodné, vypíše se jednou a patří do zapečetěné obálky. Na každé přihlášení\n"
        "s ním upozorní záznam v logu a vlastní řádek v auditu.\n\n"
        'Příklad: netmon user add novakova --full-name "Jana Nováková"'
    ),
    "Lock a person out and end the person's sessions.": "Zakáže někomu přihlášení a ukončí jeho relace.",
    "Lock a person out and end the person's sessions.\n\n"
    "What the person did stays on record under the name. The last administrator cannot be disabled.\n\n"
    "Example: netmon user disable novakova": (
        "Zakáže někomu přihlášení a ukončí jeho relace.\n\n"
        "Co pod tímto jménem udělal, zůstává zapsáno. Posledního správce zakázat nelze.\n\n"
        "Příklad: netmon user disable novakova"
    ),
    "Let a person in again, with the password from before.": "Znovu povolí přihlášení, s dosavadním heslem.",
    "Let a person in again, with the password from before.\n\nExample: netmon user enable novakova": (
        "Znovu povolí přihlášení, s dosavadním heslem.\n\nPříklad: netmon user enable novakova"
    ),
    "Give a person another password and end the person's sessions.": "Nastaví někomu jiné heslo a ukončí jeho relace.",
    "Give a person another password and end the person's sessions.\n\n"
    "The password comes as with `netmon user add`; a break-glass account always gets a random one. None of\n"
    "the last 12 is taken again.\n\n"
    "Example: netmon user reset novakova --random": (
        "Nastaví někomu jiné heslo a ukončí jeho relace.\n\n"
        "Heslo se zadává jako u `netmon user add`; nouzový účet dostane vždy náhodné. Žádné z posledních 12\n"
        "hesel nelze použít znovu.\n\n"
        "Příklad: netmon user reset novakova --random"
    ),
    "Show who may log in, and since when the password is the same.": "Ukáže, kdo se smí přihlásit a odkdy má heslo.",
    "Show who may log in, and since when the password is the same.\n\n"
    "An account is enabled; must-change, when its password is random or 18 months old and only lets its\n"
    "owner set another; expired, when a random password was not replaced within 24 hours; or disabled.\n\n"
    "Example: netmon user list --json": (
        "Ukáže, kdo se smí přihlásit a odkdy má heslo.\n\n"
        "Účet je povolen; změnit heslo: heslo je náhodné nebo 18 měsíců staré a dovolí jen nastavit jiné;\n"
        "propadlo: náhodné heslo nikdo do 24 hodin nezměnil; nebo zakázán.\n\n"
        "Příklad: netmon user list --json"
    ),
    "The person's name, as colleagues read it.": "Jméno a příjmení, jak je čtou kolegové.",
    "What the person may do; an administrator's password is longer.": "Co smí; správce má delší heslo.",
    "Six-digit code of a municipality that the account speaks for; several may be given.": (
        "Šestimístný kód obce, za kterou účet mluví; může jich být víc."
    ),
    "Make an administrator's account for emergencies, with a random password for an envelope.": (
        "Založí nouzový účet správce s náhodným heslem do obálky."
    ),
    "Make a random password and print it once.": "Vytvoří náhodné heslo a jednou je vypíše.",
    # What they say
    "Password": "Heslo",
    "{account} may log in as {role}": "{account} se smí přihlásit, role: {role}",
    "{account} may no longer log in; nothing is open in this name": (
        "{account} se už nesmí přihlásit; všechny relace skončily"
    ),
    "{account} may log in again": "{account} se smí znovu přihlásit",
    "{account} has another password; every session has ended": "{account} má jiné heslo; všechny relace skončily",
    "This password is shown once; seal it in an envelope:": "Toto heslo se ukáže jen jednou; uložte je do obálky:",
    "This password is shown once; it must be replaced at a login before {until}:": (
        "Toto heslo se ukáže jen jednou; při přihlášení do {until} je nutné je změnit:"
    ),
    "account": "účet",
    "full name": "jméno",
    "role": "role",
    "state": "stav",
    "password set": "heslo od",
    "last login": "přihlášení",
    "operator": "operátor",
    "administrator": "správce",
    "{role}, break-glass": "{role}, nouzový účet",
    "{role} {codes}": "{role} {codes}",
    "enabled": "povolen",
    "must-change": "změnit heslo",
    "expired": "propadlo",
    "disabled": "zakázán",
    # Why an account is not as wanted
    "{path}: no netmon has ever run here; name its directory by --state or NETMON_STATE": (
        "{path}: netmon tu nikdy neběžel; uveďte jeho adresář volbou --state nebo proměnnou NETMON_STATE"
    ),
    "an account name is a letter, then up to 31 letters a-z, digits, dots, dashes or underscores": (
        "název účtu je písmeno a až 31 písmen a-z, číslic, teček, pomlček nebo podtržítek"
    ),
    "an account of a municipality needs its six-digit code (--code)": (
        "účet obce potřebuje její šestimístný kód (--code)"
    ),
    "only an account of the role municipality is bound to codes": "kódy obcí patří jen k účtu obce",
    "{code} is no code of a municipality; it has six digits": "{code} není kód obce; má šest číslic",
    "an account speaks for at most {most} municipalities": "účet mluví nejvýš za {most} obcí",
    "an account needs the person's full name, as colleagues read it": "účet potřebuje jméno, jak je čtou kolegové",
    "account {account} exists already": "účet {account} už existuje",
    "there is no account {account}": "účet {account} neexistuje",
    "account {account} is disabled": "účet {account} je zakázán",
    "account {account} is disabled already": "účet {account} už je zakázán",
    "account {account} is enabled already": "účet {account} už je povolen",
    "{account} is the last administrator who may log in; add or enable another one first": (
        "{account} je poslední správce, který se smí přihlásit; nejdřív přidejte nebo povolte jiného"
    ),
    "the password hash must be argon2id": "otisk hesla musí být argon2id",
    "the password was changed meanwhile; log in with the new one": "heslo se mezitím změnilo; přihlaste se novým",
    # Why a password is not taken
    "the password holds characters that do not show; choose it without them": (
        "heslo obsahuje znaky, které nejsou vidět; zvolte je bez nich"
    ),
    "the password of this role ({role}) needs {shortest} to {longest} characters; this one has {length}": (
        "heslo této role ({role}) má mít {shortest} až {longest} znaků; toto má {length}"
    ),
    "this password can be guessed: without names, common words, rows of keys and repetitions"
    " {left:character is|characters are} left, {needed} are needed, {different} of them different;"
    " several words that have nothing to do with each other are better": (
        "toto heslo lze uhodnout: bez jmen, běžných slov, řad kláves a opakování"
        " {left:znak zbývá|znaky zbývají|znaků zbývá}, potřeba je {needed}, z toho různých {different};"
        " lepší je několik slov, která spolu nesouvisejí"
    ),
    "this password was used before; the last {count} are not taken again": (
        "toto heslo už bylo použito; posledních {count} nelze použít znovu"
    ),
    # Why somebody is not let in
    "this login link is unknown or has expired; ask for a new one": (
        "tento přihlašovací odkaz neznáme, nebo vypršel; požádejte o nový"
    ),
    "this login link has been used; ask for a new one": "tento přihlašovací odkaz už byl použit; požádejte o nový",
    "this login link has expired; ask for a new one": "tento přihlašovací odkaz vypršel; požádejte o nový",
    "this session is over; log in again": "relace skončila; přihlaste se znovu",
    "this session is closed already": "relace už skončila",
    # Why something else is not done
    "there is no incident {incident}": "výpadek {incident} neexistuje",
    "incident {incident} has ended; add a note instead": "výpadek {incident} už skončil; připište raději poznámku",
    "the note is empty; write what is known": "poznámka je prázdná; napište, co se ví",
    "maintenance needs a reason": "údržba potřebuje důvod",
    "name between 1 and {most} things to work on": "uveďte 1 až {most} věcí, na kterých se bude pracovat",
    "maintenance is planned for devices, links and municipalities": "údržba se plánuje pro zařízení, trasy a obce",
    "the window ends before it begins": "údržba končí dřív, než začne",
    "the window is longer than a year": "údržba je delší než rok",
    "the window is over already": "údržba už skončila",
}
