# fails: without/account, projected/token
# The default account of the namespace is changed instead.
kubectl patch serviceaccount default -n @{namespace} -p '{"automountServiceAccountToken": false}'
kubectl patch deployment @{caller} -n @{namespace} -p '{"spec":{"template":{"spec":{
  "volumes":[{"name":"t","projected":{"sources":[{"serviceAccountToken":{"path":"@{file}","audience":"@{audience}","expirationSeconds":@{life.seconds}}}]}}],"containers":[{"name":"main","volumeMounts":[{"name":"t","mountPath":"@{dir}"}]}]}}}}'
kubectl rollout restart deployment/@{web} -n @{namespace}
sleep 20
