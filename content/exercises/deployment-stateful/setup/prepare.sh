kubectl apply -f https://raw.githubusercontent.com/rancher/local-path-provisioner/v0.0.31/deploy/local-path-storage.yaml
kubectl create namespace data
kubectl create namespace legacy
kubectl create namespace wiki
kubectl create namespace infra
kubectl run client --image=busybox:1.36 --labels=app=client --command -- sleep infinity
kubectl run client -n legacy --image=busybox:1.36 --labels=app=client --command -- sleep infinity
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: Service
metadata: { name: ledger-http, namespace: legacy }
spec:
  selector: { app: ledger }
  ports: [{ port: 80 }]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: ledger, namespace: legacy }
spec:
  serviceName: ledger
  replicas: 2
  selector: { matchLabels: { app: ledger } }
  template:
    metadata: { labels: { app: ledger } }
    spec:
      containers:
        - { name: web, image: 'nginx:1.27', ports: [{ containerPort: 80 }] }
---
apiVersion: v1
kind: Service
metadata: { name: wiki, namespace: wiki }
spec:
  clusterIP: None
  selector: { app: wiki }
  ports: [{ port: 80 }]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: wiki, namespace: wiki }
spec:
  serviceName: wiki
  replicas: 2
  selector: { matchLabels: { app: wiki } }
  template:
    metadata: { labels: { app: wiki } }
    spec:
      containers:
        - { name: web, image: 'nginx:1.27', ports: [{ containerPort: 80 }] }
---
apiVersion: v1
kind: Service
metadata: { name: cache, namespace: data }
spec:
  clusterIP: None
  selector: { app: cache }
  ports: [{ port: 80 }]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: cache, namespace: data }
spec:
  serviceName: cache
  replicas: 4
  selector: { matchLabels: { app: cache } }
  template:
    metadata: { labels: { app: cache } }
    spec:
      containers:
        - { name: web, image: 'nginx:1.26', ports: [{ containerPort: 80 }] }
---
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: log-agent, namespace: infra }
spec:
  selector: { matchLabels: { app: log-agent } }
  template:
    metadata: { labels: { app: log-agent } }
    spec:
      containers:
        - { name: agent, image: 'busybox:1.36', command: [sh, -c, 'while true; do date; sleep 60; done'] }
YAML
kubectl rollout status deployment/local-path-provisioner -n local-path-storage --timeout=180s
kubectl rollout status statefulset/ledger -n legacy --timeout=180s
kubectl rollout status statefulset/wiki -n wiki --timeout=180s
kubectl rollout status statefulset/cache -n data --timeout=180s
kubectl rollout status daemonset/log-agent -n infra --timeout=180s
kubectl wait --for=condition=Ready pod/client --timeout=120s
kubectl wait -n legacy --for=condition=Ready pod/client --timeout=120s
