# fails: waiting/made, other/default-class
# A volume made by hand for the claim; the other claim is left alone.
kubectl delete pvc @{claim} -n @{namespace}
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: PersistentVolume
metadata: { name: by-hand }
spec:
  capacity: { storage: @{size} }
  accessModes: [ReadWriteOnce]
  storageClassName: @{class}
  hostPath: { path: /srv/by-hand }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: @{claim}, namespace: @{namespace} }
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: @{class}
  volumeName: by-hand
  resources: { requests: { storage: @{size} } }
YAML
sleep 30
