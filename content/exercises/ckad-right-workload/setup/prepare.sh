curl -sL https://raw.githubusercontent.com/rancher/local-path-provisioner/v0.0.31/deploy/local-path-storage.yaml | sed 's/^  name: local-path$/  name: @{class}/' | kubectl apply -f -
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: Namespace
metadata: { name: '@{namespace}' }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: '@{agent}', namespace: '@{namespace}' }
spec:
  replicas: 3
  selector: { matchLabels: { app: '@{agent}' } }
  template:
    metadata: { labels: { app: '@{agent}' } }
    spec:
      terminationGracePeriodSeconds: 2
      containers:
        - name: agent
          image: busybox:1.36
          command: [sh, -c, 'while true; do echo "@{agent} on $NODE"; sleep 10; done']
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: '@{store}', namespace: '@{namespace}' }
spec:
  replicas: @{replicas}
  selector: { matchLabels: { app: '@{store}' } }
  template:
    metadata: { labels: { app: '@{store}' } }
    spec:
      terminationGracePeriodSeconds: 2
      containers:
        - name: store
          image: registry.k8s.io/e2e-test-images/agnhost:2.53
          args: [netexec, --http-port=8080]
          ports: [{ containerPort: 8080 }]
---
apiVersion: v1
kind: Service
metadata: { name: '@{store}', namespace: '@{namespace}' }
spec:
  selector: { app: '@{store}' }
  ports: [{ name: http, port: 8080 }]
YAML
kubectl run client -n @{namespace} --image=busybox:1.36 -- sleep 1000000
for name in @{agent} @{store}; do kubectl rollout status deployment/$name -n @{namespace} --timeout=120s; done
kubectl rollout status deployment/local-path-provisioner -n local-path-storage --timeout=120s
kubectl wait -n @{namespace} --for=condition=Ready pod/client --timeout=60s
