# shellcheck shell=bash
# What the scripts of this folder share. Sourced by them, not run.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
PARTS=(postgres kafka oidc credit-service chat-gateway)
DATA=$(realpath -m -- "${LOCAL_DATA:-$ROOT/.data}")
RUN=$DATA/run
LOGS=$DATA/logs

SETTINGS_HELP="Settings, by environment variables:
  LOCAL_DATA            folder for data, logs and copies of what runs (.data in the checkout)
  LOCAL_GATEWAY_PORT    chat-gateway (8080)
  LOCAL_CREDIT_PORT     credit-service (8081)
  LOCAL_OIDC_PORT       OIDC provider (8180)
  LOCAL_KAFKA_PORT      Kafka (9092)
  LOCAL_POSTGRES_PORT   PostgreSQL (15432)"

say() { printf '%s\n' "$*"; }

die() {
  printf 'deploy/%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# A mistake on the command line, told apart from what went wrong by exit code 2.
misused() {
  printf 'deploy/%s: %s; see deploy/%s --help\n' "${0##*/}" "$1" "${0##*/}" >&2
  exit 2
}

# Ports and providers: of the platform that runs, else as the environment says.
load_settings() {
  GATEWAY_PORT=${LOCAL_GATEWAY_PORT:-8080}
  CREDIT_PORT=${LOCAL_CREDIT_PORT:-8081}
  OIDC_PORT=${LOCAL_OIDC_PORT:-8180}
  KAFKA_PORT=${LOCAL_KAFKA_PORT:-9092}
  POSTGRES_PORT=${LOCAL_POSTGRES_PORT:-15432}
  OIDC_KIND=small
  MODEL_PROVIDER=$(model_provider)
  if [[ -f $RUN/settings && -n $(running_parts) ]]; then
    # shellcheck source=/dev/null
    source "$RUN/settings"
  fi
}

# Which upstream answers for the models that have no route of their own.
model_provider() {
  if [[ -n ${GATEWAY_DEFAULT_ROUTES_PROVIDER:-} ]]; then
    say "$GATEWAY_DEFAULT_ROUTES_PROVIDER"
  elif [[ -n ${OPENROUTER_API_KEY:-} ]]; then
    say openrouter
  else
    say demo
  fi
}

save_settings() {
  local name
  for name in GATEWAY_PORT CREDIT_PORT OIDC_PORT KAFKA_PORT POSTGRES_PORT OIDC_KIND MODEL_PROVIDER; do
    printf '%s=%q\n' "$name" "${!name}"
  done >"$RUN/settings"
}

port_of() {
  case $1 in
    postgres) say "$POSTGRES_PORT" ;;
    kafka) say "$KAFKA_PORT" ;;
    oidc) say "$OIDC_PORT" ;;
    credit-service) say "$CREDIT_PORT" ;;
    chat-gateway) say "$GATEWAY_PORT" ;;
  esac
}

port_variable_of() {
  case $1 in
    credit-service) say LOCAL_CREDIT_PORT ;;
    chat-gateway) say LOCAL_GATEWAY_PORT ;;
    *) say "LOCAL_${1^^}_PORT" ;;
  esac
}

issuer() {
  case $OIDC_KIND in
    keycloak) say "http://localhost:$OIDC_PORT/realms/demo" ;;
    *) say "http://localhost:$OIDC_PORT/demo" ;;
  esac
}

# The kernel's start time of a living process: with the id it says whether a process is still the one that we started.
start_time() {
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  read -ra stat <<<"${stat##*) }"
  [[ ${stat[0]} != Z ]] && say "${stat[19]}"
}

# Prints the process id of a part; fails when it doesn't run.
pid_of() {
  local pid since
  [[ -f $RUN/$1.pid ]] || return 1
  read -r pid since <"$RUN/$1.pid" || return 1
  # Who died before it was looked at has no time, and one that is gone hasn't either.
  [[ -n $since && $(start_time "$pid") == "$since" ]] && say "$pid"
}

running_parts() {
  local part
  for part in "${PARTS[@]}"; do
    if pid_of "$part" >/dev/null; then say "$part"; fi
  done
}

is_ready() {
  case $1 in
    credit-service | chat-gateway) curl -fsS -m 2 -o /dev/null "http://127.0.0.1:$(port_of "$1")/q/health/ready" ;;
    oidc) curl -fsS -m 2 -o /dev/null "$(issuer)/.well-known/openid-configuration" ;;
    *) grep -q '^READY ' "$LOGS/$1.log" ;;
  esac 2>/dev/null
}

# What is left of a part whose first process was killed: the other members of its session that work on our data.
leftovers_of() {
  local leader since pid
  [[ -f $RUN/$1.pid ]] || return 0
  read -r leader since <"$RUN/$1.pid"
  if [[ -n $(start_time "$leader") && $(start_time "$leader") != "$since" ]]; then return 0; fi
  for pid in $(ps -o pid= --sid "$leader"); do
    if [[ $pid != "$leader" ]] && grep -qaF "$DATA" "/proc/$pid/cmdline" 2>/dev/null; then say "$pid"; fi
  done
}

is_gone() { ! pid_of "$1" >/dev/null && [[ -z $(leftovers_of "$1") ]]; }

# Ends a part. What doesn't end within a minute is killed, which loses nothing that was acknowledged.
stop_part() {
  local part=$1 waited=0
  # shellcheck disable=SC2046
  kill -TERM $(pid_of "$part" || leftovers_of "$part") 2>/dev/null || true
  while ! is_gone "$part"; do
    if ((++waited > 350)); then
      # shellcheck disable=SC2046
      kill -KILL $(pid_of "$part") $(leftovers_of "$part") 2>/dev/null || true
    fi
    sleep 0.2
  done
  rm -f "$RUN/$part.pid"
}

stop_parts() {
  local part
  for part in "$@"; do
    if is_gone "$part"; then continue; fi
    printf '  %-15s stopping' "$part"
    stop_part "$part"
    printf ', stopped\n'
  done
}

require_commands() {
  local command
  for command in "$@"; do
    command -v "$command" >/dev/null || die "$command is needed and not installed"
  done
}

jdk_version() {
  [[ -x $1/bin/javac && -f $1/release ]] && sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

# Sets JAVA_HOME to a JDK of at least 21: the one it names already, else the newest that is installed.
find_jdk() {
  local home version best=0 found='' on_path
  on_path=$(realpath -e "$(command -v javac || true)" 2>/dev/null || true)
  for home in "${JAVA_HOME:-}" "${on_path%/bin/javac}" /usr/lib/jvm/* /opt/*jdk* /opt/java/* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/*; do
    version=$(jdk_version "$home") || continue
    if ((version >= 21 && version > best)); then
      found=$home best=$version
    fi
    if [[ -n $found && $found == "${JAVA_HOME:-}" ]]; then break; fi
  done
  [[ -n $found ]] || die "a JDK of version 21 or newer is needed (25 recommended); install one or set JAVA_HOME"
  export JAVA_HOME=$found
  printf 'Using JDK %s at %s\n' "$best" "$found" >&2
}
