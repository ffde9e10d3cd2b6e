for host in @{node1} @{node2}; do
  ssh $host bash -s <<'SSH'
mkdir -p /srv/outside
echo "outside of the cluster, on $(hostname)" > /srv/outside/index.html
printf '[Unit]\nDescription=Program outside of the cluster\n[Service]\nExecStart=/usr/bin/python3 -m http.server @{port} --directory /srv/outside\nRestart=always\n[Install]\nWantedBy=multi-user.target\n' > /etc/systemd/system/outside.service
systemctl daemon-reload
systemctl enable --now outside 2> /dev/null
SSH
done
kubectl create namespace @{namespace}
kubectl run client -n default --image=busybox:1.36 --command -- sleep infinity
kubectl run client -n @{namespace} --image=busybox:1.36 --command -- sleep infinity
kubectl apply -n @{namespace} -f - <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata: { name: @{peers} }
spec:
  replicas: 3
  selector: { matchLabels: { app: @{peers} } }
  template:
    metadata: { labels: { app: @{peers} } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: web
          image: nginx:1.27
          readinessProbe: { httpGet: { path: /index.html, port: 80 }, periodSeconds: 5 }
---
apiVersion: v1
kind: Service
metadata: { name: @{peers} }
spec: { selector: { app: @{peers} }, ports: [{ port: 80 }] }
YAML
kubectl rollout status deployment/@{peers} -n @{namespace} --timeout=60s
kubectl wait --for=condition=Ready pod/client -n default --timeout=60s
kubectl exec -n @{namespace} "$(kubectl get pods -n @{namespace} -l app=@{peers} -o jsonpath='{.items[0].metadata.name}')" -- rm /usr/share/nginx/html/index.html
sleep 20
