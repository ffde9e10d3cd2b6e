kubectl rollout status deployment/web -n shop --timeout=120s
kubectl rollout status deployment/worker -n shop --timeout=120s
kubectl rollout status deployment/sleeper -n shop --timeout=120s
# web listens now: the one that asks begins anew, with a clean log.
sleep 8
kubectl get pod load -n shop -o yaml | kubectl replace --force -f -
kubectl wait --for=condition=Ready pod/load -n shop --timeout=60s
sleep 5
