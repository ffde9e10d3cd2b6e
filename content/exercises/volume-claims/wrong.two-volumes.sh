# fails: shared/served
# Two volumes share nothing.
kubectl patch deployment page -n press -p '{"spec":{"template":{"spec":{
  "volumes":[{"name":"a","emptyDir":{"sizeLimit":"64Mi"}},{"name":"b","emptyDir":{"sizeLimit":"64Mi"}}],
  "containers":[{"name":"writer","volumeMounts":[{"name":"a","mountPath":"/out"}]},{"name":"web","volumeMounts":[{"name":"b","mountPath":"/usr/share/nginx/html"}]}]}}}}'
kubectl rollout status deployment/page -n press --timeout=120s
sleep 5
