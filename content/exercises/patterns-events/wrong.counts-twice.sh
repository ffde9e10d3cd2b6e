# fails: replay/right
# From the start, but on top of what is there.
kubectl exec -n events deployment/queue -- redis-cli SET projector:offset 0
sleep 20
