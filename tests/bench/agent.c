/*
 * Many SNMP agents in one process: what `make bench BENCH=snmp` measures clients against.
 *
 * Device n answers at 127.1.(n / 250).(n % 250 + 1). All devices have the same objects, so names and what
 * never changes are encoded and sorted once; counters are reckoned at each request from a clock, so that
 * no client can live on equal replies.
 *
 * GET, GETNEXT and GETBULK (RFC 3416) over SNMPv2c and SNMPv3 with the user-based security model (RFC 3414,
 * RFC 7860, RFC 3826; AES-256 after draft-blumenthal-aes-usm-04). What is malformed, what bears another
 * community, and SET, which nobody here may do, gets no answer.
 *
 * Options are words such as devices=200 (see `main`). Prints "ready" when every device listens; ends when
 * its standard input does.
 */

#define _GNU_SOURCE

#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    LARGEST_REPLY = 1472,      /* octets of UDP that Ethernet carries in one piece */
    LARGEST_REQUEST = 4096,    /* octets; told as msgMaxSize */
    DEVICES_PER_NET = 250,     /* of 127.1.x.0/24 */
    EVENTS = 256,              /* sockets looked at between two looks at the clock */
    REPEATERS = 128,           /* columns in one GETBULK */
    DRIP = 10,                 /* a dripping device answers one request of so many */
    DELAY = 4000,              /* ms that a slow device takes */
    MOST_DELAYED = 1 << 16,    /* answers on their way */
    TIME_WINDOW = 150,         /* s (RFC 3414 §2.2.3) */
    DAY = 86400000,            /* ms */
};

static void fail(const char *what, const char *reason) {
    fprintf(stderr, "agent: %s: %s\n", what, reason);
    exit(EXIT_FAILURE);
}

static void *allocate(size_t count, size_t size) {
    void *room = calloc(count, size);
    if (!room)
        fail("memory", strerror(errno));
    return room;
}

/* Returns a well mixed number for a poor one (splitmix64): everything here that looks random. */
static uint64_t mix(uint64_t number) {
    number += 0x9e3779b97f4a7c15u;
    number = (number ^ number >> 30) * 0xbf58476d1ce4e5b9u;
    number = (number ^ number >> 27) * 0x94d049bb133111ebu;
    return number ^ number >> 31;
}

/* --- BER, as far as SNMP uses it (RFC 3417 §8) --- */

enum { INTEGER = 0x02, OCTET_STRING = 0x04, OBJECT_IDENTIFIER = 0x06, SEQUENCE = 0x30 };
enum { COUNTER32 = 0x41, GAUGE32 = 0x42, TIME_TICKS = 0x43, COUNTER64 = 0x46 };
enum { NO_SUCH_OBJECT = 0x80, NO_SUCH_INSTANCE = 0x81, END_OF_MIB_VIEW = 0x82 };
enum { GET = 0xa0, GET_NEXT = 0xa1, RESPONSE = 0xa2, GET_BULK = 0xa5, REPORT = 0xa8 };

struct span {
    const uint8_t *at, *end;
};

static struct span span(const uint8_t *at, size_t length) {
    return (struct span){at, at + length};
}

static size_t length_of(struct span span) {
    return (size_t)(span.end - span.at);
}

static bool equals(struct span span, const void *octets, size_t length) {
    return length_of(span) == length && memcmp(span.at, octets, length) == 0;
}

/* Takes the first element off `from`; false if it is not whole. */
static bool take_any(struct span *from, uint8_t *tag, struct span *content) {
    const uint8_t *at = from->at;
    if (length_of(*from) < 2)
        return false;
    *tag = *at++;
    size_t length = *at++;
    if (length & 0x80) {
        size_t octets = length & 0x7f;
        if (octets == 0 || octets > 4 || (size_t)(from->end - at) < octets)
            return false;
        for (length = 0; octets > 0; octets--)
            length = length << 8 | *at++;
    }
    if ((size_t)(from->end - at) < length)
        return false;
    *content = span(at, length);
    from->at = content->end;
    return true;
}

static bool take(struct span *from, uint8_t tag, struct span *content) {
    uint8_t found;
    return take_any(from, &found, content) && found == tag;
}

static bool take_number(struct span *from, int64_t *number) {
    struct span content;
    if (!take(from, INTEGER, &content) || length_of(content) == 0 || length_of(content) > 4)
        return false;
    *number = (int8_t)*content.at;
    while (++content.at < content.end)
        *number = *number * 256 + *content.at;
    return true;
}

/* Takes a number as a whole element, to be echoed. */
static bool take_id(struct span *from, struct span *element) {
    int64_t ignored;
    element->at = from->at;
    bool is_number = take_number(from, &ignored);
    element->end = from->at;
    return is_number;
}

static size_t header_size(size_t length) {
    return length < 0x80 ? 2 : length < 0x100 ? 3 : 4;
}

static uint8_t *write_header(uint8_t *at, uint8_t tag, size_t length) {
    *at++ = tag;
    if (length >= 0x100) {
        *at++ = 0x82;
        *at++ = (uint8_t)(length >> 8);
    } else if (length >= 0x80) {
        *at++ = 0x81;
    }
    *at++ = (uint8_t)length;
    return at;
}

static uint8_t *write_octets(uint8_t *at, uint8_t tag, struct span octets) {
    at = write_header(at, tag, length_of(octets));
    memcpy(at, octets.at, length_of(octets));
    return at + length_of(octets);
}

/* Writes an unsigned number in as few octets as it needs; returns where it ends. */
static uint8_t *write_number(uint8_t *at, uint8_t tag, uint64_t number) {
    size_t octets = number ? (size_t)(64 - __builtin_clzll(number)) / 8 + 1 : 1;
    at = write_header(at, tag, octets);
    for (size_t i = octets; i > 0; i--, number >>= 8)
        at[i - 1] = (uint8_t)number;
    return at + octets;
}

/* A reply in the making: varbinds grow at its back within `room`, everything around them is put in front. */
struct sheet {
    uint8_t *front, *back;
    size_t room;
    uint8_t octets[2 * LARGEST_REPLY];
};

static void begin(struct sheet *sheet, size_t room) {
    sheet->front = sheet->back = sheet->octets + sizeof sheet->octets - LARGEST_REPLY;
    sheet->room = room;
}

static size_t size_of(const struct sheet *sheet) {
    return (size_t)(sheet->back - sheet->front);
}

