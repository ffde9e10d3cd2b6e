# fails: capabilities/only
# Added to those that every container has.
kubectl patch deployment @{tool} -n @{namespace} --type=json -p '[{"op": "replace", "path": "/spec/template/spec/containers/0/securityContext", "value": {"capabilities": {"add": ["@{capability.name}"]}}}]'
kubectl rollout status deployment/@{tool} -n @{namespace} --timeout=60s
