# fails: give/behaves
kubectl patch deployment @{app} -n @{namespace} --patch '{"spec":{"template":{"spec":{"containers":[{"name":"web",
  "readinessProbe":{"httpGet":{"path":"/@{alive}","port":80},"periodSeconds":@{pace.ready},"failureThreshold":@{pace.unready}},
  "livenessProbe":{"httpGet":{"path":"/@{ready}","port":80},"periodSeconds":@{pace.alive},"failureThreshold":@{pace.dead}}}]}}}}'
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
