"""Czech of `netmon doctor`."""

TEXTS: dict[str, str] = {
    "Say what this machine lacks.\n\n"
    "Looks at permissions, limits, the clock, the disk, secrets, ports, InfluxDB and the way of mail,\n"
    "with the settings in NETMON_*; says of each what is wrong and what mends it, and changes nothing.\n"
    "Run it as the user that runs netmon.\n\n"
    "Exit codes: 0 fine, 1 errors, 2 wrong usage, 3 warnings under --strict.\n\n"
    "Example: netmon doctor --json": (
        "Řekne, co tomuto stroji chybí.\n\nPodívá se na oprávnění, limity, hodiny, disk, tajemství, porty, InfluxDB a"
        " cestu pošty,\njak je nastavuje NETMON_*; u každého řekne, co je špatně a jak to napravit, a nic nezmění.\n"
        "Spusťte ho jako uživatel, pod kterým běží netmon.\n\nNávratové kódy: 0 v pořádku, 1 chyby, 2 špatné použití,"
        " 3 varování při --strict.\n\nPříklad: netmon doctor --json"
    ),
    # What is looked at
    "settings": "nastavení",
    "inventory files": "soubory inventáře",
    "secrets": "tajemství",
    "secret files": "soubory tajemství",
    "passwords": "hesla",
    "SNMP versions": "verze SNMP",
    "state directory": "adresář stavu",
    "file system": "souborový systém",
    "databases": "databáze",
    "disk": "disk",
    "descriptors": "deskriptory",
    "ping": "ping",
    "ping over IPv6": "ping přes IPv6",
    "clock": "hodiny",
    "synchronisation": "synchronizace",
    "time zone": "časové pásmo",
    "software": "programy",
    "terminal": "terminál",
    "port": "port",
    "address": "adresa",
    "InfluxDB": "InfluxDB",
    "mail": "pošta",
    "receivers": "příjemci",
    "netmon": "netmon",
    # What it amounts to
    "netmon can run here": "netmon tu může běžet",
    "{warnings:warning|warnings}: netmon can run here": "{warnings:varování|varování|varování}: netmon tu může běžet",
    "{errors:error|errors}, {warnings:warning|warnings}: netmon cannot do all its work here yet": (
        "{errors:chyba|chyby|chyb}, {warnings:varování|varování|varování}: netmon tu zatím nezvládne všechno, co má"
    ),
    "nothing came back within {seconds} s": "do {seconds} s nic nepřišlo",
    "look at name servers and network file systems": "podívejte se na jmenné servery a síťové souborové systémy",
    "this could not be looked at: {reason}": "na tohle se nedalo podívat: {reason}",
    "first mend the settings or the inventory": "nejdřív opravte nastavení nebo inventář",
    # Settings and inventory
    "the settings are valid": "nastavení je platné",
    "the settings are not valid: {reason}": "nastavení není platné: {reason}",
    "mend these variables; the README lists all": "opravte tyto proměnné; všechny vyjmenovává README",
    "{path} can be used": "{path} je použitelný",
    "{count:warning|warnings} in {path}": "{count:varování|varování|varování} v {path}",
    "{count:error|errors} in {path}: netmon refuses it": "{count:chyba|chyby|chyb} v {path}: netmon ho odmítne",
    "netmon check {path} names each with its cure": "netmon check {path} všechno vyjmenuje i s nápravou",
    "{path}: only its owners change it": "{path}: mění ho jen jeho vlastníci",
    "{count:file|files} of the inventory may be changed by everybody: {paths}": (
        "{count:soubor inventáře smí měnit|soubory inventáře smí měnit|souborů inventáře smí měnit} kdokoli: {paths}"
    ),
    "chmod -R o-w {path}": "chmod -R o-w {path}",
    # Secrets
    "{count:secret is|secrets are} there": "{count:tajemství je|tajemství jsou|tajemství je} na místě",
    "{count:secret is|secrets are} nowhere: {names}": (
        "{count:tajemství chybí|tajemství chybí|tajemství chybí}: {names}"
    ),
    "netmon secret set {name}, or a file of that name and mode 0400 in $NETMON_SECRETS": (
        "netmon secret set {name}, nebo soubor toho jména s právy 0400 v $NETMON_SECRETS"
    ),
    "no secret lies open": "žádné tajemství neleží odkryté",
    "chmod 0400 the file, owned by the user that runs netmon": (
        "chmod 0400 souboru, který vlastní uživatel, pod nímž běží netmon"
    ),
    "SNMPv3 does not allow passphrases shorter than {least}: {names}": (
        "SNMPv3 nedovoluje hesla kratší než {least} znaků: {names}"
    ),
    "shorter than the {least} characters of a technical account: {names}": (
        "kratší než {least} znaků, které má mít technický účet: {names}"
    ),
    "choose a longer one on the device and here: openssl rand -base64 24": (
        "zvolte na zařízení i tady delší: openssl rand -base64 24"
    ),
    "there is none": "žádná tu nejsou",
    "{count:one is|all are} long enough": "{count:heslo je dost dlouhé|hesla jsou dost dlouhá|hesel je dost dlouhých}",
    "no device is asked over SNMP": "žádné zařízení se nedotazuje přes SNMP",
    "what leaves this machine is SNMPv3": "ze stroje odchází jen SNMPv3",
    "{count:device is|devices are} asked in clear text, with the credentials {names}": (
        "{count:zařízení se dotazuje|zařízení se dotazují|zařízení se dotazuje} nešifrovaně, s přihlášením {names}"
    ),
    "make a user of SNMPv3 (authPriv) on them and name it in credentials.yaml": (
        "založte na nich uživatele SNMPv3 (authPriv) a uveďte ho v credentials.yaml"
    ),
    # State and disk
    "{path} is not a directory": "{path} není adresář",
    "set NETMON_STATE to a directory, such as /var/lib/netmon": (
        "nastavte NETMON_STATE na adresář, například /var/lib/netmon"
    ),
    "{path}: this user (uid {user}) may not write here": "{path}: tento uživatel (uid {user}) sem nesmí zapisovat",
    "run the doctor as the user that runs netmon, or, as root: chown {user} {path}": (
        "spusťte doktora jako uživatel, pod kterým běží netmon, nebo jako root: chown {user} {path}"
    ),
    "it will be made in {path}": "vznikne v {path}",
    "{path} belongs to uid {owner}, this is uid {user}": "{path} patří uid {owner}, toto je uid {user}",
    "run the doctor, and netmon, as the user that owns it": "spusťte doktora i netmon jako uživatel, kterému patří",
    "{path}: others may look into it (mode {mode:04o})": "{path}: mohou do něj nahlížet jiní (práva {mode:04o})",
    "chmod 0700 {path}": "chmod 0700 {path}",
    "{path} is netmon's alone": "{path} patří jen netmonu",
    "{path}: its file system is not known": "{path}: souborový systém není znám",
    "{path} lies on {kind}": "{path} leží na {kind}",
    "{path} lies on a network file system ({kind}): the databases can be damaged there": (
        "{path} leží na síťovém souborovém systému ({kind}): databáze se tam mohou poškodit"
    ),
    "every row is what was written": "každý řádek je takový, jak byl zapsán",
    "restart netmon, which restores it from its copy and from all that can still be read in it": (
        "spusťte netmon znovu: obnoví ho z kopie a ze všeho, co v něm lze ještě přečíst"
    ),
    "damaged databases lie aside, what could be restored is restored: {names}": (
        "stranou leží poškozené databáze, co šlo obnovit, je obnoveno: {names}"
    ),
    "look at the disk, then take them away": "prohlédněte disk a pak je odneste",
    "the audit's chain is broken before row {row}: rows are missing there": (
        "řetěz auditu je přerušen před řádkem {row}: chybějí tam řádky"
    ),
    "compare it with a backup: netmon restore FILE": "porovnejte ho se zálohou: netmon restore SOUBOR",
    "set NETMON_STATE to a directory on a disk of this machine": (
        "nastavte NETMON_STATE na adresář na disku tohoto stroje"
    ),
    "{path} lies in memory ({kind}): everything is lost when the machine restarts": (
        "{path} leží v paměti ({kind}): restartem stroje se všechno ztratí"
    ),
    "set NETMON_STATE to a directory on a disk, such as /var/lib/netmon": (
        "nastavte NETMON_STATE na adresář na disku, například /var/lib/netmon"
    ),
    "{path}: no new file fits, all inodes are used": "{path}: nevejde se už žádný soubor, i-uzly došly",
    "delete small files there, or give it another disk": "smažte tam malé soubory, nebo zvolte jiný disk",
    "{path}: {free:,.1f} GB are free, netmon needs {floor:,.1f} GB": (
        "{path}: volných je {free:,.1f} GB, netmon potřebuje {floor:,.1f} GB"
    ),
    "make room, or set NETMON_STATE to a larger disk": "uvolněte místo, nebo nastavte NETMON_STATE na větší disk",
    "{path}: {free:,.1f} GB are free, {days:day|days} of samples will take about {missing:,.1f} GB more": (
        "{path}: volných je {free:,.1f} GB, vzorky za {days:den|dny|dní} zaberou ještě asi {missing:,.1f} GB"
    ),
    "set NETMON_STATE to a larger disk, or keep less: NETMON_RETENTION={days}d": (
        "nastavte NETMON_STATE na větší disk, nebo uchovávejte méně: NETMON_RETENTION={days}d"
    ),
    # Limits and rights
    "enough for {count:device|devices}": "stačí pro {count:zařízení|zařízení|zařízení}",
    "{limit:,} file descriptors are allowed, {count:device needs|devices need} {needed:,}": (
        "dovoleno je {limit:,} deskriptorů souborů,"
        " {count:zařízení jich potřebuje|zařízení jich potřebují|zařízení jich potřebuje} {needed:,}"
    ),
    "in the systemd unit: LimitNOFILE={limit}; in a shell, as root: ulimit -Hn {limit}": (
        "v jednotce systemd: LimitNOFILE={limit}; v shellu jako root: ulimit -Hn {limit}"
    ),
    "no device is watched by ping over IPv{version}": "žádné zařízení se nehlídá pingem přes IPv{version}",
    "{count:device|devices} can be pinged": "ping dosáhne na {count:zařízení|zařízení|zařízení}",
    "this process may not ping over IPv{version}, and {count:device is|devices are} watched so": (
        "tento proces nesmí posílat ping přes IPv{version},"
        " a {count:zařízení se tak hlídá|zařízení se tak hlídají|zařízení se tak hlídá}"
    ),
    "in the systemd unit: AmbientCapabilities=CAP_NET_RAW; without systemd, as root:"
    " sysctl -w net.ipv4.ping_group_range='{group} {group}'": (
        "v jednotce systemd: AmbientCapabilities=CAP_NET_RAW; bez systemd jako root:"
        " sysctl -w net.ipv4.ping_group_range='{group} {group}'"
    ),
    # Time
    "it is {now}": "je {now}",
    "the clock says {now}, which is before netmon was installed": (
        "hodiny ukazují {now}, tedy dobu před instalací netmonu"
    ),
    "the clock says {now}, which is before netmon's last beat at {beat}": (
        "hodiny ukazují {now}, tedy dobu před posledním tepem netmonu v {beat}"
    ),
    "set the clock and have it kept: timedatectl set-ntp true": (
        "nastavte hodiny a nechte je řídit: timedatectl set-ntp true"
    ),
    "the clock is synchronised": "hodiny jsou synchronizované",
    "nobody here can tell whether the clock is synchronised": "nikdo tu neumí říct, zda jsou hodiny synchronizované",
    "ask whoever runs the host, or install chrony: apt install chrony": (
        "zeptejte se správce hostitele, nebo nainstalujte chrony: apt install chrony"
    ),
    "the clock is not synchronised: moments of outages will be wrong": (
        "hodiny nejsou synchronizované: časy výpadků budou chybné"
    ),
    "timedatectl set-ntp true, or apt install chrony; allow UDP port 123 to a time server": (
        "timedatectl set-ntp true, nebo apt install chrony; povolte UDP port 123 k časovému serveru"
    ),
    "the time of {zone} is known": "čas pásma {zone} je znám",
    "the time of {zone} is not known here, or wrong": "čas pásma {zone} tu není znám, nebo je chybný",
    "apt install tzdata, or: python -m pip install --force-reinstall tzdata": (
        "apt install tzdata, nebo: python -m pip install --force-reinstall tzdata"
    ),
    # Software
    "Python {python}, SQLite {sqlite}": "Python {python}, SQLite {sqlite}",
    "Python here comes with SQLite {sqlite}, netmon needs {oldest}": (
        "zdejší Python má SQLite {sqlite}, netmon potřebuje {oldest}"
    ),
    "use the Python of Debian 12 or newer": "použijte Python z Debianu 12 nebo novější",
    "letters are written in UTF-8": "písmena se zapisují v UTF-8",
    "letters are written in {encoding}, which has not all of them": (
        "písmena se zapisují v {encoding}, kde všechna nejsou"
    ),
    "set LANG=C.UTF-8, or LANG=cs_CZ.UTF-8": "nastavte LANG=C.UTF-8, nebo LANG=cs_CZ.UTF-8",
    # Pages
    "{host} port {port} is free": "{host} port {port} je volný",
    "{host} port {port} serves the netmon that runs": "na {host} port {port} slouží běžící netmon",
    "{host} port {port} serves another netmon, with another state directory": (
        "na {host} port {port} slouží jiný netmon, s jiným adresářem stavu"
    ),
    "{host} port {port} is taken by another program": "{host} port {port} drží jiný program",
    "see who it is: ss -ltnp 'sport = :{port}'; stop it, or set NETMON_PORT": (
        "zjistěte, kdo to je: ss -ltnp 'sport = :{port}'; zastavte ho, nebo nastavte NETMON_PORT"
    ),
    "{host} port {port} cannot be had: {reason}": "{host} port {port} nelze získat: {reason}",
    "take a port from 1024 on with NETMON_PORT, and have a proxy serve the other": (
        "zvolte v NETMON_PORT port od 1024 a ten druhý nechte proxy"
    ),
    "set NETMON_LISTEN to an address of this machine, such as 127.0.0.1": (
        "nastavte NETMON_LISTEN na adresu tohoto stroje, například 127.0.0.1"
    ),
    "{url} stays on this machine": "{url} neopouští tento stroj",
    "{url} is not https: passwords and sessions travel readable": "{url} není https: hesla a relace cestují čitelně",
    "put nginx or Caddy with TLS before netmon (netmon print nginx) and set NETMON_URL to https://…": (
        "předřaďte netmonu nginx nebo Caddy s TLS (netmon print nginx) a nastavte NETMON_URL na https://…"
    ),
    "{url}, behind {proxy}": "{url}, za proxy {proxy}",
    "no proxy is trusted: everybody seems to come from it, and one person's wrong passwords stop all": (
        "žádné proxy se nevěří: všichni jako by přicházeli z ní a špatná hesla jednoho zastaví všechny"
    ),
    "set NETMON_TRUSTED_PROXY to the address the proxy comes from, such as 127.0.0.1": (
        "nastavte NETMON_TRUSTED_PROXY na adresu, ze které proxy přichází, například 127.0.0.1"
    ),
    # InfluxDB
    "NETMON_INFLUX__URL is not set: points stay in samples.db": "NETMON_INFLUX__URL chybí: body zůstávají v samples.db",
    "its token cannot be had, see secrets": "její token není k dispozici, viz tajemství",
    "{url} lets us write to {bucket}": "{url} nás nechá zapisovat do {bucket}",
    "{url} does not answer: {reason}": "{url} neodpovídá: {reason}",
    "{url} answers {status}: {said}": "{url} odpovídá {status}: {said}",
    "InfluxDB's clock and ours are {seconds:,} s apart": "hodiny InfluxDB a naše se liší o {seconds:,} s",
    "synchronise both clocks; see the line about the clock for which of them is wrong": (
        "synchronizujte oboje; které jdou špatně, napoví řádek o hodinách"
    ),
    "start InfluxDB, or mend NETMON_INFLUX__URL": "spusťte InfluxDB, nebo opravte NETMON_INFLUX__URL",
    "the server does not know the token {token}: netmon influx setup makes one": (
        "server nezná token {token}: nový vytvoří netmon influx setup"
    ),
    "give the token {token} the right to write to {bucket}": "dejte tokenu {token} právo zapisovat do {bucket}",
    "mend NETMON_INFLUX__ORG ({org}) or NETMON_INFLUX__BUCKET ({bucket}); netmon influx setup makes them": (
        "opravte NETMON_INFLUX__ORG ({org}) nebo NETMON_INFLUX__BUCKET ({bucket}); založí je netmon influx setup"
    ),
    "is NETMON_INFLUX__URL the address of InfluxDB itself, with the right http or https?": (
        "je NETMON_INFLUX__URL adresa samotné InfluxDB, se správným http nebo https?"
    ),
    "look into the log of InfluxDB": "podívejte se do záznamu InfluxDB",
    # Mail
    "NETMON_SMTP__HOST is not set: no mail leaves": "NETMON_SMTP__HOST chybí: žádná pošta neodejde",
    "its password cannot be had, see secrets": "její heslo není k dispozici, viz tajemství",
    "{server} takes our mail": "{server} přijímá naši poštu",
    "{server} takes our mail, but the password travels readable": (
        "{server} přijímá naši poštu, ale heslo cestuje čitelně"
    ),
    "set NETMON_SMTP__STARTTLS=true": "nastavte NETMON_SMTP__STARTTLS=true",
    "{server} does not talk to us: {said}": "{server} s námi nemluví: {said}",
    "mend NETMON_SMTP__HOST or NETMON_SMTP__PORT, or let this machine through": (
        "opravte NETMON_SMTP__HOST nebo NETMON_SMTP__PORT, nebo tento stroj propusťte"
    ),
    "{server} does not encrypt: {said}": "{server} nešifruje: {said}",
    "give it STARTTLS with a certificate this machine believes, or set NETMON_SMTP__STARTTLS=false": (
        "dejte mu STARTTLS s certifikátem, kterému tento stroj věří, nebo nastavte NETMON_SMTP__STARTTLS=false"
    ),
    "{server} refuses our log-in: {said}": "{server} odmítá naše přihlášení: {said}",
    "mend NETMON_SMTP__USER or the secret of NETMON_SMTP__PASSWORD; some servers want STARTTLS first": (
        "opravte NETMON_SMTP__USER nebo tajemství z NETMON_SMTP__PASSWORD; některé servery chtějí nejdřív STARTTLS"
    ),
    "{server} refuses the sender {sender}: {said}": "{server} odmítá odesílatele {sender}: {said}",
    "set NETMON_SMTP__SENDER to an address the server may send for, or log in": (
        "nastavte NETMON_SMTP__SENDER na adresu, za kterou server smí odesílat, nebo se přihlaste"
    ),
    "{server} refuses mail to {recipient}: {said}": "{server} odmítá poštu pro {recipient}: {said}",
    "mend the address in routes.yaml, or have the server relay for this machine": (
        "opravte adresu v routes.yaml, nebo serveru povolte předávat za tento stroj"
    ),
    "there is a way to every receiver": "ke každému příjemci vede cesta",
    "mail is to go to {names}, but none leaves": "{names} má dostávat poštu, ale žádná neodchází",
    "set NETMON_SMTP__HOST and NETMON_SMTP__SENDER, or give them a webhook": (
        "nastavte NETMON_SMTP__HOST a NETMON_SMTP__SENDER, nebo jim dejte webhook"
    ),
    "no route leads to anybody: nobody is told of an outage": "žádná cesta k nikomu nevede: o výpadku se nikdo nedozví",
    "write receivers and routes into routes.yaml": "zapište příjemce a cesty (receivers, routes) do routes.yaml",
    # A netmon that runs
    "never": "nikdy",
    "netmon runs; last beat: {beat}": "netmon běží; poslední tep: {beat}",
    "netmon does not run; last beat: {beat}": "netmon neběží; poslední tep: {beat}",
    "netmon runs, but its heart does not beat; last beat: {beat}": (
        "netmon běží, ale jeho srdce netepe; poslední tep: {beat}"
    ),
    "look into its log (journalctl -u netmon) and start it again": (
        "podívejte se do jeho záznamu (journalctl -u netmon) a spusťte ho znovu"
    ),
    "state.db cannot be read: {reason}": "state.db nelze přečíst: {reason}",
    "run the doctor as the user that runs netmon; if the file is damaged: netmon restore FILE": (
        "spusťte doktora jako uživatel, pod kterým běží netmon; je-li soubor poškozený: netmon restore SOUBOR"
    ),
}