static void put(struct sheet *sheet, struct span octets) {
    sheet->front -= length_of(octets);
    memcpy(sheet->front, octets.at, length_of(octets));
}

static void put_header(struct sheet *sheet, uint8_t tag, size_t length) {
    sheet->front -= header_size(length);
    write_header(sheet->front, tag, length);
}

static void wrap(struct sheet *sheet, uint8_t tag) {
    put_header(sheet, tag, size_of(sheet));
}

static void put_octets(struct sheet *sheet, struct span octets) {
    put(sheet, octets);
    put_header(sheet, OCTET_STRING, length_of(octets));
}

static void put_number(struct sheet *sheet, uint64_t number) {
    uint8_t element[12];
    put(sheet, (struct span){element, write_number(element, INTEGER, number)});
}

/* --- Objects: the same on every device --- */

/* Where a value comes from; `parameter` is the constant, the usmStats counter, or the octets' right shift. */
enum source { CONSTANT, ROW, ROWS, SPEED, HIGH_SPEED, STATUS, DESCR, NAME, ALIAS, /* of one device: */ SYS_NAME,
              UP_TIME, ENGINE_ID, ENGINE_BOOTS, ENGINE_TIME, REPORTED, IN, OUT };

#define SYSTEM "1.3.6.1.2.1.1."
#define INTERFACES "1.3.6.1.2.1.2."
#define IF_ENTRY INTERFACES "2.1."
#define IF_MIB "1.3.6.1.2.1.31.1."
#define IF_X_ENTRY IF_MIB "1.1."
#define ENGINE "1.3.6.1.6.3.10.2.1."
#define USM_STATS "1.3.6.1.6.3.15.1.1."

/* In lexicographical order. With a packet in 512 octets, a discard in 4 GiB, an error in 64. */
static const struct type {
    const char *name;
    bool is_column;
    uint8_t tag;
    enum source source;
    uint16_t parameter;
} TYPES[] = {
    {SYSTEM "1", false, OCTET_STRING, DESCR, 0},           /* sysDescr */
    {SYSTEM "3", false, TIME_TICKS, UP_TIME, 0},           /* sysUpTime */
    {SYSTEM "5", false, OCTET_STRING, SYS_NAME, 0},        /* sysName */
    {INTERFACES "1", false, INTEGER, ROWS, 0},             /* ifNumber */
    {IF_ENTRY "1", true, INTEGER, ROW, 0},                 /* ifIndex */
    {IF_ENTRY "2", true, OCTET_STRING, NAME, 0},           /* ifDescr */
    {IF_ENTRY "3", true, INTEGER, CONSTANT, 6},            /* ifType: ethernetCsmacd */
    {IF_ENTRY "4", true, INTEGER, CONSTANT, 1500},         /* ifMtu */
    {IF_ENTRY "5", true, GAUGE32, SPEED, 0},               /* ifSpeed */
    {IF_ENTRY "7", true, INTEGER, CONSTANT, 1},            /* ifAdminStatus: up */
    {IF_ENTRY "8", true, INTEGER, STATUS, 0},              /* ifOperStatus */
    {IF_ENTRY "9", true, TIME_TICKS, CONSTANT, 12000},     /* ifLastChange: two minutes after the start */
    {IF_ENTRY "10", true, COUNTER32, IN, 0},               /* ifInOctets */
    {IF_ENTRY "11", true, COUNTER32, IN, 9},               /* ifInUcastPkts */
    {IF_ENTRY "13", true, COUNTER32, IN, 32},              /* ifInDiscards */
    {IF_ENTRY "14", true, COUNTER32, IN, 36},              /* ifInErrors */
    {IF_ENTRY "16", true, COUNTER32, OUT, 0},              /* ifOutOctets */
    {IF_ENTRY "17", true, COUNTER32, OUT, 9},              /* ifOutUcastPkts */
    {IF_ENTRY "19", true, COUNTER32, OUT, 32},             /* ifOutDiscards */
    {IF_ENTRY "20", true, COUNTER32, OUT, 36},             /* ifOutErrors */
    {IF_X_ENTRY "1", true, OCTET_STRING, NAME, 0},         /* ifName */
    {IF_X_ENTRY "6", true, COUNTER64, IN, 0},              /* ifHCInOctets */
    {IF_X_ENTRY "7", true, COUNTER64, IN, 9},              /* ifHCInUcastPkts */
    {IF_X_ENTRY "8", true, COUNTER64, IN, 16},             /* ifHCInMulticastPkts */
    {IF_X_ENTRY "9", true, COUNTER64, IN, 18},             /* ifHCInBroadcastPkts */
    {IF_X_ENTRY "10", true, COUNTER64, OUT, 0},            /* ifHCOutOctets */
    {IF_X_ENTRY "11", true, COUNTER64, OUT, 9},            /* ifHCOutUcastPkts */
    {IF_X_ENTRY "12", true, COUNTER64, OUT, 16},           /* ifHCOutMulticastPkts */
    {IF_X_ENTRY "13", true, COUNTER64, OUT, 18},           /* ifHCOutBroadcastPkts */
    {IF_X_ENTRY "15", true, GAUGE32, HIGH_SPEED, 0},       /* ifHighSpeed */
    {IF_X_ENTRY "18", true, OCTET_STRING, ALIAS, 0},       /* ifAlias */
    {IF_X_ENTRY "19", true, TIME_TICKS, CONSTANT, 0},      /* ifCounterDiscontinuityTime */
    {IF_MIB "5", false, TIME_TICKS, CONSTANT, 0},          /* ifTableLastChange */
    {ENGINE "1", false, OCTET_STRING, ENGINE_ID, 0},       /* snmpEngineID */
    {ENGINE "2", false, INTEGER, ENGINE_BOOTS, 0},         /* snmpEngineBoots */
    {ENGINE "3", false, INTEGER, ENGINE_TIME, 0},          /* snmpEngineTime */
    {ENGINE "4", false, INTEGER, CONSTANT, LARGEST_REQUEST}, /* snmpEngineMaxMessageSize */
    {USM_STATS "1", false, COUNTER32, REPORTED, 0},        /* usmStatsUnsupportedSecLevels */
    {USM_STATS "2", false, COUNTER32, REPORTED, 1},        /* usmStatsNotInTimeWindows */
    {USM_STATS "3", false, COUNTER32, REPORTED, 2},        /* usmStatsUnknownUserNames */
    {USM_STATS "4", false, COUNTER32, REPORTED, 3},        /* usmStatsUnknownEngineIDs */
    {USM_STATS "5", false, COUNTER32, REPORTED, 4},        /* usmStatsWrongDigests */
    {USM_STATS "6", false, COUNTER32, REPORTED, 5},        /* usmStatsDecryptionErrors */
};

