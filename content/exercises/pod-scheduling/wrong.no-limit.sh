# fails: oom/limits, oom/modest
# It lives, and may now eat the whole node.
kubectl patch deployment thumbs -n media --type=json -p '[{"op": "remove", "path": "/spec/template/spec/containers/0/resources/limits"}]'
kubectl rollout status deployment/thumbs -n media --timeout=120s
