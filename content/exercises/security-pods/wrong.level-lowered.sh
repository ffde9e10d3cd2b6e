# fails: refused/still-restricted, refused/not-root
kubectl label namespace safe pod-security.kubernetes.io/enforce=baseline --overwrite
kubectl rollout restart deployment/api -n safe
kubectl rollout status deployment/api -n safe --timeout=120s
