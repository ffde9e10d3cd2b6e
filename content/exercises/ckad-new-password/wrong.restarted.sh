# fails: rotate/follows
# The new Pod has read the new password, and will not read the next.
kubectl delete secret @{shared} -n @{namespace}
kubectl create secret generic @{shared} -n @{namespace} --from-literal=user=gate --from-file=password=/opt/work/secret/new.txt
kubectl rollout restart deployment/@{other} -n @{namespace}
kubectl rollout status deployment/@{other} -n @{namespace} --timeout=60s
