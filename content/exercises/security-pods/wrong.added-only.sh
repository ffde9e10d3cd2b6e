# fails: privileged/only-one
# The fourteen capabilities that every container has by default are still there.
kubectl patch deployment router -n edge --type=json -p '[{"op":"replace","path":"/spec/template/spec/containers/0/securityContext","value":{"capabilities":{"add":["NET_ADMIN"]}}}]'
kubectl rollout status deployment/router -n edge --timeout=120s
sleep 35
