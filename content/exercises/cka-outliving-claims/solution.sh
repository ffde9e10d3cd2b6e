kubectl patch statefulset @{app} -n @{namespace} -p '{"spec": {"persistentVolumeClaimRetentionPolicy": @{policy.patch}}}'

for claim in data-@{app}-0 data-@{app}-1; do
  volume=$(kubectl get pvc $claim -n @{namespace} -o jsonpath='{.spec.volumeName}')
  kubectl patch pv $volume -p '{"spec": {"persistentVolumeReclaimPolicy": "Retain"}}'
done

kubectl apply -n @{namespace} -f - <<'YAML'
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: @{new}
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: @{keep}
  resources:
    requests:
      storage: @{size}
---
apiVersion: v1
kind: Pod
metadata:
  name: mover
spec:
  restartPolicy: Never
  containers:
    - name: mover
      image: busybox:1.36
      command: [sh, -c, cp -a /from/. /to/]
      volumeMounts:
        - name: from
          mountPath: /from
        - name: to
          mountPath: /to
  volumes:
    - name: from
      persistentVolumeClaim:
        claimName: @{old}
    - name: to
      persistentVolumeClaim:
        claimName: @{new}
YAML
kubectl wait -n @{namespace} --for=jsonpath='{.status.phase}'=Succeeded pod/mover
kubectl delete pod mover -n @{namespace}
kubectl patch deployment @{reader} -n @{namespace} -p '{"spec": {"template": {"spec": {"volumes": [{"name": "data", "persistentVolumeClaim": {"claimName": "@{new}"}}]}}}}'
kubectl delete pvc @{old} -n @{namespace}
kubectl rollout status deployment/@{reader} -n @{namespace}
