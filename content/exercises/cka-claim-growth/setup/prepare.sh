S=https://raw.githubusercontent.com/kubernetes-csi
kubectl apply -f $S/external-provisioner/v5.3.0/deploy/kubernetes/rbac.yaml -f $S/external-attacher/v4.9.0/deploy/kubernetes/rbac.yaml \
  -f $S/external-snapshotter/v8.3.0/deploy/kubernetes/csi-snapshotter/rbac-csi-snapshotter.yaml -f $S/external-resizer/v1.14.0/deploy/kubernetes/rbac.yaml \
  -f $S/external-health-monitor/v0.15.0/deploy/kubernetes/external-health-monitor-controller/rbac.yaml \
  -f $S/csi-driver-host-path/v1.17.0/deploy/kubernetes-latest/hostpath/csi-hostpath-driverinfo.yaml \
  -f $S/csi-driver-host-path/v1.17.0/deploy/kubernetes-latest/hostpath/csi-hostpath-plugin.yaml
kubectl create namespace @{namespace}
kubectl apply -f - <<'YAML'
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: @{class}
  annotations: { storageclass.kubernetes.io/is-default-class: '@{default.annotation}' }
provisioner: hostpath.csi.k8s.io
reclaimPolicy: Delete
volumeBindingMode: Immediate
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: @{claim}, namespace: @{namespace} }
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: @{class}
  resources: { requests: { storage: 1Gi } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: @{app}, namespace: @{namespace} }
spec:
  replicas: 1
  strategy: { type: Recreate }
  selector: { matchLabels: { app: @{app} } }
  template:
    metadata: { labels: { app: @{app} } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: @{app}
          image: busybox:1.36
          command: [sleep, infinity]
          volumeMounts: [{ name: data, mountPath: /data }]
      volumes: [{ name: data, persistentVolumeClaim: { claimName: @{claim} } }]
YAML
kubectl rollout status statefulset/csi-hostpathplugin --timeout=180s
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=180s
kubectl exec -n @{namespace} deployment/@{app} -- sh -c 'echo @{word} > /data/start.txt'
