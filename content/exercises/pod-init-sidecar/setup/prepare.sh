kubectl create namespace shop
kubectl create namespace batch
kubectl create namespace library

cat <<'YAML' | kubectl apply -f -
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
  namespace: shop
spec:
  replicas: 2
  selector:
    matchLabels: { app: api }
  template:
    metadata:
      labels: { app: api }
    spec:
      terminationGracePeriodSeconds: 2
      containers:
        - name: api
          image: busybox:1.36
          command:
            - sh
            - -c
            - |
              mkdir -p /var/log/api
              n=0
              while true; do
                n=$((n+1))
                echo "order $n accepted" >> /var/log/api/orders.log
                sleep 5
              done
---
apiVersion: batch/v1
kind: Job
metadata:
  name: nightly
  namespace: batch
spec:
  template:
    spec:
      restartPolicy: Never
      terminationGracePeriodSeconds: 2
      containers:
        - name: report
          image: busybox:1.36
          command:
            - sh
            - -c
            - |
              until wget -qO- http://localhost:8080/; do echo waiting for proxy; sleep 2; done
              echo report sent
        - name: proxy
          image: hashicorp/http-echo:1.0
          args: ["-listen=:8080", "-text=proxy is here"]
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: catalog-db
  namespace: library
spec:
  selector:
    matchLabels: { app: catalog-db }
  template:
    metadata:
      labels: { app: catalog-db }
    spec:
      containers:
        - name: redis
          image: redis:7.4
          ports:
            - containerPort: 6379
---
apiVersion: v1
kind: Service
metadata:
  name: catalog-db
  namespace: library
spec:
  selector: { app: catalog-db }
  ports:
    - port: 6379
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: front
  namespace: library
spec:
  replicas: 2
  selector:
    matchLabels: { app: front }
  template:
    metadata:
      labels: { app: front }
    spec:
      terminationGracePeriodSeconds: 2
      initContainers:
        - name: wait-for-db
          image: busybox:1.36
          env:
            - { name: DB_HOST, value: catalog-db.library.svc.cluster.local }
            - { name: DB_PORT, value: "5432" }
          command:
            - sh
            - -c
            - 'until nc -z -w 2 $DB_HOST $DB_PORT; do echo "waiting for $DB_HOST port $DB_PORT"; sleep 2; done; echo found'
      containers:
        - name: front
          image: nginx:1.27
YAML
kubectl rollout status deployment/api --namespace=shop --timeout=120s
kubectl rollout status deployment/catalog-db --namespace=library --timeout=120s
kubectl wait --namespace=batch --for=jsonpath='{.status.active}'=1 job/nightly --timeout=120s
sleep 45
