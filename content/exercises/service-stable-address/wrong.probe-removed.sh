# fails: unready/ready
kubectl patch deployment teller -n bank --type=json -p '[{"op":"remove","path":"/spec/template/spec/containers/0/readinessProbe"}]'
kubectl rollout status deployment/teller -n bank --timeout=180s
