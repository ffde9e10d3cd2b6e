# Two scrapes, five minutes apart, of what four services say at /metrics.
mkdir -p /root/metrics/0900 /root/metrics/0905
scrape() { # file, 200s, 500s, up to 0.1 s, up to 0.5 s, up to 1 s, all, busy workers, queue
  cat > /root/metrics/$1.prom <<METRICS
# TYPE http_requests_total counter
http_requests_total{code="200"} $2
http_requests_total{code="500"} $3
# TYPE http_request_duration_seconds histogram
http_request_duration_seconds_bucket{le="0.1"} $4
http_request_duration_seconds_bucket{le="0.5"} $5
http_request_duration_seconds_bucket{le="1"} $6
http_request_duration_seconds_bucket{le="+Inf"} $7
# TYPE workers gauge
workers{state="busy"} $8
workers{state="all"} 16
# TYPE queue_length gauge
queue_length $9
METRICS
}
scrape 0900/cart 1204000 30210 1150000 1230100 1233900 1234210 5 0
scrape 0905/cart 1216000 30222 1161500 1242080 1245905 1246222 6 1
scrape 0900/login 88000 410 86000 88300 88400 88410 3 0
scrape 0905/login 2900 58 2800 2940 2956 2958 4 0
scrape 0900/search 640000 320 610000 638000 640100 640320 9 2
scrape 0905/search 645994 326 614100 643400 645900 646320 10 3
scrape 0900/mailer 51000 51 50500 51030 51050 51051 16 310
scrape 0905/mailer 52500 52 51970 52530 52551 52552 16 2840
for each in shop/front shop/cart books/ledger admin/console; do
  kubectl rollout status deployment/${each#*/} -n ${each%/*} --timeout=120s
done
