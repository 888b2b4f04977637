#!/usr/bin/env bash
# Builds and runs every test from nothing. ./test.sh [unit] [integration] [browser] [web]; none named means all.
# The last line is "N passed, N failed"; the exit code is 0 only if nothing failed and every suite ran a test.
set -uo pipefail
ROOT=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
cd "$ROOT" || exit 1
. infrastructure/scripts/lib.sh

SUITES=${*:-web unit integration browser}
for suite in $SUITES; do
  [[ " web unit integration browser " = *" $suite "* ]] || die "There is no suite called $suite; the suites are: web unit integration browser"
done
wants() { [[ " $SUITES " = *" $1 "* ]]; }

PASSED=0 FAILED=0 FAILURES='' PROBLEMS='' REDIS_PID='' WEB_PID=''
SCRATCH=$(mktemp -d); chmod 755 "$SCRATCH"
clean_up() {
  trap '' INT TERM
  [ -z "$WEB_PID" ] || wait "$WEB_PID"
  [ -z "$REDIS_PID" ] || { kill "$REDIS_PID" 2>/dev/null; wait "$REDIS_PID" 2>/dev/null; }
  [ ! -d "$SCRATCH/postgres" ] || stop_postgres "$SCRATCH/postgres"
  rm -rf "$SCRATCH"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

NEEDS=''
wants web || wants browser && NEEDS+=' node'
wants integration || wants browser && NEEDS+=' postgres redis curl'
wants browser && NEEDS+=' chromium'
[ "$SUITES" = web ] || need_dotnet
# shellcheck disable=SC2086 # a list
need $NEEDS

problem() { PROBLEMS+="$1"$'\n'; say "$1"; }

# count SUITE LOG CODE: adds the totals that Microsoft.Testing.Platform prints ("  succeeded: 12"), and keeps each failed test with the line that says why for the end.
count() {
  local text passed failed
  text=$(sed 's/\x1b\[[0-9;]*m//g' "$2")
  passed=$(awk '$1 == "succeeded:" { n = $2 } END { print n + 0 }' <<<"$text")
  failed=$(awk '$1 == "failed:" { n = $2 } END { print n + 0 }' <<<"$text")
  PASSED=$((PASSED + passed)); FAILED=$((FAILED + failed))
  FAILURES+=$(grep -A 3 '^failed ' <<<"$text" | cut -c -300)
  if [ $((passed + failed)) -eq 0 ]; then problem "$1: ran no test"
  elif [ "$3" -ne 0 ] && [ "$failed" -eq 0 ]; then problem "$1: ended with code $3"
  fi
}

run_suite() {
  local name=$1 project=$2 code=0
  say "== $name"
  timeout 2700 dotnet run --no-build -c Release --project "tests/$project" </dev/null 2>&1 | tee "$SCRATCH/$name.log" || code=$?
  count "$name" "$SCRATCH/$name.log" "$code"
}

# web: builds the client and checks it; its code says what failed, the logs why.
web() {
  build_web >"$SCRATCH/web.log" 2>&1 || return 1
  ! wants web || (cd web && npm run check) >"$SCRATCH/check.log" 2>&1 || return 2
}

# Side by side: neither keeps two cores busy.
if wants web || wants browser; then
  say "== web"
  web & WEB_PID=$!
fi
if wants unit || wants integration || wants browser; then
  say "== build"
  dotnet build SocialSelling.sln -c Release -v quiet --nologo || { say "The build failed"; say "$PASSED passed, $((FAILED + 1)) failed"; exit 1; }
fi
if [ -n "$WEB_PID" ]; then
  wait "$WEB_PID"
  case $? in
    0) ! wants web || PASSED=$((PASSED + 1)) ;;
    1) tail -30 "$SCRATCH/web.log"; problem "web: the client did not build"; FAILED=$((FAILED + 1)) ;;
    *) tail -30 "$SCRATCH/check.log"; problem "web: npm run check failed"; FAILED=$((FAILED + 1)) ;;
  esac
  WEB_PID=''
fi

if wants integration || wants browser; then
  POSTGRES_PORT=$(free_port); start_postgres "$SCRATCH/postgres" "$POSTGRES_PORT" fsync=off synchronous_commit=off full_page_writes=off max_connections=600
  REDIS_PORT=$(free_port $((POSTGRES_PORT + 1))); start_redis "$SCRATCH/redis" "$REDIS_PORT"
  export TEST_DATABASE_URL=postgresql://postgres:$PG_PASSWORD@127.0.0.1:$POSTGRES_PORT/postgres TEST_REDIS_URL=redis://127.0.0.1:$REDIS_PORT
fi
wants unit && run_suite unit Unit
wants integration && run_suite integration Integration
wants browser && run_suite browser Browser

[ -z "$FAILURES" ] || printf '\n== what failed\n%s\n' "$FAILURES"
[ -z "$PROBLEMS" ] || printf '\n%s' "$PROBLEMS"
[ $((PASSED + FAILED)) -gt 0 ] && [ "$FAILED" -eq 0 ] && [ -z "$PROBLEMS" ]; code=$?
[ $code -eq 0 ] || [ "$FAILED" -gt 0 ] || FAILED=1   # a suite that ran nothing is a failure too
say "$PASSED passed, $FAILED failed"
exit $code
