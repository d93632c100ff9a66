# Makes the archive of classes that starts are quicker with. Read by bin/pharos, which set $home.

# Starts a server in the folder $work, on a port that is free, and waits for it.
train() {
  : >log
  training=yes PHAROS_JAVA_OPTIONS="${PHAROS_JAVA_OPTIONS:-} $*" run_server --config.file=prometheus.yml \
    --storage.tsdb.path=data --deploy.path=deploy --query.warm-up=2s --web.listen-address=127.0.0.1:0 >log 2>&1 &
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

# Two hours of ten hosts and a service on each: what is asked of it takes the ways that real questions take.
history() {
  awk -v end="$(date +%s)" '
    function family(name, type) { print "# TYPE " name " " type }
    function series(name, labels, grows, t, v, host) {
      for (host = 0; host < 10; host++) {
        v = 1000 * rand()
        for (t = end - 7200; t <= end; t += 15) {
          v = grows ? v + grows * rand() : 1e9 * rand()
          printf "%s{instance=\"host-%d:9100\",job=\"hosts\"%s} %.2f %d\n", name, host, labels, v, t
        }
      }
    }
    BEGIN {
      split("idle user system iowait irq nice steal softirq", modes, " ")
      split("0.005 0.01 0.025 0.05 0.1 0.25 0.5 1 2.5 5 10 +Inf", bounds, " ")
      split("load1 load15 memory_MemAvailable_bytes memory_MemTotal_bytes memory_MemFree_bytes memory_Cached_bytes", gauges, " ")
      for (i = 1; i in gauges; i++) { family("host_" gauges[i], "gauge"); series("host_" gauges[i], "", 0) }
      family("host_cpu_seconds", "counter")
      for (i = 1; i in modes; i++) series("host_cpu_seconds_total", ",mode=\"" modes[i] "\"", 15)
      family("host_received_bytes", "counter")
      for (i = 0; i < 2; i++) series("host_received_bytes_total", ",device=\"eth" i "\"", 1e6)
      family("shop_requests", "counter")
      for (i = 0; i < 6; i++) series("shop_requests_total", ",handler=\"/" i "\",code=\"200\"", 50)
      family("shop_seconds", "histogram")
      for (i = 1; i in bounds; i++) series("shop_seconds_bucket", ",handler=\"/0\",le=\"" bounds[i] "\"", 10 * i)
      print "# EOF"
    }' >history.txt
  "$home/bin/promtool" tsdb create-blocks-from openmetrics history.txt data >>log 2>&1 || :
}

# What dashboards ask of it, with the seconds back and the step.
questions() {
  cat <<'TEXT'
3600 15 host_load1
3600 15 {__name__=~"host_memory_(MemFree|Cached)_bytes",instance=~"host-[0-4].*"}
3600 15 rate(host_received_bytes_total{instance="host-3:9100"}[5m])
3600 15 irate(host_received_bytes_total{instance="host-3:9100"}[5m])
3600 15 sum by (instance) (rate(host_cpu_seconds_total{mode!="idle"}[5m]))
7200 60 100 - avg by (instance) (rate(host_cpu_seconds_total{mode="idle"}[5m])) * 100
7200 60 histogram_quantile(0.9, sum by (le) (rate(shop_seconds_bucket[5m])))
3600 60 topk(5, rate(shop_requests_total[5m]))
3600 60 sum by (handler) (rate(shop_requests_total[5m])) / sum by (handler) (rate(shop_requests_total[5m] offset 30m))
7200 60 1 - host_memory_MemAvailable_bytes / host_memory_MemTotal_bytes
3600 60 host_memory_MemAvailable_bytes{instance!="host-1:9100"} / host_memory_MemTotal_bytes < 0.5 and host_load1 >= 0
3600 60 max_over_time(sum(rate(shop_requests_total[5m]))[30m:1m])
3600 60 absent(host_load1{instance="none"})
3600 60 sum by (host) (label_replace(host_load1, "host", "$1", "instance", "host-(.+):.*"))
300 60 count_values("value", up)
3600 60 deriv(host_memory_Cached_bytes[15m])
300 60 sum by (handler, code) (increase(shop_requests_total[1h]))
300 60 sum by (instance) (changes(host_memory_Cached_bytes[1h])) + sum by (instance) (resets(shop_requests_total[1h]))
3600 60 stddev by (job) (host_load1) / avg by (job) (host_load1)
3600 60 count by (job) (host_load1 > bool 2) unless on (job) host_load15 > 1e12
300 60 count by (__name__) ({__name__=~".+",job="hosts"})
300 60 sum(count_over_time(shop_seconds_bucket[30m]))
300 60 quantile_over_time(0.9, host_load1[30m])
300 60 predict_linear(host_memory_MemFree_bytes[30m], 3600) < 0
TEXT
}

# One round of requests, as curl reads them from a file.
round() {
  end=$(date +%s)
  questions | sed 's/["\\]/\\&/g' | while read -r back step question; do
    printf 'url="%sapi/v1/query_range"\nget\ndata-urlencode="query=%s"\ndata="start=%s&end=%s&step=%s"\noutput=/dev/null\nnext\n' \
      "$url" "$question" $((end - back)) "$end" "$step"
    printf 'url="%sapi/v1/query"\ndata-urlencode="query=%s"\noutput=/dev/null\nnext\n' "$url" "$question"
  done
  for path in metrics api/v1/labels api/v1/label/__name__/values 'api/v1/series?match[]=up' api/v1/targets api/v1/rules; do
    printf 'url="%s%s"\ngloboff\noutput=/dev/null\nnext\n' "$url" "$path"
  done
  printf 'url="%s"\noutput=/dev/null\n' "$url"
}

# First requests are quicker, too, if there is something to make them with. Few rounds: what is asked so often here that it is
# compiled with all means is compiled so at once in later starts, of which the larger queries get slower (eighty rounds: by half).
ask() {
  if command -v curl >/dev/null 2>&1; then
    round >requests
    rounds=0
    while [ "$rounds" -lt 10 ]; do
      curl -s -K requests || :
      rounds=$((rounds + 1))
    done
  fi
}

prepare() {
  java=$(find_java) || exit 1
  if [ "${1:-}" = --if-missing ] && [ -r "$(archive_of "$java")" ]; then
    return
  fi
  mkdir -p "$home/cache"
  work=$(mktemp -d "$home/cache/making.XXXXXX")
  server=
  trap 'kill -9 $server 2>/dev/null || :; rm -rf "$work"' EXIT
  trap 'exit 1' HUP INT TERM
  cd "$work"
  mkdir deploy
  echo 'global: {scrape_interval: 1s}' >prometheus.yml
  echo "Two short runs of the server show what it needs; that takes about half a minute."
  train
  sleep 4
  kill -9 "$server" # So that the next one has a log to replay.
  wait "$server" 2>/dev/null || :
  history
  train -XX:AOTCacheOutput=start.aot
  ask
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
