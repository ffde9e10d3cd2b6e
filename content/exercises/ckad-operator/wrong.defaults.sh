# fails: object/spec
kubectl apply -f - <<'YAML'
apiVersion: @{thing.group}/v1
kind: @{thing.kind}
metadata: { name: @{name}, namespace: @{namespace} }
spec: { schedule: '@{when.cron}', source: { claim: @{claim} } }
YAML