enum { TYPE_COUNT = sizeof TYPES / sizeof TYPES[0] };
enum report { UNSUPPORTED_LEVEL, NOT_IN_TIME_WINDOW, UNKNOWN_USER, UNKNOWN_ENGINE, WRONG_DIGEST, DECRYPTION_ERROR,
              REPORTS };

/* An instance: its encoded name, of which `type_length` octets are its type's, and if it never changes its value. */
struct object {
    const struct type *type;
    uint32_t row;
    uint8_t name_length, type_length, value_length;
    uint8_t name[20], value[48];
};

/* `slots` finds an object by its name: open addressing, 0 for nothing, else its number plus one. */
struct tree {
    struct object *objects;
    size_t count;
    uint32_t *slots, mask;
};

static struct span name_of(const struct object *object) {
    return span(object->name, object->name_length);
}

static uint32_t hash(struct span name) {
    uint32_t hashed = 2166136261u; /* FNV-1a */
    for (; name.at < name.end; name.at++)
        hashed = (hashed ^ *name.at) * 16777619u;
    return hashed ^ hashed >> 15;
}

/* Returns the slot that holds a name, or the free one where it belongs. */
static uint32_t *slot_of(const struct tree *tree, struct span name) {
    uint32_t at = hash(name) & tree->mask;
    for (; tree->slots[at]; at = (at + 1) & tree->mask) {
        const struct object *object = &tree->objects[tree->slots[at] - 1];
        if (equals(name, object->name, object->name_length))
            break;
    }
    return &tree->slots[at];
}

/* Returns the number of the object with this name; `count` if there is none. */
static size_t exactly(const struct tree *tree, struct span name) {
    uint32_t slot = *slot_of(tree, name);
    return slot ? slot - 1 : tree->count;
}

static uint32_t next_arc(struct span *name) {
    uint32_t arc = 0;
    while (name->at < name->end) {
        uint8_t octet = *name->at++;
        arc = arc << 7 | (octet & 0x7f);
        if (!(octet & 0x80))
            break;
    }
    return arc;
}

/* Orders names by their arcs; their octets have another order. */
static int compare(struct span a, struct span b) {
    while (a.at < a.end && b.at < b.end) {
        uint32_t one = next_arc(&a), other = next_arc(&b);
        if (one != other)
            return one < other ? -1 : 1;
    }
    return (a.at < a.end) - (b.at < b.end);
}

