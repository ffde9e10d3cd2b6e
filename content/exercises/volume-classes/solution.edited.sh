# Models edited, the annotation removed, the Pod sent to the volume's node.
kubectl get storageclass local-path -o yaml | sed -e 's/  name: local-path/  name: fast/' -e 's/Delete/Retain/' -e '/uid:/d' -e '/resourceVersion:/d' | kubectl create -f -
sed -e 's/name: logs/name: scratch/' -e 's/local-path/fast/' -e 's/500Mi/2Gi/' /root/logs.yaml | kubectl apply -n lab -f -
kubectl annotate storageclass standard storageclass.kubernetes.io/is-default-class-
kubectl patch storageclass local-path -p '{"metadata":{"annotations":{"storageclass.kubernetes.io/is-default-class":"true"}}}'
kubectl get storageclass standard -o json | jq '.allowVolumeExpansion = true' | kubectl apply -f -
kubectl get pvc orders -n shop -o yaml | sed 's/      storage: 1Gi/      storage: 3Gi/' | kubectl apply -f -
kubectl create -f - <<'YAML'
apiVersion: v1
kind: PersistentVolume
metadata: {name: ssd}
spec:
  capacity: {storage: 5Gi}
  accessModes: [ReadWriteOnce]
  storageClassName: local-ssd
  persistentVolumeReclaimPolicy: Retain
  local: {path: /mnt/ssd}
  nodeAffinity:
    required: {nodeSelectorTerms: [{matchExpressions: [{key: kubernetes.io/hostname, operator: NotIn, values: [controlplane, node01]}]}]}
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: local-ssd}
provisioner: kubernetes.io/no-provisioner
volumeBindingMode: WaitForFirstConsumer
YAML
kubectl patch deployment gallery -n media -p '{"spec":{"template":{"spec":{"nodeSelector":{"kubernetes.io/hostname":"node01"}}}}}'
kubectl scale deployment orders -n shop --replicas=1
for name in shop/orders lab/bench edge/cache media/gallery; do kubectl rollout status deployment/${name#*/} -n ${name%/*} --timeout=180s; done
kubectl wait -n shop --for=jsonpath='{.status.capacity.storage}'=3Gi pvc/orders --timeout=120s
sleep 5
