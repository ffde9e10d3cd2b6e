S=https://raw.githubusercontent.com/kubernetes-csi
kubectl apply -f https://raw.githubusercontent.com/rancher/local-path-provisioner/v0.0.32/deploy/local-path-storage.yaml
for f in volumesnapshotclasses volumesnapshotcontents volumesnapshots; do
  kubectl apply -f $S/external-snapshotter/v8.3.0/client/config/crd/snapshot.storage.k8s.io_$f.yaml
done
for f in external-provisioner/v5.3.0/deploy/kubernetes/rbac.yaml external-attacher/v4.9.0/deploy/kubernetes/rbac.yaml \
  external-snapshotter/v8.3.0/deploy/kubernetes/csi-snapshotter/rbac-csi-snapshotter.yaml external-resizer/v1.14.0/deploy/kubernetes/rbac.yaml \
  external-health-monitor/v0.15.0/deploy/kubernetes/external-health-monitor-controller/rbac.yaml \
  csi-driver-host-path/v1.17.0/deploy/kubernetes-latest/hostpath/csi-hostpath-driverinfo.yaml \
  csi-driver-host-path/v1.17.0/deploy/kubernetes-latest/hostpath/csi-hostpath-plugin.yaml; do
  kubectl apply -f $S/$f
done
ssh node02 mkdir -p /mnt/ssd
for namespace in lab shop edge media; do kubectl create namespace $namespace; done

kubectl apply -f - <<'YAML'
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: standard
  annotations: {storageclass.kubernetes.io/is-default-class: 'true'}
provisioner: hostpath.csi.k8s.io
reclaimPolicy: Delete
volumeBindingMode: Immediate
YAML
claim() { # NAMESPACE NAME SIZE CLASS
  kubectl apply -n $1 -f - <<YAML
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: $2}
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: $4
  resources: {requests: {storage: $3}}
YAML
}
user() { # NAMESPACE NAME CLAIM
  kubectl apply -n $1 -f - <<YAML
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
cat > /root/logs.yaml <<'YAML'
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: logs
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: local-path
  resources:
    requests:
      storage: 500Mi
YAML
cat > /root/logger.yaml <<'YAML'
apiVersion: v1
kind: Pod
metadata:
  name: logger
spec:
  containers:
    - name: logger
      image: busybox:1.36
      command: [sleep, infinity]
      volumeMounts:
        - {name: logs, mountPath: /logs}
  volumes:
    - name: logs
      persistentVolumeClaim: {claimName: logs}
YAML
kubectl patch statefulset csi-hostpathplugin -p '{"spec":{"template":{"spec":{"nodeSelector":{"kubernetes.io/hostname":"node01"}}}}}'
kubectl rollout status statefulset/csi-hostpathplugin --timeout=180s
kubectl rollout status deployment/local-path-provisioner -n local-path-storage --timeout=120s
sleep 15
claim shop orders 1Gi standard
claim media photos 1Gi standard
claim edge ssd 5Gi local-ssd
user shop orders orders
user media gallery photos
user edge cache ssd
user lab bench scratch
kubectl rollout status deployment/orders -n shop --timeout=180s
kubectl rollout status deployment/gallery -n media --timeout=180s
kubectl exec -n shop deployment/orders -- sh -c 'echo "order 1" > /data/orders.txt'
kubectl exec -n media deployment/gallery -- sh -c 'echo sunset > /data/photo.txt'
kubectl scale deployment orders -n shop --replicas=0
kubectl wait -n shop --for=delete pod -l app=orders --timeout=60s
kubectl patch deployment gallery -n media -p '{"spec":{"template":{"spec":{"nodeSelector":{"kubernetes.io/hostname":"node02"}}}}}'
sleep 20
