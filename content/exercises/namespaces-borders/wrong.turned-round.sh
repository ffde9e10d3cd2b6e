# fails: reach/reached
# Namespace and Service the wrong way round.
kubectl set env deployment/front -n web API_URL=http://backend.api
kubectl rollout status deployment/front -n web --timeout=120s
sleep 40
