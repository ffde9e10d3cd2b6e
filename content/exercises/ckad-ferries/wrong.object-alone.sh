# fails: create/file
# The manifest stays as it was.
cat <<'YAML' | kubectl apply -f -
apiVersion: @{group}/v1
kind: Ferry
metadata: { name: @{name}, namespace: @{namespace} }
spec: { route: { from: @{route.from}, to: @{route.to} }, seats: @{seats}, drive: electric, intervalMinutes: @{every} }
YAML
