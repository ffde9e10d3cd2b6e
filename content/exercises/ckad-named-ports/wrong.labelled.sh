# fails: mend/same
# The Pods are changed to suit the Service.
kubectl patch deployment @{empty} -n @{namespace} -p '{"spec": {"template": {"metadata": {"labels": {"tier": "stage"}}, "spec": {"containers": [{"name": "main", "ports": [{"name": "http", "containerPort": 8080}]}]}}}}'
sleep 20
