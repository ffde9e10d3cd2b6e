# fails: digest/pinned
# Exactly said, but a tag all the same.
kubectl set image deployment/@{web} -n @{namespace} nginx=docker.io/library/nginx:1.27-alpine
kubectl rollout status deployment/@{web} -n @{namespace} --timeout=120s
