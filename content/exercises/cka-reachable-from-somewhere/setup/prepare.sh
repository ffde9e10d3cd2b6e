@{proxy.break}
kubectl rollout status daemonset/kube-proxy -n kube-system --timeout=120s
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: Namespace
metadata: { name: @{namespace} }
---
apiVersion: v1
kind: Namespace
metadata: { name: @{visitor} }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: @{app}-one, namespace: @{namespace} }
spec:
  selector: { matchLabels: { app: @{app}, version: one } }
  template:
    metadata: { labels: { app: @{app}, version: one } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: hello
          image: gcr.io/google-samples/hello-app:1.0
          ports: [{ name: http, containerPort: 8080 }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: @{app}-two, namespace: @{namespace} }
spec:
  selector: { matchLabels: { app: @{app}, version: two } }
  template:
    metadata: { labels: { app: @{app}, version: two } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: hello
          image: gcr.io/google-samples/hello-app:2.0
          ports: [{ name: @{port.name}, containerPort: @{port.number} }]
---
apiVersion: v1
kind: Service
metadata: { name: @{app}, namespace: @{namespace} }
spec:
  selector: { app: @{app} }
  ports: [{ port: 80, targetPort: http }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: @{app}, namespace: @{namespace} }
spec:
  podSelector: { matchLabels: { app: @{app} } }
  policyTypes: [Ingress]
  ingress:
    - from: [{ podSelector: { matchLabels: { role: client } } }]
      ports: [{ port: 8080, protocol: TCP }]
YAML
client() { # NAMESPACE NAME ROLE NODE
  kubectl run $2 -n $1 --image=nginx:1.27 --labels=role=$3 --overrides="{\"spec\": {\"nodeName\": \"$4\", \"terminationGracePeriodSeconds\": 1}}"
}
client @{namespace} client-one client @{node1}
client @{namespace} client-two client @{node2}
client @{visitor} caller client @{node1}
client @{visitor} stranger other @{node1}
for name in one two; do kubectl rollout status deployment/@{app}-$name -n @{namespace} --timeout=60s; done
kubectl wait --for=condition=Ready pod --all -n @{visitor} --timeout=60s
kubectl wait --for=condition=Ready pod --all -n @{namespace} --timeout=60s
