# Sourced by scenarios/run and tests/run: makes a fresh Debian bookworm ready and builds a preset.
# shellcheck shell=bash

hexad_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# What building needs, and what the tests need beyond it. One package a line in each list.
packages_to_build() {
  cat <<'LIST'
cmake
ninja-build
g++
ccache
mold
pkg-config
libns3-dev
ns3
libgsl-dev
libxml2-dev
libssl-dev
libboost-dev
libldns-dev
libexpected-dev
libprotobuf-dev
protobuf-compiler
nlohmann-json3-dev
libyaml-cpp-dev
libsqlite3-dev
libpcre2-dev
libedit-dev
libpugixml-dev
libfmt-dev
libcli11-dev
libgtest-dev
libgmock-dev
libbenchmark-dev
python3-dev
pybind11-dev
LIST
}

packages_to_test() {
  cat <<'LIST'
clang
clang-format
libclang-rt-14-dev
universal-ctags
sip-tester
stunnel4
sipsak
kamailio
tshark
nsd
unbound
openssl
iproute2
chromium
chromium-driver
curl
wget
ldnsutils
python3-yaml
python3-jsonschema
python3-pandas
python3-pytest
python3-selenium
bind9-dnsutils
python3-nbformat
python3-nbclient
python3-ipykernel
LIST
}

missing_packages() {
  local package
  for package in "$@"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || echo "$package"
  done
}

# install_missing MODE PACKAGE...: MODE is "install" or "refuse".
install_missing() {
  local mode=$1 missing as_root=()
  shift
  missing=$(missing_packages "$@" | tr '\n' ' ')
  [ -n "$missing" ] || return 0
  if [ "$mode" = refuse ]; then
    echo "These packages are missing, and --no-install forbids to install them: $missing" >&2
    return 2
  fi
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
      echo "These packages are missing: $missing" >&2
      echo "Install them as root: apt-get install --no-install-recommends $missing" >&2
      return 2
    fi
    as_root=(sudo)
  fi
  echo "Installing packages that are missing: $missing"
  local log
  log=$(mktemp)
  if ! { "${as_root[@]}" apt-get update &&
         "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
           apt-get install -y --no-install-recommends $missing; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    echo "apt-get failed; its whole output is in $log" >&2
    return 2
  fi
  rm -f "$log"
}

# build PRESET TARGET...: configures and builds; quiet in a pipe unless it fails.
build() {
  local preset=$1 log
  shift
  cd "$hexad_root" || return 2
  if [ -t 1 ]; then
    cmake --preset "$preset" -Wno-dev --log-level=WARNING >/dev/null && ninja -C "build/$preset" "$@"
    return
  fi
  mkdir -p "build/$preset"
  log=build/$preset/build.log
  echo "Building $preset (log: $log)"
  if ! { cmake --preset "$preset" -Wno-dev && ninja -C "build/$preset" "$@"; } >"$log" 2>&1; then
    grep -nE 'error|FAILED|Error' "$log" | head -n 40 >&2
    tail -n 30 "$log" >&2
    return 2
  fi
}
