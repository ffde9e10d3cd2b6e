# The same by editing what the cluster holds and by going back to a named revision.
kubectl get deployment web -o yaml | sed -e 's/nginx:1.26/nginx:1.27/' -e 's/replicas: 3/replicas: 5/' > web.yaml
kubectl apply -f web.yaml
kubectl annotate deployment web kubernetes.io/change-cause='update to 1.27' --overwrite
kubectl create service clusterip web --tcp=80:80

kubectl rollout undo deployment/payments -n bank --to-revision=1

cat > ledger.json <<'JSON'
[
  {"op": "replace", "path": "/spec/strategy/rollingUpdate/maxUnavailable", "value": 0},
  {"op": "add", "path": "/spec/template/spec/containers/0/readinessProbe", "value": {"tcpSocket": {"port": 80}}}
]
JSON
kubectl patch deployment ledger -n bank --type=json --patch-file=ledger.json

kubectl rollout status deployment/web --timeout=180s
kubectl rollout status deployment/payments -n bank --timeout=180s
kubectl rollout status deployment/ledger -n bank --timeout=180s
