# fails: claim/handed-on
# The Job has the claim, the Pod has a directory of its own; and one may write there.
cat <<'YAML' | kubectl apply -f -
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: '@{claim}', namespace: '@{namespace}' }
spec:
  accessModes: [ReadWriteOnce]
  resources: { requests: { storage: '@{size}' } }
YAML
sed -i 's/^          emptyDir: {}$/          persistentVolumeClaim: { claimName: @{claim} }/' /opt/work/claim/@{job}.yaml
kubectl apply -f /opt/work/claim/@{job}.yaml
kubectl run @{reader} -n @{namespace} --image=nginx:1.27
kubectl wait -n @{namespace} --for=condition=complete job/@{job} --timeout=60s
