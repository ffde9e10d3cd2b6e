# fails: environment/from-the-map
# `set env --from` names the keys that are there today, one by one; a new key does not come along.
kubectl create configmap api-config -n shop --from-literal=MODE=fast --from-literal=LOG_LEVEL=debug
kubectl set env deployment/api -n shop --from=configmap/api-config
kubectl rollout status deployment/api -n shop --timeout=120s
sleep 35
