# fails: source/node02
# The node without a Pod drops what comes in.
kubectl patch deployment recorder -n audit -p '{"spec":{"template":{"spec":{"nodeName":"node01"}}}}'
kubectl rollout status deployment/recorder -n audit --timeout=180s
kubectl patch service recorder -n audit -p '{"spec":{"externalTrafficPolicy":"Local"}}'
sleep 15
