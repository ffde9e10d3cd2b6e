# fails: crash/same
kubectl patch deployment @{app} -n @{namespace} -p '{"spec": {"template": {"spec": {"containers": [{"name": "main", "command": ["sleep", "1000000"]}]}}}}'
sleep 10
