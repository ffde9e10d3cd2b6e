kubectl create namespace net
cat <<'YAML' | kubectl apply -f -
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: tools
  namespace: net
spec:
  selector:
    matchLabels: { app: tools }
  template:
    metadata:
      labels: { app: tools }
    spec:
      containers:
        - name: tools
          image: nicolaka/netshoot:v0.13
          command: [sleep, infinity]
---
apiVersion: v1
kind: Pod
metadata:
  name: vault
  namespace: net
spec:
  nodeSelector: { kubernetes.io/hostname: node01 }
  containers:
    - name: vault
      image: hashicorp/http-echo:1.0
      args: ["-listen=:8080", "-text=the word is juniper-482"]
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: edge
  namespace: net
spec:
  replicas: 3
  selector:
    matchLabels: { app: edge }
  template:
    metadata:
      labels: { app: edge }
    spec:
      terminationGracePeriodSeconds: 2
      nodeSelector: { kubernetes.io/hostname: node01 }
      containers:
        - name: nginx
          image: nginx:1.27
          ports:
            - containerPort: 80
              hostPort: 8080
---
apiVersion: v1
kind: Service
metadata:
  name: edge
  namespace: net
spec:
  selector: { app: edge }
  ports:
    - port: 80
YAML
kubectl rollout status daemonset/tools --namespace=net --timeout=120s
kubectl wait --for=jsonpath='{.status.availableReplicas}'=1 deployment/edge --namespace=net --timeout=120s
kubectl wait --for=condition=Ready pod/vault --namespace=net --timeout=120s
