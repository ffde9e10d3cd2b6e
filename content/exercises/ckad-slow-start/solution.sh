kubectl patch deployment @{app} -n @{namespace} --patch '
spec:
  template:
    spec:
      containers:
        - name: main
          startupProbe:
            exec:
              command: [test, -e, /tmp/started]
            periodSeconds: @{pace.every}
            failureThreshold: @{pace.count}
          livenessProbe:
            exec:
              command: [/check/alive.sh]
            periodSeconds: @{pace.alive}
            failureThreshold: @{pace.dead}
            timeoutSeconds: @{pace.timeout}
'
kubectl get deployment @{web} -n @{namespace} -o json | jq '.spec.template.spec.containers[0].readinessProbe *= @{fault.mend}' | kubectl apply -f -
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=200s
kubectl rollout status deployment/@{web} -n @{namespace} --timeout=120s
sleep 15
