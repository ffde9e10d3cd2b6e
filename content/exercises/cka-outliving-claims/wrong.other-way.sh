# fails: claims/kept-and-deleted, move/claim, move/old, volumes/others, volumes/stay
# The two policies are exchanged; the class is made anew instead of the volumes that there are; the old claim is kept.
kubectl patch statefulset @{app} -n @{namespace} -p '{"spec": {"persistentVolumeClaimRetentionPolicy": @{policy.inverse}}}'
kubectl get storageclass local-path -o yaml | sed 's/reclaimPolicy: Delete/reclaimPolicy: Retain/' | kubectl replace --force -f -
kubectl apply -n @{namespace} -f - <<'YAML'
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: @{new} }
spec: { accessModes: [ReadWriteOnce], storageClassName: local-path, resources: { requests: { storage: 1Gi } } }
YAML
