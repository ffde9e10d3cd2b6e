# fails: shared/apart, shared/both, settings/files
# Both Pods are let onto one node, by a claim of one node; the settings are what the ConfigMap has.
kubectl patch deployment @{app} -n @{namespace} --type=json -p '[{"op": "remove", "path": "/spec/template/spec/affinity"}, {"op": "add", "path": "/spec/template/spec/nodeName", "value": "@{node1}"}]'
kubectl patch deployment @{viewer} -n @{namespace} --type=json -p '[{"op": "replace", "path": "/spec/template/spec/volumes/0", "value": {"name": "settings", "configMap": {"name": "@{viewer}-settings"}}}]'
sleep 60
