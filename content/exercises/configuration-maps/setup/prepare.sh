kubectl create namespace shop
kubectl create namespace web
kubectl create namespace jobs
kubectl run client --image=busybox:1.36 --labels=app=client --command -- sleep infinity
cat > /root/index.html <<'HTML'
<h1>Open from nine to six</h1>
HTML
cat > /root/status.conf <<'CONF'
server {
  listen 8080;
  location / {
    return 200 'all is well';
  }
}
CONF
kubectl create deployment api -n shop --image=busybox:1.36 -- sleep infinity
kubectl create deployment site -n web --image=nginx:1.27 --port=80
kubectl expose deployment site -n web --port=80
kubectl create deployment proxy -n web --image=nginx:1.27 --port=80
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: Service
metadata: { name: proxy, namespace: web }
spec:
  selector: { app: proxy }
  ports: [{ name: http, port: 80 }, { name: status, port: 8080 }]
---
apiVersion: v1
kind: ConfigMap
metadata: { name: worker-settings, namespace: jobs }
data: { level: info }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: worker-rules-v2, namespace: jobs }
data: { rules.txt: "retry 3 times\n" }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: worker, namespace: jobs }
spec:
  selector: { matchLabels: { app: worker } }
  template:
    metadata: { labels: { app: worker } }
    spec:
      containers:
        - name: worker
          image: busybox:1.36
          command: [sleep, infinity]
          env:
            - { name: LEVEL, valueFrom: { configMapKeyRef: { name: worker-settings, key: LEVEL } } }
          volumeMounts: [{ name: rules, mountPath: /etc/rules }]
      volumes: [{ name: rules, configMap: { name: worker-rules } }]
YAML
for each in shop/api web/site web/proxy; do
  kubectl rollout status deployment/${each#*/} -n ${each%/*} --timeout=180s
done
kubectl wait --for=condition=Ready pod/client --timeout=120s
sleep 10
