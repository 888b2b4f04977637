#!/usr/bin/env bash
# Checks the deployment's files without starting anything. A check whose tool is missing here is skipped, and says so.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
FAILED=0 TEMP=$(mktemp -d)
trap 'rm -rf "$TEMP"' EXIT

check() {
  local what=$1; shift
  if "$@" >"$TEMP/out" 2>&1; then echo "ok    $what"; else echo "FAIL  $what"; sed 's/^/      /' "$TEMP/out"; FAILED=1; fi
}
have() { command -v "$1" >/dev/null || { echo "skip  $2 ($1 is not installed)"; return 1; }; }

memory_fits() {
  awk '$1 == "mem_limit:" { sum += $2 } END { print "limits: " sum " MB of 3500"; exit !(sum > 0 && sum <= 3500) }' docker-compose.yml
}
settings_documented() {
  local name missing=0
  for name in $(grep -oE '(^|[^$])\$\{[A-Za-z_]+' docker-compose.yml | grep -oE '[A-Za-z_]+$' | sort -u); do
    grep -qE "^(# )?$name=" .env.example || { echo "$name is used in docker-compose.yml and missing from .env.example"; missing=1; }
  done
  return $missing
}
images_pinned() { ! grep -nE 'image: *[^ ]+/?[^ :]*(:latest)? *$' docker-compose.yml | grep -v 'social-selling-' | grep -vE 'image: [^ ]+:[^ ]*[0-9]'; }
compose_parses() { cp docker-compose.yml "$TEMP/" && cp .env.example "$TEMP/.env" && (cd "$TEMP" && docker-compose config -q); }
nginx_accepts() {
  mkdir -p "$TEMP/certificates"
  openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost -keyout "$TEMP/certificates/privkey.pem" -out "$TEMP/certificates/fullchain.pem" 2>/dev/null
  sed "s#/etc/nginx/certificates#$TEMP/certificates#" infrastructure/nginx/nginx.conf > "$TEMP/nginx.conf"
  # Before 1.25 the same is a parameter of listen.
  nginx -v 2>&1 | grep -qE 'nginx/1\.(1[0-9]|2[0-4])\.' && sed -i -e '/http2 on;/d' -e 's/listen 443 ssl/listen 443 ssl http2/' "$TEMP/nginx.conf"
  nginx -t -c "$TEMP/nginx.conf" -g "pid $TEMP/pid;"
}

check "memory limits fit a 4 GB host" memory_fits
check "every setting of docker-compose.yml is in .env.example" settings_documented
check "images are pinned" images_pinned
have docker-compose "docker-compose.yml parses" && check "docker-compose.yml parses" compose_parses
have nginx "nginx.conf" && check "nginx.conf" nginx_accepts
have promtool "prometheus.yml and alerts.yml" && check "prometheus.yml and alerts.yml" promtool check config infrastructure/monitoring/prometheus.yml
have node "dashboards are JSON" && check "dashboards are JSON" node -e 'for (const f of process.argv.slice(1)) JSON.parse(require("fs").readFileSync(f))' infrastructure/monitoring/grafana/dashboards/*.json
exit $FAILED
