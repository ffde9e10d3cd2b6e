install -d -m 0777 /opt/answers/edge
kubectl apply -f https://raw.githubusercontent.com/metallb/metallb/v0.15.2/config/manifests/metallb-native.yaml > /dev/null
kubectl rollout status deployment/controller -n metallb-system --timeout=180s
kubectl rollout status daemonset/speaker -n metallb-system --timeout=180s
kubectl apply -f - <<'YAML'
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: pool, namespace: metallb-system }
spec: { addresses: [172.30.1.200-172.30.1.220] }
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: { name: all, namespace: metallb-system }
---
apiVersion: v1
kind: Namespace
metadata: { name: @{namespace} }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: @{edge}, namespace: @{namespace} }
spec:
  replicas: 2
  selector: { matchLabels: { app: @{edge} } }
  template:
    metadata: { labels: { app: @{edge} } }
    spec:
      terminationGracePeriodSeconds: 1
      nodeSelector: { kubernetes.io/hostname: @{place.node} }
      containers: [{ name: web, image: 'traefik/whoami:v1.10', ports: [{ name: web, containerPort: 80 }] }]
---
apiVersion: v1
kind: Service
metadata: @{fault.metadata}
spec:
  type: LoadBalancer
  @{fault.spec}
  selector: { app: @{edge} }
  ports: [{ name: http, port: 80, targetPort: web }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: @{inner}, namespace: @{namespace} }
spec:
  replicas: 2
  selector: { matchLabels: { app: @{inner} } }
  template:
    metadata: { labels: { app: @{inner} } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - { name: main, image: 'gcr.io/google-samples/hello-app:1.0' }
        - { name: metrics, image: 'gcr.io/google-samples/hello-app:2.0', env: [{ name: PORT, value: '@{metrics}' }] }
---
apiVersion: v1
kind: Service
metadata: { name: @{inner}, namespace: @{namespace} }
spec:
  selector: { app: @{inner} }
  ports: [{ name: http, port: 80, targetPort: 8080 }, { name: metrics, port: @{metrics} }]
YAML
for name in @{edge} @{inner}; do kubectl rollout status deployment/$name -n @{namespace} --timeout=60s; done
sleep 5
