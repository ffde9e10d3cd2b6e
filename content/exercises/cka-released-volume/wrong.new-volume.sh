# fails: reuse/untouched, keep/still-bound
# The volume is made anew, smaller; the other claim is given up.
kubectl delete pv @{volume} --timeout=30s
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: PersistentVolume
metadata: { name: @{volume} }
spec:
  capacity: { storage: 1Gi }
  accessModes: [@{mode}]
  storageClassName: @{class}
  local: { path: /srv/@{volume} }
  nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [{ key: kubernetes.io/hostname, operator: In, values: [@{place}] }] }] } }
YAML
kubectl patch pv pv-@{kept} -p '{"spec": {"persistentVolumeReclaimPolicy": "Retain"}}'
kubectl delete pvc @{kept} -n @{namespace} --timeout=30s
sleep 10
