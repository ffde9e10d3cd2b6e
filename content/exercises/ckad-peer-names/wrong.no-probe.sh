# fails: peers/same
# Nobody asks any more whether they find each other.
kubectl patch statefulset @{group} -n @{namespace} --type=json -p '[{"op": "remove", "path": "/spec/template/spec/containers/0/readinessProbe"}]'
kubectl delete pods -n @{namespace} -l app=@{group} --timeout=60s
sleep 30
