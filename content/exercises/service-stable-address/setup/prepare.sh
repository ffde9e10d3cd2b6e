kubectl apply -f - <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata:
  name: greeter
spec:
  replicas: 3
  selector:
    matchLabels: {app: greeter}
  template:
    metadata:
      labels: {app: greeter}
    spec:
      containers:
        - name: nginx
          image: nginx:1.27
          command: [sh, -c, 'hostname > /usr/share/nginx/html/index.html; exec nginx -g "daemon off;"']
          ports:
            - {name: web, containerPort: 80}
          readinessProbe:
            exec:
              command: [test, '!', '-e', /tmp/maintenance]
            periodSeconds: 2
            failureThreshold: 1
---
apiVersion: v1
kind: Pod
metadata:
  name: client
  labels: {app: client}
spec:
  terminationGracePeriodSeconds: 0
  containers:
    - name: client
      image: busybox:1.36
      command: [sleep, infinity]
YAML
kubectl create deployment catalog --image=gcr.io/google-samples/hello-app:1.0 --replicas=2

kubectl create namespace shop
for version in blue:5678 green:8080; do
  kubectl apply -n shop -f - <<YAML
apiVersion: apps/v1
kind: Deployment
metadata:
  name: cart-${version%:*}
spec:
  replicas: 1
  selector:
    matchLabels: {app: cart, version: ${version%:*}}
  template:
    metadata:
      labels: {app: cart, version: ${version%:*}}
    spec:
      containers:
        - name: echo
          image: hashicorp/http-echo:1.0
          args: ['-text=${version%:*}', '-listen=:${version#*:}']
          ports:
            - {name: web, containerPort: ${version#*:}}
YAML
done

kubectl create namespace bank
kubectl create deployment ledger -n bank --image=nginx:1.27 --replicas=2
kubectl create service clusterip ledger -n bank --tcp=80:80
kubectl set selector service ledger -n bank app=ledger,tier=backend
kubectl create deployment vault -n bank --image=gcr.io/google-samples/hello-app:1.0 --replicas=2
kubectl expose deployment vault -n bank --port=80
kubectl apply -n bank -f - <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata:
  name: teller
spec:
  replicas: 2
  selector:
    matchLabels: {app: teller}
  template:
    metadata:
      labels: {app: teller}
    spec:
      containers:
        - name: nginx
          image: nginx:1.27
          ports:
            - {name: web, containerPort: 80}
          readinessProbe:
            httpGet: {path: /health, port: web}
            periodSeconds: 5
---
apiVersion: v1
kind: Service
metadata:
  name: teller
spec:
  selector: {app: teller}
  ports:
    - {port: 80, targetPort: web}
YAML

kubectl rollout status deployment/greeter --timeout=180s
kubectl rollout status deployment/catalog --timeout=180s
kubectl rollout status deployment/cart-blue -n shop --timeout=180s
kubectl rollout status deployment/cart-green -n shop --timeout=180s
kubectl rollout status deployment/ledger -n bank --timeout=180s
kubectl rollout status deployment/vault -n bank --timeout=180s
kubectl wait --for=condition=Ready pod/client --timeout=120s
kubectl wait -n bank --for=jsonpath='{.status.phase}'=Running pod -l app=teller --timeout=120s
sleep 20
