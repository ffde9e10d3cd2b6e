# Asked by programs in the containers; a later beginning or another question for the slow one.
kubectl get deployment @{app} -n @{namespace} -o json | jq '.spec.template.spec.containers[0] += {
  readinessProbe: {exec: {command: ["curl", "-sf", "http://localhost:80/@{ready}"]}, periodSeconds: @{pace.ready}, failureThreshold: @{pace.unready}},
  livenessProbe: {exec: {command: ["curl", "-sf", "http://localhost:80/@{alive}"]}, initialDelaySeconds: 5, periodSeconds: @{pace.alive}, failureThreshold: @{pace.dead}}}' | kubectl apply -f -
kubectl get deployment @{slow} -n @{namespace} -o json | jq '.spec.template.spec.containers[0] *= @{fault.other}' | kubectl replace -f -
sleep 90
