cat > ring.yaml <<'YAML'
apiVersion: v1
kind: Service
metadata:
  name: ring
  namespace: data
spec:
  clusterIP: None
  selector:
    app: ring
  ports:
    - port: 80
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: ring
  namespace: data
spec:
  serviceName: ring
  replicas: 3
  selector:
    matchLabels:
      app: ring
  template:
    metadata:
      labels:
        app: ring
    spec:
      containers:
        - name: web
          image: nginx:1.27
          ports:
            - containerPort: 80
YAML
kubectl apply -f ring.yaml

cat <<'YAML' | kubectl apply -f -
apiVersion: v1
kind: Service
metadata:
  name: ledger
  namespace: legacy
spec:
  clusterIP: None
  selector:
    app: ledger
  ports:
    - port: 80
YAML

kubectl delete statefulset wiki -n wiki
cat > wiki.yaml <<'YAML'
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: wiki
  namespace: wiki
spec:
  serviceName: wiki
  replicas: 2
  selector:
    matchLabels:
      app: wiki
  template:
    metadata:
      labels:
        app: wiki
    spec:
      containers:
        - name: web
          image: nginx:1.27
          ports:
            - containerPort: 80
          volumeMounts:
            - name: pages
              mountPath: /usr/share/nginx/html
  volumeClaimTemplates:
    - metadata:
        name: pages
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: local-path
        resources:
          requests:
            storage: 100Mi
YAML
kubectl apply -f wiki.yaml

kubectl patch statefulset cache -n data -p '{"spec":{"updateStrategy":{"rollingUpdate":{"partition":2}}}}'
kubectl set image statefulset/cache -n data web=nginx:1.27

kubectl patch daemonset log-agent -n infra -p '
spec:
  template:
    spec:
      tolerations:
        - key: node-role.kubernetes.io/control-plane
          operator: Exists
          effect: NoSchedule
'
kubectl rollout status statefulset/ring -n data --timeout=180s
kubectl rollout status statefulset/wiki -n wiki --timeout=180s
kubectl rollout status statefulset/cache -n data --timeout=180s
kubectl rollout status daemonset/log-agent -n infra --timeout=180s
sleep 40
