# fails: projected/token, projected/no-other
# The ordinary token, mounted where it is wanted.
kubectl create serviceaccount @{account} -n @{namespace}
kubectl patch serviceaccount @{account} -n @{namespace} -p '{"automountServiceAccountToken": false}'
kubectl patch deployment @{caller} -n @{namespace} -p '{"spec":{"template":{"spec":{"serviceAccountName":"@{account}","automountServiceAccountToken":true,
  "volumes":[{"name":"t","projected":{"sources":[{"serviceAccountToken":{"path":"@{file}"}}]}}],"containers":[{"name":"main","volumeMounts":[{"name":"t","mountPath":"@{dir}"}]}]}}}}'
kubectl rollout status deployment/@{caller} -n @{namespace} --timeout=60s
sleep 5
