# fails: one-port/metrics-inside, source/caller
# The whole Service is opened; callers look like nodes.
@{fault.mend}
kubectl patch service @{inner} -n @{namespace} --type=json -p '[{"op": "replace", "path": "/spec/type", "value": "NodePort"}, {"op": "add", "path": "/spec/ports/0/nodePort", "value": @{nodePort}}]'
sleep 15
