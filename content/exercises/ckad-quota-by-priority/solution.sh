cat <<'YAML' | kubectl apply -f -
apiVersion: v1
kind: ResourceQuota
metadata:
  name: urgent
  namespace: @{namespace}
spec:
  hard:
    pods: @{most.urgent}
  scopeSelector:
    matchExpressions:
      - scopeName: PriorityClass
        operator: In
        values: [@{classes.high}]
---
apiVersion: v1
kind: ResourceQuota
metadata:
  name: best-effort
  namespace: @{namespace}
spec:
  hard:
    pods: @{most.effort}
  scopes: [BestEffort]
---
apiVersion: v1
kind: ResourceQuota
metadata:
  name: objects
  namespace: @{namespace}
spec:
  hard:
    services: @{most.services}
    secrets: @{most.secrets}
YAML
kubectl patch deployment @{app} -n @{tight} --patch '
spec:
  template:
    spec:
      priorityClassName: @{classes.low}
      containers:
        - name: main
          resources:
            requests:
              cpu: @{size.cpu}
              memory: @{size.memory}
            limits:
              cpu: @{size.cpu}
              memory: @{size.memory}
'
kubectl rollout status deployment/@{app} -n @{tight} --timeout=120s
sleep 30
