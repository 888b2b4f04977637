#!/usr/bin/env bash
# Runs the whole platform on one machine. First time: installs what is missing, makes a database, builds. Ctrl-C stops it all.
#   ./run.sh                                       PORT SANDBOX_PORT DATA_DIR DATABASE_URL SEED_DEMO and the rest: see .env.example
#   ./run.sh migrate up|down|status|redo|create    the migrations of the same database
set -uo pipefail
ROOT=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
CALLED_FROM=$PWD
cd "$ROOT" || exit 1
. infrastructure/scripts/lib.sh

PORT=${PORT:-4000}
SANDBOX_PORT=${SANDBOX_PORT:-4001}
DATA_DIR=${DATA_DIR:-$ROOT/.data}
[[ $DATA_DIR = /* ]] || DATA_DIR=$CALLED_FROM/$DATA_DIR
SEED_DEMO=${SEED_DEMO:-1}
API_DLL=src/ApiHost/bin/Release/net10.0/SocialSelling.ApiHost.dll
SANDBOX_DLL=src/Sandbox/bin/Release/net10.0/SocialSelling.Sandbox.dll
LOGS=$DATA_DIR/logs
API_PID='' SANDBOX_PID='' OWN_POSTGRES=''
mkdir -p "$LOGS" 2>/dev/null || die "Cannot write to $DATA_DIR; choose another folder: DATA_DIR=/path ./run.sh"

alive() { [ -n "$1" ] && kill -0 "$1" 2>/dev/null; }

# stop PID SECONDS: asks, waits, and insists.
stop() {
  alive "$1" || return 0
  kill -TERM "$1" 2>/dev/null
  for _ in $(seq $(($2 * 10))); do alive "$1" || break; sleep 0.1; done
  alive "$1" && kill -KILL "$1" 2>/dev/null
  wait "$1" 2>/dev/null
}

stop_all() {
  trap '' INT TERM HUP
  stop "$API_PID" 65   # the drain of the cluster takes up to 60 s
  stop "$SANDBOX_PID" 10
  [ -z "$OWN_POSTGRES" ] || stop_postgres "$DATA_DIR/postgres"
}
trap stop_all EXIT
trap 'say; say Stopping…; exit 0' INT TERM HUP

claim_data_dir() {
  local other; other=$(cat "$DATA_DIR/run.pid" 2>/dev/null)
  ! grep -qs run.sh "/proc/${other:-none}/cmdline" || die "Another ./run.sh (process $other) works in $DATA_DIR. Stop it, or choose another folder: DATA_DIR=/path ./run.sh"
  say $$ > "$DATA_DIR/run.pid" || die "Cannot write to $DATA_DIR; choose another folder: DATA_DIR=/path ./run.sh"
}

load_secrets() {
  local file=$DATA_DIR/secrets.env line name value
  if [ ! -s "$file" ]; then
    (umask 077; {
      say "JWT_SECRET=$(random_base64 48)"
      say "TOKEN_ENCRYPTION_KEYS=k1:$(random_base64 32)"
      say "INSTAGRAM_APP_SECRET=$(random_hex)"
      say "META_APP_SECRET=$(random_hex)"
      say "WEBHOOK_VERIFY_TOKEN=$(random_hex)"
    } > "$file.new" && mv "$file.new" "$file") || die "Cannot write $file"
  fi
  # Cut by hand: read would take the padding of base64 for a separator.
  while IFS= read -r line; do name=${line%%=*} value=${line#*=}; [ -n "${!name:-}" ] || export "$name=$value"; done < "$file"
}
random_base64() { head -c "$1" /dev/urandom | base64 -w0; }
random_hex() { head -c 16 /dev/urandom | od -An -tx1 | tr -d ' \n'; }

build_dotnet() { dotnet build src/ApiHost -c Release -v quiet --nologo && dotnet build src/Sandbox -c Release -v quiet --nologo; }

build() {
  local log=$LOGS/build.log
  [ -s $API_DLL ] && [ -s $SANDBOX_DLL ] || rm -f artifacts/dotnet.stamp
  [ -s web/dist/index.html ] || rm -f artifacts/web.stamp
  # Stamps stand beside what they vouch for, not in DATA_DIR, which may change.
  build_if_changed artifacts/dotnet.stamp build_dotnet src database/migrations Directory.Build.props Directory.Build.targets Directory.Packages.props global.json .editorconfig >"$log" 2>&1 \
    || { grep -E 'error' "$log" | sort -u | head -10 >&2; die "The build failed; its log: $log"; }
  [ "${1:-}" != hosts-only ] || return 0
  build_if_changed artifacts/web.stamp build_web web >"$log" 2>&1 || { tail -20 "$log" >&2; die "The web client did not build; its log: $log"; }
}

start_database() {
  [ -z "${DATABASE_URL:-}" ] || return 0
  local dir=$DATA_DIR/postgres port
  if postgres_runs "$dir"; then
    port=$(sed -n 4p "$dir/data/postmaster.pid")   # ours already: a ./run.sh beside this migrate
    PG_PASSWORD=$(cat "$dir/password")
  else
    port=$(free_port "${POSTGRES_PORT:-54329}")
    OWN_POSTGRES=1
    start_postgres "$dir" "$port"
  fi
  export DATABASE_URL=postgresql://postgres:$PG_PASSWORD@127.0.0.1:$port/socialselling
  PGPASSWORD=$PG_PASSWORD "$PG_BIN/psql" -h 127.0.0.1 -p "$port" -U postgres -qAtc "select 1 from pg_database where datname = 'socialselling'" postgres | grep -q 1 \
    || PGPASSWORD=$PG_PASSWORD "$PG_BIN/createdb" -h 127.0.0.1 -p "$port" -U postgres socialselling || die "The database could not be created"
}

export_settings() {
  export PORT SANDBOX_PORT DATA_DIR SEED_DEMO
  export APP_URL=${APP_URL:-http://localhost:$PORT}
  # Everybody who tries it signs in as the same person.
  export AUTH_SESSIONS_PER_USER=${AUTH_SESSIONS_PER_USER:-100}
  export DEFAULT_TIER=${DEFAULT_TIER:-ENTERPRISE} DEMO_PASSWORD=${DEMO_PASSWORD:-demo-Shop-2026}
  export Cluster__Mode=${Cluster__Mode:-Single} Media__Store=${Media__Store:-Disk} WEB_ROOT=${WEB_ROOT:-$ROOT/web/dist}
  export INSTAGRAM_REDIRECT_URI=${INSTAGRAM_REDIRECT_URI:-$APP_URL/api/instagram/oauth/callback}
  export ASPNETCORE_ENVIRONMENT=${ASPNETCORE_ENVIRONMENT:-Development}
  # Whoever reaches the host reads caught mail: only where nobody real is written to.
  [ "$ASPNETCORE_ENVIRONMENT" != Development ] || [ -n "${INSTAGRAM_GRAPH_URL:-}${SMTP_HOST:-}${SENDGRID_API_KEY:-}" ] || export MAIL_TRANSPORT=${MAIL_TRANSPORT:-catcher}
  # A receiver under development is on this machine.
  [ "$ASPNETCORE_ENVIRONMENT" != Development ] || export OUTGOING_WEBHOOKS_ALLOW_PRIVATE=${OUTGOING_WEBHOOKS_ALLOW_PRIVATE:-true}
  WITH_SANDBOX=''
  [ -z "${INSTAGRAM_GRAPH_URL:-}" ] || return 0
  WITH_SANDBOX=1
  local sandbox=http://localhost:$SANDBOX_PORT
  export INSTAGRAM_GRAPH_URL=$sandbox INSTAGRAM_OAUTH_URL=$sandbox INSTAGRAM_API_URL=$sandbox
  export FACEBOOK_URL=$sandbox/facebook FACEBOOK_GRAPH_URL=$sandbox/facebook
  export INSTAGRAM_APP_ID=${INSTAGRAM_APP_ID:-100000000000001} META_APP_ID=${META_APP_ID:-200000000000002} SANDBOX_WEBHOOK_URL=${SANDBOX_WEBHOOK_URL:-http://localhost:$PORT/api/webhooks/instagram}
}

# healthy URL PID NAME LOG: waits until URL answers 200, at most 90 s, or until the process ends.
healthy() {
  local until=$((SECONDS + 90))
  until curl -fsS -m 2 -o /dev/null "$1" 2>/dev/null; do
    alive "$2" || { tail -15 "$4" >&2; die "$3 ended while starting; its log: $4"; }
    [ $SECONDS -lt $until ] || { tail -15 "$4" >&2; die "$3 did not become ready within 90 s; its log: $4"; }
    sleep 0.2
  done
}

need_dotnet
if [ "${1:-}" = migrate ]; then
  [ -n "${DATABASE_URL:-}" ] || need postgres
  build hosts-only; start_database
  dotnet $API_DLL "$@"; exit
fi
[ $# -eq 0 ] || die "usage: ./run.sh | ./run.sh migrate up|down|status|redo|create NAME"

claim_data_dir
check_port "$PORT" PORT "the application"
export_settings
[ -z "$WITH_SANDBOX" ] || check_port "$SANDBOX_PORT" SANDBOX_PORT "the Sandbox"
[ -z "$WITH_SANDBOX" ] || [ "$PORT" != "$SANDBOX_PORT" ] || die "PORT and SANDBOX_PORT are both $PORT; they must differ"
# shellcheck disable=SC2046 # nothing, or one word
need curl node $([ -n "${DATABASE_URL:-}" ] || say postgres)
[ -n "${DATABASE_URL:-}" ] || stop_postgres "$DATA_DIR/postgres"   # left over from a run that was killed
say "Building what changed…"
build
load_secrets
start_database
dotnet $API_DLL migrate up >"$LOGS/migrate.log" 2>&1 || { tail -15 "$LOGS/migrate.log" >&2; die "The migrations failed; their log: $LOGS/migrate.log"; }

# What pictures need while they are decoded goes back to the system after it: by default the C library keeps it, in up to eight heaps for each core.
export MALLOC_ARENA_MAX=${MALLOC_ARENA_MAX:-2} MALLOC_MMAP_THRESHOLD_=${MALLOC_MMAP_THRESHOLD_:-131072} MALLOC_TRIM_THRESHOLD_=${MALLOC_TRIM_THRESHOLD_:-131072}

# start DLL LOG: in a session of its own, so that Ctrl-C reaches this script alone and it stops them in order; should this script be killed, the kernel stops it.
start() { exec setsid setpriv --pdeathsig TERM dotnet "$1" >"$2" 2>&1 </dev/null; }
if [ -n "$WITH_SANDBOX" ]; then
  ASPNETCORE_URLS=http://localhost:$SANDBOX_PORT start $SANDBOX_DLL "$LOGS/sandbox.log" &
  SANDBOX_PID=$!
fi
ASPNETCORE_URLS=${ASPNETCORE_URLS:-http://localhost:$PORT} start $API_DLL "$LOGS/apihost.log" &
API_PID=$!
healthy "http://localhost:$PORT/health/ready" "$API_PID" ApiHost "$LOGS/apihost.log"

say "Ready: http://localhost:$PORT"
[ "$SEED_DEMO" != 1 ] || say "Demo login: demo@example.com / $DEMO_PASSWORD"
[ -z "$WITH_SANDBOX" ] || say "Sandbox, where you play the customer: http://localhost:$SANDBOX_PORT"
[ "${MAIL_TRANSPORT:-}" != catcher ] || say "Mail, which goes nowhere else: http://localhost:$PORT/dev/mail"
say "Logs: $LOGS (Ctrl-C stops everything)"

while sleep 1; do
  alive "$API_PID" || { say "ApiHost ended unexpectedly; its log: $LOGS/apihost.log" >&2; exit 1; }
  [ -z "$WITH_SANDBOX" ] || alive "$SANDBOX_PID" || { say "The Sandbox ended unexpectedly; its log: $LOGS/sandbox.log" >&2; exit 1; }
  [ -z "$OWN_POSTGRES" ] || postgres_runs "$DATA_DIR/postgres" || { say "PostgreSQL ended unexpectedly; its log: $DATA_DIR/postgres/postgres.log" >&2; exit 1; }
done
