# Finds a Java 25 and starts it. Read by the scripts in bin, which set $home.

is_java_25() {
  [ -x "$1/bin/java" ] && grep -q '^JAVA_VERSION="25' "$1/release" 2>/dev/null
}

find_java() {
  if [ -n "${JAVA_HOME:-}" ] && is_java_25 "$JAVA_HOME"; then
    echo "$JAVA_HOME/bin/java"
    return
  fi
  on_path=$(command -v java 2>/dev/null || :)
  if [ -n "$on_path" ]; then
    on_path=$(readlink -f -- "$on_path")
    if is_java_25 "${on_path%/bin/java}"; then
      echo "$on_path"
      return
    fi
  fi
  for candidate in /usr/lib/jvm/* /opt/* /opt/java/* /usr/java/* "${HOME:-/root}"/.sdkman/candidates/java/* \
    "${HOME:-/root}"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if is_java_25 "$candidate"; then
      echo "$candidate/bin/java"
      return
    fi
  done
  echo "Pharos needs Java 25: install it (Debian: openjdk-25-jre-headless, or Temurin 25 from adoptium.net) or set JAVA_HOME." >&2
  return 1
}

join_jars() {
  path=
  for jar in "$@"; do
    path=$path${path:+:}$jar
  done
  echo "$path"
}

# Where the archive of classes for this Java, these options and this class path is: others have other names.
archive_of() {
  sum=$(cat "${1%/bin/java}/release" "$home/etc/jvm.options" "$home"/lib/*.jar | cksum)
  echo "$home/cache/start-${sum%% *}.aot"
}

run_server() {
  java=$(find_java) || exit 1
  archive=
  if [ -d "$home/cache" ] && [ -z "${training:-}" ]; then
    archive=$(archive_of "$java")
    [ -r "$archive" ] || archive=
  fi
  # An archive that Java does not like is left alone by it; there is nothing to be told then.
  # shellcheck disable=SC2086
  exec "$java" @"$home/etc/jvm.options" ${archive:+"-XX:AOTCache=$archive" -Xlog:aot=off -Xlog:cds=off} \
    ${PHAROS_JAVA_OPTIONS:-} -Dpharos.home="$home" \
    -cp "$(join_jars "$home"/lib/*.jar)" dev.pharos.distribution.launcher.Main "$@"
}

run_command() {
  java=$(find_java) || exit 1
  # shellcheck disable=SC2086
  exec "$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto --sun-misc-unsafe-memory-access=allow \
    --enable-native-access=ALL-UNNAMED ${PHAROS_JAVA_OPTIONS:-} -Dpharos.home="$home" \
    -cp "$(join_jars "$home"/lib/*.jar "$home"/bundles/dev.pharos.*.jar)" dev.pharos.cli.Main "$@"
}
