kubectl apply -f https://raw.githubusercontent.com/rancher/local-path-provisioner/v0.0.32/deploy/local-path-storage.yaml
kubectl create namespace @{namespace}
kubectl apply -f - <<'YAML'
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: @{keep} }
provisioner: rancher.io/local-path
reclaimPolicy: Retain
volumeBindingMode: WaitForFirstConsumer
---
apiVersion: v1
kind: Service
metadata: { name: @{app}, namespace: @{namespace} }
spec: { clusterIP: None, selector: { app: @{app} }, ports: [{ port: 80 }] }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: @{app}, namespace: @{namespace} }
spec:
  serviceName: @{app}
  replicas: 2
  podManagementPolicy: Parallel
  persistentVolumeClaimRetentionPolicy: @{policy.before}
  selector: { matchLabels: { app: @{app} } }
  template:
    metadata: { labels: { app: @{app} } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: main
          image: busybox:1.36
          command: [sh, -c, 'test -e /data/number || echo ${HOSTNAME##*-} > /data/number; exec sleep infinity']
          volumeMounts: [{ name: data, mountPath: /data }]
  volumeClaimTemplates:
    - metadata: { name: data }
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: local-path
        resources: { requests: { storage: 1Gi } }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: @{old}, namespace: @{namespace} }
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: local-path
  resources: { requests: { storage: 1Gi } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: @{reader}, namespace: @{namespace} }
spec:
  replicas: 1
  strategy: { type: Recreate }
  selector: { matchLabels: { app: @{reader} } }
  template:
    metadata: { labels: { app: @{reader} } }
    spec:
      terminationGracePeriodSeconds: 1
      containers: [{ name: main, image: 'busybox:1.36', command: [sleep, infinity], volumeMounts: [{ name: data, mountPath: /data }] }]
      volumes: [{ name: data, persistentVolumeClaim: { claimName: @{old} } }]
YAML
kubectl rollout status statefulset/@{app} -n @{namespace} --timeout=120s
kubectl rollout status deployment/@{reader} -n @{namespace} --timeout=120s
kubectl exec -n @{namespace} deployment/@{reader} -- sh -c 'cd /data && mkdir 2025 && echo one > first && echo two > 2025/spring && echo @{word} > .order'
