kubectl apply -f https://raw.githubusercontent.com/rancher/local-path-provisioner/v0.0.32/deploy/local-path-storage.yaml
kubectl delete storageclass local-path
kubectl get configmap local-path-config -n local-path-storage -o yaml | sed 's#"/opt/local-path-provisioner"#"/opt/local-path-provisioner", "@{directory}"#' | kubectl replace -f -
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: Namespace
metadata: { name: @{namespace} }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: @{class} }
provisioner: @{fault.provisioner}
reclaimPolicy: Delete
volumeBindingMode: WaitForFirstConsumer
parameters: { nodePath: /opt/local-path-provisioner }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: @{claim}, namespace: @{namespace} }
spec:
  accessModes: [ReadWriteOnce]
  @{fault.named}
  resources: { requests: { storage: @{size} } }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: @{other}, namespace: @{namespace} }
spec:
  accessModes: [ReadWriteOnce]
  resources: { requests: { storage: 1Gi } }
YAML
for pair in @{app}:@{claim} @{other}:@{other}; do
  kubectl apply -n @{namespace} -f - <<YAML
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${pair%:*} }
spec:
  strategy: { type: Recreate }
  selector: { matchLabels: { app: ${pair%:*} } }
  template:
    metadata: { labels: { app: ${pair%:*} } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: app
          image: busybox:1.36
          command: [sleep, infinity]
          volumeMounts: [{ name: data, mountPath: /data }]
      volumes: [{ name: data, persistentVolumeClaim: { claimName: ${pair#*:} } }]
YAML
done
kubectl rollout status deployment/local-path-provisioner -n local-path-storage --timeout=120s
sleep 30
