kubectl patch deployment @{app} -n @{namespace} --patch '
spec:
  template:
    spec:
      containers:
        - name: web
          readinessProbe:
            httpGet: { path: /@{ready}, port: 80 }
            periodSeconds: @{pace.ready}
            failureThreshold: @{pace.unready}
          livenessProbe:
            httpGet: { path: /@{alive}, port: 80 }
            periodSeconds: @{pace.alive}
            failureThreshold: @{pace.dead}
'
kubectl get deployment @{slow} -n @{namespace} -o json \
  | jq '.spec.template.spec.containers[0] *= @{fault.mend}' | kubectl replace -f -
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
kubectl rollout status deployment/@{slow} -n @{namespace} --timeout=120s