/* Returns the number of the first object after a name; `count` if there is none. */
static size_t after(const struct tree *tree, struct span name) {
    size_t exact = exactly(tree, name), low = 0, high = tree->count;
    if (exact < tree->count)
        return exact + 1;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (compare(name_of(&tree->objects[middle]), name) > 0)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static bool is_of_type(const struct object *object, struct span name) {
    return length_of(name) >= object->type_length && memcmp(name.at, object->name, object->type_length) == 0;
}

/* Returns what a GET says of a name that is not there (RFC 3416 §4.2.1); its type would be next to it. */
static uint8_t absence(const struct tree *tree, struct span name) {
    size_t next = after(tree, name);
    bool is_known = (next < tree->count && is_of_type(&tree->objects[next], name)) ||
                    (next > 0 && is_of_type(&tree->objects[next - 1], name));
    return is_known ? NO_SUCH_INSTANCE : NO_SUCH_OBJECT;
}

static uint8_t *write_arc(uint8_t *at, uint32_t arc) {
    for (int shift = 28; shift > 0; shift -= 7)
        if (arc >> shift)
            *at++ = (uint8_t)(0x80 | arc >> shift);
    *at++ = arc & 0x7f;
    return at;
}

/* Writes a name given in digits; the first two arcs share an octet, and all of ours begin with 1.3. */
static uint8_t *write_name(uint8_t *at, const char *digits) {
    *at++ = 0x2b;
    for (char *rest = (char *)digits + strlen("1.3"); *rest == '.';)
        at = write_arc(at, (uint32_t)strtoul(rest + 1, &rest, 10));
    return at;
}

/* --- Devices --- */

enum { AUTHS = 2, PRIVS = 2, ENGINE_ID_LENGTH = 9, LONGEST_HASH = 32, SALT = 8 };

/* `truncated` octets of the HMAC are sent (RFC 3414 §6, RFC 7860 §4). */
static const struct {
    const char *hash;
    size_t length, truncated;
} AUTH[AUTHS] = {{"SHA1", 20, 12}, {"SHA256", 32, 24}};

static const char *const CIPHERS[PRIVS] = {"AES-128-CFB", "AES-256-CFB"};
static const char *const USERS[AUTHS][PRIVS] = {
    {"sha-1-aes-128", "sha-1-aes-256"},
    {"sha-256-aes-128", "sha-256-aes-256"},
};
static const char AUTH_PASSPHRASE[] = "authentication key", PRIV_PASSPHRASE[] = "privacy key, another";
static const char COMMUNITY[] = "kk-readonly";

enum fault { NONE, DEAD, SLOW, DRIPPING };

struct options {
    uint32_t devices, interfaces, port, seed, load, pace, dead, slow, drip;
};

/* Octets that came and went before the agent started, and how many do in a millisecond. */
struct link {
    uint64_t in, out, in_rate, out_rate;
};

struct delayed {
    struct delayed *next;
    uint64_t due;
    int socket;
    struct sockaddr_in peer;
    size_t length;
    uint8_t octets[];
};

/* What the devices share; `now` is ms since the start. Delayed answers stand in the order they are due. */
struct agency {
    struct options options;
    struct tree tree;
    struct device *devices;
    uint64_t began, now, salt;
    struct delayed *delayed, **last_delayed;
    size_t delayed_count;
    uint8_t request[LARGEST_REQUEST];
    struct sheet sheet;
};

/* `macs` and `ciphers` have their keys already; `age` is ms up before the agent started. */
struct device {
    struct agency *agency;
    uint32_t number, boots, asked, reported[REPORTS];
    enum fault fault;
    int socket;
    uint8_t engine_id[ENGINE_ID_LENGTH];
    uint64_t age;
    struct link *links;
    EVP_MAC_CTX *macs[AUTHS];
    EVP_CIPHER_CTX *ciphers[AUTHS][PRIVS];
};

static uint64_t clock_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static struct in_addr address_of(uint32_t number) {
    return (struct in_addr){htonl(0x7f010000u | number / DEVICES_PER_NET << 8 | (number % DEVICES_PER_NET + 1))};
}

static uint64_t up_time(const struct device *device) {
    return device->age + device->agency->now;
}

static uint32_t engine_time(const struct device *device) {
    return (uint32_t)(up_time(device) / 1000);
}

static struct span engine_of(const struct device *device) {
    return span(device->engine_id, ENGINE_ID_LENGTH);
}

/* Every sixteenth interface is down. */
static bool is_up(uint32_t row) {
    return row % 16 != 0;
}

/* Mbit/s: most are Gigabit Ethernet, some uplinks are faster. */
static uint32_t high_speed(uint32_t row) {
    return row % 12 == 1 ? 100000 : row % 4 == 1 ? 10000 : 1000;
}

static uint64_t number_of(const struct device *device, const struct type *type, uint32_t row) {
    const struct link *link = &device->links[row];
    uint64_t now = device->agency->now;
    switch (type->source) {
    case ROW:
        return row;
    case ROWS:
        return device->agency->options.interfaces;
    case SPEED: /* all that is faster says the largest Gauge32 (RFC 2863 §3.1.7) */
        return high_speed(row) < 4295 ? high_speed(row) * 1000000u : UINT32_MAX;
    case HIGH_SPEED:
        return high_speed(row);
    case STATUS:
        return is_up(row) ? 1 : 2;
    case UP_TIME:
        return up_time(device) / 10;
    case ENGINE_BOOTS:
        return device->boots;
    case ENGINE_TIME:
        return engine_time(device);
    case REPORTED:
        return device->reported[type->parameter];
    case IN:
        return (link->in + link->in_rate * now) >> type->parameter;
    case OUT:
        return (link->out + link->out_rate * now) >> type->parameter;
    default:
        return type->parameter;
    }
}

/* Writes a value as a whole element; returns where it ends. */
static uint8_t *write_value(uint8_t *at, const struct device *device, const struct type *type, uint32_t row) {
    char text[40];
    int length;
    switch (type->source) {
    case ENGINE_ID:
        return write_octets(at, OCTET_STRING, engine_of(device));
    case DESCR:
        length = snprintf(text, sizeof text, "netmon bench agent");
        break;
    case SYS_NAME:
        length = snprintf(text, sizeof text, "device-%05" PRIu32, device->number);
        break;
    case NAME:
        length = snprintf(text, sizeof text, "xe-0/%" PRIu32 "/%" PRIu32, (row - 1) / 24, (row - 1) % 24);
        break;
    case ALIAS:
        length = snprintf(text, sizeof text, "to %.*s-%" PRIu32, (int)(1 + row % 8), "westends", row);
        break;
    default: {
        uint64_t number = number_of(device, type, row);
        return write_number(at, type->tag, type->tag == COUNTER64 ? number : (uint32_t)number);
    }
    }
    return write_octets(at, type->tag, span((const uint8_t *)text, (size_t)length));
}

static void add_object(struct tree *tree, const struct device *device, const struct type *type, uint32_t row) {
    struct object *object = &tree->objects[tree->count];
    uint8_t *end = write_name(object->name, type->name);
    object->type = type;
    object->row = row;
    object->type_length = (uint8_t)(end - object->name);
    object->name_length = (uint8_t)(write_arc(end, row) - object->name);
    if (type->source < SYS_NAME)
        object->value_length = (uint8_t)(write_value(object->value, device, type, row) - object->value);
    if (tree->count > 0 && compare(name_of(object - 1), name_of(object)) >= 0)
        fail(type->name, "not in order");
    *slot_of(tree, name_of(object)) = (uint32_t)++tree->count;
}

/* Makes all objects; `device` is any, as it has no say in what never changes. */
static void plant(struct tree *tree, const struct device *device, uint32_t rows) {
    size_t most = (size_t)TYPE_COUNT * rows, slots = 64;
    while (slots < 4 * most)
        slots *= 2;
    tree->objects = allocate(most + TYPE_COUNT, sizeof *tree->objects);
    tree->slots = allocate(slots, sizeof *tree->slots);
    tree->mask = (uint32_t)slots - 1;
    for (const struct type *type = TYPES; type < TYPES + TYPE_COUNT; type++)
        for (uint32_t row = type->is_column; row <= (type->is_column ? rows : 0); row++)
            add_object(tree, device, type, row);
}

/* --- Keys, signatures and privacy (RFC 3414 §2.6 and §6, RFC 3826) --- */

static void must(bool succeeded, const char *what) {
    if (!succeeded)
        fail(what, "OpenSSL refuses");
}

static void digest(const char *hash, struct span octets, uint8_t *digested) {
    must(EVP_Q_digest(NULL, hash, NULL, octets.at, length_of(octets), digested, NULL), hash);
}

/* Ku: the hash of the passphrase repeated to a mebioctet (RFC 3414 §A.2). */
static void master_key(const char *hash, const char *passphrase, uint8_t *key) {
    enum { EXPANDED = 1 << 20 };
    uint8_t *expanded = allocate(1, EXPANDED);
    for (size_t i = 0, length = strlen(passphrase); i < EXPANDED; i++)
        expanded[i] = (uint8_t)passphrase[i % length];
    digest(hash, span(expanded, EXPANDED), key);
    free(expanded);
}

/* Kul: the key for one engine, followed by its own hash for the ciphers that need more (Blumenthal). */
static void localise(size_t auth, const uint8_t *ku, struct span engine_id, uint8_t kul[2 * LONGEST_HASH]) {
    size_t length = AUTH[auth].length;
    uint8_t joined[2 * LONGEST_HASH + ENGINE_ID_LENGTH];
    memcpy(joined, ku, length);
    memcpy(joined + length, engine_id.at, ENGINE_ID_LENGTH);
    memcpy(joined + length + ENGINE_ID_LENGTH, ku, length);
    digest(AUTH[auth].hash, span(joined, 2 * length + ENGINE_ID_LENGTH), kul);
    digest(AUTH[auth].hash, span(kul, length), kul + length);
}

static EVP_MAC_CTX *keyed_mac(size_t auth, const uint8_t *key) {
    char *hash = (char *)AUTH[auth].hash;
    OSSL_PARAM parameters[] = {OSSL_PARAM_utf8_string(OSSL_MAC_PARAM_DIGEST, hash, strlen(hash)), OSSL_PARAM_END};
    EVP_MAC *hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    EVP_MAC_CTX *mac = EVP_MAC_CTX_new(hmac);
    must(EVP_MAC_init(mac, key, AUTH[auth].length, parameters), "HMAC");
    EVP_MAC_free(hmac);
    return mac;
}

static EVP_CIPHER_CTX *keyed_cipher(size_t priv, const uint8_t *key) {
    EVP_CIPHER *cipher = EVP_CIPHER_fetch(NULL, CIPHERS[priv], NULL);
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    must(EVP_CipherInit_ex(context, cipher, NULL, key, NULL, 1), CIPHERS[priv]);
    EVP_CIPHER_free(cipher);
    return context;
}

static void sign(EVP_MAC_CTX *mac, struct span message, uint8_t signature[LONGEST_HASH]) {
    size_t length;
    must(EVP_MAC_init(mac, NULL, 0, NULL) && EVP_MAC_update(mac, message.at, length_of(message)) &&
         EVP_MAC_final(mac, signature, &length, LONGEST_HASH), "HMAC");
}

/* Encrypts or decrypts in place; the IV is boots, time and salt (RFC 3826 §3.1.2.1). */
static void apply(EVP_CIPHER_CTX *cipher, bool encrypts, uint32_t boots, uint32_t time, const uint8_t salt[SALT],
                  uint8_t *octets, size_t length) {
    uint8_t iv[16];
    int written;
    memcpy(iv, &(uint32_t){htonl(boots)}, 4);
    memcpy(iv + 4, &(uint32_t){htonl(time)}, 4);
    memcpy(iv + 8, salt, SALT);
    must(EVP_CipherInit_ex(cipher, NULL, NULL, NULL, iv, encrypts) &&
         EVP_CipherUpdate(cipher, octets, &written, octets, (int)length), "AES");
}

/* --- The PDU (RFC 3416 §4.2) --- */

enum status { NO_ERROR = 0, TOO_BIG = 1 };

/* GETBULK has its two numbers where others have an error. */
struct query {
    uint8_t kind;
    struct span id;
    int64_t non_repeaters, max_repetitions;
    struct span bindings;
};

static bool read_query(struct span *from, struct query *query) {
    struct span pdu;
    return take_any(from, &query->kind, &pdu) && take_id(&pdu, &query->id) &&
           take_number(&pdu, &query->non_repeaters) && take_number(&pdu, &query->max_repetitions) &&
           take(&pdu, SEQUENCE, &query->bindings);
}

static bool next_name(struct span *bindings, struct span *name) {
    struct span binding;
    return take(bindings, SEQUENCE, &binding) && take(&binding, OBJECT_IDENTIFIER, name);
}

/* Appends an object, or where there is none what is said of `name`; false when it has no room. */
static bool append(struct device *device, size_t number, struct span name, uint8_t absent) {
    struct agency *agency = device->agency;
    struct sheet *sheet = &agency->sheet;
    uint8_t room[48] = {absent, 0};
    struct span value = span(room, 2);
    if (number < agency->tree.count) {
        const struct object *object = &agency->tree.objects[number];
        name = name_of(object);
        value = object->value_length ? span(object->value, object->value_length)
                                     : (struct span){room, write_value(room, device, object->type, object->row)};
    }
    size_t length = header_size(length_of(name)) + length_of(name) + length_of(value);
    if (size_of(sheet) + header_size(length) + length > sheet->room)
        return false;
    uint8_t *at = write_octets(write_header(sheet->back, SEQUENCE, length), OBJECT_IDENTIFIER, name);
    memcpy(at, value.at, length_of(value));
    sheet->back = at + length_of(value);
    return true;
}

/* Appends one varbind for each name; false for a malformed list. */
static bool append_each(struct device *device, struct span *bindings, bool is_next, int64_t most, enum status *status) {
    const struct tree *tree = &device->agency->tree;
    struct span name;
    for (; most > 0 && *status == NO_ERROR && bindings->at < bindings->end; most--) {
        if (!next_name(bindings, &name))
            return false;
        size_t number = is_next ? after(tree, name) : exactly(tree, name);
        uint8_t absent = number < tree->count ? 0 : is_next ? END_OF_MIB_VIEW : absence(tree, name);
        if (!append(device, number, name, absent))
            *status = TOO_BIG;
    }
    return true;
}

/* Appends row after row while there is room: a shorter answer is no error (RFC 3416 §4.2.3). */
static bool append_rows(struct device *device, struct span bindings, int64_t most) {
    const struct tree *tree = &device->agency->tree;
    size_t next[REPEATERS], count = 0, over = 0;
    struct span names[REPEATERS];
    for (; bindings.at < bindings.end; count++) {
        if (count == REPEATERS || !next_name(&bindings, &names[count]))
            return false;
        next[count] = after(tree, names[count]);
    }
    for (; most > 0 && over < count; most--) {
        over = 0;
        for (size_t i = 0; i < count; i++) {
            if (!append(device, next[i], names[i], END_OF_MIB_VIEW))
                return true;
            if (next[i] == tree->count)
                over++;
            else
                names[i] = name_of(&tree->objects[next[i]++]);
        }
    }
    return true;
}

static void put_pdu(struct sheet *sheet, uint8_t kind, struct span id, enum status status) {
    wrap(sheet, SEQUENCE);
    put_number(sheet, 0); /* error-index: no error of ours is about one varbind */
    put_number(sheet, status);
    put(sheet, id);
    wrap(sheet, kind);
}

/* Writes the response, with at most `room` octets of varbinds; false if there shall be none. */
static bool respond(struct device *device, struct query query, size_t room) {
    enum status status = NO_ERROR;
    struct sheet *sheet = &device->agency->sheet;
    bool is_bulk = query.kind == GET_BULK, is_next = is_bulk || query.kind == GET_NEXT;
    begin(sheet, room);
    if ((!is_next && query.kind != GET) ||
        !append_each(device, &query.bindings, is_next, is_bulk ? query.non_repeaters : INT64_MAX, &status))
        return false;
    if (is_bulk && status == NO_ERROR && !append_rows(device, query.bindings, query.max_repetitions))
        return false;
    if (is_bulk)
        status = NO_ERROR;
    if (status == TOO_BIG)
        begin(sheet, room); /* an error with no varbinds */
    put_pdu(sheet, RESPONSE, query.id, status);
    return true;
}

/* --- Messages: the community (RFC 3584) and the user-based security model (RFC 3414) --- */

enum { VERSION_2C = 1, VERSION_3 = 3, USM = 3, NO_AUTH = 0, AUTHENTIC = 1, PRIVATE = 2, REPORTABLE = 4 };
enum { LEAST_MAX_SIZE = 484, LONGEST_USER = 32, LONGEST_CONTEXT = 255 }; /* octets (RFC 3411 §5, RFC 3412 §6.3) */
enum { V2C_OVERHEAD = 29, V3_OVERHEAD = 92 }; /* tags, lengths and numbers around the varbinds, at their largest */

static bool answer_community(struct device *device, struct span message) {
    struct span community;
    struct query query;
    struct sheet *sheet = &device->agency->sheet;
    size_t room = LARGEST_REPLY - V2C_OVERHEAD - strlen(COMMUNITY);
    if (!take(&message, OCTET_STRING, &community) || !equals(community, COMMUNITY, strlen(COMMUNITY)) ||
        !read_query(&message, &query) || !respond(device, query, room))
        return false;
    put_octets(sheet, community);
    put_number(sheet, VERSION_2C);
    wrap(sheet, SEQUENCE);
    return true;
}

/* A message of SNMPv3 as it came; `data` is the scoped PDU, encrypted or not. */
struct envelope {
    struct span id, engine_id, user, signature, salt, data;
    int64_t largest, boots, time;
    uint8_t level;
    bool is_reportable;
};

static bool read_envelope(struct span message, struct envelope *envelope) {
    struct span header, flags, parameters, security;
    int64_t model;
    if (!take(&message, SEQUENCE, &header) || !take_id(&header, &envelope->id) ||
        !take_number(&header, &envelope->largest) || envelope->largest < LEAST_MAX_SIZE ||
        !take(&header, OCTET_STRING, &flags) || length_of(flags) != 1 || !take_number(&header, &model) ||
        model != USM || !take(&message, OCTET_STRING, &parameters))
        return false;
    envelope->level = *flags.at & (AUTHENTIC | PRIVATE);
    envelope->is_reportable = *flags.at & REPORTABLE;
    envelope->data = message;
    return envelope->level != PRIVATE && /* RFC 3412 §7.2 5d */
           take(&parameters, SEQUENCE, &security) && take(&security, OCTET_STRING, &envelope->engine_id) &&
           take_number(&security, &envelope->boots) && take_number(&security, &envelope->time) &&
           take(&security, OCTET_STRING, &envelope->user) && length_of(envelope->user) <= LONGEST_USER &&
           take(&security, OCTET_STRING, &envelope->signature) && take(&security, OCTET_STRING, &envelope->salt);
}

static bool find_user(struct span name, size_t *auth, size_t *priv) {
    for (*auth = 0; *auth < AUTHS; ++*auth)
        for (*priv = 0; *priv < PRIVS; ++*priv)
            if (equals(name, USERS[*auth][*priv], strlen(USERS[*auth][*priv])))
                return true;
    return false;
}

/* Puts everything of SNMPv3 around the PDU on the sheet, encrypted and signed as `level` says. */
static void put_envelope(struct device *device, const struct envelope *asked, struct span context, size_t auth,
                         size_t priv, uint8_t level) {
    static const uint8_t ZEROS[LONGEST_HASH];
    struct agency *agency = device->agency;
    struct sheet *sheet = &agency->sheet;
    uint8_t signature[LONGEST_HASH], salt[SALT];
    size_t truncated = level & AUTHENTIC ? AUTH[auth].truncated : 0;
    put_octets(sheet, context);
    put_octets(sheet, engine_of(device));
    wrap(sheet, SEQUENCE);
    uint32_t time = engine_time(device);
    if (level & PRIVATE) {
        memcpy(salt, &(uint64_t){agency->salt++}, SALT);
        apply(device->ciphers[auth][priv], true, device->boots, time, salt, sheet->front, size_of(sheet));
        wrap(sheet, OCTET_STRING);
    }
    size_t data = size_of(sheet);
    put_octets(sheet, span(salt, level & PRIVATE ? SALT : 0));
    put_octets(sheet, span(ZEROS, truncated));
    uint8_t *signed_at = sheet->front + header_size(truncated);
    put_octets(sheet, asked->user);
    put_number(sheet, time);
    put_number(sheet, device->boots);
    put_octets(sheet, engine_of(device));
    put_header(sheet, SEQUENCE, size_of(sheet) - data);
    put_header(sheet, OCTET_STRING, size_of(sheet) - data);
    data = size_of(sheet);
    put_number(sheet, USM);
    put_octets(sheet, span(&level, 1));
    put_number(sheet, LARGEST_REQUEST);
    put(sheet, asked->id);
    put_header(sheet, SEQUENCE, size_of(sheet) - data);
    put_number(sheet, VERSION_3);
    wrap(sheet, SEQUENCE);
    if (level & AUTHENTIC) {
        sign(device->macs[auth], (struct span){sheet->front, sheet->back}, signature);
        memcpy(signed_at, signature, truncated);
    }
}

/* Takes a scoped PDU apart; there is one context, which answers to every name. */
static bool read_scoped(struct span data, struct span *context, struct query *query) {
    struct span scoped, engine_id;
    return take(&data, SEQUENCE, &scoped) && take(&scoped, OCTET_STRING, &engine_id) &&
           take(&scoped, OCTET_STRING, context) && length_of(*context) <= LONGEST_CONTEXT &&
           read_query(&scoped, query);
}

/* Answers with why not: only a report about time is signed (RFC 3414 §3.2), and 0 is the id of what lies encrypted. */
static bool report(struct device *device, const struct envelope *asked, enum report why, size_t auth) {
    static const uint8_t NO_ID[] = {INTEGER, 1, 0};
    struct agency *agency = device->agency;
    struct span context;
    struct query query;
    device->reported[why]++;
    if (!asked->is_reportable)
        return false;
    if (asked->level & PRIVATE || !read_scoped(asked->data, &context, &query))
        query.id = span(NO_ID, sizeof NO_ID);
    begin(&agency->sheet, LARGEST_REPLY);
    append(device, agency->tree.count - REPORTS + why, query.id, 0);
    put_pdu(&agency->sheet, REPORT, query.id, NO_ERROR);
    put_envelope(device, asked, span(NO_ID, 0), auth, 0, why == NOT_IN_TIME_WINDOW ? AUTHENTIC : NO_AUTH);
    return true;
}

/* Checks the signature of the request, which is over the message with zeros in its place (RFC 3414 §6.3.2). */
static bool is_authentic(struct device *device, struct span signature, size_t auth, size_t length) {
    uint8_t *octets = device->agency->request, claimed[LONGEST_HASH], right[LONGEST_HASH];
    size_t truncated = AUTH[auth].truncated;
    if (length_of(signature) != truncated)
        return false;
    memcpy(claimed, signature.at, truncated);
    memset(octets + (signature.at - octets), 0, truncated);
    sign(device->macs[auth], span(octets, length), right);
    return CRYPTO_memcmp(claimed, right, truncated) == 0;
}

static bool is_in_time(const struct device *device, const struct envelope *asked) {
    return asked->boots == device->boots && llabs(asked->time - (int64_t)engine_time(device)) <= TIME_WINDOW;
}

/* Decrypts the data where it lies; a wrong key shows when the scoped PDU is read. */
static bool decrypt(struct device *device, struct envelope *asked, size_t auth, size_t priv) {
    uint8_t *octets = device->agency->request;
    struct span encrypted;
    if (!take(&asked->data, OCTET_STRING, &encrypted) || length_of(asked->salt) != SALT)
        return false;
    apply(device->ciphers[auth][priv], false, (uint32_t)asked->boots, (uint32_t)asked->time, asked->salt.at,
          octets + (encrypted.at - octets), length_of(encrypted));
    asked->data = encrypted;
    return true;
}

/* Answers or reports, in the order of RFC 3414 §3.2; a user here has at least to sign. */
static bool answer_user(struct device *device, struct span message, size_t length) {
    struct envelope asked;
    struct span context;
    struct query query;
    size_t auth, priv;
    if (!read_envelope(message, &asked))
        return false;
    if (!equals(asked.engine_id, device->engine_id, ENGINE_ID_LENGTH))
        return report(device, &asked, UNKNOWN_ENGINE, 0);
    if (!find_user(asked.user, &auth, &priv))
        return report(device, &asked, UNKNOWN_USER, 0);
    if (asked.level == NO_AUTH)
        return report(device, &asked, UNSUPPORTED_LEVEL, 0);
    if (!is_authentic(device, asked.signature, auth, length))
        return report(device, &asked, WRONG_DIGEST, auth);
    if (!is_in_time(device, &asked))
        return report(device, &asked, NOT_IN_TIME_WINDOW, auth);
    if ((asked.level & PRIVATE && !decrypt(device, &asked, auth, priv)) || !read_scoped(asked.data, &context, &query))
        return report(device, &asked, DECRYPTION_ERROR, auth);
    size_t largest = asked.largest < LARGEST_REPLY ? (size_t)asked.largest : LARGEST_REPLY;
    size_t names = 2 * ENGINE_ID_LENGTH + length_of(asked.user) + length_of(context);
    size_t around = V3_OVERHEAD + AUTH[auth].truncated + names;
    if (!respond(device, query, largest - around))
        return false;
    put_envelope(device, &asked, context, auth, priv, asked.level);
    return true;
}

static bool answer(struct device *device, size_t length) {
    struct span datagram = span(device->agency->request, length), message;
    int64_t version;
    if (!take(&datagram, SEQUENCE, &message) || !take_number(&message, &version))
        return false;
    return version == VERSION_2C ? answer_community(device, message)
                                 : version == VERSION_3 && answer_user(device, message, length);
}

/* --- Sockets --- */

static void delay(struct device *device, struct sockaddr_in peer) {
    struct agency *agency = device->agency;
    size_t length = size_of(&agency->sheet);
    if (agency->delayed_count == MOST_DELAYED)
        return;
    struct delayed *delayed = allocate(1, sizeof *delayed + length);
    *delayed = (struct delayed){NULL, agency->now + DELAY, device->socket, peer, length};
    memcpy(delayed->octets, agency->sheet.front, length);
    *agency->last_delayed = delayed;
    agency->last_delayed = &delayed->next;
    agency->delayed_count++;
}

/* What does not go out is lost, as it would be on any network. */
static void send_to(int socket, struct sockaddr_in peer, const uint8_t *octets, size_t length) {
    sendto(socket, octets, length, MSG_DONTWAIT, (struct sockaddr *)&peer, sizeof peer);
}

static void send_delayed(struct agency *agency) {
    for (struct delayed *first; (first = agency->delayed) && first->due <= agency->now; free(first)) {
        send_to(first->socket, first->peer, first->octets, first->length);
        agency->delayed = first->next;
        agency->delayed_count--;
    }
    if (!agency->delayed)
        agency->last_delayed = &agency->delayed;
}

static int until_delayed(const struct agency *agency) {
    if (!agency->delayed)
        return -1;
    return agency->delayed->due > agency->now ? (int)(agency->delayed->due - agency->now) : 0;
}

static bool is_silent(struct device *device) {
    return device->fault == DEAD || (device->fault == DRIPPING && device->asked++ % DRIP != 0);
}

static void serve(struct device *device) {
    struct agency *agency = device->agency;
    struct sockaddr_in peer;
    socklen_t size = sizeof peer;
    ssize_t length = recvfrom(device->socket, agency->request, sizeof agency->request, MSG_DONTWAIT | MSG_TRUNC,
                              (struct sockaddr *)&peer, &size);
    if (length < 0 || (size_t)length > sizeof agency->request || is_silent(device) || !answer(device, (size_t)length))
        return;
    if (device->fault == SLOW)
        delay(device, peer);
    else
        send_to(device->socket, peer, agency->sheet.front, size_of(&agency->sheet));
}

static bool is_over(void) {
    char ignored[64];
    return read(STDIN_FILENO, ignored, sizeof ignored) <= 0;
}

static void run(struct agency *agency, int poll) {
    struct epoll_event events[EVENTS];
    for (;;) {
        int count = epoll_wait(poll, events, EVENTS, until_delayed(agency));
        agency->now = clock_ms() - agency->began;
        for (int i = 0; i < count; i++) {
            if (events[i].data.ptr)
                serve(events[i].data.ptr);
            else if (is_over())
                return;
        }
        send_delayed(agency);
    }
}

static void watch(int poll, int descriptor, struct device *device, const char *what) {
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = device};
    if (epoll_ctl(poll, EPOLL_CTL_ADD, descriptor, &event) != 0)
        fail(what, strerror(errno));
}

