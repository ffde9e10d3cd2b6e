# fails: claim/bound
# Without its class the claim waits for a default class that there is not.
cat <<'YAML' | kubectl apply -f -
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: @{app}-logs, namespace: @{namespace} }
spec:
  accessModes: [ReadWriteOnce]
  resources: { requests: { storage: @{size.ask} } }
YAML
sleep 10
