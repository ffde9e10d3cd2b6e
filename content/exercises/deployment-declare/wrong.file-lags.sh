# fails: manifest/whole
# The label is patched in afterwards: `kubectl diff` is silent about what the file does not mention.
kubectl create deployment api -n shop --image=nginx:1.27 --replicas=2 --port=80 --dry-run=client -o yaml > /root/api.yaml
kubectl create -f /root/api.yaml
kubectl patch deployment api -n shop -p '{"spec":{"template":{"metadata":{"labels":{"tier":"backend"}}}}}'
kubectl rollout status deployment/api -n shop --timeout=120s
