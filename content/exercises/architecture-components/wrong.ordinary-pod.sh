# fails: beacon/runs, beacon/comes-back
# The name alone makes no static Pod.
kubectl run beacon-node01 --image=nginx:1.27 --overrides='{"spec":{"nodeName":"node01"}}'
kubectl wait --for=condition=Ready pod/beacon-node01 --timeout=60s
