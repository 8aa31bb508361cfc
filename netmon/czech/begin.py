"""Czech of the first steps: `netmon init` and `netmon secret`."""

TEXTS = {
    # netmon.cli.init
    "Begin an inventory of your own.\n\nDIR becomes an inventory with the 134 units of Karlovarský kraj, rules to start with, and no devices\nyet. What to do next is said at the end.\n\nAnother region: --region names a CSV table, a line for each municipality, with the columns code,\nname, orp, population, latitude and longitude; kind (I, II, III, military), district and orp_code\nmay be there. Commas or semicolons, UTF-8. Give --name and --code with it.\n\nExample: netmon init /etc/netmon/inventory": (  # noqa: E501 -- the help as it stands
        "Založí vlastní inventář.\n\n"
        "DIR se stane inventářem se 134 územními celky Karlovarského kraje a se základními pravidly, zatím bez"
        " zařízení. Na konci se dozvíte, jak pokračovat.\n\n"
        "Jiný kraj: --region udává tabulku CSV, na řádku jedna obec, se sloupci kód, název, orp, obyvatel, šířka a"
        " délka; mohou tu být i typ (I, II, III, vú), okres a kód_orp. Čárky nebo středníky, UTF-8. Přidejte k ní"
        " --name a --code.\n\n"
        "Příklad: netmon init /etc/netmon/inventory"
    ),
    "A CSV table of another region's municipalities.": "Tabulka CSV s obcemi jiného kraje.",
    "The name of that region.": "Název toho kraje.",
    "The code of that region (NUTS), such as CZ031.": "Kód toho kraje (NUTS), třeba CZ031.",
    "--region needs --name and --code beside it": "k volbě --region patří i --name a --code",
    # netmon.console.init
    "{path}: there is something in it already; name a new directory": ("{path}: něco už tam je; uveďte nový adresář"),
    "{path}: {count:municipality|municipalities} of {region}, and no device yet": (
        "{path}: {region}, {count:obec|obce|obcí}, zatím žádné zařízení"
    ),
    "What comes next:": "Jak dál:",
    # netmon.inventory.beginning
    "{column} is empty": "{column}: nic tu není",
    "write it": "doplňte to",
    "{column}: {what}": "{column}: {what}",
    "code {code} stands here a second time, first in line {line}": ("kód {code} je tu podruhé, poprvé na řádku {line}"),
    # netmon.inventory.table
    "the table has more than {limit:,} rows": "tabulka má víc než {limit:,} řádků",
    "this is not CSV: {reason}": "toto není CSV: {reason}",
    "check the quotes": "zkontrolujte uvozovky",
    "save the table as CSV UTF-8": "uložte tabulku jako CSV UTF-8",
    "the table has no column {names}": "v tabulce chybí sloupec {names}",
    "the table has two columns {names}": "v tabulce jsou dva sloupce {names}",
    # netmon.cli.secret, netmon.console.secret
    "Keep a password or key for netmon.\n\nExample: netmon secret set core-auth": (
        "Uloží heslo nebo klíč pro netmon.\n\nPříklad: netmon secret set core-auth"
    ),
    "Write one secret into a file of its own that only you can read.\n\nNAME is what stands behind secret:// in the inventory. The value is asked for, or read from\nstandard input; it never stands on the command line, where everybody on this machine could read it.\n\nExample: netmon secret set core-auth --directory secrets": (  # noqa: E501 -- the same
        "Zapíše jedno tajemství do souboru, který přečtete jen vy.\n\n"
        "NAME je to, co v inventáři stojí za secret://. Na hodnotu se zeptá, nebo ji přečte ze standardního vstupu;"
        " na příkazové řádce nikdy nestojí, tam by ji přečetl každý na tomto stroji.\n\n"
        "Příklad: netmon secret set core-auth --directory secrets"
    ),
    "Write one secret into a file of its own that only you can read.": (
        "Zapíše jedno tajemství do souboru, který přečtete jen vy."
    ),
    "Where secrets are kept; NETMON_SECRETS names it too.": "Kde jsou tajemství; určuje to i NETMON_SECRETS.",
    "{name}: this cannot be the name of a secret; write one such as core-auth, in lower case": (
        "{name}: takto se tajemství jmenovat nemůže; napište třeba core-auth, malými písmeny"
    ),
    "{path}: kept; only you can read it": "{path}: uloženo; přečtete to jen vy",
    "Value of {name}": "Hodnota {name}",
    "{name}: one line is wanted, or a key in PEM form; nothing was written": (
        "{name}: čekám jeden řádek nebo klíč ve tvaru PEM; nic jsem nezapsal"
    ),
    # netmon.enrolment.survey
    "no survey is installed: the package `collectors` is missing; install netmon whole": (
        "chybí balík `collectors`, bez něj se zařízení neumí představit; nainstalujte netmon celý"
    ),
    # netmon.inventory.change
    "{path}: cannot be read: {reason}": "{path}: nelze přečíst: {reason}",
    "{path}: cannot be written: {reason}": "{path}: nelze zapsat: {reason}",
    "{path}: somebody else has just changed this file; start again": (
        "{path}: tento soubor mezitím změnil někdo jiný; začněte znovu"
    ),
}
