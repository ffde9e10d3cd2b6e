# fails: ship/file
kubectl set env deployment/stock -n shop SPANS=http://collector/spans
kubectl rollout status deployment/stock -n shop --timeout=120s
