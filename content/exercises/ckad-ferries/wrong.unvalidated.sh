# fails: create/spec
# What the schema does not know is dropped on the way; the rest is a default.
cat > /opt/work/kinds/@{name}.yaml <<'YAML'
apiVersion: @{group}/v1
kind: Ferry
metadata: { name: @{name}, namespace: @{namespace} }
spec: { route: { from: @{route.from}, to: @{route.to} }, seats: @{seats}, drive: electric, every: 17 }
YAML
kubectl apply --validate=false -f /opt/work/kinds/@{name}.yaml