static int listen_at(struct in_addr address, uint32_t port) {
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr = address};
    int descriptor = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0 || bind(descriptor, (struct sockaddr *)&name, sizeof name) != 0)
        fail(inet_ntoa(address), strerror(errno));
    return descriptor;
}

/* --- Setting up --- */

/* What a link at this rate (octets/ms) has carried in the age of its device: a quarter of that at least. */
static uint64_t carried(uint64_t rate, uint64_t age, uint64_t random) {
    return rate * (age / 100) * (25 + random % 76);
}

/* Links of an age: their counters stand where years of the usual load bring them, and go on at `pace`. */
static struct link *lay_links(const struct options *options, uint64_t seed, uint64_t age) {
    struct link *links = allocate(options->interfaces + 1, sizeof *links);
    for (uint32_t row = 1; row <= options->interfaces; row++) {
        uint64_t in = mix(seed + 2 * row), out = mix(seed + 2 * row + 1);
        uint64_t load = is_up(row) ? (uint64_t)high_speed(row) * 125 * options->load / 100 : 0;
        uint64_t in_rate = load * (50 + in % 101) / 100, out_rate = load * (50 + out % 101) / 100;
        links[row] = (struct link){
            .in = carried(in_rate, age, in >> 32),
            .out = carried(out_rate, age, out >> 32),
            .in_rate = in_rate * options->pace,
            .out_rate = out_rate * options->pace,
        };
    }
    return links;
}

