# Makes the archive of classes that starts are quicker with. Read by bin/pharos, which set $home.

# Starts a server in the folder $work, on a port that is free, and waits for it.
train() {
  : >log
  training=yes PHAROS_JAVA_OPTIONS="${PHAROS_JAVA_OPTIONS:-} $*" run_server --config.file=prometheus.yml \
    --storage.tsdb.path=data --deploy.path=deploy --web.listen-address=127.0.0.1:0 >log 2>&1 &
  server=$!
  waited=0
  until grep -q '^Listening on ' log; do
    if [ "$waited" -ge 120 ] || ! kill -0 "$server" 2>/dev/null; then
      echo "The server that the archive is made with does not start:" >&2
      cat log >&2
      exit 1
    fi
    waited=$((waited + 1))
    sleep 1
  done
  url=$(sed -n 's/^Listening on //p' log | head -n 1)
}

# First requests are quicker, too, if there is something to make them with.
ask() {
  if command -v curl >/dev/null 2>&1; then
    curl -s -o /dev/null "$1" || :
  elif command -v wget >/dev/null 2>&1; then
    wget -q -O /dev/null "$1" || :
  fi
}

prepare() {
  java=$(find_java) || exit 1
  mkdir -p "$home/cache"
  work=$(mktemp -d "$home/cache/making.XXXXXX")
  server=
  trap 'kill -9 $server 2>/dev/null || :; rm -rf "$work"' EXIT
  trap 'exit 1' HUP INT TERM
  cd "$work"
  mkdir deploy
  echo 'global: {scrape_interval: 1s}' >prometheus.yml
  echo "Two short runs of the server show which classes it needs."
  train
  sleep 4
  kill -9 "$server" # So that the next one has a log to replay.
  wait "$server" 2>/dev/null || :
  train -XX:AOTCacheOutput=start.aot
  sleep 4
  ask "${url}api/v1/query?query=sum%20by%20(job)%20(rate(process_cpu_seconds_total%5B1m%5D))"
  ask "${url}api/v1/query_range?query=up&start=$(($(date +%s) - 60))&end=$(date +%s)&step=1"
  ask "${url}metrics"
  ask "$url"
  kill "$server"
  wait "$server" || :
  if [ ! -s start.aot ]; then
    echo "No archive was made:" >&2
    cat log >&2
    exit 1
  fi
  rm -f "$home"/cache/start-*.aot
  mv start.aot "$(archive_of "$java")"
  echo "Made $(archive_of "$java"); starts use it from now on."
}
