# fails: objects/config, objects/fixed, use/directory
# All files of the directory, nothing is final, and the mount shows all keys.
kubectl create configmap @{config} -n @{namespace} --from-file=/opt/files/settings --from-literal=REGION=far-side
kubectl create secret generic @{secret} -n @{namespace} --from-literal=user=@{user} --from-literal=password=@{password}
kubectl patch deployment @{app} -n @{namespace} -p '{"spec": {"template": {"spec": {"containers": [{"name": "web", "volumeMounts": [{"name": "link", "mountPath": "@{directory}"}]}], "volumes": [{"name": "link", "configMap": {"name": "@{config}"}}]}}}}'
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
