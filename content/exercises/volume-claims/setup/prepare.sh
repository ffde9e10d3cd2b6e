for namespace in press shop bank museum; do kubectl create namespace $namespace; done

kubectl apply -f - <<'YAML'
apiVersion: v1
kind: Pod
metadata: {name: notes}
spec:
  terminationGracePeriodSeconds: 1
  containers:
    - name: notes
      image: busybox:1.36
      command: [sh, -c, 'trap "exit 1" TERM; while :; do sleep 1; done']
      volumeMounts: [{name: cache, mountPath: /cache}]
  volumes: [{name: cache, emptyDir: {}}]
YAML

kubectl apply -f - <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata: {name: page, namespace: press}
spec:
  replicas: 1
  selector: {matchLabels: {app: page}}
  template:
    metadata: {labels: {app: page}}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: writer
          image: busybox:1.36
          command: [sh, -c, 'mkdir -p /out; while :; do echo "fresh from the press" > /out/index.html; sleep 2; done']
        - name: web
          image: nginx:1.27
YAML
kubectl expose deployment page -n press --port=80
kubectl run client --image=busybox:1.36 --labels=app=client --command -- sleep infinity

volume() { # NAME SIZE MODE CLASS
  kubectl apply -f - <<YAML
apiVersion: v1
kind: PersistentVolume
metadata: {name: $1}
spec:
  capacity: {storage: $2}
  accessModes: [$3]
  storageClassName: $4
  persistentVolumeReclaimPolicy: Retain
  hostPath: {path: /srv/$1, type: DirectoryOrCreate}
  nodeAffinity:
    required: {nodeSelectorTerms: [{matchExpressions: [{key: kubernetes.io/hostname, operator: In, values: [node01]}]}]}
YAML
}
volume demo 1Gi ReadWriteOnce demo
volume disk-large 20Gi ReadWriteOnce manual
volume disk-small 2Gi ReadWriteOnce manual
volume disk-shared 2Gi ReadWriteMany manual
volume vault 8Gi ReadWriteOnce bank-ssd
volume tapes 4Gi ReadWriteOnce tape

cat > /root/claim.yaml <<'YAML'
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: demo
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: demo
  resources:
    requests:
      storage: 500Mi
YAML

kubectl apply -f - <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata: {name: orders, namespace: shop}
spec:
  replicas: 1
  strategy: {type: Recreate}
  selector: {matchLabels: {app: orders}}
  template:
    metadata: {labels: {app: orders}}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: orders
          image: busybox:1.36
          command: [sh, -c, 'mkdir -p /var/lib/orders; exec sleep infinity']
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: ledger, namespace: bank}
spec:
  accessModes: [ReadWriteMany]
  storageClassName: bank-sdd
  resources: {requests: {storage: 10Gi}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ledger, namespace: bank}
spec:
  replicas: 1
  strategy: {type: Recreate}
  selector: {matchLabels: {app: ledger}}
  template:
    metadata: {labels: {app: ledger}}
    spec:
      containers:
        - name: redis
          image: redis:7.4
          volumeMounts: [{name: data, mountPath: /data}]
      volumes: [{name: data, persistentVolumeClaim: {claimName: ledger}}]
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: old-tapes, namespace: museum}
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: tape
  resources: {requests: {storage: 4Gi}}
YAML
kubectl wait -n museum --for=jsonpath='{.status.phase}'=Bound pvc/old-tapes --timeout=60s
kubectl apply -n museum -f - <<'YAML'
apiVersion: v1
kind: Pod
metadata: {name: recorder}
spec:
  restartPolicy: Never
  containers:
    - name: recorder
      image: busybox:1.36
      command: [sh, -c, 'echo "recorded in 1969" > /tapes/moon.txt']
      volumeMounts: [{name: tapes, mountPath: /tapes}]
  volumes: [{name: tapes, persistentVolumeClaim: {claimName: old-tapes}}]
YAML
kubectl wait -n museum --for=jsonpath='{.status.phase}'=Succeeded pod/recorder --timeout=120s
kubectl delete pod recorder -n museum
kubectl delete pvc old-tapes -n museum
kubectl apply -n museum -f - <<'YAML'
apiVersion: v1
kind: Pod
metadata: {name: reader}
spec:
  terminationGracePeriodSeconds: 1
  containers:
    - name: reader
      image: busybox:1.36
      command: [sleep, infinity]
      volumeMounts: [{name: tapes, mountPath: /tapes}]
  volumes: [{name: tapes, persistentVolumeClaim: {claimName: tapes}}]
YAML

kubectl rollout status deployment/page -n press --timeout=120s
kubectl rollout status deployment/orders -n shop --timeout=120s
kubectl wait --for=condition=Ready pod/notes pod/client --timeout=120s
sleep 15