/* The first devices are those with faults: dead, then slow, then dripping. */
static enum fault fault_of(const struct options *options, uint64_t number) {
    uint64_t all = options->devices, dead = all * options->dead;
    uint64_t slow = dead + all * options->slow, dripping = slow + all * options->drip;
    return number * 100 < dead ? DEAD : number * 100 < slow ? SLOW : number * 100 < dripping ? DRIPPING : NONE;
}

/* Sets a device up; its engine ID is its address, under the enterprise number for documentation (RFC 5612). */
static void equip(struct device *device, struct agency *agency, uint32_t number) {
    static const uint8_t FORM[] = {0x80, 0x00, 0x7e, 0xd9, 0x01};
    const struct options *options = &agency->options;
    struct in_addr address = address_of(number);
    uint64_t seed = mix((uint64_t)options->seed << 32 | number);
    device->agency = agency;
    device->number = number;
    device->fault = fault_of(options, number);
    device->boots = (uint32_t)(1 + seed % 100);
    device->age = DAY + seed % (400 * (uint64_t)DAY);
    device->links = lay_links(options, seed, device->age);
    device->socket = listen_at(address, options->port);
    memcpy(device->engine_id, FORM, sizeof FORM);
    memcpy(device->engine_id + sizeof FORM, &address, sizeof address);
}

