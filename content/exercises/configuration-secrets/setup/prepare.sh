kubectl create namespace shop
kubectl create namespace private
kubectl create namespace vault
kubectl create secret generic master -n vault --from-literal=key=open-sesame
kubectl create deployment orders -n shop --image=busybox:1.36 -- sleep infinity
kubectl create deployment store -n private --image=registry.example.com/private/nginx:1.27 --replicas=2
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: Secret
metadata: { name: billing-db, namespace: shop }
data: { password: YjNKaGJtZGxMVGN0YkdWdGIyND0= }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: billing, namespace: shop }
spec:
  selector: { matchLabels: { app: billing } }
  template:
    metadata: { labels: { app: billing } }
    spec:
      containers:
        - name: billing
          image: busybox:1.36
          command: [sh, -c, 'while true; do if [ -f /tmp/in ]; then sleep 3600; elif printf %s "$DB_PASSWORD" | md5sum | grep -q 967cb11d55b26176611ee2a8cdd0765b; then echo logged in; touch /tmp/in; else echo password authentication failed; sleep 10; fi; done']
          env: [{ name: DB_PASSWORD, valueFrom: { secretKeyRef: { name: billing-db, key: password } } }]
          readinessProbe: { exec: { command: [test, -f, /tmp/in] }, periodSeconds: 2 }
YAML
kubectl rollout status deployment/orders -n shop --timeout=180s
sleep 30
