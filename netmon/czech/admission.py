"""Czech of second factors, roles and tokens: `netmon token`, `netmon user drop-factor`, and what is refused."""

TEXTS = {
    # netmon.cli.token
    "Let programs ask in somebody's name.": "Dá programům klíče, kterými se ptají něčím jménem.",
    "Let programs ask in somebody's name.\n\nExample: netmon token list": (
        "Dá programům klíče, kterými se ptají něčím jménem.\n\nPříklad: netmon token list"
    ),
    "Make a token in the name of an account and print it once.": "Vytvoří klíč ke jménu účtu a jednou jej vypíše.",
    "Make a token in the name of an account and print it once.\n\n"
    "The program sends it as the header `Authorization: Bearer netmon_…`. With read it asks how\n"
    "municipalities are and what incidents there are, with maintenance it lists, announces and cancels works,\n"
    "with metrics it reads figures of the monitor itself; never more than the account may. Only a hash of\n"
    "the token is kept.\n\n"
    "Example: netmon token add novakova --label Grafana --scope read --scope metrics": (
        "Vytvoří klíč ke jménu účtu a jednou jej vypíše.\n\n"
        "Program jej posílá hlavičkou `Authorization: Bearer netmon_…`. S read se ptá na stav obcí a výpadky,\n"
        "s maintenance čte, oznamuje a odvolává odstávky, s metrics čte údaje o samotném monitoru; nikdy nesmí\n"
        "víc než účet. Uložen je jen otisk klíče.\n\n"
        "Příklad: netmon token add novakova --label Grafana --scope read --scope metrics"
    ),
    "Which program gets it, as people read it later.": "Který program klíč dostane, jak to lidé později přečtou.",
    "What the program may do, as far as the account may; several may be given.": (
        "Co program smí, pokud to smí i účet; lze zadat víckrát."
    ),
    "How long the token is good.": "Jak dlouho klíč platí.",
    "Show the tokens, or those of one account.": "Ukáže klíče, všechny nebo jednoho účtu.",
    "Show the tokens, or those of one account.\n\n"
    "A token is good; expired, when its days are over; or revoked. Its number is what `netmon token revoke`\n"
    "takes.\n\n"
    "Example: netmon token list --json": (
        "Ukáže klíče, všechny nebo jednoho účtu.\n\n"
        "Klíč platí; propadlo: jeho dny uplynuly; nebo je zrušen. Podle čísla jej zruší `netmon token revoke`.\n\n"
        "Příklad: netmon token list --json"
    ),
    "Make a token worthless from now on.": "Zruší klíč.",
    "Make a token worthless from now on.\n\nExample: netmon token revoke 3": (
        "Zruší klíč.\n\nPříklad: netmon token revoke 3"
    ),
    # netmon.cli.user
    "Take a person's second factor away and end the person's sessions.": (
        "Vypne někomu druhý faktor a ukončí jeho relace."
    ),
    "Take a person's second factor away and end the person's sessions.\n\n"
    "For who has lost the telephone and the recovery codes: the password alone opens the dashboard then, until\n"
    "the person sets a second factor up again.\n\n"
    "Example: netmon user drop-factor novakova": (
        "Vypne někomu druhý faktor a ukončí jeho relace.\n\n"
        "Pro toho, kdo přišel o telefon i záložní kódy: k přihlášení pak stačí heslo, dokud si druhý faktor znovu\n"
        "nezapne.\n\n"
        "Příklad: netmon user drop-factor novakova"
    ),
    # What they say
    "This token is shown once; it is good until {until}:": "Tento klíč se ukáže jen jednou; platí do {until}:",
    "token {token} opens nothing any more": "klíč {token} už nic neotevře",
    "{account} logs in by the password alone; every session has ended": (
        "{account} se přihlásí jen heslem; všechny relace skončily"
    ),
    "number": "číslo",
    "label": "program",
    "scopes": "oprávnění",
    "expires": "platí do",
    "last used": "naposledy",
    "second factor": "druhý faktor",
    "on": "zapnut",
    "good": "platí",
    "revoked": "zrušen",
    # What is refused
    "this code is wrong, too old or was used already; wait for the next one": (
        "tento kód nesouhlasí, je starý, nebo už byl použit; počkejte na další"
    ),
    "this account needs the code of its second factor, too": "tento účet potřebuje i kód druhého faktoru",
    "account {account} has no second factor": "účet {account} nemá druhý faktor",
    "account {account} has a second factor already": "účet {account} už druhý faktor má",
    "these are not hashes of recovery codes": "toto nejsou otisky záložních kódů",
    "this account has a second factor; log in with password and code": (
        "tento účet má druhý faktor; přihlaste se heslem a kódem"
    ),
    "who becomes an administrator needs another password: theirs are longer": (
        "kdo se stane správcem, potřebuje jiné heslo: hesla správců jsou delší"
    ),
    "a break-glass account stays an administrator's": "nouzový účet zůstává účtem správce",
    "no such session is open": "taková relace není otevřena",
    "a token needs a label that says which program has it": "klíč potřebuje označení, který program jej má",
    "a token needs a scope; without one it opens nothing": "klíč potřebuje oprávnění; bez něj nic neotevře",
    "a token is good for at least a moment and at most {days} days": ("klíč platí aspoň okamžik a nejvýš {days} dní"),
    "this is not the hash of a token": "toto není otisk klíče",
    "account {account} has {most} tokens; revoke one that is not needed": (
        "účet {account} má už {most} klíčů; zrušte některý, který není potřeba"
    ),
    "there is no token {token}": "klíč {token} tu není",
    "token {token} is revoked already": "klíč {token} už je zrušen",
}
