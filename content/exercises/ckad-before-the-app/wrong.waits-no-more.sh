# fails: stuck/same
kubectl patch deployment @{stuck} -n @{namespace} --type=json -p '[{"op": "remove", "path": "/spec/template/spec/initContainers"}]'
kubectl rollout status deployment/@{stuck} -n @{namespace} --timeout=120s
