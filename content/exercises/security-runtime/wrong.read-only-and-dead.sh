# fails: immutable/serves
kubectl patch deployment gallery -n shop -p '{"spec":{"template":{"spec":{"containers":[{"name":"web","securityContext":{"readOnlyRootFilesystem":true}}]}}}}'
sleep 30
