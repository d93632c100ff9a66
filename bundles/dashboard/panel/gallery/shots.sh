#!/bin/sh
# Pictures of the gallery, light and dark, in target/gallery-*.png.
set -e
cd "$(dirname "$0")"
mkdir -p target
node serve.mjs 18499 & server=$!
trap 'kill $server' EXIT
for theme in light dark; do
  chromium --headless --no-sandbox --disable-gpu --disable-background-networking --no-first-run --hide-scrollbars \
    --window-size=1500,1720 --virtual-time-budget=8000 --screenshot="target/gallery-$theme.png" \
    "http://127.0.0.1:18499/?theme=$theme" 2>/dev/null
done