static void hand_out_keys(struct agency *agency, size_t auth) {
    uint8_t auth_ku[LONGEST_HASH], priv_ku[LONGEST_HASH], kul[2 * LONGEST_HASH];
    master_key(AUTH[auth].hash, AUTH_PASSPHRASE, auth_ku);
    master_key(AUTH[auth].hash, PRIV_PASSPHRASE, priv_ku);
    for (struct device *device = agency->devices; device < agency->devices + agency->options.devices; device++) {
        localise(auth, auth_ku, engine_of(device), kul);
        device->macs[auth] = keyed_mac(auth, kul);
        localise(auth, priv_ku, engine_of(device), kul);
        for (size_t priv = 0; priv < PRIVS; priv++)
            device->ciphers[auth][priv] = keyed_cipher(priv, kul);
    }
}

/* Finds `name=` among the words; its number has to be in range, and is `usual` if it is not said. */
static uint32_t option(char **words, const char *name, uint32_t usual, uint32_t least, uint32_t most) {
    size_t length = strlen(name);
    for (; *words; words++) {
        if (strncmp(*words, name, length) != 0)
            continue;
        char *end;
        unsigned long number = strtoul(*words + length, &end, 10);
        if (end == *words + length || *end || number < least || number > most)
            fail(*words, "not a number in its range");
        return (uint32_t)number;
    }
    return usual;
}

