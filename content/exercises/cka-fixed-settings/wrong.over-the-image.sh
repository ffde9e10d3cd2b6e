# fails: use/one-file, use/variables
# The directory of the image disappears behind the mount; all keys become variables.
cd /opt/files/settings
kubectl create configmap @{config} -n @{namespace} --from-file=link.ini --from-file=angles.tab --from-literal=REGION=far-side
kubectl create secret generic @{secret} -n @{namespace} --from-literal=user=@{user} --from-literal=password=@{password}
kubectl set env deployment/@{app} -n @{namespace} --from=configmap/@{config}
kubectl set env deployment/@{app} -n @{namespace} --from=secret/@{secret} --prefix=LINK_
kubectl patch deployment @{app} -n @{namespace} -p '{"spec": {"template": {"spec": {"containers": [{"name": "web", "volumeMounts": [{"name": "angles", "mountPath": "/etc/nginx"}]}], "volumes": [{"name": "angles", "configMap": {"name": "@{config}", "items": [{"key": "angles.tab", "path": "angles.tab"}]}}]}}}}'
sleep 30
