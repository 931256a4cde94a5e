# shellcheck shell=bash
# Keycloak as the OIDC provider of the local platform. Sourced by deploy/up after deploy/lib.sh.

KEYCLOAK_VERSION=26.7.3
KEYCLOAK=$DATA/keycloak-$KEYCLOAK_VERSION
REALM=$ROOT/deploy/local/keycloak-demo-realm.json

# Fetches Keycloak once; imports the realm anew when its file has changed.
prepare_keycloak() {
  local began
  began=$(now)
  if [[ ! -d $KEYCLOAK ]]; then
    require_commands mvn
    say "Fetching Keycloak $KEYCLOAK_VERSION, 180 MB (log: $LOGS/build.log)"
    (
      cd "$ROOT"
      exec mvn -B -Dstyle.color=never -N dependency:unpack -Dartifact="org.keycloak:keycloak-quarkus-dist:$KEYCLOAK_VERSION:zip" \
        -DoutputDirectory="$DATA/keycloak.unfinished" -Dmdep.overWriteReleases=true
    ) >"$LOGS/build.log" 2>&1 9>&- &
    maven=$!
    show_maven "$began"
    wait "$maven" || die "Keycloak could not be fetched; see $LOGS/build.log"
    mv "$DATA/keycloak.unfinished/keycloak-$KEYCLOAK_VERSION" "$KEYCLOAK"
    rm -rf "$DATA/keycloak.unfinished"
    say "Fetched in $(seconds_since "$began")"
  fi
  if ! cmp -s "$REALM" "$KEYCLOAK/data/import/realm.json"; then
    rm -rf "$KEYCLOAK/data"
    mkdir -p "$KEYCLOAK/data/import"
    cp "$REALM" "$KEYCLOAK/data/import/realm.json"
  fi
}

launch_keycloak() {
  launch oidc env KC_BOOTSTRAP_ADMIN_USERNAME=admin KC_BOOTSTRAP_ADMIN_PASSWORD=admin \
    JAVA_OPTS_KC_HEAP="-Xms64m -Xmx384m" \
    bash "$KEYCLOAK/bin/kc.sh" start-dev --import-realm --http-host=127.0.0.1 --http-port="$OIDC_PORT" \
    --hostname="http://localhost:$OIDC_PORT"
}
