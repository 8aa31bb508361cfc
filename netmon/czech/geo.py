"""What is said of shapes for the map."""

TEXTS = {
    # netmon.cli.geo
    "Bring outlines of municipalities and ways of links to the map.\n\nExample: netmon geo import obce.geojson": (
        "Doplní do mapy hranice obcí a průběh tras.\n\nPříklad: netmon geo import obce.geojson"
    ),
    "Bring outlines of municipalities and ways of links to the map.": "Doplní do mapy hranice obcí a průběh tras.",
    "Take shapes over from a GeoJSON file.": "Převezme tvary ze souboru GeoJSON.",
    """Take shapes over from a GeoJSON file.

FILE is a FeatureCollection in WGS 84 (EPSG:4326). Polygon and MultiPolygon are the outlines of
municipalities: their property code (or kod) is the municipality's code. LineString are the ways of
links: their property link (or name) is the link's name in the inventory. Without these properties
the id of the feature counts.

If any feature is wrong, each one is told and nothing is written. Outlines replace all outlines that
were there, ways all ways; a file without outlines leaves them as they are. What has more points than
a map can show is simplified. Everybody may see outlines; ways only those who may see their links.

The netmon that runs shows the new map at once. Without any shapes it is drawn from points.

Exit codes: 0 fine, 1 nothing was written, 2 wrong usage.

Example: netmon geo import obce.geojson""": """Převezme tvary ze souboru GeoJSON.

FILE je FeatureCollection v souřadnicích WGS 84 (EPSG:4326). Polygon a MultiPolygon jsou hranice obcí:
vlastnost code (nebo kod) je kód obce. LineString je průběh trasy: vlastnost link (nebo name) je jméno
trasy v inventáři. Kde tyto vlastnosti chybějí, platí id prvku.

Je-li některý prvek chybný, vypíše se každý takový a nezapíše se nic. Hranice nahradí všechny dosavadní
hranice, průběhy všechny dosavadní průběhy; soubor bez hranic je nechá, jak jsou. Co má víc bodů, než
mapa dokáže ukázat, se zjednoduší. Hranice smí vidět každý, průběh trasy jen ten, kdo smí vidět trasu.

Běžící netmon ukáže novou mapu hned. Bez tvarů se mapa kreslí z bodů.

Návratové kódy: 0 v pořádku, 1 nic se nezapsalo, 2 chybné použití.

Příklad: netmon geo import obce.geojson""",
    # netmon.console.geo
    "{boundaries:outline|outlines} and {routes:way|ways} taken over into {path}": (
        "převzato do {path}: {boundaries:hranice obce|hranice obcí|hranic obcí}, {routes:průběh|průběhy|průběhů} tras"
    ),
    "simplified from {read:,} points to {points:,}": "zjednodušeno z {read:,} bodů na {points:,}",
    "and {more:complaint|complaints} more": "a dále {more:chyba|chyby|chyb}",
    "{path}: has too many points to be simplified; bring coarser shapes": (
        "{path}: má příliš mnoho bodů a nelze jej zjednodušit; dodejte hrubší tvary"
    ),
    # netmon.geo.geojson
    "{path}: feature {number}: {what}": "{path}: prvek {number}: {what}",
    "{path}: has more than {limit:,} bytes; simplify the shapes, or import fewer at once": (
        "{path}: má více než {limit:,} bajtů; zjednodušte tvary, nebo jich importujte méně najednou"
    ),
    "{path}: is no GeoJSON FeatureCollection; export it as one": (
        "{path}: není GeoJSON FeatureCollection; vyexportujte jej tak"
    ),
    "{path}: is not in WGS 84; export it in EPSG:4326": "{path}: není ve WGS 84; vyexportujte jej v EPSG:4326",
    "{path}: holds no features; export at least one": "{path}: neobsahuje žádné prvky; vyexportujte alespoň jeden",
    "{path}: holds more than {limit:,} features; export this region only": (
        "{path}: obsahuje více než {limit:,} prvků; vyexportujte jen tento kraj"
    ),
    "{path}: is nested too deeply to be GeoJSON; export it anew": (
        "{path}: je vnořený příliš hluboko na GeoJSON; vyexportujte jej znovu"
    ),
    "{path}: is not JSON in UTF-8: {reason}; export it anew": (
        "{path}: není JSON v UTF-8: {reason}; vyexportujte jej znovu"
    ),
    "is no Feature; leave it out": "není Feature; vynechte jej",
    "is neither Polygon, MultiPolygon nor LineString; convert it, or leave it out": (
        "není Polygon, MultiPolygon ani LineString; převeďte jej, nebo jej vynechte"
    ),
    'has no name; write the property "{key}"': "nemá jméno; doplňte vlastnost „{key}“",
    "the file holds more than {limit:,} rings; simplify it": (
        "soubor obsahuje více než {limit:,} prstenců; zjednodušte jej"
    ),
    "the file holds more than {limit:,} points; simplify it": (
        "soubor obsahuje více než {limit:,} bodů; zjednodušte jej"
    ),
    "a ring does not end where it begins; close it": "prstenec nekončí tam, kde začíná; uzavřete jej",
    "a line has fewer than {least} points; draw it whole": "čára má méně než {least} body; nakreslete ji celou",
    "its coordinates are no list of positions; export it anew": (
        "souřadnice nejsou seznam bodů; vyexportujte jej znovu"
    ),
    "a position is no pair of numbers; write [longitude, latitude]": (
        "bod není dvojice čísel; pište [zeměpisná délka, zeměpisná šířka]"
    ),
    "its coordinates are no degrees; export it in WGS 84 (EPSG:4326)": (
        "souřadnice nejsou stupně; vyexportujte jej ve WGS 84 (EPSG:4326)"
    ),
    # netmon.geo.checking
    "{name} has a second shape; put all parts into one feature": (
        "{name} má druhý tvar; dejte všechny části do jednoho prvku"
    ),
    "no municipality has the code {name}; {cure}": "kód {name} nemá žádná obec; {cure}",
    "no link is called {name}; {cure}": "žádná trasa se nejmenuje {name}; {cure}",
    "leave it out": "vynechte ji",
    "latitude stands before longitude; swap them": "šířka stojí před délkou; prohoďte je",
    "it lies outside the region; export it in WGS 84 (EPSG:4326)": (
        "leží mimo kraj; vyexportujte jej ve WGS 84 (EPSG:4326)"
    ),
    "{name} lies elsewhere; look whether the codes are mixed up": (
        "{name} leží jinde; podívejte se, zda nejsou kódy zaměněné"
    ),
    "the link joins {names}, and the line ends elsewhere; look whether the names are mixed up": (
        "trasa spojuje {names}, ale čára končí jinde; podívejte se, zda nejsou jména zaměněná"
    ),
}
