kubectl get deployment @{app} -n @{namespace} -o json | jq '.spec.template.spec.containers[0] += {
  startupProbe: {exec: {command: ["sh", "-c", "cat /tmp/started"]}, initialDelaySeconds: @{pace.every}, periodSeconds: @{pace.every}, failureThreshold: (@{pace.count} - 1)},
  livenessProbe: {exec: {command: ["sh", "/check/alive.sh"]}, periodSeconds: @{pace.alive}, failureThreshold: @{pace.dead}, timeoutSeconds: @{pace.timeout}}}' | kubectl replace -f -
kubectl get deployment @{web} -n @{namespace} -o json | jq '.spec.template.spec.containers[0].readinessProbe = {periodSeconds: 4, timeoutSeconds: 4, failureThreshold: 2, httpGet: {path: "/ready", port: 8000, httpHeaders: [{name: "X-Check", value: "ready"}]}}' | kubectl replace --force -f -
sleep 150
