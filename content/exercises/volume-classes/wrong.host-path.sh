# fails: local/volume, local/on-the-node
# hostPath without affinity: the Pod may land anywhere. Here it lands on node01.
kubectl apply -f - <<'YAML'
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: local-ssd}
provisioner: kubernetes.io/no-provisioner
volumeBindingMode: WaitForFirstConsumer
---
apiVersion: v1
kind: PersistentVolume
metadata: {name: ssd}
spec:
  capacity: {storage: 5Gi}
  accessModes: [ReadWriteOnce]
  storageClassName: local-ssd
  hostPath: {path: /mnt/ssd, type: DirectoryOrCreate}
YAML
kubectl patch deployment cache -n edge -p '{"spec":{"template":{"spec":{"nodeSelector":{"kubernetes.io/hostname":"node01"}}}}}'
kubectl rollout status deployment/cache -n edge --timeout=120s