static void raise_descriptor_limit(void) {
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

int main(int count, char **words) {
    struct agency *agency = allocate(1, sizeof *agency);
    agency->options = (struct options){
        .devices = option(words, "devices=", 200, 1, 60000),
        .interfaces = option(words, "interfaces=", 48, 1, 4000),
        .port = option(words, "port=", 16100, 1, 65535),
        .seed = option(words, "seed=", 1, 0, UINT32_MAX),
        .load = option(words, "load=", 30, 0, 100),     /* mean per cent of the links' speeds */
        .pace = option(words, "pace=", 1, 1, 1000),     /* how many times faster than the clock counters move */
        .dead = option(words, "dead=", 0, 0, 100),      /* per cent of the devices, as the two below */
        .slow = option(words, "slow=", 0, 0, 100),
        .drip = option(words, "drip=", 0, 0, 100),
    };
    (void)count;
    agency->began = clock_ms();
    agency->last_delayed = &agency->delayed;
    agency->devices = allocate(agency->options.devices, sizeof *agency->devices);
    raise_descriptor_limit();
    int poll = epoll_create1(EPOLL_CLOEXEC);
    watch(poll, STDIN_FILENO, NULL, "standard input has to be a pipe");
    for (uint32_t number = 0; number < agency->options.devices; number++) {
        equip(&agency->devices[number], agency, number);
        watch(poll, agency->devices[number].socket, &agency->devices[number], "a socket");
    }
    for (size_t auth = 0; auth < AUTHS; auth++)
        hand_out_keys(agency, auth);
    plant(&agency->tree, agency->devices, agency->options.interfaces);
    puts("ready");
    fflush(stdout);
    run(agency, poll);
    return EXIT_SUCCESS;
}
