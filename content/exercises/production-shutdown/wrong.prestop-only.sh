# fails: quiet/no-failure
# It ends well, but it is asked before it listens.
kubectl patch deployment web -n shop --patch '{"spec":{"template":{"spec":{"containers":[{"name":"nginx","lifecycle":{"preStop":{"sleep":{"seconds":8}}}}]}}}}'
kubectl rollout status deployment/web -n shop --timeout=120s
sleep 30
