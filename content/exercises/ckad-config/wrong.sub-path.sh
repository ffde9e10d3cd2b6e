# fails: use/values
# What a subPath mounts is a copy that never follows.
kubectl create configmap @{config} -n @{namespace} --from-file=/opt/work/config/@{file} --from-literal=MODE=@{mode}
kubectl patch deployment @{app} -n @{namespace} --patch '{"spec":{"template":{"spec":{
  "volumes":[{"name":"config","configMap":{"name":"@{config}"}}],
  "containers":[{"name":"main","volumeMounts":[{"name":"config","mountPath":"@{mount}/@{file}","subPath":"@{file}"}]}]}}}}'
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
