# fails: use/values, make/secret
# The password stands in the Deployment, and twice encoded in the Secret.
kubectl create configmap @{config} -n @{namespace} --from-file=/opt/work/config/@{file} --from-literal=MODE=@{mode}
kubectl create secret generic @{secret} -n @{namespace} --from-literal=user=$(echo -n @{user} | base64) --from-literal=password=$(echo -n @{password} | base64)
kubectl set env deployment/@{app} -n @{namespace} @{variables.user}=@{user} @{variables.password}=@{password} MODE=@{mode}
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
