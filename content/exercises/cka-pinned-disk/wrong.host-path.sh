# fails: mend/same, mend/deployment
# The volume becomes a hostPath of a new class; the Deployment is sent to the node by hand.
kubectl delete deployment @{reader} -n @{namespace}
kubectl delete pvc @{lasting} -n @{namespace} --timeout=60s
kubectl delete pv @{lasting} --timeout=60s
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: PersistentVolume
metadata: { name: @{lasting} }
spec:
  capacity: { storage: 5Gi }
  accessModes: [ReadWriteOnce]
  storageClassName: host
  hostPath: { path: /srv/disks/@{lasting} }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: @{lasting}, namespace: @{namespace} }
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: host
  resources: { requests: { storage: 3Gi } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: @{reader}, namespace: @{namespace} }
spec:
  selector: { matchLabels: { app: @{reader} } }
  template:
    metadata: { labels: { app: @{reader} } }
    spec:
      nodeSelector: { kubernetes.io/hostname: "@{node2}" }
      containers: [{ name: main, image: 'busybox:1.36', command: [sleep, infinity], volumeMounts: [{ name: data, mountPath: /data }] }]
      volumes: [{ name: data, persistentVolumeClaim: { claimName: @{lasting} } }]
YAML
kubectl rollout status deployment/@{reader} -n @{namespace} --timeout=120s
