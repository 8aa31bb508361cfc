"""Czech of planned work: `netmon maintenance`, and why a work is not approved."""

TEXTS: dict[str, str] = {
    # the group
    "Announce planned work, so that its outages mute and are excused.\n\nExample: netmon maintenance list": (
        "Ohlásí plánované práce, aby jejich výpadky mlčely a nepočítaly se.\n\nPříklad: netmon maintenance list"
    ),
    "Announce planned work, so that its outages mute and are excused.": (
        "Ohlásí plánované práce, aby jejich výpadky mlčely a nepočítaly se."
    ),
    # add
    "Announce the works of a file: all of them, or none.\n\n"
    "FILE is YAML with a list `maintenance`, or a CSV table with a row for each work. A work has a reason,\n"
    "start and end (Europe/Prague, such as 2026-12-01 22:00), and devices, links, shared_risks or\n"
    "municipalities. With a length, such as 2h, it is flexible: it begins with the first outage of what it\n"
    "covers between start and end, and lasts so long.\n\n"
    "What the works do is shown first, as with `netmon maintenance preview`. Who announced them and when is\n"
    "kept by netmon; outages are excused only in works that were announced before they begin.\n\n"
    "Exit codes: 0 the works are approved, 1 they are not, 2 wrong usage.\n\n"
    "Example: netmon maintenance add works.yaml --yes": (
        "Ohlásí práce ze souboru: všechny, nebo žádnou.\n\n"
        "FILE je YAML se seznamem `maintenance`, nebo tabulka CSV, kde má každá práce řádek. Práce má důvod\n"
        "(reason), start a end (Europe/Prague, například 2026-12-01 22:00) a devices, links, shared_risks nebo\n"
        "municipalities. S délkou (length), například 2h, je pružná: začne prvním výpadkem toho, co pokrývá,\n"
        "mezi start a end, a tak dlouho trvá.\n\n"
        "Nejdřív se ukáže, co práce způsobí, jako u `netmon maintenance preview`. Kdo a kdy je ohlásil, si\n"
        "netmon zapíše; omlouvají se jen výpadky prací, které byly ohlášeny dřív, než začnou.\n\n"
        "Návratové kódy: 0 práce jsou schváleny, 1 nejsou, 2 chybný zápis příkazu.\n\n"
        "Příklad: netmon maintenance add works.yaml --yes"
    ),
    "Announce the works of a file: all of them, or none.": "Ohlásí práce ze souboru: všechny, nebo žádnou.",
    # preview
    "Say what the works of a file would do, and change nothing.\n\n"
    "Shown are the municipalities that are cut off or lose their backup, their inhabitants, and collisions:\n"
    "with what is down now, when an open ring would be cut a second time, and with other works.\n\n"
    "Exit codes: 0 nothing collides, 1 the file cannot be used, 2 wrong usage, 3 something collides.\n\n"
    "Example: netmon maintenance preview works.yaml --json": (
        "Řekne, co by práce ze souboru způsobily, a nic nezmění.\n\n"
        "Ukáže obce, které budou odříznuty nebo přijdou o zálohu, jejich obyvatele a střety: s tím, co právě\n"
        "nefunguje, když by se otevřený kruh přerušil podruhé, a s jinými pracemi.\n\n"
        "Návratové kódy: 0 nic se nestřetává, 1 soubor nelze použít, 2 chybný zápis příkazu, 3 něco se střetává.\n\n"
        "Příklad: netmon maintenance preview works.yaml --json"
    ),
    "Say what the works of a file would do, and change nothing.": (
        "Řekne, co by práce ze souboru způsobily, a nic nezmění."
    ),
    # list
    "Show the works that are open or to come, the recurring ones too.\n\n"
    "A work is open; waiting, when it is flexible and nothing has failed yet; planned; or cancelled.\n\n"
    "Example: netmon maintenance list --json": (
        "Ukáže práce, které běží nebo přijdou, i opakované.\n\n"
        "Práce běží; čeká, je-li pružná a nic ještě nevypadlo; je naplánována; nebo je zrušena.\n\n"
        "Příklad: netmon maintenance list --json"
    ),
    "Show the works that are open or to come, the recurring ones too.": (
        "Ukáže práce, které běží nebo přijdou, i opakované."
    ),
    # cancel
    "Call a work off: from now on it mutes and excuses nothing.\n\n"
    "What it has excused before stays excused. A recurring window is not called off: change the inventory.\n\n"
    'Example: netmon maintenance cancel 12 --reason "contractor is ill"': (
        "Zruší práci: od teď už nic neumlčí ani neomluví.\n\n"
        "Co omluvila předtím, zůstává omluveno. Opakované okno se neruší: změňte inventář.\n\n"
        'Příklad: netmon maintenance cancel 12 --reason "dodavatel onemocněl"'
    ),
    "Call a work off: from now on it mutes and excuses nothing.": "Zruší práci: od teď už nic neumlčí ani neomluví.",
    "Why it is called off, for the audit.": "Proč se ruší; zapíše se do auditu.",
    # what is said
    "nothing is announced yet; to announce it, add --yes": "zatím není nic ohlášeno; pro ohlášení přidejte --yes",
    "nothing is announced: mend the file first": "nic není ohlášeno: nejdřív opravte soubor",
    "nothing is announced": "nic není ohlášeno",
    "Announce it?": "Ohlásit to?",
    "{count:work is|works are} approved": "{count:práce je schválena|práce jsou schváleny|prací je schváleno}",
    "maintenance {key} is called off": "údržba {key} je zrušena",
    "no work is announced": "žádná práce není ohlášena",
    "{row} cannot be read and excuses nothing": "{row}: nelze přečíst, nic neomlouvá",
    # the table
    "id": "číslo",
    "from": "od",
    "until": "do",
    "length": "délka",
    "announced by": "ohlásil",
    "reason": "důvod",
    "open": "běží",
    "waiting": "čeká",
    "planned": "naplánována",
    "cancelled": "zrušena",
    "over": "skončila",
    "{state}, announced too late to excuse": "{state}, ohlášena pozdě, neomlouvá",
    # what a work does
    "{start} – {end}: {reason}": "{start} – {end}: {reason}",
    "{start} – {end}, at most {length} from the first outage: {reason}": (
        "{start} – {end}, nejvýš {length} od prvního výpadku: {reason}"
    ),
    "  covers {count:element|elements}": "  pokrývá {count:prvek|prvky|prvků}",
    "  cuts off {count:municipality|municipalities}, {people:inhabitant|inhabitants}: {names}": (
        "  odřízne {count:obec|obce|obcí}, {people:obyvatele|obyvatele|obyvatel}: {names}"
    ),
    "  leaves {count:municipality|municipalities} without a backup: {names}": (
        "  bez zálohy nechá {count:obec|obce|obcí}: {names}"
    ),
    "  collides with what is down now, {elements}: together they cut off"
    " {count:municipality|municipalities}, {people:inhabitant|inhabitants}: {names}": (
        "  střetává se s tím, co právě nefunguje, {elements}: společně odříznou"
        " {count:obec|obce|obcí}, {people:obyvatele|obyvatele|obyvatel}: {names}"
    ),
    '  collides from {start} with the work "{reason}": together they cut off'
    " {count:municipality|municipalities}, {people:inhabitant|inhabitants}: {names}": (
        "  od {start} se střetává s prací „{reason}“: společně odříznou"
        " {count:obec|obce|obcí}, {people:obyvatele|obyvatele|obyvatel}: {names}"
    ),
    '  from {start} the work "{reason}" covers the same: {elements}': (
        "  od {start} pokrývá práce „{reason}“ totéž: {elements}"
    ),
    # what is wrong with a file
    "the file holds more than {most} works": "v souboru je víc než {most} prací",
    "no work stands here": "není tu žádná práce",
    "write maintenance: and below it a list, or a table with a row for each": (
        "napište maintenance: a pod něj seznam, nebo tabulku s řádkem pro každou"
    ),
    "this is no work": "tohle není práce",
    "write - reason: …, start: …": "napište - reason: …, start: …",
    'unknown key "{key}"': "neznámý klíč „{key}“",
    "{key} is not one text": "{key} není jeden text",
    "this is no name": "tohle není název",
    "the work names nothing to work on": "práce neuvádí, na čem se pracuje",
    "add devices, links, shared_risks or municipalities": "přidejte devices, links, shared_risks nebo municipalities",
    "the work has no reason": "práce nemá důvod",
    "add reason: …": "přidejte reason: …",
    "the work has no {key}": "práci chybí {key}",
    "write day and time, such as 2026-12-01 22:00": "napište den a čas, například 2026-12-01 22:00",
    "the work ends before it begins": "práce končí dřív, než začne",
    "correct start or end": "opravte začátek nebo konec",
    "the work is longer than a year": "práce je delší než rok",
    "the work is over already": "práce už skončila",
    "delete it: what is past cannot be excused; correct start or end": (
        "minulost omluvit nelze: práci vynechte, nebo opravte začátek či konec"
    ),
    "the length does not fit between start and end": "délka se nevejde mezi začátek a konec",
    "shorten it, or move the end": "zkraťte ji, nebo posuňte konec",
    "there is no device {name}": "zařízení {name} neexistuje",
    "there is no link {name}": "trasa {name} neexistuje",
    "there is no shared risk {name}": "společné riziko {name} neexistuje",
    "there is no municipality {text}": "obec {text} neexistuje",
    "write a name of the inventory": "napište název z inventáře",
    "the work begins before it is approved: it mutes, but it excuses nothing": (
        "práce začíná dřív, než je schválena: umlčí, ale nic neomluví"
    ),
    "announce works before they begin": "ohlašujte práce dřív, než začnou",
    "{value} is no day and time": "{value} není den a čas",
    "the clock skips {value} in this night": "čas {value} se té noci přeskakuje",
    "write a time before two or after three": "napište čas před druhou nebo po třetí hodině",
    "{value} comes twice in this night": "čas {value} je té noci dvakrát",
    "add the offset: {text}+02:00 is the first, {text}+01:00 the second": (
        "přidejte posun: {text}+02:00 je první, {text}+01:00 druhý"
    ),
    # why it is refused
    "name between 1 and {most} works": "uveďte 1 až {most} prací",
    "the length must be more than nothing and fit between the earliest start and the latest end": (
        "délka musí být kladná a vejít se mezi nejdřívější začátek a nejpozdější konec"
    ),
    "say why the work is called off": "řekněte, proč se práce ruší",
    "there is no maintenance {key}; `netmon maintenance list` shows all": (
        "údržba {key} neexistuje; všechny ukáže `netmon maintenance list`"
    ),
    "maintenance {key} was called off already": "údržba {key} už byla zrušena",
    "maintenance {key} is over already": "údržba {key} už skončila",
    "this is more than fits into one command; split it": "tolik se do jednoho příkazu nevejde; rozdělte to",
    # recurring windows
    "a window of this length would be open for ever, or never": "okno této délky by bylo otevřené pořád, nebo nikdy",
    "write {longest}h at most for these days": "napište pro tyto dny nejvýš {longest}h",
}
