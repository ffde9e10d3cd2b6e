apt-get install -y nfs-kernel-server > /dev/null 2>&1
mkdir -p /srv/share
echo @{word} > /srv/share/title.txt
echo '/srv/share 172.30.0.0/16(rw,no_root_squash)' >> /etc/exports
exportfs -ra
for node in @{node1} @{node2}; do ssh $node 'apt-get install -y nfs-common > /dev/null 2>&1'; done
ssh @{node1} mkdir -p /srv/@{app}
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: Namespace
metadata: { name: @{namespace} }
---
apiVersion: v1
kind: PersistentVolume
metadata: { name: @{volume} }
spec:
  capacity: { storage: 2Gi }
  accessModes: [@{shared.mode}]
  storageClassName: nfs
  persistentVolumeReclaimPolicy: Retain
  nfs: { server: 172.30.1.2, path: /srv/share }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: @{claim}, namespace: @{namespace} }
spec:
  accessModes: [@{shared.mode}]
  storageClassName: nfs
  resources: { requests: { storage: 2Gi } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: @{app}, namespace: @{namespace} }
spec:
  replicas: 2
  strategy: { type: Recreate }
  selector: { matchLabels: { app: @{app} } }
  template:
    metadata: { labels: { app: @{app} } }
    spec:
      terminationGracePeriodSeconds: 1
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            - { topologyKey: kubernetes.io/hostname, labelSelector: { matchLabels: { app: @{app} } } }
      containers:
        - name: app
          image: busybox:1.36
          command: [sh, -c, 'sleep 10; dd if=/dev/zero of=/scratch/cache bs=1M count=60; exec sleep infinity']
          volumeMounts: [{ name: data, mountPath: /data }, { name: scratch, mountPath: /scratch }]
      volumes:
        - name: data
          @{shared.data}
        - name: scratch
          emptyDir: { sizeLimit: 40Mi }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: @{viewer}-settings, namespace: @{namespace} }
data:
  main: |
    width = 1280
    loop = true
  draft: |
    width = 640
---
apiVersion: v1
kind: Secret
metadata: { name: @{viewer}-login, namespace: @{namespace} }
stringData: { password: s-@{word} }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: @{viewer}, namespace: @{namespace} }
spec:
  selector: { matchLabels: { app: @{viewer} } }
  template:
    metadata: { labels: { app: @{viewer}, floor: ground } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: app
          image: busybox:1.36
          command: [sleep, infinity]
          volumeMounts: [{ name: settings, mountPath: /etc/@{viewer}, readOnly: true }]
      volumes:
        - name: settings
          projected:
            sources:
              - configMap: { name: @{settings.map}, items: [{ key: @{settings.key}, path: settings.ini }] }
              - secret: { name: @{settings.secret} }
YAML
sleep 40
