S=https://raw.githubusercontent.com/kubernetes-csi
for f in external-snapshotter/v8.3.0/client/config/crd/snapshot.storage.k8s.io_volumesnapshotclasses.yaml \
  external-snapshotter/v8.3.0/client/config/crd/snapshot.storage.k8s.io_volumesnapshotcontents.yaml \
  external-snapshotter/v8.3.0/client/config/crd/snapshot.storage.k8s.io_volumesnapshots.yaml \
  external-snapshotter/v8.3.0/deploy/kubernetes/snapshot-controller/rbac-snapshot-controller.yaml \
  external-snapshotter/v8.3.0/deploy/kubernetes/snapshot-controller/setup-snapshot-controller.yaml \
  external-provisioner/v5.3.0/deploy/kubernetes/rbac.yaml external-attacher/v4.9.0/deploy/kubernetes/rbac.yaml \
  external-snapshotter/v8.3.0/deploy/kubernetes/csi-snapshotter/rbac-csi-snapshotter.yaml external-resizer/v1.14.0/deploy/kubernetes/rbac.yaml \
  external-health-monitor/v0.15.0/deploy/kubernetes/external-health-monitor-controller/rbac.yaml \
  csi-driver-host-path/v1.17.0/deploy/kubernetes-latest/hostpath/csi-hostpath-driverinfo.yaml \
  csi-driver-host-path/v1.17.0/deploy/kubernetes-latest/hostpath/csi-hostpath-plugin.yaml \
  csi-driver-host-path/v1.17.0/deploy/kubernetes-latest/hostpath/csi-hostpath-snapshotclass.yaml \
  csi-driver-host-path/v1.17.0/examples/csi-storageclass.yaml; do
  kubectl apply -f $S/$f
done
for namespace in db shop blog bank tmp; do kubectl create namespace $namespace; done
kubectl patch statefulset csi-hostpathplugin -p '{"spec":{"template":{"spec":{"nodeSelector":{"kubernetes.io/hostname":"node01"}}}}}'
kubectl rollout status statefulset/csi-hostpathplugin --timeout=180s
kubectl rollout status deployment/snapshot-controller -n kube-system --timeout=120s
sleep 15

stateful() { # NAMESPACE NAME REPLICAS CLASS
  kubectl apply -n $1 -f - <<YAML
apiVersion: v1
kind: Service
metadata: {name: $2}
spec: {clusterIP: None, selector: {app: $2}, ports: [{port: 6379}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: $2}
spec:
  serviceName: $2
  replicas: $3
  selector: {matchLabels: {app: $2}}
  template:
    metadata: {labels: {app: $2}}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: redis
          image: redis:7.4
          volumeMounts: [{name: data, mountPath: /data}]
  volumeClaimTemplates:
    - metadata: {name: data}
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: $4
        resources: {requests: {storage: 1Gi}}
YAML
}
kept() { # NAMESPACE NAME CLAIM
  kubectl apply -n $1 -f - <<YAML
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: $3}
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: csi-hostpath-sc
  resources: {requests: {storage: 1Gi}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: $2}
spec:
  replicas: 1
  strategy: {type: Recreate}
  selector: {matchLabels: {app: $2}}
  template:
    metadata: {labels: {app: $2}}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: $2
          image: busybox:1.36
          command: [sleep, infinity]
          volumeMounts: [{name: data, mountPath: /data}]
      volumes: [{name: data, persistentVolumeClaim: {claimName: $3}}]
YAML
}
stateful default ring 2 csi-hostpath-sc
stateful tmp cache 3 csi-hostpath-sc
stateful bank ledger 2 csi-hostpath-ssd
kubectl create service clusterip store -n db --clusterip=None --tcp=6379
kept shop orders orders
kept blog blog posts
kubectl rollout status deployment/orders -n shop --timeout=180s
kubectl rollout status deployment/blog -n blog --timeout=180s
kubectl exec -n shop deployment/orders -- sh -c 'echo "order 1" > /data/orders.txt'
kubectl exec -n blog deployment/blog -- sh -c 'echo "the first post" > /data/posts.txt'
kubectl apply -n blog -f - <<'YAML'
apiVersion: snapshot.storage.k8s.io/v1
kind: VolumeSnapshot
metadata: {name: nightly}
spec:
  volumeSnapshotClassName: csi-hostpath-snapclass
  source: {persistentVolumeClaimName: posts}
YAML
kubectl wait -n blog --for=jsonpath='{.status.readyToUse}'=true volumesnapshot/nightly --timeout=120s
kubectl exec -n blog deployment/blog -- rm /data/posts.txt
kubectl rollout status statefulset/ring --timeout=180s
kubectl rollout status statefulset/cache -n tmp --timeout=180s
cat > /root/snapshot.yaml <<'YAML'
apiVersion: snapshot.storage.k8s.io/v1
kind: VolumeSnapshot
metadata:
  name: ring-0-before
spec:
  volumeSnapshotClassName: csi-hostpath-snapclass
  source:
    persistentVolumeClaimName: data-ring-0
YAML
cat > /root/restored.yaml <<'YAML'
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: ring-0-restored
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: csi-hostpath-sc
  resources:
    requests:
      storage: 1Gi
  dataSource:
    apiGroup: snapshot.storage.k8s.io
    kind: VolumeSnapshot
    name: ring-0-before
YAML
sleep 15
