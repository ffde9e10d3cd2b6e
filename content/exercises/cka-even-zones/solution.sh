kubectl patch deployment @{app} -n @{namespace} -p '{"spec": {"template": {"spec": {
  "tolerations": [{"key": "@{taint.key}", "operator": "Equal", "value": "@{taint.value}", "effect": "@{taint.effect}"}],
  "topologySpreadConstraints": [{"maxSkew": 1, "topologyKey": "topology.kubernetes.io/zone", "whenUnsatisfiable": "DoNotSchedule", "labelSelector": {"matchLabels": {"app": "@{app}"}}, "matchLabelKeys": ["pod-template-hash"]}]}}}}'

kubectl apply -f - <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata:
  name: @{pinned}
  namespace: @{namespace}
spec:
  replicas: 2
  selector:
    matchLabels:
      app: @{pinned}
  template:
    metadata:
      labels:
        app: @{pinned}
    spec:
      containers:
        - name: web
          image: nginx:1.27
      tolerations:
        - key: @{taint.key}
          operator: Exists
      affinity:
        nodeAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            nodeSelectorTerms:
              - matchExpressions:
                  - key: disk
                    operator: In
                    values: [@{disk}, ssd]
YAML

kubectl patch deployment @{other} -n @{namespace} -p '{"spec": {"template": {"spec": {
  "tolerations": [{"key": "@{taint.key}", "operator": "Exists"}],
  "affinity": {"nodeAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": [{"weight": 100, "preference": {"matchExpressions": [{"key": "topology.kubernetes.io/zone", "operator": "In", "values": ["@{zones.two}"]}]}}]}}}}}}'
for each in @{app} @{pinned} @{other}; do kubectl rollout status deployment/$each -n @{namespace}; done
