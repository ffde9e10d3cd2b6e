# fails: file/follows, port/late
# Some seconds of patience, and no question that says anything.
kubectl patch deployment @{worker} -n @{namespace} -p '{"spec":{"template":{"spec":{"containers":[{"name":"worker","readinessProbe":{"exec":{"command":["ls","/run/@{worker}"]},"successThreshold":@{again}}}]}}}}'
kubectl patch deployment @{line} -n @{namespace} -p '{"spec":{"template":{"spec":{"containers":[{"name":"line","readinessProbe":{"exec":{"command":["true"]},"initialDelaySeconds":30}}]}}}}'
for name in @{worker} @{line}; do kubectl rollout status deployment/$name -n @{namespace} --timeout=60s; done
sleep 20
