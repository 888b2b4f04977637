# shellcheck shell=bash
# What run.sh and test.sh share: finding or installing what a bare machine lacks, and private servers. Sourced, never run.

# No compiler or build server may outlive the script that asked for a build.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false

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

# What run.sh and test.sh may ask for, and the Debian packages that bring it.
declare -A WORDS=([curl]=curl [node]=Node.js [postgres]="PostgreSQL's server" [redis]=Redis [chromium]=Chromium)
declare -A PACKAGES=([curl]=curl [node]="nodejs npm" [postgres]=postgresql [redis]=redis-server [chromium]=chromium)

# need THING...: installs whatever of it this machine lacks, all at once, or stops with a line that says what to install.
need() {
  local thing what='' packages=''
  for thing in "$@"; do
    "find_$thing" || { what+="${what:+, }${WORDS[$thing]}"; packages+="${packages:+ }${PACKAGES[$thing]}"; }
  done
  [ -z "$packages" ] || install "$what" "$packages"
  for thing in "$@"; do
    "find_$thing" || die "${WORDS[$thing]} was installed, but its programs were not found"
  done
  [[ " $* " != *" node "* ]] || fit_node
}

find_curl() { command -v curl >/dev/null; }
find_redis() { command -v redis-server >/dev/null; }
find_node() { command -v npm >/dev/null && command -v node >/dev/null; }

# Sets CHROMIUM_PATH.
find_chromium() {
  export CHROMIUM_PATH
  CHROMIUM_PATH=${CHROMIUM_PATH:-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}
}

# Sets PG_BIN to the folder of PostgreSQL's server programs (15 or later).
find_postgres() {
  # A link in the PATH may stand alone: the folder it leads to has the other programs too.
  for PG_BIN in "$(dirname "$(readlink -f "$(command -v postgres)")")" $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV) /usr/lib/postgresql/bin; do
    [ -x "$PG_BIN/postgres" ] && [ -x "$PG_BIN/initdb" ] && [ -x "$PG_BIN/createdb" ] && return
  done
  return 1
}

# install WHAT PACKAGES
install() {
  may_install || die "Missing: $1. Install it first, for example: sudo apt-get install $2"
  say "Installing $1 (apt-get install $2)…"
  local policy=/usr/sbin/policy-rc.d ours='' done=0 log
  # No service may start by itself, nor may a cluster of PostgreSQL be made on its default port: the servers used here are private ones.
  if [ ! -e $policy ]; then
    printf '#!/bin/sh\nexit 101\n' | as_root tee $policy >/dev/null && as_root chmod +x $policy && ours=1
  fi
  if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    as_root mkdir -p /etc/postgresql-common
    say 'create_main_cluster = false' | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
  fi
  log=$(mktemp)
  # shellcheck disable=SC2086 # several packages
  { as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $2; } >"$log" 2>&1 || done=$?
  [ -z "$ours" ] || as_root rm -f $policy
  [ $done -eq 0 ] || { tail -5 "$log" >&2; die "Could not install $1; the log: $log. Try it yourself: sudo apt-get install $2"; }
  rm -f "$log"
}

# The versions that Vite runs on.
node_fits() { node -e 'const [major, minor] = process.versions.node.split(".").map(Number); process.exit((major === 20 ? minor >= 19 : major === 22 ? minor >= 12 : major > 22) ? 0 : 1)' 2>/dev/null; }

# fit_node: Debian 12 has Node.js 18. Its npm then fetches a newer one, for this checkout only.
fit_node() {
  local own=$ROOT/artifacts/node/node_modules/.bin old
  node_fits && return
  old=$(node -v)
  export PATH=$own:$PATH
  node_fits && return
  mkdir -p "$ROOT/artifacts"
  say "Node.js $old is too old to build the web client; fetching a newer one for this folder…"
  npm install --prefix "$ROOT/artifacts/node" --no-save --no-audit --no-fund --loglevel=error node@22 npm@10 >"$ROOT/artifacts/node.log" 2>&1 && hash -r && node_fits && return
  tail -5 "$ROOT/artifacts/node.log" >&2
  die "Node.js 20.19 or later is needed to build the web client; this is $old. See https://nodejs.org"
}

need_dotnet() {
  command -v dotnet >/dev/null || die "Missing: the .NET 10 SDK. See https://dotnet.microsoft.com/download"
  (cd "$ROOT" && dotnet --version >/dev/null 2>&1) || die "The .NET 10 SDK is needed; found: $(cd / && dotnet --version 2>/dev/null). See https://dotnet.microsoft.com/download"
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
  (cd / && as_pg "$PG_BIN/pg_ctl" -D "$dir/data" -s -w -t 60 -l "$dir/postgres.log" -o "$options" start </dev/null 2>"$dir/pg_ctl.log") \
    || { tail -5 "$dir/postgres.log" >&2; die "PostgreSQL did not start; its log: $dir/postgres.log"; }
  PG_PASSWORD=$(cat "$dir/password")
}

# postgres_runs DIR: a number left in the file by a crash may belong to nobody, a zombie, or somebody else by now.
postgres_runs() { grep -qs /postgres "/proc/$(head -1 "$1/data/postmaster.pid" 2>/dev/null || echo none)/cmdline"; }

# stop_postgres DIR: quiet when it does not run.
stop_postgres() {
  postgres_runs "$1" || return 0
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
