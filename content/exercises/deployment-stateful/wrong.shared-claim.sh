# fails: keep-data/claims, keep-data/survives
# One claim for all Pods: they overwrite each other's pages.
cat <<'YAML' | kubectl apply -f -
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: pages, namespace: wiki }
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: local-path
  resources: { requests: { storage: 100Mi } }
YAML
kubectl patch statefulset wiki -n wiki -p '
spec:
  template:
    spec:
      volumes: [{ name: pages, persistentVolumeClaim: { claimName: pages } }]
      containers: [{ name: web, volumeMounts: [{ name: pages, mountPath: /usr/share/nginx/html }] }]
'
kubectl rollout status statefulset/wiki -n wiki --timeout=120s
sleep 30
