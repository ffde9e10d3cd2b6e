# fails: pending/search, pending/tied
# It runs, but is not tied to the pool any more; and two CPUs still fit nowhere beside the rest.
kubectl patch deployment index -n night --type=json -p '[{"op": "remove", "path": "/spec/template/spec/nodeSelector"}]'
kubectl set resources deployment/search -n night --requests=cpu=2
sleep 40
