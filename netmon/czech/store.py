"""Czech of `netmon store`."""

TEXTS: dict[str, str] = {
    "Examine the databases, or make them small.": "Ověří databáze, nebo je zmenší.",
    """Examine the databases, or make them small.

state.db holds states, incidents and the audit, samples.db what was measured.

Example: netmon store check""": """Ověří databáze, nebo je zmenší.

V state.db jsou stavy, výpadky a auditní záznam, v samples.db to, co bylo naměřeno.

Příklad: netmon store check""",
    "Say whether both databases are whole.": "Řekne, zda jsou obě databáze v pořádku.",
    "Write both databases anew, without the room that nothing needs any more.": (
        "Zapíše obě databáze znovu, bez nepotřebného místa."
    ),
    "Compare indices with tables too, and read what has a checksum.": (
        "Porovná i indexy s tabulkami a přečte vše, co má kontrolní součet."
    ),
    """Say whether both databases are whole.

Works while netmon runs, reads only, and takes about as long as reading the files once; with --full two or
three times as long. Meanwhile the log of what netmon writes beside a file cannot be emptied.

Exit codes: 0 both are whole, 1 one is damaged or cannot be read, 2 wrong usage.

Example: netmon store check --full --json""": """Řekne, zda jsou obě databáze v pořádku.

Funguje i za běhu netmonu, jen čte a trvá asi tak dlouho jako jedno přečtení souborů; s volbou --full
dvakrát až třikrát déle. Po tu dobu nelze vyprázdnit žurnál, do kterého netmon vedle souboru zapisuje.

Návratové kódy: 0 obě jsou v pořádku, 1 některá je poškozená nebo ji nelze přečíst, 2 chybné použití.

Příklad: netmon store check --full --json""",
    """Write both databases anew, without the room that nothing needs any more.

Stop netmon first. It gives room back by itself while it runs, up to a tenth of the file; this is for a
file that an older netmon made, and for the rest. It takes about as long as copying the files, and twice
the room that their content takes; whoever interrupts it finds them as they were.

Exits 0 when it is done; 1 when a file is as it was.

Example: netmon store compact --state /var/lib/netmon""": """Zapíše obě databáze znovu, bez nepotřebného místa.

Nejdřív netmon zastavte. Za běhu vrací místo sám, až na desetinu souboru; tento příkaz je pro soubor, který
vytvořil starší netmon, a pro zbytek. Trvá asi tak dlouho jako zkopírování souborů a potřebuje až dvakrát
tolik místa, kolik zabírají jejich data; kdo ho přeruší, najde je tak, jak byly.

Skončí s kódem 0, když je hotovo; s kódem 1, když některý soubor zůstal, jaký byl.

Příklad: netmon store compact --state /var/lib/netmon""",
    "Start netmon anew: it sets aside what is damaged and restores what it can": (
        "Spusťte netmon znovu: co je poškozené, odloží stranou, a co jde, obnoví"
    ),
    "Writing {file} anew": "Zapisuji {file} znovu",
    "{path}: damaged: {reason}": "{path}: poškozeno: {reason}",
    "{path}: whole, schema {version}, {size:,.1f} MB, {unused:,.1f} MB of it unused, read in {took:,.1f} s": (
        "{path}: v pořádku, schéma {version}, {size:,.1f} MB, {unused:,.1f} MB z toho volných, čteno za {took:,.1f} s"
    ),
    "{path}: {before:,.1f} MB became {after:,.1f} MB": "{path}: z {before:,.1f} MB je {after:,.1f} MB",
    "{path}: cannot be compacted: {reason}": "{path}: nelze zmenšit: {reason}",
    "{path}: {free:,} MB are free, {needed:,} MB are needed; make room first": (
        "{path}: volných je {free:,} MB, potřeba je {needed:,} MB; nejdřív uvolněte místo"
    ),
    "{path}: there is no such file; has netmon ever run on this directory?": (
        "{path}: takový soubor není; běžel už netmon nad tímto adresářem?"
    ),
}
