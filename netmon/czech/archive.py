"""Czech of `netmon backup` and `netmon restore`, and of the files they copy."""

TEXTS: dict[str, str] = {
    # netmon backup
    """Copy everything netmon knows into one file.

Works while netmon runs, and disturbs nothing. The file holds states, incidents, accounts, the audit,
measurements and the inventory; secrets are not in it. It takes about as long as reading the state twice,
and while it is made up to twice the space of the state beside FILE.

Only its owner can read the file: it holds the hashes of passwords.

Exits 0 when the file is there, whole and examined; 1 when it is not.

Example: netmon backup /var/backups/netmon.tar.gz""": """Zkopíruje vše, co netmon ví, do jednoho souboru.

Funguje i za běhu netmonu a v ničem mu nepřekáží. Soubor obsahuje stavy, výpadky, účty, auditní záznam,
měření a inventář; tajemství v něm nejsou. Trvá to asi tak dlouho jako dvojí přečtení stavu a po tu dobu
je vedle souboru FILE potřeba až dvojnásobek místa, které zabírá stav.

Soubor může číst jen jeho vlastník: jsou v něm otisky hesel.

Skončí s kódem 0, když je soubor na místě, celý a ověřený; s kódem 1, když není.

Příklad: netmon backup /var/backups/netmon.tar.gz""",
    "Leave out the measurements, by far the largest part.": "Vynechá měření, zdaleka největší část.",
    "Replace FILE if it is there.": "Nahradí soubor FILE, pokud už existuje.",
    "Copying {size:,} MB": "Kopíruji {size:,} MB",
    "warning: {warning}": "upozornění: {warning}",
    "{path}: {size:,} MB, whole and examined": "{path}: {size:,} MB, celé a ověřené",
    "Secrets are not in it: keep them apart. Put it back with netmon restore {path}": (
        "Tajemství v souboru nejsou: uložte si je zvlášť. Zpět ho vrátíte příkazem netmon restore {path}"
    ),
    "{path} is there already; name another file, or replace it with --force": (
        "{path} už existuje; uveďte jiný soubor, nebo ho nahraďte volbou --force"
    ),
    "{path}: there is no such directory; make it first": "{path}: takový adresář není; nejdřív ho vytvořte",
    "{path}: {free:,} MB are free, up to {needed:,} MB are needed; make room or name another place": (
        "{path}: volných je {free:,} MB, potřeba je až {needed:,} MB; uvolněte místo, nebo zvolte jiné"
    ),
    "{path} is not there: the backup holds no samples": "{path} není na místě: záloha neobsahuje měření",
    "left out: {reason}": "vynecháno: {reason}",
    "left out: {file} is too large, or its name too long": (
        "vynecháno: soubor {file} je příliš velký, nebo má příliš dlouhý název"
    ),
    "the audit is broken from row {row} on: it was changed by somebody else than netmon": (
        "auditní záznam je od řádku {row} porušený: změnil ho někdo jiný než netmon"
    ),
    # netmon restore
    """Put a copy back.

Stop netmon first. Everything is unpacked and examined before anything is touched; then the state is the
copy, whole, even if this machine dies in the middle. A state that was there is kept beside the new one,
under a name that is told. The inventory is written only where there is none.

Everybody has to log in again. A copy that an older netmon made is brought to the schema of this one.

Exits 0 when the copy is in its place; 1 when nothing was changed.

Example: netmon restore /var/backups/netmon.tar.gz --state /var/lib/netmon""": """Vrátí kopii zpět.

Nejdřív netmon zastavte. Vše se rozbalí a ověří dřív, než se cokoli změní; potom je stavem celá kopie,
i kdyby stroj uprostřed selhal. Stav, který tu byl, zůstane vedle nového pod názvem, který se vypíše.
Inventář se zapíše jen tam, kde žádný není.

Všichni se musí znovu přihlásit. Kopie ze staršího netmonu se převede na schéma tohoto.

Skončí s kódem 0, když je kopie na svém místě; s kódem 1, když se nic nezměnilo.

Příklad: netmon restore /var/backups/netmon.tar.gz --state /var/lib/netmon""",
    "Put the state that is there aside.": "Odloží stav, který tu je.",
    "Unpacking {size:,} MB": "Rozbaluji {size:,} MB",
    "{path}: the state is now that of {made}": "{path}: stav je teď takový, jaký byl {made}",
    "{schema}.db was brought from schema {old} to {new}": "{schema}.db: schéma {old} převedeno na {new}",
    "What was there before is now in {path}": "Co tu bylo předtím, je teď v {path}",
    "The backup held no samples: charts begin anew": "Záloha neobsahovala měření: grafy začínají znovu",
    "The inventory is in {path}": "Inventář je v {path}",
    "{path}: an inventory is here already; it was left as it is": ("{path}: inventář tu už je; zůstal, jak byl"),
    "The backup held no inventory": "Záloha neobsahovala inventář",
    "{path}: a state is here already; name another directory, or --force: the old state is kept aside": (
        "{path}: nějaký stav tu už je; uveďte jiný adresář, nebo --force: starý stav se odloží stranou"
    ),
    "{path}: not everything could be written; make room on this disk": (
        "{path}: nepodařilo se zapsat vše; uvolněte místo na tomto disku"
    ),
    # what is wrong with an archive
    "{path}: this is no archive that `netmon backup` made, or not all of it": (
        "{path}: tento soubor nevytvořil příkaz `netmon backup`, nebo není celý"
    ),
    "its manifest cannot be read": "soupis obsahu nelze přečíst",
    "has format {format}, this netmon reads {known}; install the newer netmon": (
        "má formát {format}, tento netmon čte {known}; nainstalujte novější netmon"
    ),
    'it holds "{name}", which no netmon puts there': "obsahuje „{name}“, což tam žádný netmon nedává",
    "{name} is not what was written: the file was damaged or changed": (
        "{name} není to, co bylo zapsáno: soubor byl poškozen nebo změněn"
    ),
    "{file} is damaged or cannot be used: {reason}": "{file} je poškozený nebo ho nelze použít: {reason}",
    "this is not a database of netmon": "toto není databáze netmonu",
    # the files of a state directory
    "{path}: cannot be opened: {reason}": "{path}: nelze otevřít: {reason}",
    "{path}: cannot be locked: {reason}": "{path}: nelze zamknout: {reason}",
    "{path} is in use by another netmon (process {process}); stop it first": (
        "{path} používá jiný netmon (proces {process}); nejdřív ho zastavte"
    ),
    "{path}: a restore was cut off here; start `netmon run`, which finishes it": (
        "{path}: obnova tu byla přerušena; spusťte `netmon run`, ten ji dokončí"
    ),
    "{path}: cannot be read: {reason}; has netmon ever run on this state directory?": (
        "{path}: nelze přečíst: {reason}; běžel už netmon nad tímto adresářem?"
    ),
    "has schema version {version}, this netmon knows {known}; install the newer netmon again": (
        "má schéma verze {version}, tento netmon zná {known}; nainstalujte znovu novější netmon"
    ),
    "the disk is full": "na disku není místo",
    "nothing was read: {reason}": "nic nebylo přečteno: {reason}",
    "nothing was written: {reason}": "nic nebylo zapsáno: {reason}",
}
