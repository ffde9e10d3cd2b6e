# fails: probe/three, probe/open-without-ledger
# nginx has no /healthz: the new Pods are never ready, and the old ones stay.
kubectl patch deployment checkout -n shop --type=json -p '[{"op": "replace", "path": "/spec/template/spec/containers/0/readinessProbe/httpGet/path", "value": "/healthz"}]'
sleep 30
