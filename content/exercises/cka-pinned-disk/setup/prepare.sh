ssh @{node1} "mkdir -p /srv/disks/@{volume}; echo @{word} > /srv/disks/@{volume}/index.txt"
ssh @{node2} "mkdir -p /srv/disks/spare /srv/disks/@{lasting}; echo @{lasting}-@{word} > /srv/disks/@{lasting}/index.txt"
kubectl create namespace @{namespace}
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: PersistentVolume
metadata: { name: spare, labels: { media: hdd } }
spec:
  capacity: { storage: 5Gi }
  accessModes: [ReadWriteOnce]
  persistentVolumeReclaimPolicy: Retain
  storageClassName: @{class}
  local: { path: /srv/disks/spare }
  nodeAffinity:
    required: { nodeSelectorTerms: [{ matchExpressions: [{ key: kubernetes.io/hostname, operator: In, values: ["@{node2}"] }] }] }
---
apiVersion: v1
kind: PersistentVolume
metadata: { name: @{lasting} }
spec:
  capacity: { storage: 3Gi }
  accessModes: [ReadWriteOnce]
  persistentVolumeReclaimPolicy: Retain
  storageClassName: manual
  local: { path: @{fault.path} }
  nodeAffinity:
    required: { nodeSelectorTerms: [{ matchExpressions: [@{fault.affinity}] }] }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: @{lasting}, namespace: @{namespace} }
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: manual
  resources: { requests: { storage: 3Gi } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: @{reader}, namespace: @{namespace} }
spec:
  replicas: 1
  selector: { matchLabels: { app: @{reader} } }
  template:
    metadata: { labels: { app: @{reader} } }
    spec:
      terminationGracePeriodSeconds: 1
      containers: [{ name: main, image: 'busybox:1.36', command: [sleep, infinity], volumeMounts: [{ name: data, mountPath: /data }] }]
      volumes: [{ name: data, persistentVolumeClaim: { claimName: @{lasting} } }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: @{app}, namespace: @{namespace} }
spec:
  replicas: 1
  selector: { matchLabels: { app: @{app} } }
  template:
    metadata: { labels: { app: @{app} } }
    spec:
      terminationGracePeriodSeconds: 1
      containers: [{ name: main, image: 'busybox:1.36', command: [sleep, infinity], volumeMounts: [{ name: data, mountPath: /data }] }]
      volumes: [{ name: data, persistentVolumeClaim: { claimName: @{claim} } }]
YAML
sleep 20
