kubectl label node node01 pool=general
kubectl label node node02 pool=ledger
kubectl taint node node02 dedicated=ledger:NoSchedule
for name in media night bank front; do kubectl create namespace $name; done

cat <<'YAML' | kubectl apply -f -
apiVersion: apps/v1
kind: Deployment
metadata:
  name: thumbs
  namespace: media
spec:
  strategy: { type: Recreate }
  selector:
    matchLabels: { app: thumbs }
  template:
    metadata:
      labels: { app: thumbs }
    spec:
      terminationGracePeriodSeconds: 2
      containers:
        - name: thumbs
          image: polinux/stress:1.0.4
          command: [stress]
          args: [--vm, "1", --vm-bytes, 250M, --vm-hang, "1"]
          resources:
            requests: { memory: 64Mi }
            limits: { memory: 128Mi }
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: search
  namespace: night
spec:
  selector:
    matchLabels: { app: search }
  template:
    metadata:
      labels: { app: search }
    spec:
      containers:
        - name: search
          image: nginx:1.27
          resources:
            requests: { cpu: "20", memory: 64Mi }
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: index
  namespace: night
spec:
  selector:
    matchLabels: { app: index }
  template:
    metadata:
      labels: { app: index }
    spec:
      nodeSelector: { pool: genral }
      containers:
        - name: index
          image: nginx:1.27
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: front
spec:
  replicas: 2
  strategy:
    rollingUpdate: { maxSurge: 0, maxUnavailable: 1 }
  selector:
    matchLabels: { app: web }
  template:
    metadata:
      labels: { app: web }
    spec:
      affinity:
        nodeAffinity:
          preferredDuringSchedulingIgnoredDuringExecution:
            - weight: 100
              preference:
                matchExpressions:
                  - { key: pool, operator: In, values: [general] }
      tolerations:
        - { key: dedicated, operator: Equal, value: ledger, effect: NoSchedule }
      terminationGracePeriodSeconds: 2
      containers:
        - name: nginx
          image: nginx:1.27
YAML
kubectl rollout status deployment/web --namespace=front --timeout=120s
sleep 60
