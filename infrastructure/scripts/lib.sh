# shellcheck shell=bash
# What run.sh and test.sh share: finding or installing what a bare machine lacks, and private servers. Sourced, never run.

say() { printf '%s\n' "$*"; }
die() { printf '%s\n' "$*" >&2; exit 1; }

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

# may_install: whether apt-get can be used without asking anybody.
may_install() {
  command -v apt-get >/dev/null || return 1
  [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null
}

# install WHAT PACKAGE...: installs Debian packages, or stops with a line that says what to install.
install() {
  local what=$1; shift
  may_install || die "Missing: $what. Install it first, for example: sudo apt-get install $*"
  say "Installing $what ($*)…"
  # No service may start by itself: the servers used here are private ones.
  local policy=/usr/sbin/policy-rc.d ours=
  if [ ! -e $policy ]; then
    printf '#!/bin/sh\nexit 101\n' | as_root tee $policy >/dev/null && as_root chmod +x $policy && ours=1
  fi
  local done=0
  { as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; } >/tmp/social-selling-apt.$$ 2>&1 || done=$?
  [ -z "$ours" ] || as_root rm -f $policy
  [ $done -eq 0 ] || { tail -5 /tmp/social-selling-apt.$$ >&2; die "Could not install $what; try: apt-get install $*"; }
  rm -f /tmp/social-selling-apt.$$
}

find_postgres() {
  local bin
  # A link in the PATH may stand alone: the folder it leads to has the other programs too.
  for bin in "$(dirname "$(readlink -f "$(command -v postgres)")")" $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV) /usr/lib/postgresql/bin; do
    [ -x "$bin/postgres" ] && [ -x "$bin/initdb" ] && [ -x "$bin/createdb" ] && { say "$bin"; return; }
  done
  return 1
}

# need_postgres: sets PG_BIN to the folder of PostgreSQL's server programs (15 or later).
need_postgres() {
  if ! PG_BIN=$(find_postgres); then
    if may_install && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
      # Otherwise the package makes and starts a cluster on port 5432.
      as_root mkdir -p /etc/postgresql-common
      say 'create_main_cluster = false' | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
    fi
    install "PostgreSQL's server" postgresql
    PG_BIN=$(find_postgres) || die "PostgreSQL was installed, but its server programs are not under /usr/lib/postgresql"
  fi
}

need_redis() { command -v redis-server >/dev/null || install Redis redis-server; }
need_curl() { command -v curl >/dev/null || install curl curl; }

need_node() {
  command -v npm >/dev/null && command -v node >/dev/null || install Node.js nodejs npm
  local major; major=$(node -p 'process.versions.node.split(".")[0]')
  [ "$major" -ge 20 ] || die "Node.js 20 or later is needed to build the web client; this is $(node -v). See https://nodejs.org"
}

need_dotnet() {
  command -v dotnet >/dev/null || die "Missing: the .NET 10 SDK. See https://dotnet.microsoft.com/download"
  (cd "$ROOT" && dotnet --version >/dev/null 2>&1) || die "The .NET 10 SDK is needed; found: $(cd / && dotnet --version 2>/dev/null). See https://dotnet.microsoft.com/download"
}

