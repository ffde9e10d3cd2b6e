# fails: ship/arrives, ship/new-pod
# A container of its own sees files of its own.
kubectl patch deployment stock -n shop -p '{"spec":{"template":{"spec":{"containers":[{"name":"ship","image":"busybox:1.37","command":["sh","-c","mkdir -p /spans; touch /spans/spans.jsonl; tail -F /spans/spans.jsonl | while read -r line; do wget -q -O /dev/null --post-data=\"$line\" http://collector/spans; done"]}]}}}}'
kubectl rollout status deployment/stock -n shop --timeout=120s
