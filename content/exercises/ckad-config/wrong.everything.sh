# fails: use/values
# All keys of both, under their own names, and all of the ConfigMap as files.
kubectl create configmap @{config} -n @{namespace} --from-file=/opt/work/config/@{file} --from-literal=MODE=@{mode}
kubectl create secret generic @{secret} -n @{namespace} --from-literal=user=@{user} --from-literal=password=@{password}
kubectl set env deployment/@{app} -n @{namespace} --from=secret/@{secret}
kubectl patch deployment @{app} -n @{namespace} --patch '{"spec":{"template":{"spec":{
  "volumes":[{"name":"config","configMap":{"name":"@{config}"}}],
  "containers":[{"name":"main","volumeMounts":[{"name":"config","mountPath":"@{mount}"}]}]}}}}'
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
