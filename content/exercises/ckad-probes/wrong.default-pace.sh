# fails: give/pace
kubectl patch deployment @{app} -n @{namespace} --patch '{"spec":{"template":{"spec":{"containers":[{"name":"web",
  "readinessProbe":{"httpGet":{"path":"/@{ready}","port":80}},"livenessProbe":{"httpGet":{"path":"/@{alive}","port":80}}}]}}}}'
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
