# fails: read-only/runs, read-only/root-closed
kubectl patch deployment thumbs -n edge -p '{"spec":{"template":{"spec":{"containers":[{"name":"thumbs","securityContext":{"readOnlyRootFilesystem":false}}]}}}}'
kubectl rollout status deployment/thumbs -n edge --timeout=120s