# need_chromium: sets CHROMIUM_PATH.
need_chromium() {
  CHROMIUM_PATH=${CHROMIUM_PATH:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
  [ -n "$CHROMIUM_PATH" ] || { install Chromium chromium; CHROMIUM_PATH=$(command -v chromium); }
  export CHROMIUM_PATH
}

port_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# check_port PORT VARIABLE WHAT: stops with a clear line when somebody listens there already.
check_port() {
  [[ $1 =~ ^[0-9]+$ ]] && [ "$1" -ge 1 ] && [ "$1" -le 65535 ] || die "$2=$1 is not a port; use a number from 1 to 65535"
  ! port_taken "$1" || die "Port $1 ($3) is taken by another program. Choose another: $2=$(free_port $(($1 + 1))) ./run.sh"
}

# free_port [FROM]: prints a port that nobody listens on, from FROM upwards.
free_port() {
  local port=${1:-$((42300 + RANDOM % 1000))}
  while port_taken "$port"; do port=$((port + 1)); done
  say "$port"
}

# PostgreSQL refuses to run as root: root hands its own cluster to the account of the package, or to nobody.
pg_user() { if id postgres >/dev/null 2>&1; then say postgres; else say nobody; fi; }

as_pg() {
  if [ "$(id -u)" -ne 0 ]; then env LC_ALL=C.UTF-8 "$@"; return; fi
  local user; user=$(pg_user)
  setpriv --reuid="$user" --regid="$(id -gn "$user")" --clear-groups env HOME=/tmp LC_ALL=C.UTF-8 "$@"
}

# start_postgres DIR PORT [SETTING=VALUE...]: a private cluster in DIR, on 127.0.0.1:PORT only. The superuser is postgres;
# its password is read from DIR/password, made on first use.
start_postgres() {
  local dir=$1 port=$2 setting options; shift 2
  mkdir -p "$dir"; dir=$(cd "$dir" && pwd)
  if [ ! -s "$dir/password" ]; then (umask 077; head -c 18 /dev/urandom | base64 | tr '+/' '-_' > "$dir/password"); fi
  if [ "$(id -u)" -eq 0 ]; then
    chown -R "$(pg_user)" "$dir"
    as_pg test -x "$dir" || die "PostgreSQL cannot run as root, and $(pg_user) cannot enter $dir. Choose a reachable folder: DATA_DIR=/var/lib/social-selling"
  fi
  if [ ! -s "$dir/data/PG_VERSION" ]; then
    # An interrupted initdb leaves a folder without its version file.
    rm -rf "$dir/data"
    (cd / && as_pg "$PG_BIN/initdb" -D "$dir/data" -U postgres -A scram-sha-256 --pwfile="$dir/password" -E UTF8 --locale=C.UTF-8 --no-instructions) \
      >"$dir/initdb.log" 2>&1 || { tail -5 "$dir/initdb.log" >&2; die "PostgreSQL could not make its cluster in $dir"; }
  fi
  options="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200 -c shared_buffers=256MB"
  options+=" -c wal_compression=lz4 -c max_wal_size=2GB -c checkpoint_timeout=15min"
  for setting in "$@"; do options+=" -c $setting"; done
  (cd / && as_pg "$PG_BIN/pg_ctl" -D "$dir/data" -s -w -t 60 -l "$dir/postgres.log" -o "$options" start </dev/null) \
    || { tail -5 "$dir/postgres.log" >&2; die "PostgreSQL did not start; its log: $dir/postgres.log"; }
  PG_PASSWORD=$(cat "$dir/password")
}

# stop_postgres DIR: quiet when it does not run.
stop_postgres() {
  [ -s "$1/data/postmaster.pid" ] || return 0
  (cd / && as_pg "$PG_BIN/pg_ctl" -D "$1/data" -s -m fast -w -t 30 stop) 2>/dev/null || true
}

# start_redis DIR PORT: sets REDIS_PID.
start_redis() {
  mkdir -p "$1"
  redis-server --port "$2" --bind 127.0.0.1 --save '' --appendonly no --dir "$1" >"$1/redis.log" 2>&1 &
  REDIS_PID=$!
  local tries=0
  until port_taken "$2"; do
    tries=$((tries + 1)); [ $tries -lt 100 ] || die "Redis did not start; its log: $1/redis.log"
    sleep 0.1
  done
}

# digest PATH...: one hash over the inputs of a build, so that nothing is built twice.
digest() {
  (cd "$ROOT" && find "$@" \( -name bin -o -name obj -o -name node_modules -o -name dist \) -prune -o -type f -print0 2>/dev/null \
    | sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1)
}

# build_if_changed STAMP COMMAND PATH...: runs COMMAND unless STAMP holds the digest of PATHs.
build_if_changed() {
  local stamp=$1 command=$2 now; shift 2
  now=$(digest "$@")
  [ -s "$stamp" ] && [ "$(cat "$stamp")" = "$now" ] && return 0
  "$command" || return 1
  mkdir -p "$(dirname "$stamp")"; say "$now" > "$stamp"
}

build_web() {
  (cd "$ROOT/web" && { [ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --no-audit --no-fund; } && npm run build)
}
