kubectl patch deployment page -n press -p '
spec:
  template:
    spec:
      volumes:
        - name: page
          emptyDir:
            sizeLimit: 64Mi
      containers:
        - name: writer
          volumeMounts:
            - name: page
              mountPath: /out
        - name: web
          volumeMounts:
            - name: page
              mountPath: /usr/share/nginx/html
'

kubectl delete pvc ledger -n bank
kubectl patch pv tapes --type=json -p '[{"op": "remove", "path": "/spec/claimRef"}]'
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: orders
  namespace: shop
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: manual
  resources:
    requests:
      storage: 1Gi
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: ledger
  namespace: bank
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: bank-ssd
  resources:
    requests:
      storage: 8Gi
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: tapes
  namespace: museum
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: tape
  resources:
    requests:
      storage: 4Gi
YAML
kubectl patch deployment orders -n shop -p '
spec:
  template:
    spec:
      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: orders
      containers:
        - name: orders
          volumeMounts:
            - name: data
              mountPath: /var/lib/orders
'
kubectl rollout status deployment/page -n press --timeout=120s
kubectl rollout status deployment/orders -n shop --timeout=120s
kubectl rollout status deployment/ledger -n bank --timeout=120s
kubectl wait -n museum --for=condition=Ready pod/reader --timeout=120s
sleep 5
