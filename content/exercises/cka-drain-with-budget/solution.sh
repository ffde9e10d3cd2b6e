kubectl apply -f - <<'YAML'
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: @{every}
  namespace: @{namespace}
spec:
  selector:
    matchLabels:
      app: @{every}
  updateStrategy:
    rollingUpdate:
      maxUnavailable: 2
  template:
    metadata:
      labels:
        app: @{every}
    spec:
      tolerations:
        - key: node-role.kubernetes.io/control-plane
          operator: Exists
          effect: NoSchedule
      containers:
        - name: main
          image: busybox:1.36
          command: [sleep, infinity]
          resources:
            requests:
              cpu: 10m
YAML
kubectl label node @{node2} drill.example/@{label}=first
kubectl patch pdb @{app} -n @{namespace} --type=json -p '[{"op": "replace", "path": "/spec", "value": {"minAvailable": @{budget.least}, "selector": {"matchLabels": {"app": "@{app}"}}}}]'
kubectl rollout status daemonset/@{every} -n @{namespace} --timeout=60s
kubectl drain @{node2} --ignore-daemonsets
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
sleep 10
