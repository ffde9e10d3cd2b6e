# fails: throttled/limited, throttled/free
kubectl patch deployment search -n shop --type=json -p '[{"op":"remove","path":"/spec/template/spec/containers/0/resources/limits/cpu"}]'
kubectl rollout status deployment/search -n shop --timeout=120s
