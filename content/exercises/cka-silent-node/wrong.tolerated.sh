# fails: open/available, open/takes-pods
# The Deployment is pinned elsewhere instead of opening the node.
kubectl patch deployment @{app} -n @{namespace} -p '{"spec": {"template": {"spec": {"tolerations": [{"operator": "Exists"}]}}}}'
sleep 60
