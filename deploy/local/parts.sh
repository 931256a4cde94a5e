# shellcheck shell=bash
# How the parts of the local platform are built, started and waited for. Sourced by deploy/up after deploy/lib.sh.

# The Maven that runs now, for whoever has to stop it.
maven=
# What runs out of memory ends, and deploy/up can start it again: half alive it would answer nobody.
JAVA_OPTIONS=(-XX:+UseSerialGC -Xmx256m -XX:+ExitOnOutOfMemoryError)

# Microseconds, whatever the locale's decimal separator is.
now() { say "${EPOCHREALTIME//[!0-9]/}"; }

seconds_since() {
  local tenths=$((($(now) - $1) / 100000))
  printf '%d.%d s' $((tenths / 10)) $((tenths % 10))
}

# The file that a module's build writes last.
artifact_of() {
  case $1 in
    deploy/local) say "$ROOT/$1/target/local/lib/local-platform.jar" ;;
    *) say "$ROOT/$1/target/quarkus-app/quarkus-run.jar" ;;
  esac
}

is_stale() {
  local artifact
  artifact=$(artifact_of "$1")
  [[ ! -f $artifact || -n $(find "$ROOT/pom.xml" "$ROOT/$1/pom.xml" "$ROOT/$1/src" -newer "$artifact" -print -quit) ]]
}

module_of() {
  case $1 in
    credit-service | chat-gateway) say "$1" ;;
    *) say deploy/local ;;
  esac
}

# Builds what the given parts need and what is older than its sources.
build_for() {
  local module stale=() began
  began=$(now)
  for module in $(for part in "$@"; do module_of "$part"; done | sort -u); do
    if is_stale "$module"; then stale+=("$module"); fi
  done
  ((${#stale[@]} > 0)) || return 0
  require_commands mvn flock
  # Two builds of one checkout would write the same files. Maven holds it too, and lets go of it when it ends.
  mkdir -p "$ROOT/target"
  exec 8>"$ROOT/target/build.lock"
  flock -n 8 || die "another build of this checkout is running; try again when it has ended"
  say "Building ${stale[*]} (log: $LOGS/build.log)"
  (
    cd "$ROOT"
    IFS=,
    exec mvn -B -Dstyle.color=never package -am -pl "${stale[*]}" -Dmaven.test.skip=true -Dspotless.check.skip=true
  ) >"$LOGS/build.log" 2>&1 9>&- &
  maven=$!
  show_maven "$began"
  if ! wait "$maven"; then
    grep -E '^\[ERROR\]' "$LOGS/build.log" | head -n 20 >&2 || tail -n 20 "$LOGS/build.log" >&2
    die "the build failed; all of it is in $LOGS/build.log"
  fi
  # As old as the sources that went in: what was edited meanwhile is newer.
  for module in "${stale[@]}"; do touch -d "@${began:0:-6}.${began: -6}" "$(artifact_of "$module")"; done
  exec 8>&-
  say "Built in $(seconds_since "$began")"
}

# On a terminal: a line that changes, with the time and what happens.
show_time() { if [[ -t 1 ]]; then printf '\r\033[K  %s  %s' "$(seconds_since "$1")" "$2"; fi; }

clear_line() { if [[ -t 1 ]]; then printf '\r\033[K'; fi; }

show_maven() {
  while kill -0 "$maven" 2>/dev/null; do
    show_time "$1" "$(tail -n 1 "$LOGS/build.log" | tr -d '\r\033' | cut -c1-90)"
    sleep 0.5
  done
  clear_line
}

# Parts run from copies, so that a build doesn't pull the jars from under them. A copy that is in use stays as it is.
copy_program() {
  local module=$1 source=$2 copy=$DATA/apps/$3 part
  shift 3
  for part in "$@"; do
    if pid_of "$part" >/dev/null; then return 0; fi
  done
  if [[ -f $copy/.copied && $copy/.copied -nt $(artifact_of "$module") ]]; then return 0; fi
  rm -rf "$copy"
  mkdir -p "${copy%/*}"
  cp -a "$ROOT/$source" "$copy"
  touch "$copy/.copied"
}

copy_programs() {
  copy_program deploy/local deploy/local/target/local/lib local/lib postgres kafka oidc
  copy_program credit-service credit-service/target/quarkus-app credit-service credit-service
  copy_program chat-gateway chat-gateway/target/quarkus-app chat-gateway chat-gateway
}

# Starts a part in a session of its own: Ctrl-C is for this script, which then stops the parts in order.
launch() {
  local part=$1
  shift
  if [[ -f $LOGS/$part.log ]]; then mv "$LOGS/$part.log" "$LOGS/$part.log.1"; fi
  setsid "$@" >"$LOGS/$part.log" 2>&1 </dev/null 9>&- &
  printf '%s %s\n' $! "$(start_time $!)" >"$RUN/$part.pid"
  # Or the shell comments on its end.
  disown
}

launch_main() {
  launch "$1" "$JAVA_HOME/bin/java" "${JAVA_OPTIONS[@]}" -XX:TieredStopAtLevel=1 \
    -cp "$DATA/apps/local/lib/local-platform.jar" "dev.chatcredits.local.$2" "$DATA/$1" "$(port_of "$1")"
}

# Where the parts are is the platform's business; all else that it sets gives way to the environment.
launch_service() {
  local service=$1
  shift
  launch "$service" env QUARKUS_PROFILE=local QUARKUS_HTTP_HOST=127.0.0.1 QUARKUS_HTTP_PORT="$(port_of "$service")" \
    QUARKUS_LOG_CONSOLE_JSON_ENABLED="${QUARKUS_LOG_CONSOLE_JSON_ENABLED:-false}" QUARKUS_OIDC_AUTH_SERVER_URL="$(issuer)" \
    KAFKA_BOOTSTRAP_SERVERS="127.0.0.1:$KAFKA_PORT" "$@" \
    "$JAVA_HOME/bin/java" "${JAVA_OPTIONS[@]}" -jar "$DATA/apps/$service/quarkus-run.jar"
}

# Kept, so that people stay logged in when the gateway is started anew.
session_secret() {
  local file=$DATA/session-secret
  if [[ ! -s $file ]]; then (umask 077 && head -c 32 /dev/urandom | base64 >"$file"); fi
  cat "$file"
}

# Plans change for nothing, unless somebody tries a checkout of theirs.
sells_for_nothing() { if [[ -n ${GATEWAY_CHECKOUT_URL:-} ]]; then say false; else say true; fi; }

launch_part() {
  case $1 in
    postgres) launch_main postgres PostgresProcess ;;
    kafka) launch_main kafka KafkaBroker ;;
    oidc) if [[ $OIDC_KIND == keycloak ]]; then launch_keycloak; else launch_main oidc OidcProvider; fi ;;
    credit-service)
      launch_service credit-service CREDITS_DATABASE_HOST=127.0.0.1 CREDITS_DATABASE_PORT="$POSTGRES_PORT"
      ;;
    chat-gateway)
      launch_service chat-gateway GATEWAY_CREDIT_URL="http://127.0.0.1:$CREDIT_PORT" \
        GATEWAY_CHECKOUT_LOCAL="${GATEWAY_CHECKOUT_LOCAL:-$(sells_for_nothing)}" \
        GATEWAY_DEFAULT_ROUTES_PROVIDER="$MODEL_PROVIDER" \
        GATEWAY_PAGES_SESSION_SECRET="${GATEWAY_PAGES_SESSION_SECRET:-$(session_secret)}"
      ;;
  esac
}

