# fails: file/follows, file/back, port/late
# Restarted instead of taken out.
kubectl patch deployment @{worker} -n @{namespace} -p '{"spec":{"template":{"spec":{"containers":[{"name":"worker","livenessProbe":{"exec":{"command":["test","-e","/run/@{worker}/@{flag}"]}}}]}}}}'
kubectl patch deployment @{line} -n @{namespace} -p '{"spec":{"template":{"spec":{"containers":[{"name":"line","livenessProbe":{"tcpSocket":{"port":@{open}}}}]}}}}'
for name in @{worker} @{line}; do kubectl rollout status deployment/$name -n @{namespace} --timeout=60s; done
