kubectl create namespace @{namespace}
make() { # NAME REPLICAS
  kubectl apply -f - <<YAML
apiVersion: apps/v1
kind: Deployment
metadata: { name: '$1', namespace: '@{namespace}', annotations: { kubernetes.io/change-cause: first } }
spec:
  replicas: $2
  selector: { matchLabels: { app: '$1' } }
  template:
    metadata: { labels: { app: '$1' } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: web
          image: nginx:1.27
          resources: { requests: { memory: 16Mi, cpu: 5m } }
YAML
}
make @{app} @{pace.n}
make @{held} 3
for name in @{app} @{held}; do kubectl rollout status deployment/$name -n @{namespace} --timeout=60s; done
kubectl patch deployment @{app} -n @{namespace} -p '{"metadata": {"annotations": {"kubernetes.io/change-cause": "owner named"}}, "spec": {"template": {"spec": {"containers": [{"name": "web", "env": [{"name": "OWNER", "value": "shop"}]}]}}}}'
kubectl patch deployment @{held} -n @{namespace} -p '{"spec": {"paused": @{fault.paused}, "minReadySeconds": @{fault.ready}, "progressDeadlineSeconds": 4000, "template": {"spec": {"containers": [{"name": "web", "image": "nginx:@{fault.image}", "env": [{"name": "STAGE", "value": "second"}]}]}}}}'
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
sleep 10