port_is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# A server that was just killed may hold its port a moment longer.
require_free_port() {
  local part=$1 port tries=0 owner
  port=$(port_of "$part")
  while port_is_taken "$port"; do
    if ((tries++ == 20)); then
      owner=$(ss -Hltnp "sport = :$port" 2>/dev/null | grep -oE '"[^"]+",pid=[0-9]+' | head -n 1 || true)
      die "port $port for $part is in use${owner:+ by $owner}; free it or set $(port_variable_of "$part")"
    fi
    sleep 0.1
  done
}

# Waits until all of the given parts can work; says of each how long it took.
await_parts() {
  local began part waiting=("$@") still
  began=$(now)
  while ((${#waiting[@]} > 0)); do
    still=()
    for part in "${waiting[@]}"; do
      if is_ready "$part"; then
        clear_line
        printf '  %-15s ready after %s\n' "$part" "$(seconds_since "$began")"
      elif ! pid_of "$part" >/dev/null; then
        tail -n 15 "$LOGS/$part.log" >&2
        die "$part did not start; all it said is in $LOGS/$part.log"
      elif (($(now) - began > 300000000)); then
        tail -n 15 "$LOGS/$part.log" >&2
        die "$part is not ready after 300 s; all it said is in $LOGS/$part.log"
      else
        still+=("$part")
      fi
    done
    waiting=("${still[@]}")
    show_time "$began" "waiting for ${waiting[*]}"
    sleep 0.1
  done
}
