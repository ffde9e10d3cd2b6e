# The volume waits for the new claim by name; the claim asks for less.
kubectl get pv @{volume} -o json | jq 'del(.spec.claimRef.uid, .spec.claimRef.resourceVersion)' | kubectl replace -f -
kubectl create -f - <<'YAML'
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: @{claim}, namespace: @{namespace} }
spec:
  accessModes: [@{mode}]
  storageClassName: @{class}
  volumeName: @{volume}
  resources: { requests: { storage: 1Gi } }
YAML
kubectl get pv pv-@{kept} -o yaml | sed 's/ReclaimPolicy: Delete/ReclaimPolicy: Retain/' | kubectl apply -f -
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
