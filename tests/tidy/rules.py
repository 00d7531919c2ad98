"""The rules that tidy.py checks: who may include whom, what may be named where, and how large things may be."""

import re

# Layers of model/, from the left: a folder may include its own layer's left and itself; folders of one layer ignore
# each other.
MODEL_LAYERS = [
    ["host"],
    ["wire"],
    ["tls", "dns", "config", "status", "ntp"],
    ["location", "http"],
    ["sip", "h323", "cluster"],
    ["routing"],
    ["admin"],
    ["peer"],
]

# What stands outside model/, by folder prefix: the prefixes of the project that it may include.
MODEL = "model/"
OUTSIDE = {
    "model/actors/": [MODEL],
    "reports/record/": ["reports/record/"],
    "reports/record_log/": ["model/host/", "reports/record/"],
    "reports/": ["reports/"],
    "topologies/load/": [MODEL, "reports/", "topologies/load/"],
    "topologies/world/": [MODEL, "reports/", "topologies/load/", "topologies/world/"],
    "topologies/ns3/": [MODEL, "reports/", "topologies/"],
    "scenarios/load/": [MODEL, "reports/", "topologies/load/", "topologies/world/", "scenarios/load/"],
    "scenarios/play/": [MODEL, "reports/", "topologies/load/", "topologies/world/", "scenarios/load/", "scenarios/play/"],
    # The program that picks the world is the one place that knows both.
    "scenarios/cli/": [MODEL, "reports/", "topologies/", "scenarios/", "real/lab/"],
    "real/host/": [MODEL, "real/host/"],
    "real/daemon/": [MODEL, "reports/record/", "reports/record_log/", "real/host/", "real/daemon/"],
    "real/ctl/": [MODEL, "real/host/", "real/ctl/"],
    "real/lab/": [MODEL, "reports/", "topologies/load/", "topologies/world/", "scenarios/load/", "scenarios/play/",
                  "real/host/", "real/lab/"],
    "bindings/": [MODEL, "reports/", "topologies/load/", "topologies/world/", "scenarios/load/", "bindings/"],
}
# Actors may use all of model but the composition root.
FORBIDDEN = {"model/actors/": ["model/peer/"]}

# (what it is, pattern of a line, prefixes or files of product code where it may stand)
PLACES = [
    ("ns-3 headers", re.compile(r'#\s*include\s*[<"]ns3/'), ["topologies/ns3/"]),
    ("Asio headers", re.compile(r'#\s*include\s*[<"]boost/asio'), ["real/host/"]),
    ("Beast headers", re.compile(r'#\s*include\s*[<"]boost/beast'), ["model/wire/http/"]),
    ("OpenSSL's ssl.h", re.compile(r'#\s*include\s*[<"]openssl/ssl\.h'), ["model/tls/"]),
    ("ldns headers", re.compile(r'#\s*include\s*[<"]ldns/'), ["model/dns/"]),
    ("SQLite headers", re.compile(r'#\s*include\s*[<"]sqlite3\.h'), ["model/config/"]),
    ("the real clock", re.compile(r'\b(steady_clock|system_clock|high_resolution_clock)::now|\b(clock_)?gettime(ofday)?\(|'
                                  r'(?<![\w.>:])time\((nullptr|NULL|0)\)'),
     ["real/", "scenarios/cli/"]),
]

# What model/ never names: it reaches its machine through model/host only.
MODEL_BANS = [
    ("a thread", re.compile(r'#\s*include\s*<(thread|mutex|condition_variable|future|semaphore|pthread\.h)>')),
    ("a socket", re.compile(r'#\s*include\s*<(sys/socket|netinet/\w+|arpa/inet|netdb|sys/epoll|poll)\.h>')),
    ("a file", re.compile(r'#\s*include\s*<(fstream|filesystem|unistd\.h|fcntl\.h|sys/stat\.h)>|\bfopen\(')),
    ("an environment variable", re.compile(r'\b(secure_)?getenv\(')),
    ("a sleep", re.compile(r'\b(sleep_for|sleep_until|usleep|nanosleep)\(')),
    ("the C library's randomness", re.compile(r'\b(std::rand|std::random_device|srand|arc4random\w*)\b')),
]

UNFINISHED = re.compile(r'\b(TODO|FIXME|XXX|HACK)\b|not implemented yet')
MACHINE_PATH = re.compile(r'(/home/\w|/root/|/work/\w)')
NAMES_BANNED = re.compile(r'^(class|struct)\s+\w*(Manager|Helper|Util|Utils|Impl|Base|Data)\b')

FILE_LINES_MAX = 500
FUNCTION_LINES_MAX = 70
COLUMNS_MAX = 120
# Shares of all functions, by lines: a ratchet just above what the tree has, turned down when it can be and never up.
# It binds trees that are large enough for a share to mean something.
FUNCTION_SHARES_MAX = {35: 0.004, 70: 0.0}
FUNCTIONS_FOR_SHARES_MIN = 200
TOPOLOGY_LINES_MAX = 40

TOP_LEVEL = {"CMakeLists.txt", "CMakePresets.json", "README.md", "model", "scenarios", "real", "bindings",
             "topologies", "reports", "tests"}

PRODUCT = ["model", "topologies", "scenarios", "real", "bindings", "reports"]
CODE_ENDINGS = (".cc", ".h", ".py", ".js", ".css", ".cmake")
